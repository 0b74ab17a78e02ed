"""Pages about councils and people."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from councils.forms import DirectoryFilterForm
from councils.models import (
    AuditEntry,
    ContactDetails,
    Council,
    CouncilMembership,
    Leadership,
    Municipality,
    Office,
    PartyMembership,
    Person,
    Substitution,
)
from kkr_portal import clock
from kkr_portal.errors import NotHere


@login_not_required
def show_council(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council, slug=slug)
    today = clock.today()
    members = CouncilMembership.objects.filter(council=council).in_force(today)
    municipalities = list(Municipality.objects.with_mayor(council, today))
    context = {
        "council": council,
        "leaders": Leadership.objects.current_or_next(council, today),
        "former_leaders": Leadership.objects.former(council, today),
        "municipalities": municipalities,
        "registered": sum(1 for municipality in municipalities if municipality.born_members),
        "roles": members.count_by_role(),
        "secretariat": council.secretariat.in_force(today).filter(is_listed=True),
        "is_served": council.is_served_by(request.user, today),
    }
    return render(request, "councils/council_show.html", context)


@login_not_required
def show_directory(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council, slug=slug)
    form = DirectoryFilterForm(request.GET, council=council, today=clock.today())
    is_valid = form.is_valid()
    context = {
        "council": council,
        "form": form,
        "members": list(form.members(request.user)),
        "at": form.at,
        "is_complete": not Municipality.objects.without_mayor(council, form.at).exists(),
    }
    status = 200 if is_valid else 400
    return render(request, "councils/directory_show.html", context, status=status)


@login_not_required
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    context = {
        "person": person,
        "contact": ContactDetails.objects.visible_to(request.user).filter(person=person).first(),
        "offices": Office.objects.filter(person=person).select_related("municipality"),
        "parties": PartyMembership.objects.filter(person=person).select_related("party"),
        "memberships": list(person.memberships.as_history()),
        "substitutions": Substitution.objects.filter(person=person)
        .select_related("membership__person", "membership__council", "membership__term")
        .order_by("-starts_on"),
    }
    return render(request, "councils/person_show.html", context)


def list_audit_entries(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(Council.objects.served_by(request.user, clock.today()), slug=slug)
    entries = AuditEntry.objects.visible_to(request.user, clock.today()).about(council)
    pages = Paginator(entries.select_related("by"), 25)
    try:
        page = pages.page(request.GET.get("side", "1"))
    except InvalidPage as error:
        raise NotHere(f"Loggen har kun siderne 1 til {pages.num_pages}.") from error
    context = {"council": council, "page": page}
    return render(request, "councils/auditentry_list.html", context)
