"""Exports from Statistics Denmark's StatBank: areas, parties and totals are told apart."""

import pytest

from elections.votefiles import Context, Shape, Skipped, VoteFile, VoteRow, read
from elections.votefiles.tally import Total, total_named
from tests.elections.votefiles.builders import CONTEXT, file, problems_of

HEADER = "område;parti;stemmer"
A = VoteRow("751", "A", "", "Socialdemokratiet", 10, False)
SECOND_LIST = VoteRow("741", "", "L", "Ølisten", 7, False)


def votes(*lines: str) -> VoteFile:
    return read(file(HEADER, *lines), CONTEXT)


def problems(*lines: str) -> list[str]:
    return problems_of(file(HEADER, *lines))


def _skipped(line: int, text: str, lines: int, votes: int) -> Skipped:
    return Skipped(line, f"{text} er sprunget over.", lines, votes)


def test_parties_and_local_lists_of_the_council_become_rows():
    assert votes(
        "751 Aarhus;A. Socialdemokratiet;12.345",
        "751 Aarhus;L. Fælleslisten;7",
        "751 Aarhus;Lokallister;-",
        "Samsø;a;3",
        "Samsø;L;2",
    ) == VoteFile(
        Shape.STATBANK,
        (
            VoteRow("751", "A", "", "Socialdemokratiet", 12345, False),
            VoteRow("751", "", "L", "Fælleslisten", 7, False),
            VoteRow("751", "", "", "Lokallister", 0, False),
            VoteRow("741", "A", "", "Socialdemokratiet", 3, False),
            VoteRow("741", "", "L", "Liste L", 2, False),
        ),
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["OMRÅDE;VALRES;TID;INDHOLD", "751;A;2021;10"],
        ['"OMRÅDE";"VALRES";"TID";"INDHOLD"', '"751 Aarhus";"A";"2021";"10"'],
        ["Stemmer;Parti;Område", "10;A;Århus Kommune"],
        ["omraade,liste,antal_stemmer", "751,A,10"],
        ["Kommune\tParti\tStemmetal\tEnhed", "751\tA\t10\tAntal"],
    ],
)
def test_header_may_be_quoted_and_in_any_order_and_case(lines: list[str]):
    assert read(file(*lines), CONTEXT) == VoteFile(Shape.STATBANK, (A,))


def test_column_that_says_the_same_as_another_is_refused():
    assert problems_of(file("område;parti;stemmer;antal", "751;A;10;10")) == [
        "Linje 1, kolonne antal: kolonnen siger det samme som kolonne stemmer."
    ]


def test_second_year_is_refused_where_it_begins():
    data = file("område;parti;TID;stemmer", "751;A;2017;1", "751;A;2021;10", "751;V;2021;x")

    assert problems_of(data) == [
        "Linje 3, kolonne TID: der må kun være én værdi, men her er både »2017« og »2021«.",
        "Linje 3, kolonne parti: samme område og parti som linje 2.",
        "Linje 4, kolonne stemmer: »x« er ikke et helt, ikke-negativt tal.",
    ]


def test_area_that_contradicts_itself_is_told_once():
    assert problems("751 Samsø;A;1", "751 Samsø;V;1", "741 Aarhus;A;1") == [
        "Linje 2, kolonne område: koden 751 er Aarhus, ikke »Samsø«.",
        "Linje 4, kolonne område: koden 741 er Samsø, ikke »Aarhus«.",
    ]


def test_other_areas_are_told_with_their_lists_votes_and_not_counted():
    outcome = votes(
        "Hele landet;A;1.000",
        "751;A;10",
        "Hele landet;Gyldige stemmer;1.500",
        "Hele landet;V;..",
        "Aabenraa;A;3",
        "Arhus;A;1",
    )

    assert outcome.rows == (A,)
    assert outcome.skipped == (
        _skipped(2, "»Hele landet« er ikke en kommune: 3 linjer med 1.000 stemmer", 3, 1000),
        _skipped(6, "Aabenraa hører til et andet KKR: 1 linje med 3 stemmer", 1, 3),
        _skipped(7, "»Arhus« er ikke genkendt som en kommune: 1 linje med 1 stemme", 1, 1),
    )


def test_file_without_the_councils_municipalities_is_refused():
    assert problems("Hele landet;A;5", "580;A;3") == [
        "Linje 2: ingen af filens stemmetal hører til en kommune i dette KKR."
    ]


def test_file_with_totals_only_is_refused():
    assert problems("751;Gyldige stemmer;5") == ["Linje 2: filen har ingen stemmetal for lister."]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("751 Samsø;V;1", "kolonne område: koden 751 er Aarhus, ikke »Samsø«."),
        ("Århus;A;1", "kolonne parti: samme område og parti som linje 2."),
        ("751;A. Socialdemokratiet;10", "kolonne parti: samme område og parti som linje 2."),
        ("751;l. Anden;10", "kolonne parti: samme område og parti som linje 3."),
        ("751;øvrige lister;10", "kolonne parti: samme område og parti som linje 4."),
        ("751;Gyldige;10", "kolonne parti: samme område og parti som linje 5."),
        (
            "741;A. Østbroen;10",
            (
                "kolonne parti: bogstavet A er partiet Socialdemokratiet ved valget, "
                "men filen kalder listen »Østbroen«."
            ),
        ),
        ("751;V;1,5", "kolonne stemmer: »1,5« er ikke et helt, ikke-negativt tal."),
        ("751;V;-1", "kolonne stemmer: »-1« er ikke et helt, ikke-negativt tal."),
        (
            "751;V;..",
            "kolonne stemmer: »..« betyder, at tallet ikke er oplyst. Alle stemmetal skal med.",
        ),
        ("751;V;", "kolonne stemmer: stemmetallet mangler."),
        ("751;Blanke;x", "kolonne stemmer: »x« er ikke et helt, ikke-negativt tal."),
    ],
)
def test_bad_line_is_refused_with_its_line_and_column(line: str, problem: str):
    before = ["751;A;1", "751;L. Listen;1", "751;Øvrige lister;1", "751;Gyldige stemmer;99"]

    assert problems(*before, line) == [f"Linje 6, {problem}"]


@pytest.mark.parametrize(
    "text",
    [
        "Vælgere",
        "Vælgere i alt",
        "Antal stemmeberettigede",
        "Valgdeltagelse",
        "Valgdeltagelse (pct.)",
        "Stemmeprocent",
        "Heraf brevstemmer",
        "I alt",
        "Total",
    ],
)
def test_totals_of_no_use_are_passed_over_quietly(text: str):
    assert votes("751;A;10", f"751;{text};67,2") == VoteFile(Shape.STATBANK, (A,))


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Gyldige stemmer", Total.VALID),
        ("GYLDIGE STEMMER I ALT", Total.VALID),
        ("Gyldige stemmer (i alt)", Total.VALID),
        ("Valid votes", Total.VALID),
        ("Afgivne stemmer i alt", Total.CAST),
        ("Votes cast", Total.CAST),
        ("Blanke stemmer", Total.BLANK),
        ("heraf blanke", Total.BLANK),
        ("Ugyldige stemmer", Total.INVALID),
        ("Ugyldige stemmer i alt", Total.ALL_INVALID),
        ("Blanke og ugyldige stemmer", Total.ALL_INVALID),
        ("Andre ugyldige stemmer", Total.OTHER_INVALID),
        ("I alt", Total.UNUSED),
        ("Lokallister", None),
        ("Stemmer", None),
        ("", None),
    ],
)
def test_totals_are_known_by_their_names(text: str, total: Total | None):
    assert total_named(text) is total


def test_stated_totals_are_added_over_municipalities():
    outcome = votes(
        "751;A;10",
        "751;Gyldige stemmer;12",
        "751;Afgivne stemmer;15",
        "741;L. Ølisten;7",
        "741;Gyldige stemmer;7",
        "741;Afgivne stemmer;9",
    )

    assert outcome == VoteFile(Shape.STATBANK, (A, SECOND_LIST), (), valid_votes=19, cast_votes=24)


def test_totals_that_one_municipality_does_not_state_are_unknown():
    outcome = votes(
        "751;A;10", "751;Gyldige stemmer;12", "751;Afgivne stemmer;15", "741;L. Ølisten;7"
    )

    assert (outcome.valid_votes, outcome.cast_votes) == (None, None)


def test_totals_of_another_council_do_not_count():
    outcome = votes("751;A;10", "580;Gyldige stemmer;12", "580;Afgivne stemmer;15")

    assert (outcome.valid_votes, outcome.cast_votes) == (None, None)


@pytest.mark.parametrize(
    ("lines", "cast"),
    [
        (["Blanke;3", "Ugyldige;2"], 25),
        (["Blanke;3", "Andre ugyldige;2"], 25),
        (["Blanke;3", "Andre ugyldige;2", "Ugyldige stemmer i alt;5"], 25),
        (["Blanke;3", "Andre ugyldige;2", "Ugyldige stemmer;5"], 25),
        (["Blanke og ugyldige;5"], 25),
        (["Blanke;3", "Ugyldige;2", "Afgivne;26"], 26),
        (["Blanke;3"], None),
        (["Ugyldige;2"], None),
        ([], None),
    ],
)
def test_cast_votes_are_stated_or_valid_and_invalid_ones_together(
    lines: list[str], cast: int | None
):
    outcome = votes("751;A;10", "751;Gyldige;20", *[f"751;{line}" for line in lines])

    assert (outcome.valid_votes, outcome.cast_votes) == (20, cast)


def test_invalid_votes_alone_do_not_tell_the_cast_ones():
    assert votes("751;A;10", "751;Blanke;3", "751;Ugyldige;2").cast_votes is None


def test_lists_with_more_votes_than_are_valid_are_refused_at_the_total():
    assert problems("751;A;600", "751;Gyldige stemmer;1.200", "751;V;601", "741;A;5") == [
        (
            "Linje 3, kolonne stemmer: "
            "listerne i Aarhus har tilsammen 1.201 stemmer, men her står 1.200 gyldige."
        )
    ]


def test_lists_may_have_as_many_votes_as_are_valid():
    assert votes("751;A;10", "751;Gyldige stemmer;10").valid_votes == 10


def test_letter_of_a_party_may_be_a_local_lists_at_another_election():
    context = Context(CONTEXT.municipalities, {}, {"A": "Socialdemokratiet"})

    (row,) = read(file(HEADER, "741;Æ. Velfærdslisten;4"), context).rows

    assert row == VoteRow("741", "", "Æ", "Velfærdslisten", 4, False)
