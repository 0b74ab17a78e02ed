"""People as contacts: vCard 4.0 (RFC 6350), or 3.0 (RFC 2426) for older address books."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from councils.directory import Line, Role
from councils.exports.books import Book

FORMS = ("4.0", "3.0")
_LONGEST = 75  # octets of a line
_WITHOUT_COUNTRY = 8  # digits of a Danish number


def vcards(book: Book, form: str = "4.0", address: Callable[[str], str] = str) -> bytes:
    """Everybody in the book, each person once, whatever they are in the council.

    `address` makes a whole address of a page's own.
    """
    people = sorted(book.lines, key=lambda line: (line.sort_key, line.person or 0))
    cards = [
        card_of(list(lines), form, address)
        for _, lines in groupby(people, key=lambda line: (line.sort_key, line.person, line.name))
    ]
    return b"".join(cards)


def card_of(lines: list[Line], form: str = "4.0", address: Callable[[str], str] = str) -> bytes:
    """One person's card; `lines` are all that the person is."""
    return b"".join(_folded(line) for line in _lines(lines, form, address))


def _lines(lines: list[Line], form: str, address: Callable[[str], str]) -> Iterator[str]:
    first = lines[0]
    given, _, family = first.name.rpartition(" ")
    yield "BEGIN:VCARD"
    yield f"VERSION:{form}"
    if form == "4.0":
        yield "KIND:individual"
    yield f"FN:{_escaped(first.name)}"
    yield f"N:{_escaped(family)};{_escaped(given)};;;"
    for council in dict.fromkeys(line.council.name for line in lines):
        yield f"ORG:{_escaped(council)}"
    if first.title:
        yield f"TITLE:{_escaped(first.title)}"
    yield f"ROLE:{_escaped(_roles(lines))}"
    yield from _contacts(first, form)
    if note := _note(lines):
        yield f"NOTE:{_escaped(note)}"
    if first.person:
        page = address(first.address)
        yield f"URL:{page}"
        yield f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, page).urn}"
    yield "END:VCARD"


def _roles(lines: Iterable[Line]) -> str:
    posts = [post.label for line in lines for post in line.posts]
    return ", ".join([*posts, *(line.role_label for line in lines)])


def _contacts(line: Line, form: str) -> Iterator[str]:
    if line.email:
        yield f"EMAIL;TYPE=work:{_escaped(line.email)}"
    if line.phone:
        number = _number(line.phone)
        if form == "4.0" and number:
            yield f"TEL;VALUE=uri;TYPE=work:tel:{number}"
        else:
            yield f"TEL;TYPE=work:{_escaped(number or line.phone)}"


def _number(phone: str) -> str:
    """As it is dialled from everywhere, or nothing where that is not certain."""
    digits = "".join(filter(str.isdigit, phone))
    if phone.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+45{digits}" if len(digits) == _WITHOUT_COUNTRY else ""


def _note(lines: list[Line]) -> str:
    first = lines[0]
    said = [f"{first.party.letter} {first.party.name}".strip()]
    said += [f"{line.place.name} Kommune" for line in lines if line.place.name][:1]
    for line in lines:
        if line.role == Role.SUBSTITUTE:
            members = " og ".join(one.name for one in line.stands_in_for)
            said.append(f"Stedfortræder for {members}")
        said += [f"Stedfortræder: {one.name}" for one in line.substitutes]
        said += [f"Udpeget til {one.body} ({one.seat})" for one in line.appointed_to]
    if first.is_example:
        said.append("Opdigtet eksempel")
    return "\n".join(filter(None, said))


def _escaped(text: str) -> str:
    """As a value: marks that part values are no longer marks, and a line end is two signs."""
    for mark in ("\\", ",", ";"):
        text = text.replace(mark, f"\\{mark}")
    text = "\\n".join(text.splitlines())
    return "".join(sign for sign in text if sign.isprintable())


def _folded(line: str) -> bytes:
    """A line in parts of at most 75 octets, never in the middle of a letter."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > _LONGEST:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
