"""Which office an ex-officio seat follows, also where that seat follows another one in turn."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from appointments.models import SeatKind
from councils.models import Leadership

HeldBy = SeatKind.HeldBy
LEADERS = {
    HeldBy.COUNCIL_CHAIR: Leadership.Role.CHAIR,
    HeldBy.COUNCIL_VICE_CHAIR: Leadership.Role.VICE_CHAIR,
}
# A seat may follow one that follows another. More steps than these nobody has, except in a circle.
STEPS = 4


def kinds_in_order() -> QuerySet[SeatKind]:
    """Kinds of seats with what a line about them shows."""
    kinds = SeatKind.objects.select_related(
        "body__council", "council", "appointing_organisation", "follows__body"
    )
    return kinds.prefetch_related("nominators").order_by("position", "pk")


def with_followed(kinds: Iterable[SeatKind]) -> dict[int, SeatKind]:
    """The kinds and what they follow, step by step, by key."""
    known = {kind.pk: kind for kind in kinds}
    for _ in range(STEPS):
        wanted = {kind.follows_id for kind in known.values() if kind.follows_id} - known.keys()
        if not wanted:
            break
        known |= {kind.pk: kind for kind in kinds_in_order().filter(pk__in=wanted)}
    return known


def source_of(kind: SeatKind, known: Mapping[int, SeatKind]) -> SeatKind | None:
    """The kind whose holders sit there: the last one of those that follow each other; None for a
    circle."""
    for _ in range(STEPS + 1):
        if kind.held_by != HeldBy.OTHER_SEAT:
            return kind
        followed = known.get(kind.follows_id)
        if followed is None:
            return None
        kind = followed
    return None
