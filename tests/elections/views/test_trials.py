"""What if: the address carries the figures, and nothing is stored."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elections.models import Composition
from tests.elections.factories import (
    VoteCountFactory,
    a_local_list,
    mayor_of,
    municipalities_of,
    rows_of,
    source_with,
)
from tests.elections.views.pages import part_of, text_of, url

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def figures(composition) -> dict[str, str]:
    """What the form sends when nothing was changed: A, B and C, and 20 votes for local lists."""
    return {
        "v0": "600",
        "m0": "2",
        "r0": "on",
        "v1": "300",
        "m1": "1",
        "r1": "on",
        "v2": "80",
        "m2": "0",
        "r2": "on",
        "method": "adams",
        "threshold": "2",
        "denominator": "valid",
        "municipalities": "3",
        "cap_factor": "2",
        "outside_mayors_in_cap": "ja",
        "other_votes": "20",
        "other_mayors": "0",
        "invalid_votes": "",
    }


@pytest.fixture
def try_it(browse, member, figures):
    """Asks for the page with these figures changed; None leaves one out."""

    def try_it(**changed):
        sent = {name: value for name, value in (figures | changed).items() if value is not None}
        return browse(member).get(url("composition-try"), sent)

    return try_it


def seats_of(response) -> dict[str, tuple[int, int, int]]:
    told = response.context["told"]
    return {row.key: row.seats for row in told.by_letter}


def words_of(response) -> str:
    """What the part of the page with the result says."""
    return part_of(response, '<div id="trial-result" aria-live="polite">', "</main>")


# --- What is shown -------------------------------------------------------------------------------


def test_page_begins_with_the_stored_case(client, composition):
    response = client.get(url("composition-try"))

    assert seats_of(response) == {"A": (2, 2, 0), "B": (1, 1, 0), "C": (1, 0, 1)}
    assert "4 medlemmer: 3 borgmestre og 1 supplerende Før: 4 medlemmer." in words_of(response)
    assert "Udgangspunktet er beregning nr. 1" in text_of(response)
    assert "A Ahorn | 60,00 pct. | 2 | 2 | 0 | Deltager" in rows_of(response)


def test_form_sends_the_stored_case_when_nothing_was_changed(client, composition, figures, try_it):
    form = client.get(url("composition-try")).context["form"]
    values = {name: form[name].value() for name in form.fields}

    sent = {
        name: "on" if value is True else "" if value is None else str(value)
        for name, value in values.items()
    }

    assert sent == figures
    assert seats_of(try_it()) == seats_of(client.get(url("composition-try")))


def test_council_without_a_composition_has_nothing_to_try_with(client, council):
    for asked in ({}, HTMX):
        response = client.get(url("composition-try"), **asked)
        assert response.status_code == 200
        assert "så der er intet at prøve med." in text_of(response)


def test_seats_are_compared_with_none_while_the_stored_computation_waits_for_lots(client, stopped):
    form = client.get(url("composition-try")).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in sent.items()}

    response = client.get(url("composition-try"), sent | {"v0": 1_200, "v1": 1_100})

    assert "Lodtrækning ville være nødvendig" in words_of(client.get(url("composition-try")))
    assert "Før: " not in words_of(response)
    compared = [row.split(" | ") for row in rows_of(response) if " pct. | " in row]
    shown = [(row[0], row[2]) for row in compared if row[0].startswith(("A ", "D "))]
    assert shown[:2] == [("A Ahorn", "–"), ("D Douglas", "–")]
    assert "(+" not in words_of(response)


def test_lots_that_were_drawn_hold_as_long_as_nothing_is_changed(client, drawn):
    response = client.get(url("composition-try"))

    assert {key: seats[0] for key, seats in seats_of(response).items()} == {
        "A": 2,
        "B": 1,
        "C": 2,
        "D": 3,
    }
    assert "Lodtrækning ville være nødvendig" not in text_of(response)


def test_tie_of_the_stored_case_is_told(client, stopped):
    response = client.get(url("composition-try"))

    assert "Lodtrækning ville være nødvendig Ahorn, Birk og Cypres har den samme" in (
        words_of(response)
    )


def test_mayors_of_local_lists_are_added_up(client, council, lists, compute):
    first, second = municipalities_of(council, 2)
    source = source_with(council, {"A": 60}, municipality=first)
    local = a_local_list(second, "L")
    VoteCountFactory(source=source, municipality=second, electoral_list=local, votes=40)
    for place in (first, second):
        mayor_of(place, council, None)
    compute()

    form = client.get(url("composition-try")).context["form"]

    values = {name: form[name].value() for name in ("other_votes", "other_mayors", "v0", "m0")}
    assert values == {"other_votes": 40, "other_mayors": 2, "v0": 60, "m0": 0}


# --- Every figure counts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "seats"),
    [
        ({"v2": "900"}, {"A": 2, "B": 1, "C": 2}),
        ({"m1": "0", "m0": "1"}, {"A": 1, "B": 1, "C": 1}),
        ({"r2": None}, {"A": 2, "B": 1, "C": 0}),
        ({"method": "dhondt"}, {"A": 2, "B": 1, "C": 0}),
        ({"threshold": "8"}, {"A": 2, "B": 1, "C": 1}),
        ({"threshold": "8,0001"}, {"A": 2, "B": 1, "C": 0}),
        ({"threshold": "2.5"}, {"A": 2, "B": 1, "C": 1}),
        ({"other_votes": "4000"}, {"A": 2, "B": 1, "C": 0}),
        ({"invalid_votes": "4000"}, {"A": 2, "B": 1, "C": 1}),
        ({"invalid_votes": "4000", "denominator": "cast"}, {"A": 2, "B": 1, "C": 0}),
        ({"cap_factor": "1"}, {"A": 2, "B": 1, "C": 0}),
        ({"municipalities": "4", "cap_factor": "1", "other_mayors": "1"}, {"A": 2, "B": 1, "C": 0}),
        (
            {
                "municipalities": "4",
                "cap_factor": "1",
                "other_mayors": "1",
                "outside_mayors_in_cap": "nej",
            },
            {"A": 2, "B": 1, "C": 1},
        ),
    ],
)
def test_figure_that_is_changed_changes_the_seats(try_it, changed, seats):
    response = try_it(**changed)

    assert response.status_code == 200
    assert {key: row[0] for key, row in seats_of(response).items()} == seats


def test_change_is_marked_beside_what_was_before(try_it):
    rows = rows_of(try_it(r2=None))

    assert "C Cypres | 8,00 pct. | 1 | 0 (-1) | 0 | Ingen plads i en kommunalbestyrelse" in rows


def test_nobody_takes_part(try_it):
    response = try_it(threshold="100")

    assert response.status_code == 200
    assert words_of(response).startswith("Ingen liste opfylder betingelserne")


# --- What cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "field", "error"),
    [
        ({"v0": "-1"}, "v0", "større end eller lig 0"),
        ({"v0": "1e9"}, "v0", "Indtast et heltal."),
        ({"v0": "1000000000"}, "v0", "mindre end eller lig 999999999"),
        ({"v0": "9" * 5_000}, "v0", "Indtast et heltal."),
        ({"v0": "NaN"}, "v0", "Indtast et heltal."),
        ({"v0": ""}, "v0", "Dette felt er påkrævet."),
        ({"v0": None}, "v0", "Dette felt er påkrævet."),
        ({"m0": "100"}, "m0", "mindre end eller lig 99"),
        ({"m2": "1", "r2": None}, "r2", "C har en borgmester og dermed en plads"),
        ({"threshold": "101"}, "threshold", "Skriv et tal mellem 0 og 100"),
        ({"threshold": "-1"}, "threshold", "Skriv et tal mellem 0 og 100"),
        ({"threshold": "2,55555"}, "threshold", "Skriv et tal mellem 0 og 100"),
        ({"threshold": "1/3"}, "threshold", "Skriv et tal mellem 0 og 100"),
        ({"threshold": "٢"}, "threshold", "Skriv et tal mellem 0 og 100"),
        ({"threshold": "0" * 1_000}, "threshold", "må højst have 8 tegn"),
        ({"threshold": "\0"}, "threshold", "Null-tegn er ikke tilladte."),
        ({"method": "hare"}, "method", "Marker en gyldig valgmulighed."),
        ({"denominator": "alle"}, "denominator", "Marker en gyldig valgmulighed."),
        ({"denominator": "cast"}, "invalid_votes", "Skal skrives, når der regnes af afgivne"),
        ({"municipalities": "0"}, "municipalities", "større end eller lig 1"),
        ({"municipalities": "100"}, "municipalities", "mindre end eller lig 99"),
        ({"cap_factor": "0"}, "cap_factor", "større end eller lig 1"),
        ({"cap_factor": "10"}, "cap_factor", "mindre end eller lig 9"),
        ({"outside_mayors_in_cap": "måske"}, "outside_mayors_in_cap", "Marker en gyldig"),
        ({"other_mayors": "1"}, "__all__", "4 borgmestre er flere end de 3 kommuner."),
        ({"m0": "99"}, "__all__", "100 borgmestre er flere end de 3 kommuner."),
        ({"ukendt": "1"}, "__all__", "Adressen indeholder noget, siden ikke kender: ukendt."),
        ({"v3": "1"}, "__all__", "Adressen indeholder noget, siden ikke kender: v3."),
        ({"<b>": "1"}, "__all__", "Adressen indeholder noget, siden ikke kender: <b>."),
        (
            {"v0": "0", "v1": "0", "v2": "0", "other_votes": "0"},
            "__all__",
            "Der er ingen stemmer at fordele efter.",
        ),
    ],
)
def test_figure_that_cannot_be_is_refused_in_danish(try_it, changed, field, error):
    response = try_it(**changed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert error in response.context["form"].errors[field][0]
    assert "Tallene passer ikke sammen." in words_of(response)
    assert error in words_of(response)
    assert "<b>" not in response.text


def test_address_with_a_part_of_the_figures_is_refused(client, composition):
    response = client.get(url("composition-try"), {"method": "dhondt"})

    assert response.status_code == 422
    assert "Dette felt er påkrævet." in words_of(response)


@pytest.mark.parametrize("query", ["v0=1&v0=2", "%00=1", "=", "v0[]=1", "x=" + "y" * 5_000])
def test_odd_address_is_refused_and_does_no_harm(client, composition, query):
    assert client.get(f"{url('composition-try')}?{query}").status_code == 422


def test_largest_figures_that_are_taken_are_computed(try_it):
    response = try_it(
        v0="999999999",
        v1="999999999",
        v2="1",
        other_votes="999999999",
        threshold="0",
        municipalities="99",
        cap_factor="9",
        m0="0",
        m1="98",
        invalid_votes="999999999",
    )

    assert response.status_code == 200
    assert seats_of(response)["B"] == (98, 98, 0)


def test_only_reading_is_possible(client, composition):
    assert client.post(url("composition-try"), {"v0": "1"}).status_code == 405


# --- htmx, and the address -----------------------------------------------------------------------


def test_htmx_is_given_the_part_that_changes_alone(browse, member, figures):
    client = browse(member)

    part = client.get(url("composition-try"), figures, **HTMX)
    page = client.get(url("composition-try"), figures)

    assert "<html" not in part.text
    assert "<form" not in part.text
    assert text_of(part) != ""
    assert text_of(part) in text_of(page)
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in page["Vary"]


def test_htmx_is_told_what_is_wrong_with_a_status_that_it_shows(browse, member, figures):
    response = browse(member).get(url("composition-try"), figures | {"v0": "x"}, **HTMX)

    assert response.status_code == 200
    assert text_of(response) == "Tallene passer ikke sammen. Stemmer, Ahorn: Indtast et heltal."


def test_address_alone_gives_a_colleague_the_same_page(browse, member, substitute, figures):
    address = f"{url('composition-try')}?{urlencode(figures | {'v1': '123', 'method': 'dhondt'})}"

    pages = [browse(user).get(address) for user in (member, substitute)]

    assert words_of(pages[0]) == words_of(pages[1])
    assert pages[0].context["form"]["v1"].value() == "123"
    assert pages[0].context["told"].case.method == "dhondt"


def test_trying_writes_nothing(browse, member, figures):
    client = browse(member)
    stored = list(Composition.objects.values())

    with CaptureQueriesContext(connection) as queries:
        client.get(url("composition-try"), figures | {"v0": "5"})
        client.get(url("composition-try"), figures | {"v0": "x"}, **HTMX)

    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []
    assert list(Composition.objects.values()) == stored
