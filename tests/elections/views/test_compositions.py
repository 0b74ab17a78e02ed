"""The page of a composition: empty, complete, tied, at the cap, and beside KL's table."""

from elections.apportionment import Method
from tests.elections.factories import (
    MunicipalStandingFactory,
    VoteCountFactory,
    a_local_list,
    mayor_of,
    municipalities_of,
    rows_of,
    source_with,
)
from tests.elections.views.pages import part_of, text_of, url

EMPTY = "Sammensætningen er ikke beregnet endnu."


def story_of(response, number: str) -> str:
    """The words of one step of the story."""
    return part_of(response, f'<h2 id="trin-{number}">', "</section>")


# --- Nothing, or little ----------------------------------------------------------------------


def test_council_without_votes_has_an_empty_page_that_says_what_to_do(
    browse, council, term, secretary, member
):
    pages = [text_of(browse(user).get(url("composition"))) for user in (secretary, member)]

    assert all(EMPTY in page for page in pages)
    assert all("Det er ikke registreret, hvilken sammensætning der gælder" in p for p in pages)
    assert ["Stemmetal Ingen endnu" in page for page in pages] == [True, False]
    assert ["Beregn og gem" in page for page in pages] == [False, False]


def test_council_with_votes_is_offered_to_compute(client, council):
    source_with(council, {"A": 60})

    page = text_of(client.get(url("composition")))

    assert EMPTY in page
    assert "Beregn og gem" in page


def test_municipalities_without_a_known_mayor_are_counted(client, council, lists):
    first, second, _ = municipalities_of(council, 3)
    source_with(council, {"A": 60}, municipality=first)
    mayor_of(second, council, "A")

    page = text_of(client.get(url("composition")))

    assert "Borgmesterens liste er ukendt for 2 kommuner. Oplys den" in page


# --- Complete ----------------------------------------------------------------------------------


def test_composition_is_told_from_the_votes_to_the_check(client, composition):
    response = client.get(url("composition"))

    page, rows = text_of(response), rows_of(response)
    assert "Beregnet: 4 medlemmer, 3 borgmestre og 1 supplerende" in page
    assert rows[:4] == [
        " | A | B | C | I alt",
        "I alt | 2 | 1 | 1 | 4",
        "Borg­mestre | 2 | 1 | 0 | 3",
        "Supple­rende | 0 | 0 | 1 | 1",
    ]
    steps = rows[rows.index("Plads | Liste | Listens nr. | Kvotient") + 1 :]
    assert steps == [
        "1 | A | 1 | listens første plads",
        "2 | B | 1 | listens første plads – borgmestrene er dækket",
        "3 | C | 1 | listens første plads",
        "4 | A | 2 | 600 : 1 = 600,0 – borgmestrene er dækket",
    ]
    assert "4 medlemmer af højst 6." in story_of(response, "4")
    assert "C: 1 − 0 = 1. I alt 1 supplerende medlemmer." in story_of(response, "7")
    assert "Kontrolberegningen stemmer." in story_of(response, "8")
    assert "Lodtrækning" not in page
    assert "samme resultat, tegn for tegn" in page


def test_every_rule_says_how_sure_it_is(client, composition):
    response = client.get(url("composition"))

    known = {"Officiel", "Lov", "Rekonstrueret", "Indstilling"}
    marks = {
        number: [word for word in story_of(response, number).split() if word in known]
        for number in ("1", "4", "5", "7")
    }
    assert marks == {
        "1": ["Officiel"],
        "4": ["Rekonstrueret"],
        "5": ["Rekonstrueret"],
        "7": ["Officiel"],
    }


def test_whose_the_computation_is_stands_before_what_it_gives(client, composition):
    page = text_of(client.get(url("composition")))

    notice, result = page.index("Beregningen er ikke KL’s egen"), page.index("Beregnet: 4 medlemm")
    assert notice < result


def test_readers_are_led_to_what_the_computation_rests_on(browse, member, composition):
    page = browse(member).get(url("composition")).text
    story = page[page.index("record-heading") :]

    names = ("votes", "standings", "cooperations", "composition-list")
    assert [f'"{url(name)}"' in story for name in names] == [True] * 4
    assert f'"{url("composition-compare", composition.pk)}"' in story


def test_votes_that_are_not_official_are_called_so(client, council, compute):
    source_with(council, {"A": 60}, is_official=False, provenance="Rekonstruktion.")
    compute()

    assert "Stemmetallene er ikke officielle. Kilde: Rekonstruktion." in text_of(
        client.get(url("composition"))
    )


def test_mayor_of_a_local_list_is_a_member_beside_the_lists(client, council, lists, compute):
    first, second = municipalities_of(council, 2)
    source_with(council, {"A": 60, "B": 40}, municipality=first)
    local = a_local_list(second, "L", name="Listen for Øen")
    VoteCountFactory(
        source=council.vote_sources.get(), municipality=second, electoral_list=local, votes=5
    )
    MunicipalStandingFactory(municipality=second, mayor="list", mayor_list=local)
    compute()

    response = client.get(url("composition"))

    assert rows_of(response)[:4] == [
        " | A | B | Lok. | I alt",
        "I alt | 1 | 1 | 1 | 3",
        "Borg­mestre | 0 | 0 | 1 | 1",
        "Supple­rende | 1 | 1 | 0 | 2",
    ]
    assert "Fordelingen giver 2 pladser, og 1 borgmester kommer til: 3 medlemmer" in story_of(
        response, "4"
    )


def test_composition_at_the_cap_says_what_is_a_setting(client, council, lists, compute):
    """Two mayors of B need 2 seats, which A's votes put behind far more than the cap of 4."""
    first, second = municipalities_of(council, 2)
    source_with(council, {"A": 960, "B": 40}, municipality=first)
    for place in (first, second):
        mayor_of(place, council, "B")
    compute(Method.DHONDT)

    response = client.get(url("composition"))

    assert "Beregnet: 4 medlemmer, 2 borgmestre og 2 supplerende" in text_of(response)
    assert "Det ville her være mere end loftet. Indstilling Ved loftet beholder" in story_of(
        response, "4"
    )
    assert "KKR Midtjylland får 4 medlemmer, 2 borgmestre og 2 supplerende medlemmer." in story_of(
        response, "4"
    )


def test_other_method_is_not_called_reconstructed(client, votes, compute):
    compute(Method.DHONDT)

    response = client.get(url("composition"))

    assert "Metoden d’Hondt er valgt her og er ikke KL’s." in text_of(response)
    assert "Adams’ metode er rekonstrueret:" not in text_of(response)
    assert "Stemmerne deles med 1, 2, 3" in story_of(response, "5")
    assert "Indstilling Metoden er valgt her" in story_of(response, "5")


# --- At a tie ------------------------------------------------------------------------------------


def test_tie_names_the_lists_the_seats_and_the_steps_before_it(client, stopped):
    response = client.get(url("composition"))

    page, rows = text_of(response), rows_of(response)
    tie = "Ahorn, Birk og Cypres har den samme kvotient (1.000) og står lige om 2 pladser."
    assert f"Lodtrækning er nødvendig {tie} Beregningen kan først gøres færdig" in page
    assert tie in story_of(response, "lod")
    steps = rows[rows.index("Plads | Liste | Listens nr. | Kvotient") + 1 :]
    assert [step.split(" | ")[1] for step in steps] == ["D", "D", "D", "A", "B", "C"]
    assert "medlemmer: " not in page
    assert "Hent som papir" not in page
    assert "KKR Midtjylland får 8 medlemmer." in story_of(response, "4")


def test_only_the_secretariat_is_asked_to_record_the_lot(browse, stopped, secretary, member):
    pages = [browse(user).get(url("composition")).text for user in (secretary, member)]

    assert [url("lot-record", stopped.pk) in page for page in pages] == [True, False]


def test_composition_after_the_lot_tells_who_drew_what(client, drawn):
    response = client.get(url("composition"))

    assert response.context["composition"] == drawn
    assert rows_of(response)[1] == "I alt | 2 | 1 | 2 | 3 | 8"
    assert (
        "Trukket 11. januar 2022 kl. 12.00 af Mødelederen om 2 pladser. Vidner: To vidner. "
        "Rækkefølge: 1. C, 2. A, 3. B." in story_of(response, "lod")
    )
    by_lot = [row.split(" | ")[1] for row in rows_of(response) if "afgjort ved lodtrækning" in row]
    assert by_lot == ["C", "A"]
    assert f"Nr. {drawn.number}," in text_of(response)
    assert f"fortsætter nr. {drawn.continues.number} efter lodtrækning" in text_of(response)


def test_computation_that_stopped_leads_to_the_one_after_the_lot(client, drawn, stopped):
    response = client.get(url("composition-version", stopped.pk))

    assert f"beregningen fortsætter som nr. {drawn.number}." in text_of(response)
    assert url("lot-record", stopped.pk) not in response.text
