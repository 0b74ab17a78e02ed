"""Who gets the bytes of an attachment, and how they travel."""

import pytest
from django.urls import reverse

from meetings import actions, files
from meetings.models import Attachment
from meetings.templatetags.meetings import file_size
from tests.meetings.conftest import NOON, pdf

ROLES = ["visitor", "stranger", "member", "substitute", "secretary"]
# Who may read what, by the state of the agenda and whether the attachment is open.
RIGHTS = {
    ("draft", True): {"secretary"},
    ("draft", False): {"secretary"},
    ("published", True): set(ROLES),
    ("published", False): {"member", "substitute", "secretary"},
    ("withdrawn", True): {"secretary"},
    ("withdrawn", False): {"secretary"},
}


def url(attachment: Attachment) -> str:
    return reverse("attachment-file", args=[attachment.pk, attachment.current.file_name])


@pytest.fixture
def as_role(request, browse):
    """A client for somebody in a role: `as_role("member")`."""

    def log_in(role: str):
        return browse(None if role == "visitor" else request.getfixturevalue(role))

    return log_in


@pytest.fixture
def go_to_state(agenda, publish, secretary):
    def go(state: str) -> None:
        if state != "draft":
            publish(agenda.meeting)
        if state == "withdrawn":
            actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1)

    return go


@pytest.mark.parametrize(("state", "is_open"), RIGHTS)
def test_file_is_found_by_those_who_may_read_it_and_by_nobody_else(
    as_role, agenda, attach, go_to_state, state, is_open
):
    attachment = attach(agenda.chair, is_open=is_open, data=pdf("æøå \x00 fortroligt"))
    go_to_state(state)

    answers = {role: as_role(role).get(url(attachment)) for role in ROLES}

    allowed = RIGHTS[state, is_open]
    assert {role for role, answer in answers.items() if answer.status_code == 200} == allowed
    assert {a.status_code for role, a in answers.items() if role not in allowed} <= {404}
    assert {answers[role].content for role in allowed} == {pdf("æøå \x00 fortroligt")}
    assert [a for role, a in answers.items() if role not in allowed and b"fortr" in a.content] == []


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_earlier_file_is_for_the_secretariat_alone(
    as_role, agenda, attach, go_to_state, secretary, state
):
    attachment = attach(agenda.chair, data=pdf("første"))
    facts = {"by": secretary, "file_name": "ny.pdf", "data": pdf("anden"), "version": 1}
    actions.replace_file(attachment, **facts)
    go_to_state(state)
    address = reverse("attachment-version", args=[attachment.pk, 1, "notat.pdf"])

    answers = {role: as_role(role).get(address) for role in ROLES}

    assert {role: answer.status_code for role, answer in answers.items()} == {
        "visitor": 302,  # to the log-in
        "stranger": 404,
        "member": 404,
        "substitute": 404,
        "secretary": 200,
    }
    assert answers["secretary"].content == pdf("første")
    assert as_role("secretary").get(url(attachment)).content == pdf("anden")


def test_version_that_was_never_there_is_not_found(browse, secretary, agenda, attach):
    attachment = attach(agenda.chair)
    address = reverse("attachment-version", args=[attachment.pk, 2, "notat.pdf"])

    assert browse(secretary).get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "version"), [("attachment-file", []), ("attachment-version", [1])]
)
def test_address_with_another_name_leads_to_the_right_one(
    browse, secretary, agenda, attach, name, version
):
    attachment = attach(agenda.chair, file_name="Mødeplan å.pdf")

    response = browse(secretary).get(reverse(name, args=[attachment.pk, *version, "løgn.pdf"]))

    assert (response.status_code, response.url) == (
        302,
        reverse(name, args=[attachment.pk, *version, "Mødeplan å.pdf"]),
    )


def test_address_with_another_name_does_not_tell_the_right_one_to_a_visitor(browse, agenda, attach):
    attachment = attach(agenda.chair, file_name="Hemmeligt.pdf")

    response = browse().get(reverse("attachment-file", args=[attachment.pk, "x.pdf"]))

    assert (response.status_code, "Hemmeligt" in response.text) == (404, False)


# --- Headers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("notat.pdf", "filename=\"notat.pdf\"; filename*=UTF-8''notat.pdf"),
        (
            "Mål på Ø.pdf",
            "filename=\"maal-paa-oe.pdf\"; filename*=UTF-8''M%C3%A5l%20p%C3%A5%20%C3%98.pdf",
        ),
        ('a"; x="b.pdf', "filename=\"a ; x= b.pdf\"; filename*=UTF-8''a%20%3B%20x%3D%20b.pdf"),
        ("a\r\nX-Evil: 1.pdf", "filename=\"a X-Evil 1.pdf\"; filename*=UTF-8''a%20X-Evil%201.pdf"),
        ("日本.pdf", "filename=\"bilag.pdf\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.pdf"),
    ],
)
def test_file_travels_under_its_name(browse, secretary, agenda, attach, name, disposition):
    response = browse(secretary).get(url(attach(agenda.chair, file_name=name)))

    assert response.headers["Content-Disposition"] == f"inline; {disposition}"
    assert "X-Evil" not in response.headers


def test_file_says_what_it_is_and_nobody_guesses(browse, secretary, agenda, attach):
    headers = browse(secretary).get(url(attach(agenda.chair))).headers

    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("state", "is_open", "cached"),
    [
        ("draft", True, "private, no-cache"),
        ("published", True, "public, no-cache"),
        ("published", False, "private, no-cache"),
    ],
)
def test_file_may_be_kept_by_others_only_when_it_is_public(
    browse, secretary, agenda, attach, go_to_state, state, is_open, cached
):
    attachment = attach(agenda.chair, is_open=is_open)
    go_to_state(state)

    assert browse(secretary).get(url(attachment)).headers["Cache-Control"] == cached


def test_file_is_not_sent_again_when_the_reader_has_it(
    browse, secretary, agenda, attach, django_assert_num_queries
):
    attachment = attach(agenda.chair)
    client, address = browse(secretary), url(attachment)
    first = client.get(address)
    tag = {"If-None-Match": first.headers["ETag"]}

    with django_assert_num_queries(4) as queries:
        again = client.get(address, headers=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == f'"{attachment.current.sha256}"'
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert [query["sql"] for query in queries if '"content"' in query["sql"]] == []


def test_file_is_sent_anew_when_it_was_replaced(browse, secretary, agenda, attach):
    attachment = attach(agenda.chair)
    client = browse(secretary)
    tag = {"If-None-Match": client.get(url(attachment)).headers["ETag"]}
    facts = {"by": secretary, "file_name": "notat.pdf", "data": pdf("ny"), "version": 1}
    actions.replace_file(attachment, **facts)

    response = client.get(url(attachment), headers=tag)

    assert (response.status_code, response.content) == (200, pdf("ny"))


def test_reader_who_has_the_file_is_still_asked_for_the_right_to_it(
    browse, secretary, agenda, attach, go_to_state
):
    attachment = attach(agenda.chair)
    tag = {"If-None-Match": f'"{attachment.current.sha256}"'}
    go_to_state("withdrawn")

    assert browse().get(url(attachment), headers=tag).status_code == 404


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "1 kB"),
        (1_499, "1 kB"),
        (83_980, "84 kB"),
        (999_499, "999 kB"),
        (999_500, "1,0 MB"),
        (files.MAX_SIZE, "20,0 MB"),
    ],
)
def test_size_is_said_in_danish_units(size, said):
    assert file_size(size) == said.replace(" ", "\N{NO-BREAK SPACE}")
