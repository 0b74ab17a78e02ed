"""The Blå Bog to take away, for everybody or with the contact details that the reader may know.

What has contact details is asked for by a button, not by an address: that it was taken away is
logged, and no link can make somebody do so unawares.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_POST, require_safe

from councils import danish, directory, documents, exports, kept_papers
from councils.actions.exports import export_contacts
from councils.exports import Book
from councils.forms.exports import DirectoryDayForm
from councils.models import Council, Person
from kkr_portal import clock
from kkr_portal.errors import NotHere

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VCARD = "text/vcard; charset=utf-8"


@dataclass(frozen=True)
class Form:
    """One way to take the Blå Bog away."""

    name: str
    label: str
    hint: str
    content_type: str
    make: Callable[[Book, Callable[[str], str]], bytes]


FORMS = {
    form.name: form
    for form in (
        Form(
            "blaa-bog.pdf",
            "PDF",
            "til at læse og skrive ud, med navneregister",
            "application/pdf",
            lambda book, address: documents.directory_print(book).pdf(),
        ),
        Form(
            "blaa-bog.xlsx",
            "Excel",
            "en linje for hver person og plads",
            XLSX,
            lambda book, address: exports.xlsx_bytes(book),
        ),
        Form(
            "blaa-bog.csv",
            "CSV",
            "samme linjer, adskilt af semikolon (UTF-8)",
            "text/csv; charset=utf-8",
            lambda book, address: exports.csv_bytes(book),
        ),
        Form(
            "blaa-bog.vcf",
            "vCard 4.0",
            "til adressebøger",
            VCARD,
            lambda book, address: exports.vcards(book, "4.0", address),
        ),
        Form(
            "blaa-bog-3.vcf",
            "vCard 3.0",
            "til ældre adressebøger, for eksempel Outlook",
            VCARD,
            lambda book, address: exports.vcards(book, "3.0", address),
        ),
        Form(
            "blaa-bog.json",
            "JSON",
            "til programmer, med Popolos ord",
            "application/json",
            exports.popolo_json,
        ),
    )
}


@require_safe
@login_not_required
def show_files(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council, slug=slug)
    return _page(request, council, DirectoryDayForm(request.GET, today=clock.today()))


@require_safe
@login_not_required
def download_file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """As everybody may have it."""
    council = get_object_or_404(Council, slug=slug)
    wanted = _form(name)
    day = DirectoryDayForm(request.GET, today=clock.today())
    if not day.is_valid():
        return _page(request, council, day)
    book = exports.book_on(day.at, council)
    if name == "blaa-bog.pdf":
        return _public_paper(request, book)
    data = wanted.make(book, request.build_absolute_uri)
    return _file(wanted, book, data, "public, no-cache")


@require_POST
def download_internal_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """With the contact details that the reader may know; it is logged."""
    today = clock.today()
    council = get_object_or_404(Council.objects.open_to(request.user, today), slug=slug)
    wanted = _form(name)
    day = DirectoryDayForm(request.POST, today=today)
    if not day.is_valid():
        return _page(request, council, day)
    book = exports.book_on(day.at, council, reader=request.user, today=today)
    response = _file(
        wanted, book, wanted.make(book, request.build_absolute_uri), "private, no-store"
    )
    export_contacts(
        council,
        by=request.user,
        council=council,
        at=day.at,
        file_name=name,
        people=book.people_with_contacts,
    )
    return response


@require_safe
@login_not_required
def download_card(request: HttpRequest, pk: int) -> HttpResponse:
    """One person for an address book, as everybody may have it."""
    return _card(request, get_object_or_404(Person, pk=pk), _lines_of(pk))


@require_POST
def download_internal_card(request: HttpRequest, pk: int) -> HttpResponse:
    """With the contact details that the reader may know; it is logged."""
    today = clock.today()
    opened = list(Council.objects.open_to(request.user, today))
    person = get_object_or_404(Person.objects.placed_in(opened, today), pk=pk)
    lines = _lines_of(pk)
    here = next((line.council for line in lines if line.council in opened), None)
    if here is None:  # their place there begins later
        raise Http404
    directory.add_contacts(lines, request.user, today)
    response = _card(request, person, lines)
    response.headers["Cache-Control"] = "private, no-store"
    export_contacts(
        person,
        by=request.user,
        council=here,
        at=today,
        file_name="visitkort",
        people=1 if lines[0].email or lines[0].phone else 0,
    )
    return response


def _page(request: HttpRequest, council: Council, day: DirectoryDayForm) -> HttpResponse:
    is_valid = day.is_valid()
    context = {
        "council": council,
        "form": day,
        "files": FORMS.values(),
        "is_internal": Council.objects.open_to(request.user, clock.today())
        .filter(pk=council.pk)
        .exists(),
    }
    return render(
        request, "councils/directory_files.html", context, status=200 if is_valid else 400
    )


def _form(name: str) -> Form:
    if name not in FORMS:
        raise Http404
    return FORMS[name]


def _public_paper(request: HttpRequest, book: Book) -> HttpResponseBase:
    """Set only for somebody who wants to read it and does not have it already."""
    paper = documents.directory_print(book)
    etag = quote_etag(paper.fingerprint)
    response = _file(FORMS["blaa-bog.pdf"], book, b"", "public, no-cache")
    response.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is not response:
        return answer
    if request.method == "HEAD":  # of a length that is not known before it is set
        return StreamingHttpResponse((), headers=response.headers)
    response.content = kept_papers.printed(paper)
    return response


def _file(form: Form, book: Book, data: bytes, cache: str) -> HttpResponse:
    stem, _, ending = form.name.rpartition(".")
    council = danish.slug(book.council.name)
    readers = "-kontakt" if book.is_internal else ""
    name = f"{stem}-{council}-{book.at:%Y-%m-%d}{readers}.{ending}"
    return _attachment(data, form.content_type, name, cache)


def _card(request: HttpRequest, person: Person, lines: list[directory.Line]) -> HttpResponse:
    data = exports.card_of(lines, address=request.build_absolute_uri)
    name = danish.slug(person.name) or "person"
    return _attachment(data, VCARD, f"{name}.vcf", "public, no-cache")


def _lines_of(pk: int) -> list[directory.Line]:
    """All that somebody is today, in whichever council."""
    today = clock.today()
    councils = list(Council.objects.in_force(today))
    everybody = directory.lines_on(today, councils) + directory.further_lines_on(today, councils)
    lines = [line for line in everybody if line.person == pk]
    if not lines:
        raise NotHere("Personen står ikke i Blå Bog i dag.")
    return lines


def _attachment(data: bytes, content_type: str, name: str, cache: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Cache-Control": cache,
    }
    return HttpResponse(data, content_type=content_type, headers=headers)
