"""What happens to attachments: numbers, files that stay, and what is refused."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from councils.models import AuditEntry
from meetings import actions, documents, files, numbering, readable
from meetings.models import (
    AgendaItem,
    Attachment,
    AttachmentVersion,
    Meeting,
    PublishedAttachment,
    StoredFile,
)
from tests.factories import UserFactory
from tests.meetings.conftest import NOON, pdf
from tests.meetings.uploads import JPEG
from tests.papers import Paper

REFUSED = [
    (b"", "Filen er tom."),
    (pdf("x" * 20_000_000), "Filen fylder mere end 20 MB."),
    (b"<!doctype html><script>alert(1)</script>", "Filen hedder .pdf, men er en webside"),
    (pdf("x")[:-7], "PDF-filen er ikke hel."),
]
NAMES = [
    ("Årsregnskab 2021.pdf", "Årsregnskab 2021.pdf"),
    ("../../etc/passwd", "passwd.pdf"),
    ('Mødets "nye" <plan>.PDF', "Mødets nye plan.pdf"),
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ("", "bilag.pdf"),
]


@pytest.fixture
def paper(agenda, attach) -> Attachment:
    """Bilag 1.1.1, open, on the draft agenda."""
    return attach(agenda.composition)


def numbers(meeting: Meeting) -> list[str]:
    """All attachments of the agenda with their numbers, in reading order."""
    return [
        f"{numbering.attachment_number(row.number, attachment.position)} {attachment.title}"
        for row in numbering.flat(numbering.numbered(meeting.items.all()))
        for attachment in row.item.attachments.all()
    ]


def editions(attachment: Attachment) -> list[tuple]:
    versions = attachment.versions.order_by("version")
    return [(v.version, v.file_name, bytes(v.content), v.note) for v in versions]


# --- Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("data", "reason"), REFUSED, ids=range(len(REFUSED)))
def test_file_is_refused_by_its_content_and_nothing_is_kept(
    agenda, paper, secretary, everything, data, reason
):
    before = everything()
    facts = {"by": secretary, "file_name": "bilag.pdf", "data": data}

    with pytest.raises(files.FileRefused, match=f"^{reason}"):
        actions.attach_file(agenda.chair, title="Notat", is_open=True, **facts)
    with pytest.raises(files.FileRefused, match=f"^{reason}"):
        actions.replace_file(paper, version=1, **facts)

    assert everything() == before


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_file_keeps_its_name_but_for_what_is_dangerous_in_it(agenda, attach, name, kept):
    assert attach(agenda.chair, file_name=name).current.file_name == kept


def test_picture_is_stored_as_what_it_is(agenda, attach):
    file = attach(agenda.chair, file_name="Kort.JPEG", data=JPEG).current

    assert (file.file_name, file.content_type) == ("Kort.jpg", "image/jpeg")


# --- Adding and numbers --------------------------------------------------------------------------


def test_attach_file_stores_the_bytes_with_hash_size_time_and_person(agenda, secretary):
    data = pdf("æøå")

    attachment = actions.attach_file(
        agenda.chair, by=secretary, title="Kort", file_name="kort.pdf", data=data, is_open=False
    )

    attachment.refresh_from_db()
    assert (attachment.item, attachment.title, attachment.is_open) == (agenda.chair, "Kort", False)
    file = attachment.versions.get()
    assert bytes(file.content) == data
    assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (file.version, file.content_type) == (1, "application/pdf")
    assert (timezone.localdate(file.added_at), file.added_by) == (NOON.date(), secretary)


def test_numbers_are_the_items_and_a_counter_also_below_main_items(agenda, attach):
    attach(agenda.main, title="Til hovedpunktet")
    attach(agenda.composition, title="A")
    attach(agenda.composition, title="B", is_open=False)
    attach(agenda.other_business, title="C")

    assert numbers(agenda.meeting) == ["1.1 Til hovedpunktet", "1.1.1 A", "1.1.2 B", "2.1 C"]


def test_numbers_follow_the_item_when_it_moves(agenda, attach, secretary):
    attach(agenda.composition, title="A")
    attach(agenda.chair, title="B")

    actions.move_item(agenda.chair, by=secretary, steps=-1)

    assert numbers(agenda.meeting) == ["1.1.1 B", "1.2.1 A"]


def test_numbers_close_the_gap_when_an_attachment_is_removed(agenda, attach, secretary):
    first, _, _ = (attach(agenda.chair, title=title) for title in "ABC")
    for title in "YZ":
        attach(agenda.composition, title=title)

    actions.remove_attachment(first, by=secretary, version=1)
    attach(agenda.chair, title="D")

    assert numbers(agenda.meeting) == ["1.1.1 Y", "1.1.2 Z", "1.2.1 B", "1.2.2 C", "1.2.3 D"]


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": "x" * 201}, {"note": "x" * 201}])
def test_attach_file_is_refused_when_a_text_is_missing_or_too_long(
    agenda, attach, everything, wrong
):
    before = everything()

    with pytest.raises(ValidationError):
        attach(agenda.chair, **wrong)

    assert everything() == before


def test_attach_file_is_refused_when_the_item_was_deleted(agenda, attach, secretary, everything):
    item = AgendaItem.objects.get(pk=agenda.chair.pk)
    actions.delete_item(agenda.chair, by=secretary, version=1)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        attach(item)

    assert everything() == before


# --- Several at once -----------------------------------------------------------------------------


def uploads(*names: str, data: bytes | None = None) -> list[dict]:
    return [
        {"title": name.upper(), "file_name": f"{name}.pdf", "data": data or pdf(name)}
        for name in names
    ]


def test_attach_files_adds_all_in_their_order_and_tells_the_log_once(agenda, attach, secretary):
    attach(agenda.chair)
    entries = AuditEntry.objects.count()

    added = actions.attach_files(
        agenda.chair, by=secretary, uploads=uploads("a", "b", "c"), is_open=False
    )

    assert numbers(agenda.meeting) == ["1.2.1 Notat", "1.2.2 A", "1.2.3 B", "1.2.4 C"]
    assert [paper.is_open for paper in added] == [False] * 3
    assert [paper.current.content for paper in added] == [pdf("a"), pdf("b"), pdf("c")]
    assert AuditEntry.objects.count() == entries + 1
    summary = AuditEntry.objects.latest("pk").summary
    assert summary == "Tilføjede 3 bilag til punktet »Formandskab«: »A«, »B«, »C«"


def test_attach_files_adds_none_when_one_is_refused(agenda, secretary, everything):
    before = everything()
    sent = [*uploads("a", "b"), *uploads("c", data=b"<!doctype html>")]

    with pytest.raises(files.FileRefused):
        actions.attach_files(agenda.chair, by=secretary, uploads=sent, is_open=True)

    assert everything() == before


# --- Changing ------------------------------------------------------------------------------------


def test_replace_file_keeps_the_earlier_ones_byte_for_byte(paper, secretary):
    colleague = UserFactory()
    actions.replace_file(
        paper, by=colleague, file_name="ny.pdf", data=pdf("ny"), note="Rettet tabel 2", version=1
    )
    stored = actions.replace_file(
        paper, by=secretary, file_name="nyere.pdf", data=pdf("nyere"), version=2
    )

    assert editions(paper) == [
        (1, "notat.pdf", pdf("notat"), ""),
        (2, "ny.pdf", pdf("ny"), "Rettet tabel 2"),
        (3, "nyere.pdf", pdf("nyere"), ""),
    ]
    assert (stored.version, stored.current.file_name) == (3, "nyere.pdf")


def test_change_attachment_keeps_the_file_and_tells_the_log_who_may_read_it_now(paper, secretary):
    actions.change_attachment(paper, by=secretary, title="Nyt navn", is_open=False, version=1)

    paper.refresh_from_db()
    assert (paper.title, paper.is_open, paper.version) == ("Nyt navn", False, 2)
    assert editions(paper) == [(1, "notat.pdf", pdf("notat"), "")]
    assert (
        AuditEntry.objects.latest("pk").summary
        == "Rettede bilaget »Nyt navn« og gjorde det lukket til punktet »Sammensætning«"
    )


CHANGES = {
    "replace": lambda paper, **facts: actions.replace_file(
        paper, file_name="ny.pdf", data=pdf("ny"), **facts
    ),
    "reopen": lambda paper, **facts: actions.change_attachment(
        paper, title="Notat", is_open=True, **facts
    ),
    "remove": actions.remove_attachment,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("version", [1, 3])
def test_stale_change_is_refused_so_that_nobody_reopens_what_a_colleague_closed(
    paper, secretary, everything, change, version
):
    actions.change_attachment(paper, by=UserFactory(), title="Notat", is_open=False, version=1)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        CHANGES[change](paper, by=secretary, version=version)

    assert everything() == before


def test_remove_attachment_takes_all_its_files_with_it(agenda, paper, attach, secretary):
    other = attach(agenda.chair)
    actions.replace_file(paper, by=secretary, file_name="ny.pdf", data=pdf("ny"), version=1)

    actions.remove_attachment(paper, by=secretary, version=2)

    assert list(AttachmentVersion.objects.values_list("attachment", flat=True)) == [other.pk]


def test_delete_item_takes_attachments_of_its_sub_items_too_and_tells_the_log(
    agenda, attach, secretary
):
    attach(agenda.main)
    attach(agenda.chair)
    kept = attach(agenda.other_business)

    actions.delete_item(agenda.main, by=secretary, version=1)

    assert list(Attachment.objects.all()) == [kept]
    summary = AuditEntry.objects.latest("pk").summary
    assert summary == "Slettede punktet »KKR« og 2 underpunkter med 2 bilag"


def test_attachments_are_the_same_when_an_agenda_was_withdrawn_and_published_again(
    agenda, paper, publish, secretary
):
    publish(agenda.meeting)
    actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1, reason="Fejl")
    publish(agenda.meeting)

    assert numbers(agenda.meeting) == ["1.1.1 Notat"]
    assert editions(paper) == [(1, "notat.pdf", pdf("notat"), "")]


# --- What is stored, and what is fetched ---------------------------------------------------------


def test_bytes_are_only_fetched_when_somebody_asks_for_them(paper):
    file = paper.versions.get()

    assert file.file.get_deferred_fields() == {"content"}
    assert file.content == pdf("notat")


def test_same_bytes_are_stored_once_and_go_with_the_last_who_has_them(
    agenda, paper, attach, secretary
):
    other = attach(agenda.chair, file_name="kopi.pdf")
    assert StoredFile.objects.count() == 1

    actions.remove_attachment(paper, by=secretary, version=1)
    assert other.current.content == pdf("notat")
    actions.remove_attachment(other, by=secretary, version=1)

    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("change", ["replace", "remove"])
def test_edition_keeps_its_file_whatever_becomes_of_the_attachment(
    agenda, paper, publish, secretary, change
):
    publication = publish(agenda.meeting)
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)

    CHANGES[change](paper, by=secretary, version=1)

    kept = PublishedAttachment.objects.get(item__publication=publication)
    assert (kept.key, kept.title, kept.file_name) == (paper.key, "Notat", "notat.pdf")
    assert kept.content == pdf("notat")


def test_database_refuses_a_second_file_of_the_same_version_and_an_empty_one(paper, secretary):
    actions.replace_file(paper, by=secretary, file_name="ny.pdf", data=pdf("ny"), version=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        paper.versions.filter(version=2).update(version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.update(size=0)


def test_database_refuses_to_count_attachments_from_zero(paper):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=paper.pk).update(position=0)


# --- On paper ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [None, 1])
def test_paper_lists_the_open_attachments_with_their_numbers_and_no_closed_one(
    agenda, attach, version
):
    attach(agenda.composition, title="Fortrolig pris", is_open=False)
    attach(agenda.composition, title="Kort <b> & plan")
    attach(agenda.other_business, title="Lukket papir", is_open=False)

    public = readable.draft(agenda.meeting.pk, is_whole=False)
    paper = Paper(documents.agenda_pdf(public, issued_at=NOON, version=version))

    assert "Prisen er 12 mio. kr. Bilag Bilag 1.1.2 Kort <b> & plan 1.2 Formandskab" in paper.text
    assert [words for words in ("Fortrolig", "Lukket") if words in paper.text] == []
    assert paper.bookmarks[3:8] == [
        "  1.1 Sammensætning",
        "    Baggrund",
        "    Indstilling",
        "    Sagsfremstilling",
        "    Bilag",
    ]
    assert paper.bookmarks[-1] == "2 Eventuelt"
