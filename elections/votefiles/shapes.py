"""Whose file it is, told by its first line."""

from elections.votefiles import simple, statbank, valgdk
from elections.votefiles.reading import (
    Problem,
    Problems,
    VotesRefused,
    delimiter,
    numbered,
)
from elections.votefiles.results import Shape

UNKNOWN = (
    "filens første linje er ikke genkendt. Portalen læser tre slags filer: sin egen "
    "(municipality_code, municipality, party_letter, …), Statistikbankens (område; parti; "
    "stemmer) og valg.dk’s (Afstemningsområde; Listebogstav; Listenavn; Kandidat; Stemmer)."
)


def recognised(text: str) -> Shape:
    """The shape of a file that begins like `text`; raises VotesRefused for any other."""
    mark, problems = delimiter(text), Problems()
    line, fields = next(numbered(text, mark, problems), (1, []))
    problems.refuse_if_any()
    if len({field.strip() for field in fields} & set(simple.COLUMNS)) > 1:
        return Shape.SIMPLE
    if valgdk.is_header(fields) or (mark == ";" and valgdk.is_row(fields)):
        return Shape.VALGDK
    if statbank.is_header(fields):
        return Shape.STATBANK
    raise VotesRefused(Problem(line, "", UNKNOWN))
