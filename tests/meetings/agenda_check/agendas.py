"""Agendas to check: one in perfect order, of which each test breaks a single thing."""

import datetime
from dataclasses import replace
from typing import Any

from meetings.agenda_check import Agenda, Attachment, Finding, Item, Kind, check, councils

IN_ORDER = Item(
    number="1.1",
    title="Resultatkontrakt med Erhvervshus Midtjylland",
    case_number="SAG-2022-00417",
    initials="abc",
    background="<p>KKR Midtjylland indgår hvert år en resultatkontrakt.</p>",
    recommendation="<p>Det indstilles, at KKR Midtjylland godkender kontrakten.</p>",
    presentation="<p>Kontrakten følger lov om erhvervsfremme § 13, stk. 2.</p>",
)


def at(text: str) -> datetime.datetime:
    """A moment; on Danish clocks unless it says otherwise."""
    return datetime.datetime.fromisoformat(text)


def agenda(*items: Item, **changes: Any) -> Agenda:
    """An ordinary meeting on Wednesday 23 March 2022 with these items between two headings."""
    ordinary = Agenda(
        council=councils.facts("midtjylland"),
        kind=Kind.ORDINARY,
        starts_at=at("2022-03-23 10:00"),
        items=(Item("1", "KKR"), *(items or (IN_ORDER,)), Item("2", "Eventuelt")),
        term=(datetime.date(2022, 1, 1), datetime.date(2025, 12, 31)),
    )
    return replace(ordinary, **changes)


def item(**changes: Any) -> Item:
    """The item in order with something else in it; attachments are given by their titles."""
    titles = changes.pop("attachments", ())
    attachments = tuple(Attachment(title) if isinstance(title, str) else title for title in titles)
    return replace(IN_ORDER, attachments=attachments, **changes)


def excerpts(rule: str, checked: Agenda) -> list[str]:
    """What a reader sees at each spot the rule found."""
    return [finding.excerpt for finding in check(checked) if finding.rule == rule]


def places(rule: str, checked: Agenda) -> list[tuple[str, str]]:
    """The item and the field of each spot the rule found."""
    return [(finding.item, finding.field) for finding in check(checked) if finding.rule == rule]


def only(checked: Agenda) -> Finding:
    """The one finding there is."""
    [finding] = check(checked)
    return finding
