"""Letters and names of lists become parties of the election or local lists."""

import pytest

from councils.models import ElectoralList
from councils.reference import DATA as REFERENCE
from councils.reference import rows as reference_rows
from elections import votefiles
from elections.votefiles import VotesRefused
from elections.votefiles.lists import Listed, Lists, alike
from elections.votefiles.reading import Problems

PARTIES = {row["letter"]: row["name"] for row in reference_rows(REFERENCE / "parties.csv")}
SHORT_NAMES = {
    row["letter"]: row["short_name"] for row in reference_rows(REFERENCE / "parties.csv")
}


def find(code: str, parties: dict[str, str] = PARTIES) -> Listed | None:
    lists = Lists(parties, Problems())
    return lists.find(2, "liste", *lists.split(code))


def problem_of(letter: str, name: str, parties: dict[str, str] = PARTIES) -> str:
    problems = Problems()
    assert Lists(parties, problems).find(2, "liste", letter, name) is None
    with pytest.raises(VotesRefused) as refusal:
        problems.refuse_if_any()
    (problem,) = refusal.value.problems
    return problem.text


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("A", ""),
        ("a", ""),
        ("A.", ""),
        ("A. Socialdemokratiet", "Socialdemokratiet"),
        ("a. Socialdemokratiet", "Socialdemokratiet"),
        ("A.Socialdemokratiet", "Socialdemokratiet"),
        ("A Socialdemokratiet", "Socialdemokratiet"),
        ("A - Socialdemokratiet", "Socialdemokratiet"),
        ("A – Socialdemokraterne", "Socialdemokraterne"),
        ("A: Socialdemokratiet", "Socialdemokratiet"),
        ("Socialdemokratiet", "Socialdemokratiet"),
        ("SOCIALDEMOKRATIET", "SOCIALDEMOKRATIET"),
    ],
)
def test_party_is_found_by_letter_or_name(code: str, name: str):
    assert find(code) == Listed("A", "", name)


@pytest.mark.parametrize(
    ("code", "letter"),
    [
        ("ø", "Ø"),
        ("å. Alternativet", "Å"),
        ("Venstre", "V"),
        ("Enhedslisten", "Ø"),
        ("SF - Socialistisk Folkeparti", "F"),
        ("DF - Dansk Folkeparti", "O"),
    ],
)
def test_danish_letters_and_names_with_an_explanation_are_parties(code: str, letter: str):
    assert find(code).party_letter == letter


@pytest.mark.parametrize(
    ("code", "listed"),
    [
        ("L. Fælleslisten", Listed("", "L", "Fælleslisten")),
        ("l. Fælleslisten", Listed("", "L", "Fælleslisten")),
        ("Æ Velfærdslisten", Listed("", "Æ", "Velfærdslisten")),
        ("L", Listed("", "L", "")),
        ("Lokallister", Listed("", "", "Lokallister")),
        ("Andre  lister", Listed("", "", "Andre lister")),
        ("Øvrige lister", Listed("", "", "Øvrige lister")),
        ("A-listen", Listed("", "", "A-listen")),
        ("Nr. 1", Listed("", "", "Nr. 1")),
        ("UL - Ung Liste", Listed("", "", "UL - Ung Liste")),
    ],
)
def test_anything_else_is_a_local_list(code: str, listed: Listed):
    assert find(code) == listed


def test_letter_of_a_list_co_operation_may_have_several_characters():
    parties = {**PARTIES, "LLD": "Lokallisterne i Danmark"}

    assert find("LLD", parties) == Listed("LLD", "", "")
    assert find("lld. Lokallisterne", parties) == Listed("LLD", "", "Lokallisterne")


def test_list_without_a_name_is_known_by_its_letter():
    lists = Lists(PARTIES, Problems())

    assert lists.name_of(Listed("", "L", "")) == "Liste L"
    assert lists.name_of(Listed("B", "", "")) == "Radikale Venstre"
    assert lists.name_of(Listed("B", "", "Radikale")) == "Radikale"


@pytest.mark.parametrize("letter", PARTIES)
def test_real_party_is_known_by_its_names(letter: str):
    expected = [Listed(letter, "", name) for name in (PARTIES[letter], SHORT_NAMES[letter])]

    assert [find(f"{letter}. {listed.name}") for listed in expected] == expected


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("SF - Socialistisk Folkeparti", "Socialistisk Folkeparti"),
        ("SF", "Socialistisk Folkeparti"),
        ("DF", "Dansk Folkeparti"),
        ("KD", "Kristendemokraterne"),
        ("Alt", "Alternativet"),
        ("Venstre, Danmarks Liberale Parti", "Venstre"),
        ("Det Konservative Folkeparti", "Konservative"),
        ("DET KONSERVATIVE FOLKEPARTI", "Det Konservative Folkeparti"),
        ("Enhedslisten – De Rød-Grønne", "Enhedslisten"),
        ("Det Radikale Venstre", "Radikale Venstre"),
        ("Socialdemokraterne", "Socialdemokratiet"),
        ("Q", "Q"),
    ],
)
def test_names_of_one_party_are_alike_both_ways(name: str, known: str):
    assert alike(name, known)
    assert alike(known, name)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Østbroen", "Frie Grønne"),
        ("Borgerlisten", "Nye Borgerlige"),
        ("Dansk Folkeparti", "Socialistisk Folkeparti"),
        ("Lokalt Parti", "Venstre, Danmarks Liberale Parti"),
        ("Nye Veje", "Nye Borgerlige"),
        ("FS", "Socialistisk Folkeparti"),
        ("SFX", "Socialistisk Folkeparti"),
        ("S", "Socialdemokratiet"),
        ("!", "Socialdemokratiet"),
    ],
)
def test_names_that_share_no_telling_word_are_not_alike(name: str, known: str):
    assert not alike(name, known)
    assert not alike(known, name)


def test_no_real_party_is_taken_for_another():
    pairs = [(a, b) for a in PARTIES for b in PARTIES if a != b]
    allowed = {("B", "V"), ("V", "B")}  # Venstre and Radikale Venstre, told apart by letter_of

    assert {(a, b) for a, b in pairs if alike(PARTIES[a], PARTIES[b])} == allowed
    assert (
        problem_of("B", PARTIES["V"]) == "bogstavet B er partiet Radikale Venstre ved valget, "
        "men filen kalder listen »Venstre, Danmarks Liberale Parti«."
    )


@pytest.mark.parametrize(
    ("letter", "name", "problem"),
    [
        (
            "Q",
            "Østbroen",
            "bogstavet Q er partiet Frie Grønne ved valget, men filen kalder listen »Østbroen«.",
        ),
        ("X", "Socialdemokratiet", "Socialdemokratiet har bogstavet A ved valget, ikke X."),
        (
            "",
            "Konservative",
            "»Konservative« har intet bogstav. Er det Det Konservative Folkeparti, så skriv C.",
        ),
        ("", "", "linjen har hverken et listebogstav eller et listenavn."),
        ("", "12", "»12« er hverken et bogstav eller navnet på en liste."),
        ("", "Personlige stemmer", "»Personlige stemmer« ligner en optælling og ikke en liste."),
        ("LLLLLL", "Listen", "bogstavet »LLLLLL« er længere end 5 tegn."),
        ("L", "x" * 101, "listens navn er længere end 100 tegn."),
    ],
)
def test_list_that_cannot_be_right_is_a_problem(letter: str, name: str, problem: str):
    assert problem_of(letter, name, {**PARTIES, "Q": "Frie Grønne"}) == problem


def test_letter_of_no_party_at_the_election_is_free_for_a_local_list():
    assert find("Q. Østbroen") == Listed("", "Q", "Østbroen")


def test_name_that_two_parties_share_asks_for_the_letter():
    parties = {"P": "Fællesliste", "R": "Fællesliste"}

    assert find("R. Fællesliste", parties) == Listed("R", "", "Fællesliste")
    assert problem_of("", "Fællesliste", parties) == (
        "»Fællesliste« har intet bogstav. Er det Fællesliste, så skriv P."
    )


def test_co_operation_without_a_letter_takes_no_lists_over():
    assert find("Lokallister", {"": "Lokallisterne i Danmark"}) == Listed("", "", "Lokallister")


def test_name_of_one_letter_is_the_letter():
    lists = Lists(PARTIES, Problems())

    assert lists.find(2, "", "", "ø") == Listed("Ø", "", "")
    assert lists.find(2, "", "", "l") == Listed("", "L", "")


def test_longest_letter_and_name_are_read():
    lists = Lists(PARTIES, Problems())

    assert lists.find(2, "", "LLLLL", "x" * 100) == Listed("", "LLLLL", "x" * 100)


def test_wrong_list_is_told_once_however_often_it_stands_in_the_file():
    problems = Problems()
    lists = Lists(PARTIES, problems)
    for line in range(2, 200):
        lists.find(line, "liste", "A", "Borgerlisten")

    with pytest.raises(VotesRefused) as refusal:
        problems.refuse_if_any()
    assert [problem.line for problem in refusal.value.problems] == [2]


def test_limits_are_those_of_the_table():
    fields = ElectoralList._meta

    assert fields.get_field("name").max_length == votefiles.MAX_NAME
    assert fields.get_field("letter").max_length == votefiles.MAX_LETTER
