"""The HTML of a section as a tree, however badly it is nested."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

MAX_DEPTH = 40  # `richtext.clean` leaves 24; what lies deeper is read without its elements

_VOID = frozenset({"br", "hr", "img", "input", "wbr", "col", "meta", "link"})
# Comments and declarations do not get through the sanitiser, and the parser stumbles over some.
_DECLARATION = re.compile(r"<(?=[!?])")


@dataclass(slots=True)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)


def parsed(html: str) -> Node:
    """A node whose children are what `html` holds."""
    reader = _Reader()
    reader.feed(_DECLARATION.sub("&lt;", html))
    reader.close()
    return reader.root


def text(node: Node) -> str:
    """The letters in `node`, in one line."""
    return " ".join("".join(_words(node)).split())


def _words(node: Node) -> list[str]:
    parts = [" "] if node.tag else []
    for child in node.children:
        parts.extend([child] if isinstance(child, str) else _words(child))
    return parts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self._open = [("", self.root)]

    def set_cdata_mode(self, *_tag: Any, **_kind: Any) -> None:
        """No element may swallow the rest of the text."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1][1]
        node = Node(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            parent.children.append(node)
        elif len(self._open) > MAX_DEPTH:
            self._open.append((tag, parent))
        else:
            parent.children.append(node)
            self._open.append((tag, node))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1][1].children.append(data)
