"""How many women and men there are among some people, and whether the law is content with it.

Ligestillingsloven chapter 4 (law): whoever proposes one person proposes a woman and a man, whoever
proposes several as many women as men, of an odd number one more of either (§§ 9 and 10 a). A
deviation needs a reason (§ 9(2), § 10 a(2)). Which body falls under it is recorded, not known here.
Genders are counted as they were stated; nobody's is guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

WOMAN, MAN = "woman", "man"
LAW = "ligestillingsloven kapitel 4"


class Verdict(StrEnum):
    EVEN = "even"
    UNEVEN = "uneven"
    OPEN = "open"  # somebody's gender is not stated, and it depends on that


@dataclass(frozen=True, slots=True)
class Balance:
    """`unknown`: those who have not stated a gender."""

    women: int = 0
    men: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return self.women + self.men + self.unknown

    @property
    def verdict(self) -> Verdict:
        """As many women as men; of an odd number one more of either is as even as can be."""
        apart, odd = abs(self.women - self.men), self.total % 2
        if apart + self.unknown <= odd:
            return Verdict.EVEN
        return Verdict.OPEN if apart <= self.unknown + odd else Verdict.UNEVEN

    @property
    def verdict_of_proposal(self) -> Verdict:
        """Of people who are proposed together: one alone is never a woman and a man."""
        return Verdict.UNEVEN if self.total == 1 else self.verdict

    def __str__(self) -> str:
        told = [
            f"{self.women} {'kvinde' if self.women == 1 else 'kvinder'}",
            f"{self.men} {'mand' if self.men == 1 else 'mænd'}",
        ]
        if self.unknown:
            told.append(f"{self.unknown} ikke oplyst")
        return ", ".join(told)

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(self.women + other.women, self.men + other.men, self.unknown + other.unknown)


def count(genders: Iterable[str]) -> Balance:
    """Of each person their gender as stated, "" for none."""
    given = list(genders)
    women, men = given.count(WOMAN), given.count(MAN)
    return Balance(women, men, len(given) - women - men)
