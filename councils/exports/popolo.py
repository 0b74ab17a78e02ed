"""The Blå Bog for programs: JSON in the words of Popolo; docs/popolo.md says what stands where."""

import json
from collections.abc import Callable

from councils import danish
from councils.directory import Line, Role
from councils.exports.books import Book, Span

_POSTS = {"Formand": "formand", "Næstformand": "naestformand"}


def popolo_json(book: Book, address: Callable[[str], str] = str) -> bytes:
    """`address` makes a whole address of a page's own."""
    politicians = [line for line in book.lines if line.person]
    document = {
        "date": book.at.isoformat(),
        "persons": _persons(book, politicians, address),
        "organizations": [_council(book), *_parties(politicians)],
        "posts": _posts(book, politicians),
        "memberships": [one for line in book.lines for one in _memberships(book, line)],
        "areas": _areas(politicians),
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _persons(book: Book, lines: list[Line], address: Callable[[str], str]) -> list[dict]:
    people = {line.person: _person(line, address) for line in lines}
    staff = [line for line in book.lines if not line.person]
    return [*people.values(), *(_colleague(book, line) for line in staff)]


def _person(line: Line, address: Callable[[str], str]) -> dict:
    page = address(line.address)
    return _without_empty(
        {
            "id": _person_id(line),
            "name": line.name,
            "sort_name": _sort_name(line.name),
            "biography": line.title,
            "is_example": line.is_example,
            "contact_details": _contacts(line),
            "links": [{"url": page, "note": "Siden i portalen"}],
        }
    )


def _colleague(book: Book, line: Line) -> dict:
    facts = {
        "id": _staff_id(book, line),
        "name": line.name,
        "sort_name": _sort_name(line.name),
        "contact_details": _contacts(line),
    }
    return _without_empty(facts)


def _contacts(line: Line) -> list[dict]:
    found = [("email", line.email), ("voice", line.phone)]
    return [{"type": kind, "value": value} for kind, value in found if value]


def _council(book: Book) -> dict:
    return {
        "id": _council_id(book),
        "name": book.council.name,
        "classification": "kommunekontaktråd",
    }


def _parties(lines: list[Line]) -> list[dict]:
    parties = {line.party.name: line.party for line in lines if line.party.name}
    return [
        _without_empty(
            {
                "id": _party_id(name),
                "name": name,
                "classification": "party",
                "other_names": [{"name": one.short_name, "note": "Kort navn"}],
                "identifiers": [{"scheme": "listebogstav", "identifier": one.letter}]
                if one.letter
                else [],
            }
        )
        for name, one in sorted(parties.items())
    ]


def _posts(book: Book, lines: list[Line]) -> list[dict]:
    """The two who lead, and the seat that each municipality's mayor is born to."""
    council = _council_id(book)
    held = [post.label for line in lines for post in line.posts]
    posts = [
        {"id": f"{council}/{slug}", "label": label, "role": label, "organization_id": council}
        for label, slug in _POSTS.items()
        if label in held
    ]
    seats = {line.place.code: line for line in lines if line.role == Role.MAYOR}
    for code, line in sorted(seats.items()):
        label = f"Født medlem, {line.place.name}"
        posts.append(
            {
                "id": _seat_id(book, line),
                "label": label,
                "role": line.role_label,
                "organization_id": council,
                "area_id": f"kommune/{code}",
            }
        )
    return posts


def _memberships(book: Book, line: Line) -> list[dict]:
    council = {"organization_id": _council_id(book), "role": line.role_label}
    if not line.person:
        return [{"person_id": _staff_id(book, line), **council, "label": line.title}]
    about = {"person_id": _person_id(line), **council, **_behalf(line), **_area(line)}
    if line.role == Role.SUBSTITUTE:
        return [
            about | {"stands_in_for_id": f"person/{member}"} | _days(span)
            for (person, member), span in book.substitutions.items()
            if person == line.person
        ]
    seat = {"post_id": _seat_id(book, line)} if line.role == Role.MAYOR else {}
    return [about | seat | _days(book.span_of(line)), *_leading(book, line)]


def _leading(book: Book, line: Line) -> list[dict]:
    council = _council_id(book)
    return [
        {
            "person_id": _person_id(line),
            "organization_id": council,
            "post_id": f"{council}/{_POSTS[post.label]}",
            "role": post.label,
            **_days(book.posts[line.person, post.label, post.starts_on]),
        }
        for post in line.posts
    ]


def _behalf(line: Line) -> dict:
    return {"on_behalf_of_id": _party_id(line.party.name)} if line.party.name else {}


def _area(line: Line) -> dict:
    return {"area_id": f"kommune/{line.place.code}"} if line.place.code else {}


def _areas(lines: list[Line]) -> list[dict]:
    places = {line.place.code: line.place.name for line in lines if line.place.code}
    return [
        {
            "id": f"kommune/{code}",
            "identifier": code,
            "name": name,
            "classification": "kommune",
        }
        for code, name in sorted(places.items())
    ]


def _days(span: Span) -> dict:
    return {
        name: said for name, said in (("start_date", span.starts), ("end_date", span.ends)) if said
    }


def _person_id(line: Line) -> str:
    return f"person/{line.person}"


def _staff_id(book: Book, line: Line) -> str:
    return f"{_council_id(book)}/sekretariat/{danish.slug(line.name)}"


def _council_id(book: Book) -> str:
    return f"kkr/{book.council.slug}"


def _party_id(name: str) -> str:
    return f"parti/{danish.slug(name)}"


def _seat_id(book: Book, line: Line) -> str:
    return f"{_council_id(book)}/foedt-medlem/{line.place.code}"


def _sort_name(name: str) -> str:
    given, _, family = name.rpartition(" ")
    return ", ".join(filter(None, (family, given)))


def _without_empty(facts: dict) -> dict:
    return {name: value for name, value in facts.items() if value}
