"""What base.html shows on every page."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from councils.models import Council
from kkr_portal import clock


def portal(request) -> dict:
    today = clock.today()
    return {
        "is_demo": settings.DEMO,
        "today": today,
        "councils": SimpleLazyObject(lambda: list(Council.objects.in_force(today))),
    }
