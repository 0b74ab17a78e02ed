"""Chair and vice-chair: a proportional election between alliances and single lists."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from elections.apportionment.groups import Group, groups_of
from elections.apportionment.leadership_checks import LeadershipVerdict, verify_leadership
from elections.apportionment.lots import Lot, LotBox, LotsRequired
from elections.apportionment.methods import Method
from elections.apportionment.order import take_in_order
from elections.apportionment.steps import Step

POSTS = 2


@dataclass(frozen=True, slots=True)
class Leadership:
    """Which lists chair and vice-chair come from, with the reasons.

    ``chair``, ``vice_chair``: keys of lists; the same one where a list wins both posts.
    ``groups``: everybody who stood, alliances and single lists, sorted by name.
    ``steps``: the two posts in order, each with its group's name as key.
    ``inner``: for each alliance that won a post, by name, its own steps: which of its lists
    fill the posts it won.
    ``lots``: the recorded lots that were used. ``verdict``: the second route's findings.
    """

    chair: str
    vice_chair: str
    groups: tuple[Group, ...]
    steps: tuple[Step, ...]
    inner: Mapping[str, tuple[Step, ...]] = field(hash=False)
    lots: tuple[Lot, ...]
    verdict: LeadershipVerdict


def elect_leadership(
    votes: Mapping[str, int],
    alliances: Sequence[Collection[str]] = (),
    lots: Sequence[Lot] = (),
) -> Leadership | LotsRequired:
    """Which list gets the chair and which the vice-chair; checked by a second route.

    ``votes``: of the lists that take part, at the municipal election, by key.
    ``alliances``: the lists that joined forces, each list in one alliance at most.

    A proportional election on votes with alliances (KL's statutes § 15(3), the councils'
    standing orders § 4(2); official). d'Hondt between the groups, the highest quotient being
    the chair's and the second the vice-chair's, and d'Hondt again between the lists of an
    alliance for the posts it won (reconstructed). An alliance that wins both posts gives its
    first list the chair and its second the vice-chair.

    Returns LotsRequired for the first tie without a lot: between groups (``within`` is
    None), or between the lists of the alliance that ``within`` names.

    Raises InvalidInput, whose text names the votes or the alliances; LotMismatch and
    LotUnused for lots that do not belong to this election; CheckFailed when the second route
    disagrees.
    """
    groups = groups_of(votes, alliances)
    box = LotBox(lots)
    steps = take_in_order({group.name: group.votes for group in groups}, POSTS, Method.DHONDT, box)
    if isinstance(steps, LotsRequired):
        return steps
    inner: dict[str, tuple[Step, ...]] = {}
    posts = Counter(step.key for step in steps)
    by_name = {group.name: group for group in groups}
    # The chair's alliance first: a Counter keeps the order in which it met its keys.
    for name, won in posts.items():
        group = by_name[name]
        if group.is_alliance:
            own = {key: votes[key] for key in group.lists}
            filled = take_in_order(own, won, Method.DHONDT, box, within=name)
            if isinstance(filled, LotsRequired):
                return replace(filled, steps=(*steps, *filled.steps))
            inner[name] = filled
    box.refuse_unused()
    chair, vice_chair = _holders(steps, inner)
    verdict = verify_leadership(votes, groups, steps, inner, (chair, vice_chair), box.used)
    return Leadership(chair, vice_chair, groups, steps, inner, box.used, verdict)


def _holders(steps: Sequence[Step], inner: Mapping[str, Sequence[Step]]) -> tuple[str, str]:
    """Keys of the lists that fill the two posts."""
    waiting = {name: iter(own) for name, own in inner.items()}
    chair, vice_chair = (
        next(waiting[step.key]).key if step.key in waiting else step.key for step in steps
    )
    return chair, vice_chair
