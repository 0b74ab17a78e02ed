"""The form of a made-up case: what it fills in, and what case it gives."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.http import QueryDict

from elections.apportionment import Case, Denominator, ListInput, Method
from elections.forms.trials import OTHERS, PercentField, TrialForm

BASE = Case(
    (
        ListInput("Ø", 30, 0, True, False),
        ListInput("A", 60, 1, True, True),
        ListInput("LLD", 5, 0, True, True),
        ListInput("751-L", 4, 2, False, True),
    ),
    municipalities=5,
    valid_votes=100,
    cast_votes=110,
)
NAMES = {"A": "Ahorn", "Ø": "Øretræ"}


def initial_of(base: Case) -> dict[str, str]:
    form = TrialForm(QueryDict(), base=base, names=NAMES)
    values = {name: form[name].value() for name in form.fields}
    return {
        name: "on" if value is True else "" if value is None else str(value)
        for name, value in values.items()
        if value is not False
    }


def form_with(base: Case = BASE, **changed: str) -> TrialForm:
    data = QueryDict(mutable=True)
    data.update(initial_of(base) | changed)
    return TrialForm(data, base=base, names=NAMES)


def test_lists_stand_by_letter_with_cooperations_last():
    form = TrialForm(QueryDict(), base=BASE, names=NAMES)

    assert [(key, name) for key, name, *_ in form.rows] == [
        ("A", "Ahorn"),
        ("Ø", "Øretræ"),
        ("LLD", ""),
    ]


def test_nothing_sent_gives_the_stored_case_itself():
    form = TrialForm(QueryDict(), base=BASE, names=NAMES)

    assert not form.is_bound
    assert form.case is BASE


def test_case_sent_unchanged_keeps_all_figures_with_local_lists_added_up():
    form = form_with()

    assert form.errors == {}
    assert form.case == replace(
        BASE,
        lists=(
            *(entry for entry in BASE.lists if entry.may_take_part),
            ListInput(OTHERS, 0, 2, False, True),
        ),
    )


@pytest.mark.parametrize(
    "base",
    [
        replace(BASE, threshold_percent=Fraction(5, 2)),
        replace(BASE, threshold_percent=Fraction(1, 8)),
        replace(BASE, denominator=Denominator.CAST),
        replace(BASE, method=Method.DHONDT, cap_factor=3, outside_mayors_in_cap=False),
        replace(BASE, cast_votes=None),
    ],
    ids=["2,5", "0,125", "cast", "settings", "not cast"],
)
def test_settings_of_the_stored_case_are_sent_back_as_they_are(base):
    form = form_with(base)

    assert form.errors == {}
    case = form.case
    for name in (
        "threshold_percent",
        "denominator",
        "method",
        "cap_factor",
        "outside_mayors_in_cap",
        "cast_votes",
        "valid_votes",
    ):
        assert getattr(case, name) == getattr(base, name)


def test_votes_valid_and_cast_follow_from_what_is_typed():
    form = form_with(v0="1000", other_votes="7", invalid_votes="3")

    assert form.errors == {}
    case = form.case
    assert (case.valid_votes, case.cast_votes) == (1000 + 30 + 5 + 7, 1000 + 30 + 5 + 7 + 3)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("2,5", Fraction(5, 2)),
        ("2.5", Fraction(5, 2)),
        ("0", 0),
        ("100", 100),
        ("002", 2),
        ("0,0001", Fraction(1, 10_000)),
        (" 2 ", 2),
    ],
)
def test_per_cent_are_read_exactly(text, number):
    assert PercentField().clean(text) == number


@pytest.mark.parametrize(
    "text", ["101", "100,0001", "2,", ",5", "2,55555", "-1", "1e1", "2 5", "1/2", "²", "٢", "to"]
)
def test_anything_else_is_no_percentage(text):
    with pytest.raises(Exception, match="Skriv et tal mellem 0 og 100"):
        PercentField().clean(text)


def test_unknown_names_in_the_address_are_told_and_cut():
    form = form_with(**{"x" * 300: "1", "a": "2"})

    (error,) = form.non_field_errors()
    assert error == f"Adressen indeholder noget, siden ikke kender: a, {'x' * 197}."
