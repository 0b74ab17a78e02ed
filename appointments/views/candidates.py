"""Pages where the secretariat enters who is proposed or nominated for a task."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from appointments.actions import candidates as actions
from appointments.eligibility import may_be_overruled, reason_against, standings
from appointments.forms.candidates import CandidateForm, NomineeForm
from appointments.models import Candidate, Task
from appointments.openings import working_day
from appointments.shares import lists_of
from appointments.views.confirming import confirm
from appointments.views.tasks import about, own_task
from councils.actions.newcomers import NameIsKnown
from councils.forms.lives import MOST_FOUND, FindForm, described, description, found_by_name
from councils.models import Person
from councils.views import finding
from councils.views.rows import Context, attempt
from kkr_portal import clock


def create_candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """Who it is, and then who proposes them: one after the other by the address alone."""
    task = own_task(request, pk)
    person = finding.chosen_person(request)
    if person is None:
        return _render_find(request, task)
    form = _form(request, task, person)
    said = None
    if form.is_bound:
        said = attempt(form, lambda: _enter(request, task, person, form))
        if said is None:
            messages.success(request, f"{person} er kandidat til {task}.")
            return redirect(task)
    context = {"heading": f"{person}: kandidat til {task}", "person": person}
    return _render(request, task, form, said, context)


def edit_candidate(request: HttpRequest, pk: int) -> HttpResponse:
    candidate = own_candidate(request, pk)
    task = candidate.task
    form = _form(request, task, candidate.person, candidate)
    said = None
    if form.is_bound:
        said = attempt(form, lambda: _change(request, candidate, form))
        if said is None:
            messages.success(request, f"{candidate} er gemt.")
            return redirect(task)
    context = {"heading": f"Ret {candidate}", "person": candidate.person, "candidate": candidate}
    return _render(request, task, form, said, context)


def withdraw_candidate(request: HttpRequest, pk: int) -> HttpResponse:
    candidate = own_candidate(request, pk)
    context = about(candidate.task) | {
        "heading": f"Træk {candidate} tilbage?",
        "note": "Kandidaten bliver stående på hvervets side som trukket tilbage. En personlig"
        " suppleant bliver trukket tilbage samtidig.",
        "button": "Træk tilbage",
    }
    page = confirm(
        request,
        context,
        candidate,
        lambda seen: actions.withdraw_candidate(candidate, by=request.user, seen=seen),
    )
    if page is not None:
        return page
    messages.success(request, f"{candidate} er trukket tilbage.")
    return redirect(candidate.task)


def create_nominee(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody new to the portal, to be a candidate."""
    task, today = own_task(request, pk), clock.today()
    council = task.round.council
    form = NomineeForm(request.POST or None, initial={"name": request.GET.get("navn", "")})
    context = about(task) | {"form": form, "back": _way_on(task)}
    if form.is_valid():
        try:
            person = actions.create_nominee(
                **form.cleaned_data, by=request.user, council=council, since=today
            )
        except NameIsKnown as known:
            people = described(Person.objects.filter(pk__in=[p.pk for p in known.found]), today)
            context["known"] = [(description(one), _way_on(task, one)) for one in people]
            form.add_error("name", "Portalen kender allerede en person med det navn.")
        else:
            messages.success(request, f"{person} er oprettet.")
            return redirect(_way_on(task, person))
    status = 422 if form.errors else 200
    return render(request, "appointments/nominee_create.html", context, status=status)


def own_candidate(request: HttpRequest, pk: int) -> Candidate:
    """A candidate for a task of a council in whose secretariat the reader works."""
    candidates = Candidate.objects.served_by(request.user, clock.today()).select_related(
        "person",
        "task__round__council",
        "task__round__term__election",
        "task__kind__body",
        "task__kind__council",
    )
    return get_object_or_404(candidates, pk=pk)


def _render_find(request: HttpRequest, task: Task) -> HttpResponse:
    """Search by name; each who is found with what speaks against them."""
    today = clock.today()
    form = FindForm(request.GET)
    context = about(task) | {"form": form}
    if not form.is_valid():
        return render(request, "appointments/candidate_find.html", context, status=400)
    name = form.cleaned_data["navn"]
    found = list(described(found_by_name(name), today)[: MOST_FOUND + 1])
    shown = found[:MOST_FOUND]
    known = standings([one.pk for one in shown], task.round.council, working_day(task.round, today))
    newcomer = reverse("candidate-newcomer", args=[task.pk])
    context |= {
        "name": name,
        "newcomer": f"{newcomer}?{urlencode({'navn': name})}",
        "may_be_overruled": may_be_overruled(task.kind),
        "found": [
            (description(one), reason_against(task.kind, known[one.pk]), _way_on(task, one))
            for one in shown
        ],
        "most": MOST_FOUND if len(found) > MOST_FOUND else None,
    }
    return render(request, "appointments/candidate_find.html", context)


def _way_on(task: Task, person: Person | None = None) -> str:
    address = reverse("candidate-create", args=[task.pk])
    return f"{address}?{urlencode({'person': person.pk})}" if person else address


def _form(
    request: HttpRequest, task: Task, person: Person, row: Candidate | None = None
) -> CandidateForm:
    today, council = clock.today(), task.round.council
    return CandidateForm(
        request.POST if request.method == "POST" else None,
        task=task,
        lists=lists_of(council, task.round.term, working_day(task.round, today)),
        at=today,
        row=row,
        asks_gender=actions.may_state_gender(person, council, today),
    )


def _enter(request: HttpRequest, task: Task, person: Person, form: CandidateForm) -> Candidate:
    proposers = form.proposers()
    enter = actions.nominate_candidate if "nominated_by" in proposers else actions.propose_candidate
    return enter(
        task,
        person,
        by=request.user,
        at=clock.today(),
        particulars=form.particulars(),
        **proposers,
    )


def _change(request: HttpRequest, candidate: Candidate, form: CandidateForm) -> Candidate:
    return actions.change_candidate(
        candidate,
        by=request.user,
        at=clock.today(),
        seen=form.cleaned_data["seen"],
        particulars=form.particulars(),
        **form.proposers(),
    )


def _render(
    request: HttpRequest, task: Task, form: CandidateForm, said: Context | None, context: Context
) -> HttpResponse:
    today = working_day(task.round, clock.today())
    person = context["person"]
    known = standings([person.pk], task.round.council, today)
    page = about(task) | {
        "form": form,
        "reason_against": reason_against(task.kind, known[person.pk]),
        **context,
        **(said or {}),
    }
    status = 200 if said is None else said.get("status", 422)
    return render(request, "appointments/candidate_edit.html", page, status=status)
