"""The portal's own file: one row for each municipality and list, nothing to interpret."""

from collections.abc import Collection, Iterator, Mapping

from elections.votefiles.reading import Problem, Problems, VotesRefused, numbered
from elections.votefiles.results import MAX_LETTER, MAX_NAME, VoteRow

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


def parse(
    data: bytes, *, municipalities: Mapping[str, str], letters: Collection[str]
) -> tuple[VoteRow, ...]:
    """The rows of a UTF-8 file with the columns above, separated by commas or semicolons.

    `municipalities` maps the codes that may occur to their names, `letters` are the parties'
    letters at the election. Raises VotesRefused with every problem found (at most fifty).
    """
    text = _decoded(data)
    problems = Problems()
    records = numbered(text, _delimiter(text), problems)
    names = [name.strip() for name in next(records, (1, []))[1]]
    problems.refuse_if_any()
    _check_header(names)
    rows: list[VoteRow] = []
    seen: dict[tuple[str, str, str], int] = {}
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
        for problem in found:
            problems.add(problem.line, problem.column, problem.text)
    problems.refuse_if_any()
    if not rows:
        raise VotesRefused(Problem(2, "", "filen har en overskrift, men ingen stemmetal."))
    if not any(row.votes for row in rows):
        raise VotesRefused(Problem(2, "votes", "alle stemmetal i filen er 0."))
    return tuple(rows)


def _decoded(data: bytes) -> str:
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


def _check_header(present: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in present]
    if missing:
        raise VotesRefused(*(Problem(1, name, "kolonnen mangler.") for name in missing))
    doubled = sorted({name for name in present if present.count(name) > 1})
    if doubled:
        raise VotesRefused(*(Problem(1, name, "kolonnen findes to gange.") for name in doubled))


def _problems(
    line: int,
    record: Mapping[str, str],
    municipalities: Mapping[str, str],
    letters: Collection[str],
) -> Iterator[Problem]:
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
