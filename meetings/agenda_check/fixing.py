"""Putting a finding's fix where the finding is."""

import html

from meetings.agenda_check.reading import SECTIONS
from meetings.agenda_check.sections import plain, read
from meetings.agenda_check.values import Finding


def fixed(value: str, finding: Finding) -> str:
    """`value`, the text of the finding's field, with the fix in it.

    Raises ValueError for a finding without a fix, and when its excerpt no longer stands there.
    """
    if finding.fix is None:
        raise ValueError("only a person can know what is right here")
    is_html = finding.field in SECTIONS
    if _shown(value, finding, is_html=is_html) != finding.excerpt:
        raise ValueError("something else stands there now")
    fix = html.escape(finding.fix, quote=False) if is_html else finding.fix
    return value[: finding.start] + fix + value[finding.end :]


def _shown(value: str, finding: Finding, *, is_html: bool) -> str | None:
    section = read(value) if is_html else plain(value)
    if section.is_blank and (finding.start, finding.end) == (0, len(value)):
        return ""  # tags around nothing, which may go all together
    return section.shown(finding.start, finding.end)
