"""The page of a council, and its log."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from councils.models import AuditEntry, Council, CouncilMembership, Leadership, Municipality
from councils.views.rows import served
from kkr_portal import clock
from kkr_portal.paging import page_of


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


def list_audit_entries(request: HttpRequest, slug: str) -> HttpResponse:
    council = served(request, slug)
    entries = AuditEntry.objects.visible_to(request.user, clock.today()).about(council)
    page = page_of(entries.select_related("by"), request.GET.get("side"), name="Loggen")
    context = {"council": council, "page": page}
    return render(request, "councils/auditentry_list.html", context)
