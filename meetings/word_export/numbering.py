"""The lists of a document: one of bullets, and for each list of numbers one of its own.

Lists that share a definition in Word also share their counting, hence one for each.
"""

from collections.abc import Callable

LEVELS = 9
BULLETS = 1
NUMBERS = 2  # for those who make a list in Word by the style
INDENT = 397  # twentieths of a point for each level
_BULLETS = "•–▪"
_HIGHEST_START = 32767


class Numbering:
    def __init__(self) -> None:
        self._lists = [_levels(_bullet), _levels(_number(0, 1))]

    def ordered(self, level: int, start: int) -> int:
        """The number of a new list that counts from `start` at `level`, which is 0 outermost."""
        self._lists.append(_levels(_number(level, min(start, _HIGHEST_START))))
        return len(self._lists)

    def xml(self) -> str:
        """What stands in numbering.xml, without its root."""
        definitions = "".join(
            f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x2B100000 + number:08X}"/>'
            f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{0x4C200000 + number:08X}"/>'
            f"{levels}</w:abstractNum>"
            for number, levels in enumerate(self._lists, start=1)
        )
        used = "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
            for number in range(1, len(self._lists) + 1)
        )
        return definitions + used


def indent(level: int, more: int = 0) -> str:
    """The indentation of a list item; its bullet or number hangs out of it."""
    return f'<w:ind w:left="{INDENT * (level + 1) + more}" w:hanging="{INDENT}"/>'


def _levels(level: Callable[[int], str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{each}">{level(each)}<w:lvlJc w:val="left"/>'
        f"<w:pPr>{indent(each)}</w:pPr></w:lvl>"
        for each in range(LEVELS)
    )


def _bullet(level: int) -> str:
    return (
        '<w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{_BULLETS[level % len(_BULLETS)]}"/>'
    )


def _number(first: int, start: int) -> Callable[[int], str]:
    def level(place: int) -> str:
        begin = start if place == first else 1
        return (
            f'<w:start w:val="{begin}"/><w:numFmt w:val="decimal"/>'
            f'<w:lvlText w:val="%{place + 1}."/>'
        )

    return level
