"""A composition told in Danish: rows, steps, the threshold, and where KL's table differs."""

from fractions import Fraction

import pytest

from elections.apportionment import Case, Denominator, ListInput, LotsRequired, Method, compose
from elections.explanation.compositions import Told, tell, tie_sentence

NAMES = {key: f"Liste {key}" for key in "ABCD"} | {"741-L": "Samsølisten, Samsø"}

# A has 2 mayors and B one seat; C too few votes, D nobody elected, and two local lists.
PLAIN = Case(
    (
        ListInput("C", 1_999, 0, True, True),
        ListInput("A", 60_000, 2, True, True),
        ListInput("D", 2_000, 0, True, False),
        ListInput("B", 30_001, 0, True, True),
        ListInput("741-L", 4_000, 1, False, True),
        ListInput("751-M", 1_500, 0, False, True),
    ),
    municipalities=10,
    valid_votes=100_000,
)
# At most eight members: A, B and C draw lots for the last two seats.
TIED = Case(
    (*(ListInput(key, 1_000, 0, True, True) for key in "ABC"), ListInput("D", 100, 3, True, True)),
    municipalities=4,
    valid_votes=3_100,
)


def told(case: Case = PLAIN, official: dict | None = None, lots=()) -> Told:
    return tell(compose(case, lots), case, NAMES, official)


# --- Rows ----------------------------------------------------------------------------------------


def test_rows_are_parties_with_most_votes_first_and_why_they_take_part_or_not():
    assert [(row.key, row.name, row.votes, row.share, row.status) for row in told().rows] == [
        ("A", "Liste A", 60_000, "60,00 pct.", "Deltager"),
        ("B", "Liste B", 30_001, "30,00 pct.", "Deltager"),
        ("D", "Liste D", 2_000, "2,00 pct.", "Ingen plads i en kommunalbestyrelse"),
        ("C", "Liste C", 1_999, "1,99 pct.", "Under 2 pct."),
    ]
    assert [row.key for row in told().taking_part] == ["A", "B"]


def test_seats_are_told_with_mayors_and_supplementary_members():
    composition = told()

    assert {row.key: row.seats for row in composition.rows} == {
        "A": (2, 2, 0),
        "B": (1, 0, 1),
        "D": (0, 0, 0),
        "C": (0, 0, 0),
    }
    assert (composition.size, composition.totals, composition.is_capped) == (4, (4, 3, 1), False)
    assert [row.key for row in (*composition.rows, *composition.local) if row.seats[0]] == [
        "A",
        "B",
        "741-L",
    ]
    assert [row.key for row in composition.with_supplementary] == ["B"]
    assert composition.tie == ""


def test_local_lists_are_told_apart_and_only_those_with_mayors_have_rows():
    composition = told()

    assert [(row.name, row.seats, row.official) for row in composition.local] == [
        ("Samsølisten, Samsø", (1, 1, 0), None)
    ]
    assert composition.local_votes == (5_500, "5,50 pct.")
    assert (composition.local_mayors, composition.outside_mayors) == (1, 1)
    assert [row.key for row in composition.with_mayors] == ["A"]


def test_valid_votes_that_are_nobodys_are_told():
    assert told().other_votes == (500, "0,50 pct.")


def test_lists_stand_by_letter_as_kl_prints_them_with_cooperations_last():
    case = Case(
        tuple(ListInput(key, 100, 0, True, True) for key in ("LLD", "Å", "V", "Ø", "Æ", "A")),
        municipalities=10,
        valid_votes=600,
    )

    assert [row.key for row in told(case).by_letter] == ["A", "V", "Æ", "Ø", "Å", "LLD"]


def test_lists_are_covered_in_the_order_of_their_steps():
    case = Case(
        (
            ListInput("A", 600, 3, True, True),
            ListInput("B", 300, 1, True, True),
            ListInput("C", 100, 0, True, True),
        ),
        municipalities=10,
        valid_votes=1_000,
    )

    assert [(row.key, row.covered_at) for row in told(case).covered] == [("B", 2), ("A", 5)]


def test_key_stands_for_a_list_without_a_name():
    assert tell(compose(PLAIN), PLAIN, {}).rows[0].name == "A"


# --- Beside KL's table ---------------------------------------------------------------------------

SAME = {"A": (2, 2, 0), "B": (1, 0, 1)}


def test_nothing_differs_where_there_is_no_table_of_kl():
    composition = told()

    assert (composition.differs, composition.official_totals) == (False, None)
    assert {row.official for row in composition.rows} == {None}


def test_table_that_agrees_does_not_differ_although_it_leaves_local_mayors_out():
    composition = told(official=SAME)

    assert not composition.differs
    assert (composition.totals, composition.official_totals) == ((4, 3, 1), (3, 2, 1))
    assert [row.official for row in composition.rows] == [
        (2, 2, 0),
        (1, 0, 1),
        (0, 0, 0),  # no column
        (0, 0, 0),
    ]


@pytest.mark.parametrize(
    ("letter", "seats"),
    [
        ("A", (3, 2, 1)),
        ("A", (2, 1, 1)),
        ("A", (1, 1, 0)),
        ("B", (2, 0, 2)),
        ("D", (1, 0, 1)),
        ("C", (1, 1, 0)),
    ],
)
def test_list_differs_where_kl_has_another_number(letter, seats):
    composition = told(official=SAME | {letter: seats})

    assert composition.differs
    assert [(row.key, row.official) for row in composition.rows if row.differs] == [(letter, seats)]


def test_list_with_seats_differs_where_kl_has_no_column_for_it():
    composition = told(official={"A": (2, 2, 0)})

    assert [row.key for row in composition.rows if row.differs] == ["B"]
    assert composition.differs


@pytest.mark.parametrize(("seats", "differs"), [((0, 0, 0), False), ((1, 0, 1), True)])
def test_list_of_kl_without_votes_here_differs_only_with_seats(seats, differs):
    composition = told(official=SAME | {"LLD": seats})

    assert composition.official_only == [("LLD", seats)]
    assert composition.differs is differs


# --- Steps ---------------------------------------------------------------------------------------


def test_steps_show_the_quotients_in_danish():
    # The second seat of C is due because it has two mayors: 3,000 per seat held.
    case = Case(
        (
            ListInput("A", 20_000, 0, True, True),
            ListInput("B", 7_000, 0, True, True),
            ListInput("C", 3_000, 2, True, True),
        ),
        municipalities=10,
        valid_votes=30_000,
    )

    steps = told(case).steps

    assert [(row.number, row.key, row.seat, row.quotient) for row in steps] == [
        (1, "A", 1, "listens første plads"),
        (2, "B", 1, "listens første plads"),
        (3, "C", 1, "listens første plads"),
        (4, "A", 2, "20.000 : 1 = 20.000,0"),
        (5, "A", 3, "20.000 : 2 = 10.000,0"),
        (6, "B", 2, "7.000 : 1 = 7.000,0"),
        (7, "A", 4, "20.000 : 3 = 6.666,7"),
        (8, "A", 5, "20.000 : 4 = 5.000,0"),
        (9, "A", 6, "20.000 : 5 = 4.000,0"),
        (10, "B", 3, "7.000 : 2 = 3.500,0"),
        (11, "A", 7, "20.000 : 6 = 3.333,3"),
        (12, "C", 2, "3.000 : 1 = 3.000,0"),
    ]
    assert [row.number for row in steps if row.covers_mayors] == [12]
    assert not any(row.by_lot for row in steps)


def test_lists_as_good_as_the_last_seat_and_yet_without_it_are_named():
    case = Case(
        (
            ListInput("A", 1_000, 2, True, True),
            ListInput("B", 1_000, 0, True, True),
            ListInput("C", 1_000, 0, True, True),
        ),
        municipalities=10,
        valid_votes=3_000,
    )

    assert told(case).equal_but_unseated == "Liste B og Liste C"
    assert told().equal_but_unseated == ""


@pytest.mark.parametrize("method", Method)
def test_each_method_has_its_sentence(method):
    case = Case((ListInput("A", 60, 0, True, True),), 3, 100, method=method)
    divisors = {Method.DHONDT: "1, 2, 3", Method.SAINTE_LAGUE: "1, 3, 5", Method.ADAMS: "én plads"}

    sentence = tell(compose(case), case, NAMES).method_sentence

    assert [words in sentence for words in divisors.values()].count(True) == 1
    assert divisors[method] in sentence


# --- At the cap, and at a tie --------------------------------------------------------------------


def test_composition_at_the_cap_says_so_and_keeps_all_mayors():
    case = Case(
        (ListInput("A", 900, 0, True, True), ListInput("B", 100, 2, True, True)),
        municipalities=3,
        valid_votes=1_000,
    )

    composition = told(case)

    assert (composition.is_capped, composition.size) == (True, 6)
    assert {row.key: row.seats for row in composition.rows} == {"A": (4, 0, 4), "B": (2, 2, 0)}


def test_tie_is_told_and_nobody_has_more_than_mayors_until_lots_are_drawn():
    composition = told(TIED)

    assert composition.tie == (
        "Liste A, Liste B og Liste C har den samme kvotient (1.000) og står lige om 2 pladser."
    )
    assert (composition.size, composition.is_capped) == (8, True)
    assert {row.key: row.seats for row in composition.rows if any(row.seats)} == {"D": (3, 3, 0)}
    assert [row.status for row in composition.rows] == ["Deltager"] * 4
    assert [step.number for step in composition.steps] == list(range(1, 7))
    assert composition.equal_but_unseated == ""


def test_lots_are_marked_where_they_decided():
    tie = compose(TIED)

    composition = told(TIED, lots=[tie.drawn("C", "A", "B")])

    assert composition.tie == ""
    assert [(row.number, row.key) for row in composition.steps if row.by_lot] == [
        (7, "C"),
        (8, "A"),
    ]
    assert {row.key: row.seats[0] for row in composition.rows} == {"A": 2, "B": 1, "C": 2, "D": 3}


@pytest.mark.parametrize(
    ("seats", "quotient", "sentence"),
    [
        (1, (5, 0), "Liste A og Liste B har lige mange stemmer og står lige om 1 plads."),
        (
            2,
            (5_000, 3),
            "Liste A og Liste B har den samme kvotient (5.000 : 3) og står lige om 2 pladser.",
        ),
    ],
)
def test_tie_names_the_quotient_that_is_shared(seats, quotient, sentence):
    tie = LotsRequired(("A", "B"), seats, place=1, quotient=quotient)

    assert tie_sentence(tie, NAMES) == sentence


# --- The threshold -------------------------------------------------------------------------------


def test_threshold_is_told_in_votes():
    threshold = told().threshold

    assert (threshold.percent, threshold.total, threshold.exact, threshold.least) == (
        "2",
        100_000,
        "2.000",
        2_000,
    )
    assert (threshold.denominator, threshold.near) == ("gyldige", "")


def test_threshold_that_is_no_whole_number_of_votes_takes_the_next():
    case = Case((ListInput("A", 90, 0, True, True),), 3, 101, threshold_percent=Fraction(5, 2))

    threshold = told(case).threshold

    assert (threshold.percent, threshold.exact, threshold.least) == ("2,5", "2,525", 3)


def test_list_between_the_two_readings_of_the_threshold_is_named():
    lists = (ListInput("A", 97, 0, True, True), ListInput("B", 2, 0, True, True))
    case = Case(lists, 3, 100, cast_votes=101, denominator=Denominator.CAST)

    composition = told(case)

    assert (composition.threshold.near, composition.threshold.denominator) == ("Liste B", "afgivne")
    assert [row.key for row in composition.taking_part] == ["A"]


# --- Pictures ------------------------------------------------------------------------------------


def test_chamber_puts_the_mayors_of_local_lists_together():
    sentence = told().chamber.sentence

    assert sentence == "4 medlemmer: A 2 (2 borgmestre), B 1, Lok. 1 (1 borgmester)."


@pytest.mark.parametrize(("in_cap", "size"), [(True, 8), (False, 9)])
def test_size_at_a_tie_counts_mayors_on_top_of_the_cap(in_cap, size):
    lists = (*TIED.lists, ListInput("751-L", 0, 1, False, True))
    case = Case(lists, 4, 3_100, outside_mayors_in_cap=in_cap)

    composition = told(case)

    assert (bool(composition.tie), composition.size) == (True, size)
