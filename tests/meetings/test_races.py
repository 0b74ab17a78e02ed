"""Two acts whose steps come between each other: the files and the pool that several agendas share.

On PostgreSQL they really do; SQLite lets one wait for the other, and must end the same way.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from meetings import actions
from meetings.models import AttachmentVersion, StoredFile
from tests.factories import AgendaItemFactory, MeetingFactory
from tests.meetings.conftest import pdf

pytestmark = pytest.mark.django_db(transaction=True)

LONG = 3  # seconds that one waits at most for the other, which may be waiting for its lock


@pytest.fixture
def elsewhere(agenda, council, term, secretary):
    """An item of another meeting of the council."""
    meeting = MeetingFactory(council=council, term=term)
    return AgendaItemFactory(meeting=meeting, changed_by=secretary)


def interleaved(first, second) -> list:
    """Runs `first` in a transaction that stays open until `second` is done or waits for it, and
    tells what each returned or raised."""
    began, done = threading.Event(), threading.Event()

    def run_first():
        with transaction.atomic():
            result = first()
            began.set()
            done.wait(LONG)
        return result

    def run_second():
        began.wait(LONG)
        result = second()
        done.set()
        return result

    def guarded(act):
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(guarded, (run_first, run_second)))


def errors(results: list) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def every_file_is_there() -> bool:
    return {version.file_id for version in AttachmentVersion.objects.all()} == {
        file.pk for file in StoredFile.objects.all()
    }


@pytest.mark.parametrize("is_removed_first", [True, False])
def test_upload_of_the_bytes_that_are_just_being_deleted_elsewhere_succeeds(
    agenda, elsewhere, secretary, attach, is_removed_first
):
    doomed = attach(agenda.chair)
    facts = {"title": "Notat", "file_name": "n.pdf", "data": pdf("notat"), "is_open": True}

    def remove():
        actions.remove_attachment(doomed, by=secretary, version=1)

    def upload():
        actions.attach_file(elsewhere, by=secretary, **facts)

    results = interleaved(*((remove, upload) if is_removed_first else (upload, remove)))

    assert errors(results) == []
    assert elsewhere.attachments.get().current.content == pdf("notat")
    assert every_file_is_there()


def test_copy_of_an_item_whose_file_is_just_being_deleted_is_refused_or_whole(
    agenda, elsewhere, secretary, attach
):
    doomed = attach(agenda.chair)

    results = interleaved(
        lambda: actions.remove_attachment(doomed, by=secretary, version=1),
        lambda: actions.copy_item(
            agenda.chair, by=secretary, to=elsewhere.meeting, with_attachments=True
        ),
    )

    assert {type(error) for error in errors(results)} <= {actions.AgendaHasChanged}
    assert every_file_is_there()


@pytest.mark.parametrize("is_moved_first", [True, False])
def test_nobody_waits_in_a_circle_when_one_moves_to_the_pool_and_one_saves(
    agenda, council, secretary, is_moved_first
):
    actions.open_pool(council, by=secretary)

    def move():
        pool = actions.open_pool(council, by=secretary)
        return actions.transfer_item(agenda.other_business, by=secretary, to=pool, version=1)

    def save():
        return actions.save_item(agenda.chair, by=secretary, version=1, title="Mit")

    results = interleaved(*((move, save) if is_moved_first else (save, move)))

    assert errors(results) == []
    agenda.chair.refresh_from_db()
    agenda.other_business.refresh_from_db()
    assert agenda.chair.title == "Mit"
    assert agenda.other_business.meeting.is_pool
