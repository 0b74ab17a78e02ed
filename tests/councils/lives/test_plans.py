"""What follows from an event, before anything is written."""

import pytest

from councils.lives import Event, Impossible, Kind, Tone, plan
from councils.models import (
    CouncilMembership,
    LeaveOfAbsence,
    Office,
    PartyMembership,
    Substitution,
)
from tests.councils.lives.conftest import LAST_DAY, NEXT_DAY, day
from tests.factories import (
    TERM_END,
    ElectoralListFactory,
    MembershipFactory,
    OfficeFactory,
    PartyFactory,
    PersonFactory,
)


def texts(found, tone: Tone | None = None) -> list[str]:
    return [one.text for one in found.consequences if tone in (None, one.tone)]


def ended(found) -> dict:
    """The rows that end, and when."""
    return {w.row: w.facts["ends_on"] for w in found.writes if w.row is not None and w.facts}


def made(found) -> list[type]:
    return [write.model for write in found.writes if write.row is None]


# --- Leaving the municipal council ---------------------------------------------------------------


def test_a_member_who_leaves_the_municipal_council_leaves_seat_post_and_substitute(lives):
    found = plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY))

    assert ended(found) == {
        lives.supplementary: LAST_DAY,
        lives.supplementary.leaderships.get(): LAST_DAY,
        lives.supplementary.substitutions.get(): LAST_DAY,
    }
    assert texts(found) == [
        "Er supplerende medlem af KKR Midtjylland til og med 30. juni 2023.",
        "Er næstformand i KKR Midtjylland til og med 30. juni 2023.",
        "KKR Midtjylland skal vælge næstformand.",
        "Stedfor Syren er personlig stedfortræder for Medlem Mynte til og med 30. juni 2023.",
        (
            "Pladsen tilhører Ahornpartiet (A): listens kommunalbestyrelsesmedlemmer i Midtjylland"
            " vælger et nyt medlem og en personlig stedfortræder."
        ),
    ]
    assert found.councils == (lives.council,)
    seat = next(w for w in found.writes if w.row == lives.supplementary)
    assert seat.facts["left_because"] == "left_municipal_council"


def test_a_substitute_who_leaves_the_municipal_council_leaves_a_member_without_one(lives):
    found = plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.substitute, LAST_DAY))

    assert ended(found) == {lives.supplementary.substitutions.get(): LAST_DAY}
    assert texts(found, Tone.VACANCY) == [
        "Medlem Mynte har ingen personlig stedfortræder i KKR Midtjylland fra 1. juli 2023."
    ]


def test_an_observer_is_left_for_people_to_decide(lives):
    observer = MembershipFactory(council=lives.council, term=lives.term, role="observer").person
    OfficeFactory(person=observer, municipality=lives.town)

    found = plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, observer, LAST_DAY))

    assert texts(found, Tone.DOUBT) == [
        "Er observatør i KKR Midtjylland. Undersøg, om det fortsætter."
    ]
    assert [row.role for row in ended(found)] == ["councillor"]


def test_a_mayor_who_leaves_leaves_the_municipality_without_a_born_member(lives):
    found = plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.mayor, LAST_DAY))

    assert {lives.office, lives.born} < set(ended(found))
    assert any("har intet født medlem" in text for text in texts(found, Tone.VACANCY))
    assert not made(found)


def test_a_successor_enters_the_day_after_with_the_deputy_mayor_as_substitute(lives):
    new = PersonFactory(name="Ny Nellike")

    found = plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.mayor, LAST_DAY, successor=new))

    assert made(found) == [Office, CouncilMembership, Substitution]
    office, seat, substitution = (w for w in found.writes if w.row is None)
    assert (office.facts["starts_on"], office.facts["ends_on"]) == (NEXT_DAY, TERM_END)
    assert seat.facts["role"] == "mayor"
    assert seat.facts["municipality"] == lives.town
    assert substitution.facts["membership"] is seat
    assert substitution.facts["person"] == lives.deputy
    assert "Ny Nellike indtræder i KKR Midtjylland som født medlem." in texts(found)


def test_a_successor_gives_up_a_supplementary_seat_for_the_list_to_fill(lives):
    event = Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=lives.member)

    found = plan(event)

    seat = next(w for w in found.writes if w.row == lives.supplementary)
    assert seat.facts == {"ends_on": LAST_DAY, "left_because": "became_mayor"}
    assert any(
        text.startswith("Pladsen tilhører Ahornpartiet") for text in texts(found, Tone.VACANCY)
    )


def test_a_sentence_about_somebody_else_names_them(lives):
    last_day = "til og med 30. juni 2023."

    stops = plan(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=lives.member))
    begins = plan(Event(Kind.BECAME_MAYOR, lives.member, NEXT_DAY, lives.town))

    supplementary = f"er supplerende medlem af KKR Midtjylland {last_day}"
    born = f"er født medlem af KKR Midtjylland {last_day}"
    assert {f"{lives.member} {supplementary}", f"E{born[1:]}"} <= set(texts(stops))
    assert {f"E{supplementary[1:]}", f"{lives.mayor} {born}"} <= set(texts(begins))


def test_a_deputy_who_succeeds_the_mayor_does_not_leave_them_without_a_substitute(lives):
    found = plan(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=lives.deputy))

    assert len([w for w in found.writes if w.model is Substitution]) == 1
    assert not any("Borgmester Bøg har ingen" in text for text in texts(found))
    assert (
        "Vice Vibe mangler en personlig stedfortræder i KKR Midtjylland: ingen viceborgmester er"
        f" registreret i {lives.town}." in texts(found, Tone.VACANCY)
    )


def test_two_deputy_mayors_leave_the_substitute_for_people_to_choose(lives):
    OfficeFactory(municipality=lives.town, role="deputy_mayor", ends_on=TERM_END)

    found = plan(
        Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=PersonFactory(name="Ny"))
    )

    assert Substitution not in made(found)
    assert any("flere viceborgmestre" in text for text in texts(found, Tone.VACANCY))


def test_a_mayor_who_only_stops_as_mayor_stays_councillor(lives):
    councillor = OfficeFactory(person=lives.mayor, municipality=lives.town, ends_on=TERM_END)

    found = plan(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY))

    assert councillor not in ended(found)
    assert lives.office in ended(found)


def test_becoming_mayor_ends_the_predecessor_the_day_before(lives):
    new = PersonFactory(name="Ny Nellike")

    found = plan(Event(Kind.BECAME_MAYOR, new, NEXT_DAY, municipality=lives.town))

    assert ended(found)[lives.office] == LAST_DAY
    assert ended(found)[lives.born] == LAST_DAY
    assert made(found) == [Office, CouncilMembership, Substitution]


def test_becoming_mayor_where_there_is_none_only_begins(lives):
    found = plan(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.mayor, LAST_DAY))
    for write in found.writes:
        type(write.row).objects.filter(pk=write.row.pk).update(**write.facts)

    later = plan(
        Event(Kind.BECAME_MAYOR, PersonFactory(), day("2023-08-15"), municipality=lives.town)
    )

    assert not ended(later)
    assert made(later) == [Office, CouncilMembership, Substitution]


# --- Parties -------------------------------------------------------------------------------------


def test_a_member_leaves_with_the_party_whose_councillors_elected_them(lives):
    other = PartyFactory(name="Birkepartiet")

    found = plan(Event(Kind.LEFT_PARTY, lives.member, LAST_DAY, party=other))

    assert ended(found)[lives.supplementary] == LAST_DAY
    assert made(found) == [PartyMembership]
    joined = next(w for w in found.writes if w.row is None)
    assert (joined.facts["party"], joined.facts["starts_on"]) == (other, NEXT_DAY)


def test_a_mayor_who_leaves_the_party_stays(lives):
    found = plan(Event(Kind.LEFT_PARTY, lives.mayor, LAST_DAY))

    assert [type(row) for row in ended(found)] == [PartyMembership]
    assert texts(found, Tone.NOTICE) == [
        "Bliver i KKR Midtjylland: en borgmester er født medlem, også uden sit parti."
    ]


def test_a_member_elected_by_a_cooperation_is_left_for_people_to_decide(lives):
    cooperation = ElectoralListFactory(
        election=lives.term.election, letter="LLD", kind="cooperation", party=None, name="Lokale"
    )
    CouncilMembership.objects.filter(pk=lives.supplementary.pk).update(elected_by=cooperation)

    found = plan(Event(Kind.LEFT_PARTY, lives.member, LAST_DAY))

    assert [type(row) for row in ended(found)] == [PartyMembership]
    assert len(texts(found, Tone.DOUBT)) == 1


# --- Leave and death -----------------------------------------------------------------------------


def test_a_leave_keeps_the_seat_and_names_who_attends(lives):
    found = plan(Event(Kind.LEAVE, lives.member, LAST_DAY, until=day("2023-12-31")))

    assert made(found) == [LeaveOfAbsence]
    assert not ended(found)
    assert texts(found, Tone.NOTICE) == [
        "Stedfor Syren møder i KKR Midtjylland som personlig stedfortræder."
    ]
    assert any("næstformand" in text for text in texts(found, Tone.DOUBT))


def test_a_death_ends_everything_and_says_so(lives):
    found = plan(Event(Kind.DIED, lives.member, LAST_DAY))

    seat = next(w for w in found.writes if w.row == lives.supplementary)
    assert seat.facts["left_because"] == "died"
    assert PartyMembership in {type(row) for row in ended(found)}


# --- What cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (lambda x: Event(Kind.LEFT_MUNICIPAL_COUNCIL, PersonFactory(), LAST_DAY), "on"),
        (lambda x: Event(Kind.LEFT_MUNICIPAL_COUNCIL, x.member, day("2021-01-01")), "on"),
        (lambda x: Event(Kind.LEFT_MUNICIPAL_COUNCIL, x.member, TERM_END), "on"),
        (lambda x: Event(Kind.STOPPED_AS_MAYOR, x.member, LAST_DAY), "on"),
        (lambda x: Event(Kind.STOPPED_AS_MAYOR, x.mayor, LAST_DAY, successor=x.mayor), "successor"),
        (
            lambda x: Event(Kind.LEFT_MUNICIPAL_COUNCIL, x.member, LAST_DAY, successor=x.deputy),
            "successor",
        ),
        (lambda x: Event(Kind.BECAME_MAYOR, x.member, LAST_DAY), "municipality"),
        (lambda x: Event(Kind.BECAME_MAYOR, x.mayor, LAST_DAY, municipality=x.town), "on"),
        (
            lambda x: Event(Kind.BECAME_MAYOR, x.member, day("2021-06-01"), municipality=x.town),
            "on",
        ),
        (lambda x: Event(Kind.LEFT_PARTY, x.deputy, LAST_DAY), "on"),
        (lambda x: Event(Kind.LEFT_PARTY, x.member, LAST_DAY, party=x.party), "party"),
        (lambda x: Event(Kind.LEAVE, x.member, LAST_DAY, until=day("2023-01-01")), "until"),
    ],
)
def test_what_cannot_be_is_refused_at_the_right_field(lives, event, field):
    with pytest.raises(Impossible) as refused:
        plan(event(lives))

    assert refused.value.field == field


def test_somebody_cannot_be_on_leave_twice_at_once(lives):
    LeaveOfAbsence.objects.create(person=lives.member, starts_on=day("2023-01-01"))

    with pytest.raises(Impossible, match="allerede orlov"):
        plan(Event(Kind.LEAVE, lives.member, LAST_DAY))


def test_the_fingerprint_changes_with_what_would_be_written(lives):
    event = Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY)
    seen = plan(event).fingerprint
    assert plan(event).fingerprint == seen

    Substitution.objects.filter(membership=lives.supplementary).update(ends_on=day("2022-12-31"))
    assert plan(event).fingerprint != seen


def test_a_death_ends_a_leave(lives):
    leave = LeaveOfAbsence.objects.create(person=lives.member, starts_on=day("2023-06-01"))

    assert ended(plan(Event(Kind.DIED, lives.member, LAST_DAY)))[leave] == LAST_DAY
