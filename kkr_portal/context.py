"""What base.html shows on every page."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from councils.models import Council
from kkr_portal import clock


def portal(request) -> dict:
    today = clock.today()
    councils = Council.objects.all()
    return {
        "is_demo": settings.DEMO,
        "today": today,
        # Whose internal pages the reader may open; asked only by pages that link to them.
        "open_councils": SimpleLazyObject(lambda: set(councils.open_to(request.user, today))),
        "councils": SimpleLazyObject(lambda: list(councils.in_force(today))),
    }
