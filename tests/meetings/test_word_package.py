"""What is no Word document, or would cost too much to read, is refused in words that help."""

import struct
import time
import zlib

import pytest

from meetings import word_package
from meetings.word_import import WordFileRefused, read_item
from tests.meetings.word_files import (
    IMAGE,
    MACRO_TYPE,
    docx,
    heading,
    link,
    note_reference,
    paragraph,
    zipped,
)

SECTIONS = (heading("Baggrund"), paragraph("a"), heading("Indstilling"), paragraph("b"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
LONG_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK '
    f'"https://kl.dk/{"x" * 10_000}"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
OTHER_DOCUMENT = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}
REFUSED = {
    "empty file": (b"", "Filen er tom"),
    "old Word file": (OLE, "ældre Office-format"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "adgangskode"),
    "PDF": (b"%PDF-1.7\n%%EOF", "PDF"),
    "RTF": (b"{\\rtf1 x}", "RTF"),
    "HTML": (b"<html><body>x</body></html>", "ikke et Word-dokument"),
    "zip": (zipped({"a.txt": "x"}), "zip-arkiv"),
    "spreadsheet": (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "Excel"),
    "slides": (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "PowerPoint"),
    "OpenDocument": (zipped({"mimetype": "x", "content.xml": ""}), "OpenDocument"),
    "other document": (zipped(OTHER_DOCUMENT), "ikke et Word-dokument"),
    "cut off": (docx(*SECTIONS)[:-200], "beskadiget"),
    "only the mark of a zip": (b"PK\x03\x04", "beskadiget"),
    "macros": (docx(*SECTIONS, more={"word/vbaProject.bin": b"x"}), "makroer"),
    "macros by type": (docx(*SECTIONS, main_type=MACRO_TYPE), "makroer"),
    "broken XML": (docx(more={"word/document.xml": "<w:document>"}), "beskadiget"),
    "no body": (docx(more={"word/document.xml": "<x/>"}), "beskadiget"),
    "not UTF-8": (docx(more={"word/document.xml": b"<x>\xff\xfe</x>"}), "beskadiget"),
    "no such note": (docx(paragraph(note_reference(7))), "beskadiget"),
    "no such link": (docx(paragraph(link("x", to="rNone"))), "beskadiget"),
    "no text": (docx(), "ingen tekst"),
    "only blanks": (docx(paragraph(" "), heading("Baggrund")), "ingen tekst"),
    "only a picture": (docx(paragraph(IMAGE)), "ingen tekst"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_readable_document_is_refused(data, reason):
    with pytest.raises(WordFileRefused, match=reason) as refused:
        read_item(data)
    assert str(refused.value).endswith(".")


def test_encrypted_zip_is_refused():
    data = bytearray(docx(*SECTIONS))
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 8] |= 1
        place += 4
    with pytest.raises(WordFileRefused, match="adgangskode"):
        read_item(bytes(data))


def test_damaged_content_is_refused():
    data = bytearray(docx(*SECTIONS))
    place = data.index(b"word/document.xml") + len("word/document.xml") + 20
    data[place : place + 20] = bytes(20)
    with pytest.raises(WordFileRefused, match="beskadiget"):
        read_item(bytes(data))


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "_rels/.rels", "word/comments.xml"]
)
@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/passwd"', '"x"'])
def test_entities_are_refused(part, entity):
    xml = f"<!DOCTYPE x [<!ENTITY e {entity}>]><x>&e;</x>"
    with pytest.raises(WordFileRefused, match="beskadiget"):
        read_item(docx(*SECTIONS, more={part: xml}))


def test_document_under_a_name_that_is_no_xml_is_not_read():
    """Only what was looked at reaches the reader."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Target="word/evil.bin" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    more = {"_rels/.rels": relations, "word/evil.bin": "<!DOCTYPE x><x/>"}
    assert read_item(docx(*SECTIONS, more=more)).background == "<p>a</p>"


def test_zip_bombs_are_refused():
    megabytes = bytes(1_000_000)
    bombs = [
        docx(*SECTIONS, more={f"word/media/{n}.png": megabytes for n in range(101)}),
        docx(*SECTIONS, more={"word/x.xml": b"<x>" + b" " * 21_000_000 + b"</x>"}),
        docx(*SECTIONS, more={f"word/media/{n}.png": b"" for n in range(2_001)}),
    ]
    for bomb in bombs:
        before = time.perf_counter()
        with pytest.raises(WordFileRefused, match="for stor"):
            read_item(bomb)
        assert time.perf_counter() - before < 2


def test_size_is_measured_not_believed(monkeypatch):
    monkeypatch.setattr(word_package, "MAX_XML", 10_000)
    data = bytearray(docx(*SECTIONS, more={"word/x.xml": b"<x>" + b" " * 20_000 + b"</x>"}))
    place = data.rindex(b"word/x.xml") - 46  # its entry in the list at the end of the zip
    crc = zlib.crc32(b"<x>")
    struct.pack_into("<I", data, place + 16, crc)
    struct.pack_into("<I", data, place + 24, 3)
    with pytest.raises(WordFileRefused):
        read_item(bytes(data))


@pytest.mark.parametrize(
    "xml",
    [
        b"<a>" * 100 + b"</a>" * 100,
        b"<a>" + b"<b/>" * 150_000 + b"</a>",
        b"<a " + b" ".join(b'a%d=""' % n for n in range(150_000)) + b"/>",
    ],
    ids=["deep", "many elements", "many attributes"],
)
def test_intricate_xml_is_refused(xml):
    with pytest.raises(WordFileRefused, match="indviklet"):
        read_item(docx(*SECTIONS, more={"word/x.xml": xml}))


@pytest.mark.parametrize(
    "body",
    [
        [paragraph("a", note_reference(1)) for _ in range(3_000)],
        [
            paragraph(LONG_FIELD),
            *[paragraph("a") for _ in range(3_000)],
        ],
        [paragraph(link("a", to="r")) for _ in range(3_000)],
    ],
    ids=["footnote", "field", "link"],
)
def test_small_file_that_makes_a_long_text_is_refused(body):
    long = "x" * 10_000
    with pytest.raises(WordFileRefused, match="for stor"):
        read_item(docx(*body, footnotes=[paragraph(long)], links={"r": f"https://kl.dk/{long}"}))


def test_footnotes_that_refer_to_each_other_are_refused():
    note = paragraph("a", note_reference(1))
    with pytest.raises(WordFileRefused, match="beskadiget"):
        read_item(docx(note, footnotes=[note]))


def test_deepest_document_that_is_let_through_is_read():
    inner = paragraph("dybt")
    for _ in range(23):  # 3 elements each, and 5 around
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert "dybt" in read_item(docx(inner)).presentation


def test_long_document_is_read_soon():
    lines = [paragraph("Æblegrød med fløde") for _ in range(500)]
    before = time.perf_counter()
    assert read_item(docx(*lines)).presentation.count("<p>") == 500
    assert time.perf_counter() - before < 10
