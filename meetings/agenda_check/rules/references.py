"""Rules about references to other items of the same agenda."""

import re
from collections.abc import Iterator

from meetings import numbering
from meetings.agenda_check.reading import Passage, Reading, Spot, rule
from meetings.agenda_check.values import Severity

SHORTEST_TITLE = 12  # letters
NUMBERS = r"\d{1,3}(?:\.\d{1,3})*"
WHOLE_NUMBER = re.compile(NUMBERS)
REFERENCE = re.compile(
    rf"\b(?P<agenda>dagsorden(?:s|ens|en)?[- ]?)?(?P<word>punkt(?:et|er|erne)?|pkt\.?)\s{{1,3}}"
    r"(?:nr\.?|nummer)?\s{0,3}"
    rf"(?P<numbers>{NUMBERS}(?:(?:\s?[-–]\s?|,\s?|\s(?:og|eller|til|samt)\s){NUMBERS})*)"
    r"(?![\w%])(?P<here>\s{1,3}(?:på|i|af) (?:denne |dagens )?dagsorden(?:en)?\b"
    r"(?!\s+(?:for|fra|til|den)\b))?",
    re.IGNORECASE,
)
# »bilag 1.2.1 og 1.2.2«, not the date in »bilag 1.2.2022«.
ATTACHMENT = re.compile(
    r"\bbilag(?:et|ene)?\s{1,3}(?:nr\.?\s{0,3})?"
    r"(?P<numbers>\d{1,3}(?:\.\d{1,3})+"
    r"(?:(?:\s?[-–]\s?|,\s?|\s(?:og|eller|til|samt)\s)\d{1,3}(?:\.\d{1,3})+)*)(?!\.?\d|[\w%])",
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
                if number[0] not in reading.numbers and is_ours(number[0], match)
            ]
            if missing and not is_elsewhere(passage, match):
                yield from (_spot(passage, number) for number in missing)


@rule(Severity.YELLOW, "Der henvises til et bilag, der ikke findes")
def missing_attachment(reading: Reading) -> Iterator[Spot]:
    known = {
        attachment.number or numbering.attachment_number(entry.number, place)
        for entry in reading.entries
        for place, attachment in enumerate(entry.item.attachments, start=1)
    }
    for passage in reading.with_any("bilag"):
        for match in ATTACHMENT.finditer(passage.text):
            if _is_of_other_paper(passage, match):
                continue
            for number in WHOLE_NUMBER.finditer(passage.text, *match.span("numbers")):
                if number[0] not in known and _is_below_item(number[0], reading):
                    yield passage.spot(
                        *number.span(),
                        f"{passage.name_first} henviser til bilag {number[0]}, men dagsordenen har"
                        " ikke det bilag. Ret nummeret, læg bilaget på, eller skriv, hvilket papir"
                        " bilaget hører til.",
                    )


def _is_of_other_paper(passage: Passage, match: re.Match[str]) -> bool:
    before = ELSEWHERE_BEFORE.search(passage.text[max(0, match.start() - 60) : match.start()])
    is_after_paper = before is not None and not before[0].lower().startswith("bilag")
    return is_after_paper or bool(ELSEWHERE_AFTER.match(passage.text[match.end() :][:120]))


def _is_below_item(number: str, reading: Reading) -> bool:
    """A number of an item and more; any other one may be of somebody else's attachment."""
    parts = number.split(".")
    return any(".".join(parts[:end]) in reading.numbers for end in range(1, len(parts)))


@rule(Severity.YELLOW, "Et åbent punkt henviser til et lukket")
def closed_item_mentioned(reading: Reading) -> Iterator[Spot]:
    closed = {entry.number: entry for entry in reading.entries if entry.item.closed}
    patterns = {number: _title_pattern(entry.item.title) for number, entry in closed.items()}
    for passage in reading.passages if closed else ():
        if passage.entry.item.closed:
            continue
        for match in REFERENCE.finditer(passage.text):
            for number in WHOLE_NUMBER.finditer(passage.text, *match.span("numbers")):
                is_closed = number[0] in closed and is_ours(number[0], match)
                if is_closed and not is_elsewhere(passage, match):
                    yield _closed_spot(passage, number, f"punkt {number[0]}")
        for own_number, pattern in patterns.items():
            if pattern and (title := pattern.search(passage.text)):
                yield _closed_spot(passage, title, f"»{title[0]}« (punkt {own_number})")


def _title_pattern(title: str) -> re.Pattern[str] | None:
    """Finds a title in a text; none for one of a word or two that may stand there by chance."""
    words = title.split()
    if len(words) < 2 or len(title.strip()) < SHORTEST_TITLE:
        return None
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)), re.IGNORECASE)


def _closed_spot(passage: Passage, match: re.Match[str], what: str) -> Spot:
    return passage.spot(
        *match.span(),
        f"{passage.name_first} kan læses af alle, men henviser til {what}, som er lukket. Må"
        " læserne vide det? Ellers skriv sætningen om.",
    )


def is_ours(number: str, match: re.Match[str]) -> bool:
    """A plain »punkt 4« may be anybody's; »punkt 1.3«, »dagsordenens punkt 4« and »punkt 4 på
    dagsordenen« are ours."""
    return bool(match["agenda"] or match["here"]) or "." in number


def is_elsewhere(passage: Passage, match: re.Match[str]) -> bool:
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
