"""Secretaries at the same time, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection

from councils import audit
from councils.models import AuditEntry
from meetings import actions, documents
from meetings.models import Meeting
from tests import races
from tests.meetings.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 15  # seconds until a test fails that would wait for ever


@pytest.fixture
def at_once():
    """Runs all functions at the same moment, each in its thread: `at_once(f, g)`."""
    return races.at_once


def test_one_save_wins_and_seven_get_a_conflict_when_eight_secretaries_save_one_item(
    agenda, secretary, at_once
):
    def save(number: int) -> Callable:
        return lambda: actions.save_item(
            agenda.chair, by=secretary, version=1, title=f"Tekst {number}"
        )

    results = at_once(*(save(number) for number in range(8)))

    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["AgendaItem", *["Conflict"] * 7]
    [winner] = [result for result in results if not isinstance(result, actions.Conflict)]
    agenda.chair.refresh_from_db()
    assert (agenda.chair.title, agenda.chair.version) == (winner.title, 2)
    assert AuditEntry.objects.count() == 1


def test_one_autosave_wins_and_its_history_is_whole_when_eight_windows_save_one_item(
    agenda, secretary, at_once
):
    def save(number: int) -> Callable:
        action = actions.autosave_item if number % 2 else actions.save_item
        return lambda: action(agenda.chair, by=secretary, version=1, title=f"Tekst {number}")

    results = at_once(*(save(number) for number in range(8)))

    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["AgendaItem", *["Conflict"] * 7]
    agenda.chair.refresh_from_db()
    versions = agenda.chair.versions.order_by("number").values_list("number", "title")
    assert list(versions) == [(1, "Formandskab"), (2, agenda.chair.title)]


def test_lost_answer_costs_nothing_when_the_same_autosave_arrives_eight_times(
    agenda, secretary, at_once
):
    def save():
        return actions.autosave_item(agenda.chair, by=secretary, version=1, title="Min tekst")

    results = at_once(*[save] * 8)

    assert [result.version for result in results] == [2] * 8
    assert agenda.chair.versions.count() == 2


def test_presence_is_one_row_when_eight_windows_tell_it(agenda, secretary, at_once):
    def tell():
        return actions.note_presence(agenda.chair, by=secretary, at=NOON)

    results = at_once(*[tell] * 8)

    assert results == [[]] * 8
    assert agenda.chair.presences.count() == 1


def test_every_item_gets_a_place_of_its_own_when_eight_secretaries_add_one(
    meeting, secretary, at_once
):
    def add(number: int) -> Callable:
        return lambda: actions.add_item(meeting, by=secretary, title=f"Punkt {number}")

    results = at_once(*(add(number) for number in range(8)))

    assert {type(result).__name__ for result in results} == {"AgendaItem"}
    assert sorted(meeting.items.values_list("position", flat=True)) == list(range(8))


def test_agenda_goes_out_once_when_two_secretaries_publish_it(
    agenda, secretary, quick_printer, at_once
):
    def publish():
        return actions.publish_agenda(agenda.meeting, by=secretary, at=NOON, despite="Prøve")

    results = at_once(publish, publish)

    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == ["AgendaIsPublished", "AgendaPublication"]
    assert agenda.meeting.publications.count() == 1


# --- Publishing while somebody writes ------------------------------------------------------------


def in_thread(function: Callable) -> Future:
    def run():
        try:
            return function()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    future = pool.submit(run)
    pool.shutdown(wait=False)
    return future


def published_lines(meeting: Meeting) -> list[str]:
    return bytes(meeting.publications.get().pdf).decode().splitlines()


def stored_lines(meeting: Meeting) -> list[str]:
    return ["udgave 1", *sorted(f"{i.number} {i.title}" for i in meeting.items.all())]


@pytest.fixture
def halfway(monkeypatch):
    """Stops a function in the middle: `reached, resume = halfway(module, "name")`, two events."""

    def stop(module, name: str) -> tuple[threading.Event, threading.Event]:
        reached, resume = threading.Event(), threading.Event()
        original = getattr(module, name)

        def stopping(*args, **kwargs):
            result = original(*args, **kwargs)
            if not reached.is_set():
                reached.set()
                assert resume.wait(PATIENCE)
            return result

        monkeypatch.setattr(module, name, stopping)
        return reached, resume

    return stop


def test_save_is_refused_and_the_paper_is_right_when_the_agenda_is_just_being_printed(
    agenda, secretary, quick_printer, halfway
):
    printed, go_on = halfway(documents, "agenda_pdf")
    publishing = in_thread(
        lambda: actions.publish_agenda(agenda.meeting, by=secretary, at=NOON, despite="Prøve")
    )
    assert printed.wait(PATIENCE)

    saving = in_thread(
        lambda: actions.save_item(agenda.chair, by=secretary, version=1, title="For sent")
    )
    with pytest.raises(TimeoutError):  # it waits for the publication
        saving.result(0.5)
    go_on.set()

    publishing.result(PATIENCE)
    with pytest.raises(actions.AgendaIsPublished):
        saving.result(PATIENCE)
    assert published_lines(agenda.meeting) == stored_lines(agenda.meeting)
    assert "1.2 Formandskab" in published_lines(agenda.meeting)


def test_paper_has_the_new_text_when_somebody_was_just_saving(
    agenda, secretary, quick_printer, halfway
):
    written, go_on = halfway(audit, "record")
    saving = in_thread(
        lambda: actions.save_item(agenda.chair, by=secretary, version=1, title="Lige i tide")
    )
    assert written.wait(PATIENCE)

    publishing = in_thread(
        lambda: actions.publish_agenda(agenda.meeting, by=secretary, at=NOON, despite="Prøve")
    )
    with pytest.raises(TimeoutError):  # it waits for the text
        publishing.result(0.5)
    go_on.set()

    saving.result(PATIENCE)
    publishing.result(PATIENCE)
    assert published_lines(agenda.meeting) == stored_lines(agenda.meeting)
    assert "1.2 Lige i tide" in published_lines(agenda.meeting)
