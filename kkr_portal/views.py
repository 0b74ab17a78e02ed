"""The front page, where each role finds what it needs next, and the health check."""

import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from appointments import reminders
from councils.models import Council, Substitution, User
from kkr_portal import clock, quality
from meetings.models import Meeting


@login_not_required
def front_page(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    served = Council.objects.served_by(request.user, today)
    opened = Council.objects.open_to(request.user, today)
    context = {
        "desks": [_desk(council, request.user, today) for council in served],
        "to_review": list(
            Meeting.objects.reviewable_by(request.user, today).select_related("council")
        ),
        "places": _places(request.user, today),
        "next_meetings": Meeting.objects.filter(council__in=opened)
        .upcoming(today)
        .with_news(request.user)
        .select_related("council")[:3],
        "published": Meeting.objects.published()
        .select_related("council")
        .order_by("-starts_at")[:5],
        "plan": Meeting.objects.upcoming(today).select_related("council")[:5],
    }
    return render(request, "front_page.html", context)


def _desk(council: Council, user: User, today: datetime.date) -> dict:
    """What waits on a secretary's desk: the next meeting, drafts, what the Blå Bog lacks."""
    upcoming = Meeting.objects.filter(council=council).upcoming(today).with_edition()
    return {
        "council": council,
        "next": upcoming.with_news(user).first(),
        "drafts": upcoming.writable()
        .filter(items__isnull=False)
        .annotate(waiting=Count("comments", filter=Q(comments__handled_at=None), distinct=True))
        .distinct(),
        "found": quality.count(council, user, today),
        "expiring": reminders.count_expiring(council, today),
    }


def _places(user, today: datetime.date) -> dict:
    """A member's own seats, and whom they substitute for."""
    if not user.is_authenticated or user.person is None:
        return {}
    return {
        "memberships": user.person.memberships.in_force(today).select_related("council"),
        "substitutions": Substitution.objects.in_force(today)
        .filter(person=user.person)
        .select_related("membership__person", "membership__council"),
    }


@login_not_required
def show_health(request: HttpRequest) -> HttpResponse:
    """For the web server's probe: answers when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
