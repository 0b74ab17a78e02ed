"""An agenda as a Word file (.docx), for those who must edit it elsewhere.

Knows neither Django nor the database: a :class:`WordAgenda` in, bytes out, the same bytes each
time. The sections are HTML as `richtext.clean` leaves it; no HTML makes it fail.
"""

from meetings.word_export.document import docx_bytes
from meetings.word_export.values import WordAgenda, WordItem

__all__ = ["WordAgenda", "WordItem", "docx_bytes"]
