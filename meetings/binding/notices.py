"""The page that stands for an annex when nobody gave a better one."""

import io
import textwrap

import pikepdf
from pikepdf import Array, Dictionary, Name

from meetings.binding import layout
from meetings.binding.lettering import lettering_for
from meetings.binding.links import clean_title

_ABSENT = "Bilaget kan ikke vises her."
_SIZE, _LEADING, _MARGIN, _LETTERS = 12.0, 20.0, 71.0, 70


def plain_notice(heading: str, reason: str) -> bytes:
    """One page that names the annex and says why it is not there."""
    texts = [clean_title(text) for text in (heading, _ABSENT, reason)]
    lines = [line for text in texts for line in textwrap.wrap(text, _LETTERS)]
    letters = lettering_for(*lines)
    top = layout.A4[3] - _MARGIN
    content = b"".join(
        letters.show(line, _MARGIN, top - _LEADING * number, _SIZE)
        for number, line in enumerate(lines)
    )
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(list(layout.A4)),
            Resources=Dictionary(Font=Dictionary(Stamp=letters.embed(pdf))),
            Contents=pdf.make_stream(content),
        )
        pdf.pages.append(pikepdf.Page(page))
        pdf.save(file, deterministic_id=True)
    return file.getvalue()
