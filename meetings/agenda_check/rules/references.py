"""Rules about references to other items of the same agenda."""

import re
from collections.abc import Iterator

from meetings.agenda_check.reading import Passage, Reading, Spot, rule
from meetings.agenda_check.values import Severity

NUMBERS = r"\d{1,3}(?:\.\d{1,3})*"
WHOLE_NUMBER = re.compile(NUMBERS)
REFERENCE = re.compile(
    rf"\b(?P<agenda>dagsorden(?:s|ens|en)?[- ]?)?(?P<word>punkt(?:et|er|erne)?|pkt\.?)\s{{1,3}}"
    rf"(?P<numbers>{NUMBERS}(?:(?:\s?[-–]\s?|,\s?|\s(?:og|eller|til|samt)\s){NUMBERS})*)"
    r"(?![\w%])",
    re.IGNORECASE,
)
# »punkt 4 i forretningsordenen«, »punkt 1.3 på mødet den 11. oktober«, »§ 3, punkt 2«
ELSEWHERE_AFTER = re.compile(
    r"\s*[,)]?\s*(?:i|af|fra|på|ved|til)\s+(?:\S+\s+){0,4}?(?:\w*forretningsorden\w*|\w*lov(?:en|ens)?"
    r"|\w*aftale\w*|\w*kommissori\w*|\w*vedtægt\w*|\w*bilag\w*|\w*notat\w*|\w*rapport\w*"
    r"|\w*strategi\w*|\w*plan(?:en)?|\w*bekendtgørelse\w*|\w*cirkulære\w*|\w*dagsorden\w*"
    r"|\w*referat\w*|\w*vejledning\w*|\w*kontrakt\w*|\w*udspil\w*|\w*program\w*|\w*regler\w*"
    r"|\w*møde[tr]?|\w*liste\w*|\w*skema\w*)\b",
    re.IGNORECASE,
)
ELSEWHERE_BEFORE = re.compile(
    r"(?:§+\s?\d+\s?\w?|stk\.?\s?\d+|nr\.?\s?\d+|bilag\s?[\d.]*|\w*lovens?|\w*aftalens?"
    r"|\w*strategiens?|\w*planens?|\w*vedtægternes?|\w*referatets?|\w*rapportens?"
    r"|\w*kommissoriets?|\w*notatets?)[,:]?\s+(?:under\s+|jf\.\s+)?\Z"
    r"|\bmøde\w*\s[^\n]{0,25}?(?:den|d\.)\s?\d[^\n]{0,30}\Z",
    re.IGNORECASE,
)


@rule(Severity.RED, "Der henvises til et punkt, der ikke findes")
def missing_item(reading: Reading) -> Iterator[Spot]:
    for passage in reading.with_any("punkt", "pkt"):
        for match in REFERENCE.finditer(passage.text):
            missing = [
                number
                for number in WHOLE_NUMBER.finditer(passage.text, *match.span("numbers"))
                if number[0] not in reading.numbers and _is_ours(number[0], match)
            ]
            if missing and not _is_elsewhere(passage, match):
                yield from (_spot(passage, number) for number in missing)


def _is_ours(number: str, match: re.Match[str]) -> bool:
    """A plain »punkt 4« may be anybody's; »punkt 1.3« and »dagsordenens punkt 4« are ours."""
    return bool(match["agenda"]) or "." in number


def _is_elsewhere(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the point is one of another paper."""
    before = passage.text[max(0, match.start() - 60) : match.start()]
    after = passage.text[match.end() : match.end() + 120]
    return bool(ELSEWHERE_BEFORE.search(before) or ELSEWHERE_AFTER.match(after))


def _spot(passage: Passage, number: re.Match[str]) -> Spot:
    return passage.spot(
        *number.span(),
        f"{passage.name_first} henviser til punkt {number[0]}, men dagsordenen har ikke det punkt."
        " Ret nummeret, eller skriv, hvilket papir punktet står i.",
    )
