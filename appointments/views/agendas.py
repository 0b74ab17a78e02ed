"""From a round to the agenda: what the item is to say, and the list as its attachment."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from appointments import agenda_text
from appointments.actions import agendas as actions
from appointments.forms.decisions import AgendaForm, AttachForm, PlaceForm
from appointments.models import Round
from appointments.readable_items import way_to
from appointments.round_lines import lines, tasks_of
from appointments.views.answering import Context
from kkr_portal import clock
from meetings import actions as meetings
from meetings.models import AgendaItem, Meeting

GONE = "Dagsordenen er ændret eller offentliggjort imens. Vælg igen."


def place_on_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """First where and what, by the address; then the text, before it is written."""
    round_, today = own_round(request, pk), clock.today()
    items, drafts = _writable(request, round_)
    tasks = actions.undecided(round_)
    asked = "tekst" in request.GET
    form = AgendaForm(request.GET if asked else None, items=items, meetings=drafts, tasks=tasks)
    context: Context = _about(round_, request) | {
        "form": form,
        "tasks": tasks,
        "has_drafts": drafts.exists(),
        "decision": agenda_text.decision(round_, lines(tasks_of(round_), today)),
    }
    if not asked:
        return render(request, "appointments/round_agenda.html", context)
    if not form.is_valid():
        return render(request, "appointments/round_agenda.html", context, status=422)
    return _preview(request, round_, form.cleaned_data, tasks, context)


@require_POST
def attach_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of the round as it is now, on an item that deals with it."""
    round_ = own_round(request, pk)
    items, _ = _writable(request, round_)
    form = AttachForm(request.POST, items=items.filter(pk__in=_own_items(round_)))
    if not form.is_valid():
        messages.error(request, "Punktet kan ikke rettes længere. Oversigten er ikke vedhæftet.")
        return redirect("round-agenda", pk)
    item = form.cleaned_data["punkt"]
    try:
        is_open = actions.may_be_open(round_, item)
        actions.attach_list(round_, item, by=request.user, at=clock.today(), is_open=is_open)
    except (meetings.AgendaIsPublished, meetings.AgendaHasChanged):
        messages.error(request, GONE)
        return redirect("round-agenda", pk)
    messages.success(request, f"Oversigten er vedhæftet på punktet »{item}«.")
    return redirect("attachment-list", item.meeting_id, item.pk)


def own_round(request: HttpRequest, pk: int) -> Round:
    """A round of the council whose secretariat the reader works in."""
    rounds = Round.objects.served_by(request.user, clock.today())
    rounds = rounds.select_related("council", "term", "decided_in__meeting__council")
    return get_object_or_404(rounds, pk=pk)


def _preview(
    request: HttpRequest, round_: Round, asked: dict, tasks: list, context: Context
) -> HttpResponse:
    """The text as it would stand, and what is still to be chosen; or it is written."""
    item, meeting, today = asked["punkt"], asked["moede"], clock.today()
    names_people = asked["tekst"] == "personer"
    chosen = [task for task in tasks if task.pk in asked["hverv"]]
    text = actions.text_for(round_, chosen, today, names_people)
    seen = {"seen": actions.mark(text), "version": item.version if item else 0}
    is_sent = request.method == "POST"
    list_for = "alle" if actions.may_be_open(round_, item) else "medlemmer"
    initial = seen | {"list_for": list_for}
    place = PlaceForm(request.POST if is_sent else None, round_=round_, item=item, initial=initial)
    status = 200
    if is_sent and place.is_valid():
        try:
            written = _write(request, round_, asked, place.cleaned_data)
        except (actions.TextHasChanged, actions.ItemHasChanged) as changed:
            status = 409
            place.renew(seen)
            context["stale"] = (
                "Punktet" if isinstance(changed, actions.ItemHasChanged) else "Runden"
            )
        except (meetings.AgendaIsPublished, meetings.AgendaHasChanged):
            place.add_error(None, GONE)
        except ValidationError as error:
            place.add_error(None, error)
        else:
            messages.success(request, f"Teksten er skrevet under punktet »{written}«.")
            return redirect("item-edit", written.meeting_id, written.pk)
    if place.errors:
        status = 422
    page = context | {"place": place, "text": text, "item": item, "meeting": meeting}
    return render(request, "appointments/round_agenda_preview.html", page, status=status)


def _write(request: HttpRequest, round_: Round, asked: dict, data: dict) -> AgendaItem:
    return actions.place_on_agenda(
        round_,
        actions.Text(asked["hverv"], asked["tekst"] == "personer", data["seen"]),
        actions.Place(
            item=asked["punkt"],
            version=data["version"] or 0,
            replaces=data.get("replaces", False),
            meeting=asked["moede"],
            title=data.get("title", ""),
        ),
        by=request.user,
        at=clock.today(),
        attaches=data["list_for"] != "ingen",
        is_open=data["list_for"] != "medlemmer",
    )


def _writable(request: HttpRequest, round_: Round):
    """Items and agendas of the council that may change, the next meeting first."""
    user, today = request.user, clock.today()
    drafts = Meeting.objects.editable_by(user, today).scheduled().filter(council=round_.council)
    items = AgendaItem.objects.editable_by(user, today).filter(meeting__in=drafts)
    items = items.filter(is_heading=False, is_dropped=False).select_related("meeting__council")
    order = ("meeting__starts_at", "position", "pk")
    return items.order_by(*order), drafts.select_related("council").order_by("starts_at")


def _own_items(round_: Round) -> set[int]:
    """Those that deal with the round or one of its tasks."""
    own = set(round_.tasks.exclude(decided_in=None).values_list("decided_in", flat=True))
    return own | ({round_.decided_in_id} if round_.decided_in_id else set())


def _about(round_: Round, request: HttpRequest) -> Context:
    today = clock.today()
    items = AgendaItem.objects.filter(pk__in=_own_items(round_)).select_related("meeting__council")
    return {
        "round": round_,
        "council": round_.council,
        "back": reverse("round", args=[round_.pk]),
        "own_items": [
            (item, way_to(item, request.user, today), item.meeting.is_writable) for item in items
        ],
    }
