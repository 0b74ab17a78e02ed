"""What base.html shows on every page."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject

from councils.models import Council
from kkr_portal import clock
from meetings import awaited


def portal(request) -> dict:
    today = clock.today()
    # A request that was refused early, say for another host, has no user yet.
    user = getattr(request, "user", AnonymousUser())
    councils = SimpleLazyObject(lambda: list(Council.objects.with_rights(user, today)))
    return {
        "is_demo": settings.DEMO,
        "today": today,
        "councils": SimpleLazyObject(lambda: [c for c in councils if c.is_in_force(today)]),
        # Whose internal pages the reader may open.
        "open_councils": SimpleLazyObject(lambda: {c for c in councils if c.is_open}),
        "served_councils": SimpleLazyObject(lambda: {c for c in councils if c.is_served}),
        # To look at it is to be told, so only what shows it may do so.
        "awaited": SimpleLazyObject(lambda: awaited.tell(request)),
    }
