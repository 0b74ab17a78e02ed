"""Chair and vice-chair: how the election came out and why, and what the secretariat records."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_POST

from councils.actions import PostTaken
from elections import leadership_basis
from elections.actions import leaderships as actions
from elections.actions import lots as lot_actions
from elections.actions.alliances import CompositionMissing, open_to_decision
from elections.actions.compositions import HasChanged
from elections.apportionment import CheckFailed, InvalidInput
from elections.explanation.figures import enumeration
from elections.explanation.leaderships import posts_at_stake, story_of, tie_sentence, tried
from elections.explanation.repeating import repeat
from elections.forms.leaderships import (
    LeadershipLotForm,
    PersonsForm,
    TakeBackForm,
    TrialForm,
    UnisonForm,
)
from elections.forms.lots import AnnulForm
from elections.models import DrawnLot, LeadershipElection
from elections.views.failing import tell_check_failed
from elections.views.places import Place, open_place, served_place
from kkr_portal import clock

CHANGED = "Valget er ændret i mellemtiden. Her ser du, hvordan det står nu."
TAKE_BACK = "Tag først registreringen af personerne tilbage."


def show_leadership(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The alliances and the current election, or an earlier one, with every step."""
    place = open_place(request, slug)
    elections = _linked(LeadershipElection.objects.of(place.council, place.term))
    current = next((election for election in elections if not election.is_void), None)
    election = current if number is None else _numbered(elections, number)
    basis = leadership_basis.basis_of(place.council, place.term)
    context = {
        **place.context,
        "basis": basis,
        "election": election,
        "current": current,
        "others": [other for other in elections if other != election],
        "is_early": basis.meeting is not None and clock.today() < basis.meeting.held_on,
        "shows_items": place.is_served or (basis.meeting and basis.meeting.is_published),
        "undecided": open_to_decision(basis.notices),
        "late": [n for n in basis.notices if n.state == "received" and basis.is_late(n)],
        **(_told(election, current, basis) if election else {}),
    }
    return render(request, "elections/leadership_show.html", context)


def _told(election: LeadershipElection, current: LeadershipElection | None, basis) -> dict:
    story = story_of(election)
    if story is None:
        return {}
    is_current = election == current
    return {
        "story": story,
        "lots": DrawnLot.objects.behind(election) if election.lots or story.tie else [],
        "waits": is_current and bool(story.tie),
        "is_outdated": is_current and election.inputs != basis.inputs,
        "repeated": repeat(election),
    }


def _linked(elections: Iterable[LeadershipElection]) -> list[LeadershipElection]:
    """Each knows the one it continues without asking for it again."""
    by_pk = {election.pk: election for election in elections}
    for election in by_pk.values():
        election.continues = by_pk.get(election.continues_id)
    return list(by_pk.values())


def _numbered(elections: list[LeadershipElection], number: int) -> LeadershipElection:
    for election in elections:
        if election.number == number:
            return election
    raise Http404


@require_POST
def compute_leadership(request: HttpRequest, slug: str) -> HttpResponse:
    place = served_place(request, slug)
    try:
        election = actions.compute_leadership(place.council, place.term, by=request.user)
    except actions.MeetingMissing:
        messages.error(request, "Opret først det konstituerende møde.")
    except CompositionMissing:
        messages.error(request, "Beregn først sammensætningen.")
    except actions.LeadersNamed:
        messages.error(request, f"Formand og næstformand er registreret. {TAKE_BACK}")
    except InvalidInput:
        messages.error(request, _why_impossible(place))
    except CheckFailed as error:
        tell_check_failed(request, place, error)
    else:
        if election.is_complete:
            messages.success(request, f"Valget er beregnet og gemt som nr. {election.number}.")
        else:
            messages.warning(
                request, f"Valget er gemt som nr. {election.number} og venter på en lodtrækning."
            )
    return redirect("leadership", slug)


def _why_impossible(place: Place) -> str:
    gone = leadership_basis.basis_of(place.council, place.term).gone
    if not gone:
        return "Ingen liste deltager, så der er ingen at vælge imellem."
    lists = enumeration([str(entry) for entry in gone])
    return (
        f"{lists} er med i et valgforbund, men deltager ikke i den seneste sammensætning. Træk "
        "valgforbundet tilbage, eller ret mødets beslutning."
    )


def record_lot(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The draw that the current election waits for."""
    place = served_place(request, slug)
    stored = LeadershipElection.objects.of(place.council, place.term)
    stopped = get_object_or_404(stored, number=number)
    tie = stopped.waits_for
    if tie is None:
        messages.error(request, "Valget venter ikke på en lodtrækning.")
        return redirect("leadership", slug)
    form = LeadershipLotForm(
        request.POST or None,
        tie=tie,
        names=stopped.names,
        now=clock.now(),
        not_before=LeadershipElection.objects.first_found(stopped),
    )
    if request.method == "POST" and form.is_valid():
        try:
            following = lot_actions.record_lot(stopped, by=request.user, **form.facts())
        except lot_actions.LotAlreadyDrawn:
            messages.error(request, "Der er allerede registreret en lodtrækning; den gælder.")
        except HasChanged:
            text = "Valget er ændret i mellemtiden, eller mødet har ikke godkendt valgforbundene. "
            messages.error(request, f"{text}Beregn det igen, når det er klart, og træk så lod.")
        else:
            text = f"Lodtrækningen er registreret. Valget er gemt som nr. {following.number}."
            messages.success(request, text)
        return redirect("leadership", slug)
    context = {
        **place.context,
        "form": form,
        "election": stopped,
        "tie_sentence": tie_sentence(tie, stopped.names),
        "posts": enumeration(posts_at_stake(tie)),
    }
    status = 422 if form.errors else 200
    return render(request, "elections/leadership_lot.html", context, status=status)


def annul_lot(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A draw that was recorded wrongly no longer counts; it stays to be seen."""
    place = served_place(request, slug)
    lots = DrawnLot.objects.filter(leadership__council=place.council, leadership__term=place.term)
    lot = get_object_or_404(lots.select_related("leadership", "recorded_by"), pk=pk)
    form = AnnulForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lot_actions.annul_lot(lot, by=request.user, reason=form.cleaned_data["reason"])
        except lot_actions.LotAlreadyDrawn:
            messages.error(request, "Lodtrækningen er allerede annulleret.")
        except lot_actions.LotInUse:
            messages.error(
                request, f"Formandskabet er registreret efter lodtrækningen. {TAKE_BACK}"
            )
        else:
            messages.success(request, "Lodtrækningen er annulleret. Nu kan der trækkes på ny.")
        return redirect("leadership", slug)
    context = {**place.context, "form": form, "lot": lot}
    status = 422 if form.errors else 200
    return render(request, "elections/leadership_lot_annul.html", context, status=status)


def name_leaders(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The members that hold the posts their lists won."""
    place = served_place(request, slug)
    stored = LeadershipElection.objects.of(place.council, place.term)
    election = get_object_or_404(stored, number=number)
    if not election.is_complete or election.chair_id is not None:
        messages.error(request, CHANGED)
        return redirect("leadership", slug)
    day = election.meeting.held_on
    members = leadership_basis.electable(place.council, place.term, day)
    form = PersonsForm(
        request.POST or None,
        meeting=election.meeting,
        chairs=[m for m in members if m.list_key == election.chair_list],
        vice_chairs=[m for m in members if m.list_key == election.vice_chair_list],
    )

    def save(**facts) -> None:
        actions.name_leaders(election, by=request.user, **facts)

    context = {**place.context, "election": election, "meeting": election.meeting}
    return _persons(request, context, form, save)


def take_back_leaders(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The persons were registered by mistake."""
    place = served_place(request, slug)
    stored = LeadershipElection.objects.of(place.council, place.term)
    election = get_object_or_404(stored, number=number)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back_leaders(election, by=request.user, **form.cleaned_data)
        except HasChanged:
            messages.error(request, CHANGED)
        else:
            messages.success(request, "Registreringen er taget tilbage, også i Blå Bog.")
        return redirect("leadership", slug)
    context = {**place.context, "form": form, "election": election}
    status = 422 if form.errors else 200
    return render(request, "elections/leadership_take_back.html", context, status=status)


def record_unison(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting agreed; nothing is computed."""
    place = served_place(request, slug)
    meeting = leadership_basis.constituent_meeting(place.council, place.term)
    if meeting is None:
        messages.error(request, "Opret først det konstituerende møde.")
        return redirect("leadership", slug)
    members = leadership_basis.electable(place.council, place.term, meeting.held_on)
    form = UnisonForm(request.POST or None, meeting=meeting, chairs=members, vice_chairs=members)

    def save(**facts) -> None:
        actions.record_unison(meeting, by=request.user, **facts)

    return _persons(request, {**place.context, "meeting": meeting}, form, save)


def _persons(request: HttpRequest, context: dict, form: PersonsForm, save) -> HttpResponse:
    """Both forms about persons end in the Blå Bog, which may know better."""
    slug = context["council"].slug
    if request.method == "POST" and form.is_valid():
        try:
            save(**form.facts())
        except PostTaken as problem:
            taken = problem.leadership
            text = (
                f"Posten er i Blå Bog allerede givet til {taken.membership.person} fra "
                f"{date_format(taken.starts_on, 'j. F Y')}."
            )
            form.add_error(taken.role, text)
            form.offer_to_replace()
        except (HasChanged, actions.NotElectable):
            messages.error(request, CHANGED)
            return redirect("leadership", slug)
        except actions.LeadersNamed:
            messages.error(request, f"Formand og næstformand er allerede registreret. {TAKE_BACK}")
            return redirect("leadership", slug)
        else:
            messages.success(request, "Formandskabet er registreret, også i Blå Bog.")
            return redirect("leadership", slug)
    context |= {"form": form, "is_early": clock.today() < context["meeting"].held_on}
    status = 422 if form.errors else 200
    return render(request, "elections/leadership_persons.html", context, status=status)


@require_GET
def try_leadership(request: HttpRequest, slug: str) -> HttpResponse:
    """What other alliances would give. Nothing is stored; the address carries it all."""
    place = open_place(request, slug)
    basis = leadership_basis.basis_of(place.council, place.term)
    context = {**place.context, "basis": basis}
    is_part = bool(request.htmx)
    if basis.votes:
        alliances = [keys for keys in basis.inputs["alliances"] if set(keys) <= basis.votes.keys()]
        form = TrialForm(request.GET, votes=basis.votes, names=basis.names, alliances=alliances)
        context |= {"form": form}
        if form.is_valid():
            context["story"] = tried(basis.votes, form.alliances(), basis.names)
            context["lonely"] = form.lonely()
    template = "elections/_leadership_trial.html" if is_part else "elections/leadership_try.html"
    # htmx shows what comes with 200 only; the part says itself what is wrong.
    is_refused = "form" in context and "story" not in context
    response = render(request, template, context, status=400 if is_refused and not is_part else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response
