"""Books: an agenda and all its attachments in one PDF, asked for and told of while it is made."""

import dataclasses
import datetime
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from councils.models import Council
from kkr_portal import clock
from kkr_portal.errors import NotHere
from meetings import actions, awaited, bookbinding, documents, files, readable
from meetings.forms.books import BookForm
from meetings.models import AgendaPublication, Attachment, Book, Meeting, StoredFile
from meetings.querysets import BookQuerySet
from meetings.views.stored import stored_response

PATIENCE = datetime.timedelta(minutes=2)  # a worker that is there takes a book within seconds


@dataclass(frozen=True)
class Offer:
    """What the reader of an agenda is told about the book of it."""

    agenda: readable.Agenda
    done: Book | None  # of what the agenda says
    under_way: Book | None
    older: Book | None  # of what it said earlier
    failed: Book | None  # the last try, if nothing came of it
    may_ask: bool

    @property
    def is_told(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.done or self.under_way or self.older or self.may_ask)


def offers(request: HttpRequest, agenda: readable.Agenda) -> dict[str, Offer]:
    """The `book` of what the reader sees and, if that has something closed, the `open_book` of
    what everybody will; none of an agenda without attachments."""
    read = {"book": _as_narrow_as_possible(agenda)}
    if agenda.is_internal:
        read["open_book"] = _as_everybody_reads(agenda)
    read = {name: one for name, one in read.items() if one.has_papers}
    if not read:
        return {}
    visible = Book.objects.visible_to(request.user, clock.today()).without_files()
    of_agenda = visible.filter(meeting=agenda.meeting, publication=agenda.edition)
    books = list(of_agenda.order_by("-pk"))  # the latest first, also if the clock was put back
    if books and agenda.edition is None and not _serves(request, agenda.meeting):
        # What a draft said earlier stays with the secretariat.
        said = {bookbinding.made_from(one) for one in read.values()}
        books = [book for book in books if book.made_from in said]
    may_ask = request.user.is_authenticated
    return {name: _offer(one, books, may_ask=may_ask) for name, one in read.items()}


def _serves(request: HttpRequest, meeting: Meeting) -> bool:
    return meeting.council.is_served_by(request.user, clock.today())


def _as_narrow_as_possible(agenda: readable.Agenda) -> readable.Agenda:
    """Where nothing is closed, all readers share one book."""
    return agenda if agenda.is_internal else dataclasses.replace(agenda, is_whole=False)


def _as_everybody_reads(agenda: readable.Agenda) -> readable.Agenda:
    if agenda.edition is None:
        return readable.draft(agenda.meeting.pk, is_whole=False)
    return readable.edition(agenda.edition, is_whole=False)


def _offer(agenda: readable.Agenda, books: list[Book], *, may_ask: bool) -> Offer:
    """`books` are those of the edition or draft that the reader may see, the latest first."""
    made_from = bookbinding.made_from(agenda)
    own = [book for book in books if book.is_whole == agenda.is_whole]
    current = [book for book in own if book.made_from == made_from]
    done = next((book for book in current if book.is_done), None)
    under_way = next((book for book in current if book.is_under_way), None)
    is_there = bool(done or under_way)
    last = current[0] if current and not is_there else None
    return Offer(
        agenda=agenda,
        done=done,
        under_way=under_way,
        older=None if done else next((book for book in own if book.is_done), None),
        failed=last if last and last.state == Book.State.FAILED else None,
        may_ask=may_ask and not is_there,
    )


# --- Asking and stopping -------------------------------------------------------------------------


@require_POST
def ask_for_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the book's page, also if it is there already."""
    form = BookForm(request.POST)
    if not form.is_valid():
        raise NotHere("Den udgave af dagsordenen findes ikke.")
    try:
        agenda = _asked_for(request, pk, **form.cleaned_data)
        book = agenda and actions.ask_for_book(agenda, by=request.user, at=clock.now())
    except actions.NothingToBind:
        messages.info(request, "Dagsordenen har ingen bilag, så der er ikke noget at samle.")
        return redirect("meeting", pk)
    except Meeting.DoesNotExist as error:
        raise Http404 from error
    if book is None:
        messages.info(request, "Dagsordenen er offentliggjort i mellemtiden.")
        return redirect("meeting", pk)
    if book.is_under_way:
        awaited.await_book(request, book)
    return redirect(book)


def _asked_for(
    request: HttpRequest, pk: int, *, edition: int | None, is_whole: bool
) -> readable.Agenda | None:
    """None for the draft of an agenda that went out since the button was shown."""
    today = clock.today()
    if edition is None:
        prepared = Meeting.objects.scheduled().prepared_by(request.user, today)
        if prepared.published().exclude(amending_since__isnull=False).filter(pk=pk).exists():
            return None
        drafts = Meeting.objects.scheduled().drafts_visible_to(request.user, today)
        agenda = readable.draft(get_object_or_404(drafts, pk=pk).pk, is_whole=is_whole)
        return _as_narrow_as_possible(agenda)
    editions = AgendaPublication.objects.filter(meeting=pk).without_files()
    readers = editions.internal_to if is_whole else editions.visible_to
    wanted = readers(request.user, today).select_related("meeting__council")
    agenda = readable.edition(get_object_or_404(wanted, pk=edition), is_whole=is_whole)
    return _as_narrow_as_possible(agenda)


@require_POST
def cancel_book(request: HttpRequest, pk: int) -> HttpResponse:
    book = get_object_or_404(_stoppable(request), pk=pk)
    try:
        actions.cancel_book(book, by=request.user, at=clock.now())
    except actions.BookIsNoLongerMade:
        messages.info(request, "Den samlede PDF var nået at blive færdig eller standset.")
    except Book.DoesNotExist as error:
        raise Http404 from error
    else:
        messages.success(request, "Arbejdet er standset.")
    return redirect(book)


def _visible(request: HttpRequest) -> BookQuerySet:
    visible = Book.objects.visible_to(request.user, clock.today()).without_files()
    about = visible.select_related("meeting__council", "publication", "asked_by")
    return about.defer("publication__pdf", "publication__internal_pdf")


def _stoppable(request: HttpRequest) -> BookQuerySet:
    """By the secretariat, and a draft's by whoever asked for it: for an edition's others wait."""
    served = Council.objects.served_by(request.user, clock.today())
    own = Q(asked_by=request.user, publication=None)
    return _visible(request).filter(own | Q(meeting__council__in=served))


# --- Its page ------------------------------------------------------------------------------------


def show_book(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the book is. The page asks again and again by htmx, and gets what is new, if
    anything is."""
    book = _visible(request).filter(pk=pk).first()
    if book is None and request.htmx:
        return HttpResponse(status=404, headers={"HX-Refresh": "true"})
    if book is None:
        raise Http404
    # A page that asks by itself may be one that nobody looks at.
    if not (book.is_under_way or request.htmx):
        awaited.forget(request, book)
    shown = _shown(book)
    if request.htmx and request.GET.get("set") == shown:
        return HttpResponse(status=204)
    template = "meetings/_book_news.html" if request.htmx else "meetings/book_show.html"
    return render(request, template, {"shown": shown, **_about(request, book)})


def _about(request: HttpRequest, book: Book) -> dict:
    meeting = book.meeting
    is_served = _serves(request, meeting)
    is_asker = book.asked_by_id == request.user.pk
    return {
        "council": meeting.council,
        "meeting": meeting,
        "book": book,
        "is_slow": _is_slow(book),
        "is_awaited": awaited.is_awaited(request, book),
        "is_served": is_served,
        "is_asker": is_asker,
        "may_stop": book.is_under_way and (is_served or (is_asker and not book.publication_id)),
        "missing": _missing(book, is_mended=is_served),
        # The page says aloud only that it goes on or is over, not every step.
        "is_new_state": request.GET.get("set", "").partition("-")[0] != book.state,
    }


def _shown(book: Book) -> str:
    """Another one whenever the page would say something else."""
    return f"{book.state}-{book.attempts}-{book.steps_done}-{int(_is_slow(book))}"


def _is_slow(book: Book) -> bool:
    """Whether it waits for so long that there seems to be no worker."""
    return book.state == Book.State.WAITING and clock.now() - book.asked_at > PATIENCE


def _missing(book: Book, *, is_mended: bool) -> list[dict]:
    """The attachments of which the book only says why they are not in it, each with `item`: whose
    attachments its reader can mend, where they still can be."""
    if not book.left_out or not is_mended:
        return book.left_out
    keys = [paper["key"] for paper in book.left_out]
    mendable = Attachment.objects.filter(pk__in=keys, item__meeting=book.meeting)
    writable = mendable.filter(item__meeting__in=Meeting.objects.writable())
    items = dict(writable.values_list("pk", "item"))
    return [{**paper, "item": items.get(paper["key"])} for paper in book.left_out]


@login_not_required
def download_book(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes of one that is done."""
    book = get_object_or_404(_visible(request), pk=pk, state=Book.State.DONE)
    awaited.forget(request, book)
    return stored_response(
        request,
        StoredFile.objects.filter(pk=book.file_id),
        "content",
        sha256=book.file.sha256,
        content_type=files.PDF.content_type,
        disposition=f'inline; filename="{_file_name(book)}"',
    )


def _file_name(book: Book) -> str:
    version = book.publication.version if book.publication else None
    name = documents.agenda_file_name(book.meeting, version=version, is_whole=book.is_whole)
    return f"samlet-{name}"


@require_GET
def tell_of_awaited(request: HttpRequest) -> JsonResponse:
    """For the page that somebody is on while a book is made: what is to be told, as HTML."""
    news = awaited.tell(request)
    told = render_to_string("_parts/awaited_books.html", {"awaited": news}, request)
    return JsonResponse({"told": told, "is_more": bool(news and news.is_more)})
