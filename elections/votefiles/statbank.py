"""An export from Statistics Denmark's StatBank: one row for each area and party, or total."""

from collections.abc import Sequence

from elections.votefiles import columns, figures
from elections.votefiles.areas import Areas, PassedOver
from elections.votefiles.lists import Listed, Lists
from elections.votefiles.reading import Problems, complete, delimiter, numbered
from elections.votefiles.results import Context, Shape, VoteFile
from elections.votefiles.tally import Tally, Total, total_named

COLUMNS = {
    "area": {"område", "omraade", "omr", "kommune", "area"},
    "party": {"valres", "valgresultat", "parti", "partier", "partikode", "liste", "party"},
    "votes": {"indhold", "stemmer", "stemmetal", "antal", "antal stemmer", "votes", "contents"},
}


def is_header(fields: Sequence[str]) -> bool:
    titles = {columns.plain(field) for field in fields}
    return all(titles & names for names in COLUMNS.values())


def read(text: str, context: Context) -> VoteFile:
    """The votes in `text`; raises VotesRefused."""
    return _Reader(text, context).read()


class _Reader:
    def __init__(self, text: str, context: Context) -> None:
        self._context = context
        self._problems = Problems()
        self._rows = numbered(text, delimiter(text), self._problems)
        self._header = [field.strip() for field in next(self._rows)[1]]
        places = columns.found(self._header, COLUMNS)
        self._area, self._party, self._votes = (places[column] for column in COLUMNS)
        self._others = [i for i in range(len(self._header)) if i not in places.values()]
        self._lists = Lists(context.parties, self._problems)
        self._tally = Tally(self._lists, self._problems, self._header[self._votes])
        self._areas, self._passed_over = Areas(context), PassedOver()
        self._first_lines: dict[tuple[str, tuple[str, str] | str], int] = {}
        self._values: dict[int, str] = {}  # of the other columns
        self._told: set[str] = set()

    def read(self) -> VoteFile:
        for line, fields in complete(self._rows, len(self._header), self._problems):
            self._check_others(line, fields)
            place = self._areas.place(fields[self._area])
            if place.code:
                self._add(line, fields, place.code)
            elif place.problem:
                self._tell_once(line, place.problem)
            else:
                is_list = total_named(fields[self._party]) is None
                votes = figures.votes_or_none(fields[self._votes]) if is_list else 0
                self._passed_over.add(line, place.why_not, votes)
        self._tally.check_valid_votes(self._context.municipalities)
        skipped = self._passed_over.skipped()
        rows = self._tally.rows(2, passed_over=bool(skipped))
        valid, cast = self._tally.valid_votes(), self._tally.cast_votes(all_lists=False)
        return VoteFile(Shape.STATBANK, rows, skipped, valid, cast)

    def _add(self, line: int, fields: Sequence[str], code: str) -> None:
        what = self._what(line, fields[self._party])
        if what is None or what is Total.UNUSED:
            return
        key = (code, what.key if isinstance(what, Listed) else what.name)
        first_line = self._first_lines.setdefault(key, line)
        if first_line == line:
            self._tally.add(line, code, what, fields[self._votes])
        else:
            text = f"samme område og parti som linje {first_line}."
            self._problem(line, self._party, text)

    def _what(self, line: int, party: str) -> Listed | Total | None:
        """The list or total that a row is about; None for a list that is wrong."""
        total = total_named(party)
        if total:
            return total
        letter, name = self._lists.split(party)
        return self._lists.find(line, self._header[self._party], letter, name)

    def _check_others(self, line: int, fields: Sequence[str]) -> None:
        """Another year or sex in the same file would count votes twice."""
        for column in list(self._others):
            first = self._values.setdefault(column, fields[column])
            if fields[column] != first:
                text = f"der må kun være én værdi, men her er både »{first}« og »{fields[column]}«."
                self._problem(line, column, text)
                self._others.remove(column)

    def _tell_once(self, line: int, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._problem(line, self._area, text)

    def _problem(self, line: int, column: int, text: str) -> None:
        self._problems.add(line, self._header[column], text)
