"""Trying alliances: the address says it all, and nothing is stored."""

import pytest

from elections.models import AllianceNotice, LeadershipElection
from tests.elections.leaderships.things import (
    TIED,
    a_composition,
    a_notice,
    rows_of,
    text_of,
    url,
)


def try_it(client, query="", **headers):
    return client.get(f"{url('leadership-try')}{query}", **headers)


def test_trial_shows_posts_quotients_and_missing_votes(browse, composition, member):
    response = try_it(browse(member), "?V=1&C=1&A=&F=")

    assert rows_of(response) == [
        "Liste eller valgforbund | Stemmer : 1 | Stemmer : 2",
        "C + V | Formand 50 | 25,0",
        "A Socialdemokratiet | Næstformand 40 | 20,0",
        "F SF | 9 | 4,5",
        "Liste | Stemmer : 1 | Stemmer : 2",
        "V Venstre | Formand 30 | 15,0",
        "C Konservative | 20 | 10,0",
        "Liste eller valgforbund | Formand | Næstformand",
        "C + V | har posten | –",
        "A Socialdemokratiet | 11 | har posten",
        "F SF | 42 | 32",
    ]
    assert "Intet bliver gemt" in text_of(response)
    assert not LeadershipElection.objects.exists()
    assert not AllianceNotice.objects.exists()


def test_trial_begins_with_the_notices_that_stand(browse, meeting, composition, secretary):
    a_notice(meeting, secretary, "AF")

    response = try_it(browse(secretary))

    assert response.context["form"].alliances() == [["A", "F"]]
    assert response.context["story"].winners[0][1] == "A"


def test_trial_names_a_tie(browse, council, term, lists, member):
    a_composition(council, term, TIED)

    text = text_of(try_it(browse(member)))

    assert "Det ville kræve lodtrækning. A Socialdemokratiet og V Venstre står lige" in text


@pytest.mark.parametrize(
    "query",
    ["?X=1", "?A=1&A=1", "?A=99", "?A=-1", "?A=%00", "?utm_source=x", "?K=1&A=1", "?=1"],
)
def test_trial_refuses_what_it_does_not_know(browse, composition, member, query):
    response = try_it(browse(member), query)

    assert response.status_code == 400
    assert "Adressen kan ikke bruges" in text_of(response)
    assert rows_of(response) == []


def test_trial_shows_nothing_of_the_address_as_markup(browse, composition, member):
    response = try_it(browse(member), "?%3Cscript%3Ealert(1)%3C/script%3E=1")

    assert "<script>alert" not in response.content.decode()


def test_trial_answers_htmx_with_the_result_alone(browse, composition, member):
    client = browse(member)

    part = try_it(client, "?V=1&C=1", headers={"HX-Request": "true"})
    refused = try_it(client, "?X=1", headers={"HX-Request": "true"})

    assert (part.status_code, refused.status_code) == (200, 200)
    assert part.content.decode().strip().startswith("<h2>Resultatet</h2>")
    assert "Adressen kan ikke bruges" in text_of(refused)
    assert "HX-Request" in part["Vary"]


def test_trial_without_votes_says_so(browse, council, term, member):
    response = try_it(browse(member))

    assert response.status_code == 200
    assert "Der er ingen stemmetal at prøve med endnu" in text_of(response)
