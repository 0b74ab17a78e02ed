"""Reading a file of votes: all of it or nothing, each mistake with its line and column.

Nothing here knows Django or the database. Start with :func:`read`.
"""

from elections.votefiles import simple, statbank, valgdk
from elections.votefiles.reading import (
    MAX_PROBLEMS,
    Problem,
    VotesRefused,
    decoded,
    loosely_decoded,
)
from elections.votefiles.results import (
    MAX_LETTER,
    MAX_NAME,
    Context,
    Shape,
    Skipped,
    VoteFile,
    VoteRow,
)
from elections.votefiles.shapes import recognised
from elections.votefiles.simple import COLUMNS

__all__ = [
    "COLUMNS",
    "MAX_LETTER",
    "MAX_NAME",
    "MAX_PROBLEMS",
    "Context",
    "Problem",
    "Shape",
    "Skipped",
    "VoteFile",
    "VoteRow",
    "VotesRefused",
    "read",
]


def read(data: bytes, context: Context) -> VoteFile:
    """The votes in a file of any of the three shapes.

    Raises VotesRefused with every problem found, at most fifty.
    """
    shape = recognised(loosely_decoded(data))
    if shape is Shape.SIMPLE:
        rows = simple.parse(
            data, municipalities=context.municipalities, letters=context.parties.keys()
        )
        return VoteFile(shape, rows)
    read_text = statbank.read if shape is Shape.STATBANK else valgdk.read
    return read_text(decoded(data), context)
