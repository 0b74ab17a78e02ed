"""Everything a composition depends on, checked as it is put together."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from elections.apportionment.errors import InvalidInput
from elections.apportionment.methods import Method


class Denominator(StrEnum):
    """What the threshold is a percentage of. A setting: KL's wording allows both readings."""

    VALID = "valid"
    CAST = "cast"


@dataclass(frozen=True, slots=True)
class ListInput:
    """A party, a list co-operation, or a local list outside every co-operation.

    ``key``: stable identifier, unique in the case.
    ``votes``: votes in all the council's municipalities together.
    ``mayors``: how many of the council's mayors belong to the list.
    ``may_take_part``: entitled to stand for the Folketing, or a co-operation notified to KL
    (KL's statutes § 6; official).
    ``is_represented``: has a seat in at least one of the municipal councils (§ 15(2);
    official).

    Raises InvalidInput for negative or non-whole numbers, an empty key, and for a mayor
    without a seat, since a mayor is a municipal councillor.
    """

    key: str
    votes: int
    mayors: int
    may_take_part: bool
    is_represented: bool

    def __post_init__(self) -> None:
        if not isinstance(self.key, str) or not self.key:
            raise InvalidInput(f"A list needs a key of text, not {self.key!r}.")
        require_whole(f"The votes of list {self.key}", self.votes, field="votes")
        require_whole(f"The number of mayors of list {self.key}", self.mayors, field="mayors")
        if self.mayors and not self.is_represented:
            raise InvalidInput(
                f"List {self.key} has a mayor, so it has a seat in a municipal council.",
                field="is_represented",
            )


@dataclass(frozen=True, slots=True)
class Case:
    """The figures and settings of one council in one term.

    ``lists``: in any order; kept sorted by key, so that order can never matter.
    ``municipalities``: number of municipalities in the council's area.
    ``valid_votes``, ``cast_votes``: totals for the area; cast includes blank and invalid
    votes and may be unknown (None).
    ``denominator``: setting, default valid votes.
    ``method``: default Adams (reconstructed).
    ``threshold_percent``: 2 (KL's statutes § 15(2); official); a Fraction where it is not
    a whole number.
    ``cap_factor``: the most members per municipality, 2 (standing orders of the councils
    § 3(2); official).
    ``outside_mayors_in_cap``: whether mayors whose list does not take part count within
    the cap; setting, default yes. Otherwise they come on top of it.

    Raises InvalidInput for figures that cannot be true together.
    """

    lists: tuple[ListInput, ...]
    municipalities: int
    valid_votes: int
    cast_votes: int | None = None
    denominator: Denominator = Denominator.VALID
    method: Method = Method.ADAMS
    threshold_percent: int | Fraction = 2
    cap_factor: int = 2
    outside_mayors_in_cap: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "lists", tuple(sorted(self.lists, key=lambda entry: entry.key)))
        self._check_lists()
        self._check_votes()
        self._check_settings()

    @property
    def cap(self) -> int:
        """The most members the council may have."""
        return self.cap_factor * self.municipalities

    def votes_counted(self, denominator: Denominator) -> int | None:
        """The total that one reading of the threshold refers to; None when it is unknown."""
        return self.cast_votes if denominator is Denominator.CAST else self.valid_votes

    def _check_lists(self) -> None:
        require_whole(
            "The number of municipalities", self.municipalities, at_least=1, field="municipalities"
        )
        for entry, following in pairwise(self.lists):
            if entry.key == following.key:
                raise InvalidInput(f"List {entry.key} occurs more than once.", field="lists")
        mayors = sum(entry.mayors for entry in self.lists)
        if mayors > self.municipalities:
            raise InvalidInput(
                f"{mayors} mayors are more than the {self.municipalities} municipalities.",
                field="mayors",
            )

    def _check_votes(self) -> None:
        require_whole(
            "The number of valid votes", self.valid_votes, at_least=1, field="valid_votes"
        )
        votes = sum(entry.votes for entry in self.lists)
        if votes > self.valid_votes:
            raise InvalidInput(
                f"The lists' {votes} votes are more than the {self.valid_votes} valid votes.",
                field="valid_votes",
            )
        if self.cast_votes is None:
            return
        require_whole("The number of votes cast", self.cast_votes, field="cast_votes")
        if self.cast_votes < self.valid_votes:
            raise InvalidInput(
                f"{self.cast_votes} votes cast are fewer than the {self.valid_votes} valid votes.",
                field="cast_votes",
            )

    def _check_settings(self) -> None:
        if not isinstance(self.method, Method):
            raise InvalidInput(f"{self.method!r} is not a Method.", field="method")
        if not isinstance(self.denominator, Denominator):
            raise InvalidInput(f"{self.denominator!r} is not a Denominator.", field="denominator")
        if self.denominator is Denominator.CAST and self.cast_votes is None:
            raise InvalidInput(
                "A threshold of votes cast needs the number of votes cast.", field="cast_votes"
            )
        require_whole("The cap factor", self.cap_factor, at_least=1, field="cap_factor")
        percent = self.threshold_percent
        if not isinstance(percent, Fraction):
            require_whole("The threshold in per cent", percent, field="threshold_percent")
        if not 0 <= percent <= 100:
            raise InvalidInput(
                f"A threshold of {percent} per cent is not between 0 and 100.",
                field="threshold_percent",
            )


def require_whole(what: str, number: object, *, at_least: int = 0, field: str = "") -> None:
    """Raise InvalidInput unless ``number`` is a whole number of at least ``at_least``.

    True and False are refused: as numbers they are always a mistake here.
    """
    if not isinstance(number, int) or isinstance(number, bool):
        raise InvalidInput(f"{what} must be a whole number, not {number!r}.", field=field)
    if number < at_least:
        raise InvalidInput(f"{what} must be at least {at_least}, not {number}.", field=field)
