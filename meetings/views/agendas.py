"""The agenda as a whole: where it is written, put in order and published."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions, numbering, readable
from meetings.agenda_rows import agenda_rows
from meetings.changes import changes_since, has_new_facts
from meetings.forms.items import NewItemForm
from meetings.forms.moving import OrderForm
from meetings.forms.publishing import PublishForm
from meetings.models import Attachment, Meeting, StandardItem
from meetings.review import review
from meetings.views.drafts import FROZEN, closed_on_the_way, on_draft
from meetings.views.presence import open_items
from meetings.views.reviews import who_reads


def edit_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The items with their order; where a secretary works."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings.with_attachments(Attachment.objects.all()), pk=pk)
    if not meeting.is_writable:
        return redirect("meeting", pk)
    if meeting.is_pool:
        return redirect("pool", meeting.council.slug)
    return render_agenda(request, meeting, NewItemForm(meeting=meeting))


def render_agenda(
    request: HttpRequest, meeting: Meeting, form: NewItemForm, *, status: int = 200
) -> HttpResponse:
    """The page on which a secretary works, of a meeting or of the pool."""
    context = {
        "council": meeting.council,
        "form": form,
        **_items_context(request, meeting),
    }
    if meeting.is_pool:
        return render(request, "meetings/pool.html", context, status=status)
    pool = Meeting.objects.filter(council=meeting.council, is_pool=True).with_item_count()
    context["pool_count"] = next((pool.item_count for pool in pool), 0)
    context["review"] = review(meeting, now=clock.now())
    if not meeting.all_items:
        standard = StandardItem.objects.usable_in(meeting.council)
        context["template_count"] = standard.of_kind(meeting.kind).count()
    context |= {**who_reads(meeting.council), "waiting": meeting.comments.open().count()}
    return render(request, "meetings/agenda_edit.html", context, status=status)


def _items_context(request: HttpRequest, meeting: Meeting) -> dict:
    """What the list of items needs; `meeting` came with agenda and attachments."""
    presences = open_items(meeting, besides=request.user, at=clock.now())
    return {"meeting": meeting, "agenda": agenda_rows(meeting, presences)}


def review_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rule check finds, each with the way to it; published from here."""
    return _render_review(request, pk, PublishForm())


def show_remarks(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What the check finds in one item as it is stored, for the page where it is written."""
    meetings = Meeting.objects.editable_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings.with_attachments(Attachment.objects.all()), pk=pk)
    if not any(other.pk == item for other in meeting.all_items):
        raise Http404
    found = review(meeting, now=clock.now()).remarks
    remarks = [remark for remark in found if remark.item and remark.item.pk == item]
    context = {"meeting": meeting, "remarks": remarks}
    return render(request, "meetings/_item_remarks.html", context)


def _render_review(
    request: HttpRequest, pk: int, form: PublishForm, *, status: int = 200
) -> HttpResponse:
    meetings = Meeting.objects.served_by(request.user, clock.today()).scheduled().with_agenda()
    meeting = get_object_or_404(meetings.with_attachments(Attachment.objects.all()), pk=pk)
    if not meeting.is_writable:
        return redirect("meeting", pk)
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "review": review(meeting, now=clock.now()),
        "form": form,
        "waiting": meeting.comments.open().count(),
        **_what_will_happen(meeting),
    }
    return render(request, "meetings/agenda_review.html", context, status=status)


def _what_will_happen(meeting: Meeting) -> dict:
    """Which edition comes next, what only some will see, and what is new since the last one.

    Also since one that was withdrawn: the secretariat reads that list, nobody else does.
    """
    last = meeting.publications.without_files().first()
    whole = readable.draft(meeting.pk, is_whole=True)
    closed = [row for row in whole.flat if not row.item.is_open]
    papers = [(row, paper) for row in whole.flat for paper in row.item.shown_attachments]
    return {
        "next_version": last.version + 1 if last else 1,
        "seen": readable.fingerprint(whole),
        "last": last,
        "closed": closed,
        "closed_papers": [(r, p) for r, p in papers if not p.is_open and r.item.is_open],
        "changes": changes_since(last, is_whole=True) if last else [],
        "has_new_facts": last is not None and has_new_facts(last),
    }


@require_POST
@on_draft
def arrange_items(request: HttpRequest, pk: int) -> HttpResponse:
    """The order after a drag; answers with the list as it stands then."""
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    form = OrderForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.AgendaHasChanged
        closed = actions.arrange_items(
            meeting, by=request.user, order=form.pairs("order"), shown=form.pairs("shown")
        )
    except actions.NumbersAreFrozen:
        return render_items(request, pk, problem=FROZEN, status=409)
    except actions.AgendaHasChanged:
        problem = "Dagsordenen er ændret af en anden i mellemtiden. Her er den aktuelle rækkefølge."
        return render_items(request, pk, problem=problem, status=409)
    notice = " ".join(closed_on_the_way(item) for item in closed)
    return render_items(request, pk, said="Rækkefølgen er gemt.", notice=notice)


def render_items(
    request: HttpRequest,
    pk: int,
    *,
    problem: str = "",
    notice: str = "",
    focus: str = "",
    said: str = "",
    moved: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list of items alone, for htmx; `focus` is the id of the button to return to, `moved` the
    item whose new number is read aloud, like what is `said` and the `notice` that is also shown."""
    meetings = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
    meeting = meetings.get(pk=pk)
    rows = numbering.flat(meeting.agenda)
    said = "".join(f"Punktet er nu {row.number}." for row in rows if row.item.pk == moved) or said
    context = {
        **_items_context(request, meeting),
        "problem": problem,
        "notice": notice,
        "focus": focus,
        "said": f"{said} {notice}".strip(),
    }
    return render(request, "meetings/_agenda_items.html", context, status=status)


@require_POST
def publish_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    meetings = Meeting.objects.served_by(request.user, clock.today()).scheduled()
    meeting = get_object_or_404(meetings, pk=pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _render_review(request, pk, form, status=422)
    try:
        publication = actions.publish_agenda(
            meeting, by=request.user, at=clock.now(), **form.cleaned_data
        )
    except actions.AgendaIsWrong:
        text = "Kontrollen har røde fund. Ret dem, eller skriv, hvorfor de ikke skal stoppe den."
        form.add_error("despite", text)
        return _render_review(request, pk, form, status=422)
    except actions.NewsIsMissing:
        form.add_error("change_note", "Skriv, hvad der er nyt, så læserne kan se det.")
        return _render_review(request, pk, form, status=422)
    except actions.NothingIsNew:
        form.add_error("change_note", "Dagsordenen siger det samme som den, der er udsendt.")
        return _render_review(request, pk, form, status=422)
    except actions.AgendaHasChanged:
        text = "Dagsordenen er ændret, siden du så gennemgangen. Her er den, som den er nu."
        messages.warning(request, text)
        return redirect("agenda-review", pk)
    except actions.AgendaIsEmpty:
        messages.error(request, "En dagsorden uden punkter kan ikke offentliggøres.")
        return redirect("agenda-edit", pk)
    except actions.AgendaIsPublished:
        messages.info(request, "En kollega har netop offentliggjort dagsordenen.")
        return redirect("meeting", pk)
    messages.success(request, f"Dagsordenen er offentliggjort ({publication.version}. udgave).")
    return redirect("meeting", pk)
