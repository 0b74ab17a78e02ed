"""What the portal takes as a file, what it says about the rest, and which names it gives."""

import struct
import tracemalloc
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.urls import reverse
from PIL import ImageFile

from meetings import files
from meetings.files import images, office
from meetings.forms.attachments import FileForm
from meetings.templatetags.meetings import file_kind
from tests.meetings.pages import list_texts
from tests.meetings.uploads import (
    EXCEL,
    EXCEL_TYPE,
    GIF,
    JPEG,
    OFFICE,
    PDF,
    PNG,
    POWERPOINT,
    WEBP,
    WORD,
    WORD_TYPE,
    make_office,
    make_pdf,
    make_picture,
    make_zip,
)

OLD_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")
NOT_WHOLE = "Filen er beskadiget eller ikke hel."
NO_WHOLE_PDF = "PDF-filen er ikke hel."
NO_WHOLE_PICTURE = "Billedet er ikke helt."
TOO_MUCH = "Filen fylder for meget, når den bliver pakket ud."
MACROS = "Filen har eller kan have makroer"
LOCKED = "Filen er beskyttet med adgangskode. Gem den uden, og prøv igen."
TAKEN = (
    "Portalen tager imod PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) og billeder "
    "(JPEG, PNG, GIF og WebP)."
)


def make_png_head(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and that nobody has to unpack to see it."""
    data = make_picture("PNG")
    head = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
    checksum = struct.pack(">I", zipfile.crc32(head))
    return data[:12] + head + checksum + data[33:]


GOOD = {
    "PDF": (PDF, files.PDF),
    "Word": (WORD, files.WORD),
    "Excel": (EXCEL, files.EXCEL),
    "PowerPoint": (POWERPOINT, files.POWERPOINT),
    "JPEG": (JPEG, files.JPEG),
    "progressive JPEG": (make_picture("JPEG", progressive=True), files.JPEG),
    "PNG": (PNG, files.PNG),
    "GIF": (GIF, files.GIF),
    "WebP": (WEBP, files.WEBP),
}
good = pytest.mark.parametrize(("data", "kind"), GOOD.values(), ids=GOOD)


def peak() -> int:
    """The most memory in use since `tracemalloc.start()`, in bytes."""
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def refusal(data: bytes, name: str = "bilag") -> str:
    with pytest.raises(files.FileRefused) as refused:
        files.check(data, name)
    return str(refused.value)


# --- What is taken -------------------------------------------------------------------------------


@good
def test_file_is_taken_with_and_without_its_ending_in_small_and_large_letters(data, kind):
    names = ["bilag", *(f"Bilag{ending}" for ending in kind.extensions)]

    assert {files.check(data, name) for name in [*names, *map(str.upper, names)]} == {kind}


@pytest.mark.parametrize(
    ("kind", "label", "is_inline"),
    [
        (files.PDF, "PDF", True),
        (files.WORD, "Word", False),
        (files.EXCEL, "Excel", False),
        (files.POWERPOINT, "PowerPoint", False),
        (files.JPEG, "Billede", True),
        (files.PNG, "Billede", True),
        (files.GIF, "Billede", True),
        (files.WEBP, "Billede", True),
    ],
)
def test_kind_is_said_in_danish_and_only_pdfs_and_pictures_are_shown_in_the_browser(
    kind, label, is_inline
):
    assert (kind.label, kind.is_inline) == (label, is_inline)
    assert files.kind_of(kind.content_type) is kind
    assert file_kind(kind.content_type) == label


def test_type_that_is_none_of_ours_is_said_to_be_a_file():
    assert (files.kind_of("text/html"), file_kind("text/html")) == (None, "Fil")


def test_what_a_file_field_offers_is_all_that_is_taken():
    offered = set(files.ACCEPT.split(","))

    assert {kind.extension for kind in files.KINDS} < offered
    assert {kind.content_type for kind in files.KINDS} < offered
    assert [entry for entry in offered if "macro" in entry or "svg" in entry] == []


@pytest.mark.parametrize("name", ["Notat 2.1", "Referat af 3. maj", "v1.2", "bilag.", "kkr.dk"])
def test_dot_in_a_name_makes_no_ending(name):
    assert files.check(PDF, name) is files.PDF


@pytest.mark.parametrize(
    "how",
    [
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"encryption": pikepdf.Encryption(owner="kun ejeren", user="")},
    ],
    ids=["for the web", "packed", "owner's password"],
)
def test_pdf_is_taken_that_everybody_can_open(how):
    assert files.check(make_pdf(**how), "notat.pdf") is files.PDF


def test_pdf_is_taken_when_its_table_is_a_little_wrong_as_readers_take_it():
    shifted = make_pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable).replace(
        b"%PDF-1.3\n", b"%PDF-1.3\n% one line more\n"
    )

    assert b"one line more" in shifted
    assert files.check(shifted, "notat.pdf") is files.PDF


def test_picture_in_a_document_may_pack_well():
    white = make_office("word/document.xml", WORD_TYPE, {"word/media/white.bmp": bytes(9_000_000)})

    assert len(white) * office.MAX_RATIO < 9_000_000
    assert files.check(white, "kort.docx") is files.WORD


# --- How large -----------------------------------------------------------------------------------


def test_file_is_taken_up_to_the_limit_and_the_refusal_names_it(settings):
    settings.ATTACHMENT_MAX_BYTES = 1_000_000
    fits = PDF.replace(b"%PDF-1.3\n", b"%PDF-1.3\n%" + b"x" * (1_000_000 - len(PDF) - 2) + b"\n")

    assert len(fits) == 1_000_000
    assert files.check(fits, "notat.pdf") is files.PDF
    assert refusal(fits + b"\n") == "Filen fylder mere end 1 MB."
    settings.ATTACHMENT_MAX_BYTES = 999_999
    assert refusal(fits).startswith("Filen fylder mere end")


def test_limit_is_20_mb_unless_the_operator_sets_another():
    assert (files.max_bytes(), files.max_size()) == (20_000_000, "20 MB")
    assert FileForm().fields["file"].help_text.endswith(". Højst 20 MB.")


class Vast(TemporaryUploadedFile):
    """300 MB of nothing on the disk, as an upload; remembers how much was asked for."""

    asked: list[int]

    def __init__(self) -> None:
        super().__init__("kort.pdf", "application/pdf", 300_000_000, None)
        self.file.truncate(300_000_000)
        self.asked = []

    def read(self, size: int = -1) -> bytes:
        self.asked.append(size)
        return self.file.read(size)


def test_of_a_vast_file_no_more_is_read_than_needed_to_refuse_it():
    with Vast() as vast:
        tracemalloc.start()
        form = FileForm({}, {"file": vast})
        assert form.errors == {"file": ["Filen fylder mere end 20 MB."]}

    assert vast.asked == [20_000_001]
    assert peak() < 50_000_000


def test_large_upload_is_answered_with_the_form_and_the_reason(
    browse, secretary, agenda, everything, tmp_path
):
    before = everything()
    with (tmp_path / "kort.pdf").open("w+b") as file:
        file.truncate(30_000_000)  # the test's own client would hold 300 MB in memory
        form = {"title": "Kort", "is_open": "ja", "file": file}
        address = reverse("attachment-list", args=[agenda.meeting.pk, agenda.chair.pk])
        response = browse(secretary).post(address, form)

    assert response.status_code == 422
    errors = list_texts(response, "span", "form-error-message")
    assert errors == ["Fejl: Filen fylder mere end 20 MB."]
    assert everything() == before


# --- What is refused -----------------------------------------------------------------------------

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
ODT = make_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED)
FOREIGN = [
    (b"", "notat.pdf", "Filen er tom."),
    (HTML, "notat.pdf", f"Filen hedder .pdf, men er en webside (HTML). {TAKEN}"),
    (HTML + PDF, "notat.pdf", f"Filen hedder .pdf, men er en webside (HTML). {TAKEN}"),
    (HTML, "notat.html", f"Filen er en webside (HTML). {TAKEN}"),
    (b" " + PDF, "notat.pdf", f"Filen hedder .pdf, men er ikke en PDF. {TAKEN}"),
    (b"Kun tekst", "notat.txt", f"Filtypen kendes ikke. {TAKEN}"),
    (b"Kun tekst", "notat", f"Filtypen kendes ikke. {TAKEN}"),
    (b"MZ" + bytes(100), "notat.docx", f"Filen hedder .docx, men er et program. {TAKEN}"),
    (make_zip({"a.txt": b"a"}), "alt.zip", f"Filen er en zip-fil. {TAKEN}"),
    (
        make_zip({"a.txt": b"a"}),
        "alt.xlsx",
        f"Filen hedder .xlsx, men er en zip-fil. {TAKEN}",
    ),
    (ODT, "notat.odt", f"Filen er et OpenDocument-dokument (.odt). {TAKEN}"),
    (SVG, "logo.svg", "Filen er et SVG-billede. Gem det som JPEG eller PNG, og prøv igen."),
    (SVG, "logo.png", f"Filen hedder .png, men er et SVG-billede. {TAKEN}"),
    (b"BM" + bytes(60), "x.bmp", "Filen er et BMP-billede. Gem det som JPEG eller PNG, og"),
    (b"ID3" + bytes(60), "x.mp3", f"Filen er en lydfil. {TAKEN}"),
]
WRONG_NAMES = [
    (EXCEL, "a.docx", "Filen hedder .docx, men er et Excel-ark (.xlsx). Ret navnet, og prøv igen."),
    (PDF, "faktura\u202efdp.exe", "Filen hedder .exe, men er en PDF. Ret navnet, og prøv igen."),
    (PDF, "a.pdf.html", "Filen hedder .html, men er en PDF. Ret navnet, og prøv igen."),
    (JPEG, "a.png", "Filen hedder .png, men er et JPEG-billede. Ret navnet, og prøv igen."),
    (PNG, "a.pdf", "Filen hedder .pdf, men er et PNG-billede. Ret navnet, og prøv igen."),
    (POWERPOINT, "a.zip", "Filen hedder .zip, men er en PowerPoint-præsentation (.pptx). Ret"),
]


@pytest.mark.parametrize(("data", "name", "reason"), FOREIGN, ids=range(len(FOREIGN)))
def test_other_file_is_refused_with_what_it_is_and_what_is_taken(data, name, reason):
    assert reason in refusal(data, name)


@pytest.mark.parametrize(("data", "name", "reason"), WRONG_NAMES, ids=range(len(WRONG_NAMES)))
def test_file_is_refused_that_is_not_what_its_name_says(data, name, reason):
    assert refusal(data, name).startswith(reason)


def without_pages() -> bytes:
    return make_pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable).replace(
        b"/Count 2", b"/Count 3"
    )


PDFS = {
    "cut off": (PDF[:-7], NO_WHOLE_PDF),
    "cut off in the middle": (PDF[: len(PDF) // 2], NO_WHOLE_PDF),
    "mark too early": (PDF + b"x" * 1024, NO_WHOLE_PDF),
    "only marks": (b"%PDF-1.7\n%%EOF\n", NO_WHOLE_PDF),
    "beginning and end alone": (PDF[:20] + PDF[-20:], NO_WHOLE_PDF),
    "no pages": (make_pdf(pages=0), NO_WHOLE_PDF),
    "a page is gone": (without_pages(), NO_WHOLE_PDF),
    "password": (
        make_pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        "PDF-filen er beskyttet med adgangskode. Gem den uden, og prøv igen.",
    ),
}


@pytest.mark.parametrize(("data", "reason"), PDFS.values(), ids=PDFS)
def test_pdf_is_refused_that_is_not_whole_or_asks_for_a_password(data, reason):
    assert refusal(data, "notat.pdf").startswith(reason)


def broken_in_the_middle() -> bytes:
    """A byte of the packed main part is another one."""
    place = WORD.index(b"word/document.xml") + 60
    return WORD[:place] + bytes([WORD[place] ^ 0xFF]) + WORD[place + 1 :]


def twice() -> bytes:
    """Two parts whose names are the same but for large letters."""
    return make_office("word/document.xml", WORD_TYPE, {"word/Document.XML": b"<other/>"})


def with_encrypted_part() -> bytes:
    """The flag of the first part, in its own head and in the list."""
    data = bytearray(WORD)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


ENTITIES = f'''<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Types>&c;
<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/></Types>'''
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE_TYPE = f"{OFFICE}wordprocessingml.template.main+xml"
SHOW_TYPE = f"{OFFICE}presentationml.slideshow.main+xml"
VBA_TYPE = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
MACRO_SHEET = (
    '<Override PartName="/xl/m.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'
)
OFFICE_FILES = {
    "cut off": (WORD[:-30], "docx", NOT_WHOLE),
    "cut off in the middle": (WORD[: len(WORD) // 2], "docx", NOT_WHOLE),
    "broken": (broken_in_the_middle(), "docx", NOT_WHOLE),
    "two parts of one name": (twice(), "docx", NOT_WHOLE),
    "no main part": (
        make_zip(
            {
                "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" '
                f'ContentType="{WORD_TYPE}"/></Types>'.encode(),
                "word/styles.xml": b"<a/>",
            }
        ),
        "docx",
        NOT_WHOLE,
    ),
    "two main parts": (
        make_office(
            "word/document.xml",
            WORD_TYPE,
            types=f'<Override PartName="/xl/workbook.xml" ContentType="{EXCEL_TYPE}"/>',
        ),
        "docx",
        NOT_WHOLE,
    ),
    "no XML": (make_zip({"[Content_Types].xml": b"nej"}), "docx", NOT_WHOLE),
    "entities": (
        make_zip({"[Content_Types].xml": ENTITIES.encode(), "word/document.xml": b"<a/>"}),
        "docx",
        NOT_WHOLE,
    ),
    "types without end": (
        make_zip({"[Content_Types].xml": b" " * 6_000_000}),
        "docx",
        TOO_MUCH,
    ),
    "macros": (
        make_office("word/document.xml", WORD_TYPE, {"word/vbaProject.bin": b"x"}),
        "docx",
        MACROS,
    ),
    "macros by type": (
        make_office("word/document.xml", WORD_TYPE, {"word/a.bin": b"x"}, VBA_TYPE),
        "docx",
        MACROS,
    ),
    "macro document": (make_office("word/document.xml", MACRO_TYPE), "docm", MACROS),
    "macro sheet": (
        make_office("xl/workbook.xml", EXCEL_TYPE, types=MACRO_SHEET),
        "xlsx",
        MACROS,
    ),
    "template": (
        make_office("word/document.xml", TEMPLATE_TYPE),
        "dotx",
        "Filen er en skabelon eller et diasshow. Gem den som .docx eller PDF, og prøv igen.",
    ),
    "show": (
        make_office("ppt/presentation.xml", SHOW_TYPE),
        "ppsx",
        "Filen er en skabelon eller et diasshow. Gem den som .pptx eller PDF, og prøv igen.",
    ),
    "encrypted part": (with_encrypted_part(), "docx", LOCKED),
    "password": (
        OLD_HEAD + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        "docx",
        LOCKED,
    ),
    "before 2007": (
        OLD_HEAD + bytes(2000),
        "doc",
        "Filen er gemt i et ældre format (som .doc, .xls eller .ppt). Gem den som .docx, .xlsx,",
    ),
}


@pytest.mark.parametrize(("data", "ending", "reason"), OFFICE_FILES.values(), ids=OFFICE_FILES)
def test_office_file_is_refused_that_is_damaged_old_locked_or_has_macros(data, ending, reason):
    assert refusal(data, f"notat.{ending}").startswith(reason)


def test_parts_that_unpack_to_too_much_are_refused_before_they_are_unpacked(monkeypatch):
    bomb = make_office("word/document.xml", WORD_TYPE, {"word/x.xml": bytes(60_000_000)})
    many = make_office("word/document.xml", WORD_TYPE, {f"word/{n}.xml": b"" for n in range(50)})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)

    assert refusal(bomb, "a.docx").startswith(TOO_MUCH)
    monkeypatch.setattr(office, "MAX_UNPACKED", 100)
    assert refusal(WORD, "a.docx").startswith(TOO_MUCH)
    monkeypatch.setattr(office, "MAX_PARTS", 50)
    monkeypatch.setattr(zipfile, "ZipFile", None)  # not even their list is read
    assert refusal(many, "a.docx").startswith(TOO_MUCH)


def test_part_that_is_larger_than_it_says_is_not_unpacked_further():
    data = bytearray(make_office("word/document.xml", WORD_TYPE, {"a.xml": bytes(40_000_000)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.rindex(mark)
        data[start + place : start + place + 4] = struct.pack("<I", 1000)
    tracemalloc.start()

    assert refusal(bytes(data), "a.docx").startswith(NOT_WHOLE)

    assert peak() < 5_000_000


PICTURES = {"jpg": JPEG, "png": PNG, "gif": GIF, "webp": WEBP}


@pytest.mark.parametrize("ending", PICTURES)
@pytest.mark.parametrize("part", [0.3, 0.95])
def test_picture_is_refused_that_is_cut_off_also_after_papers_were_printed(
    monkeypatch, ending, part
):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    data = PICTURES[ending]

    assert refusal(data[: int(len(data) * part)], f"a.{ending}").startswith(NO_WHOLE_PICTURE)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_picture_is_refused_whose_bytes_are_not_those_of_its_checksum():
    middle = len(PNG) // 2

    changed = PNG[:middle] + bytes([PNG[middle] ^ 1]) + PNG[middle + 1 :]

    assert refusal(changed, "a.png").startswith(NO_WHOLE_PICTURE)


@pytest.mark.parametrize(
    "size",
    [(7_746, 7_746), (10_000, 9_000), (20_000, 20_000)],
    ids=["a little", "a warning", "an error"],
)
def test_picture_is_refused_that_unpacks_to_too_much(size):
    assert size[0] * size[1] > images.MAX_PIXELS
    assert refusal(make_png_head(*size), "a.png") == (
        "Billedet har mere end 60 millioner billedpunkter. Gør det mindre, og prøv igen."
    )


# --- Names ---------------------------------------------------------------------------------------

NAMES = [
    ("Årsregnskab 2021.pdf", "Årsregnskab 2021.pdf"),
    ("A\u030arsregnskab.PDF", "Årsregnskab.pdf"),
    ("C:\\Bilag\\kort.pdf", "kort.pdf"),
    ("../../etc/passwd", "passwd.pdf"),
    ("a/b\\c/", "bilag.pdf"),
    ('Mødets "nye" <plan>.pdf', "Mødets nye plan.pdf"),
    ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
    ("a\0b\x1b\x7f.pdf", "a b.pdf"),
    ("faktura\u202efdp.exe", "faktura fdp.exe.pdf"),
    ("\u200f\u2066notat\u2069.pdf", "notat.pdf"),
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ("x" * 115 + " y.pdf", "x" * 115 + ".pdf"),
    ("CON.pdf", "bilag CON.pdf"),
    ("nul", "bilag nul.pdf"),
    ("com1.referat.pdf", "bilag com1.referat.pdf"),
    ("nul." + "x" * 300, ("bilag nul." + "x" * 300)[:116] + ".pdf"),
    ("Konto.pdf", "Konto.pdf"),
    ("...skjult.pdf", "skjult.pdf"),
    ("notat.pdf. .", "notat.pdf"),
    ("notat.docx", "notat.docx.pdf"),
    (".pdf", "bilag.pdf"),
    ("..", "bilag.pdf"),
    (".....", "bilag.pdf"),
    ("", "bilag.pdf"),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_file_keeps_its_name_but_for_what_is_dangerous_in_it(name, kept):
    assert files.safe_name(name, files.PDF) == kept
    assert files.safe_name(kept, files.PDF) == kept
    assert len(kept) <= files.MAX_NAME_LENGTH


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Kort.JPEG", files.JPEG, "Kort.jpg"),
        ("kort.jfif", files.JPEG, "kort.jpg"),
        ("kort", files.WEBP, "kort.webp"),
        ("Budget 1.2", files.EXCEL, "Budget 1.2.xlsx"),
        ("x" * 300 + ".docx", files.WORD, "x" * 115 + ".docx"),
        ("Plan.PPTX", files.POWERPOINT, "Plan.pptx"),
    ],
)
def test_name_ends_as_its_kind_does(name, kind, kept):
    assert files.safe_name(name, kind) == kept


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Årsregnskab 2021.pdf", "Årsregnskab 2021"),
        ("referat_fra_KKR-møde.docx", "Referat fra KKR-møde"),
        ("bilag-1-kort-over-omraadet.png", "Bilag 1 kort over omraadet"),
        ("KKR-rammepapir.pdf", "KKR-rammepapir"),
        ("2021-05-03-referat-udkast.pdf", "2021-05-03 referat udkast"),
        ("Rammeaftale 2022-2026 a-b-c.pdf", "Rammeaftale 2022-2026 a-b-c"),
        ("notat", "Notat"),
        ("Notat 2.1.docx", "Notat 2.1"),
        ("Notat 2.1", "Notat 2.1"),
        ("notat.docx.pdf", "Notat"),
        ("C:\\Bilag\\økonomi__2021.XLSX", "Økonomi 2021"),
        ("../a/_-_kort_-_.pdf", "Kort"),
        ("a\u202eb\n<c>.pdf", "A b c"),
        ("x" * 300 + ".pdf", "X" + "x" * 199),
        (".pdf", "Bilag"),
        ("___.pdf", "Bilag"),
        ("...", "Bilag"),
        ("", "Bilag"),
    ],
)
def test_title_is_what_a_person_would_have_typed(name, title):
    assert files.title_from(name) == title
