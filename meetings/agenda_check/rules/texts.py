"""Rules about words: template text, brackets and quotation marks, another council's words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from meetings.agenda_check.danish_dates import MONTHS
from meetings.agenda_check.reading import Passage, Reading, Spot, rule
from meetings.agenda_check.values import Severity

TEMPLATE_WORDS = (
    "her skrive", "skriv", "indsæt", "indtast", "udfyld", "xx", "[", "<", "lorem ipsum", "klik",
    "fejl!", "error!", "todo", "åååå", "??", "__", "tekst ", "mangler)"
)  # fmt: skip
SECTION_WORDS = r"(?:indstilling|sagsfremstilling|baggrund|beslutning|overskrift|tekst)\w*"
TEMPLATE = re.compile(
    r"\bher skrives (?:\w{1,30} ){0,2}?" + SECTION_WORDS
    + r"|(?<![^\n]) {0,9}her skrives(?! der\b)(?: \w{1,30}){0,3}(?=\.? {0,9}(?:\n|\Z))"
    r"|(?<![^\n]) {0,9}skriv\b[^\n]{0,60}?\bher\b {0,3}[.:…]{0,3}(?= {0,9}(?:\n|\Z))"
    r"|(?<![^\n]) {0,9}her (?:(?:skriver|indsætter|udfylder) (?:du|I)|indsættes|udfyldes)\b"
    r"[^\n]{0,40}(?=\n|\Z)"
    r"|(?<![^\n]) {0,9}(?:indsæt|indtast) tekst\b[^\n]{0,30}(?=\n|\Z)"
    r"|(?<![^\n]) {0,9}(?:tekst(?:en)? (?:mangler|følger|kommer|indsættes)(?: (?:her|senere))?"
    r"|(?:skal )?udfyldes(?: senere| af \w{1,30})?)(?=\.? {0,9}(?:\n|\Z))"
    r"|\bklik (?:eller tryk )?her for at (?:skrive|angive|indtaste|tilføje|vælge)\b[^\n.]{0,40}\.?"
    r"|[\[<](?:indsæt|skriv|udfyld|tilføj|angiv|vælg)\b[^\]>\n]{0,80}[\]>]"
    r"|[\[<(](?:indsæt|indtast) [^\]>)\n]{1,80}[\]>)]"
    r"|[\[<](?:tekst|dato|navn|sted|titel|tal|tid|antal|beløb|link|x+)[\]>]"
    r"|\bdd[./-]mm[./-](?:åååå|åå|yyyy)\b|(?<!\w)\?{2,3}\.? (?:" + "|".join(MONTHS) + r")\b"
    r"|(?<![\w/])_{4,}|\btodo\b:?"
    r"|\blorem ipsum\b"
    r"|\bfejl! (?:henvisningskilde|bogmærke)[^\n.]{0,40}\.?|\berror! reference source not found\.?"
    # »[xx indsæt tekst]«, »[udfyldes senere]«, »(mangler)« and »???«; not »[sic]« and »nu???«.
    r"|\[(?:\w{1,30} ){0,3}?(?:indsæt(?:tes)?|indtast(?:es)?|udfyld(?:es)?)\b[^\]\n]{0,80}\]"
    r"|\((?:(?:skal )?(?:indsættes|udfyldes)(?: senere)?)\)"
    r"|[\[(](?:(?:tekst|beløb|dato|navn|sted|tal|bilag|link) )?mangler[\])]"
    r"|(?<![^\s(\[»:])\?{3,}(?![^\s.,;:)\]«])",
    re.IGNORECASE,
)  # fmt: skip
BLANK_TO_FILL = re.compile(r"(?:x{2,}|X{2,}|Xx)(?:[./:-](?:x{2,}|X{2,}))*+(?!\w)")
ROMAN = re.compile(r"(?:kapitel|afsnit|bind|artikel|bilag|del|pave|kong)\s+$", re.IGNORECASE)
VARIABLE = re.compile(r"\{\s{0,3}(?P<name>[^\W\d_][^{}<>\n]{0,79})\}")
BRACKET = re.compile(r"[()\[\]{}»«]")
PAIRS = {")": "(", "]": "[", "}": "{", "«": "»"}
# A closing bracket that opens nothing: 1) a) iv)
ENUMERATION = re.compile(r"(?:^|[\s(])(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})$")
QUOTES = re.compile(r"[\"“”„]")
PAST_TERM_WORDS = re.compile(
    r"\b(?:forrige|sidste|tidligere|afgående|foregående|seneste|gamle|evaluer\w+|afslutte\w*"
    r"|blev|var|havde|har|vedtog|godkendte|besluttede|udløb\w*)\b",
    re.IGNORECASE,
)
PERIOD = re.compile(r"(20\d\d)\s?[-–/]\s?(20)?(\d\d)(?![\d-])")


def template_spots(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where text of the template stands that somebody should have replaced."""
    if not any(word in passage.lower for word in TEMPLATE_WORDS):
        return
    for match in TEMPLATE.finditer(passage.text):
        text = match[0]
        yield match.start() + len(text) - len(text.lstrip()), match.start() + len(text.rstrip())
    for match in BLANK_TO_FILL.finditer(passage.text):
        before = passage.text[max(0, match.start() - 12) : match.start()]
        if before[-1:].isalnum() or (match[0].isupper() and ROMAN.search(before)):
            continue
        if not before.endswith("["):
            yield match.span()


def is_template(passage: Passage) -> bool:
    """Whether the passage still waits for its text, so that other rules need not judge it."""
    return next(template_spots(passage), None) is not None


@rule(Severity.RED, "Tekst fra skabelonen er ikke skiftet ud")
def template_text(reading: Reading) -> Iterator[Spot]:
    for passage in reading.with_any(*TEMPLATE_WORDS):
        for start, end in template_spots(passage):
            yield passage.spot(
                start,
                end,
                f"»{passage.text[start:end]}« står stadig i {passage.name}. Det er tekst, der skal"
                " skiftes ud. Skriv den rigtige tekst, eller slet den.",
            )


@rule(Severity.RED, "En variabel fra en standardtekst er ikke skiftet ud")
def leftover_variable(reading: Reading) -> Iterator[Spot]:
    known = _known_variables(reading)
    for entry in reading.entries:
        plain_fields = ("case_number", "initials")
        others = [entry.plain(field) for field in plain_fields if "{" in getattr(entry.item, field)]
        for passage in [*entry.passages, *others]:
            for match in VARIABLE.finditer(passage.text):
                yield passage.spot(
                    *match.span(),
                    f"Variablen {match[0]} står stadig i {passage.name}. Skriv det, den skal"
                    " skiftes ud med.",
                    known.get(" ".join(match["name"].casefold().split())),
                )


def _known_variables(reading: Reading) -> dict[str, str]:
    """What stands for the variables of which the agenda says enough."""
    facts = reading.agenda.council
    term = reading.agenda.term
    known = {"kkr": facts.name, "formand": facts.chairs.get(facts.name)}
    if term is not None:
        known["valgperiode"] = f"{term[0].year}–{term[1].year + 1}"
    return {name: value for name, value in known.items() if value}


@rule(Severity.YELLOW, "En parentes bliver ikke lukket eller ikke åbnet")
def unbalanced_brackets(reading: Reading) -> Iterator[Spot]:
    for passage in reading.passages:
        for place in _unpaired(passage):
            mark = passage.text[place]
            what = "lukkes ikke" if mark in "([{»" else "har ingen begyndelse"
            yield passage.spot(
                place,
                min(place + 30, passage.block(place).end),
                f"Tegnet {mark} i {passage.name} {what}. Sæt det manglende tegn, eller fjern"
                " dette.",
            )


def _unpaired(passage: Passage) -> list[int]:
    open_places: list[int] = []
    unpaired: list[int] = []
    for match in BRACKET.finditer(passage.text):
        mark, place = match[0], match.start()
        if mark not in PAIRS:
            open_places.append(place)
            continue
        near = range(len(open_places) - 1, max(-1, len(open_places) - 9), -1)
        partner = next((at for at in near if passage.text[open_places[at]] == PAIRS[mark]), None)
        if partner is not None:
            del open_places[partner]
        elif mark != ")" or not ENUMERATION.search(passage.text[max(0, place - 5) : place]):
            unpaired.append(place)
    return sorted(open_places + unpaired)


@rule(Severity.YELLOW, "Et citationstegn mangler sin makker")
def unbalanced_quotes(reading: Reading) -> Iterator[Spot]:
    for passage in reading.with_any('"', "“", "”", "„"):
        odd: list[int] = []
        for block in passage.section.blocks:
            marks = [m.start() for m in QUOTES.finditer(passage.text, block.start, block.end)]
            if len(marks) % 2:
                odd.append(_lonely(passage.text, marks))
        odd = [place for place in odd if not _is_inch(passage.text, place)]
        # A quotation over several paragraphs begins in one of them and ends in another.
        if len(odd) % 2:
            place = odd[-1]
            yield passage.spot(
                place,
                min(place + 30, passage.block(place).end),
                f"Citationstegnet {passage.text[place]} i {passage.name} står alene. Sæt det"
                " manglende tegn, eller fjern dette.",
            )


def _lonely(text: str, marks: list[int]) -> int:
    """The mark that most likely lacks its partner: an opening one that another one follows."""
    for mark, following in pairwise(marks):
        if _opens(text, mark) and _opens(text, following):
            return mark
    return marks[-1]


def _is_inch(text: str, mark: int) -> bool:
    return mark > 0 and text[mark] == '"' and text[mark - 1].isdigit()


def _opens(text: str, mark: int) -> bool:
    return (mark == 0 or not text[mark - 1].isalnum()) and text[mark + 1 : mark + 2].isalnum()


@rule(Severity.YELLOW, "En tidligere valgperiode nævnes")
def old_term(reading: Reading) -> Iterator[Spot]:
    if reading.agenda.term is None:
        return
    first = reading.agenda.term[0].year
    for passage in reading.passages:
        for match in PERIOD.finditer(passage.text):
            start, end = int(match[1]), int(match[1][:2] + match[3])
            is_term = end - start == 4 and start < first and (first - start) % 4 == 0
            if is_term and not PAST_TERM_WORDS.search(passage.sentence_text(match.start())):
                yield passage.spot(
                    *match.span(),
                    f"{passage.name_first} nævner perioden {match[0]}. Mødet hører til valgperioden"
                    f" {first}-{first + 4}. Er det den rigtige periode?",
                )
