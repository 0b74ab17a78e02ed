"""Pages about an event that was recorded: what it changed, its letters, and taking it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone

from councils import actions, danish, lives
from councils.forms.lives import SORTS
from councils.lives import Kind, Tone
from councils.lives.letters import Letter, letters
from councils.lives.outcomes import outcome_of
from councils.models import Council, LifeEvent
from kkr_portal import clock
from kkr_portal.lives import HEADINGS
from meetings.actions.suggestions import ITEM
from meetings.files import WORD
from meetings.models import AgendaItem, Meeting
from meetings.word_export.letter import WordLetter, letter_bytes

_TOLD = {**HEADINGS, Tone.CHANGE: "Det ændrede portalen"}


def show_event(request: HttpRequest, pk: int) -> HttpResponse:
    stored = _visible(request, pk)
    is_standing = stored.undone_at is None
    context = {
        **_facts(request, stored),
        "parts": _parts(stored),
        "items": _items(request, stored),
        "letters": _letters(request, stored) if is_standing else [],
        "day_label": SORTS[Kind(stored.kind)].day,
    }
    return render(request, "councils/lives/event_show.html", context)


def undo_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, and says why where it cannot be taken back."""
    stored = _visible(request, pk)
    context = {**_facts(request, stored), "parts": _parts(stored)}
    if stored.undone_at is not None:
        return _undone_before(request, stored)
    if request.method != "POST":
        context["later"] = _later(request, stored)
        return render(request, "councils/lives/event_undo.html", context)
    try:
        actions.undo_life_event(stored, by=request.user, at=clock.now(), council=context["council"])
    except actions.AlreadyUndone:
        stored.refresh_from_db()
        return _undone_before(request, stored)
    except (lives.TooLate, ValidationError):
        context |= {"is_too_late": True, "later": _later(request, stored)}
        return render(request, "councils/lives/event_undo.html", context, status=409)
    messages.success(request, "Hændelsen er fortrudt. Alt står, som det gjorde før.")
    return redirect("life-event", stored.pk)


def download_letter(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A draft to go on with in Word."""
    stored = _visible(request, pk)
    drafts = _letters(request, stored) if stored.undone_at is None else []
    if not 1 <= number <= len(drafts):
        raise Http404
    letter, now = drafts[number - 1], clock.now()
    paper = WordLetter(
        sender=f"Sekretariatet for {letter.council}",
        to=letter.to,
        date=formats.date_format(timezone.localdate(now), "j. F Y"),
        subject=letter.subject,
        paragraphs=letter.paragraphs,
        closing=letter.closing,
    )
    name = f"{danish.slug(f'{letter.subject} {letter.to}')[:80]}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    content = letter_bytes(paper, moment=now)
    return HttpResponse(content, content_type=WORD.content_type, headers=headers)


def _visible(request: HttpRequest, pk: int) -> LifeEvent:
    events = LifeEvent.objects.visible_to(request.user, clock.today()).select_related(
        "person", "municipality", "successor", "party", "recorded_by", "undone_by"
    )
    return get_object_or_404(events, pk=pk)


def _facts(request: HttpRequest, stored: LifeEvent) -> dict:
    return {"event": stored, "council": _own(request, stored)[0]}


def _own(request: HttpRequest, stored: LifeEvent) -> list[Council]:
    """The councils that it concerned and that the reader works for."""
    served = Council.objects.served_by(request.user, clock.today())
    return list(served.filter(life_events=stored))


def _parts(stored: LifeEvent) -> list[tuple[Tone, str, list[dict]]]:
    parts = [
        (tone, heading, [one for one in stored.told if one["tone"] == tone])
        for tone, heading in _TOLD.items()
    ]
    return [part for part in parts if part[2]]


def _items(request: HttpRequest, stored: LifeEvent) -> list[tuple[str, str, AgendaItem | None]]:
    """What each suggested item was called, and the item, unless it was deleted or belongs to a
    council that the reader does not work for."""
    told = [one for one in stored.told if one["tone"] == ITEM]
    served = Council.objects.served_by(request.user, clock.today())
    items = AgendaItem.objects.filter(meeting__council__in=served).select_related("meeting")
    found = items.in_bulk([one["item"] for one in told])
    return [(one["text"], one["council"], found.get(one["item"])) for one in told]


def _letters(request: HttpRequest, stored: LifeEvent) -> list[Letter]:
    """Those that the reader's secretariat sends."""
    own = _own(request, stored)
    after = max(stored.happens_on, clock.today())
    meetings = Meeting.objects.scheduled().filter(council__in=own).upcoming(after)
    first = dict(meetings.order_by().values_list("council").annotate(Min("starts_at")))
    days = {council: timezone.localdate(moment) for council, moment in first.items()}
    return [one for one in letters(outcome_of(stored), days) if one.council in own]


def _later(request: HttpRequest, stored: LifeEvent) -> list[LifeEvent]:
    """Events of the same people recorded afterwards: what must be taken back before."""
    people = {stored.person_id, stored.successor_id} - {None}
    standing = LifeEvent.objects.visible_to(request.user, clock.today()).standing()
    concerned = Q(person__in=people) | Q(successor__in=people)
    return list(standing.filter(concerned, pk__gt=stored.pk).select_related("person"))


def _undone_before(request: HttpRequest, stored: LifeEvent) -> HttpResponse:
    messages.info(request, f"Hændelsen er allerede fortrudt af {stored.undone_by}.")
    return redirect("life-event", stored.pk)
