"""What an election of chair and vice-chair stands on: the constituent meeting, the votes of the
lists that take part, the alliances, and the members who can be elected."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from councils.models import Council, CouncilMembership, ElectoralList, Term
from elections import stored_cases
from elections.apportionment import Status
from elections.apportionment.threshold import status_of
from elections.cases import OUTSIDE, Standings
from elections.models import AllianceNotice, Composition
from elections.weekdays import Countdown, count_down
from meetings.models import Meeting

# How long before the meeting alliances are notified (standing orders § 4(2), official).
WEEKDAYS = 3

WHY_NOT = {
    Status.UNDER_THRESHOLD: "er under spærregrænsen",
    Status.NOT_REPRESENTED: "er ikke repræsenteret i nogen kommunalbestyrelse",
    Status.LOCAL_OUTSIDE: "er en lokalliste uden for listesamarbejde",
}
WITHOUT_VOTES = "har ingen stemmer i KKR’s kommuner"


@dataclass(frozen=True)
class Basis:
    """All of it for a council in a term; nothing of it need be there yet.

    `votes`: of the lists that take part, by key. `absent`: why the others do not, in Danish.
    """

    meeting: Meeting | None
    composition: Composition | None
    notices: list[AllianceNotice]
    votes: dict[str, int]
    absent: dict[str, str]

    @cached_property
    def countdown(self) -> Countdown | None:
        """The deadline for notices, and how it was counted."""
        return count_down(self.meeting.held_on, WEEKDAYS) if self.meeting else None

    @property
    def names(self) -> dict[str, str]:
        return self.composition.names if self.composition else {}

    @property
    def is_decided(self) -> bool:
        """Whether the meeting's decision on the alliances has been recorded."""
        return any(notice.decided_in_id for notice in self.notices)

    @property
    def counting(self) -> list[AllianceNotice]:
        """The alliances that an election counts: the approved ones, before any decision those
        that were received in time."""
        if self.is_decided:
            return [n for n in self.notices if n.state == AllianceNotice.State.APPROVED]
        received = (n for n in self.notices if n.state == AllianceNotice.State.RECEIVED)
        return [notice for notice in received if not self.is_late(notice)]

    def is_late(self, notice: AllianceNotice) -> bool:
        """Whether a notice came after the deadline as it is now: the meeting may have moved."""
        if self.countdown is None:
            return False
        return timezone.localdate(notice.received_at) > self.countdown.last_day

    @property
    def is_provisional(self) -> bool:
        """Whether it counts alliances that the meeting has not approved."""
        return not self.is_decided and bool(self.counting)

    @property
    def inputs(self) -> dict:
        """What an election is computed from, as it is stored with it."""
        alliances = sorted(keys_of(notice.lists.all()) for notice in self.counting)
        return {"votes": dict(sorted(self.votes.items())), "alliances": alliances}

    def why_absent(self, entry: ElectoralList) -> str:
        """What goes after »listen«; "" where it takes part."""
        if entry.key in self.votes:
            return ""
        return self.absent.get(entry.key, WITHOUT_VOTES)

    @property
    def gone(self) -> list[ElectoralList]:
        """Lists of alliances that count, which take no part by the latest composition."""
        lists = (entry for notice in self.counting for entry in notice.lists.all())
        return [entry for entry in lists if entry.key not in self.votes]


def basis_of(council: Council, term: Term) -> Basis:
    """As it stands now, in four queries."""
    composition = Composition.objects.of(council, term).leading()
    votes, absent = participants(composition) if composition else ({}, {})
    notices = AllianceNotice.objects.of(council, term).with_lists().order_by("received_at", "pk")
    meeting = constituent_meeting(council, term)
    return Basis(meeting, composition, list(notices), votes, absent)


def constituent_meeting(council: Council, term: Term) -> Meeting | None:
    """The first meeting of the term, which elects the leadership."""
    meetings = Meeting.objects.filter(
        council=council, term=term, kind=Meeting.Kind.CONSTITUENT
    ).select_related("council", "term__election")
    return meetings.order_by("starts_at").first()


def participants(composition: Composition) -> tuple[dict[str, int], dict[str, str]]:
    """The votes of the lists that take part, and why each of the others does not.

    Also where the composition itself waits for lots: who takes part is settled before.
    """
    case = stored_cases.from_json(composition.inputs)
    statuses = {entry: status_of(entry, case) for entry in case.lists}
    votes = {e.key: e.votes for e, status in statuses.items() if status is Status.TAKES_PART}
    absent = {e.key: WHY_NOT[s] for e, s in statuses.items() if s is not Status.TAKES_PART}
    return votes, absent


def keys_of(lists: Iterable[ElectoralList]) -> list[str]:
    """Their keys, sorted."""
    return sorted(entry.key for entry in lists)


def electable(council: Council, term: Term, day: datetime.date) -> list[CouncilMembership]:
    """The voting members on the day `day`, each with `list_key`: a supplementary member stands for
    the list that elected them, a mayor for the one that the composition counts them for; »« is
    nobody's."""
    standings = Standings(council, term)
    members = (
        council.memberships.in_force(day)
        .voting()
        .with_party(day)
        .filter(term=term)
        .select_related("person", "municipality", "elected_by", "term")
        .order_by("person__sort_key")
    )
    for member in members:
        if member.elected_by:
            member.list_key = member.elected_by.letter
        else:
            key = standings.key_of_mayor(member.municipality, member.party)
            member.list_key = "" if key.endswith(OUTSIDE) else key
    return list(members)
