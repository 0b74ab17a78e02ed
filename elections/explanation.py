"""A composition told to people: rows and sentences in Danish, from the plain result."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from elections.apportionment import Composition, ListResult, Method, Status, Step
from elections.models import OfficialSeats
from kkr_portal.templatetags.portal import thousands

STATUS_TEXTS = {
    Status.TAKES_PART: "Deltager",
    Status.UNDER_THRESHOLD: "Under spærregrænsen på 2 pct.",
    Status.NOT_REPRESENTED: "Ikke repræsenteret i nogen kommunalbestyrelse",
    Status.LOCAL_OUTSIDE: "Lokalliste uden for listesamarbejde",
}


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One list's line in the table of seats.

    `official` is KL's column, where there is one; `differs`, whether the two disagree.
    """

    letter: str
    name: str
    votes: int
    share: str
    status: str
    takes_part: bool
    result: ListResult
    official: OfficialSeats | None
    differs: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One seat in the order of giving: the quotient as it is written, and what it led to."""

    number: int
    letter: str
    seat: int
    quotient: str
    covers_mayors: bool
    by_lot: bool


def seat_rows(
    composition: Composition, names: Mapping[str, str], official: Mapping[str, OfficialSeats]
) -> list[SeatRow]:
    """The lists that are parties or co-operations, most votes first."""
    results = [row for row in composition.lists if row.status is not Status.LOCAL_OUTSIDE]
    total = composition.case.valid_votes
    return [
        SeatRow(
            letter=row.key,
            name=names.get(row.key, ""),
            votes=row.votes,
            share=percent(row.votes, total),
            status=STATUS_TEXTS[row.status],
            takes_part=row.status is Status.TAKES_PART,
            result=row,
            official=official.get(row.key),
            differs=bool(official) and _differs(row, official.get(row.key)),
        )
        for row in sorted(results, key=lambda row: -row.votes)
    ]


def _differs(ours: ListResult, official: OfficialSeats | None) -> bool:
    """A list without a column in KL's table has no seats there."""
    theirs = (0, 0, 0)
    if official is not None:
        theirs = (official.total, official.mayors, official.supplementary)
    return (ours.seats, ours.mayors, ours.supplementary) != theirs


def local_lists(composition: Composition) -> tuple[int, int, int, str]:
    """The local lists outside every co-operation: rows, votes, mayors, share of the votes."""
    rows = [row for row in composition.lists if row.status is Status.LOCAL_OUTSIDE]
    votes = sum(row.votes for row in rows)
    share = percent(votes, composition.case.valid_votes)
    return len(rows), votes, sum(row.mayors for row in rows), share


def step_rows(composition: Composition) -> list[StepRow]:
    """The seats in the order they were given."""
    covered = {(row.key, row.covered_at) for row in composition.lists if row.covered_at}
    return [
        StepRow(
            number=step.number,
            letter=step.key,
            seat=step.seat,
            quotient=_quotient(step),
            covers_mayors=(step.key, step.number) in covered,
            by_lot=step.by_lot,
        )
        for step in composition.steps
    ]


def percent(part: int, whole: int) -> str:
    """`part` of `whole` in per cent with two decimals, cut and not rounded: 2,00 is at least 2."""
    if not whole:
        return "–"
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100},{hundredths % 100:02d} pct."


def method_sentence(method: Method) -> str:
    """How the method gives seats, in one sentence."""
    return {
        Method.ADAMS: "Hver liste, der deltager, får først én plads. Derefter går hver plads til "
        "den liste, der har flest stemmer pr. plads, den allerede har.",
        Method.DHONDT: "Stemmerne deles med 1, 2, 3 og så videre, og pladserne går til de højeste "
        "kvotienter.",
        Method.SAINTE_LAGUE: "Stemmerne deles med 1, 3, 5 og så videre, og pladserne går til de "
        "højeste kvotienter.",
    }[method]


def _quotient(step: Step) -> str:
    if not step.divisor:
        return "listens første plads"
    quotient = Fraction(step.votes, step.divisor)
    tenths = quotient.numerator * 10 // quotient.denominator
    return f"{thousands(step.votes)} : {step.divisor} = {thousands(tenths // 10)},{tenths % 10}"
