"""Computing and storing a composition, and why that may not be possible yet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import AuditEntry
from elections import apportionment
from elections.apportionment import CheckFailed, Method
from elections.models import Composition, VoteSource
from tests.elections.factories import (
    a_local_list,
    a_tied_council,
    mayor_of,
    municipalities_of,
    rows_of,
    source_with,
)
from tests.elections.views.pages import messages_of, text_of, url
from tests.factories import MunicipalityFactory

CHOSEN = {"method": "adams", "denominator": "valid", "outside_mayors_in_cap": "ja"}


def send(client, **chosen: str) -> tuple[str, list[str]]:
    """Where the answer leads, and what is said there."""
    response = client.post(url("composition-compute"), CHOSEN | chosen)
    assert response.status_code == 302
    page = client.get(response["Location"])
    said = messages_of(page)
    assert all(message in text_of(page) for message in said)
    return response["Location"], said


def nothing_is_stored() -> bool:
    return not Composition.objects.exists() and not AuditEntry.objects.exists()


def test_composition_is_computed_and_stored_with_what_was_chosen(client, votes, secretary):
    place, said = send(client, method="sainte_lague", outside_mayors_in_cap="nej")

    composition = Composition.objects.get()
    assert (composition.method, composition.computed_by) == ("sainte_lague", secretary)
    assert composition.inputs["outside_mayors_in_cap"] is False
    assert place == url("composition-version", composition.pk)
    assert said == ["Sammensætningen er beregnet og gemt som beregning nr. 1."]


def test_form_proposes_what_was_chosen_last(client, votes, compute):
    compute(Method.DHONDT, outside_mayors_in_cap=False)

    form = client.get(url("composition")).context["form"]

    assert {name: form[name].value() for name in form.fields} == {
        "method": "dhondt",
        "denominator": "valid",
        "outside_mayors_in_cap": "nej",
    }


def test_computation_says_that_it_waits_for_lots_when_lists_are_tied(client, council, lists):
    a_tied_council(council)

    place, said = send(client)

    assert place == url("composition-version", Composition.objects.get().pk)
    assert said == ["Grundlaget er gemt, men beregningen venter på en lodtrækning."]


def test_computing_again_after_the_lot_was_drawn_asks_for_no_other(client, drawn):
    _, said = send(client)

    assert said == ["Sammensætningen er beregnet og gemt som beregning nr. 3."]
    assert Composition.objects.leading().seats == drawn.seats


@pytest.mark.parametrize("method", ["hare", "", "ADAMS", "adams\0"])
def test_unknown_method_is_refused(client, votes, method):
    place, said = send(client, method=method)

    assert (place, len(said)) == (url("composition"), 1)
    assert nothing_is_stored()


@pytest.mark.parametrize("missing", sorted(CHOSEN))
def test_answer_that_is_missing_is_refused(client, votes, missing):
    chosen = {name: value for name, value in CHOSEN.items() if name != missing}

    response = client.post(url("composition-compute"), chosen)

    assert messages_of(response) == ["Dette felt er påkrævet."]
    assert nothing_is_stored()


def test_votes_cast_cannot_be_the_measure_as_long_as_nobody_told_how_many(client, votes):
    place, said = send(client, denominator="cast")

    assert (place, said) == (
        url("composition"),
        ["Antallet af afgivne stemmer er ikke oplyst. Skriv det, når stemmetallene indlæses."],
    )
    assert nothing_is_stored()


def test_votes_cast_are_the_measure_once_they_are_told(client, votes):
    """C has 80 of 1,000 valid votes, and less than 2 per cent of 5,000 votes cast."""
    VoteSource.objects.update(valid_votes=1_000, cast_votes=5_000)

    place, _ = send(client, denominator="cast")

    assert Composition.objects.get().seats["C"] == [0, 0, 0]
    page = client.get(place)
    assert any(row.startswith("C Cypres") and "Under 2 pct." in row for row in rows_of(page))


def test_computing_without_votes_leads_to_reading_them_in(client, council):
    assert send(client) == (url("votes-import"), ["Indlæs først stemmetallene."])
    assert nothing_is_stored()


def test_computing_with_unknown_representation_leads_to_the_question(client, council, lists):
    source_with(council, {"A": 60, "B": 40, "C": 30}, represented="A")

    assert send(client) == (
        url("standings"),
        ["Oplys først, om disse lister er repræsenteret: Birk (B), Cypres (C)."],
    )
    assert nothing_is_stored()


def test_computing_where_no_list_takes_part_says_so(client, council):
    (municipality,) = municipalities_of(council, 1)
    source = source_with(council, {}, municipality=municipality)
    source.counts.create(
        municipality=municipality, electoral_list=a_local_list(municipality, "L"), votes=9
    )

    assert send(client) == (
        url("composition"),
        ["Ingen liste opfylder betingelserne, så der er intet at fordele."],
    )
    assert nothing_is_stored()


def test_computing_from_figures_that_contradict_says_so(client, council, votes):
    """The votes were read in, and nobody had told how many were valid: now fewer than there are."""
    VoteSource.objects.update(valid_votes=900)
    mayor_of(MunicipalityFactory(), council, "A")

    assert send(client) == (
        url("composition"),
        ["Tallene modsiger hinanden. Se på KKR’s kommuner og borgmestre."],
    )
    assert nothing_is_stored()


def test_composition_that_cannot_be_recorded_is_not_stored(client, votes, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError, match="no audit entry"):
        client.post(url("composition-compute"), CHOSEN)

    assert not Composition.objects.exists()


# --- The methods side by side --------------------------------------------------------------------


def test_methods_stand_side_by_side_with_the_seats_that_differ(client, council, lists, compute):
    """B's two mayors are sure of their seats under the cap of 6. By Sainte-Laguë the last of the
    four others is A's fourth, 700 : 7, or C's first, 100 : 1."""
    places = municipalities_of(council, 3)
    source_with(council, {"A": 700, "B": 200, "C": 100}, municipality=places[0])
    for place in places[:2]:
        mayor_of(place, council, "B")
    composition = compute()

    response = client.get(url("composition-compare", composition.pk))

    assert "Pladser, der er anderledes end med den valgte metode, er mærket." in text_of(response)
    assert rows_of(response) == [
        "Liste | Adams (rekonstrueret) Valgt | d’Hondt | Sainte-Laguë",
        "A Ahorn | 3 | 4 ≠ | –",
        "B Birk | 2 | 2 | –",
        "C Cypres | 1 | 0 ≠ | –",
        "Medlemmer i alt | 6 loftet nået | 6 loftet nået | –",
    ]
    tie = "Ahorn og Cypres har den samme kvotient"
    assert f"Sainte-Laguë: Kræver lodtrækning: {tie}" in text_of(response)


def test_methods_that_agree_are_said_to(client, council, lists, compute):
    (place,) = municipalities_of(council, 1)
    source_with(council, {"A": 100}, municipality=place)
    mayor_of(place, council, "A")

    response = client.get(url("composition-compare", compute().pk))

    assert "Alle metoder giver de samme pladser." in text_of(response)
    assert rows_of(response)[1:] == ["A Ahorn | 1 | 1 | 1", "Medlemmer i alt | 1 | 1 | 1"]


def test_method_at_a_tie_says_which_lists_draw(client, stopped):
    response = client.get(url("composition-compare", stopped.pk))

    sentence = "Kræver lodtrækning: Ahorn, Birk og Cypres har den samme kvotient (1.000) og står"
    assert f"Adams (rekonstrueret): {sentence} lige om 2 pladser." in text_of(response)
    assert rows_of(response)[1:] == ["Medlemmer i alt | – | – | –"]


def test_methods_use_the_lots_of_the_chosen_one_only(client, drawn):
    rows = rows_of(client.get(url("composition-compare", drawn.pk)))

    assert [row.split(" | ")[1] for row in rows[1:]] == ["2", "1", "2", "3", "8 loftet nået"]


def test_comparing_writes_nothing(client, composition):
    with CaptureQueriesContext(connection) as queries:
        client.get(url("composition-compare", composition.pk))

    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_result_that_the_second_route_refutes_is_stopped(client, votes, monkeypatch, caplog):
    def refuted(*_):
        raise CheckFailed("a seat too many")

    monkeypatch.setattr(apportionment, "compose", refuted)

    _, said = send(client)

    assert said[0].startswith("Kontrolberegningen stemmer ikke, så resultatet er stoppet")
    assert "a seat too many" in caplog.text
    assert not Composition.objects.exists()
