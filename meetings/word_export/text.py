"""Words with their formats, from HTML to the runs of a paragraph.

Inside `w:pPr`, `w:rPr` and their like the order of the elements is fixed: Word refuses a file
where it differs, so nothing here appends to them afterwards.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from meetings.word_export.reading import Node, text

BLOCKS = frozenset("p h5 ul ol li blockquote table thead tbody tr td th".split())
BREAK = "\n"  # as the text of a span: a line break; no other span holds one
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_LONGEST_ADDRESS = 2000  # Word gives up a little above that
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # a no-break space stays one
_NOT_IN_ADDRESS = re.compile(r'[\x00-\x20\x7f<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})')
# Hebrew, Arabic and their neighbours, with the blanks and marks between their words
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_DIRECTIONS = re.compile(
    rf"([{_RIGHT_TO_LEFT}](?:[^A-Za-z\u00c0-\u024f{_RIGHT_TO_LEFT}]*[{_RIGHT_TO_LEFT}])*)"
)
_RAISED = {"sub": "subscript", "sup": "superscript"}
_HYPHENS = {"\u00ad": "<w:softHyphen/>", "\u2011": "<w:noBreakHyphen/>"}
_SPECIAL = re.compile(f"([{''.join(_HYPHENS)}])")


class Format(NamedTuple):
    strong: bool = False
    em: bool = False
    strike: bool = False
    raised: str = ""  # "sub" or "sup"
    href: str = ""


class Span(NamedTuple):
    text: str
    format: Format = Format()


class Block(NamedTuple):
    """A block among inline elements, with the formats of those around it."""

    node: Node
    format: Format


PLAIN = Format()


def xml_text(written: str) -> str:
    """`written` without what XML cannot hold, escaped."""
    return escape(_NOT_IN_XML.sub("", written))


def clean_text(written: str) -> str:
    """`written` without what XML cannot hold, in one line."""
    return _BLANKS.sub(" ", _NOT_IN_XML.sub("", written)).strip(" ")


def pieces(node: Node, format_: Format) -> Iterator[Span | Block]:
    """What stands in `node`, in order: words, and blocks that are not opened."""
    for child in node.children:
        if isinstance(child, str):
            yield Span(_NOT_IN_XML.sub("", child).replace("\r", " ").replace(BREAK, " "), format_)
        elif child.tag == "br":
            yield Span(BREAK, format_)
        elif child.tag in BLOCKS:
            yield Block(child, format_)
        else:
            yield from pieces(child, _inside(child, format_))
            if child.tag == "a" and (address := _unusable(child)):
                yield Span(f" ({address})", format_)


def _inside(node: Node, format_: Format) -> Format:
    match node.tag:
        case "strong":
            return format_._replace(strong=True)
        case "em":
            return format_._replace(em=True)
        case "sub" | "sup":
            return format_._replace(raised=node.tag)
        case "a":
            return format_._replace(href=_address(node.attributes.get("href", "")))
    return format_


def _address(href: str) -> str:
    """An address that Word takes; nothing for one that it would call the file damaged for."""
    href = _NOT_IN_XML.sub("", href).strip()
    href = _NOT_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", href)
    start, mark, fragment = href.partition("#")
    href = start + mark + fragment.replace("#", "%23")
    try:
        parts = urlsplit(href)
        is_whole = bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:  # a port of letters, half an IPv6 address
        return ""
    if parts.scheme not in _SCHEMES or len(href) > _LONGEST_ADDRESS:
        return ""
    if parts.scheme in {"mailto", "tel"}:
        return href if parts.path and not parts.netloc else ""
    return href if is_whole else ""


def _unusable(link: Node) -> str:
    """The address to print after the words of a link that cannot be one in Word.

    Addresses inside the document or the portal lead nowhere from a file and say nothing in print.
    """
    href = clean_text(link.attributes.get("href", ""))
    if _address(href) or href.partition(":")[0].lower() not in _SCHEMES or href == text(link):
        return ""
    return href


def tidied(spans: Iterable[Span]) -> list[Span]:
    """`spans` as a browser shows them: blanks collapse, and go at the ends of lines."""
    shown: list[Span] = []
    for span in spans:
        if span.text == BREAK:
            _strip_end(shown)
            shown.append(span)
            continue
        written = _BLANKS.sub(" ", span.text)
        if not shown or shown[-1].text[-1] in {" ", BREAK}:
            written = written.removeprefix(" ")
        if written:
            shown.append(span._replace(text=written))
    _strip_end(shown)
    if shown and shown[-1].text == BREAK:  # the last one only closes its line
        shown.pop()
    return shown


def _strip_end(spans: list[Span]) -> None:
    if spans and spans[-1].text.endswith(" "):
        last = spans.pop()
        if shorter := last.text.rstrip(" "):
            spans.append(last._replace(text=shorter))


def runs(spans: Iterable[Span], link_id: Callable[[str], str]) -> str:
    """The XML of tidied `spans`; `link_id` gives the relationship that leads to an address."""
    parts = []
    for href, group in groupby(spans, lambda span: span.format.href):
        inner = "".join(_run(span) for span in group)
        if href:
            inner = f'<w:hyperlink r:id="{link_id(href)}" w:history="1">{inner}</w:hyperlink>'
        parts.append(inner)
    return "".join(parts)


def _run(span: Span) -> str:
    if span.text == BREAK:
        return f"<w:r>{_properties(span.format)}<w:br/></w:r>"
    return "".join(
        f"<w:r>{_properties(span.format, is_rtl=place % 2 == 1)}{_letters(part)}</w:r>"
        for place, part in enumerate(_DIRECTIONS.split(span.text))
        if part
    )


def _properties(format_: Format, *, is_rtl: bool = False) -> str:
    inner = '<w:rStyle w:val="Hyperlink"/>' if format_.href else ""
    inner += "<w:b/><w:bCs/>" if format_.strong else ""
    inner += "<w:i/><w:iCs/>" if format_.em else ""
    inner += "<w:strike/>" if format_.strike else ""
    if format_.raised:
        inner += f'<w:vertAlign w:val="{_RAISED[format_.raised]}"/>'
    inner += "<w:rtl/>" if is_rtl else ""
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _letters(written: str) -> str:
    return "".join(
        _HYPHENS.get(part) or f'<w:t xml:space="preserve">{xml_text(part)}</w:t>'
        for part in _SPECIAL.split(written)
        if part
    )
