"""Who takes part in an election: the council's members on its day, by the lists they stand for."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from appointments.models import Ballot, GroupMember, Task
from appointments.shares import members_by_list
from councils.models import CouncilMembership, ElectoralList
from meetings.models import Attendance, Meeting

AWAY = (Attendance.Status.APOLOGY, Attendance.Status.ABSENT)
KEY_LENGTH, NAME_LENGTH = 20, 100


@dataclass(frozen=True, slots=True)
class Member:
    """`substitute`: who attends the meeting for them and takes part in their place; `is_away`: the
    meeting knows that nobody does."""

    membership: CouncilMembership
    entry: ElectoralList | None
    substitute: str = ""
    is_away: bool = False

    @property
    def pk(self) -> int:
        return self.membership.pk


@dataclass(frozen=True, slots=True)
class Together:
    """Members who stand as one group, and the lists it is made of."""

    lists: tuple[ElectoralList, ...]
    members: tuple[CouncilMembership, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """How the members stood in an election: groups, and who took part outside all of them."""

    groups: tuple[Together, ...]
    outside: frozenset[int]


def meeting_of(task: Task, held_on: datetime.date) -> Meeting | None:
    """The meeting of that day under one of whose items the task is decided."""
    meeting = task.item.meeting if task.item else None
    return meeting if meeting is not None and meeting.held_on == held_on else None


def members(task: Task, held_on: datetime.date) -> list[Member]:
    """The voting members of that day, by list and name; who is in none comes last."""
    found = members_by_list(task.round.council, task.round.term, held_on)
    meeting = meeting_of(task, held_on)
    rows = Attendance.objects.filter(meeting=meeting) if meeting else Attendance.objects.none()
    known = {row.membership_id: row for row in rows.select_related("attended_by")}
    return [
        Member(
            one,
            entry,
            substitute=str(row.attended_by) if row and row.attended_by else "",
            is_away=row is not None and row.status in AWAY,
        )
        for entry, some in found.items()
        for one in some
        for row in [known.get(one.pk)]
    ]


def lists_of(people: Iterable[Member]) -> list[ElectoralList]:
    """Those that the members stand for, by letter."""
    return list(dict.fromkeys(one.entry for one in people if one.entry is not None))


def last_grouping(ballot: Ballot) -> Grouping | None:
    """How the members stood in the latest election of the round that was held on the same day, this
    one or another one: mostly they stand the same way all day."""
    others = Ballot.objects.filter(
        task__round=ballot.task.round_id,
        inputs__held_on=ballot.inputs["held_on"],
        groups__isnull=False,
    )
    last = others.order_by("-pk").first()
    if ballot.groups.exists():
        last = ballot
    return grouping_of(last) if last else None


def grouping_of(ballot: Ballot) -> Grouping:
    rows = GroupMember.objects.filter(ballot=ballot).select_related("membership")
    own: dict[int, list[CouncilMembership]] = {}
    for row in rows:
        own.setdefault(row.group_id, []).append(row.membership)
    groups = ballot.groups.prefetch_related("lists").order_by("pk")
    return Grouping(
        tuple(Together(tuple(one.lists.all()), tuple(own.get(one.pk, ()))) for one in groups),
        frozenset(ballot.inputs.get("outside", ())),
    )


def names_of(groups: Sequence[Together]) -> list[tuple[str, str]]:
    """Key and name of each group: C+V, »Det Konservative Folkeparti og Venstre«. One that is made
    of no list, or whose letters do not fit, is numbered."""
    found: list[tuple[str, str]] = []
    for number, group in enumerate(groups, start=1):
        lists = sorted(group.lists, key=lambda one: (one.letter, one.name))
        numbered = f"Gruppe {number}"
        key = "+".join(one.letter or one.name for one in lists) or numbered
        name = _joined([one.name for one in lists]) or numbered
        if len(key) > KEY_LENGTH or key in dict(found):
            key = numbered
        found.append((key, name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"))
    return found


def _joined(names: list[str]) -> str:
    return " og ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))
