"""People registered twice, on leave, made up."""

import datetime

import pytest

from councils.quality import Where
from councils.quality.checks import people
from tests.councils.quality.rows import (
    AT,
    BEFORE,
    SKIVE,
    contacts,
    elsewhere,
    facts,
    leave,
    office,
    person,
    said,
    seat,
    stands_in,
)

ONE = "kan være samme person: samme navn og"


def test_same_name_in_the_same_municipality():
    here, other = seat(person("Åse Ørn")), person("Aase Oern")
    rows = {
        "memberships": [here],
        "namesakes": [other],
        "offices": [office(other, "councillor", ends_on=BEFORE)],
    }

    (found,) = people.person_registered_twice.find(facts(**rows))

    assert found.sentence == f"Åse Ørn og Aase Oern {ONE} samme kommune."
    assert [place.person for place in found.places] == [here.person.pk, other.pk]


def test_same_name_and_seats_for_the_same_municipality():
    here, other = seat("Anna"), person("Anna")
    rows = {"memberships": [here], "namesakes": [other]}

    assert said(people.person_registered_twice, **rows) == []
    there = elsewhere(other, place=here.municipality)
    assert len(said(people.person_registered_twice, **rows, seats_elsewhere=[there])) == 1


def test_same_name_and_the_same_address():
    one, other = seat("Anna"), seat("Anna", place=SKIVE)
    told = contacts(one=(one.person, "Anna@viborg.dk"), other=(other.person, "anna@viborg.dk "))

    assert said(people.person_registered_twice, memberships=[one, other], contacts=told) == [
        f"Anna og Anna {ONE} samme e-mailadresse."
    ]
    assert said(people.same_email_address, memberships=[one, other], contacts=told) == []


@pytest.mark.parametrize("other", ["Anna", "Bo"])
def test_namesakes_with_nothing_else_in_common_and_others(other):
    one, other = seat("Anna"), seat(other, place=SKIVE)
    told = contacts(one=(one.person, ""), other=(other.person, ""))
    rows = {"memberships": [one, other], "contacts": told}

    assert said(people.person_registered_twice, **rows) == []
    assert said(people.same_email_address, **rows) == []


def test_namesakes_who_are_both_elsewhere_are_not_this_councils():
    one, other = person("Anna"), person("Anna")
    former = seat("Anna", ends_on=BEFORE)
    offices = [office(one), office(other, "councillor")]

    assert (
        said(
            people.person_registered_twice,
            memberships=[former],
            namesakes=[one, other],
            offices=offices,
        )
        == []
    )


def test_two_names_with_one_address():
    anna, bo = seat("Anna Ahorn"), seat("Anna A. Ahorn")
    told = contacts(one=(anna.person, "anna@viborg.dk"), other=(bo.person, "ANNA@viborg.dk"))

    (found,) = people.same_email_address.find(facts(memberships=[anna, bo], contacts=told))

    assert found.sentence == (
        "Anna A. Ahorn og Anna Ahorn har samme e-mailadresse, anna@viborg.dk."
    )
    assert {place.where for place in found.places} == {Where.CONTACT}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "told"),
    [
        (
            BEFORE,
            None,
            "Anna har haft orlov siden den 14. juni 2023, og der er ingen slutdato.",
        ),
        (AT + datetime.timedelta(days=1), None, None),
        (BEFORE, AT, None),
        (
            BEFORE,
            BEFORE,
            "Orloven for Anna sluttede den 14. juni 2023; undersøg, om den er forlænget.",
        ),
        (datetime.date(2023, 1, 1), datetime.date(2023, 5, 15), "Orloven for Anna"),
        (datetime.date(2023, 1, 1), datetime.date(2023, 5, 14), None),
    ],
)
def test_leave_without_end_or_that_ended_recently(starts_on, ends_on, told):
    anna = seat("Anna")
    rows = {"memberships": [anna], "leaves": [leave(anna.person, starts_on, ends_on)]}

    found = said(people.leave_of_absence, **rows)

    assert len(found) == (told is not None)
    assert "".join(found).startswith(told or "")


def test_leave_of_somebody_who_has_no_place_any_more():
    former = seat("Anna", ends_on=BEFORE)

    rows = {"memberships": [former], "leaves": [leave(former.person)]}
    assert said(people.leave_of_absence, **rows) == []


def test_people_who_are_made_up():
    made_up = seat(person("Eksempel Ahorn", is_example=True))
    former = seat(person("Eksempel Birk", is_example=True), ends_on=BEFORE)
    substitute = stands_in(person("Eksempel Anemone", is_example=True), made_up)
    rows = {"memberships": [made_up, former, seat("Anna")], "substitutions": [substitute]}

    assert said(people.made_up_person, **rows) == [
        "Eksempel Ahorn er en opdigtet person.",
        "Eksempel Anemone er en opdigtet person.",
    ]
