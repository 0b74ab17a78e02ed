"""Who gets the bytes of an attachment, and how they travel."""

import pytest
from django.urls import reverse

from meetings import actions, files
from meetings.models import Attachment, PublishedAttachment
from meetings.templatetags.meetings import file_size
from tests.meetings.conftest import NOON, pdf
from tests.meetings.uploads import PNG, WORD

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
EDITION_RIGHTS = {key: who for key, who in RIGHTS.items() if key[0] != "draft"}


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
            actions.withdraw_agenda(agenda.meeting, by=secretary, at=NOON, version=1, reason="Fejl")

    return go


@pytest.mark.parametrize(("state", "is_open"), RIGHTS)
def test_file_is_found_by_those_who_may_read_it_and_by_nobody_else(
    as_role, agenda, attach, go_to_state, state, is_open
):
    attachment = attach(agenda.chair, is_open=is_open, data=pdf("æøå \x00 fortroligt"))
    go_to_state(state)

    answers = {role: as_role(role).get(url(attachment), follow=True) for role in ROLES}

    check_rights(answers, RIGHTS[state, is_open])


@pytest.mark.parametrize(("state", "is_open"), EDITION_RIGHTS)
def test_file_of_an_edition_is_found_by_those_who_may_read_it_and_by_nobody_else(
    as_role, agenda, attach, go_to_state, state, is_open
):
    attach(agenda.chair, is_open=is_open, data=pdf("æøå \x00 fortroligt"))
    go_to_state(state)
    address = PublishedAttachment.objects.get().get_absolute_url()

    answers = {role: as_role(role).get(address) for role in ROLES}

    check_rights(answers, EDITION_RIGHTS[state, is_open])


def check_rights(answers: dict, allowed: set[str]) -> None:
    assert {role for role, answer in answers.items() if answer.status_code == 200} == allowed
    assert {a.status_code for role, a in answers.items() if role not in allowed} <= {404}
    assert {answers[role].content for role in allowed} == {pdf("æøå \x00 fortroligt")}
    assert [a for role, a in answers.items() if role not in allowed and b"fortr" in a.content] == []


def test_address_of_a_draft_leads_readers_to_the_file_in_force_and_writers_to_the_draft(
    as_role, agenda, attach, go_to_state, secretary
):
    attachment = attach(agenda.chair, data=pdf("første"))
    go_to_state("published")
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    facts = {"by": secretary, "file_name": "ny.pdf", "data": pdf("anden"), "version": 1}
    actions.replace_file(attachment, **facts)

    answers = {role: as_role(role).get(url(attachment), follow=True) for role in ROLES}

    in_force = PublishedAttachment.objects.get().get_absolute_url()
    readers = set(ROLES) - {"secretary"}
    assert {answers[role].redirect_chain[-1] for role in readers} == {(in_force, 302)}
    assert {answers[role].content for role in readers} == {pdf("første")}
    assert answers["secretary"].redirect_chain == []
    assert answers["secretary"].content == pdf("anden")


def test_chair_reads_the_file_of_a_draft_only_while_reviewing_it(
    browse, member, chair, agenda, attach, secretary
):
    attachment = attach(agenda.chair, is_open=False)
    address = url(attachment)

    before = browse(chair).get(address).status_code
    actions.start_review(agenda.meeting, by=secretary, at=NOON)
    during = [browse(who).get(address).status_code for who in (chair, member)]

    assert (before, during) == (404, [200, 404])


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


@pytest.mark.parametrize(
    ("data", "name", "content_type", "disposition"),
    [
        (pdf("x"), "notat.pdf", "application/pdf", "inline"),
        (PNG, "kort.png", "image/png", "inline"),
        (WORD, "Mål.docx", files.WORD.content_type, "attachment"),
    ],
    ids=["PDF", "picture", "Word"],
)
def test_file_says_what_it_is_and_nobody_guesses(
    browse, secretary, agenda, attach, data, name, content_type, disposition
):
    response = browse(secretary).get(url(attach(agenda.chair, data=data, file_name=name)))

    headers = response.headers
    assert (response.content, headers["Content-Type"]) == (data, content_type)
    assert headers["Content-Disposition"].startswith(f"{disposition}; filename=")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_word_file_travels_under_its_name(browse, secretary, agenda, attach):
    response = browse(secretary).get(url(attach(agenda.chair, data=WORD, file_name="Mål.docx")))

    disposition = "attachment; filename=\"maal.docx\"; filename*=UTF-8''M%C3%A5l.docx"
    assert response.headers["Content-Disposition"] == disposition


def test_picture_is_shown_in_a_sandbox_and_a_pdf_under_the_portals_own_policy(
    browse, secretary, agenda, attach
):
    client = browse(secretary)
    shown = attach(agenda.chair, data=PNG, file_name="kort.png")

    policies = [
        client.get(url(file)).headers["Content-Security-Policy"].split("; ")
        for file in (shown, attach(agenda.chair))
    ]

    assert ["default-src 'none'" in policy for policy in policies] == [True, True]
    assert ["sandbox" in policy for policy in policies] == [True, False]
    assert [word for word in policies[0] if word.startswith("script-src")] == []


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("state", ["draft", "published"])
def test_file_of_a_draft_is_never_kept_by_others(
    browse, secretary, agenda, attach, go_to_state, state, is_open
):
    attachment = attach(agenda.chair, is_open=is_open)
    go_to_state(state)

    response = browse(secretary).get(url(attachment))

    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("state", "is_open", "cached"),
    [
        ("published", True, "public, no-cache"),
        ("published", False, "private, no-cache"),
        ("withdrawn", True, "private, no-cache"),
    ],
)
def test_file_of_an_edition_may_be_kept_by_others_only_when_it_is_public(
    browse, secretary, agenda, attach, go_to_state, state, is_open, cached
):
    attach(agenda.chair, is_open=is_open)
    go_to_state(state)
    published = PublishedAttachment.objects.get()

    response = browse(secretary).get(published.get_absolute_url())

    assert response.headers["Cache-Control"] == cached


def test_file_of_an_edition_is_not_sent_again_when_the_reader_has_it(
    browse, agenda, attach, go_to_state, django_assert_max_num_queries
):
    attach(agenda.chair)
    go_to_state("published")
    client, address = browse(), PublishedAttachment.objects.get().get_absolute_url()
    tag = {"If-None-Match": client.get(address).headers["ETag"]}

    with django_assert_max_num_queries(4) as queries:
        again = client.get(address, headers=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert [query["sql"] for query in queries if '"content"' in query["sql"]] == []


def test_address_of_an_edition_with_another_name_leads_to_the_right_one(
    browse, agenda, attach, go_to_state
):
    attach(agenda.chair, file_name="Mødeplan å.pdf")
    go_to_state("published")
    published = PublishedAttachment.objects.get()

    response = browse().get(reverse("published-attachment", args=[published.pk, "løgn.pdf"]))

    assert (response.status_code, response.url) == (302, published.get_absolute_url())


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
        (20_000_000, "20,0 MB"),
    ],
)
def test_size_is_said_in_danish_units(size, said):
    assert file_size(size) == said.replace(" ", "\N{NO-BREAK SPACE}")
