"""What appointments know about a person; see councils/personal_data.py."""

from collections.abc import Iterator

from django.db.models import Q

from appointments.models import Alternate, Appointment, Candidate, GroupMember
from councils.models import Person
from councils.personal_data import Part, Row


def parts_of(person: Person) -> list[Part]:
    """Where the person represents the municipalities, and for what they were proposed."""
    return [
        Part(
            "udpegninger",
            "Udpegninger til regionale fora",
            "Offentlige hverv.",
            list(_appointments(person)),
        ),
        Part(
            "suppleanter",
            "Suppleanter i regionale fora",
            "For at vide, hvem der møder for hvem.",
            list(_alternates(person)),
        ),
        Part(
            "kandidaturer",
            "Forslag og indstillinger til regionale fora",
            "For at kunne vælge og udpege.",
            list(_candidacies(person)),
        ),
        Part(
            "valggrupper",
            "Grupper ved valg af repræsentanter",
            "For at kunne efterregne et valg.",
            list(_groups(person)),
        ),
    ]


def _appointments(person: Person) -> Iterator[Row]:
    rows = Appointment.objects.filter(person=person).with_seat().prefetch_related("nominated_by")
    for one in rows.select_related("elected_by", "decided_in", "seat__kind__body"):
        yield {
            "Forum": one.seat.kind.body.name,
            "Plads": str(one.seat),
            **_period(one),
            "Udpeget til og med": one.due_on,
            "Hvordan": one.get_way_display(),
            "Valgt af": one.group or (str(one.elected_by) if one.elected_by else None),
            "Indstillet af": [str(organisation) for organisation in one.nominated_by.all()],
            "Kommer fra": one.represents,
            "Fra en SMV": "Ja" if one.is_sme else None,
            "Besluttet under punktet": one.decided_in.title if one.decided_in else None,
            "Ophørt fordi": one.get_ended_because_display() if one.ended_because else None,
            "Kilde": one.source,
        }


def _alternates(person: Person) -> Iterator[Row]:
    rows = Alternate.objects.filter(Q(person=person) | Q(appointment__person=person))
    rows = rows.select_related(
        "person", "kind__body", "appointment__person", "appointment__seat__kind__body"
    )
    for one in rows.order_by("-starts_on", "pk"):
        kind = one.kind or one.appointment.seat.kind
        whom = one.appointment.person if one.appointment else None
        is_own = one.person_id == person.pk
        yield {
            "Forum": kind.body.name,
            "Er suppleant for": (str(whom) if whom else "Alle repræsentanter") if is_own else None,
            "Har som suppleant": None if is_own else str(one.person),
            **_period(one),
        }


def _candidacies(person: Person) -> Iterator[Row]:
    rows = Candidate.objects.filter(person=person).prefetch_related("nominated_by")
    rows = rows.select_related("task__round__council", "task__kind__body", "proposed_by")
    for one in rows.order_by("-proposed_on", "pk"):
        yield {
            "Runde": str(one.task.round),
            "KKR": one.task.round.council.name,
            "Hverv": str(one.task),
            "Som suppleant": "Ja" if one.is_alternate else None,
            "Foreslået af": str(one.proposed_by) if one.proposed_by else None,
            "Indstillet af": [str(organisation) for organisation in one.nominated_by.all()],
            "Modtaget": one.proposed_on,
            "Status": one.get_state_display(),
            "Taget med fordi": one.overruled_because,
            "Kommer fra": one.represents,
            "Fra en SMV": "Ja" if one.is_sme else None,
            "Bemærkning": one.note,
            "Registreret": one.recorded_at,
        }


def _groups(person: Person) -> Iterator[Row]:
    rows = GroupMember.objects.filter(membership__person=person)
    rows = rows.select_related("group", "ballot__task__kind__body", "ballot__task__round__council")
    for one in rows.order_by("-pk"):
        task = one.ballot.task
        yield {"KKR": task.round.council.name, "Hverv": str(task), "Gruppe": one.group.name}


def _period(one: Appointment | Alternate) -> Row:
    return {"Fra og med": one.starts_on, "Til og med": one.ends_on}
