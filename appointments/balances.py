"""The balance of women and men in each body of a council, and in what open rounds propose; in a
fixed number of queries."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from appointments.balance import Balance, Verdict
from appointments.board import reading
from appointments.board.board import seated_balance
from appointments.board.values import Nomination
from appointments.holders import holders
from appointments.models import Body, Round, Task
from councils.models import Council

Rule = Body.GenderRule


@dataclass(frozen=True, slots=True)
class Proposal:
    """A nomination in an open round. `is_short`: where it is not what the body's rule asks for,
    and nobody has told why."""

    task: Task
    nomination: Nomination
    is_short: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class BodyBalance:
    body: Body
    seated: Balance
    proposals: tuple[Proposal, ...]
    exempt: tuple[Task, ...]

    @property
    def is_short(self) -> bool:
        """Whether those who sit there are not balanced where all of the body should be."""
        is_uneven = self.seated.verdict is Verdict.UNEVEN
        return self.body.gender_rule == Rule.BALANCED and is_uneven and not self.exempt


def balances_of(council: Council, at: datetime.date) -> list[BodyBalance]:
    """Of the bodies that the council keeps or sends people to on the day `at`."""
    bodies = list(Body.objects.in_force(at).of(council).order_by("name"))
    seated = holders(bodies, at)
    rounds = list(Round.objects.is_open().filter(council=council).select_related("term"))
    tasks: dict[int, list[Task]] = defaultdict(list)
    for task in reading.tasks_of(rounds):
        tasks[task.kind.body_id].append(task)
    exempt = _exempt(council, at)
    return [
        BodyBalance(
            body,
            seated_balance(seated[body.pk]),
            tuple(one for task in tasks[body.pk] for one in _proposals(task)),
            tuple(exempt[body.pk]),
        )
        for body in bodies
    ]


def _exempt(council: Council, at: datetime.date) -> dict[int, list[Task]]:
    """By body, the tasks whose deviation has its reason, until their days are over: also those of
    rounds that are closed, for people sit there by them."""
    not_over = Q(ends_on=None) | Q(ends_on__gte=at)
    tasks = Task.objects.filter(not_over, round__council=council).exclude(exemption="")
    found = defaultdict(list)
    for task in tasks.select_related("kind__body"):
        found[task.kind.body_id].append(task)
    return found


def _proposals(task: Task) -> list[Proposal]:
    counts = task.kind.body.gender_rule == Rule.PER_NOMINATION and not task.exemption
    found = []
    for nomination in reading.value_of(task, reading.Known()).nominations:
        verdict = nomination.balance.verdict_of_proposal
        found.append(
            Proposal(
                task,
                nomination,
                is_short=counts and verdict is Verdict.UNEVEN,
                is_open=counts and verdict is Verdict.OPEN,
            )
        )
    return found
