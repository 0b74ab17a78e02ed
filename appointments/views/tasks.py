"""Pages about one task of a round: what is to be filled, by whom, and what is missing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from appointments.actions import rounds as actions
from appointments.board.board import read
from appointments.forms.rounds import ExemptionForm, TaskForm
from appointments.models import Task
from appointments.views.confirming import Context, confirm
from appointments.views.decisions import decision_context
from councils.views.rows import attempt, render_form
from kkr_portal import clock


def show_task(request: HttpRequest, pk: int) -> HttpResponse:
    task, today = own_task(request, pk), clock.today()
    board = read(task.round, today)
    context = about(task) | {
        "line": board.line(pk),
        "section": board.section(pk),
        "is_writable": is_writable(task),
        "due_on": task.due_on(),
    }
    context |= decision_context(task, request.user, today)
    return render(request, "appointments/task_show.html", context)


def edit_task(request: HttpRequest, pk: int) -> HttpResponse:
    task = own_task(request, pk)
    form = TaskForm(request.POST or None, row=task)
    said = None
    if form.is_bound:
        said = attempt(form, lambda: actions.change_task(task, by=request.user, **form.facts()))
        if said is None:
            messages.success(request, "Hvervet er gemt.")
            return redirect(task)
    context = about(task) | {"form": form, "heading": f"Ret {task}"}
    return render_form(request, "row_edit", context, said)


def edit_exemption(request: HttpRequest, pk: int) -> HttpResponse:
    """Why the nomination is not as balanced as the law asks for."""
    task = own_task(request, pk)
    form = ExemptionForm(request.POST or None, row=task)
    said = None
    if form.is_bound:
        said = attempt(form, lambda: actions.set_exemption(task, by=request.user, **form.facts()))
        if said is None:
            messages.success(request, "Begrundelsen er gemt.")
            return redirect(task)
    context = about(task) | {
        "form": form,
        "heading": f"Fravigelse af kønsbalancen: {task}",
        "note": "Ligestillingsloven tillader, at en indstilling fraviger kravet om både kvinder og"
        " mænd, når der er særlige grunde, og de bliver angivet.",
    }
    return render_form(request, "row_edit", context, said)


def remove_task(request: HttpRequest, pk: int) -> HttpResponse:
    task = own_task(request, pk)
    context = about(task) | {
        "heading": f"Fjern {task} fra runden?",
        "note": "Pladserne i forummet bliver stående. Hvervet kan tages med igen.",
        "button": "Fjern hvervet",
    }
    page = confirm(
        request, context, task, lambda seen: actions.remove_task(task, by=request.user, seen=seen)
    )
    if page is not None:
        return page
    messages.success(request, f"{task} er fjernet fra runden.")
    return redirect(task.round)


# --- Which task ----------------------------------------------------------------------------------


def own_task(request: HttpRequest, pk: int) -> Task:
    """A task in a round of a council in whose secretariat the reader works."""
    tasks = Task.objects.served_by(request.user, clock.today()).select_related(
        "round__council", "round__term__election", "kind__body", "kind__council"
    )
    return get_object_or_404(tasks, pk=pk)


def is_writable(task: Task) -> bool:
    """Whether candidates can still be entered and changed."""
    return task.round.closed_at is None and task.decided_on is None


def about(task: Task) -> Context:
    """What all pages about one task begin with."""
    return {
        "council": task.round.council,
        "round": task.round,
        "task": task,
        "round_address": reverse("round", args=[task.round_id]),
        "back": task.get_absolute_url(),
        "back_label": str(task),
    }
