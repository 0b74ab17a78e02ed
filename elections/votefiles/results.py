"""What a file of votes is read with and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MAX_NAME, MAX_LETTER = 100, 5  # what ElectoralList has room for


class Shape(StrEnum):
    """Whose file it is: the portal's own, Statistics Denmark's or valg.dk's."""

    SIMPLE = "simple"
    STATBANK = "statbank"
    VALGDK = "valgdk"


@dataclass(frozen=True, slots=True)
class Context:
    """What a file may speak of.

    `municipalities` (of the council) and `others` (of other councils) map codes to names,
    `parties` maps the letters of parties and list co-operations at the election to their names.
    `municipality` is the code of the one that the whole file is about, where it does not say.
    """

    municipalities: Mapping[str, str]
    others: Mapping[str, str]
    parties: Mapping[str, str]
    municipality: str = ""

    def __post_init__(self) -> None:
        if self.municipality and self.municipality not in self.municipalities:
            raise ValueError(f"{self.municipality} is not a municipality of the council")


@dataclass(frozen=True, slots=True)
class VoteRow:
    """The votes for one list in one municipality. A local list has no party letter."""

    municipality_code: str
    party_letter: str
    local_letter: str
    list_name: str
    votes: int
    is_estimated: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """What may stand only once in a file: a letter is one list in a municipality."""
        local = "" if self.party_letter else self.local_letter or self.list_name
        return (self.municipality_code, self.party_letter, local)


@dataclass(frozen=True, slots=True)
class Skipped:
    """An area that does not concern the council: `text` says in Danish which and why.

    `line` is its first line, `lines` how many it has, `votes` how many votes for lists.
    """

    line: int
    text: str
    lines: int
    votes: int


@dataclass(frozen=True, slots=True)
class VoteFile:
    """A file that was read whole.

    The totals are those the file itself states, added up over the council's municipalities in
    it; None unless it states them for each.
    """

    shape: Shape
    rows: tuple[VoteRow, ...]
    skipped: tuple[Skipped, ...] = ()
    valid_votes: int | None = None
    cast_votes: int | None = None
