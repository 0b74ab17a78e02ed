"""Reading a file of votes: all of it or nothing, each mistake with its line and column."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

COLUMNS = (
    "municipality_code",
    "municipality",
    "party_letter",
    "local_list_letter",
    "list_name",
    "votes",
    "status",
)
STATUSES = frozenset({"exact", "estimated"})
MAX_PROBLEMS = 50
MAX_NAME, MAX_LETTER = 100, 5  # what ElectoralList has room for


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
class Problem:
    """Something wrong at a line (1 is the header) and, where it has one, a column."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = f"Linje {self.line}" + (f", kolonne {self.column}" if self.column else "")
        return f"{place}: {self.text}"


class VotesRefused(Exception):
    """The file is refused whole; `problems` says why, in Danish."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def parse(
    data: bytes, *, municipalities: Mapping[str, str], letters: Collection[str]
) -> tuple[VoteRow, ...]:
    """The rows of a UTF-8 file with the columns above, separated by commas or semicolons.

    `municipalities` maps the codes that may occur to their names, `letters` are the parties'
    letters at the election. Raises VotesRefused with every problem found (at most fifty).
    """
    text = _decoded(data)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = _numbered(reader)
    names = [name.strip() for name in next(records, (1, []))[1]]
    _check_header(names)
    rows: list[VoteRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], int] = {}
    try:
        for line, fields in records:
            record = dict(zip(names, fields, strict=True)) if len(fields) == len(names) else {}
            found = list(_problems(line, record, municipalities, letters))
            if not found:
                row = _row(record)
                if row.key in seen:
                    text = f"samme kommune og liste som linje {seen[row.key]}."
                    found.append(Problem(line, "list_name", text))
                seen.setdefault(row.key, line)
                rows.append(row)
            problems.extend(found)
            if len(problems) >= MAX_PROBLEMS:
                break
    except VotesRefused as refusal:
        problems.extend(refusal.problems)
    if problems:
        raise VotesRefused(*problems[:MAX_PROBLEMS])
    if not rows:
        raise VotesRefused(Problem(2, "", "filen har en overskrift, men ingen stemmetal."))
    if not any(row.votes for row in rows):
        raise VotesRefused(Problem(2, "votes", "alle stemmetal i filen er 0."))
    return tuple(rows)


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise VotesRefused(Problem(1, "", "filen er tom."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        data = error.object  # without the byte order mark, which error.start does not count
        line = data[: error.start].count(b"\n") + 1
        before = data[: error.start].rpartition(b"\n")[2].decode("utf-8", errors="replace")
        first_line = data.split(b"\n", 1)[0].decode("utf-8", errors="replace").strip()
        header = first_line.split(_delimiter(first_line))
        place = before.count(_delimiter(first_line))
        column = header[place] if line > 1 and place < len(header) else ""
        text = "filen er ikke gemt som UTF-8 (måske Latin-1). Gem den som »CSV UTF-8«."
        raise VotesRefused(Problem(line, column, text)) from error


def _delimiter(text: str) -> str:
    """Comma or semicolon: Excel writes the latter where the comma is the decimal mark."""
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _numbered(reader) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it begins on; an empty line is no row."""
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            text = "linjen kan ikke læses som CSV. Se efter et anførselstegn, der ikke er lukket."
            raise VotesRefused(Problem(line, "", text)) from error
        if fields:
            yield line, fields


def _check_header(present: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in present]
    if missing:
        raise VotesRefused(*(Problem(1, name, "kolonnen mangler.") for name in missing))
    doubled = sorted({name for name in present if present.count(name) > 1})
    if doubled:
        raise VotesRefused(*(Problem(1, name, "kolonnen findes to gange.") for name in doubled))


def _problems(line, record, municipalities, letters):
    if not record:
        yield Problem(line, "", "linjen har ikke det samme antal felter som overskriften.")
        return
    code, name = record["municipality_code"].strip(), record["municipality"].strip()
    if code not in municipalities:
        yield Problem(line, "municipality_code", f"ukendt kommune i dette KKR: »{code}«.")
    elif name != municipalities[code]:
        expected = municipalities[code]
        yield Problem(line, "municipality", f"koden {code} er {expected}, ikke »{name}«.")
    letter = record["party_letter"].strip()
    if letter and letter not in letters:
        yield Problem(line, "party_letter", f"intet parti havde bogstavet »{letter}« ved valget.")
    list_name, local_letter = record["list_name"].strip(), record["local_list_letter"].strip()
    if not list_name:
        yield Problem(line, "list_name", "listens navn mangler.")
    if len(list_name) > MAX_NAME or "\0" in list_name:
        yield Problem(line, "list_name", f"højst {MAX_NAME} tegn, og ikke nultegn.")
    if letter and local_letter:
        yield Problem(line, "local_list_letter", "en liste er enten et parti eller lokal.")
    if len(local_letter) > MAX_LETTER or "\0" in local_letter:
        yield Problem(line, "local_list_letter", f"højst {MAX_LETTER} tegn, og ikke nultegn.")
    votes = record["votes"].strip()
    if not (votes.isascii() and votes.isdigit()) or len(votes) > 9:
        yield Problem(line, "votes", f"»{votes}« er ikke et helt, ikke-negativt tal.")
    if record["status"].strip() not in STATUSES:
        yield Problem(line, "status", f"»{record['status']}« er hverken exact eller estimated.")


def _row(record: Mapping[str, str]) -> VoteRow:
    values = {name: record[name].strip() for name in COLUMNS}
    return VoteRow(
        municipality_code=values["municipality_code"],
        party_letter=values["party_letter"],
        local_letter=values["local_list_letter"],
        list_name=values["list_name"],
        votes=int(values["votes"]),
        is_estimated=values["status"] == "estimated",
    )
