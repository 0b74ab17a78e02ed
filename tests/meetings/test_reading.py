"""The published agenda, as each kind of reader finds it: rights, marks, and nothing closed."""

import io

import pikepdf
import pytest
from django.urls import reverse

from meetings import actions
from meetings.models import AgendaPublication, AgendaReading, Meeting
from tests.factories import AgendaItemFactory, LeadershipFactory, MembershipFactory, UserFactory
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts
from tests.papers import Paper

SECRETS = ["Grundsalg", "Sælger", "tavshed", "Prisnotat", "prisnotat", "Nyt bud", "Hemmelig"]
INTERNAL = "Intern udgave. Må ikke videregives."
OMITTED = "Punkter og bilag, der er lukket for offentligheden, er udeladt."


def url(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def people(secretary, member, substitute, stranger, chair) -> dict:
    return {
        "visitor": None,
        "stranger": stranger,
        "member": member,
        "substitute": substitute,
        "chair": chair,
        "secretary": secretary,
    }


OUTSIDE, INSIDE = ["visitor", "stranger"], ["member", "substitute", "chair", "secretary"]


@pytest.fixture
def issue(quick_printer, secretary):
    """Publishes the first or the next edition: `issue(meeting)`."""

    def publish_next(meeting: Meeting, note: str = "Tillæg.") -> AgendaPublication:
        return actions.publish_agenda(
            meeting, by=secretary, at=NOON, despite="Prøve", change_note=note
        )

    return publish_next


@pytest.fixture
def amend(secretary):
    """Opens the edition in force: `amend(meeting)`."""

    def open_edition(meeting: Meeting) -> None:
        meeting.refresh_from_db()
        version = meeting.current_publication.version
        actions.amend_agenda(meeting, by=secretary, at=NOON, version=version)

    return open_edition


@pytest.fixture
def closed(agenda, attach, secretary):
    """Item 1.3 is closed, 2 open with a closed attachment; minutes and internal notes stand too."""
    actions.add_item(
        agenda.meeting,
        by=secretary,
        parent=agenda.main,
        title="Grundsalg",
        is_open=False,
        background="<p>Sælger forlanger tavshed.</p>",
    )
    attach(agenda.other_business, title="Prisnotat", file_name="prisnotat.pdf", is_open=False)
    actions.save_item(
        agenda.chair,
        by=secretary,
        version=1,
        minutes=37,
        internal_note="Hemmelig huskeseddel",
    )
    return agenda


# --- Closed content ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", OUTSIDE)
def test_page_for_everybody_leaves_out_what_is_closed_and_says_so(
    browse, people, closed, issue, role
):
    issue(closed.meeting)

    page = text_of(browse(people[role]).get(url("meeting", closed.meeting)))

    assert [words for words in [*SECRETS, "Lukket", "37 min"] if words in page] == []
    assert OMITTED in page
    assert url("agenda-internal-pdf", closed.meeting) not in page


@pytest.mark.parametrize("role", INSIDE)
def test_page_for_the_council_has_what_is_closed_with_a_badge_and_both_papers(
    browse, people, closed, issue, role
):
    edition = issue(closed.meeting)
    client = browse(people[role])

    response = client.get(url("meeting", closed.meeting))

    page = text_of(response)
    assert "1.3 Grundsalg Lukket" in list_texts(response, "section", "item-text")[3]
    assert [words in page for words in ("Prisnotat", "Hemmelig", OMITTED)] == [True, False, False]
    for name in ("agenda-internal-pdf", "agenda-pdf"):
        assert f'href="{url(name, closed.meeting)}"' in page
    assert reverse("publication-internal-pdf", args=[edition.pk]) in page
    whole = client.get(url("agenda-internal-pdf", closed.meeting))
    assert "1.3 Grundsalg" in whole.content.decode()
    assert "-intern-1-udgave.pdf" in whole.headers["Content-Disposition"]
    assert "Grundsalg" not in client.get(url("agenda-pdf", closed.meeting)).content.decode()


@pytest.mark.parametrize("role", OUTSIDE)
def test_internal_papers_are_not_there_for_everybody(browse, people, closed, issue, role):
    edition = issue(closed.meeting)
    client = browse(people[role])

    for goal in (
        url("agenda-internal-pdf", closed.meeting),
        reverse("publication-internal-pdf", args=[edition.pk]),
        url("agenda-draft-internal-pdf", closed.meeting),
        url("agenda-draft-pdf", closed.meeting),
        url("agenda-preview", closed.meeting),
    ):
        assert client.get(goal).status_code == (302 if people[role] is None else 404)


def test_agenda_without_anything_closed_has_one_paper_for_all(browse, member, agenda, issue):
    edition = issue(agenda.meeting)
    client = browse(member)

    page = text_of(client.get(url("meeting", agenda.meeting)))

    assert [words in page for words in ("Offentlig udgave", "Lukket", OMITTED)] == [False] * 3
    assert client.get(url("agenda-internal-pdf", agenda.meeting)).content == bytes(edition.pdf)
    goal = reverse("publication-internal-pdf", args=[edition.pk])
    assert client.get(goal).status_code == 404


def test_agenda_of_closed_items_only_is_no_empty_one(browse, meeting, secretary, issue):
    AgendaItemFactory(meeting=meeting, title="Grundsalg", is_open=False)
    issue(meeting)

    page = text_of(browse().get(url("meeting", meeting)))

    assert "Alle punkter på dagsordenen er lukket for offentligheden." in page
    assert "Grundsalg" not in page


# --- Marks ---------------------------------------------------------------------------------------


@pytest.fixture
def second(closed, issue, amend, secretary):
    """People who read the first edition find a second one: `second()`."""

    def publish_second() -> AgendaPublication:
        amend(closed.meeting)
        actions.add_item(
            closed.meeting, by=secretary, parent=closed.main, title="Nyt bud", is_open=False
        )
        actions.add_item(closed.meeting, by=secretary, title="Næste møde")
        text = {"background": "<p>Grunden er solgt.</p>"}
        item = closed.meeting.items.get(title="Sammensætning")
        actions.save_item(item, by=secretary, version=item.version, **text)
        item = closed.meeting.items.get(title="Formandskab")
        actions.drop_item(item, by=secretary, version=item.version, is_dropped=True)
        return issue(closed.meeting, "Punkt 1.2 udgår, og der er kommet et til.")

    issue(closed.meeting)
    return publish_second


OPEN_CHANGES = [
    "Punkt 1.1 Sammensætning: Baggrund ændret",
    "Punkt 1.2 Formandskab: udgår",
    "Punkt 3 Næste møde: nyt punkt",
]


def changes_on(response) -> list[str]:
    """The list of changes, line by line."""
    return [f"{c}" for c in response.context["news"].found] if response.context["news"] else []


@pytest.mark.parametrize("role", INSIDE)
def test_reader_sees_what_changed_since_they_read_it(browse, people, closed, second, role):
    client, page = browse(people[role]), url("meeting", closed.meeting)
    first = client.get(page)
    assert (changes_on(first), "Ændret, siden" in text_of(first)) == ([], False)
    second()

    for _ in range(2):  # the marks stay until the next edition
        response = client.get(page)

        text = text_of(response)
        assert changes_on(response) == [
            *[c.replace("Punkt ", "") for c in OPEN_CHANGES[:2]],
            "1.4 Nyt bud: nyt punkt",
            "3 Næste møde: nyt punkt",
        ]
        assert "Ændret, siden du læste 1. udgave den 12. januar 2022" in text
        assert "Punkt 1.2 udgår, og der er kommet et til." in text
        headings = list_texts(response, "section", "item-text")
        assert headings[1].startswith("1.1 Sammensætning Ændret")
        assert headings[2] == "1.2 Formandskab Udgår Punktet behandles ikke på mødet."
        assert headings[4] == "1.4 Nyt bud Lukket Nyt Punkt 1.4 som PDF (internt)"
        assert "<s>Formandskab</s>" in text
        assert 'href="#punkt-' in text.partition("news-heading")[2].partition("</section>")[0]


def differences_on(response) -> list[str]:
    return list_texts(response, "details", "item-differences")


@pytest.mark.parametrize("role", [*INSIDE, *OUTSIDE])
def test_reader_sees_word_by_word_what_changed(browse, people, closed, second, role):
    client, page = browse(people[role]), url("meeting", closed.meeting)
    client.get(page)
    second()

    response = client.get(page)

    [shown] = differences_on(response)
    assert shown.startswith("Vis ændringerne i punkt 1.1 ")
    assert shown.endswith("Baggrund Grunden sælges i marts er solgt .")
    [item] = [row.item for row in response.context["agenda"].flat if row.number == "1.1"]
    assert [(d.name, d.comparison.merged) for d in item.differences] == [
        ("background", "<p>Grunden <del>sælges i marts</del><ins>er solgt</ins>.</p>")
    ]


@pytest.mark.parametrize(("role", "count"), [("member", 1), ("visitor", 0)])
def test_text_that_was_closed_is_compared_for_nobody_who_could_not_read_it(
    browse, people, closed, issue, amend, secretary, role, count
):
    client, page = browse(people[role]), url("meeting", closed.meeting)
    item = actions.add_item(
        closed.meeting, by=secretary, parent=closed.main, title="Udbud", is_open=False,
        background="<p>Hemmeligt tilbud</p>",
    )  # fmt: skip
    issue(closed.meeting)
    client.get(page)
    amend(closed.meeting)
    text = {"is_open": True, "background": "<p>Offentligt tilbud</p>"}
    actions.save_item(item, by=secretary, version=1, **text)
    issue(closed.meeting)

    response = client.get(page)

    assert len(differences_on(response)) == count
    assert ("Hemmeligt" in response.content.decode()) is bool(count)
    assert "Offentligt" in response.content.decode()


def test_item_that_is_held_again_is_not_compared_with_what_nobody_read(
    browse, member, agenda, issue, amend, secretary
):
    client, page = browse(member), url("meeting", agenda.meeting)
    issue(agenda.meeting)
    client.get(page)
    for is_dropped in (True, False):
        amend(agenda.meeting)
        item = agenda.meeting.items.get(pk=agenda.chair.pk)
        actions.drop_item(item, by=secretary, version=item.version, is_dropped=is_dropped)
        item.refresh_from_db()
        text = {"background": f"<p>Tekst {is_dropped}</p>"}
        actions.save_item(item, by=secretary, version=item.version, **text)
        issue(agenda.meeting)
        response = client.get(page)
        assert len(changes_on(response)) == 1
        assert differences_on(response) == []


@pytest.mark.parametrize("role", INSIDE)
def test_reader_who_comes_first_to_the_second_edition_sees_no_marks(browse, people, second, role):
    edition = second()

    response = browse(people[role]).get(url("meeting", edition.meeting))

    assert response.context["news"] is None
    assert "Ændret" not in "".join(list_texts(response, "section", "item-text"))
    assert "Nyt: Punkt 1.2 udgår, og der er kommet et til." in text_of(response)


@pytest.mark.parametrize("role", OUTSIDE)
def test_everybody_else_sees_what_is_new_since_the_edition_before(browse, people, second, role):
    edition = second()

    response = browse(people[role]).get(url("meeting", edition.meeting))

    [shown] = list_texts(response, "ul", "changes")
    assert shown.replace(" :", ":") == " ".join(OPEN_CHANGES)
    text = text_of(response)
    assert "Nyt i 2. udgave" in text
    assert [words for words in SECRETS if words in text] == []
    assert AgendaReading.objects.count() == 0


def test_reader_who_missed_an_edition_sees_all_since_their_own(
    browse, member, agenda, issue, amend, secretary
):
    client, page = browse(member), url("meeting", agenda.meeting)
    issue(agenda.meeting)
    client.get(page)
    for title in ("Næste møde", "Gensidig orientering"):
        amend(agenda.meeting)
        actions.add_item(agenda.meeting, by=secretary, title=title)
        issue(agenda.meeting)

    response = client.get(page)

    assert changes_on(response) == ["3 Næste møde: nyt punkt", "4 Gensidig orientering: nyt punkt"]
    assert changes_on(browse().get(page)) == ["4 Gensidig orientering: nyt punkt"]


def test_nobody_but_the_secretariat_is_compared_with_what_was_withdrawn(
    browse, member, agenda, issue, secretary
):
    page = url("meeting", agenda.meeting)
    actions.add_item(agenda.meeting, by=secretary, title="Hemmelig sag")
    issue(agenda.meeting)
    for who in (None, member, secretary):
        assert "Hemmelig sag" in text_of(browse(who).get(page))
    actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1, reason="Fejl")
    doomed = agenda.meeting.items.get(title="Hemmelig sag")
    actions.delete_item(doomed, by=secretary, version=doomed.version)
    issue(agenda.meeting)

    for who in (None, member):
        response = browse(who).get(page)
        assert response.context["news"] is None
        assert "Hemmelig" not in text_of(response)
    assert changes_on(browse(secretary).get(page)) == [
        "2 Eventuelt: var punkt 3",
        "2 Hemmelig sag: er taget ud",
    ]


def test_nothing_is_compared_with_what_was_withdrawn_or_stood_before_it(
    browse, member, agenda, issue, amend, secretary
):
    """Withdrawing takes back what went out until then: only the note says what is new after it."""
    page = url("meeting", agenda.meeting)
    issue(agenda.meeting)
    browse(member).get(page)
    amend(agenda.meeting)
    item = actions.add_item(agenda.meeting, by=secretary, title="Hemmelig sag")
    issue(agenda.meeting)
    browse(member).get(page)
    actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=2, reason="Fejl")
    actions.delete_item(item, by=secretary, version=1)
    actions.add_item(agenda.meeting, by=secretary, title="Næste møde")
    issue(agenda.meeting)

    for who in (None, member):
        response = browse(who).get(page)
        assert response.context["news"] is None
        assert "Hemmelig sag" not in response.content.decode()


def test_reading_is_noted_once_and_not_for_a_mere_question_about_the_page(
    browse, member, agenda, issue
):
    edition = issue(agenda.meeting)
    client, page = browse(member), url("meeting", agenda.meeting)
    client.head(page)
    assert AgendaReading.objects.count() == 0
    for _ in range(2):
        client.get(page)
    actions.note_reading(edition, by=member, at=NOON)

    [reading] = AgendaReading.objects.all()
    assert (reading.publication, reading.user) == (edition, member)


@pytest.mark.parametrize("role", ["visitor", "member"])
@pytest.mark.parametrize("count", [1, 3])
def test_second_edition_costs_the_same_queries_when_it_is_longer(
    browse, people, meeting, attach, issue, amend, django_assert_num_queries, role, count
):
    for item in AgendaItemFactory.create_batch(count, meeting=meeting):
        attach(item)
    client = browse(people[role])
    issue(meeting)
    client.get(url("meeting", meeting))
    for _ in range(count):
        amend(meeting)
        for item in AgendaItemFactory.create_batch(count, meeting=meeting):
            attach(item)
        issue(meeting)

    with django_assert_num_queries({"visitor": 10, "member": 15}[role]):
        response = client.get(url("meeting", meeting))

    assert len(changes_on(response)) >= count


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_front_page_marks_the_agenda_that_its_reader_has_not_opened(
    browse, people, agenda, issue, amend, secretary, role
):
    client, badge = browse(people[role]), {"Ny dagsorden", "Ændret dagsorden"}

    def marks() -> set[str]:
        return badge & set(list_texts(client.get("/"), "span", "badge"))

    assert marks() == set()
    issue(agenda.meeting)
    assert marks() == {"Ny dagsorden"}
    assert not badge & set(list_texts(browse(None).get("/"), "span", "badge"))
    client.get(url("meeting", agenda.meeting))
    assert marks() == set()
    amend(agenda.meeting)
    actions.add_item(agenda.meeting, by=secretary, title="Næste møde")
    assert marks() == set()
    issue(agenda.meeting)
    assert marks() == {"Ændret dagsorden"}


@pytest.mark.parametrize("role", INSIDE)
def test_buttons_say_which_paper_holds_what_is_closed(browse, people, closed, issue, role):
    issue(closed.meeting)

    response = browse(people[role]).get(url("meeting", closed.meeting))

    names = ["Intern udgave (PDF)", "Offentlig udgave (PDF)"]
    assert [b for b in list_texts(response, "a", "button") if b.endswith("(PDF)")] == names


def test_buttons_for_a_draft_say_which_paper_holds_what_is_closed(browse, secretary, closed):
    client = browse(secretary)
    internal = "Internt udkast (PDF)"

    page = client.get(url("meeting", closed.meeting))
    edit = client.get(url("agenda-edit", closed.meeting))

    names = [internal, "Offentligt udkast (PDF)"]
    assert [b for b in list_texts(page, "a", "button") if b.endswith("(PDF)")] == names
    assert any(b.startswith("Internt udkast") for b in list_texts(edit, "a", "button"))


# --- On paper ------------------------------------------------------------------------------------


def everything_in(pdf: bytes) -> bytes:
    """The raw bytes, and those of every stream and string once nothing is compressed."""
    opened, plain = pikepdf.open(io.BytesIO(pdf)), io.BytesIO()
    opened.save(
        plain,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.all,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return pdf + plain.getvalue()


@pytest.fixture
def papers(closed, secretary, member) -> AgendaPublication:
    """The second edition of an agenda with closed items, really printed."""
    actions.set_heading(closed.main, by=secretary, version=1, is_heading=True)
    first = {"by": secretary, "at": NOON, "despite": "Prøve"}
    actions.publish_agenda(closed.meeting, **first)
    actions.amend_agenda(closed.meeting, by=secretary, at=NOON, version=1)
    actions.add_item(
        closed.meeting, by=secretary, parent=closed.main, title="Nyt bud", is_open=False
    )
    actions.add_item(closed.meeting, by=secretary, title="Næste møde")
    chair = closed.meeting.items.get(title="Formandskab")
    actions.drop_item(chair, by=secretary, version=chair.version, is_dropped=True)
    return actions.publish_agenda(closed.meeting, **first, change_note="Et punkt udgår.")


def test_papers_of_a_second_edition_tell_what_is_new_and_keep_closed_what_is(papers):
    public, internal = Paper(bytes(papers.pdf)), Paper(bytes(papers.internal_pdf))

    assert INTERNAL not in public.text
    assert OMITTED in public.pages[0]
    assert [INTERNAL in page for page in internal.pages] == [True] * len(internal.pages)
    for paper in (public, internal):
        front = paper.pages[0]
        assert "Nyt i 2. udgave Et punkt udgår." in front
        assert "Punkt 1.2 Formandskab : udgår" in front.replace("Formandskab:", "Formandskab :")
        assert "nyt punkt" in front
        assert "1.2 Formandskab Udgår Punktet behandles ikke på mødet." in paper.text
    assert "Nyt bud" in internal.pages[0]
    assert "1.3 Grundsalg Lukket" in internal.text
    assert "Prisnotat Lukket" in internal.text

    raw = everything_in(bytes(papers.pdf))
    words = [public.text, *public.bookmarks, public.title, str(public.pdf.docinfo.Subject)]
    assert [secret for secret in [*SECRETS, "37 "] if secret in " ".join(words)] == []
    assert "Eventuelt".encode("utf-16-be") in raw or b"Eventuelt" in raw
    for secret in SECRETS:
        for encoding in ("utf-8", "latin-1", "utf-16-be"):
            assert secret.encode(encoding) not in raw
            assert secret.encode(encoding).hex().encode() not in raw.lower()
    whole = everything_in(bytes(papers.internal_pdf))
    assert "Grundsalg".encode("utf-16-be") in whole or b"Grundsalg" in whole
    assert "Hemmelig" not in internal.text


def test_file_names_tell_nothing_that_is_closed(browse, papers):
    response = browse().get(reverse("agenda-pdf", args=[papers.meeting_id]))

    assert response.headers["Content-Disposition"] == (
        'inline; filename="dagsorden-kkr-midtjylland-2022-01-19-2-udgave.pdf"'
    )


# --- The council's own ---------------------------------------------------------------------------


def test_former_member_reads_what_everybody_reads(
    browse, council, term, closed, issue, portal_date
):
    gone = MembershipFactory(council=council, term=term, ends_on=portal_date.replace(day=11))
    issue(closed.meeting)

    page = text_of(browse(UserFactory(person=gone.person)).get(url("meeting", closed.meeting)))

    assert [words for words in SECRETS if words in page] == []


def test_chair_reads_a_draft_with_what_is_closed_only_while_it_is_under_review(
    browse, council, term, closed, secretary
):
    membership = MembershipFactory(council=council, term=term)
    LeadershipFactory(membership=membership)
    client, page = browse(UserFactory(person=membership.person)), url("meeting", closed.meeting)
    assert "Grundsalg" not in text_of(client.get(page))

    actions.start_review(closed.meeting, by=secretary, at=NOON)

    text = text_of(client.get(page))
    assert ["Grundsalg" in text, "Hemmelig" in text] == [True, False]
    assert "sekretariatet, formanden og næstformanden kan se" in text
