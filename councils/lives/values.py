"""What happens, and what follows from it."""

import datetime
import enum
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from councils.models import Council, LifeEvent, Municipality, Party, Person

Kind = LifeEvent.Kind


class Impossible(Exception):
    """It cannot have happened so; the text, in Danish, says why, and `field` where to mend it."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.field = field


class Tone(enum.StrEnum):
    """What a consequence asks of its reader."""

    CHANGE = "change"  # the portal does it
    VACANCY = "vacancy"  # somebody must find somebody
    NOTICE = "notice"  # good to know
    DOUBT = "doubt"  # no rule that the portal knows decides it


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to `person`.

    `on` is the last day of what ends, and the first of what begins. `municipality` is the one that
    gets or loses a mayor, `successor` who becomes mayor there the day after. `party` is the one
    joined, if any, and `until` the last day of a leave, if known.
    """

    kind: Kind
    person: Person
    on: datetime.date
    municipality: Municipality | None = None
    successor: Person | None = None
    party: Party | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """A row that gets new `facts`; without a `row` it is made, without `facts` it is removed. A
    fact can be another Write: the row that it makes."""

    model: type[models.Model]
    row: models.Model | None
    facts: Mapping[str, Any] | None

    def told(self) -> str:
        if self.facts is None:
            return f"{self.model._meta.label}:{self.row.pk}:removed"
        facts = {
            name: value.told() if isinstance(value, Write) else str(getattr(value, "pk", value))
            for name, value in self.facts.items()
        }
        return f"{self.model._meta.label}:{self.row.pk if self.row else 'new'}:{facts}"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One sentence in Danish, what is written for it, and the council that it concerns.

    `rule` says whose rule it is: »KL«, or »portalens valg« where none was found. `paragraph` is
    what an agenda item of the council says of it, and `proposal` what the council is asked to do;
    for what an app above this one has found.
    """

    text: str
    tone: Tone = Tone.CHANGE
    council: Council | None = None
    rule: str = ""
    writes: tuple[Write, ...] = ()
    paragraph: str = ""
    proposal: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """As the event keeps it."""
        said = {"text": self.text, "tone": self.tone, "rule": self.rule}
        if self.paragraph and self.council is not None:
            said |= {"paragraph": self.paragraph, "proposal": self.proposal}
            said["council"] = self.council.pk
        return said


@dataclass(frozen=True, slots=True)
class Plan:
    """An event and everything that follows, in the order in which people read it."""

    event: Event
    consequences: tuple[Consequence, ...]
    councils: tuple[Council, ...] = field(default=())

    @property
    def writes(self) -> list[Write]:
        """What is removed and what ends first, so that it makes room for what begins."""
        found = [write for consequence in self.consequences for write in consequence.writes]
        return sorted(found, key=lambda write: (write.facts is not None, write.row is None))

    @property
    def fingerprint(self) -> str:
        """Another one whenever something else would be written or told."""
        said = [*(one.text for one in self.consequences), *(write.told() for write in self.writes)]
        return hashlib.sha256("\0".join(said).encode()).hexdigest()


def made(event: Event, consequences: Iterable[Consequence]) -> Plan:
    """The plan; Impossible where nothing at all would be written."""
    found = tuple(consequences)
    if not any(one.writes for one in found):
        raise Impossible(
            f"Der er intet registreret om {event.person}, som det ville ændre på den dag.", "on"
        )
    councils = {one.council.pk: one.council for one in found if one.council}
    return Plan(event, found, tuple(councils.values()))
