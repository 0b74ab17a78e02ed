"""Where the secretariat works with the attachments of an item, and where readers find them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from meetings import actions, files
from meetings.models import AgendaItem, Attachment
from tests.factories import UserFactory
from tests.meetings.conftest import NOON, pdf
from tests.meetings.pages import list_texts, press
from tests.meetings.uploads import PNG

EVIL = '"><script>alert(1)</script>'
NO_PDF = f"Filen hedder .pdf, men er en webside (HTML). Portalen tager imod {files.TAKEN}."


@pytest.fixture
def paper(agenda, attach) -> Attachment:
    """Bilag 1.1.1, open, on the draft agenda."""
    return attach(agenda.composition, title="Notat")


def url(name: str, thing) -> str:
    """The address of a page about an item, or about an attachment."""
    if isinstance(thing, Attachment):
        return reverse(name, args=[thing.item.meeting_id, thing.item_id, thing.pk])
    return reverse(name, args=[thing.meeting_id, thing.pk])


def upload(data: bytes, name: str = "kort.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


def errors(response) -> list[str]:
    return list_texts(response, "span", "form-error-message")


# --- Adding --------------------------------------------------------------------------------------


def test_new_attachment_is_called_as_its_file_suggests_and_said_by_number(
    browse, secretary, agenda, paper
):
    data = {"is_open": "nej", "file": upload(pdf("kort"), "økonomi_for_2022.pdf")}

    response = browse(secretary).post(url("attachment-list", agenda.composition), data, follow=True)

    assert response.redirect_chain == [(url("attachment-list", agenda.composition), 302)]
    assert list_texts(response, "p", "alert-text") == ["Bilag 1.1.2 er tilføjet."]
    added = Attachment.objects.latest("pk")
    assert (added.title, added.is_open) == ("Økonomi for 2022", False)
    assert (added.current.file_name, added.current.content) == ("økonomi_for_2022.pdf", pdf("kort"))


def test_several_files_become_attachments_in_their_order(browse, secretary, agenda, paper):
    names = ["b.pdf", "a.pdf", "c/d.pdf"]
    data = {"is_open": "ja", "file": [upload(pdf(name), name) for name in names]}

    response = browse(secretary).post(url("attachment-list", agenda.composition), data, follow=True)

    assert list_texts(response, "p", "alert-text") == ["Bilag 1.1.2–1.1.4 er tilføjet."]
    stored = agenda.composition.attachments.all()
    assert [str(paper) for paper in stored] == ["Notat", "B", "A", "D"]
    assert [paper.current.content for paper in stored][1:] == [pdf(name) for name in names]


def test_of_several_files_none_is_taken_when_one_is_refused_and_each_bad_one_is_named(
    browse, secretary, agenda, everything
):
    before = everything()
    files_sent = [upload(pdf("a"), "a.pdf"), upload(b"<html>", "b.pdf"), upload(b"", "c.pdf")]

    response = browse(secretary).post(
        url("attachment-list", agenda.chair), {"is_open": "ja", "file": files_sent}
    )

    assert response.status_code == 422
    assert errors(response) == [f"Fejl: »b.pdf«: {NO_PDF}", "Fejl: »c.pdf«: Filen er tom."]
    assert everything() == before


def test_more_than_twenty_files_at_once_are_refused(browse, secretary, agenda, everything):
    before = everything()
    data = {"is_open": "ja", "file": [upload(pdf("a")) for _ in range(21)]}

    response = browse(secretary).post(url("attachment-list", agenda.chair), data)

    assert errors(response) == ["Fejl: Vælg højst 20 filer ad gangen."]
    assert everything() == before


def test_page_says_which_files_are_taken_and_of_which_kind_each_is(
    browse, secretary, agenda, attach
):
    attach(agenda.chair)
    attach(agenda.chair, file_name="kort.png", data=PNG)

    page = browse(secretary).get(url("attachment-list", agenda.chair))

    assert "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) og billeder" in page.text
    assert 'accept=".pdf,.docx,' in page.text
    kinds = [words.partition(",")[0] for words in list_texts(page, "span", "nowrap")]
    assert kinds == ["(PDF", "(Billede"]


WRONG = pytest.mark.parametrize(
    ("wrong", "field", "error"),
    [
        ({"file": None}, "file", "Vælg mindst én fil."),
        ({"file": b""}, "file", "Filen er tom."),
        ({"file": b"<html>%PDF-1.7 %%EOF</html>"}, "file", NO_PDF),
        ({"file": pdf("x")[:-7]}, "file", "PDF-filen er ikke hel. Dan den igen, og prøv så."),
        ({"file": pdf("x") + bytes(20_000_000)}, "file", "Filen fylder mere end 20 MB."),
        ({"is_open": ""}, "is_open", "Vælg, hvem der må læse bilagene."),
        ({"is_open": "True"}, "is_open", "Marker en gyldig valgmulighed."),
    ],
    ids=["no file", "empty", "html", "cut off", "large", "no readers", "unknown readers"],
)


def sent(wrong: dict) -> dict:
    data = {"is_open": "ja", "file": pdf("kort"), **wrong}
    file = data.pop("file")
    return data if file is None else {**data, "file": upload(file)}


@WRONG
def test_new_attachment_comes_back_with_a_danish_error_at_its_field(
    browse, secretary, agenda, everything, wrong, field, error
):
    before = everything()

    response = browse(secretary).post(url("attachment-list", agenda.chair), sent(wrong))

    assert response.status_code == 422
    [said] = errors(response)
    assert said.startswith(f"Fejl: {error[:27]}")
    assert list(response.context["form"].errors) == [field]
    assert everything() == before


def test_new_attachment_asks_for_everything_when_nothing_was_sent(browse, secretary, agenda):
    response = browse(secretary).post(url("attachment-list", agenda.chair))

    assert response.status_code == 422
    assert errors(response) == [
        "Fejl: Vælg mindst én fil.",
        "Fejl: Vælg, hvem der må læse bilagene.",
    ]


# --- Adding with the page's script ---------------------------------------------------------------

SCRIPT = {"Accept": "application/json"}


def test_script_is_answered_with_the_number(browse, secretary, agenda, paper):
    address = url("attachment-list", agenda.composition)

    response = browse(secretary).post(address, sent({}), headers=SCRIPT)

    assert (response.status_code, response.json()) == (201, {"said": "Bilag 1.1.2 er tilføjet."})
    assert agenda.composition.attachments.count() == 2


@WRONG
def test_script_is_told_what_is_wrong_and_nothing_is_kept(
    browse, secretary, agenda, everything, wrong, field, error
):
    before = everything()
    address = url("attachment-list", agenda.chair)

    response = browse(secretary).post(address, sent(wrong), headers=SCRIPT)

    assert response.status_code == 422
    [(name, [said])] = response.json()["errors"].items()
    assert (name, said[:27]) == (field, error[:27])
    assert everything() == before


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("deleted", "En kollega har slettet eller flyttet punktet i mellemtiden."),
        ("published", "En kollega har offentliggjort dagsordenen i mellemtiden."),
    ],
)
def test_script_is_told_that_the_item_is_gone_or_went_out(
    browse, secretary, agenda, publish, everything, reason, said
):
    address = url("attachment-list", agenda.chair)
    if reason == "deleted":
        actions.delete_item(agenda.chair, by=secretary, version=1)
    else:
        publish(agenda.meeting)
    before = everything()

    response = browse(secretary).post(address, sent({}), headers=SCRIPT)

    assert (response.status_code, response.json()) == (409, {"reason": said})
    assert everything() == before


def test_script_without_right_or_log_in_is_refused(browse, outsider, agenda, everything):
    before = everything()
    address = url("attachment-list", agenda.chair)

    response = browse(outsider).post(address, sent({}), headers=SCRIPT)

    assert response.status_code == (401 if outsider is None else 404)
    assert everything() == before


def test_script_gets_the_list_alone(browse, secretary, agenda, paper):
    address = url("attachment-list", agenda.composition)

    response = browse(secretary).get(address, headers={"HX-Request": "true"})

    assert list_texts(response, "td", "lead") == ["1.1.1 Notat"]
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]


# --- Closed items --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed", "badges"),
    [
        ([], ["Åbent", "Lukket"]),
        (["composition"], ["Lukket (punktet er lukket)"] * 2),
        (["main"], ["Lukket (hovedpunktet er lukket)"] * 2),
        (["main", "composition"], ["Lukket (punktet er lukket)"] * 2),
        (["other_business"], ["Åbent", "Lukket"]),
    ],
)
def test_attachment_of_a_closed_item_is_shown_as_closed_whatever_was_chosen(
    browse, secretary, agenda, paper, attach, closed, badges
):
    attach(agenda.composition, is_open=False)
    for name in closed:
        item = getattr(agenda, name)
        item.is_open = False
        item.save()

    page = browse(secretary).get(url("attachment-list", agenda.composition))

    assert list_texts(page, "span", "badge") == badges
    assert ("er bilagene lukkede" in page.text) is (len(set(badges)) == 1)


# --- Changing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["item", "main item", "none"])
def test_upload_to_a_closed_item_suggests_closed(browse, secretary, agenda, which):
    item = {"item": agenda.chair, "main item": agenda.main, "none": agenda.other_business}[which]
    AgendaItem.objects.filter(pk=item.pk).exclude(title="Eventuelt").update(is_open=False)
    address = url("attachment-list", agenda.chair)

    page = browse(secretary).get(address)
    data = {"is_open": "ja", "file": upload(pdf("kort"))}
    browse(secretary).post(address, data)

    chosen = [
        choice.data["value"]
        for choice in page.context["form"]["is_open"]
        if choice.data["selected"]
    ]
    assert chosen == ([] if which == "none" else ["nej"])
    assert agenda.chair.attachments.get().is_open is True  # it is only a suggestion


def test_edit_page_shows_what_is_stored_and_saves_what_is_sent(browse, secretary, paper):
    client = browse(secretary)
    page = client.get(url("attachment-edit", paper)).context["form"]

    response = client.post(
        url("attachment-edit", paper), {"title": "Nyt navn", "is_open": "nej", "version": 1}
    )

    assert (page.initial["title"], page.initial["is_open"]) == ("Notat", "ja")
    assert response.url == url("attachment-list", paper.item)
    paper.refresh_from_db()
    assert (paper.title, paper.is_open) == ("Nyt navn", False)


def test_replaced_file_is_linked_beside_the_earlier_one_with_its_note(browse, secretary, paper):
    data = {"file": upload(pdf("ny"), "ny.pdf"), "note": "Rettet tabel", "version": 1}

    response = browse(secretary).post(url("attachment-replace", paper), data, follow=True)

    page = response.content.decode()
    assert response.status_code == 200
    assert reverse("attachment-file", args=[paper.pk, "ny.pdf"]) in page
    assert reverse("attachment-version", args=[paper.pk, 1, "notat.pdf"]) in page
    assert "Sekretær Midt: Rettet tabel</li>" in page


@pytest.mark.parametrize("name", ["attachment-edit", "attachment-replace"])
def test_change_form_keeps_the_version_first_seen_when_it_comes_back_with_an_error(
    browse, secretary, paper, name
):
    actions.change_attachment(paper, by=UserFactory(), title="Anden", is_open=False, version=1)

    response = browse(secretary).post(url(name, paper), {"version": 1})

    assert response.status_code == 422
    assert '<input type="hidden" name="version" value="1">' in response.content.decode()


@pytest.mark.parametrize("version", ["1", "3", "", "x", "9" * 400])
@pytest.mark.parametrize("name", ["attachment-edit", "attachment-replace", "attachment-delete"])
def test_stale_form_changes_nothing_and_leads_to_what_stands_there_now(
    browse, secretary, paper, everything, name, version
):
    actions.change_attachment(paper, by=UserFactory(), title="Anden", is_open=False, version=1)
    before = everything()
    data = {"title": "Notat", "is_open": "ja", "file": upload(pdf("ny")), "version": version}

    response = browse(secretary).post(url(name, paper), data, follow=True)

    assert response.redirect_chain == [(url("attachment-list", paper.item), 302)]
    assert list_texts(response, "p", "alert-text") == [
        "En kollega har ændret bilagene i mellemtiden. Her er de, som de står nu."
    ]
    assert everything() == before


def test_delete_button_removes_the_attachment_it_stands_beside(
    browse, secretary, agenda, paper, attach
):
    attach(agenda.chair)
    client = browse(secretary)
    page = client.get(url("attachment-list", agenda.composition))

    response = press(client, page, "Slet bilag 1.1.1")

    assert list_texts(response, "p", "alert-text") == ["Bilaget »Notat« er slettet."]
    assert list(Attachment.objects.values_list("item", flat=True)) == [agenda.chair.pk]


@pytest.mark.parametrize(
    ("marks", "said"),
    [(0, ""), (1, " Teksten henviser til bilaget med 1 mærke ./., som"), (2, " med 2 mærker ./.,")],
)
def test_delete_question_says_how_often_the_text_marks_the_attachment(
    browse, secretary, agenda, paper, attach, marks, said
):
    other = attach(agenda.composition)
    text = f'<p><a href="#bilag-{paper.key}">./.</a></p>' * marks
    agenda.composition.presentation = f'{text}<p><a href="#bilag-{other.key}0">./.</a></p>'
    agenda.composition.save()

    page = browse(secretary).get(url("attachment-list", agenda.composition)).text

    start = page.index(escape("Slet bilag 1.1.1 »Notat«"))
    question = page[start : page.index(">", start)]
    assert said in question
    assert ("mærke" in question) is (marks > 0)
    assert page.count("Teksten henviser") == min(marks, 1)


ROUTES = ["attachment-list", "attachment-edit", "attachment-replace", "attachment-delete"]


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("reason", ["deleted", "published"])
def test_form_leads_on_when_the_item_was_deleted_or_the_agenda_published_meanwhile(
    browse, secretary, agenda, paper, publish, everything, name, reason
):
    address = url(name, agenda.composition if name == "attachment-list" else paper)
    if reason == "deleted":
        actions.delete_item(agenda.composition, by=secretary, version=1)
    else:
        publish(agenda.meeting)
    before = everything()
    data = {"title": "Kort", "is_open": "ja", "file": upload(pdf("ny")), "version": 1}

    response = browse(secretary).post(address, data)

    goal = {"deleted": "agenda-edit", "published": "meeting"}[reason]
    assert response.url == reverse(goal, args=[agenda.meeting.pk])
    assert everything() == before


@pytest.mark.parametrize("name", ["attachment-list", "attachment-edit", "attachment-replace"])
def test_page_is_not_found_when_the_agenda_is_published_or_the_item_is_another_meetings(
    browse, secretary, agenda, paper, published, publish, name
):
    thing = agenda.composition if name == "attachment-list" else paper
    elsewhere = url(name, thing).replace(
        f"/moeder/{agenda.meeting.pk}/", f"/moeder/{published.pk}/"
    )
    client = browse(secretary)

    assert client.get(url(name, thing)).status_code == 200
    assert client.get(elsewhere).status_code == 404
    publish(agenda.meeting)
    assert client.get(url(name, thing)).status_code == 404
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    assert client.get(url(name, thing)).status_code == 200


@pytest.mark.parametrize("name", ["attachment-edit", "attachment-replace"])
def test_page_is_not_found_below_another_item(browse, secretary, agenda, paper, name):
    address = reverse(name, args=[agenda.meeting.pk, agenda.chair.pk, paper.pk])

    assert browse(secretary).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries_when_it_has_more_attachments(
    browse, secretary, agenda, attach, django_assert_num_queries, count
):
    for _ in range(count):
        attach(agenda.chair)
    client = browse(secretary)

    with django_assert_num_queries(7) as queries:
        response = client.get(url("attachment-list", agenda.chair))

    assert len(list_texts(response, "td", "lead")) == count
    assert [query["sql"] for query in queries if '"content"' in query["sql"]] == []


# --- Where they are found ------------------------------------------------------------------------


def test_agenda_row_and_item_page_lead_to_the_attachments(browse, secretary, agenda, attach):
    attach(agenda.chair)
    attach(agenda.chair)
    client = browse(secretary)

    page = client.get(reverse("agenda-edit", args=[agenda.meeting.pk]))

    link = f'href="{url("attachment-list", agenda.chair)}"'
    assert "2 bilag til 1.2 Formandskab" in list_texts(page, "span", "item-case")
    assert page.content.decode().count(link) == 1
    assert f"{link}>2 bilag til punktet<" in client.get(url("item-edit", agenda.chair)).text
    assert "Tilføj bilag til punktet<" in client.get(url("item-edit", agenda.main)).text


def test_delete_button_of_an_item_says_what_goes_with_it(browse, secretary, agenda, attach):
    attach(agenda.main)
    attach(agenda.chair)

    page = browse(secretary).get(reverse("agenda-edit", args=[agenda.meeting.pk])).text

    assert escape("Slet punkt 1 »KKR« og dets 2 underpunkter med 2 bilag? Det kan ikke") in page
    assert escape("Slet punkt 1.2 »Formandskab« med 1 bilag? Det kan ikke") in page
    assert escape("Slet punkt 2 »Eventuelt«? Det kan ikke") in page


def attachments(response) -> list[str]:
    """The lines below the items of the meeting page."""
    return list_texts(response, "li", "attachment")


def test_meeting_page_shows_closed_attachments_only_to_the_council_and_drafts_to_its_secretariat(
    browse, secretary, member, substitute, stranger, agenda, attach, publish
):
    attach(agenda.composition, title="Lukket notat", is_open=False)
    attach(agenda.composition, title="Kort", data=pdf("x" * 83_980))
    lines = [
        "Bilag 1.1.1 Lukket notat (PDF, 1\xa0kB) Lukket",
        "Bilag 1.1.2 Kort (PDF, 84\xa0kB)",
    ]
    people = {
        "secretary": secretary,
        "member": member,
        "substitute": substitute,
        "stranger": stranger,
        "visitor": None,
    }
    address = reverse("meeting", args=[agenda.meeting.pk])

    def shown() -> dict[str, list[str]]:
        pages = {who: browse(user).get(address) for who, user in people.items()}
        assert {who: "Lukket notat" in page.text for who, page in pages.items()} == {
            who: len(attachments(page)) == 2 for who, page in pages.items()
        }
        return {who: attachments(page) for who, page in pages.items()}

    keep = [words.replace("\xa0", " ") for words in lines]
    assert shown() == {who: keep if who == "secretary" else [] for who in people}
    publish(agenda.meeting)
    assert shown() == {
        "secretary": keep,
        "member": keep,
        "substitute": keep,
        "stranger": keep[1:],
        "visitor": keep[1:],
    }


def test_meeting_page_tells_what_changed_in_a_replaced_file(browse, secretary, agenda, paper):
    facts = {"by": secretary, "file_name": "ny.pdf", "data": pdf("ny"), "version": 1}
    actions.replace_file(paper, note="Rettet tabel 2", **facts)

    page = browse(secretary).get(reverse("meeting", args=[agenda.meeting.pk]))

    assert attachments(page) == ["Bilag 1.1.1 Notat (PDF, 1 kB) 2. udgave: Rettet tabel 2"]


@pytest.mark.parametrize("page", ["meeting", "agenda-edit", "attachment-list", "attachment-edit"])
def test_title_and_file_name_are_never_markup(browse, secretary, agenda, attach, page):
    evil = attach(agenda.composition, title=EVIL, file_name=f"{EVIL}.pdf", note=EVIL)
    address = {
        "meeting": reverse("meeting", args=[agenda.meeting.pk]),
        "agenda-edit": reverse("agenda-edit", args=[agenda.meeting.pk]),
        "attachment-list": url("attachment-list", agenda.composition),
        "attachment-edit": url("attachment-edit", evil),
    }[page]

    response = browse(secretary).get(address)

    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert (escape(EVIL) in response.text) is (page != "agenda-edit")
