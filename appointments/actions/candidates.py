"""Who is proposed by a group of the council, or nominated by organisations, for a task.

All of them raise ValidationError with reasons at their fields and store nothing then; where a
candidate is there already, councils.actions.RowHasChanged unless it has the mark `seen`.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from appointments.actions.rounds import refuse_settled, save
from appointments.board.reading import deadline
from appointments.checks import day, joined
from appointments.eligibility import may_be_overruled, reason_against, standings
from appointments.models import Candidate, Organisation, SeatKind, Task
from appointments.openings import working_day
from councils import audit
from councils.actions import rows
from councils.actions.newcomers import create_person
from councils.actions.people import change_person
from councils.models import Council, ElectoralList, Municipality, Party, Person, User
from kkr_portal import clock

State = Candidate.State
Kinds = SeatKind.Alternates


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is told about a candidate besides who it is and who proposes them.

    `is_late`: came after the deadline and is to be taken in all the same. `overruled_because`: why,
    or why the portal's objection does not hold. `represents`, `is_sme`: None where it was not asked
    for, so that what is stored stays. `gender`: as the person stated it, where the portal
    does not know it yet.
    """

    proposed_on: datetime.date
    is_alternate: bool = False
    alternate_of: Candidate | None = None
    represents: str | None = None
    is_sme: bool | None = None
    note: str = ""
    is_late: bool = False
    overruled_because: str = ""
    gender: str = ""


@transaction.atomic
def propose_candidate(
    task: Task,
    person: Person,
    *,
    by: User,
    at: datetime.date,
    proposed_by: ElectoralList | None,
    particulars: Particulars,
) -> Candidate:
    """By a list of the council, where no organisation is entitled to nominate."""
    stored = _locked(task, person)
    candidate = Candidate(task=stored, person=person, proposed_by=proposed_by)
    return _enter(candidate, (), particulars, by=by, at=at)


@transaction.atomic
def nominate_candidate(
    task: Task,
    person: Person,
    *,
    by: User,
    at: datetime.date,
    nominated_by: Collection[Organisation],
    particulars: Particulars,
) -> Candidate:
    """By one or more of the organisations that are entitled to; by all where they do so jointly."""
    stored = _locked(task, person)
    candidate = Candidate(task=stored, person=person)
    return _enter(candidate, nominated_by, particulars, by=by, at=at)


@transaction.atomic
def change_candidate(
    candidate: Candidate,
    *,
    by: User,
    at: datetime.date,
    seen: str,
    proposed_by: ElectoralList | None = None,
    nominated_by: Collection[Organisation] = (),
    particulars: Particulars,
) -> Candidate:
    """Corrects what is told about the candidate, not who it is."""
    stored = _unchanged(candidate, seen)
    if stored.state == State.WITHDRAWN:
        raise ValidationError("Kandidaten er trukket tilbage.")
    place = (particulars.is_alternate, particulars.alternate_of)
    if stored.state == State.CHOSEN and place != (stored.is_alternate, stored.alternate_of):
        raise ValidationError({"stands_as": "Kandidaten er valgt. Annullér valget først."})
    stored.proposed_by = proposed_by
    _fill(stored, nominated_by, particulars, at)
    stored.version += 1
    save(stored, "person")
    stored.nominated_by.set(nominated_by)
    _state_gender(stored, particulars, by=by, at=at)
    summary = f"Rettede kandidaten {stored} til {stored.task}"
    audit.record("change_candidate", stored, summary, by=by, council=stored.task.round.council)
    return stored


@transaction.atomic
def withdraw_candidate(candidate: Candidate, *, by: User, seen: str) -> Candidate:
    """The personal alternate goes with the candidate. Nobody is withdrawn who was chosen."""
    stored = _unchanged(candidate, seen)
    if stored.state == State.WITHDRAWN:
        raise ValidationError("Kandidaten er allerede trukket tilbage.")
    alternates = list(stored.alternates.standing().select_related("person"))
    if any(one.state == State.CHOSEN for one in [stored, *alternates]):
        raise ValidationError("Kandidaten er valgt. Annullér valget først.")
    gone = [stored.pk, *(one.pk for one in alternates)]
    Candidate.objects.filter(pk__in=gone).update(state=State.WITHDRAWN, version=F("version") + 1)
    stored.refresh_from_db(fields=["state", "version"])
    summary = f"Trak kandidaten {stored} til {stored.task} tilbage"
    if alternates:
        summary += f", med {joined([str(one) for one in alternates])} som suppleant"
    audit.record("withdraw_candidate", stored, summary, by=by, council=stored.task.round.council)
    return stored


@transaction.atomic
def create_nominee(
    name: str,
    *,
    by: User,
    council: Council,
    since: datetime.date,
    party: Party | None = None,
    gender: str = "",
    is_another: bool = False,
) -> Person:
    """Somebody new to the portal, e.g. from a business, with the gender as they stated it. Raises
    councils.actions.newcomers.NameIsKnown."""
    person = create_person(
        name, by=by, council=council, party=party, since=since, is_another=is_another
    )
    if not gender:
        return person
    facts = {"name": person.name, "title": person.title, "gender": gender}
    return change_person(person, by=by, council=council, version=person.version, **facts)


def may_state_gender(person: Person, council: Council, at: datetime.date) -> bool:
    """Whether the council's secretariat may tell it: where nobody has, and no other council keeps
    the person's facts."""
    if person.gender:
        return False
    here, people = Council.objects.filter(pk=council.pk), Person.objects.filter(pk=person.pk)
    return (
        people.kept_in(here, at).exists()
        or not people.placed_in(Council.objects.all(), at).exists()
    )


# --- One change of a council at a time -----------------------------------------------------------


def _locked(task: Task, person: Person) -> Task:
    rows.lock([task.round.council], person)
    stored = Task.objects.select_related(
        "round__council", "round__term", "kind__body", "kind__council"
    ).get(pk=task.pk)
    refuse_settled(stored)
    return stored


def _unchanged(candidate: Candidate, seen: str) -> Candidate:
    rows.lock([candidate.task.round.council], candidate.person)
    related = ("round__council", "round__term", "kind__body", "kind__council")
    stored = rows.unchanged(candidate, seen, "person", *(f"task__{name}" for name in related))
    refuse_settled(stored.task)
    return stored


def _enter(
    candidate: Candidate,
    nominated_by: Collection[Organisation],
    particulars: Particulars,
    *,
    by: User,
    at: datetime.date,
) -> Candidate:
    _fill(candidate, nominated_by, particulars, at)
    candidate.recorded_at, candidate.recorded_by = clock.now(), by
    save(candidate, "person")
    candidate.nominated_by.set(nominated_by)
    _state_gender(candidate, particulars, by=by, at=at)
    who = joined([str(one) for one in nominated_by]) or str(candidate.proposed_by)
    done = "indstillet" if nominated_by else "foreslået"
    action = "nominate_candidate" if nominated_by else "propose_candidate"
    summary = f"Registrerede {candidate} som kandidat til {candidate.task}, {done} af {who}"
    audit.record(action, candidate, summary, by=by, council=candidate.task.round.council)
    return candidate


def _state_gender(
    candidate: Candidate, particulars: Particulars, *, by: User, at: datetime.date
) -> None:
    if not particulars.gender:
        return
    person, council = Person.objects.get(pk=candidate.person_id), candidate.task.round.council
    if not may_state_gender(person, council, at):
        raise ValidationError(
            {"gender": "Kønnet er allerede oplyst, eller et andet KKR kender det."}
        )
    facts = {"name": person.name, "title": person.title, "gender": particulars.gender}
    change_person(person, by=by, council=council, version=person.version, **facts)


def _fill(
    candidate: Candidate,
    nominated_by: Collection[Organisation],
    particulars: Particulars,
    at: datetime.date,
) -> None:
    """Puts the particulars in the candidate; raises ValidationError with all that speaks against
    it."""
    for name in ("proposed_on", "is_alternate", "alternate_of", "note"):
        setattr(candidate, name, getattr(particulars, name))
    for name in ("represents", "is_sme"):
        if getattr(particulars, name) is not None:
            setattr(candidate, name, getattr(particulars, name))
    found = _about_who_proposes(candidate, nominated_by)
    found |= _about_alternates(candidate)
    found |= _about_the_day(candidate, particulars, at, is_nomination=bool(nominated_by))
    found |= _about_the_person(candidate, particulars, at)
    if found:
        raise ValidationError(found)


# --- What speaks against a candidate -------------------------------------------------------------


def _about_who_proposes(
    candidate: Candidate, nominated_by: Collection[Organisation]
) -> dict[str, str]:
    entitled = list(candidate.task.kind.nominators.all())
    if not entitled:
        if nominated_by:
            return {"nominated_by": "Ingen organisation er indstillingsberettiget til pladsen."}
        return _about_the_list(candidate)
    strangers = [str(one) for one in nominated_by if one not in entitled]
    if candidate.proposed_by is not None:
        return {"proposed_by": "Pladsen besættes efter indstilling fra organisationer."}
    if strangers:
        verb = "er" if len(strangers) == 1 else "er alle"
        return {"nominated_by": f"{joined(strangers)} {verb} uden ret til at indstille her."}
    if not nominated_by:
        return {"nominated_by": "Vælg mindst én organisation, der indstiller."}
    absent = [str(one) for one in entitled if one not in nominated_by]
    if candidate.task.kind.nominates_jointly and absent:
        said = f"Organisationerne indstiller i fællesskab; {joined(absent)} mangler."
        return {"nominated_by": said}
    return {}


def _about_the_list(candidate: Candidate) -> dict[str, str]:
    entry, round_ = candidate.proposed_by, candidate.task.round
    if entry is None:
        return {"proposed_by": "Vælg den gruppe, der foreslår kandidaten."}
    if entry.election_id != round_.term.election_id:
        return {"proposed_by": f"Listen stillede ikke op til valget før {round_.term}."}
    here = Municipality.objects.belonging_to(round_.council, round_.term.starts_on)
    if entry.municipality_id and not here.filter(pk=entry.municipality_id).exists():
        return {"proposed_by": f"Listen hører ikke til {round_.council}."}
    return {}


def _about_alternates(candidate: Candidate) -> dict[str, str]:
    if not candidate.is_alternate:
        said = "En kandidat til selve pladsen er ikke suppleant for nogen."
        return {} if candidate.alternate_of is None else {"stands_as": said}
    wanted, other = candidate.task.kind.alternates, candidate.alternate_of
    if candidate.pk and candidate.alternates.standing().exists():
        return {"stands_as": "Kandidaten har selv en suppleant. Træk den tilbage først."}
    if wanted == Kinds.NONE:
        return {"stands_as": "Pladsen har ingen suppleanter."}
    if wanted == Kinds.PERSONAL and other is None:
        return {"stands_as": "Pladsen har personlige suppleanter. Vælg, hvem det er suppleant for."}
    if wanted == Kinds.SHARED and other is not None:
        return {"stands_as": "Pladsen har fælles suppleanter, ikke personlige."}
    if other is None:
        return {}
    if other.task_id != candidate.task_id or other.is_alternate or other.pk == candidate.pk:
        return {"stands_as": "Vælg en kandidat til det samme hverv."}
    if other.state == State.WITHDRAWN:
        return {"stands_as": f"{other} er trukket tilbage."}
    if other.alternates.standing().exclude(pk=candidate.pk).exists():
        return {"stands_as": f"{other} har allerede en suppleant."}
    return {}


def _about_the_day(
    candidate: Candidate, particulars: Particulars, at: datetime.date, *, is_nomination: bool
) -> dict[str, str]:
    if candidate.proposed_on > at:
        return {"proposed_on": "Datoen ligger i fremtiden."}
    due_on = deadline(candidate.task, is_nomination=is_nomination)
    if due_on is None or candidate.proposed_on <= due_on:
        return {}
    if not particulars.is_late:
        said = f"Fristen var {day(due_on)}. Sæt kryds, hvis kandidaten tages med alligevel."
        return {"is_late": said}
    if not particulars.overruled_because:
        return {"overruled_because": "Skriv, hvorfor kandidaten tages med efter fristen."}
    return {}


def _about_the_person(
    candidate: Candidate, particulars: Particulars, at: datetime.date
) -> dict[str, str]:
    task, person = candidate.task, candidate.person
    others = task.candidates.standing().filter(person=person).exclude(pk=candidate.pk)
    if others.exists():
        return {"person": f"{person} er allerede kandidat til hvervet."}
    today = working_day(task.round, at)
    known = standings([person.pk], task.round.council, today)
    reason = reason_against(task.kind, known[person.pk])
    candidate.overruled_because = particulars.overruled_because
    if not reason or (may_be_overruled(task.kind) and particulars.overruled_because):
        return {}
    if may_be_overruled(task.kind):
        reason += " Ved I bedre, så skriv hvorfor under »Taget med fordi«."
    return {"person": reason}
