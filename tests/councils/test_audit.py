"""The log of what was done: written for each act, read by the own secretariat only."""

import datetime

import pytest
from django.utils import timezone

from councils import audit
from councils.models import AuditEntry
from tests.factories import TODAY, SecretariatMemberFactory, UserFactory

LOG = "/kkr/midtjylland/haendelser/"


def test_entry_says_who_did_what_to_which_thing(council, secretary):
    audit.record("publish", council, "Offentliggjorde " + "x" * 400, by=secretary, council=council)

    entry = AuditEntry.objects.get()
    assert (entry.by, entry.council, entry.action) == (secretary, council, "publish")
    assert entry.thing == f"councils.council:{council.pk}"
    assert entry.summary == "Offentliggjorde " + "x" * 284  # the column holds 300
    assert timezone.localdate(entry.at) == TODAY


def log_entries(council, user, number: int) -> None:
    for n in range(number):
        audit.record("publish", council, f"Hændelse {n + 1}", by=user, council=council)


def summaries(response) -> list[str]:
    return [entry.summary for entry in response.context["page"]]


def test_log_shows_what_was_done_in_the_own_council_the_latest_first(
    browse, council, other_council, secretary, stranger
):
    log_entries(council, secretary, 2)
    audit.record("publish", other_council, "Ikke for dem", by=stranger, council=other_council)
    audit.record("create_account", stranger, "Oprettede en konto", by=None)
    audit.record("load", council, "Indlæste data", by=None, council=council)

    response = browse(secretary).get(LOG)
    assert [(f"{entry.by}", entry.summary) for entry in response.context["page"]] == [
        ("None", "Indlæste data"),
        ("Sekretær Midt", "Hændelse 2"),
        ("Sekretær Midt", "Hændelse 1"),
    ]
    assert "Driften</td><td>Indlæste data</td>" in response.content.decode()


def test_log_is_hidden_from_everybody_else(browse, council, secretary, stranger, member):
    log_entries(council, secretary, 1)

    assert [browse(user).get(LOG).status_code for user in (secretary, stranger, member)] == [
        200,
        404,
        404,
    ]
    assert browse().get(LOG).headers["Location"] == f"/konto/log-ind/?next={LOG}"


def test_log_of_a_secretary_who_stopped_yesterday_is_hidden(browse, council):
    yesterday = TODAY - datetime.timedelta(days=1)
    user = SecretariatMemberFactory(council=council, ends_on=yesterday).user

    assert browse(user).get(LOG).status_code == 404


def test_log_has_pages_of_25(browse, council, secretary):
    log_entries(council, secretary, 26)

    first, second = (browse(secretary).get(LOG, {"side": side}) for side in (1, 2))
    assert summaries(first) == [f"Hændelse {n}" for n in range(26, 1, -1)]
    assert summaries(second) == ["Hændelse 1"]
    assert ("?side=2" in first.content.decode(), "?side=1" in second.content.decode()) == (
        True,
        True,
    )


@pytest.mark.parametrize("side", ["0", "2", "-1", "", "to", "1.5", "²", "9" * 30, "9" * 5000])
def test_log_page_that_does_not_exist_is_not_found(browse, council, secretary, side):
    log_entries(council, secretary, 1)

    response = browse(secretary).get(LOG, {"side": side})
    assert response.status_code == 404
    assert "Vi kan ikke finde siden" in response.content.decode()


def test_log_of_a_quiet_council_says_so(browse, council, secretary):
    assert "Der er ikke sket noget endnu." in browse(secretary).get(LOG).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_log_costs_the_same_for_one_row_and_for_three(
    browse, council, secretary, django_assert_num_queries, rows
):
    for _ in range(rows):
        log_entries(council, UserFactory(), 1)
    client = browse(secretary)

    with django_assert_num_queries(6):
        response = client.get(LOG)
    assert len(summaries(response)) == rows
