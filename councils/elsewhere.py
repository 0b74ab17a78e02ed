"""That a place in one council opens to its secretariat what another one keeps about somebody."""

from councils.lives.endings import day
from councils.models import Council, CouncilMembership, Person, Substitution
from councils.models.privacy import councils_of
from councils.seating import last_day
from kkr_portal import clock


def doubts(row: CouncilMembership | Substitution) -> list[str]:
    """What people must mean when they give a place that is not over to somebody of another council.

    By the portal's today, as access is; asked before the row is written, so that the row itself
    gives none yet.
    """
    today = clock.today()
    seat = row.membership if isinstance(row, Substitution) else row
    if min(last_day(row), last_day(seat)) < today:
        return []
    here = Council.objects.filter(pk=seat.council_id)
    others = list(councils_of([row.person], today).exclude(pk=seat.council_id))
    if not others or Person.objects.kept_in(here, today).filter(pk=row.person_id).exists():
        return []
    since = day(max(row.starts_on, seat.starts_on, today))
    said = (
        f"{row.person} har en plads i {_joined(others)}. Sekretariatet i {seat.council} får fra den"
        f" {since} også adgang til det, som {row.person} ikke viser for alle. Det bliver skrevet i"
        f" hændelsesloggen for {_joined([*others, seat.council])}."
    )
    return [said]


def _joined(councils: list[Council]) -> str:
    *first, last = map(str, councils)
    return f"{', '.join(first)} og {last}" if first else last
