"""Numbers of votes as others write them."""

import re

MAX_DIGITS = 9
WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:\s[0-9]{3})+")
NIL = frozenset({"-", "–"})  # Statistics Denmark's sign
NOT_AVAILABLE = frozenset({"..", "…", "..."})


def votes(text: str) -> int:
    """A whole number, with dots or blanks between the thousands; a dash is nil.

    Raises ValueError with the reason in Danish.
    """
    text = text.strip().strip('"').strip()
    if text in NIL:
        return 0
    if text in NOT_AVAILABLE:
        raise ValueError(f"»{text}« betyder, at tallet ikke er oplyst. Alle stemmetal skal med.")
    if not text:
        raise ValueError("stemmetallet mangler.")
    digits = re.sub(r"[.\s]", "", text)
    if not WHOLE.fullmatch(text) or len(digits) > MAX_DIGITS:
        raise ValueError(f"»{text[:40]}« er ikke et helt, ikke-negativt tal.")
    return int(digits)


def votes_or_none(text: str) -> int:
    """The votes of a line that will not be counted, where what it says is no one's problem."""
    try:
        return votes(text)
    except ValueError:
        return 0


def danish(number: int) -> str:
    return f"{number:,}".replace(",", ".")
