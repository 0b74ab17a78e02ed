"""What the council decides about a task of a round: whoever was chosen is appointed."""

import datetime
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from appointments import chosen as choosing
from appointments import filling
from appointments.actions.appointments import carry_over_again, make_room
from appointments.chosen import Chosen, Outcome
from appointments.models import Alternate, Appointment, Body, Candidate, Task
from councils import audit
from councils.actions import rows
from councils.actions.rows import RowHasChanged
from councils.models import User

STATE = Candidate.State


@transaction.atomic
def decide_task(
    task: Task,
    *,
    by: User,
    decided_on: datetime.date,
    version: int,
    chosen: Collection[Candidate] | None = None,
    alternates: Collection[Candidate] | None = None,
) -> list[Appointment]:
    """Appoints the people chosen for the task on free seats, with their alternates.

    Where no election was held, `chosen` are those whom the council takes among those nominated.
    `alternates` are the shared ones; without them all who were chosen as such. Whoever carried
    over on a seat leaves it the day before, but not before the decision, see `_first_day`. Raises
    RowHasChanged, and ValidationError with what speaks against it; then nothing is stored.
    """
    stored = _locked(task, version)
    if stored.decided_on is not None:
        raise ValidationError("Hvervet er allerede besluttet.")
    outcome = choosing.outcome(stored)
    people = _chosen(outcome, chosen)
    shared = _shared(outcome, alternates)
    _refuse(stored, people, shared, decided_on)
    appointments, taken_out = _appoint(stored, people, decided_on)
    _give_alternates(stored, appointments, people, shared)
    _tell_candidates(outcome, people, shared)
    stored.decided_on = decided_on
    stored.version += 1
    stored.save(update_fields=["decided_on", "version"])
    about = [one.person for one in appointments]
    names = ", ".join(map(str, about))
    summary = f"Registrerede beslutningen om {stored}, udpeget: {names}{taken_out}"
    council = stored.round.council
    audit.record_about(about, "decide_task", stored, summary, by=by, council=council)
    return appointments


@transaction.atomic
def undo_decision(task: Task, *, by: User, version: int) -> Task:
    """Takes the appointments back, as long as nothing else has happened to them, and lets those
    who carried over do so again. Raises RowHasChanged and ValidationError."""
    stored = _locked(task, version)
    if stored.decided_on is None:
        raise ValidationError("Hvervet er ikke besluttet.")
    appointments = list(
        Appointment.objects.select_for_update(of=("self",))
        .filter(candidate__task=stored)
        .select_related("person", "follows__seat__kind__body", "seat__kind__body")
    )
    if told := _lived_on(stored, appointments):
        raise ValidationError(told)
    _shared_rows(stored).delete()
    for one in appointments:
        one.delete()
    for one in appointments:
        if one.follows is not None:
            carry_over_again(one.follows, one)
    _propose_again(stored)
    stored.decided_on = None
    stored.version += 1
    stored.save(update_fields=["decided_on", "version"])
    summary = f"Trak beslutningen om {stored} tilbage"
    about = [one.person for one in appointments]
    audit.record_about(about, "undo_decision", stored, summary, by=by, council=stored.round.council)
    return stored


def can_be_undone(task: Task) -> list[str]:
    """What keeps a decision from being taken back, in Danish; empty where nothing does."""
    rows = Appointment.objects.filter(candidate__task=task)
    return _lived_on(task, list(rows.select_related("person", "follows")))


# --- Before --------------------------------------------------------------------------------------


def _locked(task: Task, version: int) -> Task:
    """The task as stored, to be written, with the council's seats. Raises RowHasChanged."""
    rows.lock([task.round.council, *filter(None, [task.kind.council])])
    tasks = Task.objects.select_for_update(of=("self",))
    stored = tasks.select_related(
        "round__council", "round__decided_in", "decided_in", "kind__body", "kind__council"
    ).filter(pk=task.pk)
    found = stored.first()
    if found is None or found.version != version:
        raise RowHasChanged(found)
    if found.round.closed_at is not None:
        raise ValidationError("Runden er afsluttet. Åbn den igen for at rette i den.")
    list(Body.objects.select_for_update(no_key=True).filter(pk=found.kind.body_id))
    return found


def _chosen(outcome: Outcome, chosen: Collection[Candidate] | None) -> list[Chosen]:
    if chosen is None:
        if not outcome.chosen:
            raise ValidationError({"chosen": "Ingen er valgt til hvervet endnu."})
        return list(outcome.chosen)
    if outcome.is_elected:
        raise ValidationError({"chosen": "Hvervet besættes ved valg i KKR."})
    if not chosen:
        raise ValidationError({"chosen": "Vælg mindst én kandidat."})
    mine = {one.pk: one for one in outcome.candidates}
    if any(one.pk not in mine for one in chosen):
        raise ValidationError({"chosen": "En af de valgte er ikke længere kandidat til hvervet."})
    personal: dict[int, list[Candidate]] = {}
    standing = outcome.task.candidates.standing().filter(alternate_of__in=mine)
    for one in standing.select_related("person"):
        personal.setdefault(one.alternate_of_id, []).append(one)
    picked = [mine[one.pk] for one in chosen]
    return [choosing.chosen_as(one, alternates=personal.get(one.pk, ())) for one in picked]


def _shared(outcome: Outcome, alternates: Collection[Candidate] | None) -> list[Candidate]:
    if alternates is None:
        return [one for one in outcome.shared_alternates if one.state == STATE.CHOSEN]
    known = {one.pk for one in outcome.shared_alternates}
    if any(one.pk not in known for one in alternates):
        raise ValidationError({"alternates": "En af suppleanterne er ikke længere kandidat."})
    return list(alternates)


def _refuse(
    task: Task, people: Sequence[Chosen], shared: Sequence[Candidate], decided_on: datetime.date
) -> None:
    """Raises ValidationError with all that speaks against the decision."""
    if task.kind.held_by:
        raise ValidationError("Pladsen følger et hverv og besættes ikke ved en beslutning.")
    if task.kind.council_id != task.round.council_id:
        raise ValidationError(f"{task.round.council} besætter ikke længere pladsen.")
    if wrong := filling.wrong_days(task.kind.body, task.starts_on, task.ends_on):
        raise ValidationError([*wrong.values()])
    if task.ends_on is not None and decided_on > task.ends_on:
        raise ValidationError({"decided_on": "Hvervet er udløbet før beslutningen."})
    told = [
        f"{one.candidate} har {len(one.alternates)} suppleanter. Lad kun én af dem stå."
        for one in people
        if len(one.alternates) > 1
    ]
    if len(people) > task.number:
        told.append(f"Der er valgt {len(people)}, men der skal kun besættes {task.number}.")
    candidates = [one.candidate for one in people]
    candidates += [*(alternate for one in people for alternate in one.alternates), *shared]
    told += filling.refused(
        task.kind,
        [one.person for one in candidates],
        max(task.starts_on, decided_on),
        {one.person_id: one.overruled_because for one in candidates},
    )
    if told:
        raise ValidationError({"chosen": told})


# --- Writing -------------------------------------------------------------------------------------


def _appoint(
    task: Task, people: Sequence[Chosen], decided_on: datetime.date
) -> tuple[list[Appointment], str]:
    """In the order of the people, and what the log says of alternates of those who made room."""
    frees = filling.free_seats(task.kind, task.starts_on, task.ends_on)
    if len(frees) < len(people):
        free = f"{len(frees)} er ledig" if len(frees) == 1 else f"{len(frees)} er ledige"
        told = f"Der er valgt {len(people)}, men kun {free} i perioden."
        raise ValidationError({"chosen": told if frees else "Pladsen er besat i hele perioden."})
    made, told = [], ""
    for one, free in zip(people, _placed(people, frees), strict=True):
        appointment, taken_out = _appointment(task, one, free, decided_on)
        made.append(appointment)
        told += taken_out
    return made, told


def _placed(people: Sequence[Chosen], frees: Sequence[filling.Free]) -> list[filling.Free]:
    """A seat for each: whoever carries over on one keeps it, before the others take the rest."""
    own = {free.before.person_id: free for free in frees if free.before is not None}
    kept = [own.get(one.candidate.person_id) for one in people]
    rest = iter([free for free in frees if free not in kept])
    return [free or next(rest) for free in kept]


def _first_day(task: Task, free: filling.Free, decided_on: datetime.date) -> datetime.date:
    """A decision that comes late does not rewrite the past: whoever carried over sat there until a
    successor was named, or until they left."""
    if free.before is None:
        return task.starts_on
    left = free.before.ends_on
    named = decided_on if left is None else min(decided_on, left + filling.DAY)
    return max(task.starts_on, named)


def _appointment(
    task: Task, one: Chosen, free: filling.Free, decided_on: datetime.date
) -> tuple[Appointment, str]:
    seat, candidate = free.seat, one.candidate
    seat.kind = task.kind
    starts_on = _first_day(task, free, decided_on)
    before, taken_out = make_room(seat, starts_on)
    appointment = Appointment(
        seat=seat,
        person=candidate.person,
        starts_on=starts_on,
        due_on=task.ends_on,
        ends_on=filling.last_day(seat, task.ends_on),
        way=one.way,
        elected_by=one.elected_by,
        group=one.group,
        represents=candidate.represents,
        is_sme=candidate.is_sme,
        decided_in=task.item,
        candidate=candidate,
        follows=before,
    )
    if told := filling.sits_already(
        task.kind.body, [candidate.person], appointment.starts_on, appointment.ends_on
    ):
        raise ValidationError({"chosen": told})
    appointment.full_clean()
    appointment.save()
    appointment.nominated_by.set(candidate.nominated_by.all())
    return appointment, taken_out


def _give_alternates(
    task: Task,
    appointments: Sequence[Appointment],
    people: Sequence[Chosen],
    shared: Sequence[Candidate],
) -> None:
    for appointment, one in zip(appointments, people, strict=True):
        for candidate in one.alternates:
            _alternate(candidate, appointment, appointment.ends_on, appointment=appointment)
    for position, candidate in enumerate(shared, start=1):
        _alternate(candidate, task, task.ends_on, kind=task.kind, position=position)


def _alternate(candidate: Candidate, begins, ends_on: datetime.date | None, **whose) -> None:
    row = Alternate(person=candidate.person, starts_on=begins.starts_on, ends_on=ends_on, **whose)
    try:
        row.full_clean()
    except ValidationError as error:
        told = [f"{candidate}: {said}" for said in error.messages]
        raise ValidationError({"alternates": told}) from error
    row.save()


def _tell_candidates(
    outcome: Outcome, people: Sequence[Chosen], shared: Sequence[Candidate]
) -> None:
    """Whoever was taken is chosen, everybody else is not."""
    taken = {one.candidate.pk for one in people} | {one.pk for one in shared}
    taken |= {alternate.pk for one in people for alternate in one.alternates}
    standing = outcome.task.candidates.standing()
    newer = F("version") + 1
    standing.filter(pk__in=taken).update(state=STATE.CHOSEN, version=newer)
    standing.exclude(pk__in=taken).update(state=STATE.NOT_CHOSEN, version=newer)


# --- Taking back ---------------------------------------------------------------------------------


def _propose_again(task: Task) -> None:
    """Whom an election chose stays chosen until it is annulled; all alternates, and those who were
    taken without an election, are proposed again."""
    told = task.candidates.filter(state__in=[STATE.CHOSEN, STATE.NOT_CHOSEN])
    if choosing.outcome(task).ballot is not None:
        told = told.filter(is_alternate=True)
    told.update(state=STATE.PROPOSED, version=F("version") + 1)


def _lived_on(task: Task, appointments: Sequence[Appointment]) -> list[str]:
    """What happened to the appointments since, so that they cannot be taken back."""
    told = []
    for one in appointments:
        if one.version != 1 or one.ended_because:
            told.append(f"Udpegningen af {one.person} er rettet eller afsluttet siden.")
        elif Appointment.objects.filter(follows=one).exists():
            told.append(f"{one.person} er afløst siden.")
    shared = task.candidates.filter(
        is_alternate=True, alternate_of=None, state=STATE.CHOSEN
    ).count()
    if _shared_rows(task).count() != shared:
        told.append("De fælles suppleanter er rettet siden.")
    return told


def _shared_rows(task: Task):
    """The shared alternates as the decision made them."""
    candidates = task.candidates.filter(
        is_alternate=True, alternate_of=None, state=STATE.CHOSEN
    ).values("person")
    return Alternate.objects.filter(
        kind=task.kind, person__in=candidates, starts_on=task.starts_on, ends_on=task.ends_on
    )
