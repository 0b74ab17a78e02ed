"""An item from a Word file: what is stored and told, and that a refused file leaves nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings import actions
from meetings.forms import word
from tests.meetings.conftest import NOON, pdf
from tests.meetings.pages import list_texts
from tests.meetings.word_files import cell, docx, heading, paragraph, run, table

SECTIONS = (
    heading("Baggrund", 2),
    paragraph("Vi har holdt møde."),
    heading("Indstilling", 2),
    paragraph("Det indstilles, at ", run("KKR", "b"), " lytter."),
    heading("Sagsfremstilling", 2),
    table([cell("År"), cell("2022")]),
)
NUMBER = "»1.4« foran overskriften er udeladt, for portalen nummererer punkterne."


@pytest.fixture
def page(agenda) -> str:
    return reverse("item-import", args=[agenda.meeting.pk])


@pytest.fixture
def send(browse, secretary, page):
    """Uploads a Word file: `send(docx(...), parent=12)`."""

    def upload(data: bytes, name: str = "punkt.docx", **fields):
        file = SimpleUploadedFile(name, data)
        return browse(secretary).post(page, {"file": file, "is_open": "True", **fields})

    return upload


def errors(response) -> list[str]:
    return list_texts(response, "span", "form-error-message")


def test_item_from_a_word_file_is_stored_and_opened_with_what_was_guessed(
    browse, secretary, agenda, send
):
    response = send(docx(heading("1.4 Sundhed"), paragraph("SAG-2021-06268 abc"), *SECTIONS))

    item = agenda.meeting.items.latest("pk")
    opened = reverse("item-edit", args=[agenda.meeting.pk, item.pk])
    assert (response.status_code, response.url) == (302, opened)
    assert (item.title, item.case_number, item.initials) == ("Sundhed", "SAG-2021-06268", "abc")
    assert item.background == "<p>Vi har holdt møde.</p>"
    assert item.recommendation == "<p>Det indstilles, at <strong>KKR</strong> lytter.</p>"
    assert "<td>" in item.presentation
    assert (item.parent, item.position, item.versions.count()) == (None, 1, 1)


def test_what_was_guessed_is_told_in_the_editor(browse, secretary, agenda, page):
    file = SimpleUploadedFile("x.docx", docx(heading("1.4 Sundhed"), *SECTIONS))

    shown = browse(secretary).post(page, {"file": file, "is_open": "True"}, follow=True)

    assert list_texts(shown, "p", "alert-text") == [
        "Punktet er hentet fra Word-filen. Læs det igennem.",
        NUMBER,
    ]


def test_item_can_go_below_a_main_item(agenda, send):
    send(docx(heading("Sundhed"), *SECTIONS), parent=agenda.main.pk)

    assert [item.title for item in agenda.main.children.all()] == [
        "Sammensætning",
        "Formandskab",
        "Sundhed",
    ]


@pytest.mark.parametrize("where", ["composition", "elsewhere"])
def test_item_goes_below_main_items_of_this_agenda_only(agenda, published, send, everything, where):
    wrong = agenda.composition if where == "composition" else published.items.get()
    before = everything()

    response = send(docx(heading("Sundhed")), parent=wrong.pk)

    assert (response.status_code, everything()) == (422, before)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf("x"), "Filen er en PDF, ikke et Word-dokument."),
        (docx(), "Word-filen indeholder ingen tekst."),
        (b"", "Filen er tom."),
    ],
    ids=["pdf", "without text", "empty"],
)
def test_file_that_cannot_be_read_is_refused_at_the_field(send, everything, data, reason):
    before = everything()

    response = send(data)

    assert (response.status_code, errors(response)) == (422, [f"Fejl: {reason}"])
    assert everything() == before


def test_form_without_a_file_says_so(browse, secretary, page):
    response = browse(secretary).post(page, {"is_open": "True"})
    assert (response.status_code, errors(response)) == (422, ["Fejl: Vælg en Word-fil."])


def test_form_asks_who_may_read_and_chooses_for_nobody(browse, secretary, page, send, everything):
    before = everything()

    shown = browse(secretary).get(page)
    response = send(docx(heading("Sundhed"), *SECTIONS), is_open="")

    assert "checked" not in shown.text
    assert errors(response) == ["Fejl: Vælg, hvem der må læse punktet."]
    assert (response.status_code, everything()) == (422, before)


@pytest.mark.parametrize("answer", ["True", "False"])
def test_answer_about_who_may_read_is_stored(agenda, send, answer):
    send(docx(heading("Sundhed"), *SECTIONS), is_open=answer)

    assert agenda.meeting.items.get(title="Sundhed").is_open is (answer == "True")


def test_file_that_is_too_big_is_refused_before_it_is_read(send, settings, monkeypatch, everything):
    settings.ATTACHMENT_MAX_BYTES = 1_000_000
    before = everything()

    def read(data):
        raise AssertionError("it was read")

    monkeypatch.setattr(word.word_import, "read_item", read)
    response = send(b"x" * 1_000_001)

    assert errors(response) == ["Fejl: Filen fylder mere end 1 MB."]
    assert everything() == before


def test_section_that_is_too_long_is_refused(send, everything, monkeypatch):
    monkeypatch.setattr(word, "MAX_SECTION_LENGTH", 30)
    before = everything()

    response = send(docx(heading("Sundhed"), *SECTIONS))

    reason = "Afsnittet Indstilling er for langt: 54 tegn med formatering, og der er plads til 30."
    assert errors(response) == [f"Fejl: {reason} Del dokumentet i flere punkter."]
    assert (response.status_code, everything()) == (422, before)


def test_title_that_is_too_long_is_cut_and_stays_in_the_text(browse, secretary, agenda, page):
    file = SimpleUploadedFile("x.docx", docx(heading("Æ" * 251), *SECTIONS))

    shown = browse(secretary).post(page, {"file": file, "is_open": "True"}, follow=True)

    item = agenda.meeting.items.latest("pk")
    assert item.title == "Æ" * 249 + "…"
    assert f"<h5>{'Æ' * 251}</h5>" in item.presentation
    assert "Dokumentets overskrift er for lang og kortet af." in shown.text
    assert "Skriv den selv." not in shown.text


def test_document_without_a_title_is_called_after_its_file(agenda, send):
    send(docx(paragraph("Bare tekst")), name="02_sundhed.docx")

    assert agenda.meeting.items.latest("pk").title == "02 sundhed"


def test_html_in_the_file_is_text(agenda, send):
    send(docx(heading("A <b>Fed</b>"), heading("Baggrund"), paragraph("a <script> b")))

    item = agenda.meeting.items.latest("pk")
    assert (item.title, item.background) == ("A <b>Fed</b>", "<p>a &lt;script&gt; b</p>")


def test_agenda_that_went_out_meanwhile_gets_nothing(agenda, send, publish):
    publish(agenda.meeting)

    response = send(docx(heading("Sundhed"), *SECTIONS))

    assert response.url == reverse("meeting", args=[agenda.meeting.pk])
    assert agenda.meeting.items.count() == 4


def test_amended_agenda_gets_the_item_last(agenda, send, publish, secretary):
    publish(agenda.meeting)
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)

    send(docx(heading("Sundhed"), *SECTIONS))

    assert agenda.meeting.items.filter(parent=None).last().title == "Sundhed"


def test_page_is_for_the_secretariat_and_linked_from_the_agenda(
    browse, secretary, member, stranger, agenda, page
):
    people = [secretary, member, stranger, None]
    assert [browse(who).get(page).status_code for who in people] == [200, 404, 404, 302]
    agenda_page = browse(secretary).get(reverse("agenda-edit", args=[agenda.meeting.pk]))
    assert page in agenda_page.text
