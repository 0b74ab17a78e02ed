"""KL's table read from text, lists down or across, or refused whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.kl_tables import TableRefused, parse

LETTERS = ["A", "B", "C", "I", "Ø", "LLD"]
READ = {"A": (10, 9, 1), "B": (2, 0, 2), "Ø": (2, 1, 1)}


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(TableRefused) as refusal:
        parse(text, LETTERS)
    return refusal.value.problems


@pytest.mark.parametrize(
    "text",
    [
        "A;10;9;1\nB;2;0;2\nØ;2;1;1",
        "A\t10\t9\t1\nB\t2\t0\t2\nØ\t2\t1\t1\n",
        "A,10,9,1\r\nB,2,0,2\r\nØ,2,1,1\r\n",
        "A 10 9 1\nB  2\xa0 0  2\n Ø 2 1 1",
        "A;10;9\nB;2;0\nØ;2;1",
        "Liste;I alt;Borgmestre;Supplerende\nA;10;9;1\nB;2;0;2\nØ;2;1;1",
        "\n\nA ; 10 ;9; 1\n;;;\nB;2;0;2\n\nØ;2;1;1\n",
        "a;10;9;1\nb;2;0;2\nø;2;1;1",
        "A;10;9;1\nB;2;0;2\nØ;2;1;1\nI alt;14;10;4",
        ";A;B;Ø\nI alt;10;2;2\nBorgmestre;9;0;1\nSupplerende medlemmer;1;2;1",
        "\tA\tB\tØ\nBorgmestre\t9\t0\t1\nI alt i KKR\t10\t2\t2",
        "Liste;A;B;Ø;I alt\nTOTAL;10;2;2;14\nborgmestre;9;0;1;10\nsupplerende;1;2;1;4",
        " A B Ø\nTotal 10 2 2\nMayors 9 0 1\nSupplementary 1 2 1",
        " A B Ø I alt\nI alt i KKR 10 2 2 14\nBorgmestre 9 0 1 10\nSupplerende medlemmer 1 2 1 4",
        "A B Ø\nI alt\xa0 10 2 2\nBorgmestre 9 0 1\nsupplerende  medlemmer 1 2 1",
        "A;B;Ø\nI alt;10;2;2\nBorgmestre;9;0;1",
        "A 10 9 1\nB 2 0 2\nØ 2 1 1\nI alt 14 10 4",
        "A. Ahorn;10;9;1\nB: Birk;2;0;2\nØ Ørred og andre;2;1;1\nI alt;14;10;4",
    ],
    ids=[
        "semicolons",
        "tabs",
        "commas",
        "blanks",
        "without supplementary",
        "a heading",
        "blanks and empty lines",
        "small letters",
        "sums",
        "across",
        "across in another order",
        "across with sums",
        "across with blanks",
        "across from a PDF",
        "across from a PDF without a first cell",
        "across without a first cell",
        "sums from a PDF",
        "names after the letters",
    ],
)
def test_table_is_read_whatever_its_shape(text):
    assert parse(text, LETTERS) == READ


def test_lists_stay_in_the_order_of_the_table_and_those_without_seats_are_kept():
    read = parse("LLD;0;0;0\nB;2;0;2\nA;1;1;0", LETTERS)

    assert list(read.items()) == [("LLD", (0, 0, 0)), ("B", (2, 0, 2)), ("A", (1, 1, 0))]


@pytest.mark.parametrize("text", ["", "  \n\t\n", ";;;\n;;;", "\0"])
def test_empty_table_is_refused(text):
    assert problems_of(text) == ("Tabellen er tom.",)


@pytest.mark.parametrize("text", ["A;0;0;0\nB;0;0;0", "Liste;I alt;Borgmestre", "I alt;0;0;0"])
def test_table_in_which_nobody_has_members_is_refused(text):
    assert problems_of(text) == ("Ingen liste har medlemmer.",)


@pytest.mark.parametrize(
    "line",
    ["A;-1;0;-1", "A;ti;9;1", "A;1,5;1;0", "A;10", "A;10;9;1;0", "A;;;", "A;1000;0;1000"],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_line_without_whole_numbers_is_refused_also_where_a_heading_could_be(line, place):
    lines = [line, "B;2;0;2"] if place == "first" else ["B;2;0;2", line]

    assert problems_of("\n".join(lines)) == (
        "A: skriv i alt, borgmestre og supplerende som hele tal.",
    )


@pytest.mark.parametrize("line", ["A;10;9;2", "A;1;2;0", "A;0;0;1", "A;1;2"])
def test_mayors_and_supplementary_members_that_do_not_add_up_are_refused(line):
    assert problems_of(line) == ("A: borgmestre og supplerende giver ikke i alt.",)


def test_all_problems_are_told_at_once():
    assert problems_of("A;10;9;1\nX;1;0;1\na;1;0;1\nB;2;2;2") == (
        "X: ingen liste ved valget har det bogstav.",
        "a: står to gange.",
        "B: borgmestre og supplerende giver ikke i alt.",
    )


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("A;10;9;1\nB;2;0;2\nI alt;13;9;4", "9 + 3", "9 + 4"),
        ("A;10;9;1\nB;2;0;2\nTotal;12;8;4", "9 + 3", "8 + 4"),
        (";A;B;I alt\nI alt;10;2;12\nBorgmestre;9;0;10", "9 + 3", "10 + 2"),
        ("I alt;3;1;2", "0 + 0", "1 + 2"),
        ("A 10 9 1\nB 2 0 2\nI alt 13 9 4", "9 + 3", "9 + 4"),
    ],
)
def test_sums_that_are_not_those_of_the_lists_are_refused_with_both(text, given, said):
    assert problems_of(text) == (f"Listerne giver {given} medlemmer, men som i alt står {said}.",)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (";A;B\nBorgmestre;1;0", ("Linjen »I alt« mangler.",)),
        (";A;B\nI alt;1;0", ("Linjen »Borgmestre« mangler.",)),
        (";A;B\nx;1;0", ("Linjen »I alt« mangler.", "Linjen »Borgmestre« mangler.")),
        (
            ";A;B\nI alt;1\nBorgmestre;1;0",
            ("Linjen »I alt« har ikke ét tal for hver liste.",),
        ),
        (";A;A\nI alt;1;1\nBorgmestre;1;1", ("A: står to gange.",)),
        (";A;B;X\nI alt;1;1;1\nBorgmestre;1;1;1", ("X: ingen liste ved valget har det bogstav.",)),
        (
            ";A;B\nI alt;1;1\nBorgmestre;-1;1",
            ("A: skriv i alt, borgmestre og supplerende som hele tal.",),
        ),
    ],
)
def test_table_across_that_is_not_whole_is_refused(text, problems):
    assert problems_of(text) == problems


def test_quotation_mark_that_is_not_closed_is_refused():
    with pytest.raises(TableRefused):
        parse('A;10;9;1\n"B;2;0;2', LETTERS)


cells = st.one_of(
    st.sampled_from([*LETTERS, "I alt", "Borgmestre", "Supplerende", "", "-1", "²", '"', "a"]),
    st.integers(0, 30).map(str),
    st.text(max_size=4),
)
tables = st.lists(st.lists(cells, max_size=5).map(";".join), max_size=6).map("\n".join)


@given(st.one_of(st.text(), tables))
def test_any_text_gives_a_table_that_adds_up_or_is_refused_with_a_reason(text):
    read, problems = {}, ()
    try:
        read = parse(text, LETTERS)
    except TableRefused as refusal:
        problems = refusal.problems

    assert bool(read) is not bool(problems)
    assert set(read) <= set(LETTERS)
    assert all(total == mayors + more for total, mayors, more in read.values())
    assert all(number >= 0 for seats in read.values() for number in seats)
    assert any(total for total, _, _ in read.values()) or problems


@given(st.dictionaries(st.sampled_from(LETTERS), st.tuples(*[st.integers(0, 40)] * 2), min_size=1))
def test_table_written_down_and_across_is_read_back(columns):
    seats = {key: (mayors + more, mayors, more) for key, (mayors, more) in columns.items()}
    down = "\n".join(";".join(map(str, [key, *row])) for key, row in seats.items())
    rows = zip(*seats.values(), strict=True)
    named = zip(("I alt", "Borgmestre", "Supplerende"), rows, strict=True)
    across = "\n".join(
        [";".join(["", *seats]), *(";".join(map(str, [name, *row])) for name, row in named)]
    )
    if not any(total for total, _, _ in seats.values()):
        return

    assert parse(down, LETTERS) == seats
    if len(seats) > 1:
        assert parse(across, LETTERS) == seats
