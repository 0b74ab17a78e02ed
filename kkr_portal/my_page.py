"""My page: what the portal has for somebody who is logged in, and what it knows about them."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from appointments.of_person import represented_by
from councils.models import (
    ContactDetails,
    CorrectionSuggestion,
    Council,
    CouncilMembership,
    Person,
    Substitution,
    User,
)
from kkr_portal import attendance, clock
from meetings import attendances
from meetings.models import Meeting

MOST_MEETINGS = 8  # the rest is a link away
MOST_SUGGESTIONS = 20


def show_my_page(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    served = list(Council.objects.served_by(request.user, today))
    context = {
        "desks": [(council, _waiting(council, request.user, today)) for council in served],
        "to_review": Meeting.objects.reviewable_by(request.user, today).select_related("council"),
    }
    if request.user.person is not None:
        context |= _of_person(request.user, request.user.person, today)
    return render(request, "councils/my_page.html", context)


def _waiting(council: Council, user: User, today: datetime.date) -> int:
    visible = CorrectionSuggestion.objects.visible_to(user, today)
    return visible.about(council, today).waiting().count()


def _of_person(user: User, person: Person, today: datetime.date) -> dict:
    memberships = person.memberships.as_history().not_over(today)
    substitutions = Substitution.objects.not_over(today).filter(
        person=person, membership__in=CouncilMembership.objects.not_over(today)
    )
    opened = Council.objects.open_to(user, today)
    coming = Meeting.objects.scheduled().filter(council__in=opened).upcoming(today)
    meetings = coming.with_news(user).with_edition().select_related("council")
    shown = list(meetings[:MOST_MEETINGS])
    places = attendances.own_places(person.pk, shown, clock.now())
    for meeting in shown:
        meeting.own_place = places.get(meeting.pk)
    suggestions = CorrectionSuggestion.objects.own(user)
    return {
        "person": person,
        "memberships": [_with_today(one, today) for one in memberships],
        "substitutions": substitutions.select_related(
            "membership__person", "membership__council"
        ).order_by("starts_on"),
        "leaves": person.leaves.not_over(today),
        "contact": ContactDetails.objects.filter(person=person).first(),
        "meetings": shown,
        "attendance": attendance.records(person, user, today),
        "represented": represented_by(person, today),
        "opened": opened,
        "suggestions": suggestions[:MOST_SUGGESTIONS],
        "may_suggest": Person.objects.filter(pk=person.pk)
        .placed_in(Council.objects.all(), today)
        .exists(),
    }


def _with_today(membership: CouncilMembership, today: datetime.date) -> dict:
    """A seat, with its posts and substitutes that are not over."""
    posts = membership.leaderships.all()
    return {
        "seat": membership,
        "posts": [one for one in posts if one.ends_on is None or one.ends_on >= today],
        "substitutes": [
            one
            for one in membership.all_substitutions
            if one.ends_on is None or one.ends_on >= today
        ],
    }
