"""Two secretaries at once: the rows stay right, and the slower one is told."""

import pytest
from django.core.exceptions import ValidationError

from councils import actions
from councils.actions.rows import mark_of
from councils.models import AuditEntry, CouncilMembership, Office, Substitution
from tests.factories import TERM_END, TERM_START, MembershipFactory, PersonFactory
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = {"starts_on": TERM_START, "ends_on": TERM_END}


def refusals(results: list) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def test_nobody_is_seated_twice(scene, secretary):
    def seat():
        return actions.seat_member(
            scene.council,
            scene.free,
            by=secretary,
            term=scene.term,
            role="supplementary",
            municipality=scene.town,
            elected_by=scene.list_a,
            **DAYS,
        )

    assert refusals(at_once(seat, seat)) == [ValidationError]
    assert CouncilMembership.objects.filter(person=scene.free).count() == 1
    assert AuditEntry.objects.count() == 1


def test_two_do_not_close_a_circle_together(scene, secretary):
    """Each alone would be right."""
    Substitution.objects.all().delete()
    one, other = (
        MembershipFactory(council=scene.council, term=scene.term, role="observer", **DAYS)
        for _ in range(2)
    )

    def stand_in(seat, person):
        try:
            return actions.name_substitute(seat, person, by=secretary, **DAYS)
        except actions.Doubtful as doubtful:
            return actions.name_substitute(
                seat, person, by=secretary, overruled=doubtful.mark, **DAYS
            )

    results = at_once(lambda: stand_in(one, other.person), lambda: stand_in(other, one.person))

    assert len(refusals(results)) == 1
    assert Substitution.objects.count() == 1


def test_a_member_gets_one_substitute(scene, secretary):
    Substitution.objects.all().delete()
    people = [PersonFactory(), PersonFactory()]

    results = at_once(
        *(
            lambda person=person: actions.name_substitute(scene.seat, person, by=secretary, **DAYS)
            for person in people
        )
    )

    assert refusals(results) == [ValidationError]
    assert Substitution.objects.count() == 1


@pytest.mark.parametrize("second", ["change", "delete"])
def test_of_two_who_change_a_seat_one_is_told(scene, secretary, second):
    Substitution.objects.all().delete()
    seen = mark_of(scene.seat)

    def change(left_because):
        return actions.change_seat(
            scene.seat,
            by=secretary,
            seen=seen,
            municipality=scene.town,
            elected_by=scene.list_a,
            starts_on=TERM_START,
            ends_on=TERM_END,
            left_because=left_because,
        )

    def delete():
        return actions.delete_seat(scene.seat, by=secretary, seen=seen)

    other = delete if second == "delete" else lambda: change("left_party")
    results = at_once(lambda: change("resigned"), other)

    assert refusals(results) == [actions.RowHasChanged]
    assert AuditEntry.objects.count() == 1


def test_an_office_is_added_once(scene, secretary):
    def add():
        return actions.add_office(
            scene.free,
            by=secretary,
            council=scene.council,
            role="councillor",
            municipality=scene.town,
            **DAYS,
        )

    assert refusals(at_once(add, add)) == [ValidationError]
    assert Office.objects.filter(person=scene.free).count() == 1
