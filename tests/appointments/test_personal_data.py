"""What somebody is told who asks what the appointments know about them."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Alternate, Organisation
from appointments.personal_data import parts_of
from councils import personal_data
from tests.appointments.seats import appointed, kind_of, seats_of
from tests.factories import CandidateFactory, PersonFactory, TaskFactory


def rows_of(person) -> dict[str, list[dict]]:
    return {part.name: part.rows for part in parts_of(person)}


def test_person_is_told_of_appointments_alternates_and_candidacies(browse, council, member):
    person = member.person
    kind = kind_of(council, number=2)
    one = appointed(seats_of(kind)[0], person, source="Sag 2022-17", represents="Firmaet")
    one.nominated_by.add(Organisation.objects.create(name="Eksempelforeningen"))
    other = PersonFactory(name="Eksempel Vikar")
    Alternate.objects.create(appointment=one, person=other, starts_on=one.starts_on)
    colleague = appointed(seats_of(kind)[1], PersonFactory(name="Eksempel Kollega"))
    Alternate.objects.create(appointment=colleague, person=person, starts_on=one.starts_on)
    CandidateFactory(task=TaskFactory(kind=kind), person=person, note="Foreslået i brev")
    client = browse(member)

    page = client.get("/min-side/oplysninger/").content.decode()
    data = json.loads(client.get("/min-side/oplysninger.json").content)

    for fact in ("Sag 2022-17", "Firmaet", "Eksempelforeningen", "Eksempel Vikar"):
        assert fact in page
    for fact in ("Eksempel Kollega", "Foreslået i brev"):
        assert fact in page
    (told,) = data["udpegninger"]["oplysninger"]
    assert (told["Forum"], told["Til og med"]) == ("Erhvervshus", "2025-12-31")
    own, others = sorted(data["suppleanter"]["oplysninger"], key=str)
    assert {own["Er suppleant for"], others["Er suppleant for"]} == {None, "Eksempel Kollega"}
    assert data["kandidaturer"]["oplysninger"][0]["Status"] == "Foreslået"


def test_nothing_is_told_of_others(council):
    appointed(seats_of(kind_of(council))[0])

    person = PersonFactory()
    assert not any(rows_of(person).values())
    assert {"udpegninger", "suppleanter", "kandidaturer", "valggrupper"} <= {
        part.name for part in personal_data.parts_of(person)
    }


def test_one_of_each_costs_as_much_as_three(council):
    person = PersonFactory()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            parts_of(person)
        return len(captured)

    def add(number: int) -> None:
        kind = kind_of(council, body__name=f"Råd {number}")
        one = appointed(seats_of(kind)[0], person)
        one.nominated_by.add(Organisation.objects.create(name=f"Forening {number}"))
        Alternate.objects.create(appointment=one, person=PersonFactory(), starts_on=one.starts_on)
        CandidateFactory(task=TaskFactory(kind=kind), person=person)

    add(1)
    once = queries()
    add(2)
    add(3)
    assert queries() == once
