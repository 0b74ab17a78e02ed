"""What was planned is written, and can be taken back while nothing depends on it."""

import json

import pytest
from django.db import transaction

from councils.lives import Event, Kind, TooLate, plan, take_back, write_all
from councils.models import CouncilMembership, Office, PartyMembership, Substitution
from tests.councils.lives.conftest import LAST_DAY, NEXT_DAY, day
from tests.factories import LeadershipFactory, PartyFactory, PersonFactory

MODELS = (CouncilMembership, Office, PartyMembership, Substitution)


def stored() -> dict:
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def written(event: Event) -> list[dict]:
    with transaction.atomic():
        changes = write_all(plan(event).writes)
    return json.loads(json.dumps(changes))  # as the database keeps them


def events(lives):
    new = PersonFactory(name="Ny Nellike")
    return [
        Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.mayor, LAST_DAY, successor=new),
        Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY),
        Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=lives.deputy),
        Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=lives.member),
        Event(Kind.BECAME_MAYOR, new, NEXT_DAY, municipality=lives.town),
        Event(Kind.LEFT_PARTY, lives.member, LAST_DAY, party=PartyFactory()),
        Event(Kind.LEAVE, lives.member, LAST_DAY, until=day("2023-12-31")),
        Event(Kind.DIED, lives.mayor, LAST_DAY),
    ]


@pytest.mark.parametrize("number", range(8))
def test_what_is_written_can_be_taken_back_to_the_last_field(lives, number):
    event = events(lives)[number]
    before = stored()

    changes = written(event)
    assert stored() != before or event.kind == Kind.LEAVE

    with transaction.atomic():
        take_back(changes)
    assert stored() == before


@pytest.mark.parametrize("number", range(8))
def test_on_each_day_the_council_is_as_it_was_or_as_it_became(lives, number):
    event = events(lives)[number]
    seated = [set(CouncilMembership.objects.in_force(LAST_DAY).values_list("person", flat=True))]

    written(event)

    seated += [set(CouncilMembership.objects.in_force(LAST_DAY).values_list("person", flat=True))]
    assert seated[0] == seated[1]
    mayors = CouncilMembership.objects.in_force(NEXT_DAY).filter(municipality=lives.town)
    gone = event.kind == Kind.DIED
    assert mayors.count() == (0 if gone else 1)


def test_what_changed_since_is_not_taken_back(lives):
    changes = written(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY))
    CouncilMembership.objects.filter(pk=lives.supplementary.pk).update(ends_on=day("2023-05-31"))

    with pytest.raises(TooLate), transaction.atomic():
        take_back(changes)

    assert CouncilMembership.objects.get(pk=lives.supplementary.pk).ends_on == day("2023-05-31")
    assert lives.supplementary.substitutions.get().ends_on == LAST_DAY


def test_what_something_else_depends_on_is_not_taken_back(lives):
    new = PersonFactory(name="Ny Nellike")
    changes = written(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=new))
    seat = CouncilMembership.objects.get(person=new)
    LeadershipFactory(membership=seat, council=lives.council, starts_on=NEXT_DAY)

    with pytest.raises(TooLate), transaction.atomic():
        take_back(changes)

    assert CouncilMembership.objects.filter(person=new).exists()
