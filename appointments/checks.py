"""What is missing or doubtful in a round: each check is a small function that takes plain values
(appointments/board/values.py) and yields findings. Nothing is changed here; people decide."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils import formats

from appointments.balance import LAW, Balance, Verdict
from appointments.board.values import Candidate, Task

PERSONAL, SHARED = "personal", "shared"
PER_NOMINATION, BALANCED = "per_nomination", "balanced"


class Severity(models.TextChoices):
    WRONG = "fejl", "Fejl"
    MISSING = "mangler", "Mangler"
    NOTICE = "bemaerk", "Bemærk"


@dataclass(frozen=True, slots=True)
class Finding:
    """One Danish sentence; `about` is what several findings of a check are summed up as."""

    severity: Severity
    about: str
    sentence: str


@dataclass(frozen=True)
class Others:
    """Whom the round's other tasks have as candidates: for each person the tasks, by key."""

    tasks: Mapping[int, Mapping[int, str]]

    @classmethod
    def of(cls, tasks: Iterable[Task]) -> "Others":
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for task in tasks:
            for candidate in task.candidates:
                if candidate.is_running:
                    found[candidate.person][task.pk] = task.name
        return cls(found)

    def than(self, task: Task, candidate: Candidate) -> list[str]:
        here = self.tasks.get(candidate.person, {})
        return [name for pk, name in here.items() if pk != task.pk]


Check = Callable[[Task, Others], Iterator[Finding]]


def check(task: Task, others: Others) -> tuple[Finding, ...]:
    """What the checks find in one task, gravest first; nothing once it is decided."""
    if task.is_decided:
        return ()
    found = [finding for each in CHECKS for finding in each(task, others)]
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


def check_body(rule: str, after: Balance, exemptions: Iterable[str]) -> tuple[Finding, ...]:
    """What the whole body would be once the round is done, where all of it must be balanced. One
    exemption with its reason settles it."""
    if rule != BALANCED or any(exemptions) or not after.total:
        return ()
    about = "Kønsbalance"
    if after.verdict is Verdict.UNEVEN:
        said = f"Forummet bliver ikke ligeligt sammensat: {after} ({LAW})."
        return (Finding(Severity.MISSING, about, said),)
    if after.verdict is Verdict.OPEN:
        said = f"Om forummet bliver ligeligt sammensat, kan ikke ses: {after}."
        return (Finding(Severity.NOTICE, about, said),)
    return ()


def too_few_candidates(task: Task, others: Others) -> Iterator[Finding]:
    lacking = task.number - len(task.running)
    if lacking > 0:
        said = f"{lacking} af {task.number} pladser har ingen kandidat."
        if task.number == 1:
            said = "Pladsen har ingen kandidat."
        yield Finding(Severity.MISSING, "Pladser uden kandidat", said)


def more_chosen_than_seats(task: Task, others: Others) -> Iterator[Finding]:
    """Where the council only nominates, it may have to propose a woman and a man for each seat."""
    most = task.number * 2 if task.council_nominates else task.number
    if len(task.chosen) > most:
        said = f"{len(task.chosen)} er valgt, men der skal kun besættes {task.number}."
        yield Finding(Severity.WRONG, "Flere valgte end pladser", said)


def more_seats_than_there_are(task: Task, others: Others) -> Iterator[Finding]:
    if task.places is not None and task.number > task.places:
        said = f"Runden besætter {task.number}, men forummet har kun {task.places} af pladserne."
        yield Finding(Severity.WRONG, "Flere pladser end forummet har", said)


def not_eligible(task: Task, others: Others) -> Iterator[Finding]:
    for candidate in _all_running(task):
        if not candidate.reason_against:
            continue
        if candidate.may_be_overruled and candidate.overruled_because:
            yield Finding(
                Severity.NOTICE,
                "Taget med, selv om portalen ikke kender hvervet",
                f"{candidate.name}: {candidate.reason_against} Taget med fordi:"
                f" {candidate.overruled_because}",
            )
        else:
            said = f"{candidate.name} kan ikke vælges. {candidate.reason_against}"
            yield Finding(Severity.WRONG, "Kandidater, der ikke kan vælges", said)


def double(task: Task, others: Others) -> Iterator[Finding]:
    """Nothing forbids it; but who knows of it may choose somebody else."""
    about = "Samme person flere steder"
    for candidate in _all_running(task):
        for name in others.than(task, candidate):
            said = f"{candidate.name} er også kandidat til {name}."
            yield Finding(Severity.NOTICE, about, said)
        for place in candidate.elsewhere:
            yield Finding(Severity.NOTICE, about, f"{candidate.name} sidder allerede i {place}.")


def alternates_missing(task: Task, others: Others) -> Iterator[Finding]:
    about = "Suppleanter"
    if task.alternates == PERSONAL:
        having = {one.alternate_of for one in task.alternates_running}
        names = [one.name for one in task.likely if one.pk not in having]
        if names:
            said = f"Personlig suppleant mangler for {joined(names)}."
            yield Finding(Severity.MISSING, about, said)
    elif task.alternates == SHARED and not task.alternates_running:
        yield Finding(Severity.MISSING, about, "Fælles suppleanter mangler.")


def too_few_small_companies(task: Task, others: Others) -> Iterator[Finding]:
    found = sum(candidate.is_sme for candidate in task.likely)
    if task.likely and found < task.least_sme:
        said = f"Mindst {task.least_sme} skal komme fra en SMV; det gør {found} af kandidaterne."
        yield Finding(Severity.MISSING, "SMV", said)


def late(task: Task, others: Others) -> Iterator[Finding]:
    for candidate in _all_running(task):
        if candidate.late_after is not None:
            because = candidate.overruled_because or "ikke oplyst"
            said = (
                f"{candidate.name} er modtaget {day(candidate.proposed_on)}, efter fristen"
                f" {day(candidate.late_after)}. Taget med fordi: {because}"
            )
            yield Finding(Severity.NOTICE, "Modtaget efter fristen", said)


def unbalanced_nomination(task: Task, others: Others) -> Iterator[Finding]:
    """Only where the body is known to fall under the rule; an exemption settles it."""
    if task.gender_rule != PER_NOMINATION or task.exemption:
        return
    for nomination in task.nominations:
        who = nomination.by or "KKR"
        verdict = nomination.balance.verdict_of_proposal
        if verdict is Verdict.UNEVEN:
            wanted = (
                "både en kvinde og en mand"
                if nomination.balance.total == 1
                else "lige mange kvinder og mænd"
            )
            said = f"{who} skal foreslå {wanted}, men har foreslået {nomination.balance} ({LAW})."
            yield Finding(Severity.MISSING, "Kønsbalance", said)
        elif verdict is Verdict.OPEN:
            said = f"Om indstillingen fra {who} er ligelig, kan ikke ses: {nomination.balance}."
            yield Finding(Severity.NOTICE, "Kønsbalance", said)


def day(at) -> str:
    return formats.date_format(at, "j. F Y")


def joined(names: list[str]) -> str:
    """E.g. »Anna, Bo og Carl«."""
    return " og ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _all_running(task: Task) -> tuple[Candidate, ...]:
    return (*task.running, *task.alternates_running)


CHECKS: tuple[Check, ...] = (
    more_chosen_than_seats,
    more_seats_than_there_are,
    not_eligible,
    too_few_candidates,
    alternates_missing,
    too_few_small_companies,
    unbalanced_nomination,
    late,
    double,
)
_ORDER = list(Severity)
