"""The agenda as a whole: order, PDF, publishing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kkr_portal import clock
from meetings import actions, documents, numbering
from meetings.forms import DespiteForm, NewItemForm, OrderForm, VersionForm
from meetings.models import AgendaPublication, Attachment, Meeting
from meetings.review import review
from meetings.views.drafts import on_draft


def edit_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The items with their order; where a secretary works."""
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings.with_attachments(Attachment.objects.all()), pk=pk)
    if meeting.is_published:
        return redirect("meeting", pk)
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "form": NewItemForm(meeting=meeting),
        "review": review(meeting, now=clock.now()),
    }
    return render(request, "meetings/agenda_edit.html", context)


def review_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rule check finds, each with the way to it; published from here."""
    return _render_review(request, pk, DespiteForm())


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
    request: HttpRequest, pk: int, form: DespiteForm, *, status: int = 200
) -> HttpResponse:
    meetings = Meeting.objects.served_by(request.user, clock.today()).with_agenda()
    meeting = get_object_or_404(meetings.with_attachments(Attachment.objects.all()), pk=pk)
    if meeting.is_published:
        return redirect("meeting", pk)
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "review": review(meeting, now=clock.now()),
        "form": form,
    }
    return render(request, "meetings/agenda_review.html", context, status=status)


@require_POST
@on_draft
def arrange_items(request: HttpRequest, pk: int) -> HttpResponse:
    """The order after a drag; answers with the list as it stands then."""
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    form = OrderForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.AgendaHasChanged
        actions.arrange_items(
            meeting, by=request.user, order=form.pairs("order"), shown=form.pairs("shown")
        )
    except actions.AgendaHasChanged:
        problem = "Dagsordenen er ændret af en anden i mellemtiden. Her er den aktuelle rækkefølge."
        return render_items(request, pk, problem=problem, status=409)
    return render_items(request, pk)


def render_items(
    request: HttpRequest,
    pk: int,
    *,
    problem: str = "",
    focus: str = "",
    moved: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list of items alone, for htmx; `focus` is the id of the button to return to, `moved` the
    item whose new number is read aloud."""
    meetings = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
    meeting = meetings.get(pk=pk)
    rows = numbering.flat(meeting.agenda)
    said = "".join(f"Punktet er nu {row.number}." for row in rows if row.item.pk == moved)
    context = {"meeting": meeting, "problem": problem, "focus": focus, "said": said}
    return render(request, "meetings/_agenda_items.html", context, status=status)


@login_not_required
def download_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The published bytes; while the agenda is a draft, a PDF of it for the secretariat."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user, clock.today()).select_related("council"), pk=pk
    )
    if meeting.is_published:
        return _publication_response(AgendaPublication.objects.get(in_force_for=meeting))
    pdf = documents.agenda_pdf(meeting.pk, issued_at=clock.now())
    return _pdf_response(pdf, documents.agenda_file_name(meeting))


@login_not_required
def download_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition, also a withdrawn one for the secretariat."""
    publications = AgendaPublication.objects.visible_to(request.user, clock.today())
    return _publication_response(get_object_or_404(publications, pk=pk))


@require_POST
def publish_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    form = DespiteForm(request.POST)
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
    except actions.AgendaIsEmpty:
        messages.error(request, "En dagsorden uden punkter kan ikke offentliggøres.")
        return redirect("agenda-edit", pk)
    except actions.AgendaIsPublished:
        messages.info(request, "En kollega har netop offentliggjort dagsordenen.")
        return redirect("meeting", pk)
    messages.success(request, f"Dagsordenen er offentliggjort ({publication.version}. udgave).")
    return redirect("meeting", pk)


@require_POST
@on_draft
def withdraw_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise actions.AgendaHasChanged
    actions.withdraw_agenda(meeting, by=request.user, at=clock.now(), **form.cleaned_data)
    messages.success(
        request, "Dagsordenen er trukket tilbage og er igen en kladde. Udgaven er gemt."
    )
    return redirect("agenda-edit", pk)


def _publication_response(publication: AgendaPublication) -> HttpResponse:
    name = documents.agenda_file_name(publication.meeting, version=publication.version)
    return _pdf_response(bytes(publication.pdf), name)


def _pdf_response(pdf: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
