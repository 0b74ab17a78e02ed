"""Lots that were drawn. A draw counts once and for its own tie only; the first one stands until it
is annulled with a reason."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from councils import audit
from councils.models import Council, User
from elections.actions.compositions import continue_composition
from elections.actions.leaderships import continue_leadership
from elections.models import Composition, DrawnLot, LeadershipElection
from kkr_portal import clock

Computation = Composition | LeadershipElection


class LotAlreadyDrawn(Exception):
    """Lots have been recorded for this tie."""


class LotInUse(Exception):
    """The persons elected after this draw stand in the Blå Bog; that must be taken back first."""


@transaction.atomic
def record_lot(
    stopped: Computation,
    *,
    by: User,
    order: Sequence[str],
    drawn_by: str,
    witnesses: str,
    drawn_at: datetime.datetime,
) -> Computation:
    """Stores the draw for which `stopped` waits, and the computation that goes on from it.

    Raises LotAlreadyDrawn; HasChanged where the figures are no longer the newest; and
    apportionment.LotError where the order is not one of the tied lists.
    """
    # The council before anything of it, as whoever computes does: nobody waits crosswise.
    Council.objects.select_for_update(no_key=True).get(pk=stopped.council_id)
    stopped = type(stopped).objects.get(pk=stopped.pk)
    tie = stopped.waits_for
    if tie is None or stopped.is_void or stopped.drawn_lots.filter(annulled_at=None).exists():
        raise LotAlreadyDrawn
    lot = tie.drawn(*order)
    drawn = DrawnLot.objects.create(
        **_of(stopped),
        order=list(lot.order),
        seats=lot.seats,
        within=tie.within or "",
        drawn_by=drawn_by,
        witnesses=witnesses,
        drawn_at=drawn_at,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    audit.record(
        "record_lot",
        drawn,
        f"Registrerede en lodtrækning mellem {', '.join(tie.lists)}, trukket af {drawn_by}",
        by=by,
        council=stopped.council,
    )
    go_on = continue_composition if isinstance(stopped, Composition) else continue_leadership
    return go_on(stopped, by=by, lot=lot)


@transaction.atomic
def annul_lot(lot: DrawnLot, *, by: User, reason: str) -> None:
    """The draw no longer counts, nor does any computation that rests on it.

    Raises LotAlreadyDrawn where it has been annulled before, and LotInUse.
    """
    computation = lot.composition or lot.leadership
    Council.objects.select_for_update(no_key=True).get(pk=computation.council_id)
    lot = DrawnLot.objects.get(pk=lot.pk)
    if lot.annulled_at is not None:
        raise LotAlreadyDrawn
    resting = list(_descendants(lot.composition or lot.leadership))
    if any(getattr(computation, "chair_id", None) for computation in resting):
        raise LotInUse
    lot.annulled_at, lot.annulled_by, lot.annulled_because = clock.now(), by, reason
    lot.save()
    stopped = lot.composition or lot.leadership
    for computation in resting:
        computation.is_void = True
        computation.save(update_fields=["is_void"])
    audit.record(
        "annul_lot",
        lot,
        f"Annullerede lodtrækningen mellem {', '.join(sorted(lot.order))}: {reason}",
        by=by,
        council=stopped.council,
    )


def _of(stopped: Computation) -> dict[str, Any]:
    return {"composition" if isinstance(stopped, Composition) else "leadership": stopped}


def _descendants(computation: Computation) -> Iterator[Computation]:
    for following in computation.continued_by.all():
        yield following
        yield from _descendants(following)
