"""Reads an agenda before it goes out, and finds what is wrong or worth a look.

Knows neither Django nor the database, only text: an :class:`Agenda` in, :class:`Finding` s out.
Start with :func:`check`; :data:`RULES` lists what is checked, and :func:`fixed` takes a finding's
own suggestion.
"""

from meetings.agenda_check import councils
from meetings.agenda_check.fixing import fixed
from meetings.agenda_check.reading import Reading, Rule, Spot, order
from meetings.agenda_check.register import RULES
from meetings.agenda_check.values import (
    Agenda,
    Attachment,
    CouncilFacts,
    Finding,
    Item,
    Kind,
    Severity,
)

__all__ = [
    "RULES",
    "Agenda",
    "Attachment",
    "CouncilFacts",
    "Finding",
    "Item",
    "Kind",
    "Rule",
    "Severity",
    "check",
    "councils",
    "fixed",
]


def check(agenda: Agenda) -> tuple[Finding, ...]:
    """Everything the rules find, in reading order: the meeting, then item by item.

    Takes any text in any field; the same agenda always gives the same findings.
    """
    reading = Reading(agenda)
    found = [(rule, spot) for rule in RULES for spot in rule.find(reading)]
    found.sort(key=lambda pair: order(pair[1]))
    return tuple(_finding(rule, spot) for rule, spot in found)


def _finding(rule: Rule, spot: Spot) -> Finding:
    return Finding(
        rule=rule.name,
        severity=rule.severity,
        item=spot.item,
        field=spot.field,
        excerpt=spot.excerpt,
        message=spot.message,
        fix=spot.fix,
        start=spot.start,
        end=spot.end,
    )
