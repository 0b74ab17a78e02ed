"""Which municipality an area or a polling area belongs to, and those that were passed over."""

import re
from dataclasses import dataclass

from elections.votefiles.figures import danish
from elections.votefiles.reading import shortened
from elections.votefiles.results import Context, Skipped

MAX_PASSED_OVER = 120  # all of Denmark's municipalities and regions, each by its name
THE_REST = "Flere andre områder er ikke kommuner i dette KKR"

MUNICIPALITY = re.compile(r" (?:regions)?kommune$")
CODE = re.compile(r"([0-9]{3,4})(?:[\s:,–—-]+(.*))?", re.DOTALL)
# »101. Skolen« is the polling area's own number, »101 Skolen« begins with a municipality's code.
CODE_BEFORE_NAME = re.compile(r"([0-9]{3,4})\s*[\s:,–—-]\s*\S")
BETWEEN = re.compile(r"\s+[-–—]\s*|\s*[,:/]\s*")
LARGER_AREA = re.compile(
    r"(?:[0-9]+ )?(?:hele landet|danmark|all denmark|i alt|total|landsdel.*|region .*|provins.*)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """An area: the code of the council's municipality, or why it is none (in Danish).

    `why_not` lets the area be passed over, `problem` refuses the file.
    """

    code: str = ""
    why_not: str = ""
    problem: str = ""


class Areas:
    """Finds municipalities by code, by name or by both, however the name is spelt."""

    def __init__(self, context: Context) -> None:
        self._own = context.municipalities
        self._all = {**context.others, **context.municipalities}
        self._codes = {_spelling(name): code for code, name in self._all.items()}
        self._known: dict[str, Place] = {}

    def place(self, text: str) -> Place:
        """The area that `text` names: `751`, `Aarhus`, `Århus Kommune` or `751 Aarhus`."""
        if text not in self._known:
            self._known[text] = self._place(text)
        return self._known[text]

    def place_at_start_of(self, text: str) -> Place | None:
        """The municipality that a polling area's name begins with, if it does."""
        match = CODE_BEFORE_NAME.match(text)
        if match and (code := _three_digits(match[1])) in self._all:
            return self._municipality(code)
        for match in BETWEEN.finditer(text):
            if code := self._code_of(text[: match.start()]):
                return self._municipality(code)
        return None

    def _place(self, text: str) -> Place:
        match = CODE.fullmatch(text)
        if match is None:
            code = self._code_of(text)
            return self._municipality(code) if code else _no_municipality(text)
        code, name = _three_digits(match[1]), (match[2] or "").strip()
        named = self._code_of(name)
        if name and named != code and (code in self._own or named in self._own):
            return Place(problem=self._contradiction(code, name, named))
        return self._municipality(code) if code in self._all else _no_municipality(text)

    def _code_of(self, name: str) -> str:
        bare = MUNICIPALITY.sub("", _spelling(name))
        without_genitive = bare.removesuffix("s")  # Københavns Kommune
        return self._codes.get(bare) or self._codes.get(without_genitive, "")

    def _municipality(self, code: str) -> Place:
        if code in self._own:
            return Place(code=code)
        return Place(why_not=f"{self._all[code]} hører til et andet KKR")

    def _contradiction(self, code: str, name: str, named: str) -> str:
        if code in self._all:
            return f"koden {code} er {self._all[code]}, ikke »{name}«."
        return f"{self._all[named]} har koden {named}, ikke {code}."


class PassedOver:
    """Areas that do not concern the council, one entry each and one for those beyond the limit."""

    def __init__(self) -> None:
        self._areas: dict[str, list[int]] = {}

    def add(self, line: int, why_not: str, votes: int) -> None:
        if why_not not in self._areas and len(self._areas) >= MAX_PASSED_OVER:
            why_not = THE_REST
        entry = self._areas.setdefault(why_not, [line, 0, 0])
        entry[1] += 1
        entry[2] += votes

    def skipped(self) -> tuple[Skipped, ...]:
        return tuple(
            Skipped(line, _sentence(why_not, lines, votes), lines, votes)
            for why_not, (line, lines, votes) in self._areas.items()
        )


def _spelling(name: str) -> str:
    """Equal for names that differ in Aa and Å, capitals, blanks and hyphens only."""
    return re.sub(r"[\s–—-]+", " ", name.casefold().replace("å", "aa")).strip()


def _three_digits(code: str) -> str:
    return f"{int(code):03}"


def _no_municipality(text: str) -> Place:
    text = shortened(text)
    if LARGER_AREA.fullmatch(_spelling(text)):
        return Place(why_not=f"»{text}« er ikke en kommune")
    return Place(why_not=f"»{text}« er ikke genkendt som en kommune")


def _sentence(why_not: str, lines: int, votes: int) -> str:
    of_lines = "1 linje" if lines == 1 else f"{danish(lines)} linjer"
    of_votes = "1 stemme" if votes == 1 else f"{danish(votes)} stemmer"
    return f"{why_not}: {of_lines} med {of_votes} er sprunget over."
