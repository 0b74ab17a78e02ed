"""The divisor methods on offer."""

from enum import StrEnum
from typing import Self


class Method(StrEnum):
    """A divisor method, given by the numbers that a list's votes are divided by in turn.

    ``ADAMS`` 0, 1, 2, …: everyone's first seat comes before anyone's second.
    Reconstructed: it gives KL's published table for Midtjylland 2022 exactly, but KL has
    not published its method.
    ``DHONDT`` 1, 2, 3, …: leans towards large lists; used for chair and vice-chair.
    ``SAINTE_LAGUE`` 1, 3, 5, …: leans towards neither.

    ``first`` is the first divisor and ``step`` the distance to each next one.
    """

    first: int
    step: int

    ADAMS = "adams", 0, 1
    DHONDT = "dhondt", 1, 1
    SAINTE_LAGUE = "sainte_lague", 1, 2

    def __new__(cls, name: str, first: int, step: int) -> Self:
        member = str.__new__(cls, name)
        member._value_ = name
        member.first = first
        member.step = step
        return member

    @property
    def seats_everyone(self) -> bool:
        """Whether each list's first seat is due before any list's second."""
        return not self.first

    def divisor(self, held: int) -> int:
        """What to divide by when a list already holds ``held`` seats.

        Divisor 0 stands for a quotient above every finite one. Two such quotients are
        ordered by their votes, as they would be with any tiny divisor in place of 0.
        """
        return self.step * held + self.first
