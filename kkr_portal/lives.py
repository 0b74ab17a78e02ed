"""Pages about what happens in politicians' lives: which event, what follows, and then one click."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from councils import actions, lives
from councils.forms.lives import (
    MOST_FOUND,
    SORTS,
    EventForm,
    FindForm,
    described,
    description,
    found_by_name,
)
from councils.lives import Kind, Plan, Tone
from councils.models import Council, LifeEvent, Person
from councils.views.finding import render_newcomer
from councils.views.rows import served
from kkr_portal import clock
from kkr_portal.paging import page_of
from meetings.actions.suggestions import record_with_items
from meetings.models import Meeting

HEADINGS = {
    Tone.CHANGE: "Det ændrer portalen",
    Tone.VACANCY: "Det mangler bagefter",
    Tone.DOUBT: "Det skal I tage stilling til",
    Tone.NOTICE: "Godt at vide",
}
NEXT_MEETINGS = 4  # are shown at once, later ones when they are asked for
# What brings somebody back to the event's form with what they had written.
_CARRIED = ("kind", "on", "successor_name", "source")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked about, by whose secretariat, and which event."""

    person: Person
    council: Council  # whose secretariat acts
    councils: list[Council]  # all that the reader works for
    kind: Kind | None


def list_events(request: HttpRequest, slug: str) -> HttpResponse:
    council = served(request, slug)
    events = LifeEvent.objects.visible_to(request.user, clock.today()).filter(councils=council)
    page = page_of(events.select_related("person", "recorded_by"), request.GET.get("side"))
    return render(request, "councils/lives/event_list.html", {"council": council, "page": page})


def find_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom it is about: somebody with a place in the council, or anybody who becomes mayor."""
    council, today = served(request, slug), clock.today()
    form = FindForm(request.GET)
    if not form.is_valid():
        context = {"council": council, "form": form}
        return render(request, "councils/lives/person_find.html", context, status=400)
    name = form.cleaned_data["navn"]
    here = Person.objects.attached_to([council], today)
    found = found_by_name(name)
    placed = list(described(found.filter(pk__in=here), today)[: MOST_FOUND + 1])
    others = list(described(found.exclude(pk__in=here), today)[: MOST_FOUND + 1])
    context = {
        "council": council,
        "form": form,
        "name": name,
        "placed": [(one, description(one)) for one in placed[:MOST_FOUND]],
        "others": [(one, description(one)) for one in others[:MOST_FOUND]],
        "most": MOST_FOUND if max(len(placed), len(others)) > MOST_FOUND else None,
    }
    return render(request, "councils/lives/person_find.html", context)


def create_newcomer(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody new: a mayor's successor (`efter` is the mayor), or a new mayor."""
    council = served(request, slug)
    return render_newcomer(
        request,
        council,
        way_on=lambda person: _way_on(request.GET, person),
        way_back=_way_back(request.GET, council),
        step="Registrér en hændelse",
        purpose="Til den, der bliver borgmester og ikke er i portalen i forvejen. Bagefter"
        " fortsætter du med hændelsen.",
    )


def create_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Which event, its form, and its plan, one after the other by the address alone; posting the
    plan records it."""
    asked = _asked(request, pk)
    if asked.kind is None:
        context = {"person": asked.person, "council": asked.council, "sorts": SORTS.items()}
        return render(request, "councils/lives/event_choose.html", context)
    if request.method == "POST":
        return _record(request, asked)
    form = _form(request, asked)
    if not form.is_bound:
        return _render_form(request, asked, form, status=200)
    found = _plan(form)
    if found is None:
        return _render_form(request, asked, form, status=422)
    return _render_plan(request, asked, form, found)


def _record(request: HttpRequest, asked: Asked) -> HttpResponse:
    form = _form(request, asked)
    found = _plan(form)
    try:
        if found is None:
            return _recorded_before(request, form) or _render_form(request, asked, form, status=422)
        stored = record_with_items(
            form.event(),
            by=request.user,
            at=clock.now(),
            council=next(iter(_own(asked, found)), asked.council),
            seen=request.POST.get("seen", ""),
            source=form.cleaned_data["source"],
            items_for=_chosen(request, asked, found),
        )
    except actions.LifeHasChanged:
        return _render_again(request, asked, form)
    except lives.Impossible as error:  # since it was planned a moment ago
        form.refuse(error)
        return _recorded_before(request, form) or _render_form(request, asked, form, status=422)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _render_form(request, asked, form, status=422)
    messages.success(request, "Hændelsen er registreret med alt, hvad der følger.")
    return redirect("life-event", stored.pk)


def _render_again(request: HttpRequest, asked: Asked, form: EventForm) -> HttpResponse:
    """What would be written now is something else than what was seen."""
    found = _plan(form)
    if found is None:
        return _render_form(request, asked, form, status=422)
    return _render_plan(request, asked, form, found, has_changed=True)


def _recorded_before(request: HttpRequest, form: EventForm) -> HttpResponse | None:
    """To the event, for somebody who sent it twice or whose colleague was quicker."""
    if form.given_day is None:
        return None
    standing = LifeEvent.objects.visible_to(request.user, clock.today()).standing()
    same = standing.filter(kind=form.kind, person=form.person, happens_on=form.given_day).first()
    if same is None:
        return None
    messages.info(request, f"Hændelsen er allerede registreret af {same.recorded_by}.")
    return redirect("life-event", same.pk)


# --- What is asked for ---------------------------------------------------------------------------


def _asked(request: HttpRequest, pk: int) -> Asked:
    """A person whose facts the reader keeps; anybody may become mayor in one of their councils."""
    today = clock.today()
    councils = list(Council.objects.served_by(request.user, today))
    given = (request.POST if request.method == "POST" else request.GET).get("kind", "")
    kind = Kind(given) if given in Kind.values else None
    people = Person.objects.editable_by(request.user, today)
    if kind is Kind.BECAME_MAYOR and councils:
        people = Person.objects.all()
    person = get_object_or_404(people, pk=pk)
    here = Person.objects.filter(pk=pk)
    own = (one for one in councils if here.attached_to([one], today).exists())
    return Asked(person, next(own, councils[0]), councils, kind)


def _form(request: HttpRequest, asked: Asked) -> EventForm:
    """Bound when the plan is asked for; searching and correcting only fill it."""
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    is_asked = request.method == "POST" or given.get("show") == "plan"
    return EventForm(
        given if is_asked else None,
        kind=asked.kind,
        person=asked.person,
        councils=asked.councils,
        at=clock.today(),
        initial={name: value for name, value in given.items() if value},
    )


def _plan(form: EventForm) -> Plan | None:
    """None, with the reason in the form, where there is none."""
    if not form.is_valid():
        return None
    try:
        return lives.plan(form.event())
    except lives.Impossible as error:
        form.refuse(error)
        return None


def _chosen(request: HttpRequest, asked: Asked, found: Plan) -> list[Council]:
    wanted = request.POST.getlist("items")
    return [one for one in _own(asked, found) if one.slug in wanted]


def _own(asked: Asked, found: Plan) -> list[Council]:
    """The councils that it concerns and that the reader works for."""
    return [one for one in asked.councils if one in found.councils]


# --- Addresses -----------------------------------------------------------------------------------


def _way_on(given: QueryDict, person: Person) -> str:
    """To the form of the event, in which the person is successor or mayor."""
    efter = given.get("efter", "")
    carried = {name: given[name] for name in _CARRIED if given.get(name)}
    if efter.isdecimal() and len(efter) < 18:
        carried |= {"successor": str(person.pk)}
        carried.pop("successor_name", None)
        return f"{reverse('life-event-create', args=[efter])}?{urlencode(carried)}"
    address = reverse("life-event-create", args=[person.pk])
    return f"{address}?{urlencode({'kind': Kind.BECAME_MAYOR.value})}"


def _way_back(given: QueryDict, council: Council) -> str:
    efter = given.get("efter", "")
    if efter.isdecimal() and len(efter) < 18:
        carried = {name: given[name] for name in _CARRIED if given.get(name)}
        return f"{reverse('life-event-create', args=[efter])}?{urlencode(carried)}"
    return reverse("life-event-find", args=[council.slug])


# --- Pages ---------------------------------------------------------------------------------------


def _render_form(
    request: HttpRequest, asked: Asked, form: EventForm, *, status: int
) -> HttpResponse:
    context = {
        "person": asked.person,
        "council": asked.council,
        "form": form,
        "kind": asked.kind,
        "what_for": SORTS[asked.kind].what_for,
    }
    return render(request, "councils/lives/event_edit.html", context, status=status)


def _render_plan(
    request: HttpRequest, asked: Asked, form: EventForm, found: Plan, *, has_changed: bool = False
) -> HttpResponse:
    given = {"kind": asked.kind.value} | {
        name: form[name].value() for name in form.fields if form[name].value() not in ("", None)
    }
    meetings = list(_meetings(found))
    context = {
        "person": asked.person,
        "council": asked.council,
        "kind": asked.kind,
        "event": found.event,
        "day_label": SORTS[asked.kind].day,
        "source": form.cleaned_data["source"],
        "plan": found,
        "parts": _parts(found),
        "next_meetings": meetings[:NEXT_MEETINGS],
        "later_meetings": meetings[NEXT_MEETINGS:],
        "given": given.items(),
        "own": _own(asked, found),
        "correct": f"{request.path}?{urlencode(given)}",
        "has_changed": has_changed,
        "chosen": request.POST.getlist("items"),
    }
    status = 409 if has_changed else 200
    return render(request, "councils/lives/event_plan.html", context, status=status)


def _parts(found: Plan) -> list[tuple[Tone, str, list]]:
    parts = [
        (tone, heading, [one for one in found.consequences if one.tone is tone])
        for tone, heading in HEADINGS.items()
    ]
    return [part for part in parts if part[2]]


def _meetings(found: Plan):
    """Those still to come on which somebody else will sit there; during a leave, those in it."""
    after = max(found.event.on, clock.today())
    meetings = Meeting.objects.scheduled().filter(council__in=found.councils).upcoming(after)
    if found.event.until:
        meetings = meetings.filter(starts_at__date__lte=found.event.until)
    return meetings.filter(term__starts_on__lte=after, term__ends_on__gte=after).select_related(
        "council"
    )
