"""Pages about a council's rounds of appointments, for its secretariat."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from appointments.actions import rounds as actions
from appointments.board.board import read
from appointments.forms.board import BoardFilterForm
from appointments.forms.rounds import AddTasksForm, NewRoundForm, RoundForm
from appointments.models import Round
from appointments.openings import openings
from appointments.views.confirming import Context, confirm
from councils.views.rows import attempt, render_form, served
from kkr_portal import clock


def list_rounds(request: HttpRequest, slug: str) -> HttpResponse:
    council = served(request, slug)
    rounds = Round.objects.filter(council=council).select_related("term")
    rounds = rounds.annotate(
        task_count=Count("tasks"),
        decided=Count("tasks", filter=Q(tasks__decided_on__isnull=False)),
    ).order_by("closed_at", "-term__starts_on", "name")
    context = {
        "council": council,
        "open": [one for one in rounds if one.closed_at is None],
        "closed": [one for one in rounds if one.closed_at is not None],
    }
    return render(request, "appointments/round_list.html", context)


def create_round(request: HttpRequest, slug: str) -> HttpResponse:
    council = served(request, slug)
    form = NewRoundForm(request.POST or None, at=clock.today())
    made, said = [], None
    if form.is_bound:
        said = attempt(
            form,
            lambda: made.append(actions.create_round(council, by=request.user, **form.facts())),
        )
        if said is None:
            messages.success(request, "Runden er oprettet. Vælg nu de hverv, den skal besætte.")
            return redirect("task-add", made[0].pk)
    context = {
        "council": council,
        "form": form,
        "heading": "Opret en udpegningsrunde",
        "note": "En runde samler alle de pladser, som KKR besætter på én gang.",
        "back": reverse("round-list", args=[slug]),
        "back_label": "Udpegningsrunder",
    }
    return render_form(request, "row_edit", context, said)


def show_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The board: all that the round fills, who is proposed, and what is missing."""
    round_, today = own_round(request, pk), clock.today()
    board = read(round_, today)
    form = BoardFilterForm(request.GET, board=board)
    found = form.found()
    context = {
        "council": round_.council,
        "round": round_,
        "board": board,
        "form": form,
        "found": found,
        "shown": sum(len(lines) for _, lines in found),
        "deadlines": board.deadlines(today)[:3],
        "is_open": round_.closed_at is None,
        "has_decided": any(line.value.is_decided for line in board.lines),
    }
    status = 400 if form.errors else 200
    return render(request, "appointments/round_show.html", context, status=status)


def edit_round(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = own_round(request, pk)
    form = RoundForm(request.POST or None, row=round_)
    said = None
    if form.is_bound:
        said = attempt(form, lambda: actions.change_round(round_, by=request.user, **form.facts()))
        if said is None:
            messages.success(request, "Runden er gemt.")
            return redirect(round_)
    return render_form(
        request, "row_edit", _about(round_) | {"form": form, "heading": f"Ret {round_}"}, said
    )


def close_round(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = own_round(request, pk)
    undecided = round_.tasks.filter(decided_on=None).count()
    note = "Bagefter kan der ikke ændres noget i runden, før den bliver genåbnet."
    if undecided:
        hverv = "hverv er" if undecided > 1 else "hverv er endnu"
        note = f"{undecided} {hverv} ikke besluttet og forbliver sådan. {note}"
    context = _about(round_) | {
        "heading": f"Afslut {round_}?",
        "note": note,
        "button": "Afslut runden",
    }
    page = confirm(
        request,
        context,
        round_,
        lambda seen: actions.close_round(round_, by=request.user, seen=seen),
    )
    if page is not None:
        return page
    messages.success(request, "Runden er afsluttet.")
    return redirect(round_)


def reopen_round(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = own_round(request, pk)
    context = _about(round_) | {
        "heading": f"Genåbn {round_}?",
        "note": "Bagefter kan hverv og kandidater ændres igen.",
        "button": "Genåbn runden",
    }
    page = confirm(
        request,
        context,
        round_,
        lambda seen: actions.reopen_round(round_, by=request.user, seen=seen),
    )
    if page is not None:
        return page
    messages.success(request, "Runden er åben igen.")
    return redirect(round_)


def add_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Which seats the round fills."""
    round_, today = own_round(request, pk), clock.today()
    # Without any tick nothing is sent but the token, and that is an answer too.
    given = request.POST if request.method == "POST" else None
    form, said = AddTasksForm(given, openings=openings(round_, today)), None
    if form.is_bound:
        said = attempt(
            form, lambda: actions.add_tasks(round_, form.chosen, by=request.user, at=today)
        )
        if said is None:
            messages.success(request, f"{len(form.chosen)} hverv er taget med i runden.")
            return redirect(round_)
    context = _about(round_) | {"form": form}
    status = 200 if said is None else 422
    return render(request, "appointments/task_add.html", context, status=status)


# --- Which round ---------------------------------------------------------------------------------


def own_round(request: HttpRequest, pk: int) -> Round:
    """A round of a council in whose secretariat the reader works."""
    rounds = Round.objects.served_by(request.user, clock.today())
    return get_object_or_404(rounds.select_related("council", "term__election"), pk=pk)


def _about(round_: Round) -> Context:
    return {
        "council": round_.council,
        "round": round_,
        "back": round_.get_absolute_url(),
        "back_label": str(round_),
    }
