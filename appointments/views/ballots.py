"""Elections inside the council: the secretariat records them step by step, and sees why each step
led to the next. Nobody else sees them; what was decided stands in the agenda."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from appointments.actions import agreements, ballot_draws, ballots
from appointments.balloting import story
from appointments.balloting.members import members
from appointments.balloting.standing import standing
from appointments.balloting.stands import (
    ChoiceDue,
    GroupsDue,
    LotDue,
    RoundDue,
    Stand,
    stand_of,
)
from appointments.balloting.ways import ELECTIONS, Way, ways_of
from appointments.forms.ballots import (
    AgreedForm,
    AnnulForm,
    ChoiceForm,
    DeviationForm,
    DrawForm,
    OpenForm,
    RoundForm,
)
from appointments.forms.groups import GroupsForm
from appointments.models import Ballot, BallotDraw, Task
from appointments.views.answering import attempt
from appointments.views.tasks import about, is_writable, own_task
from elections.apportionment import CheckFailed
from elections.views.failing import tell_check_failed
from elections.views.places import Place
from kkr_portal import clock

AGREED = {
    Way.IN_UNISON: agreements.agree_in_unison,
    Way.DEVIATION: agreements.deviate,
    Way.NOMINATED: agreements.choose_nominated,
}
# Which form and which action each step has.
STEPS = {
    RoundDue: (RoundForm, ballots.record_round, "round"),
    GroupsDue: (GroupsForm, ballots.register_groups, "groups"),
    ChoiceDue: (ChoiceForm, ballots.choose, "choice"),
    LotDue: (DrawForm, ballot_draws.record_draw, "lot"),
}
WAY = "form"  # e.g. ?form=majority
MEND = "ret"  # ?ret=grupper: the groups are registered once more
CHANGED = "Ikke gemt: En kollega har registreret noget imens. Her ser du, hvordan det står nu."


# --- In which way --------------------------------------------------------------------------------


def create_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """The ways that apply to choose from; and the form of the one that the address names."""
    task = own_task(request, pk)
    ballot = task.ballots.counting().first()
    if ballot is not None and request.method != "POST":
        return redirect(ballot)
    ways = ways_of(task)
    way = next((one for one in ways if one.value == request.GET.get(WAY)), None)
    form = _way_form(request, task, way) if way else None
    status = None
    if form is not None:
        status, made = attempt(form, lambda: _begin(request, task, way, form))
        if made is not None:
            return _begun(request, made)
    context = about(task) | {"ways": ways, "way": way, "form": form, "is_stale": status == 409}
    return render(request, "appointments/ballot_create.html", context, status=status or 200)


def _way_form(request: HttpRequest, task: Task, way: Way) -> OpenForm:
    meeting = task.item.meeting if task.item else None
    day = meeting.held_on if meeting is not None and meeting.held_on else clock.today()
    initial = {"held_on": day, "version": task.version}
    given = {"task": task, "today": clock.today(), "initial": initial}
    if way in ELECTIONS:
        return OpenForm(request.POST or None, **given)
    known = standing(task, max(day, task.starts_on))
    facts = given | {"candidates": known, "seats": task.number}
    if way != Way.DEVIATION:
        return AgreedForm(request.POST or None, **facts)
    initial["present"] = sum(not one.is_away for one in members(task, day))
    return DeviationForm(request.POST or None, **facts)


def _begin(request: HttpRequest, task: Task, way: Way, form: OpenForm) -> Ballot:
    if way in ELECTIONS:
        return ballots.open_ballot(task, by=request.user, way=way, **form.facts())
    return AGREED[way](task, by=request.user, **form.facts())


def _begun(request: HttpRequest, ballot: Ballot) -> HttpResponse:
    if ballot.way not in ELECTIONS:
        messages.success(request, "Valget er registreret.")
    return redirect(ballot)


# --- Step by step --------------------------------------------------------------------------------


def show_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Every step so far with its rule, and the form of the next one."""
    ballot = _own_ballot(request, pk)
    stand = stand_of(ballot)
    try:
        return _stepped(request, stand)
    except CheckFailed as error:
        round_ = ballot.task.round
        tell_check_failed(request, Place(round_.council, round_.term, is_served=True), error)
        return redirect(ballot.task)


def _stepped(request: HttpRequest, stand: Stand) -> HttpResponse:
    ballot, due = stand.ballot, _due(request, stand)
    if request.method != "POST":
        return _render(request, stand, _step_form(stand, due, None))
    if request.POST.get("version") != str(ballot.version) or due is None:
        return _render(request, stand, _step_form(stand, due, None), status=409)
    form, (_, action, _) = _step_form(stand, due, request.POST), STEPS[type(due)]
    facts = {"by": request.user, "version": ballot.version}
    status, following = attempt(form, lambda: action(ballot, **facts, **form.facts()))
    if following is not None:
        messages.success(request, _said(following))
        return redirect(ballot)
    if status == 409:
        return _render(request, stand_of(_own_ballot(request, ballot.pk)), None, status=409)
    return _render(request, stand, form, status=status)


def _due(request: HttpRequest, stand: Stand):
    """What is to be recorded: the next step, or the groups once more."""
    if MEND in request.GET and stand.may_change_groups and stand.groups:
        return GroupsDue()
    return stand.due if is_writable(stand.ballot.task) else None


def _step_form(stand: Stand, due, data):
    if due is None:
        return None
    form, _, prefix = STEPS[type(due)]
    more = {"now": clock.now()} if prefix == "lot" else {}
    return form(data, stand=stand, **more)


def _said(stand: Stand) -> str:
    if stand.due is None:
        names = ", ".join(str(one.candidate) for one in stand.choices)
        return f"Valget er færdigt. Valgt: {names}."
    match stand.due:
        case LotDue():
            return "Det er registreret. Nu skal der trækkes lod."
        case RoundDue(number=number):
            return f"Runden er registreret. Nu skal der holdes {number}. runde."
        case ChoiceDue(number=number, group=group):
            return f"Det er registreret. {group.name} vælger nr. {number}."
        case _:
            return "Det er registreret."


def _render(request: HttpRequest, stand: Stand, form, status: int = 200) -> HttpResponse:
    ballot, due = stand.ballot, _due(request, stand)
    context = about(ballot.task) | {
        "ballot": ballot,
        "stand": stand,
        "form": form,
        "step": STEPS[type(due)][2] if form is not None else "",
        "rounds": story.rounds_told(stand),
        "heads": story.heads_told(stand),
        "draws": story.draws_told(stand),
        "tie": story.tie_sentence(stand),
        "is_stale": status == 409,
        "is_open": is_writable(ballot.task) and ballot.annulled_at is None,
        "changed": CHANGED,
    }
    return render(request, "appointments/ballot_show.html", context, status=status)


# --- Annulling -----------------------------------------------------------------------------------


def annul_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    ballot = _own_ballot(request, pk)
    note = "Valget gælder ikke længere, og kandidaterne er igen foreslået. Der kan vælges på ny."

    def act(**facts) -> Ballot:
        return ballot_draws.annul_ballot(ballot, by=request.user, **facts)

    return _annul(request, ballot, act, heading="Annullér valget", note=note)


def annul_draw(request: HttpRequest, pk: int) -> HttpResponse:
    draws = BallotDraw.objects.filter(ballot__in=_own_ballots(request))
    draw = get_object_or_404(draws.select_related("ballot__task__round__council"), pk=pk)
    ballot = _own_ballot(request, draw.ballot_id)
    note = "Det, der er valgt eller talt op på grund af lodtrækningen, falder også bort. Valg, der"
    note += " ligger før den, bliver stående."

    def act(**facts) -> Stand:
        return ballot_draws.annul_draw(draw, by=request.user, **facts)

    return _annul(request, ballot, act, heading="Annullér lodtrækningen", note=note)


def _annul(
    request: HttpRequest, ballot: Ballot, act: Callable[..., Any], *, heading: str, note: str
) -> HttpResponse:
    form = AnnulForm(request.POST or None, initial={"version": ballot.version})
    status, done = attempt(form, lambda: act(**form.facts()))
    if done is not None:
        messages.success(request, "Det er annulleret.")
        return redirect(ballot)
    context = about(ballot.task) | {"ballot": ballot, "form": form, "is_stale": status == 409}
    context |= {"heading": heading, "note": note, "changed": CHANGED}
    return render(request, "appointments/ballot_annul.html", context, status=status or 200)


# --- What they share -----------------------------------------------------------------------------


def _own_ballots(request: HttpRequest):
    return Ballot.objects.served_by(request.user, clock.today())


def _own_ballot(request: HttpRequest, pk: int) -> Ballot:
    """For the secretariat of the round's council; everybody else gets 404."""
    return get_object_or_404(_own_ballots(request).with_task(), pk=pk)
