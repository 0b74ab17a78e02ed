"""Who stands for the posts of chair and vice-chair: alliances and single lists."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from elections.apportionment.errors import InvalidInput
from elections.apportionment.inputs import require_whole


@dataclass(frozen=True, slots=True)
class Group:
    """An alliance, or a list that joined none.

    ``name``: the list's key; for an alliance its members' keys joined with "+", as in C+V.
    ``lists``: keys of the members, sorted. ``votes``: theirs together.
    """

    name: str
    lists: tuple[str, ...]
    votes: int

    @property
    def is_alliance(self) -> bool:
        """Whether more than one list stands in the group."""
        return len(self.lists) > 1


def groups_of(
    votes: Mapping[str, int], alliances: Sequence[Collection[str]] = ()
) -> tuple[Group, ...]:
    """Every list of ``votes`` in exactly one group, sorted by name.

    Source: the councils' standing orders § 4(2): a proportional election on the votes, with
    alliances (official).

    Raises InvalidInput for impossible votes and for alliances that are no alliances.
    """
    _check_votes(votes)
    allied = _allied(votes, alliances)
    groups = [
        Group("+".join(members), members, sum(votes[key] for key in members))
        for members in (tuple(sorted(alliance)) for alliance in alliances)
    ]
    for group in groups:
        if group.name in votes:
            raise InvalidInput(
                f"The alliance {group.name} has the name of a list among the votes.",
                field="alliances",
            )
    if len({group.name for group in groups}) < len(groups):
        raise InvalidInput("Two alliances have the same name.", field="alliances")
    groups.extend(Group(key, (key,), votes[key]) for key in votes if key not in allied)
    return tuple(sorted(groups, key=lambda group: group.name))


def _check_votes(votes: Mapping[str, int]) -> None:
    for key, figure in votes.items():
        if not isinstance(key, str) or not key:
            raise InvalidInput(
                f"A list among the votes needs a key of text, not {key!r}.", field="votes"
            )
        require_whole(f"The votes of list {key}", figure, field="votes")
    if not any(votes.values()):
        raise InvalidInput("Nobody can be elected without votes.", field="votes")


def _allied(votes: Mapping[str, int], alliances: Sequence[Collection[str]]) -> set[str]:
    """Keys of the lists in alliances, each of which may be in one only."""
    allied: set[str] = set()
    for alliance in alliances:
        if len(alliance) < 2:
            raise InvalidInput(
                f"An alliance needs at least two lists; alliances has {alliance!r}.",
                field="alliances",
            )
        for key in alliance:
            if key not in votes:
                raise InvalidInput(
                    f"List {key} in the alliances is not among the votes.", field="alliances"
                )
            if key in allied:
                raise InvalidInput(
                    f"List {key} occurs more than once in the alliances.", field="alliances"
                )
            allied.add(key)
    return allied
