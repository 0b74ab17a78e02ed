"""Municipalities are found by code or name, however the name is spelt."""

import pytest

from councils.reference import DATA as REFERENCE
from councils.reference import rows as reference_rows
from elections.votefiles import Context, Skipped
from elections.votefiles.areas import MAX_PASSED_OVER, Areas, PassedOver, Place
from tests.elections.votefiles.builders import CONTEXT

ELSEWHERE = Place(why_not="Aabenraa hører til et andet KKR")


@pytest.mark.parametrize(
    "text",
    [
        "751",
        "0751",
        "Aarhus",
        "Århus",
        "AARHUS",
        "århus kommune",
        "Aarhus  Kommune",
        "751 Aarhus",
        "751 Århus Kommune",
        "751: Aarhus",
        "751 - Aarhus",
        "751\u00a0Aarhus",
    ],
)
def test_municipality_is_found_in_every_spelling(text: str):
    assert Areas(CONTEXT).place(text) == Place(code="751")


@pytest.mark.parametrize("text", ["Ikast-Brande", "Ikast - Brande", "Ikast–Brande", "Ikast Brande"])
def test_hyphen_of_a_name_may_be_written_otherwise(text: str):
    assert Areas(CONTEXT).place(text) == Place(code="756")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Københavns Kommune", "101"),
        ("Nordfyns Kommune", "480"),
        ("Bornholms Regionskommune", "400"),
        ("Samsø Kommune", "741"),
        ("Høje-Taastrup", "169"),
        ("Høje-Tåstrup Kommune", "169"),
        ("Tårnby", "185"),
        ("Taarnby", "185"),
    ],
)
def test_official_names_of_all_municipalities_are_known(text: str, code: str):
    rows = reference_rows(REFERENCE / "municipalities.csv")
    context = Context({row["code"]: row["name"] for row in rows}, others={}, parties={})

    assert Areas(context).place(text) == Place(code=code)


def test_no_two_municipalities_are_taken_for_each_other():
    names = {row["code"]: row["name"] for row in reference_rows(REFERENCE / "municipalities.csv")}
    areas = Areas(Context(names, others={}, parties={}))

    assert {code: areas.place(f"{name} Kommune").code for code, name in names.items()} == {
        code: code for code in names
    }


@pytest.mark.parametrize("text", ["580", "Aabenraa", "Åbenrå Kommune", "580 Åbenrå", "580 Andet"])
def test_municipality_of_another_council_is_passed_over(text: str):
    assert Areas(CONTEXT).place(text) == ELSEWHERE


@pytest.mark.parametrize(
    "text",
    [
        "Hele landet",
        "000 Hele landet",
        "All Denmark",
        "Region Fyn",
        "Landsdel Fyn",
        "I alt",
    ],
)
def test_larger_area_is_passed_over(text: str):
    assert Areas(CONTEXT).place(text) == Place(why_not=f"»{text}« er ikke en kommune")


@pytest.mark.parametrize("text", ["Arhus", "999", "999 Ukendt", "Odder", "", "Aarhus Nord"])
def test_unknown_area_is_passed_over_as_unknown(text: str):
    assert Areas(CONTEXT).place(text) == Place(why_not=f"»{text}« er ikke genkendt som en kommune")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("751 Samsø", "koden 751 er Aarhus, ikke »Samsø«."),
        ("751 Arhus", "koden 751 er Aarhus, ikke »Arhus«."),
        ("580 Aarhus", "koden 580 er Aabenraa, ikke »Aarhus«."),
        ("999 Aarhus", "Aarhus har koden 751, ikke 999."),
    ],
)
def test_code_and_name_that_contradict_each_other_are_a_problem(text: str, problem: str):
    assert Areas(CONTEXT).place(text) == Place(problem=problem)


@pytest.mark.parametrize(
    "text",
    [
        "Aarhus - Rådhushallen",
        "Århus Kommune – Rådhushallen",
        "Aarhus, Rådhushallen",
        "Aarhus: Rådhushallen",
        "Aarhus/Rådhushallen",
        "751 Rådhushallen",
        "751 - Rådhushallen",
        "751: Rådhushallen",
        "Aarhus - Samsø Færgeleje",
    ],
)
def test_polling_area_may_begin_with_its_municipality(text: str):
    assert Areas(CONTEXT).place_at_start_of(text) == Place(code="751")


def test_polling_area_may_begin_with_a_name_of_two_parts():
    assert Areas(CONTEXT).place_at_start_of("Ikast - Brande - Hallen") == Place(code="756")


def test_polling_area_of_another_council_is_passed_over():
    assert Areas(CONTEXT).place_at_start_of("Åbenrå, Hallen") == ELSEWHERE


@pytest.mark.parametrize(
    "text", ["Rådhushallen", "Aarhus", "Aarhus Rådhus", "1. 1. Nord", "751. Nord", "999 Nord", ""]
)
def test_polling_area_that_begins_otherwise_tells_nothing(text: str):
    assert Areas(CONTEXT).place_at_start_of(text) is None


def test_areas_that_were_passed_over_are_told_once_with_lines_and_votes():
    passed_over = PassedOver()
    passed_over.add(2, "Aabenraa hører til et andet KKR", 1)
    passed_over.add(3, "»Arhus« er ikke genkendt som en kommune", 1200)
    passed_over.add(4, "»Arhus« er ikke genkendt som en kommune", 34)

    assert passed_over.skipped() == (
        Skipped(
            2,
            "Aabenraa hører til et andet KKR: 1 linje med 1 stemme er sprunget over.",
            lines=1,
            votes=1,
        ),
        Skipped(
            3,
            "»Arhus« er ikke genkendt som en kommune: 2 linjer med 1.234 stemmer er sprunget over.",
            lines=2,
            votes=1234,
        ),
    )


def test_area_with_a_long_name_is_told_shortened():
    assert Areas(CONTEXT).place("Ø" * 1000) == Place(
        why_not=f"»{'Ø' * 300} …« er ikke genkendt som en kommune"
    )


def test_areas_beyond_the_limit_are_told_together():
    passed_over = PassedOver()
    for number in range(MAX_PASSED_OVER + 3):
        passed_over.add(number, f"»{number}« er ikke genkendt som en kommune", 2)

    *_, last = passed_over.skipped()

    assert len(passed_over.skipped()) == MAX_PASSED_OVER + 1
    assert (last.line, last.lines, last.votes) == (MAX_PASSED_OVER, 3, 6)
    assert last.text.startswith("Flere andre områder er ikke kommuner i dette KKR: 3 linjer")
