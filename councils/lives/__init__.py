"""What follows when something happens in a politician's life.

»Leaves the municipal council« is one fact and many consequences: seats, posts and substitutes end,
somebody else enters, a list has a seat to fill. They are worked out here for people to see, and
written by councils/actions/lives.py exactly as they were seen (docs/adr/0021).
"""

from councils.lives.plans import plan, register
from councils.lives.values import Consequence, Event, Impossible, Kind, Plan, Tone, Write
from councils.lives.writing import TooLate, take_back, write_all

__all__ = [
    "Consequence",
    "Event",
    "Impossible",
    "Kind",
    "Plan",
    "Tone",
    "TooLate",
    "Write",
    "plan",
    "register",
    "take_back",
    "write_all",
]
