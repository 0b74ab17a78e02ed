"""The meeting plan of a council: a term's meetings at once, the calendar, the iCalendar feed."""

import datetime
import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from councils.models import AuditEntry, Council, Term
from councils.views.rows import served
from kkr_portal import clock
from meetings import actions
from meetings.agenda_check.danish_dates import WEEKDAYS
from meetings.forms.plan import PlanForm, PlanFormSet
from meetings.models import Meeting
from meetings.plan import calendar, days, feed

# --- A term at once ------------------------------------------------------------------------------


def create_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """A list of dates, then the meetings it makes, each to be corrected, then all created.

    Nothing is stored until the end: each page carries what was written so far.
    """
    today = clock.today()
    council = served(request, slug)
    form = PlanForm(request.POST or None, today=today)
    step = request.POST.get("trin", "vis")
    if step == "ret" or not form.is_valid():
        status = 422 if step != "ret" and form.errors else 200
        context = {"council": council, "form": form}
        return render(request, "meetings/plan_create.html", context, status=status)
    if step == "opret":
        return _create(request, council, form)
    return _preview(request, council, form, None if step == "vis" else request.POST)


def _create(request: HttpRequest, council: Council, form: PlanForm) -> HttpResponse:
    term, rows = form.cleaned_data["term"], request.POST
    plan = _plan(council, form, rows)
    is_valid = plan.is_valid()
    if plan.exists:  # pressed twice, or in two windows
        messages.info(request, "Møderne i planen er allerede oprettet.")
        return redirect("meeting-list", council.slug)
    if not is_valid:
        return _preview(request, council, form, rows, status=422)
    if not plan.included:
        problem = "Sæt flueben ved mindst ét møde."
        return _preview(request, council, form, rows, problem=problem, status=422)
    if plan.seen() != request.POST.get("set", ""):
        problem = "Der er kommet nye bemærkninger til planen. Læs dem, og opret så møderne."
        return _preview(request, council, form, rows, problem=problem, status=422)
    try:
        made = actions.create_meetings(council, by=request.user, term=term, meetings=plan.facts())
    except actions.MeetingsClash:
        problem = "En kollega har oprettet møder imens. Ingen af dine er oprettet. Se planen igen."
        return _preview(request, council, form, rows, problem=problem, status=409)
    number = f"{len(made)} møder er" if len(made) > 1 else "1 møde er"
    messages.success(request, f"{number} oprettet i mødeplanen.")
    return redirect("meeting-list", council.slug)


def _preview(
    request: HttpRequest,
    council: Council,
    form: PlanForm,
    rows,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    existing = _meetings_of(council, form.cleaned_data["term"])
    if rows is None:  # nobody has seen them yet
        rows = form.rows({meeting.held_on for meeting in existing})
    plan = _plan(council, form, rows, existing)
    plan.is_valid()
    context = {
        "council": council,
        "term": form.cleaned_data["term"],
        "form": form,
        "plan": plan,
        "entries": _in_order(plan, existing),
        "problem": problem,
    }
    return render(request, "meetings/plan_preview.html", context, status=status)


def _plan(council: Council, form: PlanForm, rows, existing=None):
    term = form.cleaned_data["term"]
    if existing is None:
        existing = _meetings_of(council, term)
    return PlanFormSet(rows, term=term, existing=existing)


def _meetings_of(council: Council, term: Term) -> list[Meeting]:
    """By their days: a row of another term would be in the way all the same."""
    held = Meeting.objects.filter(
        council=council,
        starts_at__date__gte=term.starts_on,
        starts_at__date__lte=term.ends_on,
    )
    return list(held.order_by("starts_at"))


def _in_order(plan, existing: list[Meeting]) -> list[dict]:
    """New and existing meetings by their day; rows without one come first, to be seen."""
    entries = [{"row": row, "day": row.day} for row in plan.forms]
    entries += [{"meeting": meeting, "day": meeting.held_on} for meeting in existing]
    return sorted(entries, key=lambda entry: entry["day"] or datetime.date.min)


# --- For everybody -------------------------------------------------------------------------------


@require_safe
@login_not_required
def show_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """A year's meetings month by month; the plan is public."""
    council = get_object_or_404(Council, slug=slug)
    today = clock.today()
    first, last = _known_years(today)
    year = _year(request, min(max(today.year, first), last))
    if not first <= year <= last:
        raise Http404
    meetings = Meeting.objects.filter(council=council, starts_at__year=year).order_by("starts_at")
    context = {
        "council": council,
        "year": year,
        "previous": year - 1 if year > first else None,
        "next": year + 1 if year < last else None,
        "months": calendar.months(year, ((meeting.held_on, meeting) for meeting in meetings)),
        "weekdays": [(name[:2], name) for name in WEEKDAYS],
        "number": len(meetings),
        "feed": request.build_absolute_uri(reverse("plan-feed", args=[slug])),
        "is_served": council.is_served_by(request.user, today),
    }
    return render(request, "meetings/plan_calendar.html", context)


def _known_years(today: datetime.date) -> tuple[int, int]:
    """From the first known term's first year to the last one's last."""
    known = Term.objects.aggregate(first=Min("starts_on"), last=Max("ends_on"))
    return (known["first"] or today).year, (known["last"] or today).year


def _year(request: HttpRequest, usual: int) -> int:
    try:
        return int(request.GET.get("aar") or usual)
    except ValueError as error:
        raise Http404 from error


@require_safe
@login_not_required
def serve_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of the running and the coming terms, for calendar programs."""
    council = get_object_or_404(Council, slug=slug)
    meetings = Meeting.objects.filter(
        council=council, starts_at__isnull=False, term__ends_on__gte=clock.today()
    ).select_related("term")
    changed = _changed_at(council, meetings)
    body = feed.document(
        f"Møder i {council}",
        request.build_absolute_uri(reverse("meeting-list", args=[slug])),
        [
            feed.FeedMeeting(
                number=meeting.pk,
                summary=f"{council}: {meeting.get_kind_display().lower()}",
                starts_at=meeting.starts_at,
                ends_at=meeting.ends_at,
                place=meeting.place,
                url=request.build_absolute_uri(reverse("meeting", args=[meeting.pk])),
                changed_at=changed.get(meeting.pk) or _midnight(meeting.term.starts_on),
                revision=meeting.version - 1,
            )
            for meeting in meetings
        ],
    )
    response = HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="moeder-{council.slug}.ics"',
            "Cache-Control": "no-cache",  # programs may keep it, and ask whether it changed
            "ETag": (etag := f'"{hashlib.sha256(body).hexdigest()}"'),
        },
    )
    return get_conditional_response(request, etag=etag, response=response)


def _changed_at(council: Council, meetings) -> dict[int, datetime.datetime]:
    """When each meeting's time and place were last written, as far as the log tells."""
    things = {f"{Meeting._meta.label_lower}:{meeting.pk}": meeting.pk for meeting in meetings}
    entries = AuditEntry.objects.filter(
        council=council, action__in=["create_meeting", "change_meeting"], thing__in=things
    ).order_by()
    latest = entries.values_list("thing").annotate(latest=Max("at"))
    return {things[thing]: at for thing, at in latest}


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


# --- One meeting ---------------------------------------------------------------------------------


def say_saved(request: HttpRequest, said: str, meeting: Meeting) -> None:
    """Tells that a meeting was saved, in yellow if its day is one on which few can come."""
    if remark := days.remark(meeting.held_on):
        messages.warning(request, f"{said} Bemærk: {remark}")
    else:
        messages.success(request, said)
