"""The portal's today: views ask for the day and hand it down, actions for the moment of a write."""

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """The day in Denmark, or the fixed `PORTAL_DATE` of a demonstration."""
    return settings.PORTAL_DATE or timezone.localdate()


def now() -> datetime.datetime:
    """The moment in Denmark; on the fixed day of a demonstration at the real time of day."""
    moment = timezone.localtime()
    if settings.PORTAL_DATE is None:
        return moment
    wall_time = moment.time().replace(tzinfo=None)
    return timezone.make_aware(datetime.datetime.combine(settings.PORTAL_DATE, wall_time))
