"""People's offices and parties."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from councils.models import Person
from tests.factories import (
    MembershipFactory,
    OfficeFactory,
    PartyFactory,
    PartyMembershipFactory,
    SubstitutionFactory,
)

MID_TERM = datetime.date(2023, 6, 30)
THE_DAY_AFTER = datetime.date(2023, 7, 1)


def refused(name: str):
    return pytest.raises(IntegrityError, match=rf"\b{name}\b")


def test_person_holds_an_office_once_at_a_time_and_may_hold_several(db):
    mayor = OfficeFactory(role="mayor")
    again = OfficeFactory.build(
        person=mayor.person, municipality=mayor.municipality, role="mayor", starts_on=MID_TERM
    )

    with pytest.raises(ValidationError) as error:
        again.full_clean()
    assert error.value.messages == [
        "Kommunen har allerede en borgmester i perioden.",
        "Personen har allerede hvervet i perioden.",
    ]
    again.role = "councillor"
    again.full_clean()
    again.save()
    name = "councils_a_person_holds_an_office_once_at_a_time"
    with refused(name), transaction.atomic():
        OfficeFactory(
            person=mayor.person, municipality=mayor.municipality, role="councillor", ends_on=None
        )


def test_person_belongs_to_one_party_at_a_time(db):
    old = PartyMembershipFactory()
    new = PartyMembershipFactory.build(
        person=old.person, party=PartyFactory(), starts_on=THE_DAY_AFTER
    )

    with pytest.raises(ValidationError) as error:
        new.full_clean()
    assert error.value.messages == ["Personen er allerede medlem af et parti i perioden."]
    with refused("councils_a_person_belongs_to_one_party_at_a_time"), transaction.atomic():
        new.save()
    old.ends_on = MID_TERM
    old.save()
    new.full_clean()
    new.save()
    assert [m.starts_on for m in old.person.party_memberships.in_force(THE_DAY_AFTER)] == [
        THE_DAY_AFTER
    ]


@pytest.mark.parametrize("place", [MembershipFactory, SubstitutionFactory])
def test_person_who_has_had_a_place_in_a_council_cannot_be_deleted(db, place):
    person = place().person

    with pytest.raises(IntegrityError, match="protected"):
        person.delete()
    assert Person.objects.filter(pk=person.pk).exists()
