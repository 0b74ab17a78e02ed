"""From rows in the database to the figures that are computed with, and to JSON and back."""

import datetime
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.apportionment import Case, Denominator, ListInput, Method, Status
from elections.apportionment.threshold import status_of
from elections.cases import RepresentationUnknown, Settings, Standings, case_for, names_for
from elections.stored_cases import from_json, to_json
from tests.elections.factories import (
    ListStandingFactory,
    MunicipalStandingFactory,
    VoteCountFactory,
    a_cooperation,
    a_local_list,
    mayor_of,
    municipalities_of,
    source_with,
)
from tests.factories import (
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    PartyMembershipFactory,
    TermFactory,
)


def lists_of(case: Case) -> dict[str, ListInput]:
    return {entry.key: entry for entry in case.lists}


def mayors_of(case: Case) -> dict[str, int]:
    return {entry.key: entry.mayors for entry in case.lists if entry.mayors}


def a_case_for(council, source, **settings) -> Case:
    return case_for(council, TermFactory(), source, Settings(**settings))


def test_votes_of_all_municipalities_are_added_up(council):
    one, two = municipalities_of(council, 2)
    source = source_with(council, {"A": 60, "B": 40}, municipality=one)
    VoteCountFactory(
        source=source, municipality=two, electoral_list=ElectoralListFactory(letter="B"), votes=70
    )
    local = a_local_list(two, "L")
    VoteCountFactory(source=source, municipality=two, electoral_list=local, votes=5)

    case = a_case_for(council, source, method=Method.DHONDT)

    assert case == Case(
        (
            ListInput("A", 60, 0, True, True),
            ListInput("B", 110, 0, True, True),
            ListInput(f"{two.code}-L", 5, 0, False, True),
        ),
        municipalities=2,
        valid_votes=175,
        method=Method.DHONDT,
    )


def test_votes_of_another_file_do_not_count(council):
    source = source_with(council, {"A": 60})
    source_with(council, {"B": 1000})

    assert a_case_for(council, source).valid_votes == 60


def test_list_cooperation_may_take_part_and_local_list_with_the_same_letter_is_another(council):
    (municipality,) = municipalities_of(council, 1)
    ElectoralListFactory(letter="LLD", kind="cooperation", party=None)
    source = source_with(council, {"LLD": 60}, municipality=municipality)
    local = a_local_list(municipality, "LLD")
    VoteCountFactory(source=source, municipality=municipality, electoral_list=local, votes=40)

    lists = lists_of(a_case_for(council, source))

    may = {key: (entry.votes, entry.may_take_part) for key, entry in lists.items()}
    assert may == {"LLD": (60, True), f"{municipality.code}-LLD": (40, False)}


def test_valid_and_cast_votes_are_those_that_were_told(council):
    source = source_with(council, {"A": 60, "B": 40}, valid_votes=120, cast_votes=130)

    case = a_case_for(council, source)

    assert (case.valid_votes, case.cast_votes) == (120, 130)


def test_valid_votes_are_those_for_the_lists_where_nobody_told(council):
    case = a_case_for(council, source_with(council, {"A": 60, "B": 40}))

    assert (case.valid_votes, case.cast_votes) == (100, None)


def test_settings_are_those_of_the_case(council):
    source = source_with(council, {"A": 60}, cast_votes=70)

    case = a_case_for(
        council,
        source,
        method=Method.SAINTE_LAGUE,
        denominator=Denominator.CAST,
        outside_mayors_in_cap=False,
    )

    assert (case.method, case.denominator, case.outside_mayors_in_cap) == (
        Method.SAINTE_LAGUE,
        Denominator.CAST,
        False,
    )


def test_threshold_of_votes_cast_decides_which_representation_must_be_known(council):
    source = source_with(council, {"A": 98, "B": 2}, represented="A", cast_votes=101)

    assert len(a_case_for(council, source, denominator=Denominator.CAST).lists) == 2
    with pytest.raises(RepresentationUnknown):
        a_case_for(council, source, denominator=Denominator.VALID)


def test_only_municipalities_of_the_council_at_the_beginning_of_the_term_count(
    council, other_council
):
    source = source_with(council, {"A": 60})
    CouncilMunicipalityFactory(council=other_council)
    CouncilMunicipalityFactory(council=council, ends_on=datetime.date(2021, 12, 31))
    CouncilMunicipalityFactory(council=council, starts_on=datetime.date(2022, 1, 2))

    assert a_case_for(council, source).municipalities == 1


def test_mayors_count_for_the_lists_of_their_parties(council):
    one, two, three = municipalities_of(council, 3)
    source = source_with(council, {"A": 60, "B": 40}, municipality=one)
    mayor_of(one, council, "A")
    mayor_of(two, council, "A")
    mayor_of(three, council, "B")

    assert mayors_of(a_case_for(council, source)) == {"A": 2, "B": 1}


def test_mayors_are_those_at_the_beginning_of_the_term(council):
    one, two, three = municipalities_of(council, 3)
    source = source_with(council, {"A": 60, "B": 40}, municipality=one)
    turncoat = mayor_of(one, council, None)
    for letter, days in {
        "A": {"ends_on": datetime.date(2022, 1, 1)},
        "B": {"starts_on": datetime.date(2022, 1, 2)},
    }.items():
        party = ElectoralListFactory(letter=letter).party
        PartyMembershipFactory(person=turncoat.person, party=party, **days)
    mayor_of(two, council, "A", ends_on=datetime.date(2022, 1, 1), left_because="died")
    mayor_of(three, council, "B", starts_on=datetime.date(2022, 1, 2))

    assert mayors_of(a_case_for(council, source)) == {"A": 2}


def test_mayors_outside_the_votes_are_listed_by_their_municipality(council):
    one, two, three, four = municipalities_of(council, 4)
    source = source_with(council, {"A": 60}, municipality=one)
    VoteCountFactory(
        source=source, municipality=two, electoral_list=a_local_list(two, "L"), votes=9
    )
    mayor_of(one, council, "A")
    party = PartyMembershipFactory(person=mayor_of(two, council, None).person).party
    a_local_list(two, "M", party=party)
    mayor_of(three, council, None)
    PartyMembershipFactory(person=mayor_of(four, council, None).person)  # without a list in 2021

    lists = lists_of(a_case_for(council, source))

    assert {key: (entry.votes, entry.mayors) for key, entry in lists.items()} == {
        "A": (60, 1),
        f"{two.code}-L": (9, 0),
        f"{two.code}-M": (0, 1),
        f"{three.code}-uden liste": (0, 1),
        f"{four.code}-uden liste": (0, 1),
    }
    assert {entry.may_take_part for key, entry in lists.items() if key != "A"} == {False}


def test_mayor_of_a_local_list_counts_for_it(council):
    (municipality,) = municipalities_of(council, 1)
    source = source_with(council, {"A": 60}, municipality=municipality)
    mayor = mayor_of(municipality, council, None)
    party = PartyMembershipFactory(person=mayor.person).party
    local = a_local_list(municipality, "L", party=party)
    VoteCountFactory(source=source, municipality=municipality, electoral_list=local, votes=40)

    lists = lists_of(a_case_for(council, source))

    assert lists[f"{municipality.code}-L"] == ListInput(
        f"{municipality.code}-L", 40, 1, may_take_part=False, is_represented=True
    )
    assert len(lists) == 2


def test_mayor_of_a_party_without_votes_counts_for_the_party(council):
    one, two = municipalities_of(council, 2)
    source = source_with(council, {"A": 60}, municipality=one)
    mayor_of(two, council, "B")

    case = a_case_for(council, source)

    assert lists_of(case)["B"] == ListInput("B", 0, 1, may_take_part=True, is_represented=True)
    assert status_of(lists_of(case)["B"], case) is Status.UNDER_THRESHOLD


def test_mayor_of_a_local_list_with_a_partys_letter_is_not_the_partys(council):
    one, two = municipalities_of(council, 2)
    source = source_with(council, {"A": 60}, municipality=one)
    mayor_of(one, council, "A")
    party = PartyMembershipFactory(person=mayor_of(two, council, None).person).party
    a_local_list(two, "A", party=party)

    assert mayors_of(a_case_for(council, source)) == {"A": 1, f"{two.code}-A": 1}


def test_mayor_of_a_group_whose_list_stood_elsewhere_is_no_mayor_of_that_list(council):
    one, two, three = municipalities_of(council, 3)
    source = source_with(council, {"A": 60}, municipality=one)
    party = PartyMembershipFactory(person=mayor_of(two, council, None).person).party
    PartyMembershipFactory(person=mayor_of(three, council, None).person, party=party)
    a_local_list(one, "L", party=party)
    a_local_list(two, "L")

    assert mayors_of(a_case_for(council, source)) == {
        f"{two.code}-L": 1,
        f"{three.code}-L": 1,
    }


# --- List co-operations --------------------------------------------------------------------------


def test_local_lists_of_a_cooperation_count_together(council):
    one, two, three = municipalities_of(council, 3)
    lists = [
        a_local_list(place, letter) for place, letter in ((one, "L"), (two, "M"), (three, "L"))
    ]
    a_cooperation("LLD", lists[0], lists[1])
    source = source_with(council, {"A": 60}, municipality=one)
    for entry, votes in zip(lists, (10, 20, 5), strict=True):
        VoteCountFactory(
            source=source,
            municipality=entry.municipality,
            electoral_list=entry,
            votes=votes,
        )
    ListStandingFactory(council=council, electoral_list=ElectoralListFactory(letter="LLD"))

    lists = lists_of(a_case_for(council, source))

    assert lists == {
        "A": ListInput("A", 60, 0, True, True),
        "LLD": ListInput("LLD", 30, 0, True, True),
        f"{three.code}-L": ListInput(f"{three.code}-L", 5, 0, False, True),
    }


def test_mayors_of_a_cooperations_lists_are_the_cooperations(council):
    one, two, three = municipalities_of(council, 3)
    source = source_with(council, {"A": 60}, municipality=one)
    inside, outside = a_local_list(two, "L"), a_local_list(three, "L")
    a_cooperation("LLD", inside)
    VoteCountFactory(source=source, municipality=two, electoral_list=inside, votes=40)
    for entry in (inside, outside):
        party = PartyMembershipFactory(
            person=mayor_of(entry.municipality, council, None).person
        ).party
        entry.party = party
        entry.save()

    lists = lists_of(a_case_for(council, source))

    assert lists["LLD"] == ListInput("LLD", 40, 1, may_take_part=True, is_represented=True)
    assert lists[f"{three.code}-L"] == ListInput(f"{three.code}-L", 0, 1, False, True)
    assert Standings(council, TermFactory()).keys_with_mayor == {"LLD", f"{three.code}-L"}


def test_cooperation_is_represented_where_one_of_its_lists_has_a_seat(council):
    one, two = municipalities_of(council, 2)
    inside = a_local_list(two, "L")
    a_cooperation("LLD", inside)
    source = source_with(council, {"A": 60}, municipality=one)
    VoteCountFactory(source=source, municipality=two, electoral_list=inside, votes=40)

    with pytest.raises(RepresentationUnknown) as stop:
        a_case_for(council, source)
    assert [entry.letter for entry in stop.value.lists] == ["LLD"]

    MunicipalStandingFactory(municipality=two, represented=[inside])
    assert lists_of(a_case_for(council, source))["LLD"].is_represented


# --- What is told about municipalities -----------------------------------------------------------


def told(council, *standings: dict) -> Case:
    """A and B have 50 votes each; one municipality for each of `standings`, None for not told."""
    places = municipalities_of(council, len(standings))
    source = source_with(council, {"A": 50, "B": 50}, municipality=places[0], represented="A")
    for place, standing in zip(places, standings, strict=True):
        if standing is not None:
            letters = standing.get("represented", "")
            lists = [ElectoralListFactory(letter=letter) for letter in letters]
            MunicipalStandingFactory(municipality=place, **standing | {"represented": lists})
    return a_case_for(council, source)


def test_list_with_a_seat_in_one_municipality_is_represented(council):
    case = told(council, None, {"represented": "B"})

    assert lists_of(case)["B"].is_represented


def test_list_without_a_seat_is_not_represented_once_all_municipalities_are_told_in_full(council):
    full = {"represented": "A", "is_complete": True}

    case = told(council, full, full)

    assert status_of(lists_of(case)["B"], case) is Status.NOT_REPRESENTED


@pytest.mark.parametrize(
    "second", [None, {"represented": "A", "is_complete": False}], ids=["not told", "not in full"]
)
def test_representation_is_unknown_until_all_municipalities_are_told_in_full(council, second):
    with pytest.raises(RepresentationUnknown) as stop:
        told(council, {"represented": "A", "is_complete": True}, second)

    assert [entry.letter for entry in stop.value.lists] == ["B"]


def test_seat_in_a_municipality_of_another_council_does_not_count(council, other_council):
    source = source_with(council, {"A": 50}, represented="")
    (aalborg,) = municipalities_of(other_council, 1)
    a = ElectoralListFactory(letter="A")
    MunicipalStandingFactory(municipality=aalborg, represented=[a], is_complete=True)

    with pytest.raises(RepresentationUnknown):
        a_case_for(council, source)


def test_seat_weighs_more_than_a_no_about_the_list_as_a_whole(council):
    (place,) = municipalities_of(council, 1)
    source = source_with(council, {"A": 50}, municipality=place, represented="")
    a = ElectoralListFactory(letter="A")
    ListStandingFactory(council=council, electoral_list=a, is_represented=False)

    assert not lists_of(a_case_for(council, source))["A"].is_represented

    MunicipalStandingFactory(municipality=place, represented=[a])
    assert lists_of(a_case_for(council, source))["A"].is_represented


def test_mayor_is_of_the_list_that_was_told_and_not_of_the_directorys(council):
    one, two, three, four = municipalities_of(council, 4)
    source = source_with(council, {"A": 60, "B": 40}, municipality=one)
    for place in (one, two, three):
        mayor_of(place, council, "A")
    b = ElectoralListFactory(letter="B")
    MunicipalStandingFactory(municipality=one, mayor="list", mayor_list=b)
    MunicipalStandingFactory(municipality=two, mayor="outside")
    MunicipalStandingFactory(municipality=three, mayor="")
    MunicipalStandingFactory(municipality=four, mayor="list", mayor_list=b)  # nobody in the book

    assert mayors_of(a_case_for(council, source)) == {
        "A": 1,
        "B": 2,
        f"{two.code}-uden liste": 1,
    }
    told_of = [(seat.key, seat.is_told) for seat in Standings(council, TermFactory()).mayors]
    assert sorted(told_of) == sorted(
        [("B", True), (f"{two.code}-uden liste", True), ("A", False), ("B", True)]
    )


def test_mayor_told_to_be_of_a_cooperations_list_is_the_cooperations(council):
    (place,) = municipalities_of(council, 1)
    source = source_with(council, {"A": 60}, municipality=place)
    local = a_local_list(place, "L")
    a_cooperation("LLD", local)
    MunicipalStandingFactory(municipality=place, mayor="list", mayor_list=local)

    assert mayors_of(a_case_for(council, source)) == {"LLD": 1}


def test_municipality_without_a_known_mayor_has_no_mayors_seat(council):
    source = source_with(council, {"A": 60})

    assert mayors_of(a_case_for(council, source)) == {}
    assert Standings(council, TermFactory()).mayors == []


# --- Representation of a list as a whole ---------------------------------------------------------


def test_unknown_representation_stops_a_list_over_the_threshold(council):
    source = source_with(council, {"A": 96, "B": 2, "C": 2}, represented="A")
    ListStandingFactory(
        council=council, electoral_list=ElectoralListFactory(letter="C"), is_represented=None
    )

    with pytest.raises(RepresentationUnknown) as stop:
        a_case_for(council, source)

    assert sorted(entry.letter for entry in stop.value.lists) == ["B", "C"]


def test_unknown_representation_of_a_list_under_the_threshold_does_not_matter(council):
    source = source_with(council, {"A": 99, "B": 1}, represented="A")

    assert lists_of(a_case_for(council, source))["B"].is_represented


@pytest.mark.parametrize("recorded", [None, False])
def test_list_with_a_mayor_is_represented_whatever_is_recorded(council, recorded):
    (municipality,) = municipalities_of(council, 1)
    source = source_with(council, {"A": 50, "B": 50}, municipality=municipality, represented="A")
    mayor_of(municipality, council, "B")
    ListStandingFactory(
        council=council, electoral_list=ElectoralListFactory(letter="B"), is_represented=recorded
    )

    assert lists_of(a_case_for(council, source))["B"].is_represented


def test_what_another_council_knows_about_a_list_does_not_count(council, other_council):
    source = source_with(council, {"A": 100}, represented="")
    ListStandingFactory(
        council=other_council, electoral_list=ElectoralListFactory(letter="A"), is_represented=True
    )

    with pytest.raises(RepresentationUnknown):
        a_case_for(council, source)


def test_list_that_is_not_represented_takes_no_part(council):
    source = source_with(council, {"A": 50, "B": 50}, represented="A")
    ListStandingFactory(
        council=council, electoral_list=ElectoralListFactory(letter="B"), is_represented=False
    )

    case = a_case_for(council, source)

    assert status_of(lists_of(case)["B"], case) is Status.NOT_REPRESENTED
    assert status_of(lists_of(case)["A"], case) is Status.TAKES_PART


def test_names_are_those_of_the_lists_with_the_municipality_of_local_ones(council):
    (viborg,) = municipalities_of(council, 1)
    ElectoralListFactory(letter="A", name="Socialdemokratiet")
    ElectoralListFactory(letter="B", name="Radikale")
    a_local_list(viborg, "A", name="Borgerlisten")
    keys = ["A", f"{viborg.code}-A", f"{viborg.code}-uden liste", "X"]

    assert names_for(council, TermFactory().election, keys) == {
        "A": "Socialdemokratiet",
        f"{viborg.code}-A": f"Borgerlisten, {viborg}",
        f"{viborg.code}-uden liste": f"Uden for listerne, {viborg}",
        "X": "X",
    }


# --- As JSON -------------------------------------------------------------------------------------

lists = st.builds(
    ListInput,
    key=st.text(min_size=1, max_size=5),
    votes=st.integers(0, 10**9),
    mayors=st.integers(0, 3),
    may_take_part=st.booleans(),
    is_represented=st.just(True),
)
cases = st.builds(
    Case,
    lists=st.lists(lists, unique_by=lambda entry: entry.key, max_size=6).map(tuple),
    municipalities=st.integers(18, 98),
    valid_votes=st.integers(6 * 10**9, 10**10),
    cast_votes=st.integers(10**10, 10**11),
    denominator=st.sampled_from(Denominator),
    method=st.sampled_from(Method),
    threshold_percent=st.one_of(st.integers(0, 100), st.fractions(0, 100)),
    cap_factor=st.integers(1, 3),
    outside_mayors_in_cap=st.booleans(),
)


@given(cases)
def test_case_survives_being_stored_as_json(case: Case):
    assert from_json(json.loads(json.dumps(to_json(case)))) == case


def test_stored_case_keeps_a_threshold_that_is_no_whole_number_exact():
    case = Case((ListInput("Ø", 1, 0, True, True),), 1, 3, threshold_percent=Fraction(5, 3))

    stored = to_json(case)

    assert stored["threshold_percent"] == "5/3"
    assert from_json(stored).threshold_percent == Fraction(5, 3)
    assert from_json(stored).cast_votes is None
