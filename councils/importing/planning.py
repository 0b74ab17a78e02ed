"""What a sheet would change, told before anything is written."""

import datetime
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from councils.importing.known import Known, known
from councils.importing.matching import Matching, Question, Who, match
from councils.importing.values import COLUMNS, Problem, Role, Row
from councils.models import Council, Office, Term


@dataclass
class Line:
    """One row with whom it is about, and what would be done, in sentences."""

    row: Row
    who: Who | None
    done: list[str] = field(default_factory=list)


@dataclass
class Writes:
    """Everything that would be written; people by their key, seats by the row or as registered."""

    people: dict[str, tuple[str, str]] = field(default_factory=dict)  # name and title
    titles: dict[int, str] = field(default_factory=dict)
    contacts: dict[str, tuple[str, str]] = field(default_factory=dict)  # e-mail and phone
    parties: dict[str, tuple[int, datetime.date]] = field(default_factory=dict)
    offices: dict[tuple[str, int], tuple] = field(default_factory=dict)  # role and days
    seats: dict[int, tuple] = field(default_factory=dict)  # person, place, role, list, days
    substitutions: dict[int, tuple] = field(default_factory=dict)  # seat or None, person, days
    opened: dict[int, tuple[int, ...]] = field(default_factory=dict)  # people's other councils

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


@dataclass
class Plan:
    lines: list[Line]
    questions: list[Question]
    problems: list[Problem]
    writes: Writes

    @property
    def is_ready(self) -> bool:
        """Whether there is something to write and nothing in the way."""
        return not (self.problems or self.open_questions or self.writes.is_empty)

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if not question.chosen]

    @property
    def fingerprint(self) -> str:
        """Another one whenever something else would be written."""
        told = (self.writes, [(one.key, one.chosen) for one in self.questions])
        return hashlib.sha256(repr(told).encode()).hexdigest()


class FrameHasChanged(Exception):
    """A list or a municipality that the rows name when they were checked is gone."""


def plan(
    council: Council,
    term: Term,
    rows: Sequence[Row],
    choices: Mapping[str, str],
    *,
    user,
    today: datetime.date,
) -> Plan:
    """What is to be done for `user`; `choices` answer its questions, by their keys.

    Raises FrameHasChanged.
    """
    registered = known(council, term, rows, user=user, today=today)
    if not registered.knows(rows):
        raise FrameHasChanged
    matching = match(rows, registered, choices)
    planner = _Planner(registered, matching, {})
    lines = [planner.line(row) for row in rows]
    problems = [*planner.problems, *_unused(rows, matching), *_rings(rows, matching)]
    problems.sort(key=lambda problem: problem.row)
    return Plan(lines, matching.questions, problems, planner.writes)


def _unused(rows: Collection[Row], matching: Matching) -> list[Problem]:
    """Substitutes for whom no row has a use; known only once every question is answered."""
    if matching.is_open:
        return []
    used = {who.key for who in matching.substitutes.values()}
    text = "Ingen i arket har personen som stedfortræder."
    return [
        Problem(text, row.number, COLUMNS["role"])
        for row in rows
        if not row.has_seat and matching.people[row.number].key not in used
    ]


def _rings(rows: Collection[Row], matching: Matching) -> list[Problem]:
    """Members who stand in for each other, so that nobody does for any of them."""
    follows = {
        matching.people[number].key: who.key
        for number, who in matching.substitutes.items()
        if number in matching.people
    }
    problems = []
    for row in rows:
        key = matching.people[row.number].key if row.number in matching.people else ""
        path = [key]
        while path[-1] in follows and follows[path[-1]] not in path:
            path.append(follows[path[-1]])
        if row.substitute and follows.get(path[-1]) == key:
            text = "Personen er stedfortræder for sig selv."
            if len(path) > 1:
                text = f"{len(path)} medlemmer er stedfortrædere for hinanden i ring."
            problems.append(Problem(text, row.number, COLUMNS["substitute"]))
    return problems


@dataclass
class _Planner:
    known: Known
    matching: Matching
    seated: dict[str, list[Row]]  # rows with a seat by the person, so far
    problems: list[Problem] = field(default_factory=list)
    writes: Writes = field(default_factory=Writes)

    def line(self, row: Row) -> Line:
        who = self.matching.people.get(row.number)
        line = Line(row, who)
        if who is None:
            return line
        self._person(line, who)
        self._contact(line, who)
        self._party(line, who)
        self._office(line, who)
        if row.has_seat:
            self._seat(line, who)
        return line

    def _wrong(self, row: Row, key: str, text: str) -> None:
        self.problems.append(Problem(text, row.number, COLUMNS[key]))

    def _person(self, line: Line, who: Who) -> None:
        row = line.row
        if who.is_new:
            if who.key not in self.writes.people:
                self.writes.people[who.key] = (row.name, row.title)
                line.done.append("Oprettes")
        elif row.title and row.title != self.known.people[who.pk].title:
            if who.pk in self.known.kept_elsewhere:
                line.done.append("Titlen ændres ikke: den føres af et andet KKR")
            else:
                self.writes.titles[who.pk] = row.title
                line.done.append(f"Titlen bliver »{row.title}«")

    def _contact(self, line: Line, who: Who) -> None:
        before = self.known.contacts.get(who.pk or 0, ("", ""))
        before = self.writes.contacts.get(who.key, before)
        after = (line.row.email or before[0], line.row.phone or before[1])
        if after == before:
            return
        if who.pk in self.known.kept_elsewhere:
            line.done.append("Kontaktoplysninger ændres ikke: de føres af et andet KKR")
            return
        self.writes.contacts[who.key] = after
        is_seen = who.is_new or who.pk in self.known.kept_here
        for label, old, new in zip(("E-mail", "Telefon"), before, after, strict=True):
            if new != old:
                done = "ændres" if old else "tilføjes" if is_seen else "bliver"
                line.done.append(f"{label} {done}: {new}")

    def _party(self, line: Line, who: Who) -> None:
        row = line.row
        party = self.known.lists[row.letter].party_id if row.letter else None
        if party is None:  # nothing is said, or a list co-operation
            return
        held = self.known.parties.get(who.pk or 0, [])
        now = next((one for one in held if one.is_in_force(row.starts_on)), None)
        later = [one for one in held if one.starts_on > row.starts_on]
        if now is not None and now.party_id == party:
            return
        if now is not None or later:
            text = f"{who.name} er registreret i {(now or later[0]).party}. Ret det i portalen."
            self._wrong(row, "letter", text)
            return
        told = self.writes.parties.setdefault(who.key, (party, row.starts_on))
        if told[0] != party:
            self._wrong(row, "letter", f"{who.name} står under to partier i arket.")
        elif told[1] == row.starts_on:
            line.done.append(f"Parti {row.letter} fra {row.starts_on:%d.%m.%Y}")

    def _office(self, line: Line, who: Who) -> None:
        row = line.row
        if not row.municipality or row.role == Role.OBSERVER:
            return
        place = self.known.municipalities[row.municipality]
        days = (row.starts_on, row.ends_on)
        held = [
            one
            for one in self.known.offices.get(who.pk or 0, [])
            if one.municipality_id == place.pk and _overlap(one.starts_on, one.ends_on, *days)
        ]
        role = Office.Role.MAYOR if row.role == Role.MAYOR else Office.Role.COUNCILLOR
        if any(one.role == role or role == Office.Role.COUNCILLOR for one in held):
            return
        if role == Office.Role.MAYOR:
            for one in self.known.mayors:
                if one.municipality_id == place.pk and _overlap(one.starts_on, one.ends_on, *days):
                    text = f"{place} har {one.person} som borgmester i perioden."
                    self._wrong(row, "municipality", text)
                    return
        if (who.key, place.pk) not in self.writes.offices:
            self.writes.offices[who.key, place.pk] = (role, *days)
            line.done.append(f"{role.label} i {place}")

    def _seat(self, line: Line, who: Who) -> None:
        row = line.row
        for other in self.seated.get(who.key, []):
            if _overlap(other.starts_on, other.ends_on, row.starts_on, row.ends_on):
                text = f"{who.name} har allerede en plads i linje {other.number} i samme periode."
                self._wrong(row, "name", text)
                return
        self.seated.setdefault(who.key, []).append(row)
        held = [
            one
            for one in self.known.seats
            if one.person_id == who.pk
            and _overlap(one.starts_on, one.ends_on, row.starts_on, row.ends_on)
        ]
        if held:
            self._has_seat(line, who, held[0])
        elif self._is_free(row, who):
            self._new_seat(line, who)

    def _has_seat(self, line: Line, who: Who, seat) -> None:
        """A seat that is registered stays as it is; the sheet must not contradict it."""
        row = line.row
        place = self.known.municipalities[row.municipality]
        if (seat.role, seat.municipality_id) != (row.role, place.pk):
            text = f"{who.name} er registreret som {seat.get_role_display().lower()}"
            self._wrong(row, "role", f"{text} fra {seat.municipality}.")
        elif row.are_days_given and (seat.starts_on, seat.ends_on) != (row.starts_on, row.ends_on):
            days = f"{seat.starts_on:%d.%m.%Y}–{f'{seat.ends_on:%d.%m.%Y}' if seat.ends_on else ''}"
            self._wrong(
                row, "starts_on", f"Pladsen er registreret {days}. Ret arket eller pladsen."
            )
        else:
            self._substitute(line, who, seat)

    def _is_free(self, row: Row, who: Who) -> bool:
        """Whether the municipality still wants a born member in the row's days."""
        if row.role != Role.MAYOR:
            return True
        days = (row.starts_on, row.ends_on)
        place = self.known.municipalities[row.municipality]
        taken = [
            one.person.name
            for one in self.known.seats
            if (one.role, one.municipality_id) == (Role.MAYOR, place.pk)
            and _overlap(one.starts_on, one.ends_on, *days)
        ]
        taken += [
            other.name
            for rows in self.seated.values()
            for other in rows
            if other.number != row.number
            and (other.role, other.municipality) == (Role.MAYOR, row.municipality)
            and _overlap(other.starts_on, other.ends_on, *days)
        ]
        if taken:
            text = f"{place} har allerede {taken[0]} som født medlem i perioden."
            self._wrong(row, "municipality", text)
        return not taken

    def _new_seat(self, line: Line, who: Who) -> None:
        row = line.row
        place = self.known.municipalities[row.municipality]
        elected = self.known.lists[row.letter].pk if row.role == Role.SUPPLEMENTARY else None
        days = (row.starts_on, row.ends_on)
        self.writes.seats[row.number] = (who.key, place.pk, row.role, elected, *days)
        self._opens(line, who, row.ends_on)
        label = Role(row.role).label.lower()
        label = "supplerende medlem" if row.role == Role.SUPPLEMENTARY else label
        said = f"Plads som {label} fra {place}, {days[0]:%d.%m.%Y}–{days[1]:%d.%m.%Y}"
        line.done.append(said)
        self._substitute(line, who, None)

    def _substitute(self, line: Line, who: Who, seat) -> None:
        row, substitute = line.row, self.matching.substitutes.get(line.row.number)
        if substitute is None or substitute.key == who.key:  # the latter is a ring of one
            return
        days = (row.starts_on, row.ends_on)
        if seat is not None:
            days = (seat.starts_on, seat.ends_on)
            for one in self.known.substitutions.get(seat.pk, []):
                if _overlap(one.starts_on, one.ends_on, *days):
                    if one.person_id != substitute.pk:
                        text = f"{who.name} har {one.person} som stedfortræder i perioden."
                        self._wrong(row, "substitute", text)
                    return
        if substitute.is_new and substitute.key.startswith("navn-"):
            self.writes.people.setdefault(substitute.key, (substitute.name, ""))
        kept = seat.pk if seat is not None else None
        self.writes.substitutions[row.number] = (kept, substitute.key, *days)
        new = " (oprettes)" if substitute.is_new else ""
        line.done.append(f"Stedfortræder: {substitute.name}{new}")
        self._opens(line, substitute, days[1])

    def _opens(self, line: Line, who: Who, until: datetime.date | None) -> None:
        """That the place gives this secretariat what another one keeps, see councils/elsewhere."""
        others = self.known.elsewhere.get(who.pk or 0)
        if who.pk and others and (until is None or until >= self.known.today):
            self.writes.opened[who.pk] = tuple(council.pk for council in others)
            names = " og ".join(map(str, others))
            line.done.append(
                f"{who.name} har en plads i {names}: Sekretariatet her får også adgang til det, som"
                " ikke vises for alle, og det bliver skrevet i begge hændelseslogge"
            )


def _overlap(starts_on, ends_on, first, last) -> bool:
    return starts_on <= (last or datetime.date.max) and first <= (ends_on or datetime.date.max)
