"""Two secretaries at the same moment, each in a thread with a connection of their own."""

import time

import pytest

from councils import actions
from councils.actions.newcomers import create_person
from councils.lives import Event, Kind, plan
from councils.models import AuditEntry, CouncilMembership, LifeEvent, Person
from meetings.actions.suggestions import record_with_items
from meetings.models import AgendaItem
from tests.councils.lives.conftest import LAST_DAY, NEXT_DAY
from tests.factories import TODAY, PersonFactory, SubstitutionFactory
from tests.meetings.conftest import NOON
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(results: list) -> list[str]:
    return sorted(type(one).__name__ for one in results)


def test_an_event_sent_four_times_at_once_is_recorded_once(lives, secretary):
    event = Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY)
    seen = plan(event).fingerprint
    facts = {"by": secretary, "at": NOON, "council": lives.council, "seen": seen}

    def record():
        return record_with_items(event, items_for=[lives.council], **facts)

    results = at_once(*[record] * 4)

    assert kinds(results) == ["Impossible", "Impossible", "Impossible", "LifeEvent"]
    assert LifeEvent.objects.count() == AgendaItem.objects.count() == 1
    assert AuditEntry.objects.filter(action="record_life_event").count() == 1


def test_a_municipality_gets_one_of_two_new_mayors(lives, secretary):
    events = [
        Event(Kind.BECAME_MAYOR, PersonFactory(), NEXT_DAY, municipality=lives.town)
        for _ in range(2)
    ]
    seen = [plan(event).fingerprint for event in events]

    def record(number: int):
        return lambda: actions.record_life_event(
            events[number], by=secretary, at=NOON, seen=seen[number]
        )

    results = at_once(record(0), record(1))

    assert kinds(results) == ["Impossible", "LifeEvent"]
    assert CouncilMembership.objects.filter(starts_on=NEXT_DAY).count() == 1


def test_secretaries_of_two_councils_do_not_wait_for_each_other_for_ever(
    lives, secretary, stranger, other_council
):
    SubstitutionFactory(person=lives.member, membership__council=other_council)
    SubstitutionFactory(person=lives.mayor, membership__council=other_council)
    both = [lives.council, other_council]
    events = [
        Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY),
        Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.mayor, LAST_DAY),
    ]

    def record(number: int):
        event, by = events[number], (secretary, stranger)[number]
        seen = plan(event).fingerprint
        own = both[number]
        return lambda: record_with_items(
            event, by=by, at=NOON, council=own, seen=seen, items_for=both
        )

    results = at_once(record(0), record(1))

    assert kinds(results) == ["LifeEvent", "LifeEvent"]
    assert AgendaItem.objects.count() == 4


def test_an_event_is_undone_once_by_two(lives, secretary):
    event = Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY)
    stored = actions.record_life_event(event, by=secretary, at=NOON, seen=plan(event).fingerprint)

    def undo():
        return actions.undo_life_event(stored, by=secretary, at=NOON, council=lives.council)

    assert kinds(at_once(undo, undo)) == ["AlreadyUndone", "NoneType"]


def test_a_form_sent_four_times_makes_one_person(council, secretary, monkeypatch):
    at_leisure = Person.full_clean

    def clean_slowly(person: Person) -> None:
        time.sleep(0.2)  # after the name was looked up, before it is stored
        at_leisure(person)

    monkeypatch.setattr(Person, "full_clean", clean_slowly)

    def create():
        return create_person("Ny Nellike", by=secretary, council=council, since=TODAY)

    results = at_once(*[create] * 4)

    assert kinds(results) == ["NameIsKnown", "NameIsKnown", "NameIsKnown", "Person"]
    assert Person.objects.filter(name="Ny Nellike").count() == 1
