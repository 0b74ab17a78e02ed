"""The election on the pages: computed, lots recorded, persons named."""

import datetime

import pytest

from councils.models import Leadership
from elections.models import DrawnLot, LeadershipElection
from kkr_portal import clock
from tests.elections.leaderships.things import (
    NAMES,
    a_composition,
    a_notice,
    at,
    messages_of,
    text_of,
    url,
)
from tests.factories import LeadershipFactory


def test_election_that_cannot_be_computed_says_why(
    browse, meeting, composition, council, term, secretary
):
    a_notice(meeting, secretary, "CF")
    a_composition(council, term, {"A": 60, "V": 30, "C": 9, "F": 1})

    response = browse(secretary).post(url("leadership-compute"), follow=True)

    assert " ".join(messages_of(response)) == (
        "SF (F) er med i et valgforbund, men deltager ikke i den seneste sammensætning. Træk "
        "valgforbundet tilbage, eller ret mødets beslutning."
    )


def test_tie_is_shown_and_asks_for_lots(browse, tied, secretary, member):
    served, read = browse(secretary).get(url("leadership")), browse(member).get(url("leadership"))

    sentence = (
        f"A {NAMES['A']} og V {NAMES['V']} står lige om formandsposten og næstformandsposten: de "
        "har den samme kvotient, 40."
    )
    assert sentence in text_of(read)
    assert url("leadership-lot", 1) in served.content.decode()
    assert url("leadership-lot", 1) not in read.content.decode()


@pytest.fixture
def lot_data(tied):
    drawn = at("2022-01-12 23:59")
    return {
        "place_1": "V",
        "place_2": "A",
        "drawn_by": "Mødelederen",
        "witnesses": "To tilforordnede",
        "drawn_on": f"{drawn:%Y-%m-%d}",
        "drawn_time": f"{drawn:%H:%M}",
    }


@pytest.fixture
def late_evening(monkeypatch):
    """One minute to midnight, so that lots drawn today are drawn after the computation."""
    monkeypatch.setattr(clock, "now", lambda: at("2022-01-12 23:59"))


def test_lots_are_recorded_once(browse, lot_data, late_evening, secretary):
    client = browse(secretary)

    first = client.post(url("leadership-lot", 1), lot_data, follow=True)
    second = client.post(
        url("leadership-lot", 1), lot_data | {"place_1": "A", "place_2": "V"}, follow=True
    )

    assert messages_of(first) == ["Lodtrækningen er registreret. Valget er gemt som nr. 2."]
    assert messages_of(second) == ["Der er allerede registreret en lodtrækning; den gælder."]
    assert [lot.order for lot in DrawnLot.objects.all()] == [["V", "A"]]
    text = text_of(client.get(url("leadership")))
    assert f"V {NAMES['V']} får formandsposten ved lodtrækning." in text
    assert "Vidner: To tilforordnede. Rækkefølge: 1. V, 2. A." in text


def test_lots_for_an_election_that_was_replaced_are_refused(
    browse, lot_data, late_evening, secretary, compute
):
    compute()

    response = browse(secretary).post(url("leadership-lot", 1), lot_data, follow=True)

    assert " ".join(messages_of(response)) == (
        "Valget er ændret i mellemtiden, eller mødet har ikke godkendt valgforbundene. Beregn det "
        "igen, når det er klart, og træk så lod."
    )
    assert not DrawnLot.objects.exists()


@pytest.mark.parametrize(("drawn_time", "status"), [("12:10", 302), ("12:00", 302), ("11:59", 422)])
def test_lots_lie_after_the_same_figures_were_first_computed(
    browse, lot_data, compute, secretary, monkeypatch, drawn_time, status
):
    LeadershipElection.objects.update(computed_at=at("2022-01-12 12:00"))
    monkeypatch.setattr(clock, "now", lambda: at("2022-01-12 12:30"))
    compute()

    response = browse(secretary).post(
        url("leadership-lot", 2), lot_data | {"drawn_time": drawn_time}
    )

    assert response.status_code == status


def test_lots_are_annulled_with_a_reason(browse, lot_data, late_evening, secretary):
    client = browse(secretary)
    client.post(url("leadership-lot", 1), lot_data)
    page = url("leadership-lot-annul", DrawnLot.objects.get().pk)

    without = client.post(page, {"reason": ""})
    done = client.post(page, {"reason": "Forkert liste"}, follow=True)
    again = client.post(page, {"reason": "Igen"}, follow=True)

    assert without.status_code == 422
    assert messages_of(done) == ["Lodtrækningen er annulleret. Nu kan der trækkes på ny."]
    assert messages_of(again) == ["Lodtrækningen er allerede annulleret."]
    assert "Lodtrækning er nødvendig" in text_of(done)
    void = text_of(client.get(url("leadership-version", 2)))
    assert "som ikke længere gælder, fordi en lodtrækning er annulleret" in void


def test_lots_are_not_annulled_on_the_page_while_persons_stand(
    browse, lot_data, late_evening, secretary, leaders, items
):
    client = browse(secretary)
    client.post(url("leadership-lot", 1), lot_data, follow=True)
    people = {"chair": leaders["V"].pk, "vice_chair": leaders["A"].pk, "item": items["election"].pk}
    client.post(url("leadership-name", 2), people, follow=True)
    page = url("leadership-lot-annul", DrawnLot.objects.get().pk)

    response = client.post(page, {"reason": "Forkert liste"}, follow=True)

    advice = "Tag først registreringen af personerne tilbage."
    assert messages_of(response) == [f"Formandskabet er registreret efter lodtrækningen. {advice}"]
    assert DrawnLot.objects.get().annulled_at is None


# --- Persons -------------------------------------------------------------------------------------


@pytest.fixture
def name(browse, secretary, composition, compute, leaders, items):
    compute()

    def name(client=None, **data):
        good = {
            "chair": leaders["A"].pk,
            "vice_chair": leaders["V"].pk,
            "item": items["election"].pk,
        }
        return browse(secretary).post(url("leadership-name", 1), good | data, follow=True)

    return name


def test_leaders_are_named_on_the_page_and_in_the_directory(name, leaders):
    response = name()

    assert messages_of(response) == ["Formandskabet er registreret, også i Blå Bog."]
    text = text_of(response)
    assert "Formand Eksempel Anna A Socialdemokratiet" in text
    assert "Næstformand Eksempel Viggo V Venstre" in text
    assert "under punktet »Valg af formand og næstformand«" in text
    assert Leadership.objects.get(role="chair").membership == leaders["A"]


def test_leaders_are_named_once(name):
    name()

    assert messages_of(name()) == [
        "Valget er ændret i mellemtiden. Her ser du, hvordan det står nu."
    ]
    assert Leadership.objects.count() == 2


def test_post_that_is_taken_is_an_error_at_its_field(name, leaders):
    LeadershipFactory(
        membership=leaders["F"], role="vice_chair", starts_on=datetime.date(2022, 1, 19)
    )

    response = name()

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "vice_chair": ["Posten er i Blå Bog allerede givet til Eksempel Frida fra 19. januar 2022."]
    }


def test_post_that_is_taken_is_replaced_when_that_is_ticked(name, leaders):
    question = "Det, der står i Blå Bog fra den dag, er en fejl og skal erstattes"
    LeadershipFactory(
        membership=leaders["F"], role="vice_chair", starts_on=datetime.date(2022, 1, 19)
    )

    refused, done = name(replace=""), name(replace="on")

    assert question in text_of(refused)
    assert messages_of(done) == ["Formandskabet er registreret, også i Blå Bog."]
    assert Leadership.objects.get(role="vice_chair").membership == leaders["V"]


@pytest.mark.parametrize(("page", "numbers"), [("leadership-name", [1]), ("leadership-unison", [])])
def test_page_asks_about_no_mistake_before_there_is_one(name, browse, secretary, page, numbers):
    text = text_of(browse(secretary).get(url(page, *numbers)))

    assert "skal erstattes" not in text


def test_election_in_unison_is_shown_without_steps(browse, secretary, composition, items, leaders):
    data = {
        "chair": leaders["F"].pk,
        "vice_chair": leaders["C"].pk,
        "item": items["election"].pk,
        "note": "Alle var enige.",
    }

    response = browse(secretary).post(url("leadership-unison"), data, follow=True)

    text = text_of(response)
    assert "Formand Eksempel Frida F" in text
    assert "Alle var enige." in text
    assert "valgt i enighed" in text
    assert "Kvotient" not in text
