"""Marks for attachments in the text (./.): stored as a sign, shown with number and link."""

import pytest
from django.urls import reverse

from meetings import actions, documents, readable, richtext
from meetings.models import Attachment
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts
from tests.papers import Paper


def mark(key: int) -> str:
    return f'<a href="#bilag-{key}">./.</a>'


@pytest.fixture
def paper(agenda, attach) -> Attachment:
    """Bilag 1.1.1, marked in its item's text."""
    paper = attach(agenda.composition, title="Kort")
    write(agenda.composition, f"<p>Se kortet {mark(paper.key)}.</p>")
    return paper


def write(item, html: str) -> None:
    item.presentation = html
    item.save()


def shown(client, meeting) -> list[tuple[str, str]]:
    """The marks on the meeting page: what they say, and where they lead."""
    page = client.get(reverse("meeting", args=[meeting.pk])).text
    found = []
    for part in page.split('<a class="attachment-mark" href="')[1:]:
        address, _, rest = part.partition('">')
        found.append((rest.partition("</a>")[0], address))
    return found


# --- As it is stored -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        (f"<p>a {mark(7)} b</p>", f"<p>a {mark(7)} b</p>"),
        ('<p><a href="#bilag-7" title="" rel="x" target="_blank">./.</a></p>', f"<p>{mark(7)}</p>"),
        ('<p><a href="#bilag-7">./. Bilag 1.2.1</a></p>', f"<p>{mark(7)}</p>"),
        ('<p><a href="#bilag-7"><strong>./</strong>.</a></p>', f"<p>{mark(7)}</p>"),
        ('<p><a href="#bilag-07">./.</a></p>', "<p><a>./.</a></p>"),
        ('<p><a href="#bilag-x">./.</a></p>', "<p><a>./.</a></p>"),
        ('<p><a href="#bilag-7/../x">./.</a></p>', "<p><a>./.</a></p>"),
    ],
)
def test_mark_is_stored_as_the_sign_and_the_key_alone(html, stored):
    cleaned = richtext.clean(html)

    assert cleaned == stored
    assert richtext.clean(cleaned) == cleaned


def test_keys_are_read_from_the_marks_and_from_no_other_link():
    html = f'<p>{mark(7)} {mark(12)} {mark(7)} <a href="https://kl.dk/#bilag-9">./.</a></p>'

    assert richtext.mark_keys(html) == {7, 12}


def test_marks_get_new_keys_and_one_without_is_a_mere_sign():
    html = f"<p>{mark(7)} og {mark(12)}</p>"

    assert richtext.with_keys(html, {7: 70}) == f"<p>{mark(70)} og ./.</p>"


# --- As it is read -------------------------------------------------------------------------------


def test_mark_says_the_number_and_leads_to_the_file(browse, secretary, agenda, paper):
    assert shown(browse(secretary), agenda.meeting) == [
        ("./. Bilag 1.1.1", paper.get_absolute_url())
    ]


def test_number_follows_the_order_of_attachments_and_items(
    browse, secretary, agenda, paper, attach
):
    other = attach(agenda.composition, title="Plan")
    client = browse(secretary)
    keys = [paper.pk, other.pk]

    actions.arrange_attachments(agenda.composition, by=secretary, order=keys[::-1], shown=keys)
    assert [said for said, _ in shown(client, agenda.meeting)] == ["./. Bilag 1.1.2"]

    actions.move_item(agenda.chair, by=secretary, steps=-1)
    assert [said for said, _ in shown(client, agenda.meeting)] == ["./. Bilag 1.2.2"]

    actions.remove_attachment(other, by=secretary, version=1)
    assert [said for said, _ in shown(client, agenda.meeting)] == ["./. Bilag 1.2.1"]
    agenda.composition.refresh_from_db()
    assert agenda.composition.presentation == f"<p>Se kortet {mark(paper.key)}.</p>"


def test_mark_stays_when_the_file_is_replaced(browse, secretary, agenda, paper):
    facts = {"file_name": "nyt.pdf", "data": paper.current.content, "version": 1}
    actions.replace_file(paper, by=secretary, **facts)

    [(said, address)] = shown(browse(secretary), agenda.meeting)

    assert said == "./. Bilag 1.1.1"
    assert address.endswith("/nyt.pdf")


def test_mark_of_what_is_gone_or_another_items_is_a_mere_sign(
    browse, secretary, agenda, paper, attach
):
    other = attach(agenda.chair)
    write(agenda.composition, f"<p>{mark(paper.key)} {mark(other.key)} {mark(999)}</p>")
    client = browse(secretary)

    page = client.get(reverse("meeting", args=[agenda.meeting.pk])).text

    assert len(shown(client, agenda.meeting)) == 1
    assert "</a> ./. ./.</p>" in page
    assert "#bilag-" not in page


def test_mark_of_a_closed_attachment_tells_its_number_only_to_the_council(
    browse, secretary, member, stranger, agenda, paper, publish
):
    facts = {"title": "Kort", "is_open": False, "version": 1}
    actions.change_attachment(paper, by=secretary, **facts)
    publish(agenda.meeting)

    marks = {
        who: [said for said, _ in shown(browse(user), agenda.meeting)]
        for who, user in {"member": member, "stranger": stranger, "visitor": None}.items()
    }

    assert marks == {"member": ["./. Bilag 1.1.1"], "stranger": [], "visitor": []}
    page = browse().get(reverse("meeting", args=[agenda.meeting.pk])).text
    assert "Se kortet ./.." in page
    assert "bilag/" not in page


def test_mark_in_an_edition_leads_to_the_editions_file(browse, agenda, paper, publish):
    publish(agenda.meeting)

    [(said, address)] = shown(browse(), agenda.meeting)

    assert said == "./. Bilag 1.1.1"
    assert browse().get(address).content == paper.current.content


def test_paper_says_the_number_at_the_mark_and_leads_to_the_list(agenda, paper):
    draft = readable.draft(agenda.meeting.pk, is_whole=True)

    printed = Paper(documents.agenda_pdf(draft, issued_at=NOON))

    assert "Se kortet Bilag 1.1.1" in printed.text
    assert [place for _, place in printed.links].count(f"bilag-{paper.key}") == 1


# --- Copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_attachments", [True, False])
def test_copy_of_an_item_marks_its_own_attachments(secretary, agenda, paper, with_attachments):
    copied = actions.copy_item(
        agenda.composition, by=secretary, to=agenda.meeting, with_attachments=with_attachments
    )

    own = {added.key for added in copied.attachments.all()}
    assert richtext.mark_keys(copied.presentation) == own
    assert len(own) == int(with_attachments)
    assert paper.key not in own
    assert richtext.plain(copied.presentation) == "Se kortet ./..\n"


# --- Where it is placed --------------------------------------------------------------------------


def papers_listed(response) -> list[str]:
    return list_texts(response, "button", "mark-button")


def test_editor_lists_the_items_attachments_with_a_button_each(
    browse, secretary, agenda, paper, attach
):
    attach(agenda.composition)
    attach(agenda.chair)
    client = browse(secretary)
    place = [agenda.meeting.pk, agenda.composition.pk]

    for name in ("item-edit", "attachment-marks"):
        response = client.get(reverse(name, args=place))

        assert papers_listed(response) == [
            "Sæt ./. ind for bilag 1.1.1",
            "Sæt ./. ind for bilag 1.1.2",
        ]
        assert f'data-key="{paper.key}" data-number="1.1.1"' in response.text


def test_list_for_the_editor_is_for_those_who_may_write(
    browse, secretary, outsider, agenda, paper, publish
):
    address = reverse("attachment-marks", args=[agenda.meeting.pk, agenda.composition.pk])

    response = browse(outsider).get(address)

    assert response.status_code == (302 if outsider is None else 404)
    publish(agenda.meeting)
    assert browse(secretary).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_for_the_editor_costs_the_same_queries_when_it_is_longer(
    browse, secretary, agenda, attach, django_assert_num_queries, count
):
    for _ in range(count):
        attach(agenda.chair)
    client = browse(secretary)
    address = reverse("attachment-marks", args=[agenda.meeting.pk, agenda.chair.pk])

    with django_assert_num_queries(6):
        response = client.get(address)

    assert len(papers_listed(response)) == count
