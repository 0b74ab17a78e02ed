"""What was stored by an earlier version is still there after all migrations."""

import hashlib

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from meetings import readable
from meetings.models import AgendaPublication, Attachment, StoredFile

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("meetings", "0005_publications_despite_red_findings")]
NOON = "2022-01-12T11:00:00Z"


@pytest.fixture
def old_version():
    """The tables as they were; afterwards as they are, whatever went wrong."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    # What other apps have added since stands on the newer tables, or is of no matter here.
    yield executor.loader.project_state(BEFORE).apps
    call_command("flush", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False)


def some_rows(apps) -> None:
    """A published agenda of two items, one with an open file in two versions and a closed one; the
    same bytes twice."""
    get = apps.get_model
    user = get("councils", "User").objects.create(email="en@kkr.example", name="En")
    council = get("councils", "Council").objects.create(
        slug="midt", name="KKR Midt", region="Midt", starts_on="2007-01-01"
    )
    election = get("councils", "MunicipalElection").objects.create(held_on="2021-11-16")
    term = get("councils", "Term").objects.create(
        name="2022-2026", election=election, starts_on="2022-01-01", ends_on="2025-12-31"
    )
    meeting = get("meetings", "Meeting").objects.create(
        council=council, term=term, starts_at=NOON, ends_at="2022-01-12T13:00:00Z"
    )
    written = {"meeting": meeting, "changed_at": NOON, "changed_by": user}
    items = get("meetings", "AgendaItem").objects
    main = items.create(title="KKR", number="1", **written)
    sub = items.create(
        title="Valg", number="1.1", parent=main, background="<p>Tekst</p>", **written
    )
    for position, (title, is_open, contents) in enumerate(
        [("Notat", True, [b"en", b"to"]), ("Brev", False, [b"en"])], start=1
    ):
        attachment = get("meetings", "Attachment").objects.create(
            item=sub, position=position, title=title, is_open=is_open
        )
        for version, content in enumerate(contents, start=1):
            get("meetings", "AttachmentVersion").objects.create(
                attachment=attachment,
                version=version,
                file_name=f"{title}.pdf",
                content_type="application/pdf",
                content=content,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                added_at=NOON,
                added_by=user,
            )
    meeting.current_publication = get("meetings", "AgendaPublication").objects.create(
        meeting=meeting, version=1, published_at=NOON, published_by=user, pdf=b"%PDF", sha256="x"
    )
    meeting.save()


def test_bytes_of_attachments_are_kept_once_and_editions_in_force_know_what_they_say(old_version):
    some_rows(old_version)

    call_command("migrate", verbosity=0, interactive=False)

    versions = {
        attachment.title: [version.content for version in attachment.versions.all()]
        for attachment in Attachment.objects.all()
    }
    assert versions == {"Notat": [b"to", b"en"], "Brev": [b"en"]}
    assert StoredFile.objects.count() == 2
    publication = AgendaPublication.objects.get()
    whole = readable.edition(publication, is_whole=True)
    draft = readable.draft(publication.meeting_id, is_whole=True)
    assert [(row.number, row.item.text) for row in whole.flat] == [
        (row.number, row.item.text) for row in draft.flat
    ]
    [_, valg] = whole.flat
    papers = valg.item.shown_attachments
    assert [(p.title, p.is_open, p.version, p.content) for p in papers] == [
        ("Notat", True, 2, b"to"),
        ("Brev", False, 1, b"en"),
    ]
