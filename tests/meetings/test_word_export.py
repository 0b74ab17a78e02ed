"""The agenda as a Word file: what stands where, and that no odd input stops it."""

import datetime
import io
import time
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from meetings import richtext
from meetings.word_export import WordAgenda, WordItem, docx_bytes
from meetings.word_import import read_item
from tests.meetings.test_word_export_roundtrip import exported, read_back

MOMENT = datetime.datetime(2022, 1, 19, 10, tzinfo=datetime.UTC)
AGENDA = WordAgenda(
    title="Dagsorden 2022",
    council="KKR Midtjylland",
    date="19. januar 2022",
    facts=(("Dato", "onsdag den 19. januar 2022"), ("Sted", "Viborg")),
    note="Der er frokost.\nGruppemøder kl. 9.",
    state="2. udgave, offentliggjort 12. januar 2022",
    items=(
        WordItem(
            "1",
            "Økonomi",
            case="SAG-2021-06268 abc",
            sections=(
                ("Baggrund", "<p>a</p>"),
                ("Indstilling", ""),
                ("Sagsfremstilling", "<h5>Æ</h5><p>b</p>"),
            ),
            attachments=("Bilag 1.1 Budget",),
        ),
        WordItem("1.1", "Lukket sag", 2, is_closed=True),
        WordItem("2", "Udgået", is_dropped=True, sections=(("Baggrund", "<p>skjult</p>"),)),
    ),
)


def opened(agenda: WordAgenda = AGENDA):
    return docx.Document(io.BytesIO(docx_bytes(agenda, moment=MOMENT)))


def paragraphs(document, *styles: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name in styles]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name).decode()


def test_front_and_items_in_the_styles_of_word():
    assert [(each.style.name, each.text) for each in opened().paragraphs] == [
        ("Title", "Dagsorden 2022"),
        ("Subtitle", "KKR Midtjylland"),
        ("Mødefakta", "Dato\tonsdag den 19. januar 2022"),
        ("Mødefakta", "Sted\tViborg"),
        ("Normal", "Der er frokost.\nGruppemøder kl. 9."),
        ("Udgave", "2. udgave, offentliggjort 12. januar 2022"),
        ("Normal", ""),
        ("Heading 1", "1 Økonomi"),
        ("Sagsnummer", "SAG-2021-06268 abc"),
        ("Heading 3", "Baggrund"),
        ("Normal", "a"),
        ("Heading 3", "Sagsfremstilling"),
        ("Heading 4", "Æ"),
        ("Normal", "b"),
        ("Heading 3", "Bilag"),
        ("List Bullet", "Bilag 1.1 Budget"),
        ("Heading 2", "1.1 Lukket sag (Lukket)"),
        ("Heading 1", "2 Udgået (Udgår)"),
        ("Normal", "Punktet behandles ikke på mødet."),
    ]


def test_contents_are_written_and_lead_to_the_items():
    document = opened()
    contents = document.element.body.find(qn("w:sdt"))
    lines = ["".join(text.text for text in p.iter(qn("w:t"))) for p in contents.iter(qn("w:p"))]
    assert lines == ["Indhold", "1 Økonomi", "1.1 Lukket sag (Lukket)", "2 Udgået (Udgår)"]
    codes = [code.text.strip() for code in contents.iter(qn("w:instrText"))]
    assert codes == [r'TOC \o "1-2" \h \z']
    assert document.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"


def test_an_agenda_without_items_has_no_contents():
    document = opened(WordAgenda("Dagsorden", "KKR"))
    assert document.element.body.find(qn("w:sdt")) is None
    assert [each.text for each in document.paragraphs] == ["Dagsorden", "KKR"]


def test_every_page_says_whose_it_is_and_how_many_there_are():
    section = opened().sections[0]
    assert [each.text for each in section.header.paragraphs] == ["KKR Midtjylland\t19. januar 2022"]
    assert section.footer.paragraphs[0].text == (
        "2. udgave, offentliggjort 12. januar 2022\tSide 1 af 1"
    )
    codes = [code.text.strip() for code in section.footer.part.element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_a_warning_stands_on_the_front_and_on_every_page():
    document = opened(WordAgenda("a", "b", warning="Må ikke videregives."))
    assert paragraphs(document, "Advarsel") == ["Må ikke videregives."]
    assert document.sections[0].header.paragraphs[-1].text == "Må ikke videregives."


def test_an_item_without_a_title_keeps_its_text():
    item = WordItem("", "", sections=(("Baggrund", "<p>a</p>"),))
    assert opened(WordAgenda("", "", items=(item,))).paragraphs[-1].text == "a"


def test_an_attachment_without_a_title_leaves_no_bullet_behind():
    first = WordItem("1", "a", attachments=("", "Bilag 1.2", ""))
    second = WordItem("2", "b", sections=(("Baggrund", "<p>c</p>"),))
    document = opened(WordAgenda("a", "b", items=(first, second)))
    assert paragraphs(document, "List Bullet") == ["Bilag 1.2"]


def test_properties_of_the_file():
    properties = opened().core_properties
    assert (properties.title, properties.author) == ("Dagsorden 2022", "KKR Midtjylland")
    assert (properties.language, properties.comments) == ("da-DK", "")
    assert properties.created == properties.modified == MOMENT
    assert b"python" not in docx_bytes(AGENDA, moment=MOMENT).lower()
    assert 'w:lang w:val="da-DK"' in part(docx_bytes(AGENDA, moment=MOMENT), "word/styles.xml")


def test_the_same_agenda_is_the_same_file():
    first = docx_bytes(AGENDA, moment=MOMENT)
    copenhagen = datetime.timezone(datetime.timedelta(hours=1))
    assert docx_bytes(AGENDA, moment=MOMENT) == first
    assert docx_bytes(AGENDA, moment=MOMENT.astimezone(copenhagen)) == first
    assert docx_bytes(AGENDA, moment=MOMENT.replace(tzinfo=None)) == first
    assert docx_bytes(AGENDA, moment=MOMENT.replace(day=20)) != first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def numbers(html: str) -> list[tuple[str, str, str, str]]:
    """For each item of a list: its text, level, kind, and what its list counts from there."""
    document = docx.Document(io.BytesIO(exported(html)))
    definitions = document.part.numbering_part.element
    found = []
    for each in document.element.body.iter(qn("w:p")):
        if (place := each.find(f"{qn('w:pPr')}/{qn('w:numPr')}")) is not None:
            level = place.find(qn("w:ilvl")).get(qn("w:val"))
            number = place.find(qn("w:numId")).get(qn("w:val"))
            (of,) = definitions.xpath(
                f"w:abstractNum[@w:abstractNumId = ../w:num[@w:numId='{number}']"
                f"/w:abstractNumId/@w:val]/w:lvl[@w:ilvl='{level}']"
            )
            text = "".join(letters.text for letters in each.iter(qn("w:t")))
            kind = of.find(qn("w:numFmt")).get(qn("w:val"))
            found.append((text, level, kind, of.find(qn("w:start")).get(qn("w:val")), number))
    return found


def test_each_list_of_numbers_counts_for_itself():
    html = '<ol start="4"><li>a<ol><li>b</li></ol></li><li>c</li></ol><ol><li>d</li></ol>'
    a, b, c, d = numbers(html)
    assert a[:4] == ("a", "0", "decimal", "4")
    assert b[:4] == ("b", "1", "decimal", "1")
    assert d[:4] == ("d", "0", "decimal", "1")
    assert a[4] == c[4]
    assert len({a[4], b[4], d[4]}) == 3


@pytest.mark.parametrize(
    ("start", "begin"), [("0", "0"), ("9" * 30, "32767"), ("-1", "1"), ("x", "1"), ("٣", "1")]
)
def test_odd_starts(start, begin):
    assert numbers(f'<ol start="{start}"><li>a</li></ol>')[0][3] == begin


def test_an_item_without_text_keeps_its_number():
    assert [item[:2] for item in numbers("<ol><li></li><li><ul><li>a</li></ul></li></ol>")] == [
        ("", "0"),
        ("", "0"),
        ("a", "1"),
    ]


def test_lists_have_the_styles_of_word():
    document = docx.Document(io.BytesIO(exported("<ul><li>a<ol><li>b</li></ol></li></ul>")))
    assert paragraphs(document, "List Bullet") == ["a"]
    assert paragraphs(document, "List Number") == ["b"]


def test_paragraphs_of_an_item_stand_below_its_text():
    xml = part(exported("<ol><li><p>a</p><p>b</p></li></ol>"), "word/document.xml")
    assert '<w:pStyle w:val="ListContinue1"/></w:pPr><w:r><w:t xml:space="preserve">b' in xml


@pytest.mark.parametrize(
    ("table", "heads"),
    [
        ("<thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody>", 1),
        ("<tbody><tr><th>a</th></tr><tr><th>b</th></tr><tr><td>c</td></tr></tbody>", 2),
        ("<tbody><tr><th>a</th><td>b</td></tr></tbody>", 0),
        ('<tbody><tr><th scope="row">a</th></tr><tr><td>b</td></tr></tbody>', 0),
        ('<tbody><tr><th rowspan="2">a</th><th>b</th></tr><tr><td>c</td></tr></tbody>', 0),
    ],
)
def test_head_rows_repeat(table, heads):
    xml = part(exported(f"<table>{table}</table>"), "word/document.xml")
    assert xml.count("<w:tblHeader/>") == heads


def test_headings_of_rows_are_marked():
    row = '<tr><th scope="row">a</th><td>b</td></tr>'
    xml = part(exported(f"<table><tbody>{row}{row}</tbody></table>"), "word/document.xml")
    assert 'w:firstColumn="1"' in xml
    assert xml.count('<w:pStyle w:val="TableHead"/>') == 2


def test_case_number_stays_with_what_follows():
    assert opened().styles["Sagsnummer"].paragraph_format.keep_with_next


def columns_of(html: str) -> list[list[int]]:
    tables = docx.Document(io.BytesIO(exported(html))).tables
    return [[int(each.get(qn("w:w"))) for each in table._tbl.tblGrid] for table in tables]


def test_short_words_are_on_one_line_beside_long_texts():
    row = f"<tr><td>2022</td><td>{'ord ' * 90}</td><td>Kl. 10.00–12.00</td></tr>"

    [[year, text, time]] = columns_of(f"<table><tbody>{row}{row}</tbody></table>")

    assert year > 4 * 110 + 2 * 108
    assert time > 11 * 110 + 2 * 108
    assert text > 5 * year
    assert year + text + time == 9638


def test_wide_tables_are_on_turned_pages_and_very_wide_ones_in_small_type():
    def table(columns: int) -> str:
        return f"<table><tbody><tr>{'<td>Kommune</td>' * columns}</tr></tbody></table>"

    html = f"<p>a</p>{table(3)}{table(11)}{table(25)}<p>b</p>"
    document = docx.Document(io.BytesIO(exported(html)))

    assert [section.orientation for section in document.sections] == [0, 1, 0]
    assert [section.header.is_linked_to_previous for section in document.sections] == [
        False,
        True,
        True,
    ]
    assert [sum(widths) for widths in columns_of(html)] == [9638, 14570, 14570]
    styles = [table.cell(0, 0).paragraphs[0].style.name for table in document.tables]
    assert styles == ["Tabeltekst", "Tabeltekst", "Tabeltekst, lille"]


def test_a_table_wider_than_word_has_columns_becomes_several():
    row = "".join(f"<td>{column}</td>" for column in range(130))
    html = (
        f'<table><tbody><tr>{row}</tr><tr><td colspan="70" rowspan="2">x</td></tr></tbody></table>'
    )
    tables = docx.Document(io.BytesIO(exported(html))).tables
    assert [len(table.columns) for table in tables] == [63, 63, 4]
    texts = [cell.text for table in tables for cell in table.rows[0].cells]
    assert texts == [str(column) for column in range(130)]


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://kl.dk/a b<c>", "https://kl.dk/a%20b%3Cc%3E"),
        ("https://kl.dk/100%/å?x=%C3%A5#a#b", "https://kl.dk/100%25/å?x=%C3%A5#a%23b"),
        ("HTTPS://KL.DK", "HTTPS://KL.DK"),
        ("tel:+45 33", "tel:+45%2033"),
    ],
)
def test_addresses_as_word_takes_them(href, target):
    (link,) = read_back(exported(f'<p><a href="{href}">her</a></p>')).iter("a")
    assert (link.get("href"), link.text) == (target, "her")


@pytest.mark.parametrize(
    ("href", "shown"),
    [
        ("https://kl.dk:havn/", "her (https://kl.dk:havn/)"),
        ("https://[kl.dk/", "her (https://[kl.dk/)"),
        ("https:///sti", "her (https:///sti)"),
        ("mailto:", "her (mailto:)"),
        (f"https://kl.dk/{'a' * 3000}", f"her (https://kl.dk/{'a' * 3000})"),
        ("/moeder/1/", "her"),
        ("#bilag-7", "her"),
        ("javascript:alert(1)", "her"),
        ("", "her"),
    ],
)
def test_addresses_that_word_would_stumble_over_are_text(href, shown):
    section = read_back(exported(f'<p><a href="{href}">her</a></p>'))
    assert "".join(section.itertext()) == shown
    assert not list(section.iter("a"))


def test_right_to_left_runs_say_so():
    xml = part(exported("<p>Se <strong>שלום עולם</strong> og</p>"), "word/document.xml")
    assert '<w:b/><w:bCs/><w:rtl/></w:rPr><w:t xml:space="preserve">שלום עולם<' in xml
    assert xml.count("<w:rtl/>") == 1


ODD = {  # and which letters must come through, in their order
    "control characters": ("<p>a\x00\x01\x0b\x1f\ufffe\ud800b</p>", "ab"),
    "loose text": ("a<p>b</p>c", "abc"),
    "unclosed": ("<ul><li>a<ul><li>b<table><tr><td>c", "abc"),
    "closed twice": ("</p></li>a</strong></table>b", "ab"),
    "too deep": ("<ul><li>" * 300 + "a", "a"),
    "deep formats": ("<em><strong>" * 1500 + "a", "a"),
    "deep tables": ("<table><tbody><tr><td>" * 60 + "a", "a"),
    "items without a list": ("<li>a</li><td>b</td><tr><td>c</td></tr>", "abc"),
    "list in a list": ("<ul><ul><li>a</li></ul>b<p>c</p></ul>", "abc"),
    "table without cells": ("<table><tbody><tr></tr></tbody></table><table></table>a", "a"),
    "text in a table": ("<table>a<tbody>b<tr>c<td>d</td></tr></tbody></table>", "abcd"),
    "blocks in formats": ("<strong><p>a</p><ul><li>b</li></ul></strong>", "ab"),
    "unknown elements": ("<div><script>a</script><title>b</title><img src=x></div>", "ab"),
    "declarations": ("a<![b[c]]><?d?><!--e--><![f", "abcdef"),
    "half a tag": ("<p>a</p>b<p class=", "ab"),
    "odd spans": (
        '<table><tr><td colspan="0" rowspan="x">a</td><td colspan="99999">b</td></tr></table>',
        "ab",
    ),
    "many marks": (f"<p>{'<br>' * 2000}a</p>", "a"),
    "heading in an item": ("<ol><li><h5>a</h5>b</li></ol>", "ab"),
    "empty": ("<p></p><p><br></p><ul><li></li></ul><blockquote></blockquote>", ""),
}


@pytest.mark.parametrize(("html", "letters"), ODD.values(), ids=ODD)
def test_nothing_stops_it(html, letters):
    def read(html: str) -> str:
        data = exported(html)
        docx.Document(io.BytesIO(data))
        return "".join(filter(str.isalpha, "".join(read_back(data).itertext())))

    assert read(html).startswith(letters)
    cleaned = richtext.clean(html.replace("\ud800", ""))
    assert read(cleaned) == "".join(filter(str.isalpha, richtext.plain(cleaned)))


def test_odd_words_outside_the_sections():
    odd = "a\x00\x0b\ud800 \n b<&>\u202e שלום 🎉" + "x" * 500
    agenda = WordAgenda(
        odd,
        odd,
        odd,
        ((odd, odd), ("", "")),
        odd,
        odd,
        (
            WordItem(odd, odd, 2, odd, True, False, ((odd, odd), ("", "")), (odd, "")),
            WordItem("", ""),
        ),
        odd,
    )
    document = opened(agenda)
    assert document.paragraphs[0].text == "a b<&>\u202e שלום 🎉" + "x" * 500
    assert len(document.core_properties.title) == 255


def test_many_cells_and_lists_are_quick():
    cells = "<tr>" + "<td>a</td>" * 40 + "</tr>"
    html = f"<table><tbody>{cells * 100}</tbody></table>" + "<ol><li>a</li></ol>" * 300
    began = time.process_time()
    exported(html)
    assert time.process_time() - began < 5


def test_an_item_sent_out_for_editing_can_be_read_in_again():
    html = '<p>Se <a href="https://kl.dk/">kl</a></p><ul><li>a<ul><li>b</li></ul></li></ul>'
    table = (
        '<table><thead><tr><th colspan="2" scope="col"><p>x</p></th></tr></thead>'
        "<tbody><tr><td><p>y</p></td><td><p>z</p></td></tr></tbody></table>"
    )
    sections = (("Baggrund", html), ("Indstilling", table), ("Sagsfremstilling", html + table))
    agenda = WordAgenda("", "", items=(WordItem("3", "Emne", sections=sections),))
    item = read_item(docx_bytes(agenda, moment=MOMENT))
    assert item.background == html
    assert item.recommendation == table
    assert item.presentation.endswith(html + table)
