"""Who of a day's lines is found."""

from collections.abc import Callable, Collection, Iterable

from councils import danish
from councils.directory.values import Line

LONG_ENOUGH = 4  # letters from which on a word may be misspelt


def search(lines: Collection[Line], query: str) -> tuple[list[Line], bool]:
    """Those who have every word of the query, in any order, in their name, municipality, party,
    title or role, and False.

    Where there is nobody: those who have, once it is misspelt, and True.
    """
    words = [word.strip(",;") for word in query.lower().replace("-", " ").split()]
    words = [word for word in words if word]
    folded = [danish.fold(word) for word in words]
    found = [line for line in lines if _has(line, folded)] if folded else list(lines)
    if found or all(len(word) < LONG_ENOUGH for word in words):
        return found, False
    likenesses = [_likeness(word, lines) for word in words]
    return [line for line in lines if all(is_like(line) for is_like in likenesses)], True


def _has(line: Line, folded: Collection[str]) -> bool:
    words = line.words
    return all(word in words for word in folded)


def _likeness(word: str, lines: Iterable[Line]) -> Callable[[Line], bool]:
    """Whether a line has the word, or one that is a single slip from it."""
    folded = danish.fold(word)
    if len(word) < LONG_ENOUGH:
        return lambda line: folded in line.words
    known = {form for line in lines for form in _forms(line)}
    near = {
        form
        for form in known
        if danish.is_one_slip_from(form, word) or danish.is_one_slip_from(form, folded)
    }
    return lambda line: folded in line.words or not near.isdisjoint(_forms(line))


def _forms(line: Line) -> set[str]:
    return {*line.words.split(), *line.spelt.split()}
