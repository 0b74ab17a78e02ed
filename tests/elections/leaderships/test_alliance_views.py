"""Alliances on the pages: registered, withdrawn, decided on."""

import pytest

from elections.models import AllianceNotice
from tests.elections.leaderships.things import (
    a_notice,
    messages_of,
    text_of,
    url,
)


@pytest.fixture
def notify(browse, secretary, meeting, composition, lists):
    def notify(letters, **data):
        good = {
            "lists": [lists[letter].pk for letter in letters],
            "notified_by": "Gruppen",
            "received_on": "2022-01-12",
            "received_time": "00:00",
        }
        return browse(secretary).post(url("alliance-create"), good | data, follow=True)

    return notify


def test_notice_that_stands_is_registered(notify):
    response = notify("VC")

    assert messages_of(response) == ["Valgforbundet er registreret."]
    assert AllianceNotice.objects.get().state == "received"


def test_notice_that_does_not_stand_is_registered_with_the_reason(notify):
    response = notify("VK")

    reason = "Kristne (K) deltager ikke i valget: listen er under spærregrænsen."
    assert messages_of(response) == [f"Valgforbundet er registreret og afvist. {reason}"]
    assert AllianceNotice.objects.get().state == "rejected"


def test_one_list_or_a_time_to_come_is_an_error_of_the_form(notify):
    one = notify("V")
    future = notify("VC", received_on="2022-01-13")

    assert (one.status_code, future.status_code) == (422, 422)
    assert "Et valgforbund har mindst to lister." in text_of(one)
    assert "Tidspunktet ligger i fremtiden." in text_of(future)
    assert not AllianceNotice.objects.exists()


def test_notice_waits_for_meeting_and_composition(browse, council, term, lists, secretary):
    response = browse(secretary).get(url("alliance-create"), follow=True)

    assert messages_of(response) == [
        "Opret først det konstituerende møde, og beregn sammensætningen."
    ]


def test_decision_on_what_the_page_did_not_show_is_asked_again(
    browse, meeting, items, composition, secretary
):
    shown = a_notice(meeting, secretary, "VC")
    a_notice(meeting, secretary, "AF")
    data = {"item": items["alliances"].pk, "approved": [shown.pk], "shown": str(shown.pk)}

    response = browse(secretary).post(url("alliances-decide"), data, follow=True)

    assert messages_of(response) == ["Valgforbundene er ændret i mellemtiden. Se dem igennem igen."]
    assert set(AllianceNotice.objects.values_list("state", flat=True)) == {"received"}


def test_alliance_is_withdrawn_once(browse, meeting, composition, secretary):
    page = url("alliance-withdraw", a_notice(meeting, secretary, "VC").pk)
    client = browse(secretary)

    first = client.post(page, {"reason": "Uenige"}, follow=True)
    second = client.post(page, {"reason": "Igen"}, follow=True)

    assert messages_of(first) == ["Valgforbundet er trukket tilbage."]
    assert messages_of(second) == ["Valgforbundet er allerede afgjort eller trukket tilbage."]
    assert AllianceNotice.objects.get().reason == "Uenige"
