"""What people do about themselves; the page it starts from is kkr_portal/my_page.py."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from councils import actions, personal_data, standing
from councils.forms.people import ContactForm
from councils.forms.suggestions import SuggestionForm
from councils.models import ContactDetails, Council, Person
from kkr_portal import clock

TOO_MANY = (
    "Forslaget er ikke sendt: Så mange af dine forslag venter på svar, at sekretariatet først må"
    " besvare nogle af dem."
)


def edit_own_contact(request: HttpRequest) -> HttpResponse:
    person = _own_person(request)
    contact = ContactDetails.objects.filter(person=person).first()
    form = ContactForm(request.POST or None, instance=contact or ContactDetails(person=person))
    context = {"person": person, "form": form}
    if form.is_valid():
        try:
            actions.change_own_contact(
                person, by=request.user, council=_home(person), **form.facts()
            )
        except actions.ContactHasChanged as conflict:
            context["stored"] = conflict.stored or ContactDetails(version=0)
        else:
            messages.success(request, "Dine kontaktoplysninger er gemt.")
            return redirect("my-page")
    status = 409 if "stored" in context else 422 if form.errors else 200
    return render(request, "councils/my_page_contact.html", context, status=status)


def suggest_correction(request: HttpRequest) -> HttpResponse:
    """Only while there is a secretariat that reads it."""
    person = _own_person(request)
    council = _home(person)
    if council is None:
        raise Http404
    form = SuggestionForm(request.POST or None)
    if form.is_valid():
        about = {"by": request.user, "council": council, **form.cleaned_data}
        try:
            actions.suggest_correction(person, **about)
        except actions.TooManySuggestions:
            form.add_error(None, TOO_MANY)
        else:
            messages.success(request, "Forslaget er sendt til sekretariatet.")
            return redirect("my-page")
    said = standing.said_of([person], clock.today())[person.pk]
    context = {
        "person": person,
        "form": form,
        "said": [(field.label, said.get(field, [])) for field in standing.Field][:-1],
    }
    return render(
        request, "councils/my_page_suggest.html", context, status=422 if form.errors else 200
    )


def show_own_data(request: HttpRequest) -> HttpResponse:
    person = _own_person(request)
    context = {"person": person, "parts": personal_data.parts_of(person), "is_own": True}
    response = render(request, "councils/personal_data.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def download_own_data(request: HttpRequest) -> HttpResponse:
    return data_file(_own_person(request))


def data_file(person: Person) -> HttpResponse:
    """All that is known about somebody, for a program."""
    headers = {
        "Content-Disposition": f'attachment; filename="oplysninger-{person.pk}.json"',
        "Cache-Control": "private, no-store",
    }
    return JsonResponse(
        personal_data.as_json(person, clock.now()),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers=headers,
    )


def _own_person(request: HttpRequest) -> Person:
    if request.user.person_id is None:
        raise Http404
    return request.user.person


def _home(person: Person) -> Council | None:
    """A council where the person has a place, today or later."""
    here, today = Person.objects.filter(pk=person.pk), clock.today()
    councils = Council.objects.all()
    return next((one for one in councils if here.placed_in([one], today).exists()), None)
