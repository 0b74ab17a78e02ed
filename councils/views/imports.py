"""Members and substitutes from a spreadsheet: upload, look at what it changes, confirm."""

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from councils import importing
from councils.actions.imports import ImportHasChanged, import_members
from councils.forms.imports import ImportUploadForm, Parcel, choices_in
from councils.models import Council, Term
from councils.views.rows import served
from kkr_portal import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_PROBLEMS = 100
GONE = (
    "Valgperioden, en liste eller en kommune i arket findes ikke mere i portalen. Ret arket, og"
    " upload det igen."
)


def upload_members(request: HttpRequest, slug: str) -> HttpResponse:
    council = served(request, slug)
    terms = Term.objects.elected(clock.today())
    form = ImportUploadForm(request.POST or None, request.FILES or None, terms=terms)
    problems: list[importing.Problem] = []
    if form.is_valid():
        term, file = form.cleaned_data["term"], form.cleaned_data["file"]
        try:
            table = importing.read_table(file.read(importing.MAX_BYTES + 1))
        except importing.FileRefused as refusal:
            problems = list(refusal.problems)
        else:
            frame = importing.frame_of(council, term)
            rows, problems, notices = importing.read_rows(table, frame)
            if not problems:
                return _preview(request, council, term, rows, file.name, notices=notices)
    return _upload_page(request, council, form, problems)


@require_POST
def confirm_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes in what the page showed, or shows it again with the answers that were given."""
    council = served(request, slug)
    try:
        return _confirmed(request, council)
    except importing.FrameHasChanged:
        form = ImportUploadForm(terms=Term.objects.elected(clock.today()))
        return _upload_page(request, council, form, [importing.Problem(GONE)])


def _confirmed(request: HttpRequest, council: Council) -> HttpResponse:
    """Raises FrameHasChanged where what the rows name is gone since they were read."""
    try:
        rows, term, name = Parcel(council, request.user).opened(request.POST.get("parcel", ""))
    except BadSignature:
        messages.error(request, "Siden er forældet. Upload filen igen.")
        return redirect("directory-import", council.slug)
    if request.POST.get("trin") != "indlaes":
        return _preview(request, council, term, rows, name)
    try:
        import_members(
            council,
            term,
            rows,
            choices_in(request.POST),
            by=request.user,
            today=clock.today(),
            seen=request.POST.get("seen", ""),
            file_name=name,
        )
    except ImportHasChanged:
        return _preview(request, council, term, rows, name, is_conflict=True)
    number = "1 linje" if len(rows) == 1 else f"{len(rows)} linjer"
    messages.success(request, f"{number} er indlæst i Blå Bog.")
    return redirect("directory", council.slug)


@require_safe
def download_template(request: HttpRequest, slug: str) -> HttpResponse:
    """An empty sheet with the council's municipalities and the lists of the latest election."""
    council = served(request, slug)
    term = get_object_or_404(Term.objects.elected(clock.today())[:1])
    data = importing.template_xlsx(importing.frame_of(council, term))
    headers = {"Content-Disposition": f'attachment; filename="skabelon-{council.slug}.xlsx"'}
    return HttpResponse(data, content_type=XLSX, headers=headers)


def _upload_page(
    request: HttpRequest,
    council: Council,
    form: ImportUploadForm,
    problems: list[importing.Problem],
) -> HttpResponse:
    context = {
        "council": council,
        "form": form,
        "problems": problems[:MAX_PROBLEMS],
        "further": len(problems) - MAX_PROBLEMS,
        "columns": importing.COLUMNS.values(),
    }
    status = 422 if problems or form.errors else 200
    return render(request, "councils/import_upload.html", context, status=status)


def _preview(
    request: HttpRequest,
    council: Council,
    term: Term,
    rows: list[importing.Row],
    file_name: str,
    *,
    notices: list[str] | None = None,
    is_conflict: bool = False,
) -> HttpResponse:
    choices = choices_in(request.POST)
    plan = importing.plan(council, term, rows, choices, user=request.user, today=clock.today())
    context = {
        "council": council,
        "term": term,
        "plan": plan,
        "notices": notices,
        "file_name": file_name,
        "parcel": Parcel(council, request.user).packed(rows, term, file_name),
        "is_conflict": is_conflict,
    }
    status = 409 if is_conflict else 422 if plan.problems else 200
    return render(request, "councils/import_preview.html", context, status=status)
