"""Exports from valg.dk: votes are added up over polling areas and candidates."""

import dataclasses
import time

import pytest

from elections.votefiles import Shape, Skipped, VoteFile, VoteRow, read
from tests.elections.votefiles.builders import CONTEXT, file, problems_of

HEADER = "Afstemningsområde;Listebogstav;Listenavn;Kandidat;Stemmer"
AARHUS = dataclasses.replace(CONTEXT, municipality="751")
S = "A;Socialdemokratiet"


def votes(*lines: str) -> VoteFile:
    return read(file(HEADER, *lines), AARHUS)


def problems(*lines: str) -> list[str]:
    return problems_of(file(HEADER, *lines), AARHUS)


def party(number: int, code: str = "751") -> VoteRow:
    return VoteRow(code, "A", "", "Socialdemokratiet", number, False)


def test_votes_are_added_up_over_polling_areas_and_candidates():
    assert votes(
        f"1. 1. Nord;{S};Partiliste;1.000",
        f"1. 1. Nord;{S};Eksempel A;20",
        "1. 1. Nord;l;Fælleslisten;Listestemmer;5",
        f"2. 1. Syd;{S};Partiliste;3",
        "2. 1. Syd;L;Fælleslisten;Eksempel B;-",
        "2. 1. Syd;;Øvrige lister;Eksempel C;2",
    ) == VoteFile(
        Shape.VALGDK,
        (
            party(1023),
            VoteRow("751", "", "L", "Fælleslisten", 5, False),
            VoteRow("751", "", "", "Øvrige lister", 2, False),
        ),
    )


@pytest.mark.parametrize(
    "lines",
    [
        [HEADER, f"Nord;{S};Partiliste;7"],
        [f"Nord;{S};Partiliste;7"],
        [
            "Afstemningsområde;Bogstavbetegnelse;Listenavn;Navn;Stemmetal",
            f"Nord;{S};Listestemmer;7",
        ],
        [
            "Opstillingskreds;Afstemningsområde;Partibogstav;Partinavn;Navn;Stemmetal",
            f"Kreds;Nord;{S};Partiliste;7",
        ],
        ["stemmer;KANDIDAT;listenavn;listebogstav;afstemningssted", "7;x;Socialdemokratiet;a;Nord"],
        ["Afstemningsområde;Parti;Stemmer", "Nord;A. Socialdemokratiet;7"],
        ["Afstemningsområde;Listebogstav;Stemmer", "Nord;A;7"],
    ],
)
def test_header_may_vary_or_be_missing(lines: list[str]):
    assert read(file(*lines), AARHUS) == VoteFile(Shape.VALGDK, (party(7),))


@pytest.mark.parametrize(
    ("header", "start"),
    [
        ("Kommune", "Samsø Kommune"),
        ("Kommunenavn", "samsø"),
        ("Kommunekode", "0741"),
        ("Kommunekode;Kommunenavn", "741;Samsø"),
    ],
)
def test_municipality_column_comes_first(header: str, start: str):
    data = file(f"{header};{HEADER}", f"{start};Aarhus - Nord;{S};Partiliste;7")

    assert read(data, AARHUS).rows == (party(7, "741"),)


def test_municipality_stands_before_the_polling_areas_name():
    data = file(
        HEADER,
        f"Aarhus - Rådhushallen;{S};Partiliste;7",
        f"741 Hallen;{S};Partiliste;5",
        f"Århus, Syd;{S};Partiliste;1",
    )

    assert read(data, CONTEXT).rows == (party(8), party(5, "741"))


def test_chosen_municipality_is_taken_where_the_file_says_none():
    data = file(f"Kommune;{HEADER}", f";Nord;{S};Partiliste;7", f"Samsø;Syd;{S};Partiliste;5")

    assert read(data, AARHUS).rows == (party(7), party(5, "741"))


def test_polling_area_of_another_municipality_than_the_chosen_one_is_refused():
    assert problems(
        f"Nord;{S};x;1", f"Samsø - Nord;{S};x;7", f"Samsø - Nord;{S};y;7", f"580 Syd;{S};x;7"
    ) == [
        (
            "Linje 3, kolonne Afstemningsområde: "
            "»Samsø - Nord« nævner en anden kommune end Aarhus, som er valgt for filen."
        ),
        (
            "Linje 5, kolonne Afstemningsområde: "
            "»580 Syd« nævner en anden kommune end Aarhus, som er valgt for filen."
        ),
    ]


def test_file_that_says_no_municipality_asks_for_it_once():
    data = file(HEADER, f"Nord;{S};x;1", f"Syd;{S};x;2", f"Vest;{S};x;3")

    assert problems_of(data) == [
        (
            "Linje 2, kolonne Afstemningsområde: filen siger ikke, hvilken kommune "
            "afstemningsområdet ligger i. Vælg den kommune, filen handler om."
        )
    ]


def test_municipalities_of_other_councils_are_told_and_not_counted():
    data = file(
        f"Kommune;{HEADER}",
        f"Aarhus;Nord;{S};x;1",
        f"Aabenraa;Nord;{S};x;2",
        f"Åbenrå;Syd;{S};x;3",
        "Aabenraa;Syd;;Blanke stemmer;;3",
        f"Ukendt;Syd;{S};x;fejl",
    )

    outcome = read(data, CONTEXT)

    assert outcome.rows == (party(1),)
    assert outcome.skipped == (
        Skipped(
            3, "Aabenraa hører til et andet KKR: 3 linjer med 5 stemmer er sprunget over.", 3, 5
        ),
        Skipped(
            6,
            "»Ukendt« er ikke genkendt som en kommune: 1 linje med 0 stemmer er sprunget over.",
            1,
            0,
        ),
    )


def test_wrong_municipality_code_is_refused_once_for_each_polling_area():
    data = file(
        f"Kommunekode;Kommune;{HEADER}",
        f"751;Samsø;Nord;{S};x;1",
        f"751;Samsø;Nord;{S};y;1",
        f"580 Aarhus;;Nord;{S};y;1",
    )

    assert problems_of(data) == [
        "Linje 2, kolonne Kommune: koden 751 er Aarhus, ikke »Samsø«.",
        "Linje 4, kolonne Kommunekode: koden 580 er Aabenraa, ikke »Aarhus«.",
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            f"Nord;{S};Partiliste;4",
            "kolonne Kandidat: samme afstemningsområde, liste og kandidat som linje 2.",
        ),
        (
            "Nord;a;SOCIALDEMOKRATIET;Partiliste;4",
            "kolonne Kandidat: samme afstemningsområde, liste og kandidat som linje 2.",
        ),
        (
            "Nord;;Blanke stemmer;;4",
            "kolonne Kandidat: samme afstemningsområde, liste og kandidat som linje 4.",
        ),
        ("Syd;L;Anden;x;4", "kolonne Listenavn: listen L hedder »Listen« i linje 3."),
        (
            "Syd;A;Østbroen;x;4",
            (
                "kolonne Listenavn: bogstavet A er partiet Socialdemokratiet ved valget, "
                "men filen kalder listen »Østbroen«."
            ),
        ),
        (
            "Syd;;;Eksempel D;4",
            "kolonne Listebogstav: linjen har hverken et listebogstav eller et listenavn.",
        ),
        ("Syd;LLLLLL;;x;4", "kolonne Listebogstav: bogstavet »LLLLLL« er længere end 5 tegn."),
        (f"Syd;M;{'x' * 101};x;4", "kolonne Listenavn: listens navn er længere end 100 tegn."),
        (f"Syd;{S};x;1,5", "kolonne Stemmer: »1,5« er ikke et helt, ikke-negativt tal."),
        (f"Syd;{S};x;", "kolonne Stemmer: stemmetallet mangler."),
    ],
)
def test_bad_line_is_refused_with_its_line_and_column(line: str, problem: str):
    before = [f"Nord;{S};Partiliste;1", "Nord;L;Listen;x;1", "Nord;;Blanke stemmer;;1"]

    assert problems(*before, line) == [f"Linje 5, {problem}"]


def test_lines_of_a_file_without_header_are_counted_from_the_first():
    assert problems_of(file(f"Nord;{S};x;0"), AARHUS) == [
        "Linje 1, kolonne Stemmer: alle stemmetal i filen er 0."
    ]
    assert problems_of(file(f"Nord;{S};x;1", f"Nord;{S};x;1"), AARHUS) == [
        "Linje 2, kolonne Kandidat: samme afstemningsområde, liste og kandidat som linje 1."
    ]


def test_same_letter_may_have_another_name_in_another_municipality():
    data = file(HEADER, "Aarhus - Nord;L;Listen;x;1", "Samsø - Nord;L;Ølisten;x;2")

    assert read(data, CONTEXT).rows == (
        VoteRow("751", "", "L", "Listen", 1, False),
        VoteRow("741", "", "L", "Ølisten", 2, False),
    )


def test_missing_name_is_taken_from_another_line_or_from_the_letter():
    assert votes("Nord;L;;x;1", "Syd;L;Listen;x;2", "Syd;M;;x;3").rows == (
        VoteRow("751", "", "L", "Listen", 3, False),
        VoteRow("751", "", "M", "Liste M", 3, False),
    )


@pytest.mark.parametrize(
    "line", ["Nord;;Uden for liste;x;4", "Nord;;;Uden for liste;4", "Nord;-;;Uden for liste;4"]
)
def test_votes_outside_lists_are_a_local_list_of_that_name(line: str):
    assert votes(line).rows == (VoteRow("751", "", "", "Uden for liste", 4, False),)


def test_blank_and_invalid_votes_are_added_to_the_lists_as_cast():
    outcome = votes(
        f"Nord;{S};x;10",
        "Nord;;Blanke stemmer;;2",
        "Nord;;;Ugyldige stemmer;1",
        f"Syd;{S};x;20",
        "Syd;;Blanke stemmer;;3",
        "Syd;;Ugyldige stemmer;;4",
    )

    assert outcome == VoteFile(Shape.VALGDK, (party(30),), valid_votes=None, cast_votes=40)


def test_cast_votes_are_unknown_unless_every_municipality_states_both():
    data = file(
        HEADER,
        f"Aarhus - Nord;{S};x;10",
        "Aarhus - Nord;;Blanke stemmer;;2",
        "Aarhus - Nord;;Ugyldige stemmer;;2",
        f"Samsø - Nord;{S};x;20",
        "Samsø - Nord;;Blanke stemmer;;2",
    )

    assert read(data, CONTEXT).cast_votes is None


def test_list_with_a_letter_may_be_called_as_a_total_is():
    assert votes("Nord;L;Blanke;x;4").rows == (VoteRow("751", "", "L", "Blanke", 4, False),)


def test_valid_votes_that_the_file_states_are_checked():
    assert votes(f"Nord;{S};x;4", "Nord;;Gyldige stemmer;;5").valid_votes == 5
    too_many = "listerne i Aarhus har tilsammen 4 stemmer, men her står 3 gyldige."
    assert problems(f"Nord;{S};x;4", "Nord;;Gyldige stemmer;;3") == [
        f"Linje 3, kolonne Stemmer: {too_many}"
    ]


def test_hundred_thousand_lines_are_read_in_a_few_seconds():
    lines = [
        f"{area}. 1. Afstemningsområde;{letter};;Eksempel {candidate};1"
        for area in range(100)
        for letter in "AFVÆØÅLMNP"
        for candidate in range(100)
    ]
    start = time.perf_counter()

    outcome = votes(*lines)

    assert [row.votes for row in outcome.rows] == [10_000] * 10
    assert time.perf_counter() - start < 10  # one second, and four when coverage watches
