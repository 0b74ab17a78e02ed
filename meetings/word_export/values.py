"""What an agenda in Word is made of."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class WordItem:
    """An item of the agenda with its `sections`, each a heading and HTML.

    An item that is dropped keeps its heading only; so it does in the PDF.
    """

    number: str
    title: str
    level: Literal[1, 2] = 1
    case: str = ""
    is_closed: bool = False
    is_dropped: bool = False
    sections: tuple[tuple[str, str], ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordAgenda:
    """`facts` are labels with their values, `note` is plain text for the front.

    `date`, `state` (»Udkast …«, »2. udgave …«) and `warning` (that it must not be passed on) stand
    on every page.
    """

    title: str
    council: str
    date: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    state: str = ""
    items: tuple[WordItem, ...] = ()
    warning: str = ""
