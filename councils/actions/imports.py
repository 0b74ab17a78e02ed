"""People who come in from a spreadsheet, all of them or none."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from councils import audit, importing
from councils.models import Council, Person, Term, User


class ImportHasChanged(Exception):
    """Something else would be written by now than what people saw, or something is in the way."""


@transaction.atomic
def import_members(
    council: Council,
    term: Term,
    rows: Sequence[importing.Row],
    choices: Mapping[str, str],
    *,
    by: User,
    today: datetime.date,
    seen: str,
    file_name: str,
) -> importing.Plan:
    """Writes what the rows change, as it was `seen` (the plan's fingerprint).

    Raises ImportHasChanged or importing.FrameHasChanged, and then nothing is written.
    """
    # One change of seats and one newcomer at a time, in whichever council.
    list(Council.objects.select_for_update(no_key=True).order_by("pk"))
    found = importing.plan(council, term, rows, choices, user=by, today=today)
    people = [line.who.pk for line in found.lines if line.who and line.who.pk]
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    if found.fingerprint != seen or not found.is_ready:
        raise ImportHasChanged
    try:
        with transaction.atomic():
            made = importing.write(found, council, term)
    except IntegrityError as error:  # two rows that contradict each other in a way nobody foresaw
        raise ImportHasChanged from error
    # By which the secretariat answers for them, also once they have no place.
    created = ((one, f"Oprettede {one} (fra {file_name[:100]})", council) for one in made)
    audit.record_all("create_person", created, by=by)
    _tell_others(found, council, by, file_name)
    lines, new, seats = len(found.lines), len(found.writes.people), len(found.writes.seats)
    audit.record(
        "import_members",
        council,
        f"Indlæste {file_name[:100]} i Blå Bog for {term}: {lines} linje{'r' * (lines != 1)}, "
        f"{new} ny{'e' * (new != 1)} person{'er' * (new != 1)}, "
        f"{seats} ny{'e' * (seats != 1)} plads{'er' * (seats != 1)}",
        by=by,
        council=council,
    )
    return found


def _tell_others(found: importing.Plan, council: Council, by: User, file_name: str) -> None:
    """Councils of people who got a place here as well: what they keep is no longer for them alone,
    see councils/elsewhere."""
    people, councils = Person.objects.in_bulk(found.writes.opened), Council.objects.in_bulk()
    told = (
        (
            people[pk],
            f"Gav {people[pk]} en plads i {council} (fra {file_name[:100]})",
            councils[one],
        )
        for pk, others in found.writes.opened.items()
        for one in others
    )
    audit.record_all("import_members", told, by=by)
