"""A composition told to people: what a page and a paper show, from the plain result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from councils import danish
from elections import pictures
from elections.apportionment import (
    Case,
    Composition,
    ListResult,
    LotsRequired,
    Method,
    Status,
    Step,
    capped_size,
)
from elections.apportionment.threshold import near_threshold, status_of
from elections.explanation.figures import decimal, enumeration, percent, quotient
from kkr_portal.templatetags.portal import thousands

Seats = tuple[int, int, int]  # all members, mayors, supplementary members
NONE: Seats = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One list's line in the tables of votes and seats.

    `official` is KL's column, where there is a table; `differs`, whether the two disagree.
    `covered_at` is the step that gave the seat of the list's last mayor.
    """

    key: str
    name: str
    votes: int
    share: str
    status: str
    takes_part: bool
    seats: Seats
    official: Seats | None
    differs: bool
    covered_at: int | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One seat in the order of giving: the quotient as it is written, and what it led to."""

    number: int
    key: str
    seat: int
    quotient: str
    covers_mayors: bool
    by_lot: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """The threshold in votes: of how many it is a percentage, and what that takes.

    `near` are the lists whose part hangs on which votes one counts.
    """

    percent: str
    total: int
    denominator: str
    exact: str
    least: int
    near: str


@dataclass(frozen=True, slots=True)
class Told:
    """Everything a page or a paper about one composition shows.

    `tie`: a sentence about the lists that must draw lots first; "" when the computation is
    complete. Until then `size` is the cap, the steps are those before the tie, and nobody has seats
    besides mayors.
    `rows`: parties and co-operations, most votes first. `local`: local lists that have mayors;
    `local_votes` the votes of all local lists, with their share. `other_votes`: valid votes that
    belong to no list. `official_only`: KL's columns for lists without votes here.
    """

    case: Case
    tie: str
    size: int
    is_capped: bool
    rows: list[SeatRow]
    local: list[SeatRow]
    local_votes: tuple[int, str]
    other_votes: tuple[int, str]
    official_only: list[tuple[str, Seats]]
    steps: list[StepRow]
    threshold: Threshold
    totals: Seats
    official_totals: Seats | None
    differs: bool
    equal_but_unseated: str

    @property
    def by_letter(self) -> list[SeatRow]:
        """The lists in the order in which KL prints them: by letter, co-operations last."""
        return sorted(self.rows, key=lambda row: danish.letter_key(row.key))

    @property
    def taking_part(self) -> list[SeatRow]:
        return [row for row in self.rows if row.takes_part]

    @property
    def with_mayors(self) -> list[SeatRow]:
        """Parties and co-operations with mayors, most mayors first."""
        return sorted((row for row in self.rows if row.seats[1]), key=lambda row: -row.seats[1])

    @property
    def party_mayors(self) -> int:
        """Mayors of parties and co-operations."""
        return sum(row.seats[1] for row in self.rows)

    @property
    def with_supplementary(self) -> list[SeatRow]:
        return [row for row in self.by_letter if row.seats[2]]

    @property
    def local_mayors(self) -> int:
        """Mayors of local lists outside every co-operation."""
        return sum(row.seats[1] for row in self.local)

    @property
    def covered(self) -> list[SeatRow]:
        """The lists with mayors that take part, in the order in which theirs were covered."""
        covered = [row for row in self.rows if row.covered_at]
        return sorted(covered, key=lambda row: row.covered_at or 0)

    @property
    def outside_mayors(self) -> int:
        """Mayors whose lists take no part."""
        return sum(row.seats[1] for row in (*self.rows, *self.local) if not row.takes_part)

    @property
    def method_sentence(self) -> str:
        return METHOD_SENTENCES[self.case.method]

    @property
    def chamber(self) -> pictures.Chamber:
        return pictures.chamber(
            (row.key, row.name, row.seats[0], row.seats[1]) for row in self._pictured
        )

    @property
    def shares(self) -> pictures.Shares:
        rows = [(row.key, row.name, row.votes, row.seats[0]) for row in self._pictured]
        return pictures.shares(rows, self.case.valid_votes, self.totals[0])

    @property
    def _pictured(self) -> list[SeatRow]:
        """The lists with members; mayors of local lists stand together."""
        parties = [row for row in self.rows if row.seats[0]]
        parties.sort(key=lambda row: (-row.seats[0], -row.votes))
        if not self.local:
            return parties
        seats = _totals(row.seats for row in self.local)
        votes = sum(row.votes for row in self.local)
        first = self.local[0]
        return [*parties, replace(first, key="Lok.", name=LOCAL, votes=votes, seats=seats)]


LOCAL = "Lokale lister"

METHOD_SENTENCES = {
    Method.ADAMS: "Hver liste, der deltager, får først én plads. Derefter går hver plads til den "
    "liste, der har flest stemmer for hver plads, den allerede har.",
    Method.DHONDT: "Stemmerne deles med 1, 2, 3 og så videre, og pladserne går til de højeste "
    "kvotienter.",
    Method.SAINTE_LAGUE: "Stemmerne deles med 1, 3, 5 og så videre, og pladserne går til de "
    "højeste kvotienter.",
}


def tell(
    outcome: Composition | LotsRequired,
    case: Case,
    names: Mapping[str, str],
    official: Mapping[str, Seats] | None = None,
) -> Told:
    """The composition in words and rows, beside KL's table where there is one."""
    is_tie = isinstance(outcome, LotsRequired)
    results = _without_seats(case) if is_tie else outcome.lists
    local_keys = {entry.key for entry in case.lists if not entry.may_take_part}
    ordered = sorted(results, key=lambda row: (-row.votes, row.key))
    rows = [_seat_row(row, case, names, official) for row in ordered if row.key not in local_keys]
    local = [
        _seat_row(row, case, names, None) for row in ordered if row.key in local_keys and row.mayors
    ]
    local_votes = sum(row.votes for row in ordered if row.key in local_keys)
    others = case.valid_votes - sum(entry.votes for entry in case.lists)
    shown = {row.key for row in rows}
    official_only = [(key, seats) for key, seats in (official or {}).items() if key not in shown]
    official_totals = _totals(official.values()) if official else None
    totals = _totals(row.seats for row in (*rows, *local))
    return Told(
        case=case,
        tie=tie_sentence(outcome, names) if is_tie else "",
        size=capped_size(case) if is_tie else outcome.size,
        is_capped=is_tie or outcome.is_capped,
        rows=rows,
        local=local,
        local_votes=(local_votes, percent(local_votes, case.valid_votes)),
        other_votes=(others, percent(others, case.valid_votes)),
        official_only=official_only,
        steps=step_rows(outcome.steps, results),
        threshold=threshold_of(case, names),
        totals=totals,
        official_totals=official_totals,
        differs=any(row.differs for row in rows) or any(any(seats) for _, seats in official_only),
        equal_but_unseated=""
        if is_tie
        else enumeration([names.get(key, key) for key in outcome.equal_but_unseated]),
    )


def _without_seats(case: Case) -> tuple[ListResult, ...]:
    """The lists as long as lots are missing: only mayors are sure."""
    return tuple(
        ListResult(
            key=entry.key,
            votes=entry.votes,
            mayors=entry.mayors,
            status=status_of(entry, case),
            seats=entry.mayors,
            supplementary=0,
            covered_at=None,
        )
        for entry in case.lists
    )


def _seat_row(
    row: ListResult, case: Case, names: Mapping[str, str], official: Mapping[str, Seats] | None
) -> SeatRow:
    seats = (row.seats, row.mayors, row.supplementary)
    # A list without a column in KL's table has no seats there.
    theirs = None if official is None else official.get(row.key, NONE)
    return SeatRow(
        key=row.key,
        name=names.get(row.key, row.key),
        votes=row.votes,
        share=percent(row.votes, case.valid_votes),
        status=status_text(row.status, case),
        takes_part=row.status is Status.TAKES_PART,
        seats=seats,
        official=theirs,
        differs=theirs is not None and theirs != seats,
        covered_at=row.covered_at,
    )


def status_text(status: Status, case: Case) -> str:
    """Why a list takes part, or the first thing that keeps it out."""
    return {
        Status.TAKES_PART: "Deltager",
        Status.UNDER_THRESHOLD: f"Under {decimal(case.threshold_percent)} pct.",
        Status.NOT_REPRESENTED: "Ingen plads i en kommunalbestyrelse",
        Status.LOCAL_OUTSIDE: "Lokalliste uden for listesamarbejde",
    }[status]


def _totals(rows: Iterable[Seats]) -> Seats:
    columns = list(zip(*rows, strict=True))
    return tuple(map(sum, columns)) if columns else NONE


def step_rows(steps: tuple[Step, ...], lists: tuple[ListResult, ...] = ()) -> list[StepRow]:
    """The seats in the order they were given."""
    covered = {(row.key, row.covered_at) for row in lists if row.covered_at}
    return [
        StepRow(
            number=step.number,
            key=step.key,
            seat=step.seat,
            quotient=quotient(step.votes, step.divisor),
            covers_mayors=(step.key, step.number) in covered,
            by_lot=step.by_lot,
        )
        for step in steps
    ]


def threshold_of(case: Case, names: Mapping[str, str]) -> Threshold:
    """The threshold in votes and words."""
    total = case.votes_counted(case.denominator) or 0
    exact = Fraction(case.threshold_percent) * total / 100
    return Threshold(
        percent=decimal(case.threshold_percent),
        total=total,
        denominator="afgivne" if case.denominator == "cast" else "gyldige",
        exact=decimal(exact),
        least=-(-exact.numerator // exact.denominator),
        near=enumeration([names.get(key, key) for key in near_threshold(case)]),
    )


def tie_sentence(tie: LotsRequired, names: Mapping[str, str]) -> str:
    """Which lists stand equal, and for how many seats."""
    lists = enumeration([names.get(key, key) for key in tie.lists])
    seats = f"{tie.seats} plads{'er' if tie.seats > 1 else ''}"
    votes, divisor = tie.quotient
    if not divisor:
        return f"{lists} har lige mange stemmer og står lige om {seats}."
    shared = thousands(votes) if divisor == 1 else f"{thousands(votes)} : {divisor}"
    return f"{lists} har den samme kvotient ({shared}) og står lige om {seats}."
