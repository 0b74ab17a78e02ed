"""Rules about attachments: the mark ./. in the margin, the words that name them, and the files."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from meetings.agenda_check.reading import Entry, Passage, Reading, Spot, rule
from meetings.agenda_check.values import Attachment, Severity

MARK = re.compile(r"\./ ?\.\.?")
ENCLOSED = re.compile(
    r"\b(?:(?:ved|med)lagte?|vedhæftede?|vedhæftet"
    r"|vedlægges(?= (?:som bilag|dagsorden|sagen|punktet)))\b(?: (\w+))?",
    re.IGNORECASE,
)
ENCLOSED_WORD = re.compile("edlagt|vedhæft|vedlægges")  # quicker than the whole
# »det vedlagte notat« is one that was named before; »ikke vedlagt« is none.
BACK = re.compile(r"\b(?:det|den|de|samme|ikke|tidligere|ovennævnte) $", re.IGNORECASE)
NOT_A_THING = frozenset("er som i til på af og der kan om for fra".split())
SHORTEST_QUOTED_TITLE = 12

MARK_LINK = "#bilag-"

Place = tuple[Passage, int, int]


class Mark(NamedTuple):
    """The mark ./., or a link to an attachment in its stead; `key` is "" for a mark without one."""

    passage: Passage
    start: int
    end: int
    key: str


@rule(Severity.RED, "Mærket ./. står i et punkt uden bilag")
def mark_without_attachment(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if not entry.item.attachments:
            for passage, start, end, _key in _marks(entry):
                yield passage.spot(
                    start,
                    end,
                    f"Mærket ./. i {passage.name} lover et bilag, men punktet har ingen. Læg"
                    " bilaget på, eller fjern mærket.",
                )


@rule(Severity.RED, "Mærket ./. peger på et bilag, der ikke er der mere")
def mark_of_missing_attachment(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        keys = _keys(entry)
        for passage, start, end, key in _marks(entry) if keys else ():
            if key and key not in keys:
                yield passage.spot(
                    start,
                    end,
                    f"Mærket i {passage.name} peger på et bilag, der ikke er der mere. Lad det pege"
                    " på det rigtige bilag, eller fjern mærket.",
                )


@rule(Severity.YELLOW, "Der er flere mærker (./.) end bilag")
def more_marks_than_attachments(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        marks = _different(_marks(entry), _keys(entry))
        count = len(entry.item.attachments)
        if len(marks) > count > 0:
            passage, start, end, _key = marks[count]
            yield passage.spot(
                start,
                end,
                f"Punktet har {len(marks)} mærker (./.), men kun {count} bilag. Mangler der et"
                " bilag, eller er der et mærke for meget?",
            )


@rule(Severity.YELLOW, "Der står »vedlagt«, men punktet har intet bilag")
def enclosure_without_attachment(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if not entry.item.attachments and not _marks(entry):
            for passage, start, end in _enclosures(entry)[:1]:
                yield passage.spot(
                    start,
                    end,
                    f"{passage.name} nævner noget, der er vedlagt, men punktet har ingen bilag. Læg"
                    " bilaget på, eller skriv sætningen om.",
                )


@rule(Severity.YELLOW, "Teksten nævner flere vedlagte bilag, end der er mærker til")
def enclosure_without_mark(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        marks: list[Place] = [mark[:3] for mark in _marks(entry)]
        if not marks and not entry.item.attachments:
            continue  # the rule above says it
        enclosures = _enclosures(entry)
        if len(enclosures) <= len(marks):
            continue
        for passage, start, end in _unmarked(enclosures, marks):
            yield passage.spot(
                start,
                end,
                f"Punktet nævner {len(enclosures)} vedlagte bilag, men har {len(marks)}"
                f" {'mærke' if len(marks) == 1 else 'mærker'} (./.). Dette bilag har intet mærke."
                " Sæt ./. ved sætningen.",
            )


@rule(Severity.YELLOW, "Teksten nævner flere vedlagte bilag, end der er lagt på")
def more_enclosures_than_attachments(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        count = len(entry.item.attachments)
        enclosures = _enclosures(entry) if count else []
        if len(enclosures) > count:
            passage, start, end = enclosures[count]
            yield passage.spot(
                start,
                end,
                f"Teksten nævner {len(enclosures)} vedlagte bilag, men punktet har {count}. Læg det"
                " manglende bilag på, eller skriv sætningen om.",
            )


@rule(Severity.YELLOW, "Et bilag har intet mærke i punktets tekst")
def attachment_without_mark(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        attachments = entry.item.attachments
        start = 0
        unmarked = _without_mark(entry) if attachments else []
        for attachment in attachments:
            end = start + len(attachment.title)
            if attachment in unmarked:
                yield Spot(
                    entry.item.number,
                    "attachments",
                    "Bilaget har intet mærke i teksten. Sæt mærket ./. ved den sætning, der handler"
                    " om det.",
                    attachment.title,
                    start=start,
                    end=end,
                    order=(entry.place, start),
                )
            start = end + 1


@rule(Severity.YELLOW, "Den åbne tekst nævner et lukket bilag ved navn")
def closed_attachment_named(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        titles = [] if entry.item.closed else [a.title for a in entry.item.attachments if a.closed]
        for title in titles:
            words = title.split()
            if len(words) < 2 or len(title) < SHORTEST_QUOTED_TITLE:
                continue
            pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
            for passage in entry.passages:
                match = pattern.search(passage.text)
                if match:
                    yield passage.spot(
                        *match.span(),
                        f"»{title}« er et lukket bilag, men {passage.name} kan læses af alle. Må"
                        " titlen kendes? Ellers skriv sætningen om.",
                    )


def _without_mark(entry: Entry) -> list[Attachment]:
    """The attachments that no mark stands for.

    Where every mark says which one it stands for, those it does not. Otherwise only a count tells
    that one is missing, and it is one whose title the text does not name either.
    """
    marks, keys = _marks(entry), _keys(entry)
    attachments = entry.item.attachments
    if marks and len(keys) == len(attachments) and all(mark.key for mark in marks):
        marked = {mark.key for mark in marks}
        return [attachment for attachment in attachments if attachment.key not in marked]
    if len(attachments) <= max(len(_different(marks, keys)), len(_enclosures(entry))):
        return []
    text = _folded(" ".join(passage.text for passage in entry.sections))
    # Any ending may follow: »Plan« is named by »planen«, though not by »mødeplan«.
    return [
        attachment
        for attachment in attachments
        if not re.search(rf"(?<!\w){re.escape(_folded(attachment.title))}", text)
    ]


def _keys(entry: Entry) -> set[str]:
    return {attachment.key for attachment in entry.item.attachments if attachment.key}


def _marks(entry: Entry) -> list[Mark]:
    found = []
    for passage in entry.sections:
        links = [link for link in passage.section.links if link.href.startswith(MARK_LINK)]
        marks = [Mark(passage, a.start, a.end, a.href.removeprefix(MARK_LINK)) for a in links]
        marks += [
            Mark(passage, *match.span(), "")
            for match in (MARK.finditer(passage.text) if "./" in passage.text else ())
            if not any(link.start <= match.start() < link.end for link in links)
        ]
        found += sorted(marks, key=lambda mark: mark.start)
    return found


def _different(marks: list[Mark], keys: set[str]) -> list[Mark]:
    """The marks for counting: two that point to one attachment are one, and those that point to
    nothing are told of elsewhere."""
    seen: set[str] = set()
    different = []
    for mark in marks:
        if not keys or not mark.key or (mark.key in keys and mark.key not in seen):
            different.append(mark)
        seen.add(mark.key)
    return different


def _enclosures(entry: Entry) -> list[Place]:
    """Where the text says that something comes with it, each thing once.

    An Indstilling repeats what the other sections enclose.
    """
    found: list[Place] = []
    named: set[str] = set()
    for passage in entry.sections:
        if passage.field == "recommendation" or not ENCLOSED_WORD.search(passage.lower):
            continue
        for match in ENCLOSED.finditer(passage.text):
            thing = (match[1] or "").lower()
            if BACK.search(passage.text[max(0, match.start() - 14) : match.start()]):
                continue
            if thing and thing not in NOT_A_THING:
                if thing in named:
                    continue
                named.add(thing)
            found.append((passage, *match.span()))
    return found


def _unmarked(enclosures: list[Place], marks: list[Place]) -> list[Place]:
    """The enclosures left when every mark takes the first one in its paragraph."""
    left = list(enclosures)
    for marked, place, _end in marks:
        block = marked.block(place)
        here = [
            found for found in left if found[0] is marked and block.start <= found[1] < block.end
        ]
        if here:
            left.remove(here[0])
    return left[: len(enclosures) - len(marks)]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
