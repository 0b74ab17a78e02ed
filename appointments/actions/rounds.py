"""A council's rounds of appointments, and the seats that each of them fills.

All of them raise ValidationError with reasons at their fields, and councils.actions.RowHasChanged
unless the row still has the mark `seen` that the form showed. A round that is closed and a task
that is decided stay as they are.
"""

import datetime
from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction

from appointments.models import Round, SeatKind, Task
from appointments.openings import openings
from councils import audit
from councils.actions import rows
from councils.danish import short_day
from councils.models import Council, Term, User
from kkr_portal import clock

IS_CLOSED = "Runden er afsluttet. Genåbn den, hvis der skal ændres noget."
IS_DECIDED = "Hvervet er besluttet, så her kan ikke ændres mere."


@transaction.atomic
def create_round(
    council: Council,
    *,
    by: User,
    term: Term,
    name: str,
    proposals_due_on: datetime.date | None = None,
) -> Round:
    """Without tasks so far, see `add_tasks`."""
    rows.lock([council])
    made = Round(council=council, term=term, name=name, proposals_due_on=proposals_due_on)
    save(made, "name")
    audit.record(
        "create_round", made, f"Oprettede runden {made} for {term}", by=by, council=council
    )
    return made


@transaction.atomic
def change_round(
    round_: Round, *, by: User, seen: str, name: str, proposals_due_on: datetime.date | None
) -> Round:
    stored = _unchanged_round(round_, seen)
    refuse_closed(stored)
    stored.name, stored.proposals_due_on = name, proposals_due_on
    stored.version += 1
    save(stored, "name")
    audit.record("change_round", stored, f"Rettede runden {stored}", by=by, council=stored.council)
    return stored


@transaction.atomic
def close_round(round_: Round, *, by: User, seen: str) -> Round:
    """Nothing in it can be changed any more; what has not been decided stays so."""
    stored = _unchanged_round(round_, seen)
    refuse_closed(stored)
    stored.closed_at = clock.now()
    stored.version += 1
    stored.save()
    summary = f"Afsluttede runden {stored}"
    audit.record("close_round", stored, summary, by=by, council=stored.council)
    return stored


@transaction.atomic
def reopen_round(round_: Round, *, by: User, seen: str) -> Round:
    stored = _unchanged_round(round_, seen)
    if stored.closed_at is None:
        raise ValidationError("Runden er ikke afsluttet.")
    stored.closed_at = None
    stored.version += 1
    stored.save()
    summary = f"Genåbnede runden {stored}"
    audit.record("reopen_round", stored, summary, by=by, council=stored.council)
    return stored


@transaction.atomic
def add_tasks(
    round_: Round, kinds: Collection[SeatKind], *, by: User, at: datetime.date
) -> list[Task]:
    """The free seats of each kind are to be filled, for the days told in appointments/openings."""
    rows.lock([round_.council])
    stored = Round.objects.select_related("council", "term").get(pk=round_.pk)
    refuse_closed(stored)
    if not kinds:
        raise ValidationError({"kinds": "Vælg mindst ét hverv."})
    open_now = {opening.kind.pk: opening for opening in openings(stored, at)}
    tasks = []
    for kind in kinds:
        opening = open_now.get(kind.pk)
        if opening is None:
            said = f"{kind.body}: {kind} kan ikke tages med i runden, eller er det allerede."
            raise ValidationError({"kinds": said})
        if not opening.free:
            raise ValidationError({"kinds": f"{kind.body}: {kind} har ingen ledige pladser."})
        tasks.append(
            Task(
                round=stored,
                kind=kind,
                number=opening.free,
                starts_on=opening.starts_on,
                ends_on=opening.ends_on,
            )
        )
    for task in tasks:
        save(task, "kinds")
    told = [(task, f"Tog {task} med i runden {stored}", stored.council) for task in tasks]
    audit.record_all("add_tasks", told, by=by)
    return tasks


@transaction.atomic
def change_task(
    task: Task,
    *,
    by: User,
    seen: str,
    number: int,
    nominations_due_on: datetime.date | None,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    note: str = "",
) -> Task:
    stored = unchanged_task(task, seen)
    stored.number, stored.nominations_due_on = number, nominations_due_on
    stored.starts_on, stored.ends_on, stored.note = starts_on, ends_on, note
    found = _mistakes(stored)
    if found:
        raise ValidationError(found)
    stored.version += 1
    save(stored, "ends_on")
    summary = f"Rettede hvervet {stored} i runden {stored.round}"
    audit.record("change_task", stored, summary, by=by, council=stored.round.council)
    return stored


@transaction.atomic
def remove_task(task: Task, *, by: User, seen: str) -> None:
    """One that was taken up by mistake, as long as nobody was proposed."""
    stored = unchanged_task(task, seen)
    if stored.candidates.exists() or stored.ballots.exists():
        raise ValidationError("Hvervet har kandidater eller et valg og bliver derfor i runden.")
    summary = f"Fjernede hvervet {stored} fra runden {stored.round}"
    audit.record("remove_task", stored, summary, by=by, council=stored.round.council)
    stored.delete()


@transaction.atomic
def set_exemption(task: Task, *, by: User, seen: str, exemption: str) -> Task:
    """Why the nomination is not as balanced as ligestillingsloven asks for; "" takes it back."""
    stored = unchanged_task(task, seen)
    body = stored.kind.body
    if exemption and body.gender_rule == body.GenderRule.NONE:
        said = "Forummet har ingen krav om kønsbalance, så der er intet at fravige."
        raise ValidationError({"exemption": said})
    stored.exemption = exemption
    stored.version += 1
    save(stored, "exemption")
    done = "Begrundede" if exemption else "Tog begrundelsen tilbage for"
    summary = f"{done} fravigelse af kønsbalancen for {stored}"
    audit.record("set_exemption", stored, summary, by=by, council=stored.round.council)
    return stored


# --- What the actions on candidates share --------------------------------------------------------


def unchanged_task(task: Task, seen: str) -> Task:
    """The task as stored, to be written; in an open round and not decided."""
    rows.lock([task.round.council])
    stored = rows.unchanged(task, seen, "round__council", "round__term", "kind__body")
    refuse_settled(stored)
    return stored


def refuse_settled(task: Task) -> None:
    refuse_closed(task.round)
    if task.decided_on is not None:
        raise ValidationError(IS_DECIDED)


def refuse_closed(round_: Round) -> None:
    if round_.closed_at is not None:
        raise ValidationError(IS_CLOSED)


def save(row: models.Model, field: str) -> None:
    """Checks and writes. What is wrong with the whole row is told at the `field`."""
    try:
        row.full_clean()
    except ValidationError as error:
        told = error.update_error_dict({})
        if NON_FIELD_ERRORS in told:
            told[field] = [*told.get(field, []), *told.pop(NON_FIELD_ERRORS)]
        raise ValidationError(told) from error
    row.save()


def _unchanged_round(round_: Round, seen: str) -> Round:
    rows.lock([round_.council])
    return rows.unchanged(round_, seen, "council", "term")


def _mistakes(task: Task) -> dict[str, str]:
    found = {}
    kind, body = task.kind, task.kind.body
    if kind.number is not None and task.number > kind.number:
        found["number"] = f"Forummet har kun {kind.number} af pladserne."
    chosen = task.candidates.filter(state="chosen", is_alternate=False).count()
    if task.number < chosen:
        found["number"] = f"Der er allerede valgt {chosen}."
    if task.starts_on < body.starts_on:
        found["starts_on"] = f"Forummet findes først fra {short_day(body.starts_on)}."
    if body.ends_on is not None and (task.ends_on is None or task.ends_on > body.ends_on):
        found["ends_on"] = f"Forummet findes kun til {short_day(body.ends_on)}."
    return found
