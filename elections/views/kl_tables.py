"""KL's table: typed, pasted, or read from a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from councils import danish
from councils.models import Municipality
from elections import kl_tables
from elections.actions import compositions as actions
from elections.forms.compositions import KLTableFileForm, KLTableForm
from elections.models import KLTable
from elections.views.places import Place, served_place


def edit_kl_table(request: HttpRequest, slug: str) -> HttpResponse:
    """All lists' members and mayors, as KL printed them."""
    place = served_place(request, slug)
    table = KLTable.objects.current(place.council, place.term)
    form = KLTableForm(request.POST or None, letters=_letters(place), table=table)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _entered(request, place, form, form.columns()):
        return redirect("composition", slug)
    context = {**place.context, "form": form, "table": table}
    status = 422 if form.errors else 200
    return render(request, "elections/kl_table_edit.html", context, status=status)


def import_kl_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The same table pasted from a spreadsheet or read from a file."""
    place = served_place(request, slug)
    table = KLTable.objects.current(place.council, place.term)
    initial = {"replaces": table.pk if table else None}
    form = KLTableFileForm(request.POST or None, request.FILES or None, initial=initial)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            letters = [letter for letter, _ in _letters(place)]
            columns = kl_tables.parse(form.table_text(), letters)
        except kl_tables.TableRefused as refusal:
            problems = refusal.problems
        else:
            if _entered(request, place, form, columns):
                return redirect("composition", slug)
    context = {**place.context, "form": form, "problems": problems, "table": table}
    status = 422 if form.errors or problems else 200
    return render(request, "elections/kl_table_import.html", context, status=status)


def _letters(place: Place) -> list[tuple[str, str]]:
    """The parties and co-operations in the order in which KL prints them."""
    lists = place.term.election.lists.not_local().values_list("letter", "name")
    return sorted(lists, key=lambda row: danish.letter_key(row[0]))


def _entered(request: HttpRequest, place: Place, form, columns: dict) -> bool:
    data = form.cleaned_data
    try:
        actions.enter_kl_table(
            place.council,
            place.term,
            by=request.user,
            source=data["source"],
            columns=columns,
            replaces=data["replaces"],
        )
    except actions.HasChanged:
        text = "En kollega har gemt en anden tabel imens. Åbn siden igen for at se den."
        form.add_error(None, text)
        return False
    messages.success(request, "KL’s tabel er gemt. Registrér nu, om den eller beregningen gælder.")
    mayors = sum(seats[1] for seats in columns.values())
    places = Municipality.objects.belonging_to(place.council, place.term.starts_on).count()
    if mayors != places:
        text = f"Tabellen har {mayors} borgmestre, men der er {places} kommuner. Se den efter."
        messages.warning(request, text)
    return True
