"""Who had contact lists, what is known about somebody, and taking away who somebody was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councils import actions, personal_data
from councils.models import AuditEntry, ContactListAccess, Council, Person
from councils.models.privacy import FIRST_DAY, in_care_of
from councils.views.my_page import data_file
from councils.views.rows import served
from kkr_portal import clock
from kkr_portal.paging import page_of


def list_accesses(request: HttpRequest, slug: str) -> HttpResponse:
    today = clock.today()
    council = served(request, slug)
    accesses = ContactListAccess.objects.visible_to(request.user, today).about(council)
    page = page_of(accesses.select_related("user", "council"), request.GET.get("side"))
    context = {"council": council, "page": page}
    return render(request, "councils/contactlistaccess_list.html", context)


def hand_out_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked for by a button: that it was taken out is logged, and no link makes somebody do so."""
    person, council = _in_care(request, pk)
    wanted = request.POST.get("form", "")
    if wanted not in ("page", "file"):
        context = {
            "person": person,
            "council": council,
            "is_anonymous": person.name == actions.ANONYMOUS,
        }
        return render(request, "councils/personal_data_ask.html", context)
    actions.hand_out_data(person, by=request.user, council=council)
    if wanted == "file":
        return data_file(person)
    context = {"person": person, "council": council, "parts": personal_data.parts_of(person)}
    response = render(request, "councils/personal_data.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def anonymise_person(request: HttpRequest, pk: int) -> HttpResponse:
    person, council = _in_care(request, pk)
    today = clock.today()
    if request.method == "POST":
        try:
            actions.anonymise_person(person, by=request.user, council=council, at=today)
        except actions.IsProtected:
            pass  # the page says why
        else:
            messages.success(request, "Personen er anonymiseret.")
            return redirect("directory", council.slug)
    context = {
        "person": person,
        "council": council,
        "reasons": actions.protections(person, today),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "councils/person_anonymise.html", context, status=status)


def _in_care(request: HttpRequest, pk: int) -> tuple[Person, Council]:
    """Somebody whose data the reader answers for, and the council for which they do."""
    today = clock.today()
    person = get_object_or_404(in_care_of(request.user, today), pk=pk)
    here = Person.objects.filter(pk=pk)
    served = list(Council.objects.served_by(request.user, today))
    for day in (today, FIRST_DAY):
        for council in served:
            if here.attached_to([council], day).exists():
                return person, council
    made = AuditEntry.objects.filter(
        action="create_person", thing=f"{Person._meta.label_lower}:{pk}", council__in=served
    )
    return person, made.select_related("council")[0].council
