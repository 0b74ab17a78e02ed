"""What the tests of pages do again and again."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from elections.models import VoteSource
from tests.elections import factories
from tests.elections.factories import csv_file

DRAW = {"drawn_by": "Mødelederen", "witnesses": "To vidner"}
# The day after the tie was found, and early enough for every time of day a test may run at.
DRAWN = {**DRAW, "drawn_on": "2022-01-11", "drawn_time": "13:00"}
A_LINE = "751,Aarhus,A,,Socialdemokratiet,{},exact"


def url(name: str, *more: int | str) -> str:
    """An address of KKR Midtjylland."""
    return reverse(name, args=["midtjylland", *more])


def messages_of(response) -> list[str]:
    """What the next page says, whether or not it has been fetched."""
    is_page = response.status_code != 302
    found = response.context["messages"] if is_page else response.wsgi_request._messages
    return [str(message) for message in found]


def errors_of(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def answer_of(response) -> tuple[int, str]:
    """The status, and where the answer leads."""
    return response.status_code, response.headers.get("Location", "")


def part_of(response, start: str, end: str) -> str:
    """The words between two pieces of the markup."""
    found = re.search(f"{start}(.*?){end}", response.text, flags=re.DOTALL)
    assert found, f"no {start}"
    return _tidy(factories._text(found[1]))


def text_of(response) -> str:
    """All words of a page, with no blank before a full stop where markup ended."""
    return _tidy(factories.text_of(response))


def _tidy(text: str) -> str:
    return re.sub(r" (?=[.,;:!?](\s|$))", "", text)


def upload_of(data: bytes | None, provenance: str = "Fra KMD", **fields: str) -> dict:
    """What the form for votes sends."""
    file = {} if data is None else {"file": SimpleUploadedFile("tal.csv", data)}
    return {"provenance": provenance, **file, **fields}


def aarhus(votes: int) -> bytes:
    """A file with one line: party A in Aarhus."""
    return csv_file(A_LINE.format(votes))


def votes_held(source: VoteSource) -> dict[tuple[str, str], int]:
    """By municipality and list."""
    counts = source.counts.values_list("municipality__name", "electoral_list__name", "votes")
    return {(place, name): votes for place, name, votes in counts}
