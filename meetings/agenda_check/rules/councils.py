"""Rules about words that belong to another council, left in after copying."""

import re
from collections.abc import Iterator

from meetings.agenda_check.reading import Passage, Reading, Spot, rule
from meetings.agenda_check.values import Severity

# How an agenda speaks of the council whose agenda it is; NAME stands for the council.
OWN_WORDS = (
    r"\b[Ii] NAME (?:er|har|skal)\b|\bindstille[rs]\b[^.]*?\bat NAME\b"
    r"|\b(?:medlemmer(?:ne)?|\w*[Ff]ormand\w*|[Mm]ødeplan\w*) (?:af|for|i) NAME\b"
    r"|\bNAME(?: skal)? (?:godkende|udpege|vælge|tage|drøfte|holde|afholde|mødes|beslutte)r?\b"
    r"|\b[Mm]øde[tr]?(?:ne)? i NAME\b"
)
SHARED = re.compile(
    r"\b(?:også|ligesom|tilsvarende|sammen med|samarbejde\w*|i fællesskab|modsat|naboråd\w*"
    r"|de (?:andre|øvrige))\b",
    re.IGNORECASE,
)


@rule(Severity.RED, "Teksten taler om et andet KKR, som om det var dette")
def other_council(reading: Reading) -> Iterator[Spot]:
    facts = reading.agenda.council
    for passage, match in _mentions(reading):
        if _speaks_of_itself(passage, match):
            yield passage.spot(
                *match.span(),
                f"{match[0]} står i {passage.name}, men dagsordenen er for {facts.name}. Teksten"
                " ser ud til at være kopieret. Ret navnet og det, der følger af det.",
            )


@rule(Severity.YELLOW, "Et andet KKR nævnes alene")
def other_council_mentioned(reading: Reading) -> Iterator[Spot]:
    facts = reading.agenda.council
    for passage, match in _mentions(reading):
        shared = SHARED.search(passage.sentence_text(match.start()))
        if not shared and not _speaks_of_itself(passage, match):
            yield passage.spot(
                *match.span(),
                f"{passage.name_first} nævner {match[0]}. Dagsordenen er"
                f" for {facts.name}. Er det meningen?",
            )


@rule(Severity.RED, "Formanden for et andet KKR nævnes som formand")
def other_councils_chair(reading: Reading) -> Iterator[Spot]:
    facts = reading.agenda.council
    for passage, council, match in _chairs(reading):
        if _is_told_as_chair(passage, match):
            yield passage.spot(
                *match.span(),
                f"{match[0]} er formand for {council}, men dagsordenen er for {facts.name}."
                " Teksten ser ud til at være kopieret. Ret navnet.",
            )


@rule(Severity.YELLOW, "Formanden for et andet KKR nævnes")
def other_councils_chair_mentioned(reading: Reading) -> Iterator[Spot]:
    facts = reading.agenda.council
    for passage, council, match in _chairs(reading):
        if not _is_told_as_chair(passage, match):
            yield passage.spot(
                *match.span(),
                f"{match[0]}, der nævnes i {passage.name}, er formand for {council}."
                f" Dagsordenen er for {facts.name}. Er det meningen?",
            )


def _chairs(reading: Reading) -> Iterator[tuple[Passage, str, re.Match[str]]]:
    """Where another council's chair is named without that council."""
    facts = reading.agenda.council
    chairs = {facts.chairs[name]: name for name in facts.others if facts.chairs.get(name)}
    chairs.pop(facts.chairs.get(facts.name) or "", None)
    for chair, council in chairs.items():
        pattern = re.compile(rf"\b{re.escape(chair)}(?=s?\b)")
        for passage in reading.passages:
            for match in pattern.finditer(passage.text):
                if council not in passage.section.group_at(match.start()):
                    yield passage, council, match


def _is_told_as_chair(passage: Passage, match: re.Match[str]) -> bool:
    return "formand" in passage.sentence_text(match.start()).lower()


def _mentions(reading: Reading) -> list[tuple[Passage, re.Match[str]]]:
    return reading.remembered("other councils", lambda: list(_find_mentions(reading)))


def _find_mentions(reading: Reading) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Where one other council is named, in no list of councils and no matter it shares with ours.

    Several councils named together are nearly always meant.
    """
    facts = reading.agenda.council
    regions = [_short(name) for name in facts.others]
    if not regions:
        return
    alone = "|".join(map(re.escape, regions))
    pattern = re.compile(
        r"\b(?:KKR|[Kk]ommunekontaktråd(?:et)?)(?: (?:for|i)(?: [Rr]egion)?| [Rr]egion)?[ -]"
        rf"(?i:{alone})(?=s?\b)"
    )
    for passage in reading.with_any("kkr", "kommunekontaktråd"):
        for match in pattern.finditer(passage.text):
            around = passage.section.group_at(match.start())
            around = around.casefold()
            several = sum(region.casefold() in around for region in regions) > 1
            if not several and facts.name not in passage.sentence_text(match.start()):
                yield passage, match


def _speaks_of_itself(passage: Passage, match: re.Match[str]) -> bool:
    start, end = passage.sentence(match.start())
    sentence = passage.text[start:end]
    if SHARED.search(sentence):
        return False
    own_words = re.compile(OWN_WORDS.replace("NAME", re.escape(match[0])))
    return passage.field in {"title", "recommendation"} or bool(own_words.search(sentence))


def _short(name: str) -> str:
    """»Sjælland« of »KKR Sjælland«."""
    return name.removeprefix("KKR ")
