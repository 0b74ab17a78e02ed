"""What becomes of appointments when something happens in a politician's life."""

import datetime

import pytest

from appointments.models import Alternate, Appointment, Organisation, SeatKind
from councils import actions
from councils.lives import Event, Kind, Tone, TooLate, plan
from councils.lives.outcomes import outcome_of
from councils.models import LifeEvent
from meetings.suggestions import item_text
from tests.appointments.seats import LONG_AGO, appointed, kind_of, seats_of
from tests.councils.lives.conftest import LAST_DAY, NEXT_DAY, lives
from tests.factories import OfficeFactory, PersonFactory
from tests.meetings.conftest import NOON

__all__ = ["lives"]
Eligibility = SeatKind.Eligibility


def texts(found, tone: Tone | None = None) -> list[str]:
    return [one.text for one in found.consequences if tone in (None, one.tone)]


def of_appointments(found) -> dict:
    """What is written of appointments and alternates."""
    return {
        write.row: write.facts for write in found.writes if write.model in (Appointment, Alternate)
    }


@pytest.fixture
def record(secretary):
    def as_seen(event: Event) -> LifeEvent:
        seen = plan(event).fingerprint
        return actions.record_life_event(event, by=secretary, at=NOON, seen=seen)

    return as_seen


def seat_in(lives, **facts):
    return seats_of(kind_of(lives.council, **facts))[0]


def leaving(lives) -> Event:
    return Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY)


# --- Leaving the municipal council ---------------------------------------------------------------


def test_an_appointment_ends_with_its_basis_and_the_group_fills_the_seat(lives, record):
    list_a = lives.supplementary.elected_by
    one = appointed(seat_in(lives), lives.member, elected_by=list_a)

    found = plan(leaving(lives))

    assert of_appointments(found) == {
        one: {"ends_on": LAST_DAY, "ended_because": "lost_basis", "version": 2}
    }
    assert (
        "Udpegningen af Medlem Mynte til Erhvervshus (Politiker) mister sit grundlag og slutter"
        " 30. juni 2023. Kravet er: Medlem af en kommunalbestyrelse i KKR."
    ) in texts(found, Tone.CHANGE)
    assert (
        "Erhvervshus (Politiker) er ledig fra 1. juli 2023. Næste skridt: Ahornpartiet (A) vælger"
        " en afløser, for pladsen tilhører gruppen."
    ) in texts(found, Tone.VACANCY)
    record(leaving(lives))
    one.refresh_from_db()
    assert (one.ends_on, one.ended_because) == (LAST_DAY, "lost_basis")


def test_everything_is_taken_back_at_once(lives, record, secretary):
    one = appointed(seat_in(lives), lives.member)
    alternate = Alternate.objects.create(
        appointment=one, person=PersonFactory(), starts_on=one.starts_on, ends_on=one.ends_on
    )
    stored = record(leaving(lives))
    alternate.refresh_from_db()
    assert alternate.ends_on == LAST_DAY

    actions.undo_life_event(stored, by=secretary, at=NOON)

    before = one
    for row in (one, alternate):
        row.refresh_from_db()
        assert row.ends_on == datetime.date(2025, 12, 31)
    assert (before.ended_because, before.version) == ("", 1)


def test_it_is_too_late_to_take_back_once_the_appointment_was_changed(lives, record, secretary):
    one = appointed(seat_in(lives), lives.member)
    stored = record(leaving(lives))
    Appointment.objects.filter(pk=one.pk).update(ended_because="resigned")

    with pytest.raises(TooLate):
        actions.undo_life_event(stored, by=secretary, at=NOON)

    lives.supplementary.refresh_from_db()
    assert lives.supplementary.ends_on == LAST_DAY


def test_a_seat_without_requirement_is_kept(lives):
    appointed(seat_in(lives, eligibility=Eligibility.ANYBODY), lives.member)

    assert of_appointments(plan(leaving(lives))) == {}


def test_a_representative_is_carried_over_where_the_body_does_so(lives):
    appointed(seat_in(lives, body__carries_over=True), lives.member)

    found = plan(leaving(lives))

    assert of_appointments(found) == {}
    assert (
        "Udpegningen af Medlem Mynte til Erhvervshus (Politiker) mister sit grundlag. Kravet er:"
        " Medlem af en kommunalbestyrelse i KKR. Medlem Mynte fungerer videre, til efterfølgeren"
        " er udpeget. Næste skridt: Sæt valg af en afløser på dagsordenen i KKR Midtjylland."
    ) in texts(found, Tone.VACANCY)


def test_somebody_elected_elsewhere_too_is_left_for_people_to_decide(lives):
    appointed(seat_in(lives, eligibility=Eligibility.ELECTED), lives.member)

    found = plan(leaving(lives))

    assert of_appointments(found) == {}
    assert any("valgt andre steder" in text for text in texts(found, Tone.DOUBT))


def test_an_appointment_that_had_no_basis_before_is_not_ended_behind_peoples_backs(lives):
    appointed(seat_in(lives, eligibility=Eligibility.MAYOR), lives.member)

    found = plan(leaving(lives))

    assert of_appointments(found) == {}
    assert any("uden grundlag i forvejen" in text for text in texts(found, Tone.DOUBT))


def test_an_alternate_without_basis_stands_in_no_longer(lives, record):
    held = appointed(seat_in(lives), lives.mayor)
    row = Alternate.objects.create(
        appointment=held, person=lives.member, starts_on=held.starts_on, ends_on=held.ends_on
    )

    found = plan(leaving(lives))

    assert of_appointments(found) == {row: {"ends_on": LAST_DAY}}
    said = "Borgmester Bøg mangler en suppleant i Erhvervshus fra 1. juli 2023."
    assert said in texts(found, Tone.VACANCY)
    record(leaving(lives))


def test_organisations_are_asked_for_a_new_nomination(lives):
    one = appointed(seat_in(lives), lives.member)
    one.nominated_by.add(Organisation.objects.create(name="Eksempelforeningen"))

    said = "Næste skridt: Bed Eksempelforeningen om en ny indstilling."
    assert any(said in text for text in texts(plan(leaving(lives)), Tone.VACANCY))


def test_an_appointment_from_a_later_day_is_left_for_people_to_delete(lives):
    later = {"starts_on": datetime.date(2023, 9, 1)}
    appointed(seat_in(lives), lives.member, **later)

    found = plan(leaving(lives))

    assert of_appointments(found) == {}
    assert any("fra 1. september 2023" in text for text in texts(found, Tone.DOUBT))


def test_whoever_is_elected_again_keeps_what_begins_then(lives):
    starts_on = datetime.date(2026, 1, 1)
    OfficeFactory(person=lives.member, municipality=lives.town, starts_on=starts_on)
    appointed(seat_in(lives), lives.member, starts_on=starts_on, due_on=None, ends_on=None)

    assert not any("Erhvervshus" in text for text in texts(plan(leaving(lives))))


def test_an_agenda_item_tells_of_the_vacancy_and_what_the_council_does(lives, record):
    appointed(seat_in(lives, body__name="Energirådet"), lives.member)
    list_a = lives.supplementary.elected_by
    appointed(seat_in(lives, body__name="Datarådet"), lives.member, elected_by=list_a)
    stored = record(leaving(lives))

    text = item_text(outcome_of(stored), lives.council)

    said = "Medlem Mynte er udpeget til Energirådet (Politiker) til og med 30. juni 2023."
    assert said in text["presentation"]
    assert "vælger en afløser for Medlem Mynte i Energirådet" in text["recommendation"]
    assert (
        "tager til efterretning, at Ahornpartiet (A) vælger en afløser for Medlem Mynte i Datarådet"
    ) in text["recommendation"]


def test_an_agenda_item_of_another_council_tells_nothing_of_it(lives, record, other_council):
    appointed(seat_in(lives, body__name="Energirådet"), lives.member)

    text = item_text(outcome_of(record(leaving(lives))), other_council)

    assert "Energirådet" not in "".join(text.values())


# --- Death ---------------------------------------------------------------------------------------


def test_on_death_every_appointment_ends_whatever_its_requirement(lives, record, secretary):
    free = appointed(seat_in(lives, eligibility=Eligibility.ANYBODY), lives.member)
    carried = appointed(
        seat_in(lives, body__name="Råd", body__carries_over=True), lives.member, ends_on=None
    )
    event = Event(Kind.DIED, lives.member, LAST_DAY)

    stored = record(event)

    for one in (free, carried):
        one.refresh_from_db()
        assert (one.ends_on, one.ended_because) == (LAST_DAY, "died")
    actions.undo_life_event(stored, by=secretary, at=NOON)
    carried.refresh_from_db()
    assert (carried.ends_on, carried.ended_because) == (None, "")


def test_on_death_what_was_to_begin_is_removed_and_comes_back(lives, record, secretary):
    kind = kind_of(lives.council)
    one = appointed(seats_of(kind)[0], lives.member, starts_on=NEXT_DAY)
    Alternate.objects.create(appointment=one, person=PersonFactory(), starts_on=NEXT_DAY)

    stored = record(Event(Kind.DIED, lives.member, LAST_DAY))
    assert not Appointment.objects.exists()

    actions.undo_life_event(stored, by=secretary, at=NOON)
    assert Appointment.objects.get().alternates.count() == 1


def test_on_death_what_organisations_nominated_later_is_left_for_people(lives):
    one = appointed(seat_in(lives), lives.member, starts_on=NEXT_DAY)
    one.nominated_by.add(Organisation.objects.create(name="Eksempelforeningen"))

    found = plan(Event(Kind.DIED, lives.member, LAST_DAY))

    assert of_appointments(found) == {}
    assert any("Slet udpegningen" in text for text in texts(found, Tone.DOUBT))


def test_death_of_somebody_who_only_is_appointed_can_be_recorded(council, record):
    person = PersonFactory()
    one = appointed(seats_of(kind_of(council, eligibility=Eligibility.BUSINESS))[0], person)

    stored = record(Event(Kind.DIED, person, LAST_DAY))

    one.refresh_from_db()
    assert one.ended_because == "died"
    assert list(stored.councils.all()) == [council]


# --- Mayors --------------------------------------------------------------------------------------


def test_a_mayors_seat_loses_its_basis_when_the_mayor_stops(lives):
    one = appointed(seat_in(lives, eligibility=Eligibility.MAYOR), lives.mayor)

    found = plan(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY))

    assert of_appointments(found)[one]["ended_because"] == "lost_basis"


def test_a_former_mayor_in_the_municipal_council_is_asked_about(lives):
    one = appointed(seat_in(lives), lives.mayor)

    found = plan(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY))

    assert of_appointments(found) == {}
    assert any("Registrér Borgmester Bøg som medlem" in text for text in texts(found, Tone.DOUBT))
    OfficeFactory(person=lives.mayor, municipality=lives.town, starts_on=LONG_AGO)
    found = plan(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY))
    assert not any(str(one.seat.kind.body) in text for text in texts(found))


def test_a_new_mayor_takes_the_basis_of_the_one_before(lives):
    one = appointed(seat_in(lives, eligibility=Eligibility.COUNCIL_MEMBER), lives.mayor)
    own = appointed(
        seat_in(lives, eligibility=Eligibility.COUNCIL_MEMBER, body__name="Råd"), lives.member
    )
    event = Event(Kind.BECAME_MAYOR, lives.member, NEXT_DAY, municipality=lives.town)

    written = of_appointments(plan(event))

    assert written[one]["ends_on"] == LAST_DAY
    assert own not in written  # sits there as mayor from now on


# --- Parties and leaves --------------------------------------------------------------------------


def test_a_seat_that_the_partys_group_chose_is_asked_about(lives):
    list_a = lives.supplementary.elected_by
    appointed(seat_in(lives), lives.mayor, elected_by=list_a)

    found = plan(Event(Kind.LEFT_PARTY, lives.mayor, LAST_DAY))

    assert of_appointments(found) == {}
    assert any("af Ahornpartiet (A). Reglerne" in text for text in texts(found, Tone.DOUBT))


def test_somebody_on_leave_keeps_the_appointment_and_the_alternate_is_told(lives):
    one = appointed(seat_in(lives), lives.member)
    Alternate.objects.create(
        appointment=one, person=PersonFactory(name="Suppleant Sommer"), starts_on=one.starts_on
    )

    found = plan(Event(Kind.LEAVE, lives.member, LAST_DAY))

    assert (
        "Beholder udpegningen til Erhvervshus (Politiker). Suppleant Sommer er suppleant."
    ) in texts(found, Tone.NOTICE)


# --- Seats that follow ---------------------------------------------------------------------------


def test_a_seat_that_follows_the_chair_is_told_to_follow(lives):
    chair = {"appointer": "ex_officio", "council": None, "eligibility": "", "label": "Formand"}
    kind_of(lives.council, held_by="council_chair", body__name="Råd", **chair)

    found = plan(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY))

    said = "Formand i Råd følger hvervet: den nye indtræder af sig selv."
    assert said in texts(found, Tone.NOTICE)


def test_a_seat_that_follows_another_one_follows_the_vacancy(lives):
    seat = seat_in(lives)
    appointed(seat, lives.member)
    facts = {"appointer": "ex_officio", "council": None, "eligibility": "", "label": "Født"}
    kind_of(lives.council, held_by="other_seat", follows=seat.kind, body__name="Fonden", **facts)

    said = "Født i Fonden følger hvervet: den nye indtræder af sig selv."
    assert said in texts(plan(leaving(lives)), Tone.NOTICE)
