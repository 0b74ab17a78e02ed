"""The form with every member: who is there, and with whom they stand in a proportional election."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from appointments.balloting.members import (
    Grouping,
    Member,
    Together,
    last_grouping,
    lists_of,
    members,
)
from appointments.balloting.stands import Stand
from appointments.forms.ballots import Refusing
from councils.models import ElectoralList

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTSIDE = ""
# Groups of several lists that a meeting can have; more have not been heard of.
JOINT = 6
Target = str  # »l7«: the list with that key, or the joint group it is in; »g2«: joint group no. 2


@dataclass(frozen=True)
class MemberRow:
    member: Member
    present: forms.BoundField
    group: forms.BoundField


@dataclass(frozen=True)
class ListRow:
    """A list with its own members; the last one has no list."""

    entry: ElectoralList | None
    joint: forms.BoundField | None
    rows: list[MemberRow]


class GroupsForm(Refusing, forms.Form):
    """Each list is a group of its own with its members unless told otherwise: lists can be put
    together, and every member can be moved. Preset to how the members stood in the latest election
    of the round on the same day."""

    def __init__(self, *args, stand: Stand, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ballot = stand.ballot
        self.people = members(ballot.task, ballot.held_on)
        self.lists = lists_of(self.people)
        before = last_grouping(ballot)
        joint, targets = _preset(before)
        joints = [("", "Egen gruppe"), *((f"g{n}", _joint(n)) for n in range(1, JOINT + 1))]
        for entry in self.lists:
            self.fields[f"list-{entry.pk}"] = forms.ChoiceField(
                label=str(entry), choices=joints, required=False, initial=joint.get(entry.pk, "")
            )
        for one in self.people:
            self._add_member(one, before, targets)
            # As long as they stand where their list does they follow it.
            if one.entry and self.fields[f"group-{one.pk}"].initial == joint.get(one.entry.pk):
                self.fields[f"group-{one.pk}"].initial = f"l{one.entry.pk}"

    def _add_member(self, one: Member, before: Grouping | None, targets: dict[int, Target]) -> None:
        own = f"l{one.entry.pk}" if one.entry else OUTSIDE
        is_there = not one.is_away
        if before is not None:
            is_there = one.pk in targets or one.pk in before.outside
            own = OUTSIDE if one.pk in before.outside else targets.get(one.pk, own)
        self.fields[f"present-{one.pk}"] = forms.BooleanField(
            label=f"{one.membership.person} deltager", required=False, initial=is_there
        )
        choices = [
            *((f"l{entry.pk}", entry.letter or entry.name) for entry in self.lists),
            *((f"g{n}", _joint(n)) for n in range(1, JOINT + 1)),
            (OUTSIDE, "Uden for grupperne"),
        ]
        self.fields[f"group-{one.pk}"] = forms.ChoiceField(
            label=f"Gruppe for {one.membership.person}",
            choices=choices,
            required=False,
            initial=own,
        )

    @property
    def rows(self) -> list[ListRow]:
        """The members by list."""
        entries: list[ElectoralList | None] = [*self.lists, None]
        return [
            ListRow(entry, self[f"list-{entry.pk}"] if entry else None, rows)
            for entry in entries
            if (rows := [self._row(one) for one in self.people if one.entry == entry])
        ]

    def _row(self, one: Member) -> MemberRow:
        return MemberRow(one, self[f"present-{one.pk}"], self[f"group-{one.pk}"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        found = self._groups()
        for entry in self.lists:
            joint = data[f"list-{entry.pk}"]
            if joint and not found[joint].members:
                told = f"{_joint(int(joint[1:]))} har ingen medlemmer, der deltager."
                self.add_error(f"list-{entry.pk}", told)
        if not self.errors and not any(group.members for group in found.values()):
            raise ValidationError("Der skal være mindst én gruppe med medlemmer.")
        return data

    def facts(self) -> dict[str, Any]:
        """A list that nobody present stands for is no group."""
        groups = [group for group in self._groups().values() if group.members]
        outside = [one.membership for one in self._present if self._target(one) == OUTSIDE]
        return {"groups": groups, "outside": outside}

    @property
    def _present(self) -> list[Member]:
        return [one for one in self.people if self.cleaned_data[f"present-{one.pk}"]]

    def _target(self, one: Member) -> Target:
        return self._resolved(self.cleaned_data[f"group-{one.pk}"])

    def _resolved(self, target: Target) -> Target:
        """The joint group instead of a list that is in one."""
        if not target.startswith("l"):
            return target
        return self.cleaned_data[f"list-{target[1:]}"] or target

    def _groups(self) -> dict[Target, Together]:
        """By target, in the order of the lists, also those without members."""
        lists: dict[Target, list[ElectoralList]] = {}
        for entry in self.lists:
            lists.setdefault(self._resolved(f"l{entry.pk}"), []).append(entry)
        people: dict[Target, list] = {target: [] for target in lists}
        for one in self._present:
            target = self._target(one)
            if target != OUTSIDE:
                people.setdefault(target, []).append(one.membership)
        return {
            target: Together(tuple(lists.get(target, ())), tuple(own))
            for target, own in people.items()
        }


def _joint(number: int) -> str:
    return f"Fælles {number}"


def _preset(before: Grouping | None) -> tuple[dict[int, str], dict[int, Target]]:
    """By list, the joint group it is in; by member, where they stand."""
    joint: dict[int, str] = {}
    targets: dict[int, Target] = {}
    number = 0
    groups: Sequence[Together] = before.groups if before else ()
    for group in groups:
        if len(group.lists) == 1:
            target = f"l{group.lists[0].pk}"
        else:
            number += 1
            target = f"g{number}"
            joint |= {entry.pk: target for entry in group.lists}
        targets |= {one.pk: target for one in group.members}
    return joint, targets
