"""Lots: recorded once, told on the page, annulled with a reason."""

import pytest
from django.utils import timezone

from councils.models import AuditEntry
from elections.models import Composition, DrawnLot
from tests.elections.views.pages import (
    DRAWN,
    answer_of,
    errors_of,
    messages_of,
    text_of,
    url,
)

FORM = {**DRAWN, "place_1": "B", "place_2": "A", "place_3": "C"}


def test_page_asks_for_one_list_for_each_place_and_says_what_it_gives(client, stopped):
    response = client.get(url("lot-record", stopped.pk))

    sentence = "Ahorn, Birk og Cypres har den samme kvotient (1.000) og står lige om 2 pladser."
    assert sentence in text_of(response)
    places = response.context["form"].places
    assert [(place.label, place.help_text) for place in places] == [
        ("Trukket som nr. 1", "får en plads"),
        ("Trukket som nr. 2", "får en plads"),
        ("Trukket som nr. 3", "får ingen plads"),
    ]
    assert places[0].field.choices == [("", "Vælg"), ("A", "Ahorn"), ("B", "Birk"), ("C", "Cypres")]
    assert "får ingen plads" in text_of(response)


def test_recorded_lot_finishes_the_computation(client, stopped, secretary):
    response = client.post(url("lot-record", stopped.pk), FORM)

    following = Composition.objects.leading()
    assert answer_of(response) == (302, url("composition-version", following.pk))
    assert messages_of(response) == ["Lodtrækningen er registreret, og beregning nr. 2 er færdig."]
    assert {key: seats[0] for key, seats in following.seats.items()} == {
        "A": 2,
        "B": 2,
        "C": 1,
        "D": 3,
    }
    lot = DrawnLot.objects.get()
    assert (lot.order, lot.seats, lot.drawn_by, lot.witnesses, lot.recorded_by) == (
        ["B", "A", "C"],
        2,
        "Mødelederen",
        "To vidner",
        secretary,
    )


@pytest.mark.parametrize(
    ("changed", "field", "error"),
    [
        ({"place_2": "B"}, "place_2", "Listen er allerede trukket som en tidligere."),
        ({"place_3": "B"}, "place_3", "Listen er allerede trukket som en tidligere."),
        ({"place_1": "D"}, "place_1", "Marker en gyldig valgmulighed. D er ikke"),
        ({"place_1": ""}, "place_1", "Dette felt er påkrævet."),
        ({"drawn_by": " "}, "drawn_by", "Dette felt er påkrævet."),
        ({"witnesses": ""}, "witnesses", "Dette felt er påkrævet."),
        ({"drawn_by": "x" * 101}, "drawn_by", "må højst have 100 tegn"),
        ({"drawn_on": "i går"}, "drawn_on", "Indtast en gyldig dato."),
        ({"drawn_time": "25:00"}, "drawn_time", "Indtast en gyldig tid."),
        ({"drawn_on": "2022-01-13"}, "drawn_on", "Tidspunktet ligger i fremtiden."),
        ({"drawn_on": "0001-01-01"}, "drawn_on", "Lodtrækningen kan ikke ligge før beregningen"),
        (
            {"drawn_time": "11:59"},
            "drawn_on",
            "Lodtrækningen kan ikke ligge før beregningen, 11. januar 2022 kl. 12.00.",
        ),
    ],
)
def test_draw_that_cannot_be_is_refused_at_its_field(client, stopped, changed, field, error):
    before = AuditEntry.objects.count()

    response = client.post(url("lot-record", stopped.pk), FORM | changed)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert error in errors_of(response)[field][0]
    assert (DrawnLot.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_draw_in_the_minute_of_the_computation_is_taken(client, stopped):
    response = client.post(url("lot-record", stopped.pk), FORM | {"drawn_time": "12:00"})

    assert answer_of(response)[0] == 302


def test_draw_sent_twice_is_stored_once(client, stopped):
    answers = [client.post(url("lot-record", stopped.pk), FORM) for _ in range(2)]

    assert answer_of(answers[1]) == (302, url("composition-version", stopped.pk))
    assert "Der er allerede registreret en lodtrækning; den gælder." in messages_of(answers[1])
    assert (DrawnLot.objects.count(), Composition.objects.count()) == (1, 2)


def test_another_order_sent_later_does_not_count(client, stopped):
    client.post(url("lot-record", stopped.pk), FORM)
    client.post(url("lot-record", stopped.pk), FORM | {"place_1": "C", "place_3": "B"})

    assert DrawnLot.objects.get().order == ["B", "A", "C"]


def test_draw_for_figures_that_are_no_longer_the_newest_is_refused(
    client, council, stopped, compute
):
    council.vote_sources.update(cast_votes=5_000)
    newest = compute()

    response = client.post(url("lot-record", stopped.pk), FORM)

    assert answer_of(response) == (302, url("composition"))
    (message,) = messages_of(response)
    assert message == (
        "Der er en nyere beregning, eller grundlaget er ændret siden. Beregn igen, og træk kun lod "
        "for den beregning, der gælder."
    )
    assert not DrawnLot.objects.exists()
    assert Composition.objects.leading() == newest


def test_computation_that_waits_for_nothing_asks_for_no_lot(client, composition):
    answers = [
        client.get(url("lot-record", composition.pk)),
        client.post(url("lot-record", composition.pk), FORM),
    ]

    assert [answer_of(a) for a in answers] == [
        (302, url("composition-version", composition.pk))
    ] * 2
    assert "Beregningen venter ikke på en lodtrækning." in messages_of(answers[0])
    assert not DrawnLot.objects.exists()


# --- Annulling -----------------------------------------------------------------------------------


@pytest.fixture
def lot(drawn) -> DrawnLot:
    return DrawnLot.objects.get()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_annulling_needs_a_reason(client, lot, reason):
    response = client.post(url("lot-annul", lot.pk), {"reason": reason})

    assert (response.status_code, list(errors_of(response))) == (422, ["reason"])
    assert DrawnLot.objects.get().annulled_at is None


def test_annulled_lot_stays_to_be_seen_and_lots_can_be_drawn_anew(
    client, lot, stopped, drawn, secretary
):
    response = client.post(url("lot-annul", lot.pk), {"reason": "To sedler klæbede"})

    assert answer_of(response) == (302, url("composition-version", stopped.pk))
    page = client.get(response["Location"])
    annulled_at = timezone.localtime(DrawnLot.objects.get().annulled_at)
    assert (
        f"Annulleret 12. januar 2022 kl. {annulled_at:%H.%M} af {secretary}: To sedler klæbede "
        "Trukket 11. januar 2022 kl. 12.00 af Mødelederen om 2 pladser."
    ) in text_of(page)
    assert url("lot-record", stopped.pk) in page.text
    assert url("lot-annul", lot.pk) not in page.text
    drawn.refresh_from_db()
    assert drawn.is_void
    assert Composition.objects.leading() == stopped

    again = client.post(url("lot-record", stopped.pk), FORM)

    assert answer_of(again)[0] == 302
    assert Composition.objects.leading().seats["B"][0] == 2
    assert DrawnLot.objects.count() == 2


def test_lot_is_annulled_once(client, lot):
    client.post(url("lot-annul", lot.pk), {"reason": "Først"})

    response = client.post(url("lot-annul", lot.pk), {"reason": "Så"})

    assert "Lodtrækningen er allerede annulleret." in messages_of(response)
    assert DrawnLot.objects.get().annulled_because == "Først"
