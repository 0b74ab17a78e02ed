"""People whom the council chooses without counting votes; see appointments/actions/ballots.py for
what is raised."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from appointments.actions.ballots import finish, lock_task, record, refuse_people, start
from appointments.balloting.members import members
from appointments.balloting.standing import standing
from appointments.balloting.stands import stand_of
from appointments.balloting.ways import Way
from appointments.filling import day
from appointments.models import Ballot, Candidate, Choice, Task
from councils.models import User
from elections.apportionment import InvalidInput, check_deviation


@transaction.atomic
def agree_in_unison(
    task: Task,
    *,
    by: User,
    version: int,
    held_on: datetime.date,
    chosen: Sequence[Candidate],
    note: str = "",
) -> Ballot:
    """Nobody asked for a vote. At most as many people as seats."""
    stored = lock_task(task, version)
    ballot = start(stored, by=by, way=Way.IN_UNISON, held_on=held_on, note=note)
    return _chosen("agree_in_unison", ballot, chosen, "i enighed", by=by)


@transaction.atomic
def deviate(
    task: Task,
    *,
    by: User,
    version: int,
    held_on: datetime.date,
    present: int,
    agreeing: int,
    chosen: Sequence[Candidate],
    note: str = "",
) -> Ballot:
    """The seats are given otherwise than by proportional election, which needs every member
    present to agree (law)."""
    stored = lock_task(task, version)
    _refuse_deviation(stored, held_on, present, agreeing)
    facts = {"held_on": held_on, "note": note, "present": present, "agreeing": agreeing}
    ballot = start(stored, by=by, way=Way.DEVIATION, **facts)
    how = f"ved enig fravigelse ({agreeing} af {present})"
    return _chosen("deviate", ballot, chosen, how, by=by)


@transaction.atomic
def choose_nominated(
    task: Task,
    *,
    by: User,
    version: int,
    held_on: datetime.date,
    chosen: Sequence[Candidate],
    note: str = "",
) -> Ballot:
    """Those whom the council takes among the nominated; there is no election."""
    stored = lock_task(task, version)
    ballot = start(stored, by=by, way=Way.NOMINATED, held_on=held_on, note=note)
    return _chosen("choose_nominated", ballot, chosen, "efter indstilling", by=by)


def _refuse_deviation(task: Task, held_on: datetime.date, present: int, agreeing: int) -> None:
    known = len(members(task, held_on))
    if known and present > known:
        told = f"KKR har kun {known} medlemmer {day(held_on)}."
        raise ValidationError({"present": told})
    try:
        check_deviation(present, agreeing)
    except InvalidInput as error:
        told = "Skriv, hvor mange medlemmer der er til stede."
        if error.field == "agreeing":
            told = f"Alle {present} tilstedeværende skal være enige, ikke {agreeing}."
        raise ValidationError({error.field: told}) from error


def _chosen(
    action: str, ballot: Ballot, chosen: Sequence[Candidate], how: str, *, by: User
) -> Ballot:
    if not chosen:
        raise ValidationError({"chosen": "Vælg mindst én kandidat."})
    if len({one.pk for one in chosen}) < len(chosen):
        raise ValidationError({"chosen": "Den samme kandidat er valgt to gange."})
    if len(chosen) > ballot.seats:
        seats = f"{ballot.seats} plads{'er' if ballot.seats > 1 else ''}"
        raise ValidationError({"chosen": f"Der er kun {seats}, men du har valgt {len(chosen)}."})
    refuse_people(standing(ballot.task, ballot.eligible_on), chosen, "chosen")
    Choice.objects.bulk_create(
        Choice(ballot=ballot, number=number, candidate=candidate)
        for number, candidate in enumerate(chosen, start=1)
    )
    finish(stand_of(ballot))
    names = ", ".join(str(one) for one in chosen)
    record(action, ballot, f"Registrerede valget til {ballot.task} {how}: {names}", by)
    return ballot
