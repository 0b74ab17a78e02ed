"""What an item said: every text that was saved is kept, and can be taken back."""

import datetime
import importlib

import pytest
from django.apps import apps

from councils.models import AuditEntry
from kkr_portal import clock
from meetings import actions
from meetings.models import AgendaItem, AgendaItemVersion, ItemPresence
from tests.factories import UserFactory
from tests.meetings.conftest import NOON

MINUTE = datetime.timedelta(minutes=1)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock: `at(NOON)`."""

    def set_clock(moment: datetime.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NOON)
    return set_clock


@pytest.fixture
def item(at, meeting, secretary) -> AgendaItem:
    """Added at noon."""
    return actions.add_item(meeting, by=secretary, title="Budget", background="<p>et</p>")


def write(item: AgendaItem, text: str, *, by, save=actions.autosave_item) -> AgendaItem:
    """Saves another background, as somebody who has the newest version on the screen."""
    version = AgendaItem.objects.get(pk=item.pk).version
    result = save(item, by=by, version=version, **{**item.content, "background": f"<p>{text}</p>"})
    assert isinstance(result, AgendaItem)
    return result


def texts(item: AgendaItem) -> list[tuple[int, str, bool]]:
    versions = item.versions.order_by("number")
    return [(v.number, v.background, v.is_autosave) for v in versions]


FIRST = (1, "<p>et</p>", False)


def test_added_item_has_its_first_version(item, secretary):
    assert texts(item) == [FIRST]
    version = item.versions.get()
    assert (version.content, version.saved_by, version.saved_at) == (item.content, secretary, NOON)


def test_each_save_is_a_version_with_its_time_and_person(item, secretary, at):
    colleague = UserFactory()
    at(NOON + MINUTE)
    write(item, "to", by=secretary, save=actions.save_item)
    at(NOON + 2 * MINUTE)
    write(item, "tre", by=colleague, save=actions.save_item)

    assert texts(item) == [FIRST, (2, "<p>to</p>", False), (3, "<p>tre</p>", False)]
    assert list(item.versions.values_list("saved_at", "saved_by")) == [
        (NOON + 2 * MINUTE, colleague.pk),
        (NOON + MINUTE, secretary.pk),
        (NOON, secretary.pk),
    ]


def test_autosaves_within_ten_minutes_are_one_version_the_latest(item, secretary, at):
    for seconds, text in [(3, "to"), (300, "tre"), (602, "fire")]:
        at(NOON + seconds * SECOND)
        write(item, text, by=secretary)

    assert texts(item) == [FIRST, (2, "<p>fire</p>", True)]
    version = item.versions.get(number=2)
    assert (version.begun_at, version.saved_at) == (NOON + 3 * SECOND, NOON + 602 * SECOND)


def test_autosave_begins_another_version_after_ten_minutes(item, secretary, at):
    write(item, "to", by=secretary)
    at(NOON + 10 * MINUTE)
    write(item, "tre", by=secretary)

    assert texts(item) == [FIRST, (2, "<p>to</p>", True), (3, "<p>tre</p>", True)]


def test_autosave_begins_another_version_when_a_colleague_wrote_before(item, secretary):
    colleague = UserFactory()
    for text, by in [("to", secretary), ("tre", colleague), ("fire", secretary)]:
        write(item, text, by=by)

    assert [number for number, _, _ in texts(item)] == [1, 2, 3, 4]


def test_autosave_never_changes_what_somebody_saved(item, secretary):
    write(item, "to", by=secretary, save=actions.save_item)
    write(item, "tre", by=secretary)

    assert texts(item) == [FIRST, (2, "<p>to</p>", False), (3, "<p>tre</p>", True)]


def test_autosave_becomes_a_version_of_its_own_when_its_writer_saves_the_same(item, secretary):
    write(item, "to", by=secretary)
    write(item, "to", by=secretary, save=actions.save_item)
    write(item, "tre", by=secretary)

    assert texts(item) == [FIRST, (2, "<p>to</p>", False), (3, "<p>tre</p>", True)]


def test_autosave_without_a_change_stores_nothing(item, secretary, everything):
    before = everything()

    write(item, "et", by=secretary)

    assert everything() == before


def test_one_audit_entry_stands_for_the_autosaves_of_one_version(item, secretary, at):
    AuditEntry.objects.all().delete()
    for minutes, text in [(0, "to"), (5, "tre"), (11, "fire")]:
        at(NOON + minutes * MINUTE)
        write(item, text, by=secretary)

    assert (
        list(AuditEntry.objects.values_list("action", "summary"))
        == [("autosave_item", "Skrev i punktet »Budget« (gemt automatisk)")] * 2
    )


def test_autosave_sanitises_the_text(item, secretary):
    write(item, "to<script>x()</script>", by=secretary)

    assert texts(item)[1:] == [(2, "<p>to</p>", True)]


@pytest.mark.parametrize("save", [actions.save_item, actions.autosave_item])
def test_stale_text_is_a_conflict_and_stores_nothing(item, secretary, everything, save):
    write(item, "to", by=secretary)
    before = everything()

    result = save(item, by=secretary, version=1, background="<p>tre</p>")

    assert isinstance(result, actions.Conflict)
    assert result.stored.background == "<p>to</p>"
    assert everything() == before


@pytest.mark.parametrize("save", [actions.save_item, actions.autosave_item])
def test_stale_text_is_no_conflict_when_the_same_is_stored(item, secretary, everything, save):
    write(item, "to", by=secretary)
    before = everything()

    result = save(item, by=secretary, version=1, background="<p>to</p>")

    assert (result.version, result.background) == (2, "<p>to</p>")
    assert everything() == before


def test_item_without_a_history_gets_its_present_text_first(agenda, secretary):
    item = agenda.chair
    assert texts(item) == []

    write(item, "to", by=secretary)

    first, second = item.versions.order_by("number")
    assert (first.background, first.saved_by, first.saved_at) == ("", secretary, item.changed_at)
    assert second.background == "<p>to</p>"


def test_migration_makes_what_each_item_says_its_first_version(agenda, item, secretary):
    migration = importlib.import_module("meetings.migrations.0004_first_versions")

    migration.keep_first_versions(apps, None)

    assert AgendaItemVersion.objects.count() == AgendaItem.objects.count() == 5
    for stored in AgendaItem.objects.all():
        version = stored.versions.get()
        assert (version.number, version.content) == (1, stored.content)
        assert (version.saved_at, version.saved_by) == (stored.changed_at, stored.changed_by)


def test_migration_keeps_the_versions_of_more_items_than_fit_into_one_batch(agenda, monkeypatch):
    migration = importlib.import_module("meetings.migrations.0004_first_versions")
    monkeypatch.setattr(migration, "BATCH", 3)

    migration.keep_first_versions(apps, None)

    assert AgendaItemVersion.objects.count() == 4


# --- Taking a text back --------------------------------------------------------------------------


def test_restore_saves_the_old_text_as_a_new_version(item, secretary, at):
    write(item, "to", by=secretary, save=actions.save_item)
    colleague, kept = UserFactory(), item.versions.get(number=1)
    at(NOON + MINUTE)

    restored = actions.restore_version(kept, by=colleague, version=2)

    assert (restored.background, restored.version) == ("<p>et</p>", 3)
    assert (restored.changed_by, restored.changed_at) == (colleague, NOON + MINUTE)
    assert [number for number, _, _ in texts(item)] == [1, 2, 3]
    newest = item.versions.get(number=3)
    assert (newest.content, newest.restored_from) == (kept.content, kept)
    assert AuditEntry.objects.latest("pk").summary == "Gendannede version 1 af punktet »Budget«"


def test_restore_is_refused_when_the_item_was_changed_meanwhile(item, secretary, everything):
    write(item, "to", by=secretary)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.restore_version(item.versions.get(number=1), by=secretary, version=1)

    assert everything() == before


def test_autosave_after_a_restore_is_another_version(item, secretary):
    write(item, "to", by=secretary, save=actions.save_item)
    actions.restore_version(item.versions.get(number=1), by=secretary, version=2)

    write(item, "fire", by=secretary)

    assert [number for number, _, _ in texts(item)] == [1, 2, 3, 4]


def test_history_goes_with_its_item(item, secretary):
    write(item, "to", by=secretary, save=actions.save_item)
    actions.restore_version(item.versions.get(number=1), by=secretary, version=2)

    actions.delete_item(item, by=secretary, version=3)

    assert AgendaItemVersion.objects.count() == 0


# --- Who has an item open ------------------------------------------------------------------------


def test_presence_names_the_others_who_were_there_in_the_last_45_seconds(agenda, secretary):
    item, other_item = agenda.chair, agenda.main
    anne, bo, carl = (UserFactory(name=name) for name in ("Anne", "Bo", "Carl"))
    actions.note_presence(item, by=bo, at=NOON)
    actions.note_presence(item, by=anne, at=NOON + SECOND)
    actions.note_presence(other_item, by=carl, at=NOON + 2 * SECOND)

    def others(seconds: int) -> list[str]:
        return actions.note_presence(item, by=secretary, at=NOON + seconds * SECOND)

    assert others(3) == ["Anne", "Bo"]
    assert others(45) == ["Anne", "Bo"]
    assert others(46) == ["Anne"]
    assert others(47) == []


def test_presence_is_one_row_each_and_forgotten_when_it_is_old(agenda, secretary):
    colleague = UserFactory()
    actions.note_presence(agenda.main, by=colleague, at=NOON)
    for seconds in (0, 15, 46):
        actions.note_presence(agenda.chair, by=secretary, at=NOON + seconds * SECOND)

    presence = ItemPresence.objects.get()
    assert (presence.user, presence.seen_at) == (secretary, NOON + 46 * SECOND)


def test_presence_from_the_evening_is_forgotten_when_the_demonstrations_day_begins_again(
    agenda, secretary
):
    actions.note_presence(agenda.chair, by=UserFactory(), at=NOON)

    assert actions.note_presence(agenda.chair, by=secretary, at=NOON - 60 * MINUTE) == []
    assert ItemPresence.objects.count() == 1


def test_presence_is_no_act_and_leaves_no_audit_entry(agenda, secretary):
    actions.note_presence(agenda.chair, by=secretary, at=NOON)

    assert AuditEntry.objects.count() == 0
