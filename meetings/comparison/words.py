"""Which words differ in two passages, written with their marks."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import Enum
from html import escape
from typing import NamedTuple

from meetings.comparison.reading import Mark, Run, Word


class Side(Enum):
    OLD = "del"
    NEW = "ins"
    BOTH = ""


class Piece(NamedTuple):
    side: Side
    html: str


# Old times new words: up to the first number every word counts, up to the second only those that
# are no more frequent than one in a hundred, and beyond it a passage is replaced as a whole.
_FEW_WORDS, _MOST_WORDS = 250_000, 10_000_000


def changed_words(old: Run, new: Run) -> Iterator[Piece]:
    """Both passages in one."""
    was, became = old.content, new.content
    start = _common(was, became)
    end = _common(was[start:][::-1], became[start:][::-1])
    i, j = len(was) - end, len(became) - end
    yield from _kept(was[:start], became[:start])
    yield from _word_changes(was[start:i], became[start:j])
    yield from _kept(was[i:], became[j:])


def _common(old: list[Word], new: list[Word]) -> int:
    """How many words at the beginning are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((i for i, (a, b) in pairs if a.key != b.key), min(len(old), len(new)))


def _word_changes(old: list[Word], new: list[Word]) -> Iterator[Piece]:
    """Removed, added and kept words in turns. A lone comma is not kept between two changes."""
    removed: list[Word] = []
    added: list[Word] = []
    for action, i1, i2, j1, j2 in _word_opcodes(old, new):
        if action != "equal" or ((removed or added) and not _has_word(new[j1:j2])):
            removed += old[i1:i2]
            added += new[j1:j2]
            continue
        yield from written(removed, Side.OLD)
        yield from written(added, Side.NEW)
        yield from _kept(old[i1:i2], new[j1:j2])
        removed, added = [], []
    yield from written(removed, Side.OLD)
    yield from written(added, Side.NEW)


def _word_opcodes(old: list[Word], new: list[Word]) -> list[tuple[str, int, int, int, int]]:
    size = len(old) * len(new)
    if size > _MOST_WORDS:
        return [("replace", 0, len(old), 0, len(new))]
    keys = [word.key for word in old], [word.key for word in new]
    return SequenceMatcher(None, *keys, autojunk=size > _FEW_WORDS).get_opcodes()


def _has_word(words: list[Word]) -> bool:
    return any(word.text[0].isalnum() for word in words)


def _kept(old: list[Word], new: list[Word]) -> Iterator[Piece]:
    """Words that both texts have; the blank after the last one may be in one of them only."""
    if not new:
        return
    yield Piece(Side.BOTH, _html(new))
    match old[-1].blank, new[-1].blank:
        case "", "":
            return
        case blank, "":
            yield Piece(Side.OLD, escape(blank))
        case "", blank:
            yield Piece(Side.NEW, escape(blank))
        case _, blank:
            yield Piece(Side.BOTH, escape(blank))


def written(words: list[Word], side: Side) -> Iterator[Piece]:
    """Words of one of the texts, or of both."""
    if not words:
        return
    html = _html(words)
    marked = html if side is Side.BOTH else f"<{side.value}>{html}</{side.value}>"
    yield Piece(side, marked + escape(words[-1].blank))


def _html(words: list[Word]) -> str:
    """Words with their formats, opened as seldom as possible, without the blank at the end."""
    parts: list[str] = []
    marks: tuple[Mark, ...] = ()
    for word, following in zip(words, [*words[1:], None], strict=True):
        parts += [f"<{mark.tag}{mark.attributes}>" for mark in word.marks[len(marks) :]]
        parts.append(word.html)
        marks = _shared(word.marks, following.marks) if following else ()
        parts += [f"</{mark.tag}>" for mark in reversed(word.marks[len(marks) :])]
        parts.append(escape(word.blank) if following else "")
    return "".join(parts)


def _shared(marks: tuple[Mark, ...], others: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The outer formats that two words have in common."""
    count = next((i for i, (a, b) in enumerate(zip(marks, others, strict=False)) if a != b), None)
    return marks[: min(len(marks), len(others)) if count is None else count]
