"""Recording what happened: choose, fill in, see what follows, one click."""

import pytest
from django.urls import reverse

from councils.lives import Kind
from councils.models import (
    AuditEntry,
    CouncilMembership,
    LeaveOfAbsence,
    LifeEvent,
    PartyMembership,
    Person,
)
from meetings.models import AgendaItem, Meeting
from tests.councils.lives.conftest import LAST_DAY, NEXT_DAY
from tests.councils.lives.pages import ON, asked, errors_at, form_of, record, sent
from tests.factories import (
    CouncilMunicipalityFactory,
    MeetingFactory,
    OfficeFactory,
    PartyFactory,
    PersonFactory,
    SubstitutionFactory,
)
from tests.meetings.conftest import NOON

# --- Every event from the first page to the last -------------------------------------------------


def test_the_six_events_are_offered_each_with_what_it_is_for(lives, clerk):
    page = clerk.get(form_of(lives.member))

    for kind in Kind:
        assert f"?kind={kind.value}" in page.text
        assert kind.label in page.text
    assert page.text.count("<span>Personen") == 6


def test_a_member_leaves_the_municipal_council(lives, clerk, secretary):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL, source="Mail <1>")
    assert page.status_code == 200
    assert "Det mangler bagefter" in page.text
    assert "KL’s regler" in page.text
    assert not LifeEvent.objects.exists()

    response = sent(clerk, page, lives.member)

    stored = LifeEvent.objects.get()
    assert response.headers["Location"] == reverse("life-event", args=[stored.pk])
    assert (stored.recorded_by, stored.source) == (secretary, "Mail <1>")
    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "left_municipal_council"
    shown = clerk.get(response.headers["Location"])
    assert "Mail &lt;1&gt;" in shown.text
    assert "Er supplerende medlem af KKR Midtjylland til og med 30. juni 2023." in shown.text
    assert "Sekretær Midt" in shown.text


def test_a_mayor_leaves_and_somebody_found_by_name_follows(lives, clerk):
    OfficeFactory(person=PersonFactory(name="Ny Nellike"), municipality__name="Andeby")
    new = Person.objects.get(name="Ny Nellike")
    given = {"kind": "left_municipal_council", "on": ON, "successor_name": "nellike"}

    found = clerk.get(form_of(lives.mayor), {**given, "show": "search", "successor": "ingen"})
    assert "Ny Nellike (kommunalbestyrelsesmedlem i Andeby)" in found.text
    assert f'value="{ON}"' in found.text
    assert f'value="{new.pk}"' in found.text

    record(clerk, lives.mayor, Kind.LEFT_MUNICIPAL_COUNCIL, successor=str(new.pk))

    seat = CouncilMembership.objects.get(person=new)
    assert (seat.starts_on, seat.municipality) == (NEXT_DAY, lives.town)


def test_the_mayors_colleagues_are_offered_without_a_search(lives, clerk):
    page = clerk.get(form_of(lives.mayor), {"kind": "stopped_as_mayor"})

    assert "Vice Vibe (viceborgmester i" in page.text
    assert "Borgmester Bøg (" not in page.text


def test_a_mayor_stops_without_a_successor(lives, clerk):
    page = asked(clerk, lives.mayor, Kind.STOPPED_AS_MAYOR, successor="ingen")
    assert "har intet født medlem" in page.text

    assert sent(clerk, page, lives.mayor).status_code == 302

    assert not CouncilMembership.objects.in_force(NEXT_DAY).filter(role="mayor").exists()


def test_a_member_changes_party(lives, clerk):
    other = PartyFactory(name="Birkepartiet")

    record(clerk, lives.member, Kind.LEFT_PARTY, party=other.pk)

    assert PartyMembership.objects.get(party=other).starts_on == NEXT_DAY
    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "left_party"


def test_the_deputy_becomes_mayor_where_they_are_deputy(lives, clerk):
    page = clerk.get(form_of(lives.deputy), {"kind": "became_mayor"})
    assert f'<option value="{lives.town.pk}" selected>' in page.text

    record(clerk, lives.deputy, Kind.BECAME_MAYOR, municipality=lives.town.pk)

    seat = CouncilMembership.objects.get(person=lives.deputy)
    assert (seat.role, seat.starts_on) == ("mayor", LAST_DAY)


def test_a_leave_is_recorded_with_its_last_day(lives, clerk):
    record(clerk, lives.member, Kind.LEAVE, until="2023-12-31")

    leave = LeaveOfAbsence.objects.get()
    assert (leave.person, leave.ends_on.isoformat()) == (lives.member, "2023-12-31")


def test_a_death_ends_everything(lives, clerk):
    record(clerk, lives.member, Kind.DIED)

    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "died"


def test_what_concerns_no_council_is_still_seen_by_the_secretariat(lives, clerk):
    stored = record(clerk, lives.substitute, Kind.LEAVE)

    assert list(stored.councils.all()) == [lives.council]
    assert clerk.get(reverse("life-event", args=[stored.pk])).status_code == 200
    assert AuditEntry.objects.get(action="record_life_event").council == lives.council


def test_meetings_to_come_are_named(lives, clerk, other_council):
    later = NOON.replace(year=2023, month=9, day=1)
    here = MeetingFactory(council=lives.council, term=lives.term, starts_at=later)
    earlier = MeetingFactory(
        council=lives.council, term=lives.term, starts_at=NOON.replace(year=2023, month=3)
    )
    elsewhere = MeetingFactory(council=other_council, term=lives.term, starts_at=later)

    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)

    assert f'href="{reverse("meeting", args=[here.pk])}"' in page.text
    for other in (earlier, elsewhere):
        assert f'href="{reverse("meeting", args=[other.pk])}"' not in page.text


# --- The suggested item --------------------------------------------------------------------------


def test_an_item_is_put_among_those_without_a_meeting(lives, clerk):
    stored = record(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)

    item = AgendaItem.objects.get()
    assert (item.meeting.is_pool, item.meeting.council) == (True, lives.council)
    assert "Det indstilles, at" in item.recommendation
    page = clerk.get(reverse("life-event", args=[stored.pk]))
    assert f'href="{reverse("item-edit", args=[item.meeting_id, item.pk])}"' in page.text


def test_no_item_is_made_unless_it_is_asked_for(lives, clerk):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)

    sent(clerk, page, lives.member, items=[])

    assert LifeEvent.objects.exists()
    assert not Meeting.objects.exists()


def test_no_item_is_made_for_a_council_of_another_secretariat(lives, clerk, other_council):
    SubstitutionFactory(person=lives.member, membership__council=other_council)
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)
    assert "items-nordjylland" not in page.text

    response = sent(clerk, page, lives.member, items=["midtjylland", "nordjylland"])

    assert response.status_code == 302
    assert [item.meeting.council for item in AgendaItem.objects.all()] == [lives.council]


def test_the_event_is_not_kept_where_the_item_cannot_be_made(lives, clerk, monkeypatch):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)

    def fail(*args):
        raise RuntimeError("no item")

    monkeypatch.setattr("meetings.suggestions.item_text", fail)
    with pytest.raises(RuntimeError, match="no item"):
        sent(clerk, page, lives.member)

    assert not LifeEvent.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_deleted_item_is_still_told_of(lives, clerk):
    stored = record(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)
    title = AgendaItem.objects.get().title
    AgendaItem.objects.all().delete()

    page = clerk.get(reverse("life-event", args=[stored.pk]))

    assert title in page.text
    assert "slettet siden" in page.text


# --- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "kind", "fields", "field"),
    [
        ("member", Kind.DIED, {"on": ""}, "on"),
        ("member", Kind.DIED, {"on": "i går"}, "on"),
        ("member", Kind.DIED, {"on": "2030-01-01"}, "on"),
        ("member", Kind.LEAVE, {"until": "2023-01-01"}, "until"),
        ("member", Kind.LEAVE, {"until": "x"}, "until"),
        ("member", Kind.LEFT_PARTY, {"party": "999999"}, "party"),
        ("member", Kind.LEFT_PARTY, {"party": "a"}, "party"),
        ("member", Kind.BECAME_MAYOR, {}, "municipality"),
        ("member", Kind.BECAME_MAYOR, {"municipality": "999999"}, "municipality"),
        ("mayor", Kind.DIED, {}, "successor"),
        ("mayor", Kind.DIED, {"successor": "999999"}, "successor"),
        ("mayor", Kind.DIED, {"successor": "9" * 40}, "successor"),
        ("mayor", Kind.DIED, {"successor": "ingen", "successor_name": "Nellike"}, "successor"),
        ("member", Kind.DIED, {"source": "x" * 301}, "source"),
    ],
)
def test_bad_input_is_told_at_its_field(lives, clerk, who, kind, fields, field):
    person = getattr(lives, who)

    shown = asked(clerk, person, kind, **fields)
    assert shown.status_code == 422
    assert errors_at(shown, field)

    posted = clerk.post(form_of(person), {"kind": kind.value, "on": ON, **fields, "seen": "x"})
    assert posted.status_code == 422
    assert errors_at(posted, field)
    assert not LifeEvent.objects.exists()


def test_the_party_that_is_left_cannot_be_joined(lives, clerk):
    page = asked(clerk, lives.member, Kind.LEFT_PARTY, party=lives.party.pk)

    assert errors_at(page, "party")


def test_nobody_becomes_mayor_in_a_municipality_of_another_secretariat(lives, clerk, other_council):
    there = CouncilMunicipalityFactory(council=other_council).municipality

    page = asked(clerk, lives.member, Kind.BECAME_MAYOR, municipality=there.pk)

    assert errors_at(page, "municipality")


def test_an_unknown_event_offers_the_six(lives, clerk):
    page = clerk.get(form_of(lives.member), {"kind": "won_the_lottery"})

    assert page.status_code == 200
    assert "?kind=died" in page.text
