"""Rules about the parts of an item: its sections, its case, its heading."""

import re
from collections import Counter
from collections.abc import Iterator

from meetings.agenda_check.reading import NAMES, Entry, Reading, Spot, rule
from meetings.agenda_check.rules.texts import is_template
from meetings.agenda_check.values import Severity

LONG = 1500  # letters; from here nobody sees at a glance what is to be decided
ANY_OTHER_BUSINESS = re.compile(r"\s*(?:eventuelt|evt)\W*", re.IGNORECASE)
PROPOSAL = re.compile(
    r"\bindstille[rs]\b.{0,300}?\bat\b[^\w]{0,9}\w"  # »Det indstilles, at …« alone proposes nothing
    r"|\bindstilles til (?:\w+ ){0,4}(?:efterretning|godkendelse|drøftelse|orientering)\b",
    re.IGNORECASE | re.DOTALL,
)


@rule(Severity.RED, "Et underpunkt har ingen tekst")
def empty_item(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if entry.is_sub_item and entry.is_matter and entry.is_blank:
            yield entry.spot(
                "recommendation",
                "Punktet har hverken Baggrund, Indstilling eller Sagsfremstilling. Medlemmerne kan"
                " ikke se, hvad de skal tage stilling til. Skriv mindst en indstilling.",
            )


@rule(Severity.YELLOW, "Et underpunkt mangler Baggrund eller Sagsfremstilling")
def missing_section(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if not entry.is_sub_item or not entry.is_matter or entry.is_blank:
            continue
        for field in ("background", "presentation"):
            if not getattr(entry.item, field).strip():  # of a blank one another rule tells
                yield entry.spot(
                    field,
                    f"Punktet har ingen {NAMES[field]}. Kan medlemmerne tage stilling uden?",
                )


@rule(Severity.YELLOW, "En ren overskrift har ingen underpunkter")
def heading_without_items(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if entry.item.heading and not entry.has_children:
            yield entry.spot(
                "title",
                "Punktet er kun en overskrift, men har ingen underpunkter. Læg punkter under det,"
                " eller slet det.",
                end=len(entry.item.title),
            )


@rule(Severity.YELLOW, "Et hovedpunkt har hverken tekst eller underpunkter")
def empty_main_item(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if not entry.is_sub_item and entry.is_matter and entry.is_blank:
            yield entry.spot(
                "title",
                "Hovedpunktet har hverken tekst eller underpunkter. Skal der stå noget under det?",
            )


@rule(Severity.YELLOW, "»Eventuelt« er ikke det sidste hovedpunkt")
def any_other_business_not_last(reading: Reading) -> Iterator[Spot]:
    mains = [entry for entry in reading.entries if not entry.is_sub_item]
    for entry in mains[:-1]:
        if ANY_OTHER_BUSINESS.fullmatch(entry.item.title):
            yield entry.spot(
                "title",
                "Eventuelt er ikke det sidste hovedpunkt. Det plejer det at være. Skal punktet"
                " flyttes ned?",
                end=len(entry.item.title),
            )


@rule(Severity.RED, "Et langt punkt har ingen Indstilling")
def long_item_without_recommendation(reading: Reading) -> Iterator[Spot]:
    for entry in _without_recommendation(reading):
        if entry.text_length >= LONG:
            yield entry.spot(
                "recommendation",
                "Punktet er langt, men har ingen Indstilling. Medlemmerne kan ikke se, hvad de"
                " skal beslutte. Skriv »Det indstilles, at …«.",
            )


@rule(Severity.YELLOW, "Et underpunkt har ingen Indstilling")
def missing_recommendation(reading: Reading) -> Iterator[Spot]:
    for entry in _without_recommendation(reading):
        if entry.is_sub_item and entry.text_length < LONG:
            yield entry.spot(
                "recommendation",
                "Punktet har ingen Indstilling. Skal mødet beslutte noget eller tage noget til"
                " efterretning, så skriv »Det indstilles, at …«.",
            )


def _without_recommendation(reading: Reading) -> Iterator[Entry]:
    for entry in reading.entries:
        recommendation = entry.section("recommendation").section
        if entry.is_matter and not entry.is_blank and recommendation.is_blank:
            yield entry


@rule(Severity.YELLOW, "Indstillingen siger ikke, hvad der indstilles")
def recommendation_without_proposal(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        passage = entry.section("recommendation")
        text = passage.text
        if text.strip() and not is_template(passage) and not PROPOSAL.search(text):
            start = len(text) - len(text.lstrip())
            end = passage.sentence(start)[1]
            yield passage.spot(
                start,
                end,
                "Indstillingen har ikke formen »Det indstilles, at …«. Skriv, hvad mødet skal"
                " beslutte, så det kan blive til en beslutning.",
            )


@rule(Severity.YELLOW, "Et afsnit er sat, men tomt")
def blank_section(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        for passage in entry.sections:
            if getattr(entry.item, passage.field).strip() and passage.section.is_blank:
                yield Spot(
                    entry.item.number,
                    passage.field,
                    f"{NAMES[passage.field]} er tom: Der er opsætning, men ingen tekst. Skriv"
                    " teksten, eller slet afsnittet.",
                    fix="",
                    end=len(getattr(entry.item, passage.field)),
                    order=(entry.place, 0),
                )


@rule(Severity.YELLOW, "Et underpunkt har intet sagsnummer")
def missing_case_number(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if entry.is_sub_item and entry.is_matter and not entry.item.case_number.strip():
            yield entry.spot(
                "case_number", "Punktet har intet sagsnummer. Skriv det, så sagen kan findes igen."
            )


@rule(Severity.YELLOW, "Et underpunkt mangler sagsbehandlerens initialer")
def missing_initials(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if entry.is_sub_item and entry.is_matter and not entry.item.initials.strip():
            yield entry.spot(
                "initials",
                "Sagsbehandlerens initialer mangler. Skriv dem, så medlemmerne ved, hvem de kan"
                " spørge.",
            )


@rule(Severity.RED, "Et punkt har ingen overskrift")
def missing_title(reading: Reading) -> Iterator[Spot]:
    for entry in reading.entries:
        if not entry.item.title.strip():
            yield entry.spot("title", "Punktet har ingen overskrift. Skriv, hvad det handler om.")


@rule(Severity.YELLOW, "To punkter har samme overskrift")
def same_title(reading: Reading) -> Iterator[Spot]:
    first: dict[str, str] = {}
    for entry in reading.entries:
        title = " ".join(entry.item.title.casefold().split())
        if title and title in first:
            yield entry.spot(
                "title",
                f"Overskriften er den samme som i punkt {first[title]}. Er punktet kommet med to"
                " gange? Ellers gør overskrifterne forskellige.",
                end=len(entry.item.title),
            )
        first.setdefault(title, entry.number)


@rule(Severity.RED, "To punkter har samme nummer")
def same_number(reading: Reading) -> Iterator[Spot]:
    seen: Counter[str] = Counter()
    for entry in reading.entries:
        seen[entry.number] += 1
        if entry.number and seen[entry.number] > 1:
            yield entry.spot(
                "number",
                f"To punkter har nummer {entry.number}. Giv hvert punkt sit eget nummer.",
                end=len(entry.item.number),
            )
