"""What was to begin after the event: removed where it cannot be, and back again by undoing."""

import pytest
from django.db import transaction
from django.urls import reverse

from councils import actions
from councils.lives import Event, Impossible, Kind, Tone, TooLate, plan, take_back
from councils.models import (
    CouncilMembership,
    Leadership,
    LeaveOfAbsence,
    LifeEvent,
    Office,
    PartyMembership,
    Substitution,
)
from meetings.models import Attendance
from tests.councils.lives.conftest import LAST_DAY, day
from tests.councils.lives.test_plans import ended, made, texts
from tests.councils.lives.test_writing import written
from tests.factories import (
    TERM_END,
    ElectoralListFactory,
    LeadershipFactory,
    MeetingFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SubstitutionFactory,
    TermFactory,
)
from tests.meetings.conftest import NOON

LATER, NEXT_TERM = day("2024-01-01"), day("2026-01-01")
MODELS = (CouncilMembership, Leadership, LeaveOfAbsence, Office, PartyMembership, Substitution)


def removed(found) -> list:
    return [write.row for write in found.writes if write.facts is None]


def stored() -> dict:
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def promised(lives, other_council):
    """A councillor who from 2024 is to be deputy mayor, member with a post and a substitute, and a
    substitute in another council."""
    person, rest = PersonFactory(name="Snart Salvie"), {"starts_on": LATER, "ends_on": TERM_END}
    lives.person = person
    lives.councillor = OfficeFactory(person=person, municipality=lives.town, ends_on=TERM_END)
    deputy = OfficeFactory(person=person, municipality=lives.town, role="deputy_mayor", **rest)
    seat = MembershipFactory(
        council=lives.council,
        term=lives.term,
        person=person,
        role="supplementary",
        elected_by=lives.supplementary.elected_by,
        municipality=lives.town,
        **rest,
    )
    lives.seat = seat
    Leadership.objects.all().delete()
    post = LeadershipFactory(membership=seat, council=lives.council, **rest)
    own = SubstitutionFactory(membership=seat, person__name="Senere Selje", **rest)
    member = MembershipFactory(council=other_council, term=lives.term, person__name="Nord Nype")
    other = SubstitutionFactory(membership=member, person=person, **rest)
    leave = LeaveOfAbsence.objects.create(person=person, **rest)
    lives.rows = [deputy, post, own, seat, other, leave]
    return lives


def test_what_begins_in_the_same_term_is_removed_when_somebody_leaves(promised):
    found = plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, promised.person, LAST_DAY))

    assert removed(found) == promised.rows
    assert ended(found) == {promised.councillor: LAST_DAY}
    assert texts(found, Tone.DOUBT) == []
    town, the_list = promised.town, promised.supplementary.elected_by
    assert texts(found, Tone.CHANGE)[1:] == [
        f"Er registreret som viceborgmester i {town} fra 1. januar 2024. Registreringen slettes.",
        (
            "Er registreret som formand i KKR Midtjylland fra 1. januar 2024. Registreringen"
            " slettes."
        ),
        (
            "Senere Selje er registreret som personlig stedfortræder for Snart Salvie fra 1. januar"
            " 2024. Registreringen slettes."
        ),
        "Er registreret som medlem af KKR Midtjylland fra 1. januar 2024. Registreringen slettes.",
        (
            "Er registreret som stedfortræder for Nord Nype fra 1. januar 2024. Registreringen"
            " slettes."
        ),
        "Er registreret med orlov fra 1. januar 2024. Registreringen slettes.",
    ]
    assert texts(found, Tone.VACANCY) == [
        "KKR Midtjylland skal vælge formand.",
        (
            f"Pladsen tilhører {the_list}: listens kommunalbestyrelsesmedlemmer i Midtjylland"
            " vælger et nyt medlem og en personlig stedfortræder."
        ),
        "Nord Nype har ingen personlig stedfortræder i KKR Nordjylland fra 1. januar 2024.",
    ]
    assert len(found.councils) == 2


def test_what_is_removed_comes_back_to_the_last_field_and_key(promised):
    before = stored()

    changes = written(Event(Kind.LEFT_MUNICIPAL_COUNCIL, promised.person, LAST_DAY))
    assert [change["after"] for change in changes[:6]] == [None] * 6
    assert not any(type(row).objects.filter(pk=row.pk).exists() for row in promised.rows)

    with transaction.atomic():
        take_back(changes)
    assert stored() == before


@pytest.mark.parametrize("kind", [Kind.LEFT_MUNICIPAL_COUNCIL, Kind.DIED])
def test_in_the_next_term_only_the_dead_cannot_be_elected_again(lives, kind):
    term = TermFactory(
        name="2026-2030",
        election__held_on=day("2025-11-18"),
        starts_on=NEXT_TERM,
        ends_on=day("2029-12-31"),
    )
    seat = MembershipFactory(
        council=lives.council, term=term, person=lives.member, starts_on=NEXT_TERM
    )
    other = SubstitutionFactory(
        membership__council=lives.council, person=lives.member, starts_on=NEXT_TERM
    )

    found = plan(Event(kind, lives.member, LAST_DAY))

    if kind == Kind.DIED:
        assert (removed(found), texts(found, Tone.DOUBT)) == ([seat, other], [])
        return
    assert removed(found) == []
    assert texts(found, Tone.DOUBT) == [
        (
            "Er registreret som medlem af KKR Midtjylland fra 1. januar 2026. Slet det, hvis det"
            " ikke sker."
        ),
        (
            f"Er registreret som stedfortræder for {other.membership.person} fra 1. januar 2026."
            " Slet det, hvis det ikke sker."
        ),
    ]


def test_an_observer_stays_in_doubt_unless_dead(lives):
    now = MembershipFactory(council=lives.council, term=lives.term, role="observer")
    then = MembershipFactory(
        council=lives.council, term=lives.term, role="observer", starts_on=LATER
    )
    OfficeFactory(person=then.person, municipality=lives.town)

    doubts = texts(plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, then.person, LAST_DAY)), Tone.DOUBT)

    assert doubts == [
        (
            "Er registreret som medlem af KKR Midtjylland fra 1. januar 2024. Slet det, hvis det"
            " ikke sker."
        )
    ]
    assert removed(plan(Event(Kind.DIED, then.person, LAST_DAY))) == [then]
    dead = plan(Event(Kind.DIED, now.person, LAST_DAY))
    assert ended(dead) == {now: LAST_DAY}
    assert texts(dead) == ["Er observatør af KKR Midtjylland til og med 30. juni 2023."]


def test_a_seat_that_something_refers_to_is_left_for_people_to_decide(promised, secretary):
    meeting = MeetingFactory(council=promised.council, term=promised.term)
    Attendance.objects.create(
        meeting=meeting,
        membership=promised.seat,
        status="apology",
        recorded_at=NOON,
        recorded_by=secretary,
    )

    found = plan(Event(Kind.DIED, promised.person, LAST_DAY))

    assert promised.seat not in removed(found)
    assert texts(found, Tone.DOUBT) == [
        (
            "Er registreret som medlem af KKR Midtjylland fra 1. januar 2024, og pladsen er brugt."
            " Undersøg, hvad der er rigtigt."
        )
    ]


def test_a_post_and_a_substitute_that_begin_after_the_seat_ended_are_removed(lives):
    post = lives.supplementary.leaderships.get()
    own = lives.supplementary.substitutions.get()
    for row in (post, own):
        type(row).objects.filter(pk=row.pk).update(starts_on=LATER)

    found = plan(Event(Kind.LEFT_PARTY, lives.member, LAST_DAY))

    assert removed(found) == [post, own]
    assert texts(found, Tone.VACANCY)[0] == "KKR Midtjylland skal vælge næstformand."


def test_a_seat_that_the_party_was_to_give_goes_with_the_party(promised):
    party = promised.party
    PartyMembershipFactory(person=promised.person, party=party, ends_on=TERM_END)

    assert promised.seat in removed(plan(Event(Kind.LEFT_PARTY, promised.person, LAST_DAY)))

    other = ElectoralListFactory(election=promised.term.election, letter="B", party__name="Birk")
    CouncilMembership.objects.filter(pk=promised.seat.pk).update(elected_by=other)
    assert removed(plan(Event(Kind.LEFT_PARTY, promised.person, LAST_DAY))) == []


def test_a_dead_persons_next_party_is_removed(lives):
    PartyMembership.objects.filter(person=lives.member).update(ends_on=day("2023-12-31"))
    membership = PartyMembershipFactory(person=lives.member, starts_on=LATER)

    assert removed(plan(Event(Kind.DIED, lives.member, LAST_DAY))) == [membership]


def test_a_mayor_who_was_to_come_leaves_the_municipality_without_one(lives):
    new = PersonFactory()
    Office.objects.filter(pk=lives.office.pk).update(ends_on=day("2023-12-31"))
    CouncilMembership.objects.filter(pk=lives.born.pk).update(ends_on=day("2023-12-31"))
    event = Event(Kind.BECAME_MAYOR, new, LATER, municipality=lives.town)
    written(event)

    found = plan(Event(Kind.DIED, new, LAST_DAY))

    assert [type(row) for row in removed(found)] == [Office, Substitution, CouncilMembership]
    assert texts(found, Tone.VACANCY) == [
        (
            f"{lives.town} har intet født medlem i KKR Midtjylland fra 1. januar 2024. Registrér"
            " den nye borgmester, når kommunalbestyrelsen har valgt."
        )
    ]


def test_a_new_mayor_gives_up_what_was_to_come(promised):
    event = Event(Kind.STOPPED_AS_MAYOR, promised.mayor, LAST_DAY, successor=promised.person)

    found = plan(event)

    assert removed(found) == promised.rows[:5]
    assert made(found)[:2] == [Office, CouncilMembership]
    before = stored()
    changes = written(event)
    with transaction.atomic():
        take_back(changes)
    assert stored() == before


def test_nothing_that_the_portal_knows_makes_no_plan(lives):
    with pytest.raises(Impossible):
        plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, day("2021-01-01")))


def test_it_is_too_late_to_undo_when_what_a_row_belonged_to_is_gone(promised):
    changes = written(Event(Kind.DIED, promised.person, LAST_DAY))
    CouncilMembership.objects.filter(person__name="Nord Nype").delete()
    before = stored()

    with pytest.raises(TooLate), transaction.atomic():
        take_back(changes)

    assert stored() == before


def test_pages_say_what_is_deleted_and_undo_it(promised, browse, secretary):
    client, before = browse(secretary), stored()
    event = Event(Kind.DIED, promised.person, LAST_DAY)
    given = {"kind": "died", "on": LAST_DAY.isoformat(), "show": "plan"}
    page = client.get(reverse("life-event-create", args=[promised.person.pk]), given)
    assert page.text.count("Registreringen slettes.") == 6

    actions.record_life_event(event, by=secretary, at=NOON, seen=plan(event).fingerprint)

    life_event = LifeEvent.objects.get()
    shown = client.get(reverse("life-event", args=[life_event.pk]))
    assert shown.text.count("Registreringen slettes.") == 6
    client.post(reverse("life-event-undo", args=[life_event.pk]))
    assert stored() == before
