"""Which term the pages about elections show: the latest elected, or one that the address names."""

import datetime

import pytest

from elections.actions.votes import upload_votes
from elections.models import Composition, VoteDraft
from tests.elections.factories import CompositionFactory, VoteSourceFactory, rows_of
from tests.elections.views.pages import aarhus, answer_of, text_of, upload_of, url
from tests.factories import ElectionFactory, ElectoralListFactory, TermFactory

OLD = "?periode=2022-2026"
ELECTION_DAY = datetime.date(2025, 11, 18)
READ_WITHOUT_A_THING = ("composition", "composition-list", "votes", "standings", "cooperations")


@pytest.fixture
def next_term(term):
    """Elected on 18 November 2025, and beginning with the year 2026."""
    election = ElectionFactory(held_on=ELECTION_DAY)
    return TermFactory(
        name="2026-2030",
        election=election,
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2029, 12, 31),
    )


@pytest.fixture
def december(settings, next_term, composition):
    """The month after the election, with a composition of the term that ends."""
    settings.PORTAL_DATE = datetime.date(2025, 12, 1)


# --- The latest ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2025-11-17", "2022-2026"),
        ("2025-11-18", "2026-2030"),
        ("2025-12-31", "2026-2030"),
        ("2026-01-01", "2026-2030"),
        ("2031-01-01", "2026-2030"),
    ],
)
def test_term_is_the_latest_whose_election_has_been_held(
    client, council, settings, next_term, day, shown
):
    settings.PORTAL_DATE = datetime.date.fromisoformat(day)

    assert client.get(url("composition")).context["term"].name == shown


def test_votes_of_the_new_term_are_taken_in_and_computed_in_december(
    client, december, next_term, aarhus_with_a
):
    ElectoralListFactory(election=next_term.election, letter="A", name="Ahorn")

    uploaded = client.post(url("votes-import"), upload_of(aarhus(10)))
    client.post(uploaded["Location"], {"based_on": ""})
    page = client.get(url("composition"))

    assert uploaded.status_code == 302
    assert page.context["term"] == next_term
    assert page.context["source"].election == next_term.election
    assert "Beregn og gem" in text_of(page)


def test_pages_of_the_new_term_can_be_written_in_december(client, december, next_term):
    names = ("votes-import", "kl-table-edit", "kl-table-import", "composition-accept")

    pages = [client.get(url(name)) for name in names]

    assert [page.status_code for page in pages] == [200] * 4
    assert {page.context["term"] for page in pages} == {next_term}


# --- An earlier one ------------------------------------------------------------------------------


def test_earlier_term_is_led_to_from_the_list(client, december, composition):
    page = client.get(url("composition"))
    listed = client.get(url("composition-list"))
    earlier = client.get(url("composition-list") + OLD)

    assert f'"{url("composition-list")}"' in page.text
    assert rows_of(listed)[1:] == ["Intet er beregnet endnu."]
    assert "Andre valgperioder: 2022-2026" in text_of(listed)
    assert f'href="{OLD}"' in listed.text
    assert "Andre valgperioder" not in text_of(earlier)
    assert f'"{url("composition-version", composition.pk)}{OLD}"' in earlier.text


def test_earlier_term_is_only_read_also_by_the_secretariat(client, december, composition):
    page = client.get(url("composition") + OLD)

    assert (page.context["composition"], page.context["is_served"]) == (composition, False)
    assert "Beregnet: 4 medlemmer, 3 borgmestre og 1 supplerende" in text_of(page)
    assert "Sekretariatet" not in text_of(page)
    assert "Beregn og gem" not in text_of(page)


def test_links_of_an_earlier_term_stay_in_it(client, december, composition):
    page = client.get(url("composition") + OLD).text

    names = ("composition-paper", "composition-compare", "composition-repeat")
    addresses = [url(name, composition.pk) for name in names]
    addresses += [url(name) for name in READ_WITHOUT_A_THING[1:]]
    answers = [client.get(address + OLD) for address in addresses]

    assert [f'"{address}{OLD}"' in page for address in addresses] == [True] * 7
    assert [answer.status_code for answer in answers] == [200] * 7


@pytest.mark.parametrize(
    "name", ["composition-compute", "kl-table-edit", "votes-import", "composition-accept"]
)
def test_earlier_term_is_not_written_to(client, december, council, term, secretary, name):
    answer = client.post(url(name) + OLD, {"source": "KL", "total_0": "1", **upload_of(aarhus(1))})

    assert answer.status_code == 404
    assert (Composition.objects.count(), council.kl_tables.count()) == (1, 0)
    assert not VoteDraft.objects.exists()


def test_draft_of_an_earlier_term_is_not_taken_in(
    client, december, council, term, secretary, aarhus_with_a
):
    draft = upload_votes(
        council, term.election, by=secretary, file_name="a", data=aarhus(1), provenance="KMD"
    )

    answers = [
        client.post(url("votes-preview", draft.pk) + period, {"based_on": ""})
        for period in ("", OLD)
    ]

    assert [answer_of(answer)[0] for answer in answers] == [404, 404]


def test_latest_term_is_served_also_where_the_address_names_it(client, composition):
    page = client.get(url("composition") + OLD)

    assert page.context["is_served"]
    assert "Beregn og gem" in text_of(page)


# --- None ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2018-2022", "x", "2022-2026 ", "%00", "2026-2030"])
def test_term_that_is_unknown_or_not_elected_yet_is_not_found(client, council, next_term, period):
    assert client.get(f"{url('composition')}?periode={period}").status_code == 404


def test_list_of_computations_leads_to_the_term_where_some_are_alone(
    client, december, council, next_term
):
    CompositionFactory(source=VoteSourceFactory(council=council), term=next_term)

    both = [client.get(url("composition-list") + period) for period in ("", OLD)]

    assert ["Andre valgperioder: 2022-2026" in text_of(both[0])] == [True]
    assert ["Andre valgperioder: 2026-2030" in text_of(both[1])] == [True]
