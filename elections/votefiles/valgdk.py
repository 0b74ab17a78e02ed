"""An export from valg.dk: one row for each polling area, list and candidate."""

import re
from collections.abc import Sequence

from elections.votefiles import columns, figures
from elections.votefiles.areas import Areas, PassedOver, Place
from elections.votefiles.lists import Listed, Lists
from elections.votefiles.reading import Problems, complete, delimiter, numbered
from elections.votefiles.results import Context, Shape, VoteFile
from elections.votefiles.tally import Tally, Total, total_named

COLUMNS = {
    "area": {"afstemningsområde", "afstemningsomraade", "afstemningssted", "valgsted"},
    "letter": {"listebogstav", "bogstav", "bogstavbetegnelse", "partibogstav"},
    "name": {"listenavn", "partinavn", "parti", "liste"},
    "candidate": {"kandidat", "kandidatnavn", "navn", "stemmeseddelnavn"},
    "votes": {"stemmer", "stemmetal", "antal stemmer", "antal"},
    "code": {"kommunekode", "kommunenr"},
    "municipality": {"kommune", "kommunenavn"},
}
WITHOUT_HEADER = ["Afstemningsområde", "Listebogstav", "Listenavn", "Kandidat", "Stemmer"]
OUTSIDE_LISTS = re.compile(r"(?:kandidater? )?uden ?for (?:liste|parti)", re.IGNORECASE)
NO_LETTER = " .-–"  # also what may stand around one


def is_header(fields: Sequence[str]) -> bool:
    titles = {columns.plain(field) for field in fields}
    has = {column for column, names in COLUMNS.items() if titles & names}
    return {"area", "votes"} <= has and bool({"letter", "name"} & has)


def is_row(fields: Sequence[str]) -> bool:
    """Whether a file begins with votes at once, without a header."""
    return len(fields) == len(WITHOUT_HEADER) and re.fullmatch(r"[0-9.]+", fields[-1]) is not None


def read(text: str, context: Context) -> VoteFile:
    """The votes in `text`, added up over polling areas and candidates; raises VotesRefused."""
    return _Reader(text, context).read()


class _Reader:
    def __init__(self, text: str, context: Context) -> None:
        self._context = context
        self._problems = Problems()
        first = next(numbered(text, delimiter(text), Problems()))[1]
        self._rows = numbered(text, delimiter(text), self._problems)
        self._has_header = is_header(first)
        if self._has_header:
            next(self._rows)
        self._header = [f.strip() for f in first] if self._has_header else WITHOUT_HEADER
        self._places = columns.found(self._header, COLUMNS)
        self._lists = Lists(context.parties, self._problems)
        self._tally = Tally(self._lists, self._problems, self._title("votes"))
        self._areas, self._passed_over = Areas(context), PassedOver()
        self._located: dict[tuple[str, str], Place] = {}
        self._names: dict[tuple[str, str, str], tuple[str, int]] = {}
        self._first_lines: dict[tuple[str, ...], int] = {}
        self._asked_for_municipality = False

    def read(self) -> VoteFile:
        for line, fields in complete(self._rows, len(self._header), self._problems):
            row = {column: fields[place] for column, place in self._places.items()}
            place = self._place(line, row)
            if place.code:
                self._add(line, row, place.code)
            elif place.why_not:
                is_list = _total(row) is None
                votes = figures.votes_or_none(row["votes"]) if is_list else 0
                self._passed_over.add(line, place.why_not, votes)
        self._tally.check_valid_votes(self._context.municipalities)
        skipped = self._passed_over.skipped()
        rows = self._tally.rows(1 + self._has_header, passed_over=bool(skipped))
        valid, cast = self._tally.valid_votes(), self._tally.cast_votes(all_lists=True)
        return VoteFile(Shape.VALGDK, rows, skipped, valid, cast)

    def _place(self, line: int, row: dict[str, str]) -> Place:
        """Where the row's votes were cast; what is wrong with an area is told once."""
        named = f"{row.get('code', '')} {row.get('municipality', '')}".strip()
        key = (named, row["area"])
        if key not in self._located:
            self._located[key] = place = self._find(named, row["area"])
            column = "area" if not named else "municipality" if row.get("municipality") else "code"
            if place.problem:
                self._problem(line, column, place.problem)
            if place == Place() and not self._asked_for_municipality:
                self._asked_for_municipality = True
                text = "filen siger ikke, hvilken kommune afstemningsområdet ligger i."
                self._problem(line, "area", f"{text} Vælg den kommune, filen handler om.")
        return self._located[key]

    def _find(self, named: str, area: str) -> Place:
        chosen = self._context.municipality
        if named:
            return self._areas.place(named)
        place = self._areas.place_at_start_of(area)
        if place and chosen and place.code != chosen:
            name = self._context.municipalities[chosen]
            text = f"»{area}« nævner en anden kommune end {name}, som er valgt for filen."
            return Place(problem=text)
        return place or Place(code=chosen)

    def _add(self, line: int, row: dict[str, str], code: str) -> None:
        what = _total(row) or self._listed(line, row, code)
        if what is None or what is Total.UNUSED:
            return
        name = what.key if isinstance(what, Listed) else (what.name,)
        key = (code, row["area"], row.get("candidate", ""), *name)
        first_line = self._first_lines.setdefault(key, line)
        if first_line == line:
            self._tally.add(line, code, what, row["votes"])
        else:
            text = f"samme afstemningsområde, liste og kandidat som linje {first_line}."
            self._problem(line, "candidate" if "candidate" in row else "area", text)

    def _listed(self, line: int, row: dict[str, str], code: str) -> Listed | None:
        letter, name = _letter(row), row.get("name", "")
        if "letter" not in row:
            letter, name = self._lists.split(name)
        if not letter and not name and OUTSIDE_LISTS.match(row.get("candidate", "")):
            name = row["candidate"]
        title = self._title("name" if name and "name" in self._places else "letter")
        listed = self._lists.find(line, title, letter, name)
        if listed is None or not listed.name:
            return listed
        known, first_line = self._names.setdefault((code, *listed.key), (listed.name, line))
        if known.casefold() != listed.name.casefold():
            text = f"listen {letter.upper()} hedder »{known}« i linje {first_line}."
            self._problem(line, "name", text)
            return None
        return listed

    def _title(self, column: str) -> str:
        return self._header[self._places[column]] if column in self._places else ""

    def _problem(self, line: int, column: str, text: str) -> None:
        self._problems.add(line, self._title(column), text)


def _letter(row: dict[str, str]) -> str:
    return row.get("letter", "").strip(NO_LETTER)


def _total(row: dict[str, str]) -> Total | None:
    """Only a row without a letter is a total: a list may call itself what it likes."""
    if _letter(row):
        return None
    return total_named(row.get("name", "")) or total_named(row.get("candidate", ""))
