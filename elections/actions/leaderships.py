"""Chair and vice-chair: the election computed, gone on with after lots, and the persons named."""

from django.db import transaction
from django.utils.formats import date_format

from councils import audit
from councils.actions import seat_leadership, unseat_leadership
from councils.models import Council, CouncilMembership, Term, User
from elections import exchange, leadership_basis, stored_cases
from elections.actions.alliances import CompositionMissing
from elections.actions.compositions import HasChanged
from elections.apportionment import Leadership, Lot, LotsRequired, elect_leadership
from elections.models import DrawnLot, LeadershipElection
from kkr_portal import clock
from kkr_portal.version import VERSION
from meetings.models import AgendaItem, Meeting

Outcome = LeadershipElection.Outcome
WITHOUT_LIST = "uden liste"


class MeetingMissing(Exception):
    """The term has no constituent meeting."""


class LeadersNamed(Exception):
    """Chair and vice-chair have been named; that must be taken back first."""


class NotElectable(Exception):
    """The persons are not two different members of the lists that won the posts."""


@transaction.atomic
def compute_leadership(council: Council, term: Term, *, by: User) -> LeadershipElection:
    """Computes and stores the election from the leading composition and the alliances that count.

    At a tie it is stored without posts, and goes on at once where lots were drawn for exactly these
    votes and alliances before. Raises MeetingMissing, CompositionMissing, LeadersNamed and
    apportionment.InvalidInput, the latter also where a list in an alliance takes no part any more.
    """
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    _refuse_after_naming(council, term)
    basis = leadership_basis.basis_of(council, term)
    if basis.meeting is None:
        raise MeetingMissing
    if basis.composition is None:
        raise CompositionMissing
    election = LeadershipElection(
        council=council,
        term=term,
        meeting=basis.meeting,
        outcome=Outcome.COMPUTED,
        composition=basis.composition,
        is_provisional=basis.is_provisional,
        inputs=basis.inputs,
        names=basis.composition.names,
    )
    return _store(election, _with_known_lots(election), by=by)


@transaction.atomic
def continue_leadership(stopped: LeadershipElection, *, by: User, lot: Lot) -> LeadershipElection:
    """The election that stopped at a tie, gone on with after lots were drawn.

    Raises HasChanged where it is no longer the current one, or counts alliances that the meeting
    has not approved: nobody draws for anything but the election that is held.
    """
    Council.objects.select_for_update(no_key=True).get(pk=stopped.council_id)
    if LeadershipElection.objects.current(stopped.council, stopped.term) != stopped:
        raise HasChanged
    if stopped.is_provisional or _is_outdated(stopped):
        raise HasChanged
    following = LeadershipElection(
        council=stopped.council,
        term=stopped.term,
        meeting=stopped.meeting,
        outcome=Outcome.COMPUTED,
        composition=stopped.composition,
        is_provisional=stopped.is_provisional,
        inputs=stopped.inputs,
        names=stopped.names,
        lots=[*stopped.lots, stored_cases.lot_to_json(lot)],
        continues=stopped,
    )
    return _store(following, _with_known_lots(following), by=by)


@transaction.atomic
def name_leaders(
    election: LeadershipElection,
    *,
    by: User,
    chair: CouncilMembership,
    vice_chair: CouncilMembership,
    item: AgendaItem,
    replace: bool = False,
) -> LeadershipElection:
    """The members that hold the posts of their lists, also in the Blå Bog from the meeting on.

    Raises HasChanged where the election is not the current one, is provisional or has its persons,
    NotElectable, and councils.actions.PostTaken unless `replace`.
    """
    election = _locked(election)
    if not election.is_complete or election.chair_id is not None:
        raise HasChanged
    if election.is_provisional or _is_outdated(election):
        raise HasChanged
    keys = {member.pk: member.list_key for member in _electable(election.meeting)}
    won = {chair.pk: election.chair_list, vice_chair.pk: election.vice_chair_list}
    if len(won) < 2 or any(keys.get(pk) != key for pk, key in won.items()):
        raise NotElectable
    election.chair, election.vice_chair, election.decided_in = chair, vice_chair, item
    election.save(update_fields=["chair", "vice_chair", "decided_in"])
    _seat(election, by=by, replace=replace)
    audit.record(
        "name_leaders",
        election,
        f"Registrerede {chair.person} som formand og {vice_chair.person} som næstformand "
        f"(valg nr. {election.number})",
        by=by,
        council=election.council,
    )
    return election


@transaction.atomic
def record_unison(
    meeting: Meeting,
    *,
    by: User,
    chair: CouncilMembership,
    vice_chair: CouncilMembership,
    item: AgendaItem,
    note: str = "",
    replace: bool = False,
) -> LeadershipElection:
    """The meeting agreed on two members, whatever their lists; nothing is computed.

    Raises LeadersNamed, NotElectable and councils.actions.PostTaken.
    """
    council = Council.objects.select_for_update(no_key=True).get(pk=meeting.council_id)
    _refuse_after_naming(council, meeting.term)
    keys = {member.pk: member.list_key for member in _electable(meeting)}
    if chair.pk == vice_chair.pk or not {chair.pk, vice_chair.pk} <= keys.keys():
        raise NotElectable
    election = LeadershipElection(
        council=council,
        term=meeting.term,
        meeting=meeting,
        decided_in=item,
        outcome=Outcome.IN_UNISON,
        names=leadership_basis.basis_of(council, meeting.term).names,
        chair_list=keys[chair.pk] or WITHOUT_LIST,
        vice_chair_list=keys[vice_chair.pk] or WITHOUT_LIST,
        chair=chair,
        vice_chair=vice_chair,
        note=note,
    )
    _save_as_next(election, by=by)
    _seat(election, by=by, replace=replace)
    audit.record(
        "record_unison",
        election,
        f"Registrerede, at {chair.person} i enighed blev valgt til formand og "
        f"{vice_chair.person} til næstformand",
        by=by,
        council=council,
    )
    return election


@transaction.atomic
def take_back_leaders(election: LeadershipElection, *, by: User, reason: str) -> None:
    """The persons were named by mistake: they leave the Blå Bog as chair and vice-chair. An
    election in unison no longer counts, a computed one waits for other names.

    Raises HasChanged where the election is not the current one or has no persons.
    """
    election = _locked(election)
    if election.chair_id is None:
        raise HasChanged
    unseat_leadership(
        election.council,
        by=by,
        members=[election.chair, election.vice_chair],
        starts_on=election.meeting.held_on,
        reason=reason,
    )
    if election.outcome == Outcome.IN_UNISON:
        election.is_void = True
    else:
        election.chair = election.vice_chair = election.decided_in = None
    election.save(update_fields=["chair", "vice_chair", "decided_in", "is_void"])
    audit.record(
        "take_back_leaders",
        election,
        f"Tog registreringen af formand og næstformand tilbage: {reason}",
        by=by,
        council=election.council,
    )


def _refuse_after_naming(council: Council, term: Term) -> None:
    """Nothing new is computed or recorded over persons that stand in the Blå Bog."""
    current = LeadershipElection.objects.current(council, term)
    if current is not None and current.chair_id is not None:
        raise LeadersNamed


def _is_outdated(election: LeadershipElection) -> bool:
    """Whether votes or alliances are others by now."""
    return election.inputs != leadership_basis.basis_of(election.council, election.term).inputs


def _locked(election: LeadershipElection) -> LeadershipElection:
    """The election as it stands; raises HasChanged where it is not the current one."""
    council = Council.objects.select_for_update(no_key=True).get(pk=election.council_id)
    current = LeadershipElection.objects.current(council, election.term)
    if current is None or current.pk != election.pk:
        raise HasChanged
    return current


def _electable(meeting: Meeting) -> list[CouncilMembership]:
    return leadership_basis.electable(meeting.council, meeting.term, meeting.held_on)


def _seat(election: LeadershipElection, *, by: User, replace: bool) -> None:
    day = election.meeting.held_on
    seat_leadership(
        election.council,
        by=by,
        chair=election.chair,
        vice_chair=election.vice_chair,
        starts_on=day,
        replace=replace,
        source=f"Valgt på det konstituerende møde {date_format(day, 'j. F Y')}",
    )


def _with_known_lots(election: LeadershipElection) -> Leadership | LotsRequired:
    """Computes; at a tie with the lots drawn for it before, so that nobody draws twice for the
    same tie. Then the election `continues` the one that waited for them, and falls with them."""
    while True:
        inputs = election.inputs
        outcome = elect_leadership(inputs["votes"], inputs["alliances"], election.drawn)
        if not isinstance(outcome, LotsRequired):
            return outcome
        drawn = _lot_for_same_tie(election, outcome)
        if drawn is None:
            return outcome
        election.lots = [
            *election.lots,
            stored_cases.lot_to_json(Lot(tuple(drawn.order), drawn.seats)),
        ]
        election.continues = drawn.leadership


def _lot_for_same_tie(election: LeadershipElection, tie: LotsRequired) -> DrawnLot | None:
    lots = DrawnLot.objects.filter(
        leadership__council=election.council,
        leadership__term=election.term,
        leadership__is_void=False,
        annulled_at=None,
        seats=tie.seats,
        within=tie.within or "",
    ).select_related("leadership")
    same = (
        lot
        for lot in lots
        if lot.leadership.inputs == election.inputs and sorted(lot.order) == list(tie.lists)
    )
    return next(same, None)


def _store(
    election: LeadershipElection, outcome: Leadership | LotsRequired, *, by: User
) -> LeadershipElection:
    """Stores what was computed, and writes the audit entry."""
    election.result = exchange.canonical(exchange.leadership_to_json(outcome))
    if isinstance(outcome, Leadership):
        election.chair_list, election.vice_chair_list = outcome.chair, outcome.vice_chair
    _save_as_next(election, by=by)
    waits = "" if election.is_complete else "; det venter på en lodtrækning"
    audit.record(
        "compute_leadership",
        election,
        f"Beregnede valget af formandskab {election.term} (nr. {election.number}){waits}",
        by=by,
        council=election.council,
    )
    return election


def _save_as_next(election: LeadershipElection, *, by: User) -> None:
    """With the council's next number in the term, and who made it when by which program."""
    election.number = LeadershipElection.objects.next_number(election.council, election.term)
    election.program_version = VERSION
    election.computed_at, election.computed_by = clock.now(), by
    election.save()
