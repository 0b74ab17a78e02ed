"""`export_agenda`: an agenda as a file, without a browser."""

import io
import zipfile

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from meetings import actions
from tests.factories import MeetingFactory
from tests.meetings.uploads import PNG, WORD
from tests.papers import Paper

NAME = "midtjylland/2022-01-19"


@pytest.fixture
def full(agenda, attach, secretary):
    """1.1 has a PDF, a picture and a Word file; 2 has a closed attachment; 1.3 is closed."""
    attach(agenda.composition, title="Kort")
    attach(agenda.composition, title="Foto", file_name="foto.png", data=PNG)
    attach(agenda.composition, title="Skema", file_name="skema.docx", data=WORD)
    attach(agenda.other_business, title="Prisnotat", is_open=False)
    actions.add_item(
        agenda.meeting, by=secretary, parent=agenda.main, title="Grundsalg", is_open=False
    )
    return agenda


@pytest.fixture
def export(tmp_path):
    """What the command writes: `export("docx", meeting="17")`."""

    def run(variant: str = "public", *, meeting: str = NAME) -> bytes:
        goal = tmp_path / "ud"
        call_command("export_agenda", meeting, variant=variant, output=str(goal))
        return goal.read_bytes()

    return run


def test_draft_is_printed_as_everybody_would_get_it(full, export):
    text = Paper(export()).text

    assert "UDKAST" in text
    assert "Sammensætning" in text
    assert "Grundsalg" not in text


def test_internal_variant_has_what_is_closed(full, export):
    assert "Grundsalg" in Paper(export("internal")).text


def test_published_agenda_is_written_byte_for_byte(full, publish, export):
    edition = publish(full.meeting)

    assert export() == export(meeting=str(full.meeting.pk)) == bytes(edition.pdf)
    assert export("internal") == bytes(edition.internal_pdf)


def test_large_print_and_chairs_copy_are_written_too(full, export):
    assert "Grundsalg" not in Paper(export("large")).text
    assert "Formandens eksemplar" in Paper(export("chair")).text


def test_word_and_zip_hold_nothing_closed(full, export):
    with zipfile.ZipFile(io.BytesIO(export("docx"))) as packed:
        assert b"Grundsalg" not in packed.read("word/document.xml")
    with zipfile.ZipFile(io.BytesIO(export("zip"))) as packed:
        assert packed.namelist() == [
            "dagsorden-kkr-midtjylland-2022-01-19-udkast.pdf",
            "Bilag 01.01.01 Kort.pdf",
            "Bilag 01.01.02 Foto.png",
            "Bilag 01.01.03 Skema.docx",
        ]


def test_book_holds_the_attachments_and_names_what_it_cannot_show(
    full, export, capsys, monkeypatch
):
    monkeypatch.setenv("PATH", "")  # no LibreOffice here, whatever the machine has

    book = export("book")

    with pikepdf.open(io.BytesIO(book)) as pdf, pdf.open_outline() as outline:
        titles = _titles(outline.root)
        assert len(pdf.pages) == len(Paper(export()).pages) + 3
    assert [title for title in titles if title.startswith("Bilag 1")] == [
        "Bilag 1.1.1 Kort",
        "Bilag 1.1.2 Foto",
        "Bilag 1.1.3 Skema",
    ]
    assert b"Prisnotat" not in book
    assert "skema.docx" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    ["999999", "midtjylland/2022-01-20", "midtjylland/2022-13-01", "x", "", "../etc", "9" * 30],
)
def test_meeting_that_is_not_there_is_refused(full, export, name):
    with pytest.raises(CommandError, match="There is no meeting"):
        export(meeting=name)


def test_pool_is_no_meeting(full, export, council, secretary):
    pool = actions.open_pool(council, by=secretary)

    with pytest.raises(CommandError, match="There is no meeting"):
        export(meeting=str(pool.pk))


def test_day_with_two_meetings_asks_for_an_id(full, export, council, term):
    later = full.meeting.starts_at.replace(hour=15)
    MeetingFactory(council=council, term=term, starts_at=later)

    with pytest.raises(CommandError, match="several meetings"):
        export()


def test_file_that_cannot_be_written_is_an_error_and_no_trace(full, tmp_path):
    with pytest.raises(CommandError):
        call_command("export_agenda", NAME, output=str(tmp_path / "no" / "where.pdf"))


def _titles(entries) -> list[str]:
    return [title for entry in entries for title in (entry.title, *_titles(entry.children))]
