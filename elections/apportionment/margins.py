"""How far a group is from a post of the leadership."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from elections.apportionment.errors import InvalidInput
from elections.apportionment.groups import groups_of


class Post(StrEnum):
    """The two posts of a council's leadership."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"


def votes_missing(
    votes: Mapping[str, int],
    alliances: Sequence[Collection[str]] = (),
    *,
    post: Post,
    group: str,
) -> int | None:
    """The fewest votes more with which ``group`` would hold ``post`` without a lot.

    ``group``: name of an alliance or a single list. Only its own total grows; which of its
    lists the votes went to does not matter. 0 when it holds the post already; a tie is not
    held, so there it is at least 1.

    The chair is held with more votes than anybody else. The vice-chair is held with more
    than half of the largest other group's votes and more than anybody else's, but fewer than
    the largest: with as many or more the group would draw lots for the chair or take it.
    Where no number of further votes lies in between, also because the group is past it
    already, the answer is None. A group with more than twice the votes of any other holds
    both posts, and so the vice-chair too.

    Follows from d'Hondt for two posts (reconstructed), without computing an election.

    Raises InvalidInput as ``elect_leadership`` does and for a group that does not stand.
    """
    groups = groups_of(votes, alliances)
    totals = {standing.name: standing.votes for standing in groups}
    if group not in totals:
        raise InvalidInput(f"No group {group} stands for election.", field="group")
    own = totals.pop(group)
    highest, second = [*sorted(totals.values(), reverse=True), 0, 0][:2]
    if Post(post) is Post.CHAIR:
        return max(0, highest + 1 - own)
    if own > 2 * highest:
        return 0
    enough = max(second, highest // 2) + 1
    wanted = max(own, enough)
    return wanted - own if wanted < highest else None
