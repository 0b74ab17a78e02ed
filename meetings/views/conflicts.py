"""Two texts for one item: what differs, and which one is to stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from meetings import numbering
from meetings.comparison import Comparison, compare, compare_lines
from meetings.forms.items import AgendaItemForm, is_true
from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Difference:
    """One field in which two texts of an item differ."""

    name: str
    label: str
    old: str
    new: str
    comparison: Comparison
    is_rich: bool

    @property
    def is_wide(self) -> bool:
        """Whether a reader may have to scroll sideways."""
        return "<table" in self.comparison.merged


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The fields that say something else in `new` than in `old`, both as `ItemContent.content`;
    `new` may have fewer."""
    pairs = [_difference(name, old[name], new[name]) for name in new if old[name] != new[name]]
    return [difference for difference in pairs if not difference.comparison.is_equal]


def _difference(name: str, old: Any, new: Any) -> Difference:
    field = AgendaItemForm.base_fields[name]
    is_rich = name in AgendaItem.SECTIONS
    old, new = _said(name, old), _said(name, new)
    comparison = (compare if is_rich else compare_lines)(old, new)
    return Difference(name, field.label, old, new, comparison, is_rich)


def _said(name: str, value: Any) -> str:
    """A field's value as a reader says it."""
    if name == "is_open":
        return "Åbent punkt" if value else "Lukket punkt"
    if name == "minutes":
        return f"{value} minutter" if value else ""
    return value


def sent_content(post: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an item among those that a browser sent, whether or not they are valid."""
    content: dict[str, Any] = {
        name: post[name].strip() for name in AgendaItem.CONTENT if name in post
    }
    if "is_open" in content:
        content["is_open"] = is_true(content["is_open"])
    if "minutes" in content:
        minutes = content["minutes"]
        is_number = minutes.isascii() and minutes.isdigit() and len(minutes) < 6
        content["minutes"] = int(minutes) if is_number else None
    return content


def render_conflict(
    request: HttpRequest,
    meeting: Meeting,
    stored: AgendaItem | None,
    form: AgendaItemForm,
    *,
    reason: str,
) -> HttpResponse:
    """The text of a valid `form` beside the one that is `stored`, if there still is one."""
    mine = form.content()
    theirs = stored.content if stored else AgendaItem().content
    found = differences(theirs, mine)
    sent = {name: "" if value is None else value for name, value in mine.items()}
    names = {difference.name for difference in found}
    version = stored.version if stored else 0
    merging = AgendaItemForm(initial={**mine, "version": version}, instance=stored)
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "stored": stored,
        "number": numbering.numbers(meeting.items.all()).get(stored.pk, "") if stored else "",
        "form": form,
        "reason": reason,
        "differences": [(difference, merging[difference.name]) for difference in found],
        "mine": sent,
        "agreed": {name: value for name, value in sent.items() if name not in names},
        "parent": request.POST.get("parent", ""),
        "merging": merging,
        "media": merging.media.with_nonce(request.csp_nonce),
    }
    return render(request, "meetings/agendaitem_conflict.html", context, status=409)
