"""Elections inside the demonstration's council, one in each state that pages can show."""

from appointments.actions import ballot_draws, ballots
from appointments.balloting.members import Together
from appointments.balloting.stands import stand_of
from appointments.models import Ballot, BallotDraw, Candidate, Task
from appointments.shares import members_by_list
from councils.models import ElectoralList, User
from kkr_portal import clock
from tests.e2e.elections import DRAW


def with_candidates(name: str, by: User) -> Task:
    """The demonstration's first task in the body of that name, with candidates of its lists."""
    tasks = Task.objects.filter(kind__body__name=name, round__council__slug="midtjylland")
    task = tasks.order_by("pk").first()
    for entry, members in _lists(task).items():
        for one in members[:2]:
            if task.candidates.count() < 8:
                Candidate.objects.create(
                    task=task,
                    person=one.person,
                    proposed_by=entry,
                    proposed_on=clock.today(),
                    recorded_at=clock.now(),
                    recorded_by=by,
                )
    return task


def rows_of_ballots(by: User) -> dict[str, int]:
    """By route, what the pages of elections are about: a proportional one in which lots were drawn
    and somebody has chosen, and a task that nothing was begun for."""
    task = with_candidates("Uddannelsesudvalget Midtjylland", by)
    today = clock.today()
    ballot = ballots.open_ballot(
        task, by=by, way="proportional", held_on=today, version=task.version
    )
    lists = {entry.letter: entry for entry in _lists(task)}
    tied = [("C",), ("F", "Ø")]  # five members each
    groups = [_together(task, [lists[letter] for letter in letters]) for letters in tied]
    ballots.register_groups(ballot, by=by, version=1, groups=groups)
    drawn = {**DRAW, "order": ["F+Ø", "C"], "drawn_at": clock.now()}
    ballot_draws.record_draw(ballot, by=by, version=2, **drawn)
    stored = Ballot.objects.with_task().get(pk=ballot.pk)
    candidate = stand_of(stored).candidates[0].candidate
    ballots.choose(stored, by=by, version=3, number=1, candidate=candidate)
    free = Task.objects.exclude(pk=task.pk).filter(number=1, ballots=None).first()
    rows = {"ballot": ballot.pk, "ballot-annul": ballot.pk, "ballot-create": free.pk}
    return rows | {"ballot-draw-annul": BallotDraw.objects.get(ballot=ballot).pk}


def _lists(task: Task) -> dict[ElectoralList, list]:
    found = members_by_list(task.round.council, task.round.term, clock.today())
    return {entry: members for entry, members in found.items() if entry is not None}


def _together(task: Task, lists: list[ElectoralList]) -> Together:
    members = _lists(task)
    return Together(tuple(lists), tuple(one for entry in lists for one in members[entry]))
