"""Lots in an election inside the council, and what is annulled; see appointments/actions/ballots.py
for what is raised."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from appointments.actions.ballots import finish_majority, lock_stand, record, save, unfinish
from appointments.balloting.stands import Stand, stand_of
from appointments.models import Ballot, BallotDraw
from councils.models import User
from elections.apportionment import LotError, LotsRequired
from elections.apportionment.ballots import FREE_ROUNDS
from kkr_portal import clock


@transaction.atomic
def record_draw(
    ballot: Ballot,
    *,
    by: User,
    version: int,
    order: Sequence[str],
    drawn_by: str,
    witnesses: str,
    drawn_at: datetime.datetime,
) -> Stand:
    """The draw that the election waits for; it goes on from it. `order` are candidates' or groups'
    keys, the first drawn first."""
    stand = lock_stand(ballot, version)
    tie, stored = stand.outcome, stand.ballot
    if not isinstance(tie, LotsRequired):
        raise ValidationError("Valget venter ikke på en lodtrækning.")
    try:
        lot = tie.drawn(*order)
    except LotError as error:
        raise ValidationError({"place_1": "Skriv dem alle, hver én gang."}) from error
    BallotDraw.objects.create(
        ballot=stored,
        order=list(lot.order),
        seats=lot.seats,
        drawn_by=drawn_by,
        witnesses=witnesses,
        drawn_at=drawn_at,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    save(stored)
    following = stand_of(stored)
    if following.is_majority:
        finish_majority(following)
    names = ", ".join(following.named()[key] for key in lot.order)
    summary = f"Registrerede en lodtrækning ved valget til {stored.task}, trukket af {drawn_by}: "
    record("record_draw", stored, f"{summary}{names}", by)
    return stand_of(stored)


@transaction.atomic
def annul_draw(draw: BallotDraw, *, by: User, version: int, because: str) -> Stand:
    """The draw no longer counts, nor what rests on it: later draws, the choices after it, and a
    third round between two others. The annulled draws stay to be seen."""
    stand = lock_stand(draw.ballot, version)
    stored, counting = stand.ballot, stand.counting_draws
    position = next((n for n, one in enumerate(counting) if one.pk == draw.pk), None)
    if position is None:
        raise ValidationError("Lodtrækningen er allerede annulleret.")
    tie = stand.outcome_with(stand.lots[:position])
    was_complete = stand.is_complete
    for one in counting[position:]:
        one.annulled_at, one.annulled_by, one.annulled_because = clock.now(), by, because
        one.save()
    _fall(stand, tie)
    save(stored)
    if was_complete:
        unfinish(stored.task)
    names = ", ".join(stand.named()[key] for key in sorted(draw.order))
    summary = f"Annullerede lodtrækningen mellem {names} ved valget til {stored.task}: {because}"
    record("annul_draw", stored, summary, by)
    return stand_of(stored)


@transaction.atomic
def annul_ballot(ballot: Ballot, *, by: User, version: int, because: str) -> Ballot:
    """The whole election no longer counts; it stays to be seen, and another one can be held."""
    stand = lock_stand(ballot, version)
    stored = stand.ballot
    if not because:
        raise ValidationError({"because": "Skriv, hvorfor valget annulleres."})
    stored.annulled_at, stored.annulled_by, stored.annulled_because = clock.now(), by, because
    save(stored)
    unfinish(stored.task)
    summary = f"Annullerede {stored.get_way_display().lower()} til {stored.task}: {because}"
    record("annul_ballot", stored, summary, by)
    return stored


def _fall(stand: Stand, tie: LotsRequired) -> None:
    """What came after the tie is undone."""
    stored = stand.ballot
    if stand.is_proportional:
        stored.choices.filter(number__gte=tie.place).delete()
        return
    stored.choices.all().delete()
    is_last = tie.seats == 1 and tie.place == 1  # otherwise the lots were about who goes on
    if not is_last:
        stored.inputs = {**stored.inputs, "rounds": stored.inputs["rounds"][:FREE_ROUNDS]}
