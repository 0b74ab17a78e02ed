"""Alliances for the election of the leadership: notified, withdrawn, approved by the meeting."""

import datetime
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from councils import audit
from councils.models import Council, ElectoralList, User
from elections import leadership_basis
from elections.actions.compositions import HasChanged
from elections.leadership_basis import Basis
from elections.models import AllianceNotice
from kkr_portal import clock
from meetings.models import AgendaItem, Meeting

State = AllianceNotice.State
OPEN_TO_DECISION = {State.RECEIVED, State.APPROVED}
DAY = r"l \d. j. F Y"


class CompositionMissing(Exception):
    """No composition says which lists take part."""


class TooFewLists(Exception):
    """Fewer than two lists are no alliance."""


class ListsOverlap(Exception):
    """`list` stands in two of the alliances that were to be approved."""

    def __init__(self, entry: ElectoralList) -> None:
        super().__init__(str(entry))
        self.list = entry


@transaction.atomic
def notify_alliance(
    meeting: Meeting,
    *,
    by: User,
    lists: Collection[ElectoralList],
    notified_by: str,
    received_at: datetime.datetime,
) -> AllianceNotice:
    """Records the notice, and rejects it with all reasons there are.

    Raises TooFewLists and CompositionMissing.
    """
    basis = _locked_basis(meeting)
    if len(set(lists)) < 2:
        raise TooFewLists
    if basis.composition is None:
        raise CompositionMissing
    reasons = _reasons_against(basis, lists, received_at)
    notice = AllianceNotice.objects.create(
        meeting=meeting,
        council=meeting.council,
        term=meeting.term,
        notified_by=notified_by,
        received_at=received_at,
        state=State.REJECTED if reasons else State.RECEIVED,
        reason=" ".join(reasons)[:500],
        recorded_at=clock.now(),
        recorded_by=by,
    )
    notice.lists.set(lists)
    audit.record(
        "notify_alliance",
        notice,
        f"Registrerede valgforbundet {_letters(notice)} ({notice.get_state_display().lower()})",
        by=by,
        council=meeting.council,
    )
    return notice


@transaction.atomic
def withdraw_alliance(notice: AllianceNotice, *, by: User, reason: str) -> None:
    """The lists do not want to stand together after all; raises HasChanged once it is decided."""
    Council.objects.select_for_update(no_key=True).get(pk=notice.council_id)
    notice = AllianceNotice.objects.get(pk=notice.pk)
    if notice.state != State.RECEIVED:
        raise HasChanged
    notice.state, notice.reason = State.WITHDRAWN, reason
    notice.save(update_fields=["state", "reason"])
    audit.record(
        "withdraw_alliance",
        notice,
        f"Trak valgforbundet {_letters(notice)} tilbage: {reason}",
        by=by,
        council=notice.council,
    )


def open_to_decision(notices: Sequence[AllianceNotice]) -> list[AllianceNotice]:
    """What the meeting decides on; also what it has decided, so that a slip can be mended. Those
    rejected before the meeting came to it are not asked about."""
    return [
        notice
        for notice in notices
        if notice.state in OPEN_TO_DECISION
        or (notice.state == State.REJECTED and notice.decided_in_id)
    ]


@transaction.atomic
def decide_alliances(
    meeting: Meeting,
    *,
    by: User,
    item: AgendaItem,
    shown: Collection[int],
    approved: Collection[int],
    reason: str,
) -> None:
    """Records what the meeting decided under `item`: the alliances `approved`, and that it rejected
    the others with `reason`.

    `shown` are the ids of all that the page asked about; raises HasChanged where there are others
    by now, and ListsOverlap.
    """
    notices = open_to_decision(_locked_basis(meeting).notices)
    if {notice.pk for notice in notices} != set(shown) or not set(approved) <= set(shown):
        raise HasChanged
    seen: set[ElectoralList] = set()
    for notice in notices:
        notice.decided_in = item
        notice.state, notice.reason = State.REJECTED, reason
        if notice.pk in approved:
            notice.state, notice.reason = State.APPROVED, ""
            for entry in notice.lists.all():
                if entry in seen:
                    raise ListsOverlap(entry)
                seen.add(entry)
        notice.save(update_fields=["decided_in", "state", "reason"])
    audit.record(
        "decide_alliances",
        meeting,
        f"Registrerede mødets beslutning om valgforbund: {len(set(approved))} af {len(notices)} "
        "godkendt",
        by=by,
        council=meeting.council,
    )


def _locked_basis(meeting: Meeting) -> Basis:
    """One at a time, so that no list can slip into two alliances."""
    council = Council.objects.select_for_update(no_key=True).get(pk=meeting.council_id)
    return leadership_basis.basis_of(council, meeting.term)


def _letters(notice: AllianceNotice) -> str:
    return " + ".join(leadership_basis.keys_of(notice.lists.all()))


def _reasons_against(
    basis: Basis, lists: Collection[ElectoralList], received_at: datetime.datetime
) -> list[str]:
    return [
        *_lateness(basis, received_at),
        *_absences(basis, lists),
        *_memberships(basis, lists),
    ]


def _lateness(basis: Basis, received_at: datetime.datetime) -> list[str]:
    received = timezone.localtime(received_at)
    last = basis.countdown.last_day
    if received.date() <= last:
        return []
    moment = f"{date_format(received, 'j. F Y')} kl. {received:%H.%M}"
    return [f"Modtaget {moment}, efter fristen {date_format(last, DAY)}."]


def _absences(basis: Basis, lists: Collection[ElectoralList]) -> list[str]:
    """Only lists that take part in the election may join an alliance (official)."""
    return [
        f"{entry} deltager ikke i valget: listen {basis.why_absent(entry)}."
        for entry in sorted(lists, key=lambda entry: entry.key)
        if entry.key not in basis.votes
    ]


def _memberships(basis: Basis, lists: Collection[ElectoralList]) -> list[str]:
    """Each list is in one alliance at most (official); the one that came first stands."""
    standing = [notice for notice in basis.notices if notice.state in OPEN_TO_DECISION]
    return [
        f"{entry} er allerede i valgforbundet {_letters(notice)}."
        for entry in sorted(lists, key=lambda entry: entry.key)
        for notice in standing
        if entry in notice.lists.all()
    ]
