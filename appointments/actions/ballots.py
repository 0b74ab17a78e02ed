"""Elections inside the council, step by step: each step is stored with what it rests on.

All raise ValidationError with Danish reasons at their fields, and councils.actions.RowHasChanged
where somebody recorded something else since `version`, the one that the page showed; nothing is
stored then. Where the second route disagrees, apportionment.CheckFailed stops the result.
"""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from appointments.actions.rounds import refuse_settled
from appointments.balloting.members import Together, members, names_of
from appointments.balloting.standing import Standing, refused
from appointments.balloting.stands import ChoiceDue, RoundDue, Stand, label, stand_of
from appointments.balloting.ways import ELECTIONS, Way, ways_of
from appointments.filling import day
from appointments.models import Ballot, Candidate, Choice, Group, GroupMember, Task
from councils import audit
from councils.actions import rows
from councils.actions.rows import RowHasChanged
from councils.models import CouncilMembership, User
from elections.apportionment import Elected, InvalidInput, MajorityOf
from elections.apportionment.ballots import FREE_ROUNDS
from kkr_portal import clock
from kkr_portal.version import VERSION

State = Candidate.State


@transaction.atomic
def open_ballot(task: Task, *, by: User, way: str, held_on: datetime.date, version: int) -> Ballot:
    """A majority or proportional election begins, among the members of the day `held_on`; `version`
    is the task's."""
    stored = lock_task(task, version)
    if way not in ELECTIONS:
        raise ValidationError({"way": "Vælg flertalsvalg eller forholdstalsvalg."})
    ballot = start(stored, by=by, way=way, held_on=held_on)
    touch(stored)
    summary = f"Begyndte {ballot.get_way_display().lower()} til {stored}"
    record("open_ballot", ballot, summary, by)
    return ballot


@transaction.atomic
def record_round(
    ballot: Ballot,
    *,
    by: User,
    version: int,
    votes: Mapping[int, int],
    blank: int,
    present: int,
) -> Stand:
    """What was counted in the next round of a majority election, by candidates' keys. The answer
    tells who is elected, or whether another round or lots are needed."""
    stand = lock_stand(ballot, version)
    due, stored = stand.due, stand.ballot
    if not isinstance(due, RoundDue):
        raise ValidationError("Valget venter ikke på en runde.")
    _refuse_present(stored, present)
    _refuse_votes(stand, due, votes, blank, present)
    counted = {"votes": {str(key): number for key, number in votes.items()}}
    counted |= {"blank": blank, "present": present}
    stored.inputs = {**stored.inputs, "rounds": [*stored.inputs.get("rounds", ()), counted]}
    stored.present = present
    following = _computed(stored)
    save(stored)
    finish_majority(following)
    told = ", ".join(_told(following, key, number) for key, number in votes.items() if number)
    summary = f"Registrerede {due.number}. runde af flertalsvalget til {stored.task}: "
    record("record_round", stored, f"{summary}{told or 'ingen stemmer'}", by)
    return stand_of(stored)


@transaction.atomic
def register_groups(
    ballot: Ballot,
    *,
    by: User,
    version: int,
    groups: Sequence[Together],
    outside: Sequence[CouncilMembership] = (),
) -> Stand:
    """Who stands together in a proportional election, and who takes part `outside` all groups. They
    can be registered again until somebody has chosen or drawn. A member is there in person or by
    the substitute who attends for them."""
    stand = lock_stand(ballot, version)
    stored = stand.ballot
    if not stand.may_change_groups:
        raise ValidationError("Der er valgt eller trukket lod, så grupperne ligger fast.")
    _refuse_groups(stored, groups, outside)
    stored.groups.all().delete()
    for group, (key, name) in zip(groups, names_of(groups), strict=True):
        made = Group.objects.create(ballot=stored, key=key, name=name)
        made.lists.set(group.lists)
        GroupMember.objects.bulk_create(
            GroupMember(ballot=stored, group=made, membership=one) for one in group.members
        )
    stored.present = sum(len(group.members) for group in groups) + len(outside)
    stored.inputs = {**stored.inputs, "outside": sorted(one.pk for one in outside)}
    _computed(stored)
    save(stored)
    heads = zip(names_of(groups), groups, strict=True)
    told = ", ".join(f"{key} ({len(group.members)})" for (key, _), group in heads)
    summary = f"Registrerede grupperne ved forholdstalsvalget til {stored.task}: {told}"
    record("register_groups", stored, summary, by)
    return stand_of(stored)


@transaction.atomic
def choose(ballot: Ballot, *, by: User, version: int, number: int, candidate: Candidate) -> Stand:
    """The group whose turn it is chooses the person with this number."""
    stand = lock_stand(ballot, version)
    due, stored = stand.due, stand.ballot
    if stand.is_proportional and stand.groups and due is None:
        raise ValidationError({"candidate": "Alle pladserne er besat."})
    if not isinstance(due, ChoiceDue) or due.number != number:
        raise ValidationError({"candidate": "Det er ikke dens tur til at vælge."})
    if any(one.candidate_id == candidate.pk for one in stand.choices):
        raise ValidationError({"candidate": f"{candidate} er allerede valgt."})
    refuse_people(stand.candidates, [candidate], "candidate")
    Choice.objects.create(ballot=stored, number=number, group=due.group, candidate=candidate)
    save(stored)
    following = stand_of(stored)
    if following.is_complete:
        finish(following)
    summary = f"{label(due.group)} valgte {candidate} som nr. {number} til {stored.task}"
    record("choose", stored, summary, by)
    return following


# --- What the other actions on elections share ---------------------------------------------------


def lock_task(task: Task, version: int) -> Task:
    """The task as stored, with one change of its council at a time: in an open round, not decided,
    and without an election that counts."""
    rows.lock([task.round.council])
    related = ("round__council", "round__term", "kind__body", "kind__council")
    stored = Task.objects.select_related(*related).get(pk=task.pk)
    if stored.version != version:
        raise RowHasChanged(stored)
    refuse_settled(stored)
    if stored.ballots.counting().exists():
        raise ValidationError("Der er allerede et valg til hvervet. Annullér det først.")
    return stored


def lock_stand(ballot: Ballot, version: int) -> Stand:
    """The election as stored, which counts, with one change of its council at a time."""
    rows.lock([ballot.task.round.council])
    stored = Ballot.objects.with_task().get(pk=ballot.pk)
    if stored.version != version or stored.annulled_at is not None:
        raise RowHasChanged(stored)
    refuse_settled(stored.task)
    return stand_of(stored)


def start(task: Task, *, by: User, way: str, held_on: datetime.date, **facts) -> Ballot:
    """The row of an election, where the way is one of those that apply and the day has members."""
    if way not in ways_of(task):
        raise ValidationError({"way": "Den form passer ikke til hvervet."})
    if not members(task, held_on):
        told = f"Ingen er medlem af {task.round.council} i {task.round.term} {day(held_on)}."
        raise ValidationError({"held_on": told})
    inputs = {"held_on": held_on.isoformat(), "seats": task.number}
    if way == Way.MAJORITY:
        inputs |= {"majority_of": MajorityOf.PRESENT.value, "rounds": []}
    moment = {"recorded_at": clock.now(), "recorded_by": by, "program_version": VERSION}
    return Ballot.objects.create(task=task, way=way, inputs=inputs, **moment, **facts)


def save(ballot: Ballot) -> None:
    """Another step of it is stored: nobody goes on from an older one."""
    ballot.version += 1
    ballot.save()


def touch(task: Task) -> None:
    """What the task's page shows is another: whoever has an older one must look again."""
    Task.objects.filter(pk=task.pk).update(version=F("version") + 1)
    task.version += 1


def finish(stand: Stand) -> None:
    """Everybody is chosen: the candidates are told, and nobody else is. Raises ValidationError
    where somebody chosen cannot be chosen any more, or the task fills another number of seats."""
    task = stand.ballot.task
    if task.number != stand.ballot.seats:
        told = f"Hvervet har nu {task.number} pladser, men valget begyndte med "
        raise ValidationError(f"{told}{stand.ballot.seats}. Annullér valget, og begynd forfra.")
    chosen = [one.candidate for one in stand.choices]
    refuse_people(stand.candidates, chosen, "candidate")
    mains = task.candidates.standing().filter(is_alternate=False)
    taken = [one.pk for one in chosen]
    mains.filter(pk__in=taken).update(state=State.CHOSEN, version=F("version") + 1)
    mains.exclude(pk__in=taken).update(state=State.NOT_CHOSEN, version=F("version") + 1)
    touch(task)


def unfinish(task: Task) -> None:
    """Nobody is chosen any more: the candidates are what they were before."""
    told = task.candidates.filter(is_alternate=False, state__in=[State.CHOSEN, State.NOT_CHOSEN])
    told.update(state=State.PROPOSED, version=F("version") + 1)
    touch(task)


def refuse_people(known: Sequence[Standing], people: Sequence[Candidate], field: str) -> None:
    """Raises ValidationError for those who are no candidates, withdrawn or not eligible."""
    by_pk = {one.candidate.pk: one for one in known}
    if any(one.pk not in by_pk for one in people):
        raise ValidationError({field: "En af de valgte er ikke kandidat til hvervet."})
    told = refused([by_pk[one.pk] for one in people])
    if told:
        raise ValidationError({field: told})


def finish_majority(stand: Stand) -> None:
    """Where somebody is elected."""
    if isinstance(stand.outcome, Elected):
        key = int(stand.outcome.candidate)
        Choice.objects.create(ballot=stand.ballot, number=1, candidate_id=key)
        finish(stand_of(stand.ballot))


def record(action: str, ballot: Ballot, summary: str, by: User) -> None:
    audit.record(action, ballot, summary, by=by, council=ballot.task.round.council)


# --- Refusals ------------------------------------------------------------------------------------


def _computed(ballot: Ballot) -> Stand:
    """What the rules make of what is about to be stored. They know what is wrong in English only;
    whatever a person can mend has been refused before."""
    stand = stand_of(ballot)
    try:
        _ = stand.outcome
    except InvalidInput as error:
        field = {"votes": "votes", "blank": "blank", "present": "present"}.get(error.field)
        told = "Det kan ikke passe med valget, som det er registreret."
        raise ValidationError({field: told} if field else told) from error
    return stand


def _refuse_present(ballot: Ballot, present: int) -> None:
    if present < 1:
        raise ValidationError({"present": "Skriv, hvor mange medlemmer der er til stede."})
    known = len(members(ballot.task, ballot.held_on))
    if present > known:
        told = f"KKR har kun {known} medlemmer {day(ballot.held_on)}."
        raise ValidationError({"present": told})


def _refuse_votes(
    stand: Stand, due: RoundDue, votes: Mapping[int, int], blank: int, present: int
) -> None:
    if blank < 0 or any(number < 0 for number in votes.values()):
        raise ValidationError({"votes": "Stemmer kan ikke være negative."})
    voted = [key for key, number in votes.items() if number]
    if due.pair and any(str(key) not in due.pair for key in votes):
        names = " og ".join(stand.named()[key] for key in due.pair)
        raise ValidationError({"votes": f"3. runde står mellem {names}."})
    if not votes:
        raise ValidationError({"votes": "Der er ingen kandidater at stemme på."})
    refuse_people(stand.candidates, [Candidate(pk=key) for key in voted], "votes")
    if due.number == FREE_ROUNDS and not voted:
        raise ValidationError({"votes": "Ingen fik stemmer i 2. runde. Hold runden igen."})
    cast = sum(votes.values()) + blank
    if cast > present:
        told = f"Der er {cast} stemmer, men kun {present} medlemmer til stede."
        raise ValidationError({"blank" if blank > present else "present": told})


def _refuse_groups(
    ballot: Ballot, groups: Sequence[Together], outside: Sequence[CouncilMembership]
) -> None:
    if not groups:
        raise ValidationError({"groups": "Der skal være mindst én gruppe."})
    for group, (key, _name) in zip(groups, names_of(groups), strict=True):
        if not group.members:
            raise ValidationError({"groups": f"Gruppen {key} har ingen medlemmer, der deltager."})
    here = {one.pk: one for one in members(ballot.task, ballot.held_on)}
    people = [one for group in groups for one in group.members] + [*outside]
    for one in people:
        if one.pk not in here:
            told = f"{one.person} er ikke medlem af KKR {day(ballot.held_on)}."
            raise ValidationError({"groups": told})
    for pk, times in Counter(one.pk for one in people).items():
        if times > 1:
            told = f"{here[pk].membership.person} kan kun være i én gruppe."
            raise ValidationError({"groups": told})


def _told(stand: Stand, key: int, number: int) -> str:
    return f"{stand.named()[str(key)]} {number}"
