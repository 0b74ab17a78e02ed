"""A composition told in Danish: per cents, quotients, rows, and where KL's table differs."""

import pytest

from elections import explanation
from elections.apportionment import Case, Composition, ListInput, Method, compose
from elections.explanation import local_lists, percent, seat_rows, step_rows
from elections.models import OfficialSeats


def composed(
    *lists: ListInput, valid_votes: int = 100_000, municipalities: int = 10
) -> Composition:
    outcome = compose(Case(lists, municipalities, valid_votes))
    assert isinstance(outcome, Composition)
    return outcome


@pytest.fixture
def composition() -> Composition:
    """A has 2 mayors and B one seat; C too few votes, D nobody elected, and two local lists."""
    return composed(
        ListInput("C", 1_999, 0, True, True),
        ListInput("A", 60_000, 2, True, True),
        ListInput("D", 2_000, 0, True, False),
        ListInput("B", 30_001, 0, True, True),
        ListInput("741-L", 4_000, 1, False, True),
        ListInput("751-M", 2_000, 0, False, True),
    )


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 7, "0,00 pct."),
        (1, 7, "14,28 pct."),  # 14.2857…
        (7, 7, "100,00 pct."),
        (2, 100, "2,00 pct."),
        (1_999_999, 100_000_000, "1,99 pct."),
        (14_392, 719_601, "1,99 pct."),  # 1.99999 per cent: one vote short
        (14_393, 719_601, "2,00 pct."),
        (5, 10_000, "0,05 pct."),
        (207_126, 719_601, "28,78 pct."),  # 28.783…
        (3, 0, "–"),
    ],
)
def test_percent_is_cut_so_that_it_never_rounds_up_across_the_threshold(part, whole, text):
    assert percent(part, whole) == text


def test_seat_rows_are_the_parties_with_most_votes_first(composition):
    names = {"A": "Liste A", "B": "Liste B", "C": "Liste C"}

    rows = seat_rows(composition, names, {})

    told = [(row.letter, row.name, row.votes, row.share, row.takes_part) for row in rows]
    assert told == [
        ("A", "Liste A", 60_000, "60,00 pct.", True),
        ("B", "Liste B", 30_001, "30,00 pct.", True),
        ("D", "", 2_000, "2,00 pct.", False),
        ("C", "Liste C", 1_999, "1,99 pct.", False),
    ]
    assert [(row.letter, row.status) for row in rows] == [
        ("A", "Deltager"),
        ("B", "Deltager"),
        ("D", "Ikke repræsenteret i nogen kommunalbestyrelse"),
        ("C", "Under spærregrænsen på 2 pct."),
    ]
    assert [(row.result.seats, row.result.mayors) for row in rows] == [
        (2, 2),
        (1, 0),
        (0, 0),
        (0, 0),
    ]


def test_local_lists_are_told_together(composition):
    assert local_lists(composition) == (2, 6_000, 1, "6,00 pct.")


def test_composition_without_local_lists_tells_of_none():
    assert local_lists(composed(ListInput("A", 9_000, 0, True, True))) == (0, 0, 0, "0,00 pct.")


def test_nothing_differs_where_there_is_no_table_of_kl(composition):
    assert {row.differs for row in seat_rows(composition, {}, {})} == {False}


@pytest.mark.parametrize(
    ("letter", "total", "mayors", "supplementary"),
    [
        ("A", 3, 2, 1),
        ("A", 2, 1, 1),
        ("A", 1, 1, 0),
        ("B", 2, 0, 2),
        ("D", 1, 0, 1),
        ("C", 1, 1, 0),
    ],
)
def test_list_differs_when_kl_has_another_number(composition, letter, total, mayors, supplementary):
    same = {
        "A": OfficialSeats(total=2, mayors=2, supplementary=0),
        "B": OfficialSeats(total=1, mayors=0, supplementary=1),
    }
    other = OfficialSeats(total=total, mayors=mayors, supplementary=supplementary)

    rows = seat_rows(composition, {}, same | {letter: other})

    assert not any(row.differs for row in seat_rows(composition, {}, same))
    assert [row.letter for row in rows if row.differs] == [letter]
    assert [row.official for row in rows if row.differs] == [other]


def test_list_with_seats_differs_when_kl_has_no_column_for_it(composition):
    official = {"A": OfficialSeats(total=2, mayors=2, supplementary=0)}

    rows = seat_rows(composition, {}, official)

    assert [(row.letter, row.official) for row in rows if row.differs] == [("B", None)]


def test_steps_show_the_quotients_in_danish():
    # The second seat of C is due because it has two mayors: 3,000 per seat held.
    composition = composed(
        ListInput("A", 20_000, 0, True, True),
        ListInput("B", 7_000, 0, True, True),
        ListInput("C", 3_000, 2, True, True),
        valid_votes=30_000,
    )

    told = [(row.number, row.letter, row.seat, row.quotient) for row in step_rows(composition)]

    assert told == [
        (1, "A", 1, "listens første plads"),
        (2, "B", 1, "listens første plads"),
        (3, "C", 1, "listens første plads"),
        (4, "A", 2, "20.000 : 1 = 20.000,0"),
        (5, "A", 3, "20.000 : 2 = 10.000,0"),
        (6, "B", 2, "7.000 : 1 = 7.000,0"),
        (7, "A", 4, "20.000 : 3 = 6.666,6"),
        (8, "A", 5, "20.000 : 4 = 5.000,0"),
        (9, "A", 6, "20.000 : 5 = 4.000,0"),
        (10, "B", 3, "7.000 : 2 = 3.500,0"),
        (11, "A", 7, "20.000 : 6 = 3.333,3"),
        (12, "C", 2, "3.000 : 1 = 3.000,0"),
    ]
    assert [row.number for row in step_rows(composition) if row.covers_mayors] == [12]
    assert not any(row.by_lot for row in step_rows(composition))


def test_steps_that_lots_decided_say_so():
    equal = (ListInput(key, 1_000, 0, True, True) for key in "ABC")
    case = Case((*equal, ListInput("D", 100, 3, True, True)), 4, 3_100)
    tie = compose(case)

    rows = step_rows(compose(case, [tie.drawn("C", "A")]))

    assert (tie.lists, tie.seats) == (("A", "B", "C"), 2)
    assert [(row.number, row.letter) for row in rows if row.by_lot] == [(7, "C"), (8, "A")]


@pytest.mark.parametrize("method", Method)
def test_each_method_has_its_sentence(method: Method):
    divisors = {Method.DHONDT: "1, 2, 3", Method.SAINTE_LAGUE: "1, 3, 5", Method.ADAMS: "én plads"}

    assert divisors[method] in explanation.method_sentence(method)
