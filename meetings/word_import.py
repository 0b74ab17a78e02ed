"""A Word file read as the parts of an agenda item: what secretaries draft outside the portal.

Knows neither Django nor the database: bytes in, an :class:`ImportedItem` out. The HTML comes from
a file that anybody may have written, so it must go through `richtext.clean` like other input.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meetings import word_html
from meetings.word_html import Element
from meetings.word_package import WordFileRefused, checked

__all__ = ["NO_TITLE", "ImportedItem", "WordFileRefused", "read_item"]

_SECTIONS = {
    "baggrund": "background",
    "indstilling": "recommendation",
    "sagsfremstilling": "presentation",
}
_SECTION = re.compile(
    r"(?:punkt )?(?:(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|[ivx]{1,4}|[a-d])(?:[.):] ?| ))?"
    rf"(?P<name>{'|'.join(_SECTIONS)}) ?[:.]?",
    re.IGNORECASE | re.ASCII,
)
_CASE = re.compile(
    r"(?:sag(?:s(?:nummer|nr\.?|id))? ?:? ?)?(?P<case>sag(?: ?[-–] ?| )[0-9]{4} ?[-–] ?[0-9]{3,7})"
    r"(?: ?[,;/(–-]? ?(?:(?:sagsbehandler|initialer|init\.) ?:? ?)?"
    r"(?P<initials>[a-zæøå]{2,5})\)?)?",
    re.IGNORECASE,
)
_MONTHS = "(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"  # »1. maj« has no item number
_ITEM_NUMBER = re.compile(
    r"(?P<number>(?:(?:dagsordens)?punkt|pkt\.?) ?[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})"
    r"(?:[.):] ?| ?[–-] ?| )"
    r"|(?P<dotted>[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})(?:[.):]? (?:[–-] )?)"
    rf"|(?P<plain>[0-9]{{1,2}})[.):] (?!{_MONTHS})",
    re.IGNORECASE,
)
NO_TITLE = "Dokumentet har ingen overskrift til punktet. Skriv den selv."
_LONGEST_HEADING = 250  # characters, as titles have them


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """The parts of an agenda item. The sections are HTML that is not sanitised yet; `notes` tell,
    in Danish, what was left out or guessed."""

    title: str
    case_number: str
    initials: str
    background: str
    recommendation: str
    presentation: str
    notes: tuple[str, ...]


def read_item(data: bytes) -> ImportedItem:
    """The item that a Word file (.docx) holds; raises WordFileRefused if it cannot be read."""
    document = word_html.converted(checked(data), lambda text: bool(_SECTION.fullmatch(text)))
    draft = _Draft(document.footnotes, document.notes)
    for whole in word_html.blocks(document.body):
        for block in _taken_apart(whole):
            draft.add(block)
    return draft.result()


def _taken_apart(block: Element) -> Iterator[Element]:
    """Several blocks, if a heading or the case number shares a paragraph with other text."""
    if block.tag not in {"p", "h5"}:
        yield block
        return
    lines = [line for line in _lines(block) if word_html.text(line)]
    if not any(_section(line) or _case(line) for line in lines):
        lines = [block]
    for line in lines:
        yield from _heading_and_rest(line)


def _lines(element: Element) -> list[Element]:
    """`element` split at its line breaks."""
    current = Element(element.tag, element.attrib)
    current.text = element.text
    lines = [current]
    for child in element:
        # A break ends this line and begins an empty one; breaks further in do so too.
        first, *rest = _lines(child) if child.tag != "br" else (None, None)
        if first is not None:
            current.append(first)
        for part in rest:
            current = Element(element.tag, element.attrib)
            lines.append(current)
            if part is not None and (part.text or len(part)):
                current.append(part)
        if len(current):
            current[-1].tail = child.tail
        else:
            current.text = child.tail
    return lines


def _heading_and_rest(line: Element) -> list[Element]:
    """Two paragraphs of one that begins with a bold »Baggrund:«."""
    if line.tag != "p" or not len(line) or (line.text or "").strip() or _section(line):
        return [line]
    heading, tail = line[0], (line[0].tail or "").lstrip()
    if (
        heading.tag != "strong"
        or not _SECTION.fullmatch(word_html.text(heading))
        or not (word_html.text(heading).endswith(":") or tail.startswith(":"))
    ):
        return [line]
    line.remove(heading)
    line.text = tail.lstrip(": ")
    heading.tail = None
    first = Element("p")
    first.append(heading)
    return [first, line]


def _section(block: Element) -> str | None:
    """The section that a line is the heading of."""
    if block.tag not in {"p", "h5"}:
        return None
    found = _SECTION.fullmatch(word_html.text(block))
    return _SECTIONS[found["name"].lower()] if found else None


def _case(block: Element) -> tuple[str, str] | None:
    """Case number and initials that a line consists of."""
    found = _CASE.fullmatch(word_html.text(block)) if block.tag in {"p", "h5"} else None
    if found is None:
        return None
    return re.sub("[ –-]+", "-", found["case"]).upper(), found["initials"] or ""


class _Draft:
    """Takes the blocks of a document in order, and makes the item of them."""

    def __init__(self, footnotes: list[Element], notes: list[str]) -> None:
        self._footnotes = dict(enumerate(footnotes, start=1))
        self._notes = notes
        self._case_number = ""
        self._initials = ""
        self._before: list[Element] = []  # what stands before the first section
        self._sections: dict[str, list[Element]] = {}
        self._current = self._before

    def add(self, block: Element) -> None:
        if found := _case(block):
            if not self._case_number:
                self._case_number, self._initials = found
            if found[0] == self._case_number:
                return
            self._note(
                f"Sagsnummeret {found[0]} er ladet stå i teksten; {self._case_number} "
                "er brugt som punktets."
            )
        if section := _section(block):
            self._begin(section, block)
        else:
            self._current.append(block)

    def _begin(self, section: str, heading: Element) -> None:
        name = word_html.text(heading)
        if heading.tag == "p" and not word_html.is_bold(heading):
            self._note(f"Linjen »{name}« er læst som overskrift, selv om den ikke ser ud som en.")
        if section in self._sections:
            self._note(
                f"Overskriften »{name}« står flere gange, og teksterne er sat sammen. "
                "Se efter, om dokumentet rummer mere end ét punkt."
            )
        self._current = self._sections.setdefault(section, [])

    def result(self) -> ImportedItem:
        title = self._take_title()
        if self._before:
            self._note(
                "Tekst før det første afsnit er sat først i Sagsfremstilling."
                if self._sections
                else "Dokumentet har ingen af overskrifterne Baggrund, Indstilling og "
                "Sagsfremstilling. Hele teksten er sat i Sagsfremstilling."
            )
        self._sections["presentation"] = self._before + self._sections.get("presentation", [])
        if footnotes := len(self._footnotes):
            self._note(
                f"{word_html.count(footnotes, 'fodnote', 'fodnoter')} er sat som tekst sidst i det "
                "afsnit, som henvisningen står i."
            )
        for blocks in self._sections.values():
            self._resolve_footnotes(blocks)
        for number in list(self._footnotes):  # of the title, or of a line that is left out
            self._sections["presentation"].extend(self._footnote(number))
        if not (title or self._case_number or any(self._sections.values())):
            raise WordFileRefused("Word-filen indeholder ingen tekst.")
        if any(
            sum(block.tag == "ol" for block in blocks) > 1 for blocks in self._sections.values()
        ):
            self._note(
                "Nummererede lister begynder forfra efter hvert afsnit tekst. Se numrene efter."
            )
        html = {name: word_html.html(self._sections.get(name, [])) for name in _SECTIONS.values()}
        return ImportedItem(
            title=title,
            case_number=self._case_number,
            initials=self._initials,
            notes=tuple(self._notes),
            **html,
        )

    def _take_title(self) -> str:
        headings = [block for block in self._before if block.tag == "h5"]
        bold = [block for block in self._before if word_html.is_bold(block)]
        for block in headings + bold:
            title = word_html.text(block)
            if len(title) <= _LONGEST_HEADING:
                self._before.remove(block)
                return self._without_number(title)
        self._note(NO_TITLE)
        return ""

    def _without_number(self, title: str) -> str:
        found = _ITEM_NUMBER.match(title)
        if found is None or found.end() == len(title):
            return title
        number = found["number"] or found["dotted"] or found["plain"]
        self._note(f"»{number}« foran overskriften er udeladt, for portalen nummererer punkterne.")
        return title[found.end() :]

    def _resolve_footnotes(self, blocks: list[Element]) -> None:
        references = [
            sup for block in blocks for sup in block.iter("sup") if word_html.NOTE in sup.attrib
        ]
        for sup in references:
            blocks.extend(self._footnote(int(sup.attrib.pop(word_html.NOTE))))

    def _footnote(self, number: int) -> list[Element]:
        item = self._footnotes.pop(number, None)
        blocks = list(word_html.blocks(item)) if item is not None else []
        if not blocks:
            return []
        if blocks[0].tag != "p":
            blocks.insert(0, Element("p"))
        first = blocks[0]
        sup = Element("sup")
        sup.text, sup.tail = str(number), f" {(first.text or '').lstrip()}"
        first.text = None
        first.insert(0, sup)
        return blocks

    def _note(self, text: str) -> None:
        if text not in self._notes:
            self._notes.append(text)
