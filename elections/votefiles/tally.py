"""Votes added up for each municipality and list, beside the totals that the file states."""

from collections.abc import Mapping
from enum import Enum, auto

from elections.votefiles import figures
from elections.votefiles.figures import danish
from elections.votefiles.lists import Listed, Lists
from elections.votefiles.reading import Problem, Problems, VotesRefused
from elections.votefiles.results import VoteRow


class Total(Enum):
    """What a row counts that is no list."""

    VALID = auto()
    CAST = auto()
    BLANK = auto()
    INVALID = auto()
    OTHER_INVALID = auto()  # invalid, not blank
    ALL_INVALID = auto()  # blank ones among them
    UNUSED = auto()


NAMES = {
    "gyldige": Total.VALID,
    "valid": Total.VALID,
    "afgivne": Total.CAST,
    "cast": Total.CAST,
    "blanke": Total.BLANK,
    "blank": Total.BLANK,
    "ugyldige": Total.INVALID,
    "invalid": Total.INVALID,
    "andre ugyldige": Total.OTHER_INVALID,
    "øvrige ugyldige": Total.OTHER_INVALID,
    "other invalid": Total.OTHER_INVALID,
    "blanke og ugyldige": Total.ALL_INVALID,
    "ugyldige og blanke": Total.ALL_INVALID,
    "i alt": Total.UNUSED,
    "total": Total.UNUSED,
}
UNUSED_BEGINNINGS = (
    "vælgere",
    "stemmeberettigede",
    "valgdeltagelse",
    "stemmeprocent",
    "brevstemmer",
)


def total_named(text: str) -> Total | None:
    """The total that a row called `text` states; None if it is called otherwise."""
    name = " ".join(text.casefold().replace("(", " ").replace(")", " ").split()).rstrip(".:")
    name = name.removeprefix("heraf ").removeprefix("antal ")
    if name.startswith(UNUSED_BEGINNINGS):
        return Total.UNUSED
    bare = name.removesuffix(" i alt")
    total = NAMES.get(bare.removesuffix(" stemmer").removesuffix(" votes").removeprefix("votes "))
    # »Ugyldige stemmer i alt« stands above its parts, »Blanke stemmer« and »Andre ugyldige«.
    return Total.ALL_INVALID if total is Total.INVALID and bare != name else total


class Tally:
    """The votes of the council's municipalities; `column` is where the file has the numbers."""

    def __init__(self, lists: Lists, problems: Problems, column: str) -> None:
        self._lists, self._problems, self._column = lists, problems, column
        self._listed: dict[tuple[str, tuple[str, str]], Listed] = {}
        self._votes: dict[tuple[str, tuple[str, str]], int] = {}
        self._sums: dict[str, int] = {}
        self._totals: dict[str, dict[Total, int]] = {}
        self._lines: dict[str, int] = {}  # of the first total of valid votes

    def add(self, line: int, municipality: str, what: Listed | Total, number: str) -> None:
        """Counts a row; a number that is none is a problem."""
        try:
            votes = figures.votes(number)
        except ValueError as error:
            self._problems.add(line, self._column, str(error))
            return
        if isinstance(what, Listed):
            self._add_to_list(municipality, what, votes)
        else:
            self._add_to_total(municipality, what, votes, line)

    def rows(self, first_line: int, *, passed_over: bool) -> tuple[VoteRow, ...]:
        """One row for each list, in the file's order; refuses a file that has nothing to count.

        `first_line` is the first below the header, `passed_over` tells of rows about other areas.
        """
        self._problems.refuse_if_any()
        if not self._votes:
            empty = "filen har ingen stemmetal for lister."
            elsewhere = "ingen af filens stemmetal hører til en kommune i dette KKR."
            raise VotesRefused(Problem(first_line, "", elsewhere if passed_over else empty))
        if not any(self._votes.values()):
            text = "alle stemmetal i filen er 0."
            raise VotesRefused(Problem(first_line, self._column, text))
        return tuple(self._row(key) for key in self._listed)

    def check_valid_votes(self, names: Mapping[str, str]) -> None:
        """A problem for each municipality whose lists have more votes than are valid."""
        for code, line in self._lines.items():
            votes, valid = self._sums[code], self._totals[code][Total.VALID]
            if votes > valid:
                lists = f"listerne i {names[code]} har tilsammen {danish(votes)} stemmer"
                text = f"{lists}, men her står {danish(valid)} gyldige."
                self._problems.add(line, self._column, text)

    def valid_votes(self) -> int | None:
        """Those the file states, if it does so for each of its municipalities."""
        return _sum([self._totals.get(code, {}).get(Total.VALID) for code in self._sums])

    def cast_votes(self, *, all_lists: bool) -> int | None:
        """Stated, or valid and invalid ones added.

        `all_lists` says that the lists' votes are all the valid ones there are.
        """
        return _sum([self._cast_in(code, all_lists) for code in self._sums])

    def _add_to_list(self, municipality: str, listed: Listed, votes: int) -> None:
        key = (municipality, listed.key)
        if not self._listed.setdefault(key, listed).name:
            self._listed[key] = listed
        self._votes[key] = self._votes.get(key, 0) + votes
        self._sums[municipality] = self._sums.get(municipality, 0) + votes

    def _add_to_total(self, municipality: str, total: Total, votes: int, line: int) -> None:
        self._sums.setdefault(municipality, 0)
        totals = self._totals.setdefault(municipality, {})
        totals[total] = totals.get(total, 0) + votes
        if total is Total.VALID:
            self._lines.setdefault(municipality, line)

    def _cast_in(self, code: str, all_lists: bool) -> int | None:
        totals = self._totals.get(code, {})
        if Total.CAST in totals:
            return totals[Total.CAST]
        valid = totals.get(Total.VALID, self._sums[code] if all_lists else None)
        invalid = _invalid(totals)
        return None if valid is None or invalid is None else valid + invalid

    def _row(self, key: tuple[str, tuple[str, str]]) -> VoteRow:
        listed = self._listed[key]
        return VoteRow(
            municipality_code=key[0],
            party_letter=listed.party_letter,
            local_letter=listed.local_letter,
            list_name=self._lists.name_of(listed),
            votes=self._votes[key],
            is_estimated=False,
        )


def _invalid(totals: dict[Total, int]) -> int | None:
    """All votes that count for no list, blank ones among them."""
    if Total.ALL_INVALID in totals:
        return totals[Total.ALL_INVALID]
    if Total.OTHER_INVALID in totals and Total.INVALID in totals:
        return totals[Total.INVALID]  # the whole that »Andre ugyldige« is a part of
    invalid = totals.get(Total.INVALID, totals.get(Total.OTHER_INVALID))
    blank = totals.get(Total.BLANK)
    return None if invalid is None or blank is None else invalid + blank


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
