"""Who was chosen for the tasks of a round, and how; read for any number of tasks at once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from appointments.models import Appointment, Ballot, Candidate, Choice, Task
from councils.models import ElectoralList

Way = Appointment.Way
STATE = Candidate.State
# Agreed instead of computed: then the seats are the groups' that proposed.
AGREED = (Way.IN_UNISON, Way.DEVIATION)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who is to have one of the seats. `elected_by` and `group`: to whom a vacancy goes
    back."""

    candidate: Candidate
    way: str = Way.NOMINATED
    elected_by: ElectoralList | None = None
    group: str = ""
    alternates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a task: the ballot that counts, if there is one, whom it chose, who else is
    a candidate, and those who are to stand in for all."""

    task: Task
    ballot: Ballot | None
    chosen: tuple[Chosen, ...]
    candidates: tuple[Candidate, ...]
    shared_alternates: tuple[Candidate, ...]

    @property
    def is_elected(self) -> bool:
        """Whether the council chooses by an election, and not among those nominated."""
        return self.ballot is not None or is_elected(self.task)


def is_elected(task: Task) -> bool:
    """Seats that councillors fill among themselves, unless organisations nominate."""
    return task.kind.is_political and not task.kind.nominators.all()


def outcomes(tasks: Collection[Task]) -> dict[int, Outcome]:
    """By task, in a fixed number of queries; tasks are best read with `kind__nominators`."""
    rows = Candidate.objects.standing().filter(task__in=tasks)
    rows = rows.select_related("person", "proposed_by").prefetch_related("nominated_by")
    candidates: dict[int, list[Candidate]] = defaultdict(list)
    for row in rows:
        candidates[row.task_id].append(row)
    ballots = {
        ballot.task_id: ballot for ballot in Ballot.objects.filter(task__in=tasks, annulled_at=None)
    }
    choices = Choice.objects.filter(ballot__in=ballots.values()).select_related("group")
    by_candidate = {
        choice.candidate_id: choice for choice in choices.prefetch_related("group__lists")
    }
    return {
        task.pk: _outcome(task, candidates[task.pk], ballots.get(task.pk), by_candidate)
        for task in tasks
    }


def outcome(task: Task) -> Outcome:
    return outcomes([task])[task.pk]


def _outcome(
    task: Task,
    candidates: list[Candidate],
    ballot: Ballot | None,
    choices: dict[int, Choice],
) -> Outcome:
    personal: dict[int, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.alternate_of_id and one.state != STATE.NOT_CHOSEN:
            personal[one.alternate_of_id].append(one)
    mains = [one for one in candidates if not one.is_alternate]
    chosen = [
        chosen_as(one, ballot, choices.get(one.pk), personal[one.pk])
        for one in sorted(mains, key=lambda one: _order(choices.get(one.pk)))
        if one.state == STATE.CHOSEN
    ]
    shared = [one for one in candidates if one.is_alternate and not one.alternate_of_id]
    return Outcome(task, ballot, tuple(chosen), tuple(mains), tuple(shared))


def chosen_as(
    candidate: Candidate,
    ballot: Ballot | None = None,
    choice: Choice | None = None,
    alternates: Collection[Candidate] = (),
) -> Chosen:
    """With whose seat it is."""
    way = ballot.way if ballot else Way.NOMINATED
    elected_by, group = None, ""
    if choice is not None and choice.group is not None:
        lists = list(choice.group.lists.all())
        own = candidate.proposed_by if candidate.proposed_by in lists else None
        elected_by, group = lists[0] if len(lists) == 1 else own, choice.group.name
    elif way in AGREED:
        elected_by = candidate.proposed_by
    return Chosen(candidate, way, elected_by, group, tuple(alternates))


def _order(choice: Choice | None) -> int:
    return choice.number if choice else 0
