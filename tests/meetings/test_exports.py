"""The agenda as a Word file and with all its files in one: for each reader what they may see."""

import io
import zipfile

import pytest
from django.urls import reverse

from meetings import actions, word_import
from tests.meetings.conftest import NOON, pdf
from tests.papers import Paper

SECRETS = ["Grundsalg", "tavshed", "Prisnotat", "Huskeseddel"]
PUBLIC = ["agenda-word", "agenda-material"]
INTERNAL = ["agenda-internal-word", "agenda-internal-material"]
LARGE = ["agenda-large", "agenda-internal-large"]
CHAIRS = "agenda-chairs-copy"


@pytest.fixture
def closed(agenda, attach, secretary):
    """1.1 has an open attachment, which its text marks; 1.3 is closed; 2 has a closed one."""
    paper = attach(agenda.composition, title="Kort: »nord/syd«")
    mark = f'<p>Se <a href="#bilag-{paper.pk}">./.</a>.</p>'
    text = f"{mark}<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"
    actions.save_item(
        agenda.composition,
        by=secretary,
        version=1,
        background=text,
        internal_note="Huskeseddel",
    )
    actions.add_item(
        agenda.meeting,
        by=secretary,
        parent=agenda.main,
        title="Grundsalg",
        is_open=False,
        background="<p>Sælger ønsker tavshed.</p>",
    )
    attach(agenda.other_business, title="Prisnotat", data=pdf("hemmelig pris"), is_open=False)
    return agenda


def get(client, name: str, meeting):
    """The response with all it says as `body`."""
    response = client.get(reverse(name, args=[meeting.pk]))
    response.body = response.getvalue() if response.streaming else response.content
    for close in response._resource_closers:  # as the server does; the test client leaves it
        close()
    return response


def unpacked(response) -> dict[str, bytes]:
    """Each file of a ZIP, also of a Word file, by its name."""
    with zipfile.ZipFile(io.BytesIO(response.body)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def secrets_in(response) -> list[str]:
    said = b" ".join(name.encode() + content for name, content in unpacked(response).items())
    return [words for words in SECRETS if words.encode() in said]


# --- Rights --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLIC + INTERNAL)
def test_draft_is_for_the_secretariat_and_those_asked_to_read_it(
    browse, closed, secretary, chair, outsider, name
):
    assert get(browse(secretary), name, closed.meeting).status_code == 200
    assert get(browse(outsider), name, closed.meeting).status_code in {302, 404}
    assert get(browse(chair), name, closed.meeting).status_code == 404

    actions.start_review(closed.meeting, by=secretary, at=NOON)

    assert get(browse(chair), name, closed.meeting).status_code == 200


@pytest.mark.parametrize("name", PUBLIC)
def test_everybody_gets_what_is_open_and_nothing_else(browse, closed, publish, outsider, name):
    publish(closed.meeting)

    response = get(browse(outsider), name, closed.meeting)

    assert response.status_code == 200
    assert secrets_in(response) == []
    assert "intern" not in response.headers["Content-Disposition"]


@pytest.mark.parametrize("name", INTERNAL)
def test_what_is_closed_is_for_the_councils_own(
    browse, closed, publish, secretary, member, substitute, stranger, name
):
    publish(closed.meeting)

    people = [secretary, member, substitute, stranger, None]
    answers = [get(browse(who), name, closed.meeting) for who in people]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 404, 302]
    assert {"Grundsalg", "Prisnotat"} & {*secrets_in(answers[1])}
    assert "Huskeseddel" not in secrets_in(answers[0])
    assert "-intern-1-udgave." in answers[1].headers["Content-Disposition"]
    assert answers[1].headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", PUBLIC + INTERNAL)
def test_pool_and_missing_meetings_have_no_papers(browse, council, secretary, name):
    pool = actions.open_pool(council, by=secretary)

    assert get(browse(secretary), name, pool).status_code == 404
    pool.pk = 987
    assert get(browse(secretary), name, pool).status_code == 404


@pytest.mark.parametrize("name", PUBLIC + INTERNAL)
def test_amendment_is_not_handed_out_before_it_is_published(
    browse, closed, publish, secretary, name
):
    publish(closed.meeting)
    actions.amend_agenda(closed.meeting, by=secretary, at=NOON, version=1)
    actions.add_item(closed.meeting, by=secretary, title="Nyeste sag")

    said = b"".join(unpacked(get(browse(secretary), name, closed.meeting)).values())

    assert b"Nyeste sag" not in said


# --- What is in them -----------------------------------------------------------------------------


def test_word_file_reads_like_the_agenda_with_the_numbers_of_its_marks(browse, closed, publish):
    publish(closed.meeting)

    response = get(browse(), "agenda-word", closed.meeting)

    text = unpacked(response)["word/document.xml"].decode()
    for words in ("KKR MIDTJYLLAND", "KKR Midtjylland", "1. udgave", "./. Bilag 1.1.1"):
        assert words.lower() in text.lower()
    assert "Bilag 1.1.1 Kort: »nord/syd«" in text
    assert word_import.read_item(response.content).background.count("<ul>") >= 2
    assert get(browse(), "agenda-word", closed.meeting).body == response.body


def test_files_lie_in_the_agendas_order_under_names_that_every_system_takes(
    browse, closed, publish, member
):
    edition = publish(closed.meeting)

    packed = unpacked(get(browse(member), "agenda-internal-material", closed.meeting))

    assert list(packed) == [
        "dagsorden-kkr-midtjylland-2022-01-19-intern-1-udgave.pdf",
        "Bilag 01.01.01 Kort »nord syd«.pdf",
        "Bilag 02.01 Prisnotat.pdf",
    ]
    first, _, last = packed.values()
    assert first == bytes(edition.internal_pdf)
    assert last == pdf("hemmelig pris")


def test_files_that_are_packed_already_are_not_packed_again(browse, closed, publish):
    publish(closed.meeting)
    response = get(browse(), "agenda-material", closed.meeting)
    with zipfile.ZipFile(io.BytesIO(response.body)) as packed:
        assert {file.compress_type for file in packed.infolist()} == {zipfile.ZIP_STORED}


def test_file_of_files_is_the_same_for_the_same_edition(browse, closed, publish):
    publish(closed.meeting)

    once, again = (get(browse(), "agenda-material", closed.meeting) for _ in range(2))

    assert once.body == again.body


def test_large_print_leaves_out_for_everybody_what_is_closed(
    browse, closed, publish, secretary, member, stranger
):
    publish(closed.meeting)

    public = get(browse(), "agenda-large", closed.meeting)
    people = [secretary, member, stranger, None]
    internal = [get(browse(who), "agenda-internal-large", closed.meeting) for who in people]

    assert "Grundsalg" not in Paper(public.body).text
    assert [answer.status_code for answer in internal] == [200, 200, 404, 302]
    assert "Grundsalg" in Paper(internal[1].body).text
    assert "-stor-skrift" in public.headers["Content-Disposition"]


def test_chairs_copy_is_for_the_secretariat_and_those_who_lead(
    browse, closed, publish, secretary, chair, member, substitute, stranger
):
    people = [secretary, chair, member, substitute, stranger, None]

    draft = [get(browse(who), CHAIRS, closed.meeting).status_code for who in people]
    actions.start_review(closed.meeting, by=secretary, at=NOON)
    reviewed = [get(browse(who), CHAIRS, closed.meeting).status_code for who in people]
    publish(closed.meeting)
    published = [get(browse(who), CHAIRS, closed.meeting) for who in people]

    assert draft == [200, 404, 404, 404, 404, 302]
    assert reviewed == [200, 200, 404, 404, 404, 302]
    assert [answer.status_code for answer in published] == [200, 200, 404, 404, 404, 302]
    assert "Huskeseddel" in Paper(published[1].body).text
    assert "-formand" in published[1].headers["Content-Disposition"]
    assert reverse(CHAIRS, args=[closed.meeting.pk]) in page_of(browse(chair), closed)
    assert reverse(CHAIRS, args=[closed.meeting.pk]) not in page_of(browse(member), closed)


def page_of(client, closed) -> str:
    return client.get(reverse("meeting", args=[closed.meeting.pk])).content.decode()


def test_page_offers_what_its_reader_may_have(browse, closed, publish, member):
    publish(closed.meeting)
    goal = reverse("meeting", args=[closed.meeting.pk])
    offered = {
        who: {name for name in PUBLIC + INTERNAL if reverse(name, args=[closed.meeting.pk]) in page}
        for who, page in (
            ("visitor", browse().get(goal).content.decode()),
            ("member", browse(member).get(goal).content.decode()),
        )
    }

    assert offered == {"visitor": {*PUBLIC}, "member": {*PUBLIC, *INTERNAL}}
