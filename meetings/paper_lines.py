"""Words that belong on one line of a paper: »punkt 1.11«, »23. marts 2022«, »kl. 9.00–10.30«.

Pure: HTML in, the same HTML with hard blanks and unbroken ranges out. Tables stay as they are: what
may not be broken in a cell is the business of meetings/paper_tables.
"""

import re

_HARD_BLANK = "\N{NO-BREAK SPACE}"
_MONTHS = "januar februar marts april maj juni juli august september oktober november december"
_DAY = re.compile(rf"(\d\.) ((?:{_MONTHS.replace(' ', '|')})\b)(?: (?=\d{{4}}\b))?", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(punkt|bilag|side|kl\.|stk\.|nr\.|kap\.) (?=\d)|(§) (?=\d)", re.IGNORECASE
)
_WORD = re.compile(r"[^ \t\n]+")  # with the words that hard blanks tie to it
_RANGE = re.compile(r"\d–\d")
_LONGEST = 40  # letters; a longer word may be broken
_TAG = re.compile(r"(<[^>]*>)")


def together(text: str) -> str:
    """Escaped `text` whose dates, numbers and ranges stay on one line each."""
    text = _NUMBERED.sub(lambda found: f"{found[1] or found[2]}{_HARD_BLANK}", text)
    text = _DAY.sub(lambda found: found[0].replace(" ", _HARD_BLANK), text)
    return _WORD.sub(_unbroken, text)


def _unbroken(word: re.Match[str]) -> str:
    """The whole word: the renderer breaks lines at odd places if a span begins within one."""
    is_range = len(word[0]) <= _LONGEST and _RANGE.search(word[0])
    return f'<span class="range">{word[0]}</span>' if is_range else word[0]


def lines_kept(html: str) -> str:
    """Sanitised `html` in which `together` was done with all that stands outside tables."""
    parts, tables = [], 0
    for part in _TAG.split(html):
        if part.startswith("<table"):
            tables += 1
        elif part.startswith("</table"):
            tables -= 1
        is_text = not tables and not part.startswith("<")
        parts.append(together(part) if is_text else part)
    return "".join(parts)
