"""One table of votes, written in each of the three shapes."""

from collections.abc import Iterable

from elections.votefiles import COLUMNS, Context, VoteFile, VotesRefused, read

PARTIES = {
    "A": "Socialdemokratiet",
    "F": "Socialistisk Folkeparti",
    "V": "Venstre, Danmarks Liberale Parti",
    "Æ": "Danmarksdemokraterne",
    "Ø": "Enhedslisten – De Rød-Grønne",
    "Å": "Alternativet",
}
OWN = {"740": "Silkeborg", "741": "Samsø", "751": "Aarhus", "756": "Ikast-Brande"}
OTHERS = {"101": "København", "580": "Aabenraa"}
CONTEXT = Context(municipalities=OWN, others=OTHERS, parties=PARTIES)

Row = tuple[str, str, str, str, int]  # municipality, party's letter, local letter, name, votes


def simple(rows: Iterable[Row], names: dict[str, str] = OWN) -> bytes:
    lines = [
        f"{code};{names[code]};{party};{local};{name};{votes};exact"
        for code, party, local, name, votes in rows
    ]
    return _file(";".join(COLUMNS), lines)


def statbank(rows: Iterable[Row], names: dict[str, str] = OWN) -> bytes:
    lines = [
        f"{names[code]};{f'{party or local}. ' if party or local else ''}{name};2021;{votes}"
        for code, party, local, name, votes in rows
    ]
    return _file("OMRÅDE;VALRES;TID;INDHOLD", lines)


def valgdk(rows: Iterable[Row], names: dict[str, str] = OWN) -> bytes:
    """Each list's votes are shared by two polling areas, its own votes and a candidate."""
    lines = []
    for code, party, local, name, votes in rows:
        for area, candidate, share in (
            ("Nord", "Partiliste", votes // 2),
            ("Nord", "Eksempel A", votes // 3),
            ("Syd", "Partiliste", votes - votes // 2 - votes // 3),
        ):
            lines.append(f"{names[code]} - {area};{party or local};{name};{candidate};{share}")
    return _file("Afstemningsområde;Listebogstav;Listenavn;Kandidat;Stemmer", lines)


def file(*lines: str) -> bytes:
    return _file(lines[0], lines[1:])


def problems_of(data: bytes, context: Context = CONTEXT) -> list[str]:
    try:
        outcome: VoteFile | None = read(data, context)
    except VotesRefused as refusal:
        return [str(problem) for problem in refusal.problems]
    raise AssertionError(f"not refused: {outcome}")


def _file(header: str, lines: Iterable[str]) -> bytes:
    return ("\n".join([header, *lines]) + "\n").encode()
