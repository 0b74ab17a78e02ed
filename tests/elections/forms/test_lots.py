"""The form about a draw: its questions follow from the tie."""

import datetime

import pytest

from elections.apportionment import LotsRequired
from elections.apportionment.errors import LotError
from elections.forms.lots import LotForm

NOW = datetime.datetime(2022, 1, 12, 12, 0, tzinfo=datetime.UTC)
FOUND = datetime.datetime(2022, 1, 11, 11, 0, 30, tzinfo=datetime.UTC)
NAMES = {"A": "Ahorn", "B": "Birk"}
SENT = {
    "place_1": "C",
    "place_2": "A",
    "place_3": "B",
    "drawn_by": "Mødelederen",
    "witnesses": "To vidner",
    "drawn_on": "2022-01-11",
    "drawn_time": "13:00",
}


def tie(seats: int, lists: tuple[str, ...] = ("A", "B", "C")) -> LotsRequired:
    return LotsRequired(lists=lists, seats=seats, place=4, quotient=(100, 1))


def form(seats: int = 1, **sent: str) -> LotForm:
    return LotForm(SENT | sent, tie=tie(seats), names=NAMES, now=NOW, not_before=FOUND)


@pytest.mark.parametrize(
    ("seats", "texts"),
    [
        (1, ["får en plads", "får ingen plads", "får ingen plads"]),
        (2, ["får en plads", "får en plads", "får ingen plads"]),
    ],
)
def test_each_place_says_what_it_gives(seats, texts):
    places = form(seats).places

    assert [place.help_text for place in places] == texts
    assert [place.label for place in places] == [f"Trukket som nr. {n}" for n in (1, 2, 3)]


def test_list_without_a_name_is_offered_by_its_key():
    (place, *_) = form().places

    assert place.field.choices == [("", "Vælg"), ("A", "Ahorn"), ("B", "Birk"), ("C", "C")]


def test_facts_are_what_the_action_takes():
    sent = form()

    assert sent.is_valid()
    assert sent.facts() == {
        "order": ("C", "A", "B"),
        "drawn_by": "Mødelederen",
        "witnesses": "To vidner",
        "drawn_at": datetime.datetime(2022, 1, 11, 12, 0, tzinfo=datetime.UTC),
    }


@pytest.mark.parametrize(
    ("moment", "error"),
    [
        (("2022-01-11", "12:00"), None),  # the minute in which the tie was found
        (("2022-01-11", "11:59"), "før beregningen, 11. januar 2022 kl. 12.00."),
        (("2022-01-12", "13:00"), None),  # this very minute
        (("2022-01-12", "13:01"), "Tidspunktet ligger i fremtiden."),
    ],
)
def test_draw_lies_between_the_computation_and_now(moment, error):
    sent = form(drawn_on=moment[0], drawn_time=moment[1])

    problems = sent.errors.get("drawn_on", [])
    assert [error in problem for problem in problems] == ([True] if error else [])


def test_list_that_was_drawn_twice_is_told_where_it_comes_again():
    assert list(form(place_3="C").errors) == ["place_3"]


def test_tie_refuses_an_order_of_other_lists():
    """The form cannot send one, so whoever calls the action in another way is stopped here."""
    with pytest.raises(LotError):
        tie(1).drawn("A", "B", "X")


@pytest.mark.parametrize(
    ("drawn_by", "witnesses", "is_refused"),
    [
        ("Mødelederen", "Mødelederen", True),
        ("Mødelederen", "  mødelederen ", True),
        ("Den ældste i salen", "den  ældste i SALEN", True),
        ("Mødelederen", "Mødelederen og sekretæren", False),
        ("Mødelederen", "Sekretæren", False),
    ],
)
def test_witness_is_another_than_who_drew(drawn_by, witnesses, is_refused):
    sent = form(drawn_by=drawn_by, witnesses=witnesses)

    expected = {"witnesses": ["Et vidne er en anden end den, der trak."]} if is_refused else {}
    assert sent.errors == expected
