"""The order of an item's attachments: by buttons, by dragging, and with a colleague beside one."""

import pytest
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions
from tests.meetings.pages import list_texts

CHANGED = "En kollega har ændret bilagene i mellemtiden. Her er de, som de står nu."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def papers(agenda, attach) -> list[int]:
    """Keys of A, B and C: bilag 1.2.1 to 1.2.3."""
    return [attach(agenda.chair, title=title).pk for title in "ABC"]


def url(name: str, agenda, *more: int) -> str:
    return reverse(name, args=[agenda.meeting.pk, agenda.chair.pk, *more])


def titles(agenda) -> str:
    return "".join(str(paper) for paper in agenda.chair.attachments.all())


def joined(keys) -> str:
    return ",".join(str(key) for key in keys)


def leads(response) -> list[str]:
    return list_texts(response, "td", "lead")


# --- Buttons -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "direction", "order"),
    [(0, "ned", "BAC"), (1, "op", "BAC"), (2, "op", "ACB"), (0, "op", "ABC"), (2, "ned", "ABC")],
)
def test_button_moves_by_one_place_and_numbers_follow(
    browse, secretary, agenda, papers, place, direction, order
):
    address = url("attachment-move", agenda, papers[place])

    response = browse(secretary).post(address, {"direction": direction}, headers=HTMX)

    assert (response.status_code, titles(agenda)) == (200, order)
    assert leads(response) == [f"1.2.{n} {title}" for n, title in enumerate(order, start=1)]
    assert f'data-focus="{direction}-{papers[place]}"' in response.text
    moved_to = order.index("ABC"[place]) + 1
    assert f'data-status="Bilaget er nu 1.2.{moved_to}."' in response.text


def test_button_works_without_a_script(browse, secretary, agenda, papers):
    address = url("attachment-move", agenda, papers[0])

    response = browse(secretary).post(address, {"direction": "ned"})

    assert response.url == f"{url('attachment-list', agenda)}#bilag-{papers[0]}"
    assert titles(agenda) == "BAC"


def test_buttons_at_the_ends_are_disabled_and_a_single_attachment_has_none(
    browse, secretary, agenda, papers
):
    client = browse(secretary)
    page = client.get(url("attachment-list", agenda)).text
    assert page.count("disabled") == 2
    assert page.count('aria-label="Flyt bilag') == 6

    for paper in agenda.chair.attachments.all()[:2]:
        actions.remove_attachment(paper, by=secretary, version=1)

    assert "Flyt bilag" not in client.get(url("attachment-list", agenda)).text


@pytest.mark.parametrize("direction", ["", "ind", "x" * 5000])
def test_button_that_says_nothing_known_moves_nothing(
    browse, secretary, agenda, papers, everything, direction
):
    before = everything()

    browse(secretary).post(url("attachment-move", agenda, papers[0]), {"direction": direction})

    assert everything() == before


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "script"])
def test_button_of_an_attachment_that_is_gone_says_so_and_shows_the_current_list(
    browse, secretary, agenda, papers, headers
):
    gone = agenda.chair.attachments.get(pk=papers[0])
    actions.remove_attachment(gone, by=secretary, version=1)

    response = browse(secretary).post(
        url("attachment-move", agenda, papers[0]),
        {"direction": "ned"},
        headers=headers,
        follow=True,
    )

    assert response.status_code == (409 if headers else 200)
    assert list_texts(response, "p", "alert-text") == [CHANGED]
    assert leads(response) == ["1.2.1 B", "1.2.2 C"]


# --- Dragging ------------------------------------------------------------------------------------


def test_drag_stores_the_whole_order_and_tells_the_log(browse, secretary, agenda, papers):
    a, b, c = papers
    data = {"order": joined([c, a, b]), "shown": joined(papers)}

    response = browse(secretary).post(url("attachment-arrange", agenda), data, headers=HTMX)

    assert (response.status_code, titles(agenda)) == (200, "CAB")
    assert leads(response) == ["1.2.1 C", "1.2.2 A", "1.2.3 B"]
    assert [paper.position for paper in agenda.chair.attachments.all()] == [1, 2, 3]
    summary = AuditEntry.objects.latest("pk").summary
    assert summary == "Ændrede bilagenes rækkefølge til punktet »Formandskab«"


def test_drag_after_a_colleagues_shows_the_current_order(browse, secretary, agenda, papers):
    a, b, c = papers
    actions.arrange_attachments(agenda.chair, by=secretary, order=[b, a, c], shown=papers)
    data = {"order": joined([c, a, b]), "shown": joined(papers)}

    response = browse(secretary).post(url("attachment-arrange", agenda), data, headers=HTMX)

    assert (response.status_code, titles(agenda)) == (409, "BAC")
    assert list_texts(response, "p", "alert-text") == [CHANGED]
    assert leads(response) == ["1.2.1 B", "1.2.2 A", "1.2.3 C"]


@pytest.mark.parametrize(
    "order",
    ["", "x", "{a}", "{a},{b}", "{a},{a},{b}", "{a},{b},{c},{c}", "{a},{b},999", "9" * 30_000],
)
def test_drag_that_is_not_exactly_the_items_attachments_changes_nothing(
    browse, secretary, agenda, papers, everything, order
):
    before = everything()
    sent = order.format(**dict(zip("abc", papers, strict=True)))
    data = {"order": sent, "shown": joined(papers)}

    response = browse(secretary).post(url("attachment-arrange", agenda), data, headers=HTMX)

    assert response.status_code == 409
    assert everything() == before


def test_drag_cannot_take_in_another_items_attachment(
    browse, secretary, agenda, papers, attach, everything
):
    other = attach(agenda.composition).pk
    before = everything()
    data = {"order": joined([other, *papers]), "shown": joined([*papers, other])}

    response = browse(secretary).post(url("attachment-arrange", agenda), data, headers=HTMX)

    assert response.status_code == 409
    assert everything() == before


# --- Both ----------------------------------------------------------------------------------------


def move(client, agenda, papers: list[int], name: str):
    if name == "attachment-move":
        address = url(name, agenda, papers[0])
        return client.post(address, {"direction": "ned"}, headers=HTMX)
    data = {"order": joined(reversed(papers)), "shown": joined(papers)}
    return client.post(url(name, agenda), data, headers=HTMX)


@pytest.mark.parametrize("name", ["attachment-move", "attachment-arrange"])
def test_order_is_for_the_councils_secretariat_alone(
    browse, outsider, agenda, papers, everything, name
):
    before = everything()

    response = move(browse(outsider), agenda, papers, name)

    assert response.status_code == (403 if outsider is None else 404)
    assert everything() == before


@pytest.mark.parametrize("name", ["attachment-move", "attachment-arrange"])
def test_order_stays_when_the_agenda_went_out_and_may_change_in_an_amendment(
    browse, secretary, agenda, papers, publish, everything, name
):
    publish(agenda.meeting)
    before = everything()
    client = browse(secretary)

    response = move(client, agenda, papers, name)

    meeting = reverse("meeting", args=[agenda.meeting.pk])
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, meeting)
    assert everything() == before
    actions.amend_agenda(agenda.meeting, by=secretary, at=agenda.meeting.starts_at, version=1)
    assert move(client, agenda, papers, name).status_code == 200
    assert titles(agenda) != "ABC"
