"""Files in any encoding and shape are recognised, or refused with words that help."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections import votefiles
from elections.demo import VOTES
from elections.votefiles import Context, Shape, VoteRow, VotesRefused, read, simple
from elections.votefiles.reading import SAVE_AS
from elections.votefiles.shapes import UNKNOWN
from tests.elections.votefiles import builders
from tests.elections.votefiles.builders import CONTEXT, OWN, PARTIES, file, problems_of

TABLE = [
    ("751", "A", "", "Socialdemokratiet", 55295),
    ("751", "V", "", "Venstre", 22835),
    ("751", "Ø", "", "Enhedslisten", 19044),
    ("751", "", "L", "Fælleslisten", 1536),
    ("751", "", "", "Øvrige lister", 3637),
    ("741", "Å", "", "Alternativet", 7),
    ("741", "F", "", "SF - Socialistisk Folkeparti", 0),
    ("741", "", "L", "Ølisten", 101),
]
BUILDERS = [builders.simple, builders.statbank, builders.valgdk]
UNREADABLE = "linjen kan ikke læses som CSV. Se efter et anførselstegn, der ikke er lukket."


def test_all_shapes_of_one_table_give_the_same_rows():
    files = [read(build(TABLE), CONTEXT) for build in BUILDERS]

    assert [file.shape for file in files] == [Shape.SIMPLE, Shape.STATBANK, Shape.VALGDK]
    assert [file.rows for file in files] == [
        tuple(VoteRow(*row, is_estimated=False) for row in TABLE)
    ] * 3


def test_all_shapes_of_the_demo_votes_give_the_same_rows():
    names = {"751": "Aarhus"}
    for line in VOTES.read_text().splitlines()[1:]:
        code, name, *_ = line.split(",")
        names[code] = name
    parties = dict.fromkeys("BCDGIKO", "") | PARTIES
    parties |= {"B": "Radikale", "C": "Konservative", "D": "Nye Borgerlige", "O": "DF"}
    parties |= {"G": "Veganerpartiet", "I": "Liberal Alliance", "K": "Kristendemokraterne"}
    del parties["Æ"]  # a local list in Randers in 2021
    context = Context(municipalities=names, others={}, parties=parties)
    expected = simple.parse(VOTES.read_bytes(), municipalities=names, letters=parties)
    table = [
        (row.municipality_code, row.party_letter, row.local_letter, row.list_name, row.votes)
        for row in expected
    ]

    assert len(table) == 230
    for build in BUILDERS:
        rows = read(build(table, names), context).rows
        assert rows == tuple(VoteRow(*row, is_estimated=False) for row in table)


@pytest.mark.parametrize("build", [builders.statbank, builders.valgdk])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_and_line_ends_make_no_difference(build, encoding: str, line_end: str):
    data = build(TABLE).decode().replace("\n", line_end).encode(encoding)

    assert read(data, CONTEXT) == read(build(TABLE), CONTEXT)


def test_letters_with_separate_accents_are_joined():
    data = file("område;parti;stemmer", "Århus;Å;3").decode().replace("Å", "A\u030a").encode()

    assert read(data, CONTEXT).rows == (VoteRow("751", "Å", "", "Alternativet", 3, False),)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_semicolon_comma_and_tab_are_known(mark: str):
    data = file("område;parti;stemmer", "751;A;3").replace(b";", mark.encode())

    assert read(data, CONTEXT).rows == (VoteRow("751", "A", "", "Socialdemokratiet", 3, False),)


STATBANK = "område;parti;stemmer"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "Linje 1: filen er tom."),
        (b" \r\n\n", "Linje 1: filen er tom."),
        (b"a;b;c\n1;2;3\n", f"Linje 1: {UNKNOWN}"),
        (b"\n\n751;A;3\n", f"Linje 3: {UNKNOWN}"),
        (b"a,b,c,d,5\n", f"Linje 1: {UNKNOWN}"),
        (b"a;b;c;d;e;5\n", f"Linje 1: {UNKNOWN}"),
        (b"\xef\xbb\xbf", "Linje 1: filen er tom."),
        (
            b"PK\x03\x04\x00\x00",
            "Linje 1: det er en Excel-fil eller et arkiv. Gem regnearket som »CSV UTF-8«.",
        ),
        (b'"omr', f"Linje 1: {UNREADABLE}"),
        (file(STATBANK, "751;A;1", '751;"B;2'), f"Linje 3: {UNREADABLE}"),
        (file(STATBANK, f"751;{'x' * 200_000};1"), f"Linje 2: {UNREADABLE}"),
        (file(STATBANK), "Linje 2: filen har ingen stemmetal for lister."),
        (file(STATBANK, "751;A;0"), "Linje 2, kolonne stemmer: alle stemmetal i filen er 0."),
        (file(STATBANK, "751;A;1", "751;L;\0"), "Linje 3: linjen har et nultegn."),
        (
            file(STATBANK, "751;A").replace(b"\n", b";;\n"),
            "Linje 2: linjen har ikke det samme antal felter som filens første linje.",
        ),
        (
            file(STATBANK, "751;Ø;1") + "751;Å;1\n".encode("latin-1"),
            f"Linje 3: filen blander UTF-8 med et andet tegnsæt. {SAVE_AS}",
        ),
        (
            b"\xef\xbb\xbfomr;parti;stemmer\n751;\xc5;1\n",
            f"Linje 2: filen blander UTF-8 med et andet tegnsæt. {SAVE_AS}",
        ),
        (
            file(STATBANK.replace("å", "aa"), "751;A;1") + b"751;\x81;1\n",
            f"Linje 3: filen er gemt hverken som UTF-8 eller som Windows-1252. {SAVE_AS}",
        ),
        (
            "område;parti;stemmer".encode("utf-16"),
            f"Linje 1: filen er gemt som UTF-16. {SAVE_AS}",
        ),
    ],
)
def test_bad_file_is_refused_as_a_whole(data: bytes, problem: str):
    assert problems_of(data) == [problem]


def test_rows_of_empty_fields_that_excel_leaves_behind_are_passed_over():
    data = file(STATBANK, ";;", "751;A;3", "", " ; ;", ";;;;;")

    assert len(read(data, CONTEXT).rows) == 1


def test_problems_before_an_unclosed_quote_are_told_too():
    data = file(STATBANK, "751;A;x", '751;"V;2', "751;Ø;3")

    assert problems_of(data) == [
        "Linje 2, kolonne stemmer: »x« er ikke et helt, ikke-negativt tal.",
        f"Linje 3: {UNREADABLE}",
    ]


@pytest.mark.parametrize(
    ("header", "line"),
    [(STATBANK, "751;A;x"), ("Afstemningsområde;Bogstav;Stemmer", "Aarhus, Nord {n};A;x")],
)
def test_fifty_problems_are_told_at_most_and_quickly(header: str, line: str):
    data = file(header, *[line.format(n=n) for n in range(100_000)])
    start = time.perf_counter()

    assert len(problems_of(data)) == 50
    assert time.perf_counter() - start < 2


def test_long_field_is_quoted_shortened():
    (problem,) = problems_of(file(STATBANK, f"751 {'x' * 100_000};A;3"))

    assert problem.startswith("Linje 2, kolonne område: koden 751 er Aarhus, ikke »xxx")
    assert problem.endswith("xxx …")
    assert len(problem) < 350


def test_chosen_municipality_must_be_of_the_council():
    with pytest.raises(ValueError, match="101 is not a municipality of the council"):
        Context(OWN, {"101": "København"}, PARTIES, municipality="101")


HEADERS = [
    b"",
    ";".join(votefiles.COLUMNS).encode() + b"\n",
    "OMRÅDE;VALRES;TID;INDHOLD\n".encode(),
    "Afstemningsområde;Listebogstav;Listenavn;Kandidat;Stemmer\n".encode(),
    "Århus, Nord;A;Socialdemokratiet;Partiliste;1\n".encode("cp1252"),
]
CELLS = st.sampled_from(
    "751|Aarhus|Samsø, Syd|A|Ø|L. Listen||-|..|12.345|2021|3|Gyldige stemmer|Blanke|Hele landet"
    '|"|\0|\n|Uden for liste|580'.split("|")
)
ROWS = st.lists(st.lists(CELLS, max_size=7).map(";".join), max_size=6).map("\n".join)


@given(
    st.sampled_from(HEADERS),
    st.one_of(st.binary(), st.text('";,\n\r\0 aæØ1.').map(str.encode), ROWS.map(str.encode)),
    st.sampled_from(["", "751"]),
)
def test_arbitrary_bytes_are_read_or_refused_and_nothing_else_happens(
    header: bytes, data: bytes, municipality: str
):
    context = Context(OWN, builders.OTHERS, PARTIES, municipality)
    rows, problems = (), ()
    try:
        rows = read(header + data, context).rows
    except VotesRefused as refusal:
        problems = refusal.problems

    assert bool(rows) != bool(problems)
    assert len(problems) <= votefiles.MAX_PROBLEMS
    assert all(problem.line >= 1 and problem.text for problem in problems)
    assert len({row.key for row in rows}) == len(rows)
    assert all(row.municipality_code in OWN and row.list_name for row in rows)
