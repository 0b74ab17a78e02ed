"""Fetches what a round's board shows: a fixed number of queries, however many tasks it has."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch

from appointments import models
from appointments.affiliations import Affiliation, affiliations
from appointments.board.values import Candidate, Task
from appointments.eligibility import Standing, may_be_overruled, reason_against, standings
from councils.models import Council


@dataclass(frozen=True)
class Known:
    """What is known about the candidates: what they are, and where they sit by now."""

    standings: Mapping[int, Standing] = field(default_factory=dict)
    affiliations: Mapping[int, Affiliation] = field(default_factory=dict)
    seats: Mapping[int, list[models.Appointment]] = field(default_factory=dict)


def tasks_of(rounds: Collection[models.Round]) -> list[models.Task]:
    """With their candidates, in the order of the board."""
    tasks = models.Task.objects.filter(round__in=rounds)
    tasks = tasks.select_related("round__term", "round__council", "kind__body", "kind__council")
    candidates = models.Candidate.objects.select_related("person", "proposed_by__municipality")
    candidates = candidates.prefetch_related("nominated_by").order_by("person__sort_key", "pk")
    return list(
        tasks.prefetch_related("kind__nominators", Prefetch("candidates", candidates)).order_by(
            "kind__body__name", "kind__body", "kind__position", "pk"
        )
    )


def known_about(tasks: Iterable[models.Task], council: Council, at: datetime.date) -> Known:
    people = {one.person_id for task in tasks for one in task.candidates.all()}
    seats: dict[int, list[models.Appointment]] = defaultdict(list)
    held = models.Appointment.objects.in_force(at).filter(person__in=people)
    for row in held.select_related("seat__kind__body").order_by("pk"):
        seats[row.person_id].append(row)
    return Known(standings(people, council, at), affiliations(people, at), seats)


def value_of(task: models.Task, known: Known) -> Task:
    """The plain values that the checks read."""
    kind, body = task.kind, task.kind.body
    nominators = kind.nominators.all()
    return Task(
        pk=task.pk,
        body=body.pk,
        name=str(task),
        number=task.number,
        places=kind.number,
        alternates=kind.alternates,
        least_sme=kind.least_sme,
        is_nominated=bool(nominators),
        council_nominates=kind.appointer == models.SeatKind.Appointer.COUNCIL_NOMINATES,
        is_political=kind.is_political,
        gender_rule=body.gender_rule,
        exemption=task.exemption,
        is_decided=task.decided_on is not None,
        candidates=tuple(_candidate(one, task, known) for one in task.candidates.all()),
    )


def _candidate(one: models.Candidate, task: models.Task, known: Known) -> Candidate:
    person, kind = one.person, task.kind
    organisations = sorted(one.nominated_by.all(), key=lambda each: each.name)
    due_on = deadline(task, is_nomination=bool(organisations))
    standing = known.standings.get(person.pk)
    elsewhere = [row for row in known.seats.get(person.pk, ()) if row.candidate_id != one.pk]
    details = {}
    if person.pk in known.affiliations:
        details["stands_for"] = known.affiliations[person.pk]
    return Candidate(
        pk=one.pk,
        person=person.pk,
        name=person.name,
        proposed_on=one.proposed_on,
        gender=person.gender,
        state=one.state,
        proposed_by=one.proposed_by_id,
        nominated_by=tuple(each.pk for each in organisations),
        by=" og ".join(each.name for each in organisations) or str(one.proposed_by or ""),
        is_alternate=one.is_alternate,
        alternate_of=one.alternate_of_id,
        represents=one.represents,
        is_sme=one.is_sme,
        note=one.note,
        late_after=due_on if due_on and one.proposed_on > due_on else None,
        reason_against=reason_against(kind, standing) if standing else "",
        may_be_overruled=may_be_overruled(kind),
        overruled_because=one.overruled_because,
        elsewhere=tuple(f"{row.seat.kind.body} ({row.seat.kind})" for row in elsewhere),
        **details,
    )


def deadline(task: models.Task, *, is_nomination: bool) -> datetime.date | None:
    """Until when groups propose, or the organisations of a task nominate."""
    return task.due_on() if is_nomination else task.round.proposals_due_on
