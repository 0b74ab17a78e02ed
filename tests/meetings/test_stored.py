"""Stored bytes as an answer: what it costs the portal to hand out a large file."""

import tracemalloc

import pytest
from django.http import Http404
from django.urls import reverse

from meetings.models import AgendaPublication, StoredFile
from meetings.views import stored

FACTS = {"sha256": "a" * 64, "content_type": "application/pdf", "disposition": "inline"}


@pytest.fixture
def large(db, monkeypatch) -> bytes:
    """What is in the only file: eight slices and a half."""
    monkeypatch.setattr(stored, "_SLICE", 1_000_000)
    content = bytes(range(250)) * 34_000
    size = len(content)
    StoredFile.objects.create(sha256="a" * 64, content_type="x", content=content, size=size)
    return content


def answer(request):
    return stored.stored_response(request, StoredFile.objects.all(), "content", **FACTS)


def test_large_file_arrives_whole(rf, large):
    response = answer(rf.get("/"))

    assert response.headers["Content-Length"] == str(len(large))
    assert b"".join(response) == large


def test_large_file_is_never_in_memory_as_a_whole(rf, large):
    tracemalloc.start()
    try:
        sent = sum(len(part) for part in answer(rf.get("/")))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert sent == len(large)
    assert most < len(large) / 2


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_file_about_as_large_as_a_slice_arrives_whole(rf, db, monkeypatch, more):
    monkeypatch.setattr(stored, "_SLICE", 10)
    content = b"0123456789abc"[: 10 + more]
    StoredFile.objects.create(sha256="b", content_type="x", content=content, size=len(content))

    response = answer(rf.get("/"))

    assert b"".join(response) == content
    assert response.streaming == (more > 0)


def test_head_tells_the_size_and_sends_nothing(browse, agenda, publish, django_assert_num_queries):
    edition = publish(agenda.meeting)
    path = reverse("agenda-pdf", args=[agenda.meeting.pk])

    with django_assert_num_queries(1):
        response = browse().head(path)

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Length"] == str(len(edition.pdf))
    assert response.headers["ETag"] == f'"{edition.sha256}"'


def test_head_does_not_read_the_file(rf, large, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        response = answer(rf.head("/"))

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Length"] == str(len(large))
    assert ", 1, 1)" in queries[0]["sql"]


@pytest.mark.parametrize("name", ["agenda-pdf", "agenda-internal-pdf"])
def test_edition_larger_than_what_comes_along_arrives_whole(
    browse, agenda, attach, publish, secretary, monkeypatch, name
):
    attach(agenda.chair, is_open=False)
    edition = publish(agenda.meeting)
    monkeypatch.setattr(stored, "_SMALL", 5)
    monkeypatch.setattr(stored, "_SLICE", 7)

    response = browse(secretary).get(reverse(name, args=[agenda.meeting.pk]))

    assert response.streaming
    wanted = edition.internal_pdf if "internal" in name else edition.pdf
    assert b"".join(response) == bytes(wanted)


def test_file_that_goes_before_it_is_read_is_not_there(rf, db):
    with pytest.raises(Http404):
        answer(rf.get("/"))


def test_file_that_goes_while_it_is_sent_ends_the_connection(rf, large):
    parts = iter(answer(rf.get("/")))
    next(parts)
    StoredFile.objects.all().delete()

    with pytest.raises(StoredFile.DoesNotExist):
        next(parts)


def test_internal_edition_is_the_very_bytes_too(browse, agenda, attach, publish, secretary):
    attach(agenda.chair, is_open=False)
    publish(agenda.meeting)
    edition = AgendaPublication.objects.get()

    response = browse(secretary).get(reverse("agenda-internal-pdf", args=[agenda.meeting.pk]))

    assert response.content == bytes(edition.internal_pdf)
