"""What the portal says about people today, field by field, to hold suggestions against."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q
from django.utils import formats

from councils.models import (
    CorrectionSuggestion,
    CouncilMembership,
    Leadership,
    Office,
    PartyMembership,
    Person,
    Substitution,
)
from councils.models.periods import Period

Field = CorrectionSuggestion.Field
Said = dict[str, list[str]]  # by field; no line for what is not known


def said_of(people: Collection[Person], at: datetime.date) -> dict[int, Said]:
    """What the fields of suggestions say of each person from the day `at` on, by their key. As many
    queries for one person as for many."""
    said: dict[int, Said] = {person.pk: defaultdict(list) for person in people}
    for person in people:
        own = said[person.pk]
        own[Field.NAME].append(person.name)
        own[Field.TITLE] += filter(None, [person.title])
        own[Field.GENDER].append(person.get_gender_display())
    _add_parties_and_offices(said, at)
    _add_places(said, at)
    return said


def _add_parties_and_offices(said: dict[int, Said], at: datetime.date) -> None:
    parties = PartyMembership.objects.not_over(at).filter(person__in=said).select_related("party")
    for membership in parties.order_by("starts_on"):
        said[membership.person_id][Field.PARTY].append(f"{membership.party}{_days(membership)}")
    offices = Office.objects.not_over(at).filter(person__in=said).select_related("municipality")
    for office in offices.order_by("starts_on"):
        own = said[office.person_id]
        own[Field.OFFICE].append(f"{office}{_days(office)}")
        _add(own, Field.MUNICIPALITY, office.municipality.name)


def _add_places(said: dict[int, Said], at: datetime.date) -> None:
    seats = CouncilMembership.objects.not_over(at).filter(person__in=said)
    for seat in seats.select_related("council", "municipality").order_by("starts_on"):
        own = said[seat.person_id]
        own[Field.SEAT].append(f"{seat.get_role_display()}, {seat.council}{_days(seat)}")
        _add(own, Field.MUNICIPALITY, seat.municipality.name)
    posts = Leadership.objects.not_over(at).filter(membership__in=seats)
    for post in posts.select_related("membership", "council"):
        text = f"{post.get_role_display()}, {post.council}{_days(post)}"
        said[post.membership.person_id][Field.SEAT].append(text)
    standing = CouncilMembership.objects.not_over(at)
    substitutions = Substitution.objects.not_over(at).filter(
        Q(person__in=said) | Q(membership__person__in=said), membership__in=standing
    )
    for one in substitutions.select_related("person", "membership__person").order_by("starts_on"):
        if one.person_id in said:
            text = f"Er stedfortræder for {one.membership.person}{_days(one)}"
            said[one.person_id][Field.SUBSTITUTE].append(text)
        if one.membership.person_id in said:
            text = f"Har {one.person} som stedfortræder{_days(one)}"
            said[one.membership.person_id][Field.SUBSTITUTE].append(text)


def _add(own: Said, field: str, text: str) -> None:
    if text not in own[field]:
        own[field].append(text)


def _days(period: Period) -> str:
    """The days as far as they are known, to stand after something."""
    if period.is_approximate:
        return ""
    starts = formats.date_format(period.starts_on, "j. F Y")
    if period.ends_on is None:
        return f" (fra {starts})"
    return f" ({starts} – {formats.date_format(period.ends_on, 'j. F Y')})"
