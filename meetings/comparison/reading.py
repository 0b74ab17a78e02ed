"""A text in HTML as blocks of words."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

_BLOCKS = frozenset("p h5 ul ol li blockquote table thead tbody tr td th".split())
_ONLY_BLOCKS = frozenset("ul ol table thead tbody tr".split())  # hold no text themselves
# The editor writes <li><p>…</p></li> for a <li>…</li> that came from elsewhere: no difference.
_PARAGRAPH_INSIDE = frozenset({"li", "td", "th"})
LINE_BREAK = "<br>"
_WORDS = re.compile(r"(\d+(?:[.,:/–-]\d+)*|\w+|[^\w\s])(\s*)")


class Mark(NamedTuple):
    """A format of words (strong, a link …) with its attributes as written."""

    tag: str
    attributes: str


class Word(NamedTuple):
    text: str
    marks: tuple[Mark, ...]
    blank: str  # what follows it; not compared

    @property
    def key(self) -> tuple[str, tuple[Mark, ...]]:
        return self.text, self.marks

    @property
    def html(self) -> str:
        return self.text if self.text == LINE_BREAK else escape(self.text)


class Node:
    """What blocks and runs have in common: the same `key` is the same text in the same form."""

    kind: tuple[str, str]
    words: list[str]

    @cached_property
    def bag(self) -> Counter[str]:
        return Counter(self.words)


@dataclass(eq=False)
class Run(Node):
    """Words in a row, with nothing but formats around them."""

    content: list[Word] = field(default_factory=list)
    kind = ("", "")

    @cached_property
    def key(self) -> tuple:
        return tuple(word.key for word in self.content)

    @cached_property
    def words(self) -> list[str]:
        return [word.text for word in self.content]


@dataclass(eq=False)
class Block(Node):
    tag: str
    attributes: str
    children: list["Block | Run"] = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, str]:
        return self.tag, self.attributes

    @cached_property
    def key(self) -> tuple:
        return self.kind, tuple(child.key for child in self.children)

    @cached_property
    def words(self) -> list[str]:
        return [word for child in self.children for word in child.words]


def parsed(html: str) -> list[Block | Run]:
    """What stands in sanitised, hence well-formed HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _block(reader.root).children


@dataclass(eq=False)
class _Element:
    tag: str
    attributes: str
    children: list["_Element | str"] = field(default_factory=list)
    holds_block: bool = False

    @property
    def is_block(self) -> bool:
        """A format around whole paragraphs is a block like those."""
        return self.tag in _BLOCKS or self.holds_block


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = _Element("", "")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        element = _Element(tag, attributes)
        self._open[-1].children.append(element)
        if tag in _BLOCKS:
            for around in self._open:
                around.holds_block = True
        if tag != "br":
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _block(element: _Element) -> Block:
    block = Block(element.tag, element.attributes)
    for child in element.children:
        if isinstance(child, _Element) and child.is_block:
            block.children.append(_block(child))
        else:
            _add_words(block, child, ())
    first = block.children[0] if block.children else None
    if block.tag in _PARAGRAPH_INSIDE and isinstance(first, Block) and first.tag == "p":
        block.children[:1] = first.children
    return block


def _add_words(block: Block, node: _Element | str, marks: tuple[Mark, ...]) -> None:
    """Puts the words of `node`, which is no block, at the end of `block`."""
    if isinstance(node, str):
        _add_text(block, node, marks)
    elif node.tag == "br":
        _last_run(block).content.append(Word(LINE_BREAK, marks, ""))
    else:
        for child in node.children:
            _add_words(block, child, (*marks, Mark(node.tag, node.attributes)))


def _add_text(block: Block, text: str, marks: tuple[Mark, ...]) -> None:
    follows_block = not block.children or isinstance(block.children[-1], Block)
    if not text.strip() and (follows_block or block.tag in _ONLY_BLOCKS):
        return
    run = _last_run(block)
    if text[0].isspace() and run.content:
        run.content[-1] = run.content[-1]._replace(blank=" ")
    run.content.extend(Word(word, marks, blank) for word, blank in _WORDS.findall(text))


def _last_run(block: Block) -> Run:
    if not block.children or isinstance(block.children[-1], Block):
        block.children.append(Run())
    return block.children[-1]
