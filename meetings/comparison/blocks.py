"""Which blocks of two texts belong together, and what differs in them."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from meetings.comparison.reading import Block, Run
from meetings.comparison.words import Piece, Side, changed_words, written

_CELLS = frozenset({"td", "th"})
_MOST_PAIRS = 3000  # of blocks to weigh against each other; beyond that they are matched in order
_ALIKE = 0.4  # share of common words from which two blocks are one that was changed
_FRAMES = frozenset({"table", "thead", "tbody"})  # remain the same one, whatever stands in them


def changed_blocks(old: list[Block | Run], new: list[Block | Run]) -> Iterator[Piece]:
    """The blocks of a text or of a block, matched with their counterparts."""
    matcher = SequenceMatcher(None, [node.key for node in old], [node.key for node in new])
    for action, i1, i2, j1, j2 in matcher.get_opcodes():
        if action == "equal":
            for node in new[j1:j2]:
                yield from _whole(node, Side.BOTH)
        else:
            yield from _changed(old[i1:i2], new[j1:j2])


def _changed(old: list[Block | Run], new: list[Block | Run]) -> Iterator[Piece]:
    i = j = 0
    for a, b in [*_pairs(old, new), (len(old), len(new))]:
        for node in old[i:a]:
            yield from _whole(node, Side.OLD)
        for node in new[j:b]:
            yield from _whole(node, Side.NEW)
        if a < len(old):
            yield from _pair(old[a], new[b])
        i, j = a + 1, b + 1


def _pair(old: Block | Run, new: Block | Run) -> Iterator[Piece]:
    """A block or a run of words that was changed."""
    if isinstance(old, Run):
        yield from changed_words(old, new)
        return
    yield Piece(Side.BOTH, f"<{new.tag}{new.attributes}>")
    if old.kind == new.kind:
        yield from changed_blocks(old.children, new.children)
    else:  # a cell that became a heading, or wider: no mark can show that, so all of it is marked
        for side, block in ((Side.OLD, old), (Side.NEW, new)):
            for node in block.children:
                yield from _whole(node, side)
    yield Piece(Side.BOTH, f"</{new.tag}>")


def _pairs(old: list[Block | Run], new: list[Block | Run]) -> list[tuple[int, int]]:
    """Which old block became which new one, in order: as much alike as possible in sum."""
    if len(old) == len(new) and all(node.kind[0] in _CELLS for node in [*old, *new]):
        return [(i, i) for i in range(len(old))]  # a row's cells keep their columns
    if len(old) * len(new) > _MOST_PAIRS:
        shorter = range(min(len(old), len(new)))
        return [(i, i) for i in shorter if _likeness(old[i], new[i])]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(a, b) for b in new] for a in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(old: Block | Run, new: Block | Run) -> float:
    """From 0, another block, to 1, the same words."""
    if old.kind != new.kind:
        return 0.0
    total = len(old.words) + len(new.words)
    share = 2 * (old.bag & new.bag).total() / total if total else 1.0
    if old.kind[0] in _FRAMES or isinstance(old, Run):
        return max(share, 0.01)
    return share if share >= _ALIKE else 0.0


def _whole(node: Block | Run, side: Side) -> Iterator[Piece]:
    if isinstance(node, Run):
        yield from written(node.content, side)
        return
    yield Piece(side, f"<{node.tag}{node.attributes}>")
    for child in node.children:
        yield from _whole(child, side)
    yield Piece(side, f"</{node.tag}>")
