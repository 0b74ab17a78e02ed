"""The portal's own file is read whole or refused whole, with the place of every mistake."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.models import ElectoralList
from councils.reference import DATA as REFERENCE
from councils.reference import rows as reference_rows
from elections import votefiles
from elections.demo import VOTES
from elections.votefiles import COLUMNS, Context, Shape, VoteRow, VotesRefused
from tests.elections.factories import csv_file

MUNICIPALITIES = {"741": "Samsø", "751": "Aarhus"}
A, B = "751,Aarhus,A,,Socialdemokratiet,10,exact", "751,Aarhus,B,,Radikale,5,estimated"
LOCAL = "741,Samsø,,L,Ølisten,7,exact"
BOM = b"\xef\xbb\xbf"
NOT_UTF8 = "filen er ikke gemt som UTF-8 (måske Latin-1). Gem den som »CSV UTF-8«."
WRONG_NUMBER_OF_FIELDS = "linjen har ikke det samme antal felter som overskriften."
UNREADABLE = "linjen kan ikke læses som CSV. Se efter et anførselstegn, der ikke er lukket."
NO_NAME = "højst 100 tegn, og ikke nultegn."
NO_LETTER = "højst 5 tegn, og ikke nultegn."


CONTEXT = Context(municipalities=MUNICIPALITIES, others={}, parties={"A": "S", "B": "R"})


def read(data: bytes) -> tuple[VoteRow, ...]:
    return votefiles.read(data, CONTEXT).rows


def in_latin_1(*lines: str) -> bytes:
    return csv_file(*lines).decode().encode("latin-1")


def problems_of(data: bytes) -> list[str]:
    with pytest.raises(VotesRefused) as refusal:
        read(data)
    return [str(problem) for problem in refusal.value.problems]


def test_demo_file_is_read_whole():
    municipalities = {
        row["code"]: row["name"] for row in reference_rows(REFERENCE / "municipalities.csv")
    }
    parties = {row["letter"]: row["name"] for row in reference_rows(REFERENCE / "parties.csv")}
    context = Context(municipalities=municipalities, others={}, parties=parties)

    file = votefiles.read(VOTES.read_bytes(), context)

    assert (file.shape, file.skipped) == (Shape.SIMPLE, ())
    assert (file.valid_votes, file.cast_votes) == (None, None)
    rows = file.rows
    votes = Counter()
    for row in rows:
        votes[row.party_letter] += row.votes
    assert len(rows) == 230
    assert sum(votes.values()) == 719_601
    assert (votes["A"], votes["K"], votes[""]) == (207_126, 15_001, 25_314)
    assert sum(row.is_estimated for row in rows) == 109
    assert rows[0] == VoteRow("751", "A", "", "Socialdemokratiet", 55_295, False)


def test_parties_and_local_lists_become_rows():
    assert read(csv_file(A, B, LOCAL, "741,Samsø,,,Øvrige lister,0,exact")) == (
        VoteRow("751", "A", "", "Socialdemokratiet", 10, False),
        VoteRow("751", "B", "", "Radikale", 5, True),
        VoteRow("741", "", "L", "Ølisten", 7, False),
        VoteRow("741", "", "", "Øvrige lister", 0, False),
    )


@pytest.mark.parametrize(
    ("line", "place", "problem"),
    [
        ("101,Aarhus,A,,S,1,exact", "municipality_code", "ukendt kommune i dette KKR: »101«."),
        ("751,Samsø,A,,S,1,exact", "municipality", "koden 751 er Aarhus, ikke »Samsø«."),
        ("751,Aarhus,X,,S,1,exact", "party_letter", "intet parti havde bogstavet »X« ved valget."),
        ("751,Aarhus,A,,,1,exact", "list_name", "listens navn mangler."),
        (
            "751,Aarhus,A,L,S,1,exact",
            "local_list_letter",
            "en liste er enten et parti eller lokal.",
        ),
        ("751,Aarhus,,LLLLLL,S,1,exact", "local_list_letter", NO_LETTER),
        ("751,Aarhus,,\0,S,1,exact", "local_list_letter", NO_LETTER),
        (f"751,Aarhus,,L,{'x' * 101},1,exact", "list_name", NO_NAME),
        ("751,Aarhus,,L,S\0,1,exact", "list_name", NO_NAME),
        ("751,Aarhus,B,,S,1,sure", "status", "»sure« er hverken exact eller estimated."),
        ("751,Aarhus,B,,S,1", "", WRONG_NUMBER_OF_FIELDS),
        ("751,Aarhus,B,,S,1,exact,", "", WRONG_NUMBER_OF_FIELDS),
        ('751,Aarhus,B,,"S"x,1,exact', "", UNREADABLE),
        ('751,Aarhus,B,,"S,1,exact', "", UNREADABLE),
        (A, "list_name", "samme kommune og liste som linje 2."),
        (LOCAL, "list_name", "samme kommune og liste som linje 3."),
        ("741,Samsø,,L,S,1,exact", "list_name", "samme kommune og liste som linje 3."),
    ],
)
def test_bad_line_is_refused_with_its_line_and_column(line: str, place: str, problem: str):
    column = f", kolonne {place}" if place else ""

    assert problems_of(csv_file(A, LOCAL, line)) == [f"Linje 4{column}: {problem}"]


@pytest.mark.parametrize(
    "votes", ["-1", "1.5", "1,5", "1.000", "ti", "", " ", "½", "٣", "1234567890"]
)
def test_votes_that_are_no_whole_number_are_refused(votes: str):
    line = f'751,Aarhus,B,,Radikale,"{votes}",exact'

    assert problems_of(csv_file(A, line)) == [
        f"Linje 3, kolonne votes: »{votes.strip()}« er ikke et helt, ikke-negativt tal."
    ]


def test_most_votes_that_are_read_have_nine_digits():
    (row,) = read(csv_file("751,Aarhus,A,,S,999999999,exact"))

    assert row.votes == 999_999_999


@pytest.mark.parametrize("missing", COLUMNS)
def test_missing_column_is_named(missing: str):
    header = ",".join(name for name in COLUMNS if name != missing)

    assert problems_of(f"{header}\n{A}\n".encode()) == [
        f"Linje 1, kolonne {missing}: kolonnen mangler."
    ]


def test_doubled_column_is_named():
    data = csv_file(A + ",4").replace(b"status", b"status,votes", 1)

    assert problems_of(data) == ["Linje 1, kolonne votes: kolonnen findes to gange."]


def test_columns_may_stand_in_another_order_with_others_between_and_blanks_around():
    header = "note, " + " , ".join(reversed(COLUMNS))
    line = "x," + ",".join(reversed(A.split(",")))

    assert read(f"{header}\n{line}\n".encode()) == read(csv_file(A))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "Linje 1: filen er tom."),
        (b" \r\n\n", "Linje 1: filen er tom."),
        (csv_file(), "Linje 2: filen har en overskrift, men ingen stemmetal."),
        (csv_file(A.replace("10", "0")), "Linje 2, kolonne votes: alle stemmetal i filen er 0."),
        (b'"municipality_code', "Linje 1: " + UNREADABLE),
        (in_latin_1(A, LOCAL), f"Linje 3, kolonne municipality: {NOT_UTF8}"),
        (BOM + in_latin_1("æ"), f"Linje 2, kolonne municipality_code: {NOT_UTF8}"),
        (
            csv_file(A).decode().encode("utf-16"),
            "Linje 1: filen er gemt som UTF-16. Gem den som »CSV UTF-8«.",
        ),
    ],
)
def test_bad_file_is_refused_as_a_whole(data: bytes, problem: str):
    assert problems_of(data) == [problem]


@pytest.mark.parametrize(
    "data",
    [
        BOM + csv_file(A, LOCAL),
        csv_file(A, LOCAL).replace(b"\n", b"\r\n"),
        csv_file(A, "", LOCAL, ""),
        csv_file(A, LOCAL).rstrip(b"\n"),
    ],
    ids=["byte order mark", "Windows line ends", "empty lines", "no line end at the end"],
)
def test_other_ways_of_saving_the_same_file_give_the_same_rows(data: bytes):
    assert read(data) == read(csv_file(A, LOCAL))


def test_lines_are_counted_as_an_editor_does_across_quoted_line_breaks_and_empty_lines():
    broken = '751,Aarhus,,L,"Listen\nmed\nlinjer",x,exact'  # lines 2 to 4

    assert problems_of(csv_file(broken, "", A, A)) == [
        "Linje 2, kolonne votes: »x« er ikke et helt, ikke-negativt tal.",
        "Linje 7, kolonne list_name: samme kommune og liste som linje 6.",
    ]


def test_unterminated_quote_is_reported_where_it_begins_after_what_came_before():
    lines = [A.replace("10", "x"), LOCAL.replace("Ølisten", '"Ølisten'), B]

    assert problems_of(csv_file(*lines)) == [
        "Linje 2, kolonne votes: »x« er ikke et helt, ikke-negativt tal.",
        f"Linje 3: {UNREADABLE}",
    ]


def test_all_problems_of_a_line_are_told():
    assert len(problems_of(csv_file("101,København,X,L,,x,maybe"))) == 6


def test_large_file_of_mistakes_is_answered_quickly_with_fifty_of_them():
    data = csv_file(*["101,København,X,L,,x,maybe"] * 120_000)
    assert len(data) > 3_000_000
    start = time.perf_counter()

    assert len(problems_of(data)) == 50
    assert time.perf_counter() - start < 1


def test_limits_are_those_of_the_table():
    fields = ElectoralList._meta

    assert fields.get_field("name").max_length == votefiles.MAX_NAME
    assert fields.get_field("letter").max_length == votefiles.MAX_LETTER


@given(st.one_of(st.binary(), st.text('",\n\r\0 aæ').map(str.encode)), st.booleans())
def test_arbitrary_bytes_are_refused_and_nothing_else_happens(data: bytes, has_header: bool):
    with pytest.raises(VotesRefused) as refusal:
        read(csv_file() + data if has_header else data)

    assert 1 <= len(refusal.value.problems) <= votefiles.MAX_PROBLEMS


def test_file_from_excel_with_semicolons_is_read_like_one_with_commas():
    with_commas = csv_file(A, LOCAL)

    assert read(with_commas.replace(b",", b";")) == read(with_commas)
