"""Pages about votes and compositions: who reads them, who changes what, and what they say."""

import datetime

import pytest
from django.urls import reverse

from elections.models import Composition
from tests.elections.factories import (
    CompositionFactory,
    OfficialSeatsFactory,
    VoteCountFactory,
    VoteSourceFactory,
    a_local_list,
    a_tied_council,
    mayor_of,
    municipalities_of,
    rows_of,
    source_with,
    text_of,
)
from tests.factories import ElectoralListFactory, SecretariatMemberFactory

READABLE = ["composition", "composition-version", "votes"]
FOR_THE_SECRETARIAT = ["votes-import", "standings-edit", "composition-compute"]
EMPTY = "Sammensætningen er ikke beregnet endnu."


def url(name: str, pk: int | None = None) -> str:
    return reverse(name, args=["midtjylland", pk] if pk else ["midtjylland"])


# --- Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READABLE)
def test_pages_are_read_by_those_of_the_council_alone(
    browse, council, secretary, member, substitute, stranger, name
):
    composition = CompositionFactory(source=source_with(council, {"A": 60, "B": 40}))
    page = url(name, composition.pk if name == "composition-version" else None)

    answers = [
        browse(user).get(page).status_code
        for user in (secretary, member, substitute, stranger, None)
    ]

    assert answers == [200, 200, 200, 404, 302]


@pytest.mark.parametrize("name", FOR_THE_SECRETARIAT)
def test_pages_that_change_something_are_for_the_secretariat(
    browse, council, secretary, member, substitute, stranger, name
):
    source_with(council, {"A": 60}, municipality=municipalities_of(council, 2)[0])
    users = (secretary, member, substitute, stranger, None)

    answers = [browse(user).post(url(name), {"method": "adams"}).status_code for user in users]

    of_secretary = {"votes-import": 422, "standings-edit": 302, "composition-compute": 302}[name]
    assert answers == [of_secretary, 404, 404, 404, 403]
    assert Composition.objects.count() == (name == "composition-compute")


def test_member_is_offered_nothing_to_change(browse, council, member, secretary):
    CompositionFactory(source=source_with(council, {"A": 60}))

    pages = [browse(user).get(url("composition")).content.decode() for user in (secretary, member)]

    addresses = [url(name) for name in FOR_THE_SECRETARIAT]
    assert [[address in page for address in addresses] for page in pages] == [
        [True, True, True],
        [False, False, False],
    ]


def test_composition_is_computed_by_post_only(browse, council, secretary, term):
    assert browse(secretary).get(url("composition-compute")).status_code == 405


def test_version_of_another_council_is_not_found(browse, secretary, council, other_council):
    CompositionFactory(source=source_with(council, {"A": 60}))
    other = CompositionFactory(source=source_with(other_council, {"B": 60}))
    pages = [url("composition-version", pk) for pk in (other.pk, other.pk + 1)]

    SecretariatMemberFactory(council=other_council, user=secretary)

    assert [browse(secretary).get(page).status_code for page in pages] == [404, 404]
    assert browse(secretary).get(f"{url('composition')}0/").status_code == 404


@pytest.mark.parametrize("name", ["composition", "votes", *FOR_THE_SECRETARIAT])
def test_page_is_not_found_when_no_term_is_running(browse, secretary, settings, name):
    settings.PORTAL_DATE = datetime.date(2031, 1, 1)
    client = browse(secretary)
    get = client.post if name == "composition-compute" else client.get

    response = get(url(name))

    assert response.status_code == 404
    assert "Vi kan ikke finde siden" in text_of(response)


# --- The composition -----------------------------------------------------------------------------


def test_council_without_votes_has_an_empty_page_that_says_what_to_do(
    browse, council, secretary, member
):
    pages = [text_of(browse(user).get(url("composition"))) for user in (secretary, member)]

    assert all(f"{EMPTY} Der er ingen stemmetal for KKR Midtjylland." in page for page in pages)
    assert ["Indlæs stemmetal Ingen endnu" in page for page in pages] == [True, False]
    assert "Der er ikke indlæst stemmetal" in text_of(browse(member).get(url("votes")))


def test_votes_without_a_composition_are_told_apart_from_no_votes(browse, council, secretary, term):
    source_with(council, {"A": 60})

    page = text_of(browse(secretary).get(url("composition")))

    assert EMPTY in page
    assert "Der er ingen stemmetal" not in page
    assert "Beregn og gem" in page


def test_tie_says_which_lists_draw_lots_for_how_many_seats(browse, council, secretary, term):
    a_tied_council(council)
    for letter, name in {"A": "Ahorn", "B": "Birk", "C": "Cypres"}.items():
        term.election.lists.filter(letter=letter).update(name=name)

    response = browse(secretary).post(url("composition-compute"), {"method": "adams"}, follow=True)

    page = text_of(response)
    assert "Lodtrækning er nødvendig Ahorn, Birk, Cypres står lige om 2 pladser." in page
    assert rows_of(response) == []


def test_method_that_is_not_the_reconstructed_one_says_so(browse, council, secretary, term):
    source_with(council, {"A": 60, "B": 40}, is_official=True, provenance="Fra KMD.")
    mayor_of(council.municipality_periods.get().municipality, council, "A")

    response = browse(secretary).post(url("composition-compute"), {"method": "dhondt"}, follow=True)

    page = text_of(response)
    assert "Metoden d’Hondt er valgt her og er ikke KL’s." in page
    assert "rekonstrueret:" not in page
    assert "Stemmetallene er ikke officielle" not in page
    assert "Stemmerne deles med 1, 2, 3" in page


def test_name_of_a_list_is_not_that_of_a_local_list_with_its_letter(browse, council, secretary):
    party = ElectoralListFactory(letter="A")
    CompositionFactory(source=source_with(council, {"A": 60, "B": 40}))
    a_local_list(municipalities_of(council, 1)[0], "A", name="Åben Liste")

    rows = rows_of(browse(secretary).get(url("composition")))

    assert f"A {party.name} | 60 | 60,00 pct. | Deltager" in rows
    assert "Åben Liste" not in " ".join(rows)


def test_result_that_no_longer_follows_from_its_inputs_is_marked(browse, council, secretary):
    source = source_with(council, {"A": 60})
    right, wrong = (
        CompositionFactory(source=source, seats={"A": [1, 0, 1], "B": [seats, 0, seats]})
        for seats in (1, 2)
    )
    pages = [
        text_of(browse(secretary).get(url("composition-version", composition.pk)))
        for composition in (right, wrong)
    ]

    warning = "Den gemte beregning giver ikke længere samme resultat"
    assert [warning in page for page in pages] == [False, True]


def test_latest_composition_is_shown_with_links_to_the_others(browse, council, secretary):
    source = source_with(council, {"A": 60})
    old, latest = (CompositionFactory(source=source, method=m) for m in ("dhondt", "adams"))

    page = browse(secretary).get(url("composition")).content.decode()

    assert "Adams’ metode er rekonstrueret" in page
    assert url("composition-version", old.pk) in page
    assert url("composition-version", latest.pk) not in page


def test_other_method_is_a_trial_and_does_not_replace_the_composition(browse, council, member):
    source = source_with(council, {"A": 60, "B": 40})
    adams, trial = (CompositionFactory(source=source, method=m) for m in ("adams", "dhondt"))

    pages = [
        browse(member).get(address)
        for address in (url("composition"), url("composition-version", trial.pk))
    ]

    assert [page.context["composition"] for page in pages] == [adams, trial]
    assert ["Du ser en prøveberegning" in text_of(page) for page in pages] == [False, True]


# --- The votes -----------------------------------------------------------------------------------


def test_votes_stand_in_a_table_with_their_provenance(browse, council, member):
    first, second = municipalities_of(council, 2)
    source = source_with(
        council, {"A": 1_500, "B": 200}, municipality=first, provenance="Rekonstruktion."
    )
    a = ElectoralListFactory(letter="A")
    VoteCountFactory(
        source=source, municipality=second, electoral_list=a, votes=2_000, is_estimated=True
    )
    for letter, votes, is_estimated in (("L", 30, False), ("M", 4, True)):
        VoteCountFactory(
            source=source,
            municipality=second,
            electoral_list=a_local_list(second, letter),
            votes=votes,
            is_estimated=is_estimated,
        )

    response = browse(member).get(url("votes"))

    assert "Ikke officielle. Rekonstruktion. Skønnede tal er skrevet" in text_of(response)
    assert f"SHA-256 {source.sha256}" in text_of(response)
    assert rows_of(response) == [
        "Kommune | A | B | Lokale | I alt",
        f"{first} | 1.500 | 200 | – | 1.700",
        f"{second} | ≈ 2.000 | – | ≈ 34 | 2.034",
        "I alt | 3.500 | 200 | 34 | 3.734",
    ]


def test_official_votes_are_called_official(browse, council, member):
    source_with(council, {"A": 60}, is_official=True, provenance="KMD.")

    assert "Officielle stemmetal. KMD." in text_of(browse(member).get(url("votes")))


# --- What a page costs ---------------------------------------------------------------------------


@pytest.mark.parametrize("stored", [1, 3])
def test_composition_page_costs_the_same_with_more_compositions(
    browse, council, secretary, stored, django_assert_num_queries
):
    for _ in range(stored):
        CompositionFactory(source=source_with(council, {"A": 60, "B": 40}, represented=""))
    OfficialSeatsFactory(council=council)
    client = browse(secretary)

    with django_assert_num_queries(12):
        response = client.get(url("composition"))

    assert text_of(response).count("Adams (rekonstrueret) ,") == stored - 1


@pytest.mark.parametrize("number", [1, 3])
def test_votes_page_costs_the_same_with_more_municipalities(
    browse, council, secretary, number, django_assert_num_queries
):
    source = VoteSourceFactory(council=council)
    for municipality in municipalities_of(council, number):
        for letter in "AB":
            entry = ElectoralListFactory(letter=letter)
            VoteCountFactory(source=source, municipality=municipality, electoral_list=entry)
        local = a_local_list(municipality, "L")
        VoteCountFactory(source=source, municipality=municipality, electoral_list=local)
    client = browse(secretary)

    with django_assert_num_queries(12):
        response = client.get(url("votes"))

    assert len(rows_of(response)) == number + 2
