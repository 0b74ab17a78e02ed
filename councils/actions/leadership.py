"""Chair and vice-chair in the Blå Bog."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from councils import audit
from councils.models import Council, CouncilMembership, Leadership, User

ONE_DAY = datetime.timedelta(days=1)


class PostTaken(Exception):
    """The Blå Bog gives the post to somebody from the same day or later: `leadership`."""

    def __init__(self, leadership: Leadership) -> None:
        super().__init__(str(leadership))
        self.leadership = leadership


@transaction.atomic
def seat_leadership(
    council: Council,
    *,
    by: User,
    chair: CouncilMembership,
    vice_chair: CouncilMembership,
    starts_on: datetime.date,
    source: str,
    replace: bool = False,
) -> tuple[Leadership, Leadership]:
    """From `starts_on` the two lead the council, as long as they are known to be members.

    Whoever led before leads until the day before. Somebody who holds the same post already keeps
    it, with the new source. That anybody else has it from that day or later, or the same one from
    a later day, is a mistake if `replace`. Otherwise raises PostTaken; ValidationError for the same
    member twice.
    """
    elected = {Leadership.Role.CHAIR: chair, Leadership.Role.VICE_CHAIR: vice_chair}
    posts = Leadership.objects.select_for_update().filter(council=council)
    if replace:
        later = posts.filter(starts_on__gte=starts_on, membership__term=chair.term)
        for role, member in elected.items():
            own = Q(starts_on=starts_on) | Q(is_approximate=True)
            later.filter(role=role).exclude(own, membership=member).delete()
    # All posts are vacated before one is filled: the two may only change places.
    seats = {role: _vacated(posts, role, member, starts_on) for role, member in elected.items()}
    for seat in seats.values():
        seat.source = source
        seat.full_clean()
        seat.save()
    audit.record(
        "seat_leadership",
        council,
        f"Indførte {chair.person} som formand og {vice_chair.person} som næstformand i Blå Bog "
        f"fra {starts_on:%d.%m.%Y}",
        by=by,
        council=council,
    )
    return seats[Leadership.Role.CHAIR], seats[Leadership.Role.VICE_CHAIR]


@transaction.atomic
def unseat_leadership(
    council: Council,
    *,
    by: User,
    members: Sequence[CouncilMembership],
    starts_on: datetime.date,
    reason: str,
) -> None:
    """The posts that these members were given from `starts_on` on were given by mistake; whoever
    led until the day before is not put back."""
    posts = Leadership.objects.filter(council=council, membership__in=members, starts_on=starts_on)
    posts.delete()
    audit.record(
        "unseat_leadership",
        council,
        f"Fjernede formandskabet fra {starts_on:%d.%m.%Y} i Blå Bog: {reason}",
        by=by,
        council=council,
    )


def _vacated(
    posts: QuerySet[Leadership],
    role: Leadership.Role,
    member: CouncilMembership,
    starts_on: datetime.date,
) -> Leadership:
    """The member's own row of the post from the day on, new or there already; anybody else's ends
    the day before. Raises PostTaken."""
    own = Leadership(
        council=member.council,
        membership=member,
        role=role,
        starts_on=starts_on,
        ends_on=member.ends_on or member.term.ends_on,
    )
    held = posts.filter(role=role).within(starts_on, member.term.ends_on)
    for post in held.select_related("membership__person"):
        is_own = post.membership_id == member.pk
        if is_own and (post.starts_on <= starts_on or post.is_approximate):
            own = post
        elif post.starts_on >= starts_on:
            raise PostTaken(post)
        else:
            post.ends_on = starts_on - ONE_DAY
            post.save(update_fields=["ends_on"])
    if own.starts_on > starts_on:
        # Known from the public record by its year only: now the day is known.
        own.starts_on, own.is_approximate = starts_on, False
    return own
