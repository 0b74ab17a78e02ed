"""Papers about councils, as bytes."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from councils import danish, directory
from councils.directory import Line, Role
from councils.directory.values import Party
from councils.exports import Book
from councils.models import Term
from kkr_portal import pdf

_SHEETS = ("css/print-directory.css",)
_ANCHORS = {Role.SUBSTITUTE: "stedfortraeder", Role.APPOINTED: "udpeget"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some lines under a heading."""

    name: str
    letter: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Mandate:
    """Somebody on a seat of a regional body; `is_first`: where the index of names leads."""

    line: Line
    seat: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody in the index of names, with the places where they stand."""

    name: str
    places: list[str]


@dataclass(frozen=True, slots=True)
class DirectoryPrint:
    """A Blå Bog as it goes to the printer; `html` is the same for the same content."""

    html: str

    @property
    def fingerprint(self) -> str:
        """Another one whenever it would give another PDF."""
        return pdf.fingerprint(self.html, *_SHEETS)

    def pdf(self) -> bytes:
        """A tagged PDF; see kkr_portal.pdf for what it raises."""
        return pdf.render_html(self.html, *_SHEETS)


def directory_print(book: Book) -> DirectoryPrint:
    """The whole Blå Bog of a council, with the contact details that the book has."""
    lines = book.lines
    appointed = directory.further_lines_on(book.at, [book.council])
    members = [line for line in lines if line.role in (Role.MAYOR, Role.SUPPLEMENTARY)]
    observers = [line for line in lines if line.role == Role.OBSERVER]
    substitutes = [line for line in lines if line.role == Role.SUBSTITUTE]
    groups = directory.grouped([*lines, *appointed])
    context = {
        "council": book.council,
        "at": book.at,
        "term": Term.objects.running(book.at).first(),
        "groups": [(len(group.lines), group.words) for group in groups],
        "leaders": _leaders(members, book.at),
        "lists": _by_list(members),
        "places": _by_place([*members, *observers]),
        "observers": observers,
        "substitutes": substitutes,
        "staff": [line for line in lines if line.role == Role.SECRETARIAT],
        "bodies": _by_body(appointed),
        "index": _index([*members, *observers, *substitutes, *appointed]),
        "has_examples": any(line.is_example for line in [*lines, *appointed]),
        "is_internal": book.is_internal,
        "is_demo": settings.DEMO,
    }
    return DirectoryPrint(render_to_string("councils/pdf/directory.html", context))


def _leaders(members: Iterable[Line], at: datetime.date) -> list[tuple]:
    """Post and who has it: those who lead before those who take over, the chair first."""
    found = [(post, line) for line in members for post in line.posts]
    return sorted(found, key=lambda one: (one[0].starts_on > at, one[0].label != "Formand"))


def _by_list(members: Iterable[Line]) -> list[Shelf]:
    """Lists with letters in their order, then local groups, then those who belong to none."""
    shelves: dict[Party, list[Line]] = defaultdict(list)
    for line in members:
        shelves[line.party].append(line)
    return [
        Shelf(party.name or "Uden for partierne", party.letter, shelves[party])
        for party in sorted(shelves, key=_list_key)
    ]


def _list_key(party: Party) -> tuple:
    return (not party.name, not party.letter, *danish.letter_key(party.letter or party.name))


def _by_place(lines: Iterable[Line]) -> list[Shelf]:
    """Each municipality with its mayor first."""
    shelves = defaultdict(list)
    for line in lines:
        shelves[line.place].append(line)
    return [
        Shelf(place.name, "", sorted(shelves[place], key=lambda line: line.role != Role.MAYOR))
        for place in sorted(shelves, key=lambda place: place.sort_key)
    ]


def _by_body(lines: Iterable[Line]) -> list[tuple[str, list[Mandate]]]:
    """Bodies by name with who sits there, without contact details: they are public offices."""
    shelves: dict[tuple[str, str], list[tuple[Line, str]]] = defaultdict(list)
    for line in lines:
        for one in line.appointed_to:
            shelves[one.body, one.address].append((line, one.seat))
    told: set[int | None] = set()
    found = []
    for name, address in sorted(shelves, key=lambda body: danish.sort_key(body[0])):
        rows = []
        for line, seat in shelves[name, address]:
            rows.append(Mandate(line, seat, line.person not in told))
            told.add(line.person)
        found.append((name, rows))
    return found


def _index(lines: Iterable[Line]) -> list[Mention]:
    """By the family name, as people look each other up."""
    places: dict[int, list[str]] = defaultdict(list)
    names: dict[int, str] = {}
    for line in lines:
        kind = _ANCHORS.get(line.role, "medlem")
        places[line.person].append(f"{kind}-{line.person}")
        given, _, family = line.name.rpartition(" ")
        names[line.person] = f"{family}, {given}" if given else family
    mentions = [Mention(name, places[person]) for person, name in names.items()]
    return sorted(mentions, key=lambda mention: danish.sort_key(mention.name))
