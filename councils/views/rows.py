"""What the pages about dated rows share: whose they are, and what comes of a form."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from councils.actions.rows import Doubtful, RowHasChanged, mark_of
from councils.forms.rows import RowForm
from councils.models import Council, Person
from kkr_portal import clock
from kkr_portal.errors import NotHere

Context = dict[str, Any]


def served(request: HttpRequest, slug: str) -> Council:
    """A council in whose secretariat the reader works."""
    return get_object_or_404(Council.objects.served_by(request.user, clock.today()), slug=slug)


def kept(request: HttpRequest, pk: int) -> tuple[Person, Council]:
    """Somebody whose facts the reader keeps, and the council for which they do."""
    person = get_object_or_404(Person.objects.editable_by(request.user, clock.today()), pk=pk)
    return person, council_of(request, person)


def council_of(request: HttpRequest, person: Person) -> Council:
    """The first council of the reader's that the person is attached to."""
    today = clock.today()
    here = Person.objects.filter(pk=person.pk)
    served = Council.objects.served_by(request.user, today)
    return next(one for one in served if here.attached_to([one], today).exists())


def attempt(form: RowForm, act: Callable[[], Any]) -> Context | None:
    """None where the form was right and it was done; otherwise what the page has to say."""
    if not form.is_valid():
        return {}
    try:
        act()
    except RowHasChanged as conflict:
        if conflict.stored is None:
            raise NotHere("En kollega har slettet det imens.") from conflict
        stored = conflict.stored
        return {"stored": form.stored(stored), "seen": mark_of(stored), "status": 409}
    except Doubtful as doubtful:
        return {"doubts": doubtful.doubts, "overruled": doubtful.mark}
    except ValidationError as error:
        form.refuse(error)
        return {}
    return None


def render_form(
    request: HttpRequest, template: str, context: Context, said: Context | None
) -> HttpResponse:
    """The page with a form that is new (`said` is None) or was not taken in."""
    status = 200 if said is None else said.get("status", 422)
    return render(request, f"councils/seats/{template}.html", context | (said or {}), status=status)


def render_delete(
    request: HttpRequest, context: Context, row, act: Callable[[str], Any]
) -> HttpResponse | None:
    """The page that asks whether the row is to be deleted; None where it has been."""
    status = 200
    if request.method == "POST":
        status, context = 409, dict(context)
        try:
            act(request.POST.get("seen", ""))
        except RowHasChanged as conflict:
            if conflict.stored is None:
                raise NotHere("En kollega har slettet det imens.") from conflict
            row, context["has_changed"] = conflict.stored, True
        except ValidationError as error:
            context["reasons"] = error.messages
        else:
            return None
    page = {"row": row, "seen": mark_of(row), **context}
    return render(request, "councils/seats/row_delete.html", page, status=status)
