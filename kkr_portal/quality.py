"""The page of what is missing or doubtful in a council's Blå Bog: what councils/quality finds, with
the empty seats that only the elections know, what is missing among the appointments, and links to
where things are mended."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from appointments.quality import check_all as check_appointments
from councils import quality
from councils.models import Council, Term
from councils.quality import Facts, Finding, Group, Place, Severity, Where
from councils.views import finding
from councils.views.rows import served
from elections.models import Acceptance
from elections.views.places import TERM
from kkr_portal import clock


class DayForm(forms.Form):
    """The day on which the Blå Bog is looked through."""

    hide_optional = True

    dato = forms.DateField(
        label="Pr. dato",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


_OF_A_TERM = (Where.COMPOSITION, Where.LEADERSHIP, Where.NEW_SEAT, Where.SEATS)
Row = list[tuple[str, str]]  # a sentence in pieces, each a text and the address it links to, or ""


@dataclass(frozen=True, slots=True)
class Part:
    """What was found of one severity: of each check the heading, a name for the address, rows."""

    severity: Severity
    groups: list[tuple[str, str, list[Row]]]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, _, rows in self.groups)


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Where the findings in a council's Blå Bog are mended."""

    council: Council
    facts: Facts

    def of(self, place: Place) -> str:
        if place.key is not None:
            return reverse(place.where, args=[place.key])
        if place.where is Where.NEW_SEAT or place.person is None:
            address = reverse(place.where, args=[self.council.slug])
            given = self._term(place) | self._seat(place)
            return f"{address}?{urlencode(given)}" if given else address
        # Those whose facts the reader keeps no more have a page all the same.
        is_kept = place.person in self.facts.contacts
        return reverse(place.where if is_kept else Where.PERSON, args=[place.person])

    def _term(self, place: Place) -> dict[str, str]:
        return {TERM: self.facts.term.name} if place.where in _OF_A_TERM else {}

    def _seat(self, place: Place) -> dict[str, object]:
        """A seat that is missing is a mayor's, or one that a list has."""
        if place.where is not Where.NEW_SEAT:
            return {}
        if place.person is None:
            seat = {finding.ROLE: "supplementary", finding.LIST: place.letter}
            return {name: said for name, said in seat.items() if said}
        return {finding.ROLE: "mayor", "person": place.person}


def show_quality(request: HttpRequest, slug: str) -> HttpResponse:
    today = clock.today()
    council = served(request, slug)
    form = DayForm(request.GET)
    context = {"council": council, "form": form}
    if not form.is_valid():
        return render(request, "councils/quality_show.html", context, status=400)
    context["at"] = at = form.cleaned_data["dato"] or today
    context["term"] = term = _term(at, today)
    if term is not None:
        facts = _facts(council, term, at, request.user, today)
        groups = [*quality.check(facts), *check_appointments(council, at)]
        parts = _parts(groups, _Addresses(council, facts))
        context["parts"] = [part for part in parts if part.groups]
    return render(request, "councils/quality_show.html", context)


def count(council: Council, user, today: datetime.date) -> dict[str, int]:
    """How much is found today, by severity, for a council whose secretariat `user` works in."""
    term = _term(today, today)
    groups = quality.check(_facts(council, term, today, user, today)) if term else []
    groups += check_appointments(council, today) if term else []
    numbers = {severity.name.lower(): 0 for severity in Severity}
    for group in groups:
        numbers[group.check.severity.name.lower()] += len(group.findings)
    return numbers


def _term(at: datetime.date, today: datetime.date) -> Term | None:
    """The term that the day lies in; of one that is not elected yet nothing can be missing."""
    return Term.objects.elected(today).running(at).first()


def _facts(council: Council, term: Term, at: datetime.date, user, today: datetime.date) -> Facts:
    accepted = Acceptance.objects.current(council, term)
    unfilled = accepted.unfilled_seats(at) if accepted else None
    return quality.read(council, term, at, user=user, today=today, unfilled=unfilled)


def _parts(groups: Iterable[Group], addresses: _Addresses) -> list[Part]:
    shown = {severity: Part(severity, []) for severity in Severity}
    for group in groups:
        rows = [_row(finding, addresses) for finding in group.findings]
        name = group.check.name.replace("_", "-")
        shown[group.check.severity].groups.append((group.check.heading, name, rows))
    return list(shown.values())


def _row(finding: Finding, addresses: _Addresses) -> Row:
    """The sentence with a link at each name."""
    row, rest = [], finding.sentence
    for place in finding.places:
        # A whole word, or »Bos«: »Bo« stands in »Borgmester« too.
        name = re.escape(place.name)
        found = re.search(rf"(?<!\w){name}(?=s?(?!\w))", rest) or re.search(name, rest)
        if found is None:
            continue
        row += [(rest[: found.start()], ""), (place.name, addresses.of(place))]
        rest = rest[found.end() :]
    return [*row, (rest, "")]
