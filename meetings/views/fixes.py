"""Taking the rule check's own suggestion at one click."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions
from meetings.forms.versions import VersionForm
from meetings.models import Attachment, Meeting
from meetings.review import review
from meetings.views.drafts import on_draft


class FixForm(VersionForm):
    """The hidden fields of the button beside a finding: which one it is, and where to go then.

    `place` is its number in the list, `back` the page with that list.
    """

    rule = forms.CharField()
    field = forms.CharField()
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=0)
    back = forms.ChoiceField(choices=[("red", "red"), ("yellow", "yellow"), ("item", "item")])
    place = forms.IntegerField(min_value=1)


@require_POST
@on_draft
def fix_finding(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Back to the list where the button was, at the finding that came after."""
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    stored = meeting.items.filter(pk=item).first()
    form = FixForm(request.POST)
    if stored is None or not form.is_valid():
        raise actions.AgendaHasChanged
    facts = form.cleaned_data
    back, place = facts.pop("back"), facts.pop("place")
    try:
        fixed = actions.fix_finding(stored, by=request.user, **facts)
    except ValidationError as error:
        messages.error(request, f"Kan ikke rettes med et klik: {' '.join(error.messages)}")
    else:
        text = f"»{fixed}« er rettet. Den tidligere tekst ligger i punktets historik."
        messages.success(request, text)
    if back == "item":
        return redirect(f"{reverse('item-edit', args=[pk, item])}#item-remarks")
    return redirect(f"{reverse('agenda-review', args=[pk])}{_next(pk, back, place)}")


def _next(pk: int, severity: str, place: int) -> str:
    """Where the finding is that now has that number in its list, or the last one there is."""
    meetings = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
    found = review(meetings.get(pk=pk), now=clock.now())
    counts = {"red": len(found.red), "yellow": len(found.yellow)}
    if not counts[severity]:  # the list is done with: on to the other one
        severity, place = "yellow" if severity == "red" else "red", 1
    return f"#{severity}-{min(place, counts[severity])}" if counts[severity] else ""
