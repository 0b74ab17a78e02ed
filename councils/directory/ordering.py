"""In which order lines stand, and how many of each kind there are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from councils import danish
from councils.directory.values import Line, Role

# What has no municipality or party stands last, whichever way it is sorted.
SORTINGS: dict[str, tuple[str, Callable[[Line], Any]]] = {
    "navn": ("Navn", lambda line: line.sort_key),
    "parti": (
        "Parti",
        lambda line: (
            line.party.name
            and (not line.party.letter, *danish.letter_key(line.party.letter or line.party.name))
        ),
    ),
    "kommune": ("Kommune", lambda line: line.place.sort_key),
}


def in_order(lines: Collection[Line], sorting: str) -> list[Line]:
    """Lines by name, sorted by `sorting`, backwards if it begins with a hyphen."""
    _, key = SORTINGS[sorting.removeprefix("-")]
    keyed = [line for line in lines if key(line)]
    rest = [line for line in lines if not key(line)]
    return sorted(keyed, key=key, reverse=sorting.startswith("-")) + rest


ENOUGH = 3


@dataclass(frozen=True)
class Balance:
    """Women and men among some people, each counted once."""

    women: int
    men: int
    not_stated: int

    @property
    def total(self) -> int:
        return self.women + self.men + self.not_stated

    @property
    def is_telling(self) -> bool:
        """Whether it is about enough people not to tell the gender of one."""
        return self.total >= ENOUGH

    @property
    def shares(self) -> list[tuple[str, int, int]]:
        """Label, number and per cent, rounded."""
        counts = [
            (f"kvinde{'' if self.women == 1 else 'r'}", self.women),
            (f"m{'and' if self.men == 1 else 'ænd'}", self.men),
            ("ikke oplyst", self.not_stated),
        ]
        return [(label, count, round(100 * count / self.total)) for label, count in counts]


def balance(lines: Iterable[Line]) -> Balance:
    """Of the politicians among the lines; staff are not counted."""
    genders = list({line.person: line.gender for line in lines if line.person}.values())
    return Balance(genders.count("woman"), genders.count("man"), genders.count(""))


# The words for one and for several in a sentence, and the heading above their lines.
_GROUPS = {
    "members": ("medlem", "medlemmer", "Medlemmer"),
    "observers": ("observatør", "observatører", "Observatører"),
    "substitutes": ("stedfortræder", "stedfortrædere", "Stedfortrædere"),
    "appointed": ("udpeget", "udpegede", "Udpegede repræsentanter"),
    "staff": ("i sekretariatet", "i sekretariatet", "Sekretariat"),
}
_GROUP_OF = {
    Role.MAYOR: "members",
    Role.SUPPLEMENTARY: "members",
    Role.OBSERVER: "observers",
    Role.SUBSTITUTE: "substitutes",
    Role.APPOINTED: "appointed",
    Role.SECRETARIAT: "staff",
}


@dataclass(frozen=True)
class Group:
    """Members, observers, substitutes, representatives or staff, in the order of all lines."""

    heading: str
    words: str  # after their number, in a sentence
    lines: list[Line]


def grouped(lines: Iterable[Line]) -> list[Group]:
    """Members first, then who takes part or stands in for them; those there are."""
    found = defaultdict(list)
    for line in lines:
        found[_GROUP_OF[line.role]].append(line)
    return [
        Group(heading, one if len(found[name]) == 1 else several, found[name])
        for name, (one, several, heading) in _GROUPS.items()
        if found[name]
    ]
