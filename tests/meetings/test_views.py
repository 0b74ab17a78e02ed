"""Who may see and do what: each route of the app, for each kind of person."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings import actions, readable
from meetings.urls import urlpatterns
from tests.factories import AgendaItemFactory, MeetingFactory
from tests.meetings.conftest import NOON, pdf
from tests.meetings.pages import seen, sent_plan, shown_order
from tests.meetings.word_files import docx, heading
from tests.papers import Paper

SECRETS = ["Grunden sælges", "holdes fortroligt", "12 mio.", "SAG-2021-06268", "Formandskab"]
UPLOAD = SimpleUploadedFile("kort.pdf", pdf("kort"))
NEW_MEETING = {"kind": "ordinary", "held_on": "2022-03-01", "starts": "10:00", "ends": "12:00"}
GET_ONLY = {
    "agenda-word",
    "standard-items",
    "standard-item-preview",
    "meeting-list",
    "plan-calendar",
    "plan-feed",
    "meeting",
    "agenda-edit",
    "agenda-review",
    "agenda-preview",
    "agenda-pdf",
    "agenda-internal-material",
    "agenda-internal-pdf",
    "agenda-internal-word",
    "agenda-material",
    "agenda-draft-pdf",
    "agenda-chairs-copy",
    "agenda-internal-large",
    "agenda-large",
    "agenda-internal-screen",
    "agenda-screen",
    "item-internal-pdf",
    "item-pdf",
    "book",
    "book-file",
    "books-awaited",
    "agenda-draft-internal-pdf",
    "agenda-presence",
    "item-remarks",
    "publication-pdf",
    "publication-internal-pdf",
    "published-attachment",
    "item-history",
    "item-version",
    "attachment-file",
    "attachment-version",
    "attachment-marks",
}
TITLE = {"title": "Ny overskrift", "is_open": "True", "version": 1}
STANDARD = {**TITLE, "audience": "eget"}
WORD = SimpleUploadedFile("punkt.docx", docx(heading("Sundhed")))
FIX = {"rule": "leftover_variable", "field": "title", "start": 7, "end": 12, "version": 2}
FIX |= {"back": "red", "place": 1}
POST_ONLY = {
    "standard-item-move",
    "standard-item-delete",
    "item-from-standard",
    "agenda-fill",
    "meeting-delete",
    "agenda-arrange",
    "agenda-publish",
    "agenda-amend",
    "agenda-discard",
    "review-start",
    "review-end",
    "comment-handle",
    "book-ask",
    "book-cancel",
    "item-create",
    "item-move",
    "item-delete",
    "item-heading",
    "item-drop",
    "item-autosave",
    "item-restore",
    "item-fix",
    "attachment-arrange",
    "attachment-move",
    "attachment-delete",
}
ONE_ITEM = {
    "attachment-arrange",
    "item-fix",
    "item-move",
    "item-delete",
    "item-heading",
    "item-drop",
    "item-autosave",
}
OF_AN_ITEM = {"attachment-delete", "attachment-move", "item-restore"}
ANSWERED = {"agenda-arrange", "attachment-arrange", "item-autosave"}  # to a script
QUESTIONS = {"item-presence", "item-compare"}  # of the editor, see test_autosave_views.py
# Whose rights depend on the meeting's day, see test_attendance_views.py
ATTENDANCE = {"meeting-attendance", "meeting-apology", "meeting-apology-withdraw"}
FORMS = {
    "standard-item-create",
    "standard-item-edit",
    "item-import",
    "meeting-create",
    "plan-create",
    "meeting-edit",
    "agenda-withdraw",
    "agenda-comments",
    "pool",
    "item-reuse",
    "item-transfer",
    "item-edit",
    "attachment-list",
    "attachment-edit",
    "attachment-replace",
}


@pytest.fixture
def standard(council, secretary):
    """The second item of the template for ordinary meetings."""
    for_ordinary = {"by": secretary, "council": council, "for_ordinary": True}
    actions.create_standard_item(title="Meddelelser", **for_ordinary)
    return actions.create_standard_item(title="Eventuelt", **for_ordinary)


@pytest.fixture
def amended(agenda, publish, secretary):
    """Another meeting of the council, whose next edition is being written and read."""
    other = MeetingFactory(council=agenda.meeting.council, term=agenda.meeting.term)
    AgendaItemFactory(meeting=other, title="Budget", changed_by=secretary)
    publish(other)
    actions.amend_agenda(other, by=secretary, at=NOON, version=1)
    actions.start_review(other, by=secretary, at=NOON)
    return other


@pytest.fixture
def post(agenda, published, amended, attach, standard, secretary):
    """Sends what each form of the app would: `post(client, "item-move")`."""
    rewritten = agenda.composition.pk
    actions.save_item(agenda.composition, by=secretary, version=1, initials="abc")
    actions.save_item(agenda.other_business, by=secretary, version=1, title="Møde i {KKR}")
    meeting, main, other = agenda.meeting.pk, agenda.main.pk, agenda.other_business.pk
    paper = [meeting, agenda.chair.pk, attach(agenda.chair).pk]
    first, last = paper[2], attach(agenda.chair).pk
    order = f"{other},{main},{agenda.composition.pk}:{main},{agenda.chair.pk}:{main}"
    comment = actions.comment_on(amended, None, by=secretary, at=NOON, text="Hvem kommer?")
    empty = MeetingFactory(council=agenda.meeting.council, term=agenda.meeting.term)
    attach(amended.items.get())
    book = actions.ask_for_book(readable.draft(amended.pk, is_whole=False), by=secretary, at=NOON)
    fixed = [agenda.meeting.council.slug, standard.pk]
    requests = {
        "standard-item-create": (fixed[:1], STANDARD),
        "standard-item-edit": (fixed, STANDARD),
        "standard-item-move": (fixed, {"direction": "op", "kind": "ordinary"}),
        "standard-item-delete": (fixed, {"version": 1}),
        "item-from-standard": ([meeting], {"standard": standard.pk}),
        "agenda-fill": ([empty.pk], {}),
        "item-import": ([meeting], {"file": WORD, "is_open": "True"}),
        "meeting-create": ([agenda.meeting.council.slug], NEW_MEETING),
        "meeting-edit": ([meeting], {**NEW_MEETING, "place": "Viborg", "version": 1}),
        "plan-create": ([agenda.meeting.council.slug], sent_plan(agenda.meeting.term)),
        "meeting-delete": ([meeting], {}),
        "agenda-arrange": ([meeting], {"order": order, "shown": shown_order(agenda.meeting)}),
        "agenda-publish": ([meeting], {"despite": "Prøve", **seen(agenda.meeting)}),
        "agenda-withdraw": ([published.pk], {"version": 1, "reason": "Fejl"}),
        "agenda-amend": ([published.pk], {"version": 1}),
        "agenda-discard": ([amended.pk], {"version": 1}),
        "review-start": ([meeting], {}),
        "review-end": ([amended.pk], {}),
        "agenda-comments": ([meeting], {"item": main, "text": "Er det rigtigt?"}),
        "comment-handle": ([comment.pk], {"is_handled": "ja"}),
        "book-ask": ([meeting], {}),
        "book-cancel": ([book.pk], {}),
        "item-create": ([meeting], {"title": "Nyt punkt"}),
        "item-edit": ([meeting, main], TITLE),
        "item-move": ([meeting, main], {"direction": "ned"}),
        "item-heading": ([meeting, main], {"version": 1, "is_on": "ja"}),
        "item-drop": ([amended.pk, amended.items.get().pk], {"version": 1, "is_on": "ja"}),
        "item-transfer": ([meeting, main], {"to": "pool", "version": 1, "move": ""}),
        "item-reuse": ([meeting], {"item": published.items.get().pk}),
        "pool": ([agenda.meeting.council.slug], {"title": "Nyt punkt"}),
        "item-delete": ([meeting, main], {"version": 1}),
        "item-autosave": (
            [meeting, main],
            {"title": "Ny overskrift", "is_open": "True", "version": 1},
        ),
        "item-restore": ([meeting, rewritten, 1], {"version": 2}),
        "item-fix": ([meeting, other], FIX),
        "attachment-list": (paper[:2], {"is_open": "ja", "file": UPLOAD}),
        "attachment-arrange": (
            paper[:2],
            {"order": f"{last},{first}", "shown": f"{first},{last}"},
        ),
        "attachment-move": (paper, {"direction": "ned"}),
        "attachment-edit": (paper, {"title": "Kort", "is_open": "nej", "version": 1}),
        "attachment-replace": (paper, {"file": UPLOAD, "version": 1}),
        "attachment-delete": (paper, {"version": 1}),
    }

    def send(client, name: str):
        arguments, data = requests[name]
        UPLOAD.seek(0)
        WORD.seek(0)
        return client.post(reverse(name, args=arguments), data)

    return send


def test_every_route_of_the_app_is_in_one_of_the_lists():
    assert {route.name for route in urlpatterns} == (
        GET_ONLY | POST_ONLY | QUESTIONS | FORMS | ATTENDANCE
    )


# --- Writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(POST_ONLY | FORMS))
def test_write_route_changes_nothing_when_one_is_not_in_the_secretariat(
    browse, outsider, post, everything, name
):
    before = everything()

    response = post(browse(outsider), name)

    assert response.status_code == (403 if outsider is None else 404)
    assert everything() == before


@pytest.mark.parametrize("name", sorted(POST_ONLY | FORMS))
def test_write_route_does_its_work_when_one_is_in_the_secretariat(
    browse, secretary, post, everything, name
):
    before = everything()

    response = post(browse(secretary), name)

    assert response.status_code == (200 if name in ANSWERED else 302)
    assert everything() != before


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_write_route_answers_405_when_it_is_only_looked_at(
    browse, secretary, agenda, everything, name
):
    arguments = [agenda.meeting.pk]
    arguments += [agenda.main.pk] if name in ONE_ITEM else []
    arguments += [agenda.main.pk, 1] if name in OF_AN_ITEM else []
    arguments = ["midtjylland", 1] if name.startswith("standard-item") else arguments
    before = everything()

    response = browse(secretary).get(reverse(name, args=arguments))

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert everything() == before


@pytest.mark.parametrize("name", sorted({*FORMS, "agenda-edit"}))
def test_edit_page_is_only_there_for_the_secretariat(
    browse, secretary, member, substitute, stranger, agenda, published, attach, standard, name
):
    item = [agenda.meeting.pk, agenda.composition.pk]
    paper = [*item, attach(agenda.composition).pk]
    arguments = {
        "meeting-create": [agenda.meeting.council.slug],
        "plan-create": [agenda.meeting.council.slug],
        "standard-item-create": [agenda.meeting.council.slug],
        "standard-item-edit": [agenda.meeting.council.slug, standard.pk],
        "agenda-withdraw": [published.pk],
        "pool": [agenda.meeting.council.slug],
        "item-edit": item,
        "item-transfer": item,
        "attachment-list": item,
        "attachment-edit": paper,
        "attachment-replace": paper,
    }
    url = reverse(name, args=arguments.get(name, [agenda.meeting.pk]))

    people = [secretary, member, substitute, stranger, None]
    assert [browse(who).get(url).status_code for who in people] == [200, 404, 404, 404, 302]


def test_item_page_is_not_found_below_another_meeting(browse, secretary, agenda, published):
    url = reverse("item-edit", args=[published.pk, agenda.composition.pk])

    assert browse(secretary).get(url).status_code == 404


# --- Reading -------------------------------------------------------------------------------------


def read(client, name: str, pk: int) -> tuple[int, str]:
    response = client.get(reverse(name, args=[pk]))
    return response.status_code, response.content.decode()


def test_draft_agenda_is_readable_for_its_secretariat(browse, secretary, agenda, quick_printer):
    page = read(browse(secretary), "meeting", agenda.meeting.pk)
    draft = browse(secretary).get(reverse("agenda-draft-pdf", args=[agenda.meeting.pk]))

    assert page[0] == 200
    assert [words for words in SECRETS if words not in page[1]] == []
    assert "kun sekretariatet kan se" in page[1]
    paper = Paper(draft.content)
    assert [words for words in SECRETS if words not in paper.text] == []
    assert "UDKAST" in paper.pages[1]


def test_draft_agenda_shows_only_time_and_place_to_everybody_else(
    browse, outsider, agenda, quick_printer
):
    status, page = read(browse(outsider), "meeting", agenda.meeting.pk)

    assert status == 200
    assert "onsdag d. 19. januar 2022" in page
    assert "Dagsordenen er ikke offentliggjort endnu." in page
    assert [words for words in SECRETS if words in page] == []


@pytest.mark.parametrize("name", ["agenda-pdf", "agenda-draft-pdf", "agenda-draft-internal-pdf"])
def test_draft_pdf_is_not_found_by_everybody_else(browse, outsider, agenda, quick_printer, name):
    status, page = read(browse(outsider), name, agenda.meeting.pk)

    assert status == (302 if outsider is None and name != "agenda-pdf" else 404)
    assert [words for words in SECRETS if words in page] == []


def test_published_agenda_is_readable_for_everybody(browse, outsider, agenda, publish):
    edition = publish(agenda.meeting)

    status, page = read(browse(outsider), "meeting", agenda.meeting.pk)
    papers = [
        read(browse(outsider), "agenda-pdf", agenda.meeting.pk),
        read(browse(outsider), "publication-pdf", edition.pk),
    ]

    assert status == 200
    assert [words for words in SECRETS if words not in page] == []
    assert papers == [(200, bytes(edition.pdf).decode())] * 2


def test_published_pdf_is_what_went_out_though_the_titles_changed_since(browse, agenda, publish):
    publish(agenda.meeting)
    agenda.meeting.items.filter(title="KKR").update(title="Rettet bagom")

    status, paper = read(browse(), "agenda-pdf", agenda.meeting.pk)

    assert (status, paper.splitlines()[:2]) == (200, ["udgave 1", "1 KKR"])


def test_withdrawn_edition_is_gone_for_everybody_but_the_secretariat(
    browse, outsider, secretary, agenda, publish
):
    edition = publish(agenda.meeting)
    actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1, reason="Fejl")
    link = reverse("publication-pdf", args=[edition.pk])

    status, page = read(browse(outsider), "meeting", agenda.meeting.pk)
    assert status == 200
    assert [words for words in [*SECRETS, link] if words in page] == []
    assert read(browse(outsider), "agenda-pdf", agenda.meeting.pk)[0] == 404
    assert read(browse(outsider), "publication-pdf", edition.pk)[0] == 404

    _, page = read(browse(secretary), "meeting", agenda.meeting.pk)
    assert link in page
    assert read(browse(secretary), "publication-pdf", edition.pk) == (
        200,
        bytes(edition.pdf).decode(),
    )


def test_withdrawn_edition_stays_hidden_when_a_second_one_went_out(
    browse, secretary, agenda, publish
):
    first = publish(agenda.meeting)
    actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1, reason="Fejl")
    second = publish(agenda.meeting)

    assert read(browse(), "publication-pdf", first.pk)[0] == 404
    assert read(browse(), "publication-pdf", second.pk)[1].splitlines()[0] == "udgave 2"
