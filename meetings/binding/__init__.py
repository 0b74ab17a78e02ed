"""Binds an agenda and its attachments into one PDF, the book of a meeting.

Knows neither Django nor the portal: bytes in, bytes out, and the same bytes for the same input.

The agenda's pages stay as they are, with their tags. A page of an annex is turned upright, scaled
down by a few per cent and set above a strip of its own at the bottom, which holds the stamp
(»Bilag 1.2.1 · side 3 af 7« and »Side 57 af 240«). So the stamp can hide nothing, pages keep their
size for the printer, and a landscape page stays landscape. Form fields and comments become part of
the page; of what can be clicked only links remain.

An annex is one element of the book's tags, each of its pages one below: it is read aloud in the
order in which its file draws it, as the tags within the file are not carried over. Nor does the
book claim PDF/UA, whatever the agenda claims: nobody vouches for the annexes.
"""

from meetings.binding.book import bind, lengths
from meetings.binding.images import image_pdf
from meetings.binding.office import office_pdf
from meetings.binding.reading import read
from meetings.binding.values import Annex, Bound, LeftOut, NotNow, Unreadable

__all__ = [
    "Annex",
    "Bound",
    "LeftOut",
    "NotNow",
    "Unreadable",
    "bind",
    "image_pdf",
    "lengths",
    "office_pdf",
    "read",
]
