"""What differs between two texts in HTML, word by word, marked with `<del>` and `<ins>`.

Blocks (paragraphs, list items, rows, cells) are matched first, then the words in those that belong
together, so that a mark never reaches across a block and the result is always well-formed. Why not
a library: docs/adr/0014.
"""

from dataclasses import dataclass
from html import escape

from meetings import richtext
from meetings.comparison.blocks import changed_blocks
from meetings.comparison.reading import parsed
from meetings.comparison.words import Side


@dataclass(frozen=True)
class Comparison:
    """Two texts: as one with both marks, and each with the words marked that the other lacks."""

    merged: str
    old: str
    new: str
    is_equal: bool  # nothing is marked


def compare(old: str, new: str) -> Comparison:
    """What differs between two texts in HTML; both are sanitised first.

    A change of format counts as another word, a change of blanks does not.
    """
    pieces = list(changed_blocks(parsed(richtext.clean(old)), parsed(richtext.clean(new))))
    return Comparison(
        merged="".join(piece.html for piece in pieces),
        old="".join(piece.html for piece in pieces if piece.side is not Side.NEW),
        new="".join(piece.html for piece in pieces if piece.side is not Side.OLD),
        is_equal=all(piece.side is Side.BOTH or piece.html.isspace() for piece in pieces),
    )


def compare_lines(old: str, new: str) -> Comparison:
    """The same for texts without HTML: a title, a number."""
    return compare(escape(old), escape(new))
