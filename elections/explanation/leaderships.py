"""An election of chair and vice-chair told to people: tables and sentences in Danish, from the
plain result."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from elections.apportionment import (
    Group,
    Leadership,
    LotsRequired,
    Post,
    Step,
    elect_leadership,
    votes_missing,
)
from elections.apportionment.groups import groups_of
from elections.explanation.figures import enumeration
from elections.models import LeadershipElection
from kkr_portal.templatetags.portal import thousands

POSTS = ("Formand", "Næstformand")
DEFINITE_POSTS = {"Formand": "formandsposten", "Næstformand": "næstformandsposten"}
BY_LOT = "Lodtrækning"
Votes = Mapping[str, int]
Names = Mapping[str, str]
Parts = list[tuple[str, str]]  # key and name of each list


@dataclass(frozen=True, slots=True)
class Cell:
    """A quotient as it is written, and the post it won; `BY_LOT` where lots must decide."""

    text: str
    post: str
    by_lot: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A list or an alliance with its two quotients."""

    parts: Parts
    votes: int
    cells: tuple[Cell, Cell]

    @property
    def is_alliance(self) -> bool:
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True)
class Contest:
    """One table of quotients, between all groups or inside the alliance that `within` tells, and in
    sentences what it led to."""

    within: str
    rows: list[Row]
    findings: list[str]


@dataclass(frozen=True, slots=True)
class Missing:
    """How many votes a group lacks for each post; "" where no number of votes gives it."""

    label: str
    votes: int
    chair: str
    vice_chair: str


@dataclass(frozen=True)
class Story:
    """Everything a page or a paper shows about one election, stored or only tried."""

    votes: Votes
    alliances: Sequence[Collection[str]]
    outcome: Leadership | LotsRequired
    names: Names

    @property
    def tie(self) -> str:
        """A sentence about those who stand equal; "" when the election is complete."""
        return tie_sentence(self.outcome, self.names) if self._waits else ""

    @property
    def winners(self) -> list[tuple[str, str, str]]:
        """Post, list key and list name, both posts; none while it waits for lots."""
        if self._waits:
            return []
        keys = (self.outcome.chair, self.outcome.vice_chair)
        return [
            (post, key, self.names.get(key, key)) for post, key in zip(POSTS, keys, strict=True)
        ]

    @property
    def total(self) -> int:
        return sum(self.votes.values())

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Everybody who stands, by name."""
        return {group.name: group for group in groups_of(self.votes, self.alliances)}

    @cached_property
    def contests(self) -> list[Contest]:
        """Between the groups first, then inside each alliance that won a post."""
        outer = {
            name: (self._parts(group.lists), group.votes) for name, group in self.groups.items()
        }
        contests = [self._contest(None, outer, self._steps, POSTS)]
        for name, steps in self._inner.items():
            lists = self.groups[name].lists
            inside = {key: (self._parts((key,)), self.votes[key]) for key in lists}
            contests.append(self._contest(name, inside, steps, self._posts_of(name)))
        return contests

    def _contest(
        self,
        within: str | None,
        standing: Mapping[str, tuple[Parts, int]],
        steps: Sequence[Step],
        posts: Sequence[str],
    ) -> Contest:
        tie = self.outcome if self._waits and self.outcome.within == within else None
        findings = [
            f"{label([key for key, _ in standing[step.key][0]], self.names)} får "
            f"{_gained(step, post)}."
            for step, post in zip(steps, posts, strict=False)
        ]
        alliance = label(self.groups[within].lists, self.names) if within else ""
        return Contest(alliance, _rows(standing, steps, posts, tie), findings)

    def _parts(self, keys: Sequence[str]) -> Parts:
        return [(key, self.names.get(key, key)) for key in keys]

    @property
    def allied(self) -> list[Row]:
        """The alliances, most votes first."""
        return [row for row in self.contests[0].rows if row.is_alliance]

    @cached_property
    def missing(self) -> list[Missing]:
        """What every group lacks, the largest first."""
        groups = sorted(self.groups.values(), key=lambda group: (-group.votes, group.name))
        return [self._missing(group) for group in groups]

    def _missing(self, group: Group) -> Missing:
        chair, vice_chair = (
            votes_missing(self.votes, self.alliances, post=post, group=group.name)
            for post in (Post.CHAIR, Post.VICE_CHAIR)
        )
        return Missing(
            label(group.lists, self.names),
            group.votes,
            "har posten" if chair == 0 else thousands(chair or 0),
            "" if vice_chair is None else "har posten" if not vice_chair else thousands(vice_chair),
        )

    @property
    def _waits(self) -> bool:
        return isinstance(self.outcome, LotsRequired)

    @property
    def _steps(self) -> tuple[Step, ...]:
        """The posts given to groups, also where a tie came after them."""
        return self.outcome.steps[: len(POSTS)] if self._is_inner_tie else self.outcome.steps

    @property
    def _is_inner_tie(self) -> bool:
        return self._waits and self.outcome.within is not None

    @property
    def _inner(self) -> dict[str, tuple[Step, ...]]:
        """The posts given inside alliances; at a tie there, those given before it."""
        if not self._waits:
            return dict(self.outcome.inner)
        if not self._is_inner_tie:
            return {}
        return {self.outcome.within: self.outcome.steps[len(POSTS) :]}

    def _posts_of(self, name: str) -> list[str]:
        """The posts that the group won."""
        return [post for step, post in zip(self._steps, POSTS, strict=False) if step.key == name]


def story_of(election: LeadershipElection) -> Story | None:
    """A stored election, computed again from what it followed from; None for one in unison."""
    if election.election is None:
        return None
    inputs = election.inputs
    return Story(inputs["votes"], inputs["alliances"], election.election, election.names)


def tried(votes: Votes, alliances: Sequence[Collection[str]], names: Names) -> Story:
    """What an election with these alliances would give; raises apportionment.InvalidInput."""
    return Story(votes, alliances, elect_leadership(votes, alliances), names)


def label(keys: Sequence[str], names: Names) -> str:
    """»A Socialdemokratiet«, and an alliance as its letters: »B + F + Ø«."""
    if len(keys) > 1:
        return " + ".join(keys)
    name = names.get(keys[0], "")
    return f"{keys[0]} {name}" if name and name != keys[0] else keys[0]


def tie_names(tie: LotsRequired, names: Names) -> dict[str, str]:
    """What those who draw lots are called, by the names the tie has for them."""
    return {name: label([name], names).replace("+", " + ") for name in tie.lists}


def posts_at_stake(tie: LotsRequired) -> list[str]:
    """The posts that the lots are drawn for, the first drawn first: »formandsposten« …"""
    posts = list(DEFINITE_POSTS.values())
    if tie.within is not None:
        given = zip(tie.steps[: len(POSTS)], posts, strict=True)
        posts = [post for step, post in given if step.key == tie.within]
    return posts[tie.place - 1 :][: tie.seats]


def tie_sentence(tie: LotsRequired, names: Names) -> str:
    """Who stands equal, and for which posts."""
    who = enumeration(list(tie_names(tie, names).values()))
    posts = enumeration(posts_at_stake(tie))
    figure = f"de har den samme kvotient, {_number(*tie.quotient)}"
    if tie.within is None:
        return f"{who} står lige om {posts}: {figure}."
    alliance = tie.within.replace("+", " + ")
    return f"Inden for valgforbundet {alliance} står {who} lige om {posts}: {figure}."


def _gained(step: Step, post: str) -> str:
    """What a step gave, and for what."""
    figure = f"{thousands(step.votes)} stemmer"
    if step.divisor > 1:
        quotient = _number(step.votes, step.divisor)
        figure = f"kvotienten {thousands(step.votes)} : {step.divisor} = {quotient}"
    return f"{DEFINITE_POSTS[post]} {'ved lodtrækning' if step.by_lot else f'med {figure}'}"


def _number(votes: int, divisor: int) -> str:
    """Exactly: the divisors are 1 and 2."""
    if divisor == 1:
        return thousands(votes)
    return f"{thousands(votes // divisor)},{votes % divisor * 10 // divisor}"


def _rows(
    standing: Mapping[str, tuple[Parts, int]],
    steps: Sequence[Step],
    posts: Sequence[str],
    tie: LotsRequired | None,
) -> list[Row]:
    """Those who stand, by name, most votes first; `posts` are those that `steps` gave, in order."""
    given = {
        (step.key, step.divisor): (post, step.by_lot)
        for step, post in zip(steps, posts, strict=False)
    }
    ordered = sorted(standing.items(), key=lambda item: (-item[1][1], item[0]))
    return [
        Row(parts, votes, tuple(_cell(name, votes, divisor, given, tie) for divisor in (1, 2)))
        for name, (parts, votes) in ordered
    ]


def _cell(
    name: str,
    votes: int,
    divisor: int,
    given: Mapping[tuple[str, int], tuple[str, bool]],
    tie: LotsRequired | None,
) -> Cell:
    post, by_lot = given.get((name, divisor), ("", False))
    if tie and name in tie.lists and votes * tie.quotient[1] == tie.quotient[0] * divisor:
        post = BY_LOT
    return Cell(_number(votes, divisor), post, by_lot)
