"""Danish words without their inflections: one spelling for all forms of a word.

Made for finding, not for reading: møde, møder, mødets and mødernes become »moed«. Both databases
search in stems made here, so that both find the same; PostgreSQL's own Danish ones part
»godkendt« from »godkendes« and »borgmester« from »borgmestre« (see docs/adr/0020).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from councils import danish

LONGEST = 60  # letters of a word that count
SHORTEST_BEGINNING = 3  # letters that find the longer words that begin with them

# They stand in every text and tell nothing; some would become another word (eller, »el«).
STOP_WORDS = frozenset(
    """ad af alle alt anden andet andre at blev blevet bliver da de dem den denne der deres det
    dette dig din dine disse du efter ej eller en end er et for fra få før gennem ham han hans har
    havde have hen hende hendes her hos hun hvad hvem hver hvilken hvilket hvis hvor hvordan hvornår
    i ift igen ikke ind inden jeg jer jo kan kun kunne man mange med meget mellem men mens mere mig
    min mine mit mod må når ned nogen noget nogle nu og også om op os over pga på samt se selv sig
    sin sine sit skal skulle som så sådan til ud uden under ved vi vil ville vor være været
    """.split()
)
_VOWELS = "aeiouyæøåé"
# The last part of a compound, where its forms differ in more than their endings. Before all else.
_PARTS = {"mænd": "mand", "børn": "barn", "bøg": "bog", "stæd": "stad", "åbent": "åben"}
_PART = re.compile(r"(mænd|børn|bøg(?=er)|stæd(?=er)|åbent)(?=(er|ene|erne)?s?$)")
_WHOLE = {"fora": "forum"}
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = dict.fromkeys(map(ord, "\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}"))


class Word(NamedTuple):
    """A word of a text, and where it stands there."""

    text: str
    start: int
    end: int


def readable(text: str) -> str:
    """`text` with each letter as one sign and without what cannot be seen: what `words` counts
    in."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def words(text: str) -> Iterator[Word]:
    """The words and numbers of a readable text."""
    return (Word(found[0], *found.span()) for found in _WORD.finditer(text))


def stems(text: str) -> set[str]:
    """The stems of all words that tell something."""
    found = {word.text.lower() for word in words(readable(text))}
    return {stem(word) for word in found - STOP_WORDS}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What all forms of a word share, in plain letters: moed of »mødernes«."""
    word = word.lower()[:LONGEST]
    word = _WHOLE.get(word) or _PART.sub(lambda part: _PARTS[part[0]], word)
    shorter = _shortened(word)
    while shorter != word:
        word, shorter = shorter, _shortened(shorter)
    return danish.fold(_closed(word))


def _shortened(word: str) -> str:
    """The word without its last ending. Each step leads to a form that is a word's own, so that
    all forms of a word end at the same."""
    if word.endswith("erne"):
        return word[:-2]
    for ending in ("ede", "et", "en", "er", "e"):
        if word.endswith(ending) and _is_word(word[: -len(ending)]):
            return word[: -len(ending)]
    return _shortened_by_a_letter(word)


def _shortened_by_a_letter(word: str) -> str:
    rest, last = word[:-1], word[-1:]
    if len(rest) < 3 or not _is_word(rest):
        return word
    if last == rest[-1] and last not in _VOWELS and last.isalpha():
        return rest  # budgett, medlemm
    if last == "s" and rest[-1].isalpha():
        return rest  # rådets, godkendes
    if last == "t" and rest[-1] in "bdgkv":
        return rest  # godkendt, vigtigt
    if last == "m" and rest.endswith(("iu", "eu", "æu")):
        return rest[:-1]  # ministerium, museum
    return word


def _is_word(text: str) -> bool:
    return len(text) >= 2 and text.isalpha() and any(letter in _VOWELS for letter in text)


def _closed(word: str) -> str:
    """Forms that lose an e (mester, mestre; regel, regler; åben, åbne) as if all had lost it."""
    head, middle, last = word[:-2], word[-2:-1], word[-1:]
    if not _is_word(word[:-1]):
        return word
    if (last == "r" and middle in "bdfgkpt") or (last == "n" and middle in "bd"):
        return word[:-1]  # mestr: what is left of »mester«, whose end looks like an ending
    if last == "l" and middle == "e" and _is_word(head) and head[-1] not in _VOWELS:
        return f"{head}l"
    return word


# --- What is asked for ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is looked for: in all its forms, or as the beginning of a longer one."""

    stem: str
    beginning: str  # "" where the word is too short for that

    def is_met_by(self, stem_of_word: str) -> bool:
        """Whether a word with that stem is one that was asked for."""
        begins = self.beginning and stem_of_word.startswith(self.beginning)
        return bool(begins) or stem_of_word == self.stem


@dataclass(frozen=True, slots=True)
class Question:
    """Words that are looked for; all of them must be there."""

    wanted: tuple[Wanted, ...]
    typed: tuple[str, ...]  # as they stand in the question, stop words too

    @classmethod
    def of(cls, text: str) -> "Question":
        """What somebody typed."""
        typed = tuple(dict.fromkeys(word.text.lower() for word in words(readable(text))))
        wanted = (_wanted(word) for word in typed if word not in STOP_WORDS)
        return cls(tuple(dict.fromkeys(wanted)), typed)

    def is_met_by(self, text: str) -> bool:
        """Whether `text` holds all words."""
        found = stems(text)
        return all(any(wanted.is_met_by(one) for one in found) for wanted in self.wanted)

    def places(self, text: str) -> list[tuple[Word, Wanted]]:
        """The words of a readable text that were asked for, and which each one is."""
        return [
            (word, wanted)
            for word in words(text)
            if word.text.lower() not in STOP_WORDS
            for wanted in self._met_by(stem(word.text.lower()))
        ]

    def _met_by(self, stem_of_word: str) -> list[Wanted]:
        return [wanted for wanted in self.wanted if wanted.is_met_by(stem_of_word)][:1]


def _wanted(word: str) -> Wanted:
    beginning = danish.fold(word[:LONGEST])
    return Wanted(stem(word), beginning if len(word) >= SHORTEST_BEGINNING else "")
