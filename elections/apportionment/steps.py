"""One seat and one claim to a seat: what computations hand to pages and to each other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One seat, in the order in which seats are given.

    ``number``: from 1. ``seat``: which of the list's own seats this is, from 1.
    ``votes`` and ``divisor``: the quotient; divisor 0 is above every finite quotient.
    ``is_mayor``: the seat is one of the list's mayors. ``by_lot``: lots decided it.

    Seats with equal quotients stand by votes, then key; unless lots were drawn, their order
    among themselves means nothing.
    """

    number: int
    key: str
    seat: int
    votes: int
    divisor: int
    is_mayor: bool = False
    by_lot: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A list's claim to one seat: its votes over a divisor."""

    key: str
    votes: int
    divisor: int
