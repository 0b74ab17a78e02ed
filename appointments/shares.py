"""What the lists of a council may expect of a round: our own computation, as a guide.

Nobody is bound by it. Who stands together in an election is told to the meeting; here every list is
taken for a group of its own, as large as its members in the council.
"""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from councils.models import Council, CouncilMembership, ElectoralList, Term
from elections.apportionment import LotsRequired, Method, allocate, fair_shares
from elections.leadership_basis import electable


@dataclass(frozen=True, slots=True)
class ListHere:
    """A list with voting members in the council."""

    pk: int
    key: str
    name: str
    members: int

    @property
    def short(self) -> str:
        return self.key or self.name


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The seats that lists are sure of, and who would draw lots for the last ones."""

    seats: tuple[tuple[str, int], ...]
    tied: tuple[str, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A list's fair share of all seats that a round fills among councillors, and what it has."""

    entry: ListHere
    fair: Fraction
    proposed: int
    chosen: int

    @property
    def told(self) -> str:
        """With one decimal, as Danish writes it."""
        tenths = round(self.fair * 10)
        return f"{tenths // 10},{tenths % 10}"


def lists_of(council: Council, term: Term, at: datetime.date) -> list[ListHere]:
    """By letter, those that have members, see `members_by_list`."""
    members = members_by_list(council, term, at)
    return [
        ListHere(one.pk, one.key, one.name, len(own)) for one, own in members.items() if one and own
    ]


def members_by_list(
    council: Council, term: Term, at: datetime.date
) -> dict[ElectoralList | None, list[CouncilMembership]]:
    """The voting members on a day, by letter. Mayors count for the list that the composition counts
    them for, or else for their own party's; who has none is nobody's (None)."""
    members = electable(council, term, at)
    wanted = Q(letter__in={m.list_key for m in members if m.list_key}) & ~Q(kind="local")
    wanted |= Q(party__in={m.party for m in members if not m.list_key and m.party})
    lists = ElectoralList.objects.filter(wanted, election=term.election_id)
    lists = list(lists.select_related("municipality"))
    common = {one.letter: one.pk for one in lists if one.kind != ElectoralList.Kind.LOCAL}
    own = {one.party_id: one.pk for one in lists if one.party_id}
    keys = {one.pk: one for one in lists}
    found: dict[ElectoralList | None, list[CouncilMembership]] = {one: [] for one in (*lists, None)}
    for member in members:
        found[keys.get(_list_of(member, common, own))].append(member)
    return found


def _list_of(
    member: CouncilMembership, common: dict[str, int], own: dict[int | None, int]
) -> int | None:
    if member.list_key:
        return common.get(member.list_key)
    return own.get(member.party)


def entitlement(lists: Sequence[ListHere], seats: int) -> Entitlement | None:
    """What d'Hondt by heads gives each list, as in a proportional election (local government act
    § 24(3); law). Only a tie for the last seats needs lots here: who chooses first is left open."""
    heads = {str(one.pk): one.members for one in lists}
    if not heads or seats < 1:
        return None
    names = {str(one.pk): one.short for one in lists}
    outcome = allocate(heads, seats, Method.DHONDT)
    tied: tuple[str, ...] = ()
    left = 0
    if isinstance(outcome, LotsRequired):
        tied, left = tuple(names[key] for key in outcome.lists), outcome.seats
        # Without the seats that lots decide nobody is tied any more.
        outcome = allocate(heads, seats - left, Method.DHONDT)
        assert not isinstance(outcome, LotsRequired)  # noqa: S101 -- for the reader, see above
    given = tuple((names[key], number) for key, number in outcome.items() if number)
    return Entitlement(given, tied, left)


def shares(
    lists: Sequence[ListHere], seats: int, proposed: Counter[int], chosen: Counter[int]
) -> list[Share]:
    """`seats`: all that the round fills among councillors; who is proposed and chosen by list."""
    if not lists:
        return []
    fair = fair_shares({str(one.pk): one.members for one in lists}, seats)
    return [Share(one, fair[str(one.pk)], proposed[one.pk], chosen[one.pk]) for one in lists]
