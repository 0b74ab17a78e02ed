"""Who sits where on a day, and who has: also on seats that follow an office."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.histories import history_of
from appointments.holders import holders
from appointments.models import Alternate
from tests.factories import (
    TERM_END,
    TERM_START,
    TODAY,
    AppointmentFactory,
    BodyFactory,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SeatFactory,
    SeatKindFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def names(body, at=TODAY):
    """Who sits there, by kind of seat; None for an empty one."""
    return [
        [place.person.name if place.person else None for place in line.places]
        for line in holders([body], at)[body.pk]
    ]


@pytest.fixture
def councillor(council):
    """Makes members of a municipal council of the council."""

    def make(name: str = "Eksempel Åse", **facts):
        home = CouncilMunicipalityFactory(council=council).municipality
        return OfficeFactory(person__name=name, municipality=home, **facts).person

    return make


def test_seats_are_held_by_who_is_appointed_on_the_day(council, councillor):
    kind = SeatKindFactory(body__council=council, number=2)
    first, second = SeatFactory(kind=kind, number=1), SeatFactory(kind=kind, number=2)
    AppointmentFactory(seat=first, person=councillor("Åse"), ends_on=TODAY)
    AppointmentFactory(seat=first, person=councillor("Bo"), starts_on=TODAY + DAY)
    AppointmentFactory(seat=second, person=councillor("Eva"), starts_on=TODAY + DAY)

    assert names(kind.body) == [["Åse", None]]
    assert names(kind.body, TODAY + DAY) == [["Bo", "Eva"]]
    assert holders([kind.body], TODAY)[kind.body.pk][0].vacant == 1


def test_a_kind_whose_number_nobody_knows_has_no_places(council):
    kind = SeatKindFactory(body__council=council, number=None)

    (line,) = holders([kind.body], TODAY)[kind.body.pk]

    assert (line.kind, line.places, line.vacant) == (kind, (), 0)


def test_bodies_without_seats_have_an_empty_list(council):
    body = BodyFactory(council=council)

    assert holders([body], TODAY) == {body.pk: []}


def test_a_place_tells_party_letter_and_municipality_of_the_day(council, term):
    home = CouncilMunicipalityFactory(council=council, municipality__name="Viborg").municipality
    person = OfficeFactory(municipality=home).person
    party = ElectoralListFactory(letter="V").party
    PartyMembershipFactory(person=person, party=party, ends_on=TODAY)
    kind = SeatKindFactory(body__council=council)
    AppointmentFactory(seat=SeatFactory(kind=kind), person=person)

    now = holders([kind.body], TODAY)[kind.body.pk][0].places[0].stands_for
    later = holders([kind.body], TODAY + DAY)[kind.body.pk][0].places[0].stands_for

    assert (now.letter, now.municipality) == ("V", "Viborg")
    assert (later.letter, later.municipality) == ("", "Viborg")


def test_carrying_over_is_told_when_the_day_they_were_appointed_for_has_passed(council):
    kind = SeatKindFactory(body__council=council, body__carries_over=True)
    AppointmentFactory(seat=SeatFactory(kind=kind), due_on=TODAY)

    (on_time,) = holders([kind.body], TODAY)[kind.body.pk][0].places
    (over,) = holders([kind.body], TODAY + DAY)[kind.body.pk][0].places

    assert (on_time.is_carried_over, over.is_carried_over) == (False, True)


def test_personal_and_shared_alternates_stand_where_they_belong(council):
    kind = SeatKindFactory(body__council=council, number=2)
    held = AppointmentFactory(seat=SeatFactory(kind=kind, number=1))
    AppointmentFactory(seat=SeatFactory(kind=kind, number=2))
    personal, former, shared = PersonFactory.create_batch(3)
    Alternate.objects.create(
        appointment=held, person=former, starts_on=TERM_START, ends_on=TODAY - DAY
    )
    Alternate.objects.create(appointment=held, person=personal, starts_on=TODAY)
    Alternate.objects.create(kind=kind, person=shared, starts_on=TERM_START)

    (line,) = holders([kind.body], TODAY)[kind.body.pk]

    assert [place.alternates for place in line.places] == [(personal,), ()]
    assert line.shared_alternates == (shared,)


# --- Without basis -------------------------------------------------------------------------------


def test_who_has_left_the_municipal_council_sits_without_basis_from_the_next_day(
    council, councillor
):
    person = councillor(ends_on=TODAY)
    kind = SeatKindFactory(body__council=council)
    AppointmentFactory(seat=SeatFactory(kind=kind), person=person)

    (now,) = holders([kind.body], TODAY)[kind.body.pk][0].places
    (later,) = holders([kind.body], TODAY + DAY)[kind.body.pk][0].places

    assert now.reason_against == ""
    assert later.reason_against == (
        "Er ikke længere medlem af en kommunalbestyrelse i KKR Midtjylland (til 12.1.2022)."
    )


def test_seats_that_others_fill_are_not_judged(council):
    kind = SeatKindFactory(body__council=council, appointer="region", council=None)
    AppointmentFactory(seat=SeatFactory(kind=kind))

    (place,) = holders([kind.body], TODAY)[kind.body.pk][0].places

    assert place.reason_against == ""


# --- Ex officio ----------------------------------------------------------------------------------


def ex_officio(body, held_by, **facts):
    return SeatKindFactory(
        body=body, appointer="ex_officio", council=None, held_by=held_by, eligibility="", **facts
    )


def test_the_chair_of_the_council_sits_there_and_the_next_one_from_the_first_day(council, term):
    body = BodyFactory(council=council)
    ex_officio(body, "council_chair")
    ex_officio(body, "council_vice_chair")
    people = [MembershipFactory(council=council, term=term) for _ in range(3)]
    LeadershipFactory(membership=people[0], ends_on=TODAY)
    LeadershipFactory(membership=people[1], starts_on=TODAY + DAY)
    LeadershipFactory(membership=people[2], role="vice_chair")
    chair, heir, vice = (member.person.name for member in people)

    assert names(body) == [[chair], [vice]]
    assert names(body, TODAY + DAY) == [[heir], [vice]]


def test_nobody_sits_there_while_the_council_has_no_chair(council, term):
    body = BodyFactory(council=council)
    ex_officio(body, "council_chair")
    LeadershipFactory(starts_on=TODAY + DAY)

    assert names(body) == [[None]]


def test_a_chair_whose_seat_in_the_council_has_ended_no_longer_sits_there(council, term):
    body = BodyFactory(council=council)
    ex_officio(body, "council_chair")
    LeadershipFactory(membership__ends_on=TODAY, membership__left_because="resigned")

    assert names(body, TODAY + DAY) == [[None]]


def test_a_chair_of_another_council_does_not_sit_there(council, other_council, term):
    body = BodyFactory(council=council)
    ex_officio(body, "council_chair")
    LeadershipFactory(membership__council=other_council)

    assert names(body) == [[None]]


def test_a_seat_follows_all_who_sit_on_another_kind_of_seat(council, councillor):
    followed = SeatKindFactory(body__council=council, number=2)
    for number, name in enumerate(["Åse", "Bo"], start=1):
        AppointmentFactory(seat=SeatFactory(kind=followed, number=number), person=councillor(name))
    committee = BodyFactory(council=council)
    ex_officio(committee, "other_seat", follows=followed, number=3)

    (line,) = holders([committee], TODAY)[committee.pk]

    assert names(committee) == [["Åse", "Bo", None]]
    assert [place.is_ex_officio for place in line.places] == [True, True, True]


def test_what_follows_a_seat_that_follows_the_chair_is_held_by_the_chair(council, term):
    first, second, third = BodyFactory.create_batch(3, council=council)
    chairs = ex_officio(first, "council_chair")
    middle = ex_officio(second, "other_seat", follows=chairs)
    ex_officio(third, "other_seat", follows=middle)
    chair = LeadershipFactory().membership.person

    assert names(third) == [[chair.name]]


def test_seats_that_follow_each_other_in_a_circle_are_held_by_nobody(council):
    body = BodyFactory(council=council)
    one = ex_officio(body, "other_seat", follows=SeatKindFactory(), number=1)
    other = ex_officio(body, "other_seat", follows=one, number=1)
    one.follows = other
    one.save()

    assert names(body) == [[None], [None]]


def test_who_follows_a_seat_without_basis_is_without_basis_too(council, councillor):
    followed = SeatKindFactory(body__council=council)
    AppointmentFactory(seat=SeatFactory(kind=followed), person=councillor(ends_on=TODAY - DAY))
    committee = BodyFactory(council=council)
    ex_officio(committee, "other_seat", follows=followed)

    (place,) = holders([committee], TODAY)[committee.pk][0].places

    assert "Er ikke længere medlem" in place.reason_against


# --- Costs ---------------------------------------------------------------------------------------


def make_bodies(council, number: int, *, years: int = 4) -> list:
    bodies = []
    for _ in range(number):
        kind = SeatKindFactory(body__council=council, number=number)
        for place in range(1, number + 1):
            seat = SeatFactory(kind=kind, number=place)
            for back in range(0, years, 4):
                appointment = AppointmentFactory(
                    seat=seat,
                    starts_on=TERM_START.replace(year=TERM_START.year - back),
                    ends_on=TERM_END.replace(year=TERM_END.year - back),
                )
                Alternate.objects.create(
                    appointment=appointment, person=PersonFactory(), starts_on=TERM_START
                )
        ex_officio(kind.body, "other_seat", follows=kind)
        ex_officio(kind.body, "council_chair")
        bodies.append(kind.body)
    return bodies


def queries(bodies) -> tuple[int, int]:
    """How many queries, and how many appointments were made from them."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = holders(bodies, TODAY)
    places = [p for lines in found.values() for line in lines for p in line.places]
    return len(captured), len({p.appointment for p in places if p.appointment})


def test_more_bodies_and_more_seats_cost_no_more_queries(council):
    assert queries(make_bodies(council, 1)) == (13, 1)
    assert queries(make_bodies(council, 3)) == (13, 9)


def test_twenty_years_of_history_cost_no_more_queries_and_are_not_fetched(council):
    assert queries(make_bodies(council, 2, years=20)) == (13, 4)


# --- History -------------------------------------------------------------------------------------


def test_history_tells_all_who_held_each_seat_the_latest_first(council, term):
    kind = SeatKindFactory(body__council=council, number=2)
    first, _ = SeatFactory(kind=kind, number=1), SeatFactory(kind=kind, number=2)
    former = AppointmentFactory(
        seat=first,
        starts_on=datetime.date(2018, 1, 1),
        ends_on=datetime.date(2020, 5, 31),
        ended_because="resigned",
    )
    present = AppointmentFactory(seat=first, starts_on=datetime.date(2020, 6, 1))
    coming_chair = LeadershipFactory(starts_on=TODAY + DAY).membership.person
    ex_officio(kind.body, "council_chair")

    histories = history_of(kind.body)

    told = [[(spell.person, spell.because) for spell in one.spells] for one in histories]
    assert told == [
        [(present.person, ""), (former.person, "Fratrådt efter eget ønske")],
        [],
        [(coming_chair, "")],
    ]


def test_history_of_a_seat_that_follows_another_is_that_one_s(council):
    followed = SeatKindFactory(body__council=council)
    seat = SeatFactory(kind=followed)
    former = AppointmentFactory(seat=seat, ends_on=TODAY)
    present = AppointmentFactory(seat=seat, starts_on=TODAY + DAY)
    committee = BodyFactory(council=council)
    ex_officio(committee, "other_seat", follows=followed)

    (history,) = history_of(committee)

    assert [spell.person for spell in history.spells] == [present.person, former.person]


def test_twenty_years_of_history_are_told_in_as_many_queries_as_one_term(
    council, django_assert_num_queries
):
    (short,) = make_bodies(council, 1)
    long = make_bodies(council, 2, years=20)[0]

    with django_assert_num_queries(5):
        history_of(short)
    with django_assert_num_queries(5):
        assert len(history_of(long)[0].spells) == 5
