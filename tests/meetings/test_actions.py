"""What a secretary does: kept whole or not at all, and always with a name beside it."""

import datetime
import inspect
from types import SimpleNamespace

import pytest

from councils import audit
from councils.models import AuditEntry
from meetings import actions, attendances, documents, readable
from meetings.attendances import Entry
from meetings.models import AgendaItem, Meeting
from tests.factories import AgendaItemFactory, MeetingFactory, MembershipFactory
from tests.meetings.conftest import NOON, pdf
from tests.meetings.pages import shown_pairs

DAY = datetime.timedelta(days=1)


def _new_meeting(s):
    moments = {"starts_at": NOON + DAY, "ends_at": NOON + 2 * DAY}
    return actions.create_meeting(s.meeting.council, by=s.by, term=s.meeting.term, **moments)


def _new_plan(s):
    facts = {"kind": "ordinary", "starts_at": NOON + DAY, "ends_at": NOON + 2 * DAY}
    actions.create_meetings(s.meeting.council, by=s.by, term=s.meeting.term, meetings=[facts])


def _new_order(s):
    order = [(s.other_business.pk, None), (s.main.pk, None)]
    order += [(s.chair.pk, s.main.pk), (s.composition.pk, s.other_business.pk)]
    actions.arrange_items(s.meeting, by=s.by, order=order, shown=shown_pairs(s.meeting))


FIX = {"rule": "leftover_variable", "field": "title", "start": 7, "end": 12}
FILE = {"file_name": "ny.pdf", "data": pdf("ny")}
ACTIONS = {
    "create_meeting": _new_meeting,
    "create_meetings": _new_plan,
    "change_meeting": lambda s: actions.change_meeting(
        s.meeting, by=s.by, version=1, term=s.meeting.term, place="Viborg"
    ),
    "delete_meeting": lambda s: actions.delete_meeting(s.meeting, by=s.by),
    "add_item": lambda s: actions.add_item(s.meeting, by=s.by, title="Mødeplan"),
    "save_item": lambda s: actions.save_item(s.main, by=s.by, version=1, title="Råd"),
    "autosave_item": lambda s: actions.autosave_item(s.main, by=s.by, version=1, title="Råd"),
    "restore_version": lambda s: actions.restore_version(s.kept, by=s.by, version=2),
    "fix_finding": lambda s: actions.fix_finding(s.wrong, by=s.by, version=2, **FIX),
    "delete_item": lambda s: actions.delete_item(s.main, by=s.by, version=1),
    "move_item": lambda s: actions.move_item(s.main, by=s.by, steps=1),
    "arrange_items": _new_order,
    "attach_file": lambda s: actions.attach_file(
        s.chair, by=s.by, title="Kort", is_open=True, **FILE
    ),
    "attach_files": lambda s: actions.attach_files(
        s.chair, by=s.by, uploads=[{"title": "Kort", **FILE}], is_open=True
    ),
    "replace_file": lambda s: actions.replace_file(s.paper, by=s.by, version=1, **FILE),
    "change_attachment": lambda s: actions.change_attachment(
        s.paper, by=s.by, title="Notat", is_open=False, version=1
    ),
    "remove_attachment": lambda s: actions.remove_attachment(s.paper, by=s.by, version=1),
    "publish_agenda": lambda s: actions.publish_agenda(
        s.meeting, by=s.by, at=NOON, despite="Prøve"
    ),
    "drop_item": lambda s: actions.drop_item(s.amended_item, by=s.by, version=1, is_dropped=True),
    "set_heading": lambda s: actions.set_heading(s.main, by=s.by, version=1, is_heading=True),
    "nest_item": lambda s: actions.nest_item(s.other_business, by=s.by),
    "unnest_item": lambda s: actions.unnest_item(s.chair, by=s.by),
    "open_pool": lambda s: actions.open_pool(s.meeting.council, by=s.by),
    "transfer_item": lambda s: actions.transfer_item(s.chair, by=s.by, to=s.other_draft, version=2),
    "copy_item": lambda s: actions.copy_item(s.amended_item, by=s.by, to=s.meeting),
    "arrange_attachments": lambda s: actions.arrange_attachments(
        s.composition, by=s.by, order=s.papers[::-1], shown=s.papers
    ),
    "start_review": lambda s: actions.start_review(s.meeting, by=s.by, at=NOON),
    "end_review": lambda s: actions.end_review(s.amended, by=s.by),
    "comment_on": lambda s: actions.comment_on(
        s.meeting, s.chair, by=s.by, at=NOON, text="Hvem afgør det?"
    ),
    "handle_comment": lambda s: actions.handle_comment(
        s.comment, by=s.by, at=NOON, is_handled=True
    ),
    "amend_agenda": lambda s: actions.amend_agenda(s.published, by=s.by, at=NOON, version=1),
    "discard_amendment": lambda s: actions.discard_amendment(s.amended, by=s.by, version=1),
    "withdraw_agenda": lambda s: actions.withdraw_agenda(
        s.published, by=s.by, at=NOON, version=1, reason="Fejl"
    ),
    "ask_for_book": lambda s: actions.ask_for_book(
        readable.draft(s.meeting.pk, is_whole=True), by=s.by, at=NOON
    ),
    "cancel_book": lambda s: actions.cancel_book(s.book, by=s.by, at=NOON),
    "create_standard_item": lambda s: actions.create_standard_item(
        by=s.by, council=s.meeting.council, title="Mødeplan"
    ),
    "save_standard_item": lambda s: actions.save_standard_item(
        s.standard, by=s.by, version=1, council=s.meeting.council, title="Mødeplan"
    ),
    "move_standard_item": lambda s: actions.move_standard_item(
        s.standard, by=s.by, council=s.meeting.council, kind="ordinary", steps=-1
    ),
    "delete_standard_item": lambda s: actions.delete_standard_item(s.standard, by=s.by, version=1),
    "use_standard_item": lambda s: actions.use_standard_item(s.meeting, s.standard, by=s.by),
    "fill_from_template": lambda s: actions.fill_from_template(s.other_draft, by=s.by),
    "record_attendance": lambda s: actions.record_attendance(
        s.meeting,
        by=s.by,
        entries={s.seat.pk: Entry("apology")},
        seen=attendances.roll(s.meeting).mark,
        at=NOON,
    ),
    "send_apology": lambda s: actions.send_apology(s.meeting, by=s.by, at=NOON),
    "withdraw_apology": lambda s: actions.withdraw_apology(s.other_draft, by=s.by, at=NOON),
}


# They are about agendas that went out, or about none.
NOT_ABOUT_THE_DRAFT = {
    "amend_agenda",
    "ask_for_book",
    "cancel_book",
    "create_meeting",
    "create_meetings",
    "create_standard_item",
    "delete_standard_item",
    "discard_amendment",
    "drop_item",
    "end_review",
    "fill_from_template",  # of an empty one, see test_standard_items.py
    "handle_comment",
    "move_standard_item",
    "open_pool",
    "record_attendance",
    "save_standard_item",
    "send_apology",
    "withdraw_agenda",
    "withdraw_apology",
}


@pytest.fixture
def scene(agenda, secretary, published, publish, attach) -> SimpleNamespace:
    """A draft agenda with two attachments and a comment; beside it one that went out, one that is
    being amended and read, and another draft."""
    council, term = agenda.meeting.council, agenda.meeting.term
    paper = attach(agenda.composition)
    other_paper = attach(agenda.composition, title="Bilag")
    comment = actions.comment_on(
        agenda.meeting, agenda.main, by=secretary, at=NOON, text="Er det rigtigt?"
    )
    amended = MeetingFactory(council=council, term=term)
    amended_item = AgendaItemFactory(meeting=amended, title="Budget", changed_by=secretary)
    publish(amended)
    actions.amend_agenda(amended, by=secretary, at=NOON, version=1)
    actions.start_review(amended, by=secretary, at=NOON)
    actions.save_item(agenda.other_business, by=secretary, version=1, initials="abc")
    kept = agenda.other_business.versions.get(number=1)
    wrong = actions.save_item(agenda.chair, by=secretary, version=1, title="Møde i {KKR}")
    for_ordinary = {"by": secretary, "council": council, "for_ordinary": True}
    actions.create_standard_item(title="Meddelelser", **for_ordinary)
    standard = actions.create_standard_item(title="Eventuelt", **for_ordinary)
    agenda_to_bind = readable.draft(agenda.meeting.pk, is_whole=False)
    book = actions.ask_for_book(agenda_to_bind, by=secretary, at=NOON)
    other_draft = MeetingFactory(council=council, term=term)
    # So that the secretary may apologise for one meeting and come to the other after all.
    seat = MembershipFactory(council=council, term=term)
    secretary.person = seat.person
    secretary.save()
    actions.send_apology(other_draft, by=secretary, at=NOON)
    AuditEntry.objects.all().delete()
    return SimpleNamespace(
        **vars(agenda),
        by=secretary,
        paper=paper,
        papers=[paper.pk, other_paper.pk],
        comment=comment,
        book=book,
        kept=kept,
        wrong=wrong,
        standard=standard,
        published=published,
        amended=amended,
        amended_item=amended_item,
        other_draft=other_draft,
        seat=seat,
    )


@pytest.fixture
def broken_audit(monkeypatch) -> None:
    def fail(*args, **kwargs):
        raise AuditIsBroken

    monkeypatch.setattr(audit, "record", fail)


class AuditIsBroken(Exception):
    pass


def test_every_action_stands_in_the_table_above():
    functions = {name for name, _ in inspect.getmembers(actions, inspect.isfunction)}
    assert {*ACTIONS, "note_presence", "note_reading"} == functions  # to read is no act, see there


@pytest.mark.parametrize("name", ACTIONS)
def test_action_leaves_one_audit_entry_with_its_actor(scene, name):
    ACTIONS[name](scene)

    entries = AuditEntry.objects.values_list("action", "by", "council")
    assert list(entries) == [(name, scene.by.pk, scene.meeting.council.pk)]


@pytest.mark.parametrize("name", ACTIONS)
def test_action_changes_what_is_stored_when_the_audit_works(scene, everything, name):
    before = everything()

    ACTIONS[name](scene)

    assert {**everything(), "AuditEntry": []} != before


@pytest.mark.parametrize("name", ACTIONS)
def test_action_saves_nothing_when_its_audit_entry_cannot_be_written(
    scene, everything, broken_audit, name
):
    before = everything()

    with pytest.raises(AuditIsBroken):
        ACTIONS[name](scene)

    assert everything() == before


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - NOT_ABOUT_THE_DRAFT))
def test_action_is_refused_when_the_agenda_is_published(scene, publish, everything, name):
    publish(scene.meeting)
    before = everything()

    with pytest.raises(actions.AgendaIsPublished):
        ACTIONS[name](scene)

    assert everything() == before


# --- Meetings ------------------------------------------------------------------------------------


def test_delete_meeting_takes_the_draft_agenda_with_it(scene):
    actions.delete_meeting(scene.meeting, by=scene.by)

    assert not Meeting.objects.filter(pk=scene.meeting.pk).exists()
    assert sorted(item.title for item in AgendaItem.objects.all()) == ["Budget", "Regnskab"]


def test_delete_meeting_is_refused_when_its_agenda_once_was_published(scene, everything):
    actions.withdraw_agenda(scene.published, by=scene.by, at=NOON, version=1, reason="Fejl")
    before = everything()

    with pytest.raises(actions.AgendaIsPublished):
        actions.delete_meeting(scene.published, by=scene.by)

    assert everything() == before


# --- Publishing ----------------------------------------------------------------------------------


def frozen_numbers(meeting: Meeting) -> dict[str, str]:
    return dict(meeting.items.values_list("title", "number"))


def test_publish_freezes_numbers_and_stores_the_bytes_with_their_hash(scene):
    publication = actions.publish_agenda(scene.meeting, by=scene.by, at=NOON, despite="Prøve")

    publication.refresh_from_db()
    scene.meeting.refresh_from_db()
    assert frozen_numbers(scene.meeting) == {
        "KKR": "1",
        "Sammensætning": "1.1",
        "Møde i {KKR}": "1.2",
        "Eventuelt": "2",
    }
    paper = b"udgave 1\n1 KKR\n1.1 Sammens\xc3\xa6tning\n1.2 M\xc3\xb8de i {KKR}\n2 Eventuelt"
    assert bytes(publication.pdf) == paper
    assert publication.sha256 == "0a46ca201ec8f64cc34275ef3af7a091f9a9f949f7c800fe271a90693228638b"
    assert (publication.published_at, publication.published_by) == (NOON, scene.by)
    assert scene.meeting.current_publication == publication


def test_publish_is_refused_when_the_agenda_is_empty(meeting, secretary, everything):
    before = everything()

    with pytest.raises(actions.AgendaIsEmpty):
        actions.publish_agenda(meeting, by=secretary, at=NOON, despite="Prøve")

    assert everything() == before


def test_publish_undoes_everything_when_the_pdf_fails(scene, everything, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no paper")

    monkeypatch.setattr(documents, "agenda_pdf", fail)
    before = everything()

    with pytest.raises(RuntimeError, match="no paper"):
        actions.publish_agenda(scene.meeting, by=scene.by, at=NOON, despite="Prøve")

    assert everything() == before


def test_withdraw_makes_a_draft_again_and_keeps_the_edition(scene):
    first = scene.published.publications.get()

    actions.withdraw_agenda(scene.published, by=scene.by, at=NOON + DAY, version=1, reason="Fejl")

    first.refresh_from_db()
    scene.published.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by) == (NOON + DAY, scene.by)
    assert bytes(first.pdf) == b"udgave 1\n1 Regnskab"
    assert scene.published.is_published is False
    assert frozen_numbers(scene.published) == {"Regnskab": ""}


@pytest.mark.parametrize(("which", "version"), [("meeting", 1), ("published", 2)])
def test_withdraw_is_refused_when_another_edition_is_in_force(scene, everything, which, version):
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.withdraw_agenda(
            getattr(scene, which), by=scene.by, at=NOON, version=version, reason="Fejl"
        )

    assert everything() == before


def test_second_edition_stands_beside_the_first_when_the_agenda_is_published_again(scene, publish):
    actions.withdraw_agenda(scene.published, by=scene.by, at=NOON, version=1, reason="Fejl")
    actions.add_item(scene.published, by=scene.by, title="Eventuelt")

    publish(scene.published)

    editions = scene.published.publications.order_by("version")
    assert [(edition.version, bytes(edition.pdf)) for edition in editions] == [
        (1, b"udgave 1\n1 Regnskab"),
        (2, b"udgave 2\n1 Regnskab\n2 Eventuelt"),
    ]
    scene.published.refresh_from_db()
    assert scene.published.current_publication == editions[1]
