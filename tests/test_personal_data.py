"""What somebody is told whom the portal knows: also what they did and wrote in other apps."""

import datetime
import json

import pytest
from allauth.account.models import EmailAddress

from councils import actions, audit, personal_data
from councils.models import AuditEntry, User
from meetings.models import AgendaPublication, AgendaReading, Attendance, Book, ItemComment
from tests.factories import (
    TODAY,
    AgendaItemFactory,
    MeetingFactory,
    MembershipFactory,
    SubstitutionFactory,
    UserFactory,
)

NOW = datetime.datetime(2022, 1, 12, 10, 0, tzinfo=datetime.UTC)
KINDS = ["kommentarer", "laest", "samlede-pdf", "egne-handlinger"]


def leave_traces(user: User, council, number: int = 1) -> None:
    """The account comments, reads, asks for a book and does something else, `number` times."""
    for n in range(number):
        meeting = MeetingFactory(council=council)
        item = AgendaItemFactory(meeting=meeting, title=f"Punkt om {user.name}")
        ItemComment.objects.create(
            meeting=meeting, item=item, author=user, text=f"Bemærkning af {user.name}", made_at=NOW
        )
        edition = AgendaPublication.objects.create(
            meeting=meeting, version=1, published_at=NOW, published_by=user, pdf=b"", sha256="0"
        )
        AgendaReading.objects.create(publication=edition, user=user, read_at=NOW)
        Book.objects.create(
            meeting=meeting,
            is_whole=False,
            made_from=f"{user.pk}-{n}",
            asked_at=NOW,
            asked_by=user,
        )
        audit.record("comment", item, f"Noget af {user.name}", by=user, council=council)
    EmailAddress.objects.create(user=user, email=f"privat{user.pk}@kkr.example")


def rows_of(data: dict, kind: str) -> list[dict]:
    return data[kind]["oplysninger"]


def test_person_is_told_what_they_wrote_read_asked_for_and_did(browse, member, council):
    leave_traces(member, council)
    client = browse(member)
    page = client.get("/min-side/oplysninger/").content.decode()
    data = json.loads(client.get("/min-side/oplysninger.json").content)

    (comment,) = rows_of(data, "kommentarer")
    assert comment["Kommentar"] == f"Bemærkning af {member.name}"
    assert comment["Punkt"] == f"Punkt om {member.name}"
    assert "KKR Midtjylland" in rows_of(data, "laest")[0]["Dagsorden"]
    assert rows_of(data, "samlede-pdf")[0]["Tilstand"] == "Venter"
    (act,) = rows_of(data, "egne-handlinger")
    assert (act["Hvad"], act["KKR"]) == (f"Noget af {member.name}", "KKR Midtjylland")
    address = f"privat{member.pk}@kkr.example"
    assert rows_of(data, "konto")[0]["Adresser til at logge ind"] == [address]
    for said in (comment["Kommentar"], act["Hvad"], address, "Venter"):
        assert said in page


def test_what_others_wrote_read_asked_for_and_did_is_not_told(browse, member, council):
    leave_traces(UserFactory(), council)
    data = json.loads(browse(member).get("/min-side/oplysninger.json").content)

    assert [rows_of(data, kind) for kind in KINDS] == [[], [], [], []]
    assert rows_of(data, "konto")[0]["Adresser til at logge ind"] == []


def test_what_was_done_to_the_person_by_themselves_is_told_once(browse, member, council):
    audit.record("x", member.person, "Foreslog noget", by=member, council=council)
    data = json.loads(browse(member).get("/min-side/oplysninger.json").content)

    assert rows_of(data, "egne-handlinger") == []
    assert [row["Af"] for row in rows_of(data, "haendelseslog")] == ["Personen selv"]


def test_secretariat_hands_it_out_too(browse, secretary, member, council):
    leave_traces(member, council)
    response = browse(secretary).post(f"/personer/{member.person_id}/indsigt/", {"form": "file"})

    assert len(rows_of(json.loads(response.content), "kommentarer")) == 1
    assert AuditEntry.objects.filter(action="hand_out_data").count() == 1


def test_nobody_else_is_told(browse, stranger, substitute, member, council):
    leave_traces(member, council)
    url = f"/personer/{member.person_id}/indsigt/"

    assert browse(stranger).post(url, {"form": "file"}).status_code == 404
    assert browse(substitute).post(url, {"form": "file"}).status_code == 404
    assert browse().get("/min-side/oplysninger.json").status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_cost_does_not_grow(member, council, django_assert_num_queries, number):
    leave_traces(member, council, number)

    with django_assert_num_queries(25):
        personal_data.parts_of(member.person)


def test_who_came_to_a_meeting_is_told_from_both_sides(browse, substitute, secretary, council):
    seat = substitute.person.substitutions.get().membership
    known = {"recorded_at": NOW, "recorded_by": secretary}
    meeting = MeetingFactory(council=council)
    Attendance.objects.create(
        meeting=meeting,
        membership=seat,
        status="substitute",
        attended_by=substitute.person,
        **known,
    )
    other = MembershipFactory(council=council)
    Attendance.objects.create(meeting=meeting, membership=other, status="absent", **known)
    data = {
        user: rows_of(
            json.loads(browse(user).get("/min-side/oplysninger.json").content), "fremmoede"
        )
        for user in (substitute, UserFactory(person=seat.person))
    }

    (stood_in,), (stayed,) = data.values()
    assert (stood_in["Fremmøde"], stood_in["For"]) == ("Mødte som stedfortræder", f"{seat.person}")
    assert (stayed["Fremmøde"], stayed["Ved stedfortræder"]) == (
        "Stedfortræder mødte",
        f"{substitute.person}",
    )


def test_substitute_who_attended_is_not_anonymised(browse, secretary, council, term):
    seat = MembershipFactory(council=council, term=term, starts_on="2021-01-01")
    yesterday = TODAY - datetime.timedelta(days=1)
    vicar = SubstitutionFactory(membership=seat, starts_on="2021-01-01", ends_on=yesterday).person
    url = f"/personer/{vicar.pk}/anonymiser/"
    assert actions.protections(vicar, TODAY) == []
    Attendance.objects.create(
        meeting=MeetingFactory(council=council),
        membership=seat,
        status="substitute",
        attended_by=vicar,
        recorded_at=NOW,
        recorded_by=secretary,
    )
    response = browse(secretary).post(url)

    assert response.status_code == 409
    assert "Er med i: fremmøder." in response.content.decode()


def test_every_kind_has_a_name_of_its_own_and_is_added_once(member):
    names = [part.name for part in personal_data.parts_of(member.person)]

    assert len(names) == len(set(names))
    assert set(KINDS) < set(names)
