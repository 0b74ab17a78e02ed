"""The kinds of seats of a body, and the seats themselves: as many as the kind's number says.

All raise ValidationError with Danish reasons at their fields, and BodyHasChanged where somebody
changed the body or one of its kinds since `version`.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from appointments.actions.bodies import at_field, lock_body
from appointments.following import STEPS, HeldBy
from appointments.models import Appointment, Body, Organisation, Seat, SeatKind
from councils import audit
from councils.models import User

# Far above any body; a number beyond it is a slip of the hand.
MOST_SEATS = 200


@transaction.atomic
def add_seat_kind(
    body: Body, *, by: User, version: int, nominators: Collection[Organisation], **content: Any
) -> SeatKind:
    """A new last kind with its seats. `content` are fields of the model."""
    stored = lock_body(body, version)
    last = stored.seat_kinds.order_by("position").last()
    kind = SeatKind(body=stored, position=last.position + 1 if last else 0, **content)
    _save(kind, nominators)
    _finish("add_seat_kind", kind, "Tilføjede", by)
    return kind


@transaction.atomic
def change_seat_kind(
    kind: SeatKind, *, by: User, version: int, nominators: Collection[Organisation], **content: Any
) -> SeatKind:
    """Seats that somebody was ever appointed to stay: their history hangs on them."""
    lock_body(kind.body, version)
    stored = SeatKind.objects.select_related("body__council").get(pk=kind.pk)
    council = stored.council_id
    for name, value in content.items():
        setattr(stored, name, value)
    if stored.council_id != council:
        _refuse_open_rounds(stored)
    _save(stored, nominators)
    _finish("change_seat_kind", stored, "Rettede", by)
    return stored


@transaction.atomic
def delete_seat_kind(kind: SeatKind, *, by: User, version: int) -> None:
    """One that was entered by mistake."""
    lock_body(kind.body, version)
    stored = SeatKind.objects.select_related("body__council").get(pk=kind.pk)
    if reasons := _reasons_to_keep(stored):
        raise ValidationError(reasons)
    _finish("delete_seat_kind", stored, "Slettede", by)
    stored.delete()


def _reasons_to_keep(kind: SeatKind) -> list[str]:
    reasons = []
    if Appointment.objects.filter(seat__kind=kind).exists():
        reasons.append("Der er udpegninger til pladserne; de er deres historik.")
    if kind.shared_alternates.exists():
        reasons.append("Der er suppleanter for pladserne.")
    if kind.tasks.exists():
        reasons.append("Pladserne er med i en udpegningsrunde.")
    followers = kind.followed_by.select_related("body")
    return reasons + [f"Pladsen »{one}« i {one.body} følger den." for one in followers]


def _save(kind: SeatKind, nominators: Collection[Organisation]) -> None:
    try:
        kind.full_clean()
    except ValidationError as error:
        raise at_field(error, "label") from error
    _refuse_circle(kind)
    if kind.number is not None and kind.number > MOST_SEATS:
        raise ValidationError({"number": f"Der kan højst være {MOST_SEATS} pladser."})
    if kind.number is not None and kind.least_sme > kind.number:
        told = "Der kan ikke kræves flere fra en SMV, end der er pladser."
        raise ValidationError({"least_sme": told})
    kind.save()
    kind.nominators.set(nominators)
    _fit_seats(kind)


def _refuse_circle(kind: SeatKind) -> None:
    followed, steps = kind.follows, 1 + (_links_above(kind) if kind.follows else 0)
    while followed is not None:
        if followed.pk == kind.pk:
            raise ValidationError({"follows": "Pladserne ville følge hinanden i ring."})
        if steps > STEPS:
            raise ValidationError({"follows": f"Der kan højst være {STEPS} led efter hinanden."})
        followed, steps = followed.follows, steps + 1


def _links_above(kind: SeatKind) -> int:
    """How many steps the longest chain of seats that follow this kind has."""
    links, level = 0, [kind.pk] if kind.pk else []
    while level and links <= STEPS:
        level = list(SeatKind.objects.filter(follows__in=level).values_list("pk", flat=True))
        links += bool(level)
    return links


def _refuse_open_rounds(kind: SeatKind) -> None:
    """A round fills seats of its own council only."""
    tasks = kind.tasks.filter(round__closed_at=None).select_related("round__council")
    rounds = [f"{task.round.council}: {task.round}" for task in tasks]
    if rounds:
        told = f"Pladserne er med i en åben runde ({', '.join(rounds)}). Afslut den først."
        raise ValidationError({"council": told})


def _fit_seats(kind: SeatKind) -> None:
    """As many seats as the number says; seats that follow an office have no rows."""
    wanted = 0 if kind.held_by != HeldBy.NOTHING else kind.number or 0
    seats = list(kind.seats.order_by("number"))
    surplus = len(seats) - wanted
    if surplus > 0:
        seats = _without_unused(kind, seats, surplus)
    for number, seat in enumerate(seats, start=1):  # upwards, so that each number is free by then
        if seat.number != number:
            seat.number = number
            seat.save(update_fields=["number"])
    Seat.objects.bulk_create(
        Seat(kind=kind, number=number) for number in range(len(seats) + 1, wanted + 1)
    )


def _without_unused(kind: SeatKind, seats: list[Seat], surplus: int) -> list[Seat]:
    """The seats without the last ones that nobody was ever appointed to."""
    used = set(Appointment.objects.filter(seat__kind=kind).values_list("seat", flat=True))
    unused = [seat for seat in seats if seat.pk not in used]
    if len(unused) < surplus:
        told = f"{len(used)} plads{'er' if len(used) != 1 else ''} har udpegninger og skal blive."
        raise ValidationError({"number": told})
    dropped = unused[-surplus:]
    Seat.objects.filter(pk__in=[seat.pk for seat in dropped]).delete()
    return [seat for seat in seats if seat not in dropped]


def _finish(action: str, kind: SeatKind, did: str, by: User) -> None:
    """The body is at its next version."""
    body = kind.body
    body.version += 1
    body.save(update_fields=["version"])
    told = f"{did} pladserne »{kind}« i {body}"
    audit.record(action, body, told, by=by, council=body.council)
