"""Formatted text: which HTML an agenda section may hold, and how everything else is taken out.

Used on the way in (in the actions) and once more before a text goes into a PDF, because a table of
a hundred thousand columns or two thousand nested elements would keep the renderer busy for minutes.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser

import nh3

TAGS = frozenset(
    "a blockquote br em h5 li ol p strong sub sup table tbody td th thead tr ul".split()
)
URL_SCHEMES = frozenset({"https", "http", "mailto", "tel"})
MAX_SPAN = 20  # columns or rows of one cell
MAX_DEPTH = 24  # elements inside each other; a list in a table in a list needs about 15

_ATTRIBUTES = {
    "*": set(),  # otherwise the library lets »title« and »lang« through
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
_VOID = frozenset({"br"})
# A mark in the text for an attachment of the item, by its key. What it says follows from the
# attachment's number wherever it is shown, so only the sign itself is stored.
MARK = "./."
_MARK_ADDRESS = re.compile(r"#bilag-([1-9]\d{0,17})")
_MARK_LINK = re.compile(r'<a href="#bilag-(\d+)">\./\.</a>')
_BLANKS = re.compile(r"[\x00-\x20]")  # browsers read past these in an address
_MAX_PASSES = 8  # two do for nearly all; nothing seen needs more than four
# The same marks under other names, as Word and older pages write them. Item, sub-item and section
# have headings of their own, so a heading in the text is always the level below.
_RENAMED = {"b": "strong", "i": "em"} | dict.fromkeys(("h1", "h2", "h3", "h4", "h6"), "h5")


def clean(html: str) -> str:
    """`html` with nothing but the tags and attributes above; empty text becomes "".

    The result is well-formed, idempotent under `clean`, and safe to print on a page or in a PDF.
    """
    # What remains when elements go may nest in ways no reader of HTML allows (a <p> in a <p>, after
    # the <button> between them went), so the next reader would build another tree than we saw.
    for _ in range(_MAX_PASSES):
        before, html = html, _sanitised(html)
        if html == before:
            break
    return html if has_text(html) else ""


def has_text(html: str) -> bool:
    """Whether a reader would see anything: a letter, a digit, a mark."""
    return bool(plain(html).strip())


def plain(html: str) -> str:
    """The text of `html` without its tags; block elements end with a line break."""
    collector = _TextCollector()
    collector.feed(html)
    collector.close()
    return "".join(collector.parts)


def with_marks(html: str, shown: Callable[[int], str | None]) -> str:
    """Sanitised `html` with each attachment mark replaced by what `shown` makes of its key: HTML,
    or None where there is nothing to lead to, and then only the sign stays."""
    return _MARK_LINK.sub(lambda found: shown(int(found[1])) or MARK, html)


def with_keys(html: str, keys: Mapping[int, int]) -> str:
    """Sanitised `html` whose marks lead to the attachments that took the place of the old ones; a
    mark whose attachment has none becomes a mere sign, which the rule check asks about."""

    def mark(key: int) -> str | None:
        return f'<a href="#bilag-{keys[key]}">{MARK}</a>' if key in keys else None

    return with_marks(html, mark)


def mark_keys(html: str) -> set[int]:
    """The keys of the attachments that sanitised `html` marks."""
    return {int(key) for key in _MARK_LINK.findall(html)}


def _sanitised(html: str) -> str:
    rewriter = _Rewriter()
    rewriter.feed(
        nh3.clean(
            html,
            tags={*TAGS, *_RENAMED},
            attributes=_ATTRIBUTES,
            attribute_filter=_filter_attribute,
            url_schemes=set(URL_SCHEMES),
            link_rel=None,
        )
    )
    rewriter.close()
    return rewriter.result().strip()


def _filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"colspan", "rowspan", "start"}:
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
        return str(max(1, min(number, MAX_SPAN if attribute != "start" else 9999)))
    if attribute == "href" and _BLANKS.sub("", value).startswith(("//", "\\\\", "/\\", "\\/")):
        return None  # an address without a scheme would take the reader to another site
    if attribute == "href" and value.startswith("#") and not _MARK_ADDRESS.fullmatch(value):
        return None  # a place in the document that the text was pasted from
    if attribute == "scope":
        return value if value in {"col", "row"} else None
    return value


class _Rewriter(HTMLParser):
    """Writes sanitised HTML again with tags renamed and without elements that lie too deep.

    The text of a dropped element stays.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._depth = 0
        self._parts: list[str] = []
        self._is_in_mark = False

    def result(self) -> str:
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._depth += 1
        if self._is_in_mark:
            return
        if tag == "a" and _MARK_ADDRESS.fullmatch(dict(attrs).get("href") or ""):
            self._is_in_mark = True
            self._mark_depth = self._depth
            if self._depth <= MAX_DEPTH:
                self._parts.append(f'<a href="{escape(dict(attrs)["href"])}">{MARK}</a>')
            return
        if self._depth <= MAX_DEPTH:
            written = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
            self._parts.append(f"<{_RENAMED.get(tag, tag)}{written}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._is_in_mark:
            self._is_in_mark = self._depth > self._mark_depth
            self._depth -= 1
            return
        if self._depth <= MAX_DEPTH:
            self._parts.append(f"</{_RENAMED.get(tag, tag)}>")
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def _write(self, text: str) -> None:
        if not self._is_in_mark:
            self._parts.append(text)


class _TextCollector(HTMLParser):
    _BLOCKS = frozenset({"p", "li", "tr", "h5", "blockquote", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
