"""Whom a row is about: somebody who is known, somebody new, or a question for the reader."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from councils import danish
from councils.importing.known import Known
from councils.importing.values import COLUMNS, Role, Row

NEW = "ny"


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody: known by `pk`, or new, and then told from other new people by `key`."""

    key: str
    name: str
    pk: int | None = None

    @property
    def is_new(self) -> bool:
        return self.pk is None


@dataclass(frozen=True, slots=True)
class Question:
    """Who is meant? `key` names the answer in the form, `options` are values and labels."""

    key: str
    row: int
    column: str
    name: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass
class Matching:
    """For each row by its number: the person, and the substitute that it names."""

    people: dict[int, Who] = field(default_factory=dict)
    substitutes: dict[int, Who] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return any(not question.chosen for question in self.questions)


def match(rows: Sequence[Row], known: Known, choices: Mapping[str, str]) -> Matching:
    found = Matching()
    twins = defaultdict(list)
    for row in rows:
        twins[danish.fold(row.name), row.municipality].append(row.number)
    for row in rows:
        same = twins[danish.fold(row.name), row.municipality]
        _match_person(found, row, same, known, choices)
    for row in rows:
        if row.substitute:
            _match_substitute(found, row, rows, known, choices)
    return found


def _match_person(
    found: Matching,
    row: Row,
    same: list[int],
    known: Known,
    choices: Mapping[str, str],
) -> None:
    named = known.named(row.name)
    mailed = known.mailed.get(row.email.lower(), []) if row.email else []
    certain = [pk for pk in named if _is_here(pk, row, known) or pk in mailed]
    candidates = list(dict.fromkeys([*named, *mailed]))
    new = Who(f"linje-{row.number}", row.name)
    if len(same) == 1 and not candidates:
        found.people[row.number] = new
    elif len(same) == 1 and len(certain) == 1 and set(mailed) <= set(certain):
        found.people[row.number] = _known(certain[0], known)
    else:
        earlier = [number for number in same if number < row.number]
        options = {str(pk): known.described(pk) for pk in candidates}
        options |= {f"linje-{number}": f"Den samme som i linje {number}" for number in earlier}
        options[NEW] = "En ny person"
        answer = _ask(found, f"{row.number}", row, "name", row.name, options, choices)
        who = _answered(answer, new, known, found)
        if who is not None:
            found.people[row.number] = who


def _is_here(pk: int, row: Row, known: Known) -> bool:
    if row.municipality in known.homes[pk]:
        return True
    # Of a substitute nobody may know the municipality.
    return row.role == Role.SUBSTITUTE and pk in known.placed_here and not known.homes[pk]


def _match_substitute(
    found: Matching, row: Row, rows: Sequence[Row], known: Known, choices: Mapping[str, str]
) -> None:
    """In the sheet first, then among those who are known; somebody named twice is one person."""
    name = danish.fold(row.substitute)
    lines = [one.number for one in rows if danish.fold(one.name) == name]
    if any(number not in found.people for number in lines):
        return  # who they are is asked first
    in_sheet = {found.people[number].key: number for number in lines}
    if len(in_sheet) == 1:
        found.substitutes[row.number] = found.people[lines[0]]
        return
    if in_sheet:
        options = {f"linje-{number}": f"Personen i linje {number}" for number in in_sheet.values()}
    else:
        named = known.named(row.substitute)
        here = [pk for pk in named if pk in known.placed_here]
        new = Who(f"navn-{name}", row.substitute)
        if not named or len(here) == 1:
            found.substitutes[row.number] = _known(here[0], known) if here else new
            return
        options = {str(pk): known.described(pk) for pk in named} | {NEW: "En ny person"}
    answer = _ask(found, f"{row.number}-s", row, "substitute", row.substitute, options, choices)
    who = _answered(answer, Who(f"navn-{name}", row.substitute), known, found)
    if who is not None:
        found.substitutes[row.number] = who


def _ask(
    found: Matching,
    key: str,
    row: Row,
    column: str,
    name: str,
    options: Mapping[str, str],
    choices: Mapping[str, str],
) -> str:
    chosen = choices.get(key, "")
    chosen = chosen if chosen in options else ""
    found.questions.append(
        Question(key, row.number, COLUMNS[column], name, tuple(options.items()), chosen)
    )
    return chosen


def _answered(answer: str, new: Who, known: Known, found: Matching) -> Who | None:
    if answer == NEW:
        return new
    if answer.startswith("linje-"):
        return found.people.get(int(answer.removeprefix("linje-")))
    return _known(int(answer), known) if answer else None


def _known(pk: int, known: Known) -> Who:
    return Who(f"person-{pk}", known.people[pk].name, pk)
