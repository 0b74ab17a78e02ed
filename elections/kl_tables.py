"""Reading KL's composition table from text: lists down, as the portal has them, or across, as KL
prints them."""

import csv
import io
import re
from collections.abc import Collection

Seats = tuple[int, int, int]  # all members, mayors, supplementary members

ROW_NAMES = {"i alt": 0, "total": 0, "i alt i kkr": 0, "borgmestre": 1, "mayors": 1}
ROW_NAMES |= {"supplerende medlemmer": 2, "supplerende": 2, "supplementary": 2}
SUMS = {"i alt", "total", "sum"}


class TableRefused(Exception):
    """The table is refused whole; `problems` says why, in Danish."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def parse(text: str, letters: Collection[str]) -> dict[str, Seats]:
    """All members, mayors and supplementary members by letter.

    `letters` are those of the lists at the election. One line for each list (letter, all members,
    mayors, supplementary ones; the last may be left out), or three lines with the lists across
    under a line of letters. A column or line of sums is checked, not stored. Raises TableRefused.
    """
    lines = _lines(text)
    if not lines:
        raise TableRefused("Tabellen er tom.")
    columns = _across(lines) if _is_across(lines, letters) else _down(lines, letters)
    return _checked(columns, letters)


def _lines(text: str) -> list[list[str]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = next((mark for mark in "\t;," if mark in first), " ")
    if delimiter == " ":  # copied from a PDF
        text = re.sub(r"[ \xa0]+", " ", text)
        text = re.sub(r"(?i)\bi alt( i kkr)?\b", "Total", text)
        text = re.sub(r"(?i)\bsupplerende medlemmer\b", "Supplerende", text)
    rows = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    try:
        lines = [[cell.strip() for cell in row] for row in rows]
    except csv.Error as error:
        raise TableRefused("Tabellen kan ikke læses. Se efter et anførselstegn.") from error
    return [line for line in lines if any(line)]


def _is_across(lines: list[list[str]], letters: Collection[str]) -> bool:
    """Whether the first line is a line of letters."""
    known = {letter.upper() for letter in letters}
    return sum(1 for cell in lines[0] if cell.upper() in known) > 1


def _across(lines: list[list[str]]) -> list[tuple[str, list[str]]]:
    head, *rows = lines
    if all(len(row) == len(head) + 1 for row in rows):
        head = ["", *head]  # nothing stands above the names of the lines
    by_name = {ROW_NAMES.get(row[0].lower()): row for row in rows}
    missing = [name for name, place in (("I alt", 0), ("Borgmestre", 1)) if place not in by_name]
    if missing:
        raise TableRefused(*(f"Linjen »{name}« mangler." for name in missing))
    uneven = [row[0] for row in by_name.values() if len(row) != len(head)]
    if uneven:
        raise TableRefused(*(f"Linjen »{name}« har ikke ét tal for hver liste." for name in uneven))
    wanted = [place for place in (0, 1, 2) if place in by_name]
    return [
        (letter, [by_name[place][number] for place in wanted])
        for number, letter in enumerate(head)
        if number and letter
    ]


def _down(lines: list[list[str]], letters: Collection[str]) -> list[tuple[str, list[str]]]:
    # A line indented with a blank begins with an empty cell.
    lines = [line if line[0] else line[1:] for line in lines]
    name, *cells = lines[0]
    is_list = name.upper() in {letter.upper() for letter in letters}
    has_head = bool(cells) and not is_list and not re.match(r"[-+]?[0-9]", cells[0])
    return [(line[0], line[1:]) for line in (lines[1:] if has_head else lines)]


def _checked(columns: list[tuple[str, list[str]]], letters: Collection[str]) -> dict[str, Seats]:
    known = {letter.upper(): letter for letter in letters}
    seats: dict[str, Seats] = {}
    sums: Seats | None = None
    problems = []
    for written, cells in columns:
        name = _letter(written, known)
        numbers = _numbers(cells)
        if numbers is None:
            problems.append(f"{name}: skriv i alt, borgmestre og supplerende som hele tal.")
        elif numbers[0] != numbers[1] + numbers[2] or numbers[2] < 0:
            problems.append(f"{name}: borgmestre og supplerende giver ikke i alt.")
        elif name.lower() in SUMS:
            sums = numbers
        elif name.upper() not in known:
            problems.append(f"{name}: ingen liste ved valget har det bogstav.")
        elif known[name.upper()] in seats:
            problems.append(f"{name}: står to gange.")
        else:
            seats[known[name.upper()]] = numbers
    if not problems and sums is not None and sums != _sum(seats):
        found, said = (" + ".join(map(str, row[1:])) for row in (_sum(seats), sums))
        problems.append(f"Listerne giver {found} medlemmer, men som i alt står {said}.")
    if not problems and not any(total for total, _, _ in seats.values()):
        problems.append("Ingen liste har medlemmer.")
    if problems:
        raise TableRefused(*problems)
    return seats


def _letter(written: str, known: Collection[str]) -> str:
    """The letter in »A. Socialdemokratiet« or »A Socialdemokratiet«."""
    first, _, rest = written.partition(" ")
    letter = first.rstrip(".:")
    return letter if rest and letter.upper() in known and written.lower() not in SUMS else written


def _numbers(cells: list[str]) -> Seats | None:
    cells = [cell for cell in cells if cell]
    if len(cells) not in (2, 3) or not all(re.fullmatch(r"[0-9]{1,3}", cell) for cell in cells):
        return None
    total, mayors, *rest = map(int, cells)
    return total, mayors, rest[0] if rest else total - mayors


def _sum(seats: dict[str, Seats]) -> Seats:
    return (
        sum(row[0] for row in seats.values()),
        sum(row[1] for row in seats.values()),
        sum(row[2] for row in seats.values()),
    )
