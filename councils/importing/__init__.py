"""Members and substitutes from a spreadsheet: what it says, what that would change, and the change.

A file becomes rows (`files`, `reading`), rows and what is registered become a plan that people look
at (`planning`), and the plan is written whole (`writing`). Nothing but the last one writes.
"""

from councils.importing.files import MAX_BYTES, FileRefused, read_table
from councils.importing.planning import FrameHasChanged, Plan, plan
from councils.importing.reading import Frame, frame_of, read_rows
from councils.importing.template import template_xlsx
from councils.importing.values import COLUMNS, Problem, Row
from councils.importing.writing import write

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "FileRefused",
    "Frame",
    "FrameHasChanged",
    "Plan",
    "Problem",
    "Row",
    "frame_of",
    "plan",
    "read_rows",
    "read_table",
    "template_xlsx",
    "write",
]
