"""Which party or local list a letter and a name stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from elections.votefiles.reading import Problems
from elections.votefiles.results import MAX_LETTER, MAX_NAME

# In half the parties' names, so sharing one of them proves nothing.
COMMON_WORDS = frozenset({"danmarks", "folkeparti", "liste", "listen", "parti", "partiet"})
MIN_SHARED_WORD = 4
SAME_STEM = 10  # Socialdemokratiet, Socialdemokraterne; not Borgerlige, Borgerlisten
MIN_SHORT_NAME = 2
ABBREVIATION = range(MIN_SHORT_NAME, 4)
COUNTING_WORDS = re.compile(r"\b(?:stemmer|vælgere|i alt|total|votes|voters)\b")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list on a ballot: a party by its letter, or a local one by letter or name."""

    party_letter: str
    local_letter: str
    name: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same list within a municipality."""
        local = self.local_letter or f"={self.name.casefold()}"  # a name is never a letter
        return (self.party_letter, "" if self.party_letter else local)


class Lists:
    """The lists of a file; what is wrong with one is a problem once, where it first stands."""

    def __init__(self, parties: Mapping[str, str], problems: Problems) -> None:
        self._parties = {letter.upper(): name for letter, name in parties.items() if letter}
        self._problems = problems
        self._known: dict[tuple[str, str], Listed | None] = {}

    def find(self, line: int, column: str, letter: str, name: str) -> Listed | None:
        """The list with that letter and name, one of which may be empty; None if it is wrong."""
        known = (letter, name)
        if known not in self._known:
            letter, name = letter.upper(), " ".join(name.split())
            if not letter and len(name) == 1:
                letter, name = name.upper(), ""
            text = self._problem(letter, name)
            self._known[known] = None if text else self._listed(letter, name)
            if text:
                self._problems.add(line, column, text)
        return self._known[known]

    def split(self, code: str) -> tuple[str, str]:
        """Letter and name of a list written in one: `A`, `A. Navn`, `A Navn` or `A - Navn`.

        Only a party's letter is longer than one character: »SF - Navn« begins with a name.
        """
        match = re.fullmatch(r"([^\W\d_]{1,5})(?:\s*[.:]\s*|\s+[-–—]\s*|\s+|$)(.*)", code)
        if match and (len(match[1]) == 1 or match[1].upper() in self._parties):
            return match[1], match[2]
        return "", code

    def name_of(self, listed: Listed) -> str:
        """Its name in the file, or one to know it by."""
        by_letter = self._parties.get(listed.party_letter) or f"Liste {listed.local_letter}"
        return listed.name or by_letter

    def _listed(self, letter: str, name: str) -> Listed:
        party = letter if letter in self._parties else "" if letter else self._party_named(name)
        return Listed(party, "" if party else letter, name)

    def _problem(self, letter: str, name: str) -> str:
        """What is wrong with the list, in Danish; nothing is the usual case."""
        if len(letter) > MAX_LETTER:
            return f"bogstavet »{letter[:40]}« er længere end {MAX_LETTER} tegn."
        if len(name) > MAX_NAME:
            return f"listens navn er længere end {MAX_NAME} tegn."
        namesake = self._party_named(name)
        if letter in self._parties:
            known = self._parties[letter]
            if not name or (namesake in ("", letter) and alike(name, known)):
                return ""
            party = f"bogstavet {letter} er partiet {known} ved valget"
            return f"{party}, men filen kalder listen »{name}«."
        if letter and namesake:
            return f"{self._parties[namesake]} har bogstavet {namesake} ved valget, ikke {letter}."
        return "" if letter or namesake else self._problem_without_letter(name)

    def _problem_without_letter(self, name: str) -> str:
        if not name:
            return "linjen har hverken et listebogstav eller et listenavn."
        if not re.search(r"[^\W\d_]", name):
            return f"»{name}« er hverken et bogstav eller navnet på en liste."
        if COUNTING_WORDS.search(name.casefold()):
            return f"»{name}« ligner en optælling og ikke en liste."
        for letter, known in self._parties.items():
            if set(_words(name)) <= set(_words(known)):
                return f"»{name}« har intet bogstav. Er det {known}, så skriv {letter}."
        return ""

    def _party_named(self, name: str) -> str:
        """The letter of the party with that very name, also without what explains it."""
        forms = _forms(name)
        named = [letter for letter, known in self._parties.items() if forms & _forms(known)]
        return named[0] if len(named) == 1 else ""


def alike(name: str, known: str) -> bool:
    """Whether two names may be one party's: a telling word, a beginning or an abbreviation."""
    ours, theirs = _words(name), _words(known)
    if any(_same_word(a, b) for a in ours for b in theirs):
        return True
    short, long = sorted(("".join(ours), "".join(theirs)), key=len)
    if len(short) < MIN_SHORT_NAME:
        return short == long
    return long.startswith(short) or _abbreviates(short, long)


def _same_word(a: str, b: str) -> bool:
    if min(len(a), len(b)) < MIN_SHARED_WORD or {a, b} & COMMON_WORDS:
        return False
    return a == b or (len(a) >= SAME_STEM and a[:SAME_STEM] == b[:SAME_STEM])


def _abbreviates(short: str, long: str) -> bool:
    """SF, LA, KD: the first letter and others in their order."""
    letters = iter(long)
    return len(short) in ABBREVIATION and short[0] == long[0] and all(c in letters for c in short)


def _forms(name: str) -> set[str]:
    """The name, its part before a comma or dash, and what follows an abbreviation."""
    head, _, tail = re.sub(r"\s*,\s*|\s+[-–—(]\s*", "\0", name, count=1).partition("\0")
    forms = {name, head, tail if len(head) in ABBREVIATION else ""}
    return {" ".join(_words(form)) for form in forms} - {""}


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.casefold())
