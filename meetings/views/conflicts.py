"""Two texts for one item: what differs, and which one is to stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from meetings.comparison import Comparison, compare, compare_lines
from meetings.forms import AgendaItemForm
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


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """The fields that say something else in `new` than in `old`, both as `ItemContent.content`."""
    pairs = [_difference(name, old[name], new[name]) for name in new if old[name] != new[name]]
    return [difference for difference in pairs if not difference.comparison.is_equal]


def _difference(name: str, old: str, new: str) -> Difference:
    field = AgendaItemForm.base_fields[name]
    is_rich = name in AgendaItem.SECTIONS
    comparison = (compare if is_rich else compare_lines)(old, new)
    return Difference(name, field.label, old, new, comparison, is_rich)


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
    theirs = stored.content if stored else dict.fromkeys(mine, "")
    found = differences(theirs, mine)
    names = {difference.name for difference in found}
    version = stored.version if stored else 0
    merging = AgendaItemForm(initial={**mine, "version": version}, instance=stored)
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "stored": stored,
        "form": form,
        "reason": reason,
        "differences": [(difference, merging[difference.name]) for difference in found],
        "agreed": {name: text for name, text in mine.items() if name not in names},
        "merging": merging,
        "media": merging.media.with_nonce(request.csp_nonce),
    }
    return render(request, "meetings/agendaitem_conflict.html", context, status=409)
