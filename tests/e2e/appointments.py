"""A round on its way in the demonstration's council, and people in its bodies."""

import datetime
from types import SimpleNamespace

from appointments import urls
from appointments.actions.agreements import agree_in_unison
from appointments.actions.alternates import name_alternate
from appointments.actions.appointments import appoint
from appointments.actions.candidates import (
    Particulars,
    create_nominee,
    nominate_candidate,
    propose_candidate,
)
from appointments.actions.decisions import decide_task
from appointments.models import Appointment, Candidate, Organisation, Seat, Task
from councils.models import Person, User
from kkr_portal import clock
from tests.e2e.ballots import rows_of_ballots
from tests.factories import AppointmentFactory

ROUTES = {route.name for route in urls.urlpatterns}
BOARD = "Erhvervshus Midtjyllands bestyrelse"
EDUCATION = "Uddannelsesudvalget Midtjylland"
FIRST_DAY = datetime.date(2022, 1, 1)
LAST_DAY = datetime.date(2022, 3, 31)  # so soon that the portal reminds of it
# What pages are about whose names begin with something else; of the others it is that.
ABOUT = {
    "task-add": "round",
    "task-undo": "decided",
    "candidate-create": "task",
    "candidate-newcomer": "task",
    "appointment-create": "seat",
    "alternate-create": "appointment",
    "seat-kind-create": "body",
    "seat-kind-edit": "kind",
    "shared-alternate-create": "kind",
}


def under_way(by: User) -> SimpleNamespace:
    """Keys of what the pages are about. `task` waits for what the council takes of the nominations;
    the chair is `decided` and in the body's seats two sit whose time is soon over."""
    task = _task(BOARD, "Virksomhedsrepræsentant")
    candidate = _nominated(task, by)
    decided = _decided_in_unison(_task(BOARD, "Formand"), by)
    seats = Seat.objects.filter(kind__body__name=EDUCATION, kind__label="Kommunalbestyrelsesmedlem")
    held = _seated(seats, candidate.person, by)
    return SimpleNamespace(
        round=task.round_id,
        task=task.pk,
        decided=decided.pk,
        candidate=candidate.pk,
        body=held.seat.kind.body_id,
        kind=held.seat.kind_id,
        seat=seats.filter(appointments=None)[0].pk,
        appointment=held.pk,
        alternate=held.alternates.get().pk,
        organisation=Organisation.objects.get(name="DI").pk,
        **rows_of_ballots(by),
    )


def key_of(name: str, scene: SimpleNamespace) -> int | None:
    """What the page of this route is about; None where it is about a whole council."""
    keys = vars(scene)
    return keys.get(name, keys.get(ABOUT.get(name, name.partition("-")[0])))


def _task(body: str, label: str) -> Task:
    return Task.objects.get(kind__body__name=body, kind__label=label)


def _nominated(task: Task, by: User) -> Candidate:
    """Somebody from a business, by one of the organisations."""
    about = {"by": by, "council": task.round.council}
    somebody = create_nominee("Eksempel Smed", since=clock.today(), gender="woman", **about)
    return nominate_candidate(
        task,
        somebody,
        by=by,
        at=clock.today(),
        nominated_by=[Organisation.objects.get(name="DI")],
        particulars=Particulars(clock.today(), represents="Eksempel Smedje", is_sme=True),
    )


def _decided_in_unison(task: Task, by: User) -> Task:
    person = Person.objects.get(name="Hans Østergaard")
    entry = task.round.term.election.lists.get(letter="V", kind="party")
    given = Particulars(clock.today(), note="Fortsætter gerne")
    candidate = propose_candidate(
        task, person, by=by, at=clock.today(), proposed_by=entry, particulars=given
    )
    facts = {"by": by, "held_on": clock.today(), "chosen": [candidate]}
    agree_in_unison(task, version=task.version, **facts)
    task.refresh_from_db()
    decide_task(task, by=by, version=task.version, decided_on=clock.today())
    return task


def _seated(seats, somebody: Person, by: User) -> Appointment:
    """Two for the last months of a period; the second one is no councillor."""
    councillor = Person.objects.get(name="Ib Boye Lauritsen")
    days = {"starts_on": FIRST_DAY, "due_on": LAST_DAY}
    held = appoint(seats[0], councillor, by=by, **days)
    AppointmentFactory(seat=seats[1], person=somebody, ends_on=LAST_DAY, **days)
    alternate = Person.objects.get(name="Dorte West")
    name_alternate(held, alternate, by=by, starts_on=FIRST_DAY, ends_on=LAST_DAY)
    return held
