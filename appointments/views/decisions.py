"""What the council decided about a task of a round, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from appointments.actions.decisions import can_be_undone, decide_task, undo_decision
from appointments.affiliations import affiliations
from appointments.chosen import Outcome, outcome
from appointments.filling import free_seats
from appointments.forms.appointments import AnsweringForm
from appointments.forms.decisions import DecisionForm
from appointments.models import Appointment, Candidate, Task
from appointments.readable_items import way_to
from appointments.round_lines import lines
from appointments.views.answering import Context, attempt, given, render_form
from kkr_portal import clock


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    task, today = own_task(request, pk), clock.today()
    found = outcome(task)
    form = _form(request, task, found)
    status, done = attempt(
        form,
        lambda: decide_task(
            task,
            by=request.user,
            version=form.seen_version,
            decided_on=form.cleaned_data["decided_on"],
            chosen=form.cleaned_data.get("chosen"),
            alternates=form.cleaned_data.get("alternates"),
        ),
    )
    if done:
        people = ", ".join(str(one.person) for one in done)
        messages.success(request, f"Beslutningen er registreret. Udpeget: {people}.")
        return redirect(task)
    context = _about(task) | {
        "heading": f"Registrér beslutningen: {task}",
        "form": form,
        "submit": "Registrér beslutningen",
        "outcome": found,
        "line": lines([task], today)[0],
        "free": len(free_seats(task.kind, task.starts_on, task.ends_on)),
        "item": way_to(task.item, request.user, today),
    }
    return render_form(request, context, status, "appointments/task_decide.html")


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    task = own_task(request, pk)
    form = AnsweringForm(given(request), initial={"version": task.version})
    status, done = attempt(
        form, lambda: undo_decision(task, by=request.user, version=form.seen_version)
    )
    if done:
        messages.success(request, "Beslutningen er trukket tilbage.")
        return redirect(task)
    context = _about(task) | {
        "heading": f"Træk beslutningen tilbage: {task}",
        "note": "Udpegningerne slettes, og hvervet bliver ubesluttet igen. Gør det kun, når"
        " beslutningen er registreret forkert.",
        "form": form,
        "submit": "Træk tilbage",
        "reasons": can_be_undone(task),
    }
    return render_form(request, context, status)


def own_task(request: HttpRequest, pk: int) -> Task:
    """A task of the council whose secretariat the reader works in."""
    tasks = Task.objects.served_by(request.user, clock.today()).select_related(
        "round__council",
        "round__decided_in__meeting__council",
        "decided_in__meeting__council",
        "kind__body__council",
        "kind__council",
    )
    return get_object_or_404(tasks.prefetch_related("kind__nominators"), pk=pk)


def decision_context(task: Task, user, at) -> Context:
    """For `appointments/_task_decision.html`, on the page of the task."""
    made = Appointment.objects.filter(candidate__task=task).select_related("person")
    return {
        "decision_item": way_to(task.item, user, at),
        "decision_made": list(made.order_by("seat__number", "pk")) if task.decided_on else [],
    }


def _form(request: HttpRequest, task: Task, found: Outcome) -> DecisionForm:
    today = clock.today()
    held_on = task.item.meeting.held_on if task.item else None
    everybody = [*found.candidates, *found.shared_alternates]
    chosen = [one for one in found.candidates if one.state == Candidate.State.CHOSEN]
    if not chosen and len(found.candidates) <= task.number:
        chosen = list(found.candidates)
    initial = {
        "version": task.version,
        "decided_on": min(held_on or today, today),
        "chosen": chosen,
        "alternates": found.shared_alternates,
    }
    return DecisionForm(
        given(request),
        outcome=found,
        today=today,
        stands_for=affiliations([one.person_id for one in everybody], today),
        initial=initial,
    )


def _about(task: Task) -> Context:
    return {
        "task": task,
        "council": task.round.council,
        "back": task.get_absolute_url(),
        "back_label": task,
    }
