"""How many women and men sit in the bodies of a council, and are nominated to them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from appointments.balances import balances_of
from councils.views.rows import served
from kkr_portal import clock


def show_balance(request: HttpRequest, slug: str) -> HttpResponse:
    """Of each body its rule, who sits there today, and the nominations in open rounds."""
    council, today = served(request, slug), clock.today()
    context = {"council": council, "at": today, "lines": balances_of(council, today)}
    return render(request, "appointments/balance_show.html", context)
