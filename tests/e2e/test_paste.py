"""Pasting into the editor: what other programs put on the clipboard becomes plain structure.

Each `clipboard/<name>.html` is what a program puts there, `<name>.stored.html` what is stored after
it, with line breaks between its elements for the reader.
"""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from meetings import documents, readable, richtext
from meetings.models import AgendaItem, Meeting

pytestmark = pytest.mark.browser

SECRETARIAT = "sekretariat.midtjylland"
CLIPBOARD = Path(__file__).parent / "clipboard"
SAMPLES = sorted(
    path.stem for path in CLIPBOARD.glob("*.html") if not path.name.endswith(".stored.html")
)
PASTE = """(box, content) => {
    const clipboardData = new DataTransfer();
    for (const [type, data] of Object.entries(content)) clipboardData.setData(type, data);
    box.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
    );
}"""
COPY = """(box) => {
    const clipboardData = new DataTransfer();
    box.dispatchEvent(
        new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true })
    );
    return clipboardData.getData("text/html");
}"""


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    """An item in which nothing is written yet."""
    return meeting.items.get(title="Eventuelt")


def open_item(page: Page, item: AgendaItem) -> None:
    page.goto(f"/moeder/{item.meeting_id}/punkter/{item.pk}/rediger/")
    expect(box(page)).to_be_visible()


def box(page: Page, section: str = "Baggrund"):
    return page.get_by_role("textbox", name=section, exact=True)


def paste(page: Page, html: str | None = None, *, text: str = "", section="Baggrund") -> None:
    box(page, section).click()
    page.keyboard.press("Control+End")
    box(page, section).evaluate(PASTE, {"text/html": html} if html else {"text/plain": text})


def saved(page: Page, item: AgendaItem, section: str = "background") -> str:
    """What the page stores by itself."""
    expect(page.locator("#save-status")).to_have_text(re.compile(r"^Gemt kl\. \d\d\.\d\d$"))
    item.refresh_from_db()
    return getattr(item, section)


def clear(page: Page) -> None:
    box(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")


def sample(name: str) -> str:
    return (CLIPBOARD / f"{name}.html").read_text(encoding="utf-8")


def expected(name: str) -> str:
    # The line breaks are for the reader; the editor writes a fixed space as a character.
    written = (CLIPBOARD / f"{name}.stored.html").read_text(encoding="utf-8")
    return written.replace("\n", "").replace("&nbsp;", "\u00a0")


def as_character(html: str) -> str:
    return html.replace("&nbsp;", "\u00a0")


def test_pasted_samples_are_stored_as_plain_structure_and_stay(open_page, item, problems):
    problems.provoked.add("Executing inline event handler violates")  # and is refused
    page = open_page(SECRETARIAT)
    open_item(page, item)
    stored, reloaded = {}, {}

    for name in SAMPLES:
        clear(page)
        paste(page, sample(name))
        stored[name] = as_character(saved(page, item))
        page.reload()
        shown = box(page).evaluate("box => box.editor.getHTML()")
        reloaded[name] = as_character(richtext.clean(shown))

    assert stored == {name: expected(name) for name in SAMPLES}
    assert reloaded == stored


def test_whatever_was_pasted_goes_into_the_pdf(item):
    # Needs no browser itself, but holds for the texts that the test above compares with.
    item.background = "".join(expected(name) for name in SAMPLES)
    item.save()

    agenda = readable.draft(item.meeting_id, is_whole=True)
    pdf = documents.agenda_pdf(agenda, issued_at=timezone.now())

    assert pdf.startswith(b"%PDF")


def test_word_list_goes_into_the_middle_of_a_text(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)
    box(page).click()
    page.keyboard.type("FørEfter")
    for _ in range(len("Efter")):
        page.keyboard.press("ArrowLeft")

    box(page).evaluate(PASTE, {"text/html": sample("word-filtered")})

    stored = saved(page, item)
    assert stored.startswith("<p>FørUden mso-mærker:</p><ul><li><p>Første</p>")
    assert stored.endswith("<li><p>FjerdeEfter</p></li></ol>")


def test_few_words_go_into_the_line(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)
    box(page).click()
    page.keyboard.type("Et ")

    paste(page, "<meta charset='utf-8'><span style='font-weight:700'>vigtigt</span>")
    page.keyboard.type(" ord")

    stored = as_character(saved(page, item)).replace("\u00a0", " ")
    assert stored == "<p>Et <strong>vigtigt ord</strong></p>"


def test_plain_text_is_pasted_as_paragraphs(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)

    paste(page, text="Første <b>linje</b>\r\n\r\n· anden linje")

    stored = saved(page, item)
    assert stored == "<p>Første &lt;b&gt;linje&lt;/b&gt;</p><p>· anden linje</p>"


def test_text_of_our_own_editor_is_pasted_as_it_was(open_page, item):
    item.background = "<p>Før  </p>" + expected("word-lists") + expected("word-tables")
    item.save()
    page = open_page(SECRETARIAT)
    open_item(page, item)
    shown = richtext.clean(box(page).evaluate("box => box.editor.getHTML()"))

    box(page).click()
    page.keyboard.press("Control+a")
    copied = box(page).evaluate(COPY)
    assert "data-pm-slice" in copied
    paste(page, copied, section="Sagsfremstilling")

    assert saved(page, item, "presentation") == shown


ODD = {
    "<tr><td>a</td><td>b</td></tr>": ["a", "b"],  # rows without their table
    "<li>a</li><li>b</li>": ["a", "b"],  # items without their list
    '<p style="mso-list:l9 level9 lfo1">dybt</p>': ["dybt"],  # no marker, no style sheet
    "<ul><li><ul><li></li></ul></li></ul><p>kun tekst</p>": ["kun tekst"],
    "<table><td colspan=99999 rowspan=99999>a<td>b</table>": ["a", "b"],
    "<div>" * 600 + "bund" + "</div>" * 600: ["bund"],
    "<p>Skriv data-pm-slice=1 her</p><h1>x</h1>": ["Skriv data-pm-slice=1 her", "x"],
}


def test_odd_html_keeps_its_words_and_makes_nothing_huge(open_page, item):
    page = open_page(SECRETARIAT)
    open_item(page, item)

    for html, words in ODD.items():
        clear(page)
        paste(page, html)
        shown = box(page).evaluate("box => box.editor.getHTML()")
        assert [line for line in richtext.plain(shown).split("\n") if line] == words
        assert len(shown) < 1000
