"""Gennemlæsning: chair and vice-chair read a draft and comment on it."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from councils.models import Council, Leadership
from kkr_portal import clock
from kkr_portal.errors import render_unsent
from meetings import actions, readable
from meetings.forms.publishing import CommentForm, HandledForm
from meetings.models import ItemComment, Meeting
from meetings.numbering import NumberedItem
from meetings.views.drafts import on_draft

WHOLE = "hele-dagsordenen"


@dataclass(frozen=True)
class Reader:
    """Chair or vice-chair; without an account they cannot read in the portal."""

    name: str
    post: str
    has_account: bool


@dataclass(frozen=True)
class Thread:
    """The comments on an item, or on the agenda as a whole, and where to write the next one."""

    row: NumberedItem | None
    comments: list[ItemComment]
    form: CommentForm

    @property
    def place(self) -> str:
        """Where on the page it is."""
        return _place(self.row.item.pk if self.row else None)

    @property
    def waiting(self) -> int:
        """How many of the comments nobody has handled."""
        return sum(comment.handled_at is None for comment in self.comments)

    @property
    def level(self) -> str:
        return "main" if self.row is None or self.row.item.parent_id is None else "sub"


def who_reads(council: Council) -> dict:
    """For pages: those who lead the council or are known to take over, and whether any can read."""
    posts = Leadership.objects.current_or_next(council, clock.today())
    readers = [_reader(post) for post in posts.select_related("membership__person__user")]
    return {"readers": readers, "is_readable": any(reader.has_account for reader in readers)}


def _reader(post: Leadership) -> Reader:
    person = post.membership.person
    account = getattr(person, "user", None)
    has_account = account is not None and account.is_active
    return Reader(person.name, post.get_role_display().lower(), has_account)


@require_POST
@on_draft
def start_review(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    try:
        actions.start_review(meeting, by=request.user, at=clock.now())
    except actions.AgendaIsEmpty:
        messages.error(request, "Der er ingen punkter at læse endnu.")
    else:
        messages.success(request, "Dagsordenen er sendt til gennemlæsning.")
    return redirect("agenda-edit", pk)


@require_POST
@on_draft
def end_review(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.served_by(request.user, clock.today()), pk=pk)
    try:
        actions.end_review(meeting, by=request.user)
    except actions.NotUnderReview:
        messages.info(request, "En kollega har afsluttet gennemlæsningen i mellemtiden.")
    else:
        messages.success(request, "Gennemlæsningen er afsluttet. Kommentarerne er gemt.")
    return redirect("agenda-edit", pk)


def show_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it reads, with what its readers say; each item has a form of its own."""
    if request.method == "POST":
        return _comment(request, pk)
    return _render_comments(request, pk)


def _comment(request: HttpRequest, pk: int) -> HttpResponse:
    # Also for readers whose review is over: they get their text back instead of a 404.
    prepared = Meeting.objects.scheduled().prepared_by(request.user, clock.today())
    meeting = get_object_or_404(prepared, pk=pk)
    form = CommentForm(request.POST)
    drafts = Meeting.objects.drafts_visible_to(request.user, clock.today())
    if not drafts.filter(pk=pk).exists():
        ended = "Gennemlæsningen er afsluttet i mellemtiden."
        return render_unsent(request, ended, status=409, goal=reverse("meeting", args=[pk]))
    if not form.is_valid():
        return _render_comments(request, pk, form, status=422)
    key = form.cleaned_data["item"]
    item = meeting.items.filter(pk=key).first() if key else None
    ended = ""
    try:
        if key and item is None:
            raise actions.AgendaHasChanged
        text = form.cleaned_data["text"]
        actions.comment_on(meeting, item, by=request.user, at=clock.now(), text=text)
    except actions.AgendaHasChanged:
        form.add_error("text", "Punktet er slettet. Send kommentaren om hele dagsordenen i stedet.")
        return _render_comments(request, pk, form, status=409)
    except actions.NotUnderReview:
        ended = "Sekretariatet har afsluttet gennemlæsningen i mellemtiden."
    except actions.AgendaIsPublished:
        ended = "Dagsordenen er udsendt i mellemtiden."
    if ended:
        return render_unsent(request, ended, status=409, goal=reverse("meeting", args=[pk]))
    messages.success(request, "Kommentaren er gemt.")
    return redirect(f"{reverse('agenda-comments', args=[pk])}#{_place(key)}")


def _place(key: int | None) -> str:
    return f"punkt-{key}" if key else WHOLE


def _render_comments(
    request: HttpRequest, pk: int, bound: CommentForm | None = None, *, status: int = 200
) -> HttpResponse:
    today = clock.today()
    drafts = Meeting.objects.scheduled().drafts_visible_to(request.user, today)
    get_object_or_404(drafts, pk=pk)
    agenda = readable.draft(pk, is_whole=True)
    meeting = agenda.meeting
    threads = _threads(agenda, bound)
    context = {
        "council": meeting.council,
        "meeting": meeting,
        "threads": threads,
        "waiting": [thread for thread in threads if thread.waiting],
        **who_reads(meeting.council),
        "is_served": meeting.council.is_served_by(request.user, today),
    }
    return render(request, "meetings/agenda_comments.html", context, status=status)


def _threads(agenda: readable.Agenda, bound: CommentForm | None) -> list[Thread]:
    """One for the whole agenda, then one for each item; `bound` stands where it was written, or
    first if its item is gone."""
    said: dict[int | None, list[ItemComment]] = defaultdict(list)
    for comment in agenda.meeting.comments.select_related("author", "handled_by"):
        said[comment.item_id].append(comment)
    rows = {None: None, **{row.item.pk: row for row in agenda.flat}}
    written = bound.data.get("item") if bound else None
    here = next((key for key in rows if key and str(key) == written), None)
    threads = []
    for key, row in rows.items():
        form = bound if bound is not None and key == here else CommentForm()
        form.auto_id = f"id_%s_{key or 'alle'}"
        threads.append(Thread(row, said[key], form))
    return threads


@require_POST
def handle_comment(request: HttpRequest, pk: int) -> HttpResponse:
    served = Meeting.objects.served_by(request.user, clock.today())
    comment = get_object_or_404(ItemComment.objects.filter(meeting__in=served), pk=pk)
    form = HandledForm(request.POST)
    if form.is_valid():
        is_handled = form.cleaned_data["is_handled"]
        try:
            actions.handle_comment(comment, by=request.user, at=clock.now(), is_handled=is_handled)
        except ItemComment.DoesNotExist:
            messages.warning(request, "Kommentaren er slettet sammen med sit punkt.")
            return redirect("agenda-edit", comment.meeting_id)
        if form.cleaned_data["from_item"] and comment.item_id:
            return redirect("item-edit", comment.meeting_id, comment.item_id)
    else:
        messages.error(request, "Kommentaren kan kun markeres som behandlet eller genoptages.")
    page = reverse("agenda-comments", args=[comment.meeting_id])
    return redirect(f"{page}#{_place(comment.item_id)}")
