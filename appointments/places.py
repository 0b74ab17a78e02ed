"""Whom a council has given a place in a regional body: its secretariat keeps their facts as it does
its members', and they are not forgotten meanwhile (docs/adr/0023)."""

import datetime
from collections.abc import Collection, Iterable

from django.db.models import Q

from appointments.models import Alternate, Appointment
from councils.models import Council, Person


def people(councils: Collection[Council], at: datetime.date, *, only_now: bool = False) -> Q:
    """People whom one of the councils has appointed on the day `at` or later, or who stand in; on
    seats that no council fills, for the council that keeps the body.

    With `only_now` those who sit there that day on a seat that one of the councils fills: to write
    down whom somebody else appointed is no way to what another council keeps.
    """
    appointments, alternates = Appointment.objects.not_over(at), Alternate.objects.not_over(at)
    if only_now:
        appointments, alternates = Appointment.objects.in_force(at), Alternate.objects.in_force(at)
    appointments = appointments.filter(_filled_by("seat__kind__", councils, only_ours=only_now))
    personal = _sits(at) & _filled_by("appointment__seat__kind__", councils, only_ours=only_now)
    shared = _filled_by("kind__", councils, only_ours=only_now)
    alternates = alternates.filter(personal | shared)
    return Q(pk__in=appointments.values("person")) | Q(pk__in=alternates.values("person"))


def councils(people: Iterable[Person], at: datetime.date) -> Q:
    """Councils that have appointed one of the people, or named them to stand in."""
    appointments = Appointment.objects.not_over(at).filter(person__in=people)
    alternates = Alternate.objects.not_over(at).filter(person__in=people)
    return (
        Q(pk__in=appointments.values("seat__kind__council"))
        | Q(pk__in=alternates.filter(_sits(at)).values("appointment__seat__kind__council"))
        | Q(pk__in=alternates.values("kind__council"))
    )


def _sits(at: datetime.date) -> Q:
    """Whoever stands in for somebody does so no longer than that person sits there."""
    return Q(appointment__ends_on=None) | Q(appointment__ends_on__gte=at)


def _filled_by(kind: str, councils: Collection[Council], *, only_ours: bool) -> Q:
    """`kind` leads to the kind of seat."""
    ours = Q(**{f"{kind}council__in": councils})
    if only_ours:
        return ours
    return ours | Q(**{f"{kind}council": None, f"{kind}body__council__in": councils})
