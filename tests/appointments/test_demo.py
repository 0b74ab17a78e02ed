"""The demonstration's bodies say what the sources say, and no more."""

import io

import pytest
from django.core.management import call_command
from django.test import override_settings

from appointments.holders import holders
from appointments.models import Appointment, Body, Candidate, Round, Seat, Task
from councils.models import Leadership
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midtjylland_demo")]


def body(name: str, slug: str = "midtjylland") -> Body:
    return Body.objects.get(council__slug=slug, name=name)


def seats_of(body: Body) -> list[tuple[str, int | None]]:
    return [(kind.label, kind.number) for kind in body.seat_kinds.all()]


def test_the_board_of_the_erhvervshus_has_eleven_members_and_an_observer():
    board = body("Erhvervshus Midtjyllands bestyrelse")

    by_role = {"observer": 0, "members": 0}
    for kind in board.seat_kinds.all():
        by_role["observer" if kind.role == "observer" else "members"] += kind.number
    assert by_role == {"observer": 1, "members": 11}
    business = board.seat_kinds.get(eligibility="business")
    assert (business.number, business.least_sme, business.nominators.count()) == (4, 1, 8)
    employees = board.seat_kinds.get(eligibility="employees")
    assert (employees.nominates_jointly, employees.nominators.count()) == (True, 2)
    first, last = board.own_term(TODAY.replace(month=4, day=1))
    assert (first.isoformat(), last.isoformat()) == ("2022-04-01", "2026-03-31")


def test_the_office_in_brussels_has_nine_members_two_of_them_without_a_vote():
    kinds = body("Central Denmark EU Office (Bruxelleskontoret)").seat_kinds.all()

    assert [kind.number for kind in kinds] == [3, 2, 1, 1, 2]
    assert [kind.has_vote for kind in kinds] == [None, None, None, None, False]


def test_the_chair_of_the_council_comes_into_the_committee_by_itself():
    committee = body("Uddannelsesudvalget Midtjylland")
    chair = Leadership.objects.get(
        council__slug="midtjylland", role="chair", membership__term__name="2022-2026"
    )

    def sitting(at):
        lines = holders([committee], at)[committee.pk]
        return [[place.person for place in line.places] for line in lines[:2]]

    assert sitting(TODAY) == [[None] * 7, [None]]
    assert sitting(chair.starts_on) == [[None] * 7, [chair.membership.person]]


def test_who_chairs_the_erhvervshus_comes_into_the_committee_by_itself():
    committee = body("Uddannelsesudvalget Midtjylland")
    seat = Seat.objects.get(
        kind__body__name="Erhvervshus Midtjyllands bestyrelse", kind__role="chair"
    )
    mayor = Leadership.objects.filter(council__slug="midtjylland").first().membership.person
    Appointment.objects.create(seat=seat, person=mayor, starts_on=TODAY)

    (line,) = [
        line
        for line in holders([committee], TODAY)[committee.pk]
        if line.kind.label == "Formanden for Erhvervshus Midtjylland"
    ]

    assert [place.person for place in line.places] == [mayor]


def test_no_seat_is_filled_and_nobody_is_a_candidate():
    assert not Appointment.objects.exists()
    assert not Candidate.objects.exists()


def test_what_is_not_told_is_left_open():
    labour = body("Regionale Arbejdsmarkedsråd (RAR)")

    assert labour.kind == ""
    assert labour.is_approximate
    assert seats_of(labour)[0] == ("Kommunal repræsentant", None)
    assert not Body.objects.filter(source="").exists()
    assert not Body.objects.filter(council__slug="sjaelland").exists()


def test_clusters_end_where_their_successors_begin():
    cluster, heir = body("Sundhedsklynger"), body("Sundhedsråd")

    assert list(cluster.successors.all()) == [heir]
    assert (cluster.ends_on.isoformat(), heir.starts_on.isoformat()) == ("2026-12-31", "2027-01-01")


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("nordjylland", "Erhvervshus Nordjyllands bestyrelse"),
        ("syddanmark", "Erhvervshus Sydjyllands bestyrelse"),
        ("syddanmark", "Erhvervshus Fyns bestyrelse"),
        ("hovedstaden", "Erhvervshus Hovedstadens bestyrelse"),
    ],
)
def test_the_other_councils_have_their_boards(slug, name):
    assert sum(number for _, number in seats_of(body(name, slug))) == 12


def test_the_round_fills_what_the_items_say():
    round_ = Round.objects.get(name="Udpegninger 2022-2026")

    told = [
        (str(task.kind), task.number, task.item.title.split()[0], task.nominations_due_on)
        for task in round_.tasks.select_related("kind__body", "decided_in")
    ]
    assert sum(number for _, number, *_ in told) == 23
    assert {item for *_, item, _ in told} == {"Udpegning", "Erhvervsorganisationer"}
    due = Task.objects.exclude(nominations_due_on=None)
    assert {day.isoformat() for day in due.values_list("nominations_due_on", flat=True)} == {
        "2022-02-28"
    }
    board = round_.tasks.filter(kind__body__name="Erhvervshus Midtjyllands bestyrelse")
    assert {(task.starts_on.isoformat(), task.ends_on.isoformat()) for task in board} == {
        ("2022-04-01", "2026-03-31")
    }


def test_loading_twice_changes_nothing():
    kind = body("Bestyrelsen for VIA University College").seat_kinds.get()
    kind.number, kind.note = 2, "Rettet"
    kind.save()
    out = io.StringIO()

    with override_settings(DEMO=True):
        call_command("load_demo", stdout=out)

    kind.refresh_from_db()
    assert (kind.number, kind.note) == (2, "Rettet")
    assert "Everything was there already" in out.getvalue()
