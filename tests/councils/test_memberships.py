"""Who sits in a council: the rules the database keeps for members, substitutes and leaders."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from councils.models import CouncilMembership, Leadership, Substitution
from tests.factories import (
    TERM_END,
    TERM_START,
    ElectoralListFactory,
    LeadershipFactory,
    MembershipFactory,
    MunicipalityFactory,
    PersonFactory,
    SubstitutionFactory,
)

MID_TERM = datetime.date(2023, 6, 30)
THE_DAY_AFTER = datetime.date(2023, 7, 1)


def the_database_refuses(row, name: str) -> bool:
    with pytest.raises(IntegrityError, match=rf"\b{name}\b"), transaction.atomic():
        row.save()
    return True


def complaints_about(row) -> list[str]:
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return error.value.messages


# --- Members -------------------------------------------------------------------------------------


def test_person_sits_once_in_a_council_at_a_time(council, other_council, term):
    anna = MembershipFactory(council=council, term=term)
    again = MembershipFactory.build(
        council=council, term=term, person=anna.person, municipality=MunicipalityFactory()
    )

    assert complaints_about(again) == ["Personen er allerede medlem af dette KKR i perioden."]
    assert the_database_refuses(again, "councils_a_person_sits_once_in_a_council_at_a_time")
    MembershipFactory(council=other_council, term=term, person=anna.person)
    assert anna.person.memberships.count() == 2


def test_municipality_has_one_born_member_and_may_have_supplementary_ones(council, term):
    mayor = MembershipFactory(council=council, term=term)
    second = MembershipFactory.build(
        council=council, term=term, person=PersonFactory(), municipality=mayor.municipality
    )

    assert complaints_about(second) == ["Kommunen har allerede et født medlem i perioden."]
    assert the_database_refuses(second, "councils_a_municipality_has_one_born_member_at_a_time")
    second.role, second.elected_by = "supplementary", ElectoralListFactory()
    second.full_clean()
    second.save()
    assert council.memberships.filter(municipality=mayor.municipality).count() == 2


def test_new_mayor_takes_the_seat_on_the_day_after_the_old_one_left(council, term):
    old = MembershipFactory(
        council=council, term=term, ends_on=MID_TERM, left_because="no_longer_mayor"
    )
    new = MembershipFactory(
        council=council, term=term, municipality=old.municipality, starts_on=THE_DAY_AFTER
    )

    assert list(CouncilMembership.objects.in_force(MID_TERM)) == [old]
    assert list(CouncilMembership.objects.in_force(THE_DAY_AFTER)) == [new]


@pytest.mark.parametrize(
    ("role", "has_list"), [("supplementary", False), ("mayor", True), ("observer", True)]
)
def test_only_supplementary_members_are_elected_by_a_list(council, term, role, has_list):
    elected_by = ElectoralListFactory() if has_list else None
    member = MembershipFactory.build(
        council=council,
        term=term,
        person=PersonFactory(),
        municipality=MunicipalityFactory(),
        role=role,
        elected_by=elected_by,
    )

    assert complaints_about(member) == ["Et supplerende medlem er valgt af en liste, andre ikke."]
    assert the_database_refuses(member, "councils_only_supplementary_members_are_elected_by_a_list")


def test_member_who_left_has_a_last_day(council, term):
    member = MembershipFactory(council=council, term=term)
    member.left_because = "resigned"

    assert complaints_about(member) == ["Skriv datoen, hvor medlemmet udtræder."]
    assert the_database_refuses(member, "councils_a_member_who_left_has_a_last_day")
    member.ends_on = MID_TERM
    member.full_clean()
    member.save()


# --- Substitutes ---------------------------------------------------------------------------------


def test_member_has_one_personal_substitute_at_a_time(council, term):
    birk = SubstitutionFactory(membership=MembershipFactory(council=council, term=term))
    second = SubstitutionFactory.build(membership=birk.membership, person=PersonFactory())

    assert complaints_about(second) == ["Medlemmet har allerede en stedfortræder i perioden."]
    assert the_database_refuses(second, "councils_a_member_has_one_personal_substitute_at_a_time")
    Substitution.objects.filter(pk=birk.pk).update(ends_on=MID_TERM)
    second.starts_on = THE_DAY_AFTER
    second.full_clean()
    second.save()
    assert list(Substitution.objects.in_force(THE_DAY_AFTER)) == [second]


def test_person_may_substitute_for_two_members(council, term):
    ask = PersonFactory()
    for _ in range(2):
        SubstitutionFactory(membership=MembershipFactory(council=council, term=term), person=ask)

    assert ask.substitutions.count() == 2


def test_member_is_not_their_own_substitute(council, term):
    member = MembershipFactory(council=council, term=term)
    substitution = SubstitutionFactory.build(membership=member, person=member.person)

    assert complaints_about(substitution) == ["Et medlem kan ikke være sin egen stedfortræder."]


# --- Chair and vice-chair ------------------------------------------------------------------------


def test_council_has_one_chair_and_one_vice_chair_at_a_time(council, term):
    chair = LeadershipFactory(membership=MembershipFactory(council=council, term=term))
    second = LeadershipFactory.build(
        membership=MembershipFactory(council=council, term=term), council=council
    )

    assert complaints_about(second) == ["Posten er allerede besat i perioden."]
    assert the_database_refuses(
        second, "councils_a_council_has_one_chair_and_one_vice_chair_at_a_time"
    )
    second.role = "vice_chair"
    second.full_clean()
    second.save()
    assert list(Leadership.objects.in_force(TERM_START)) == [chair, second]


def test_member_holds_one_post_at_a_time(council, term):
    chair = LeadershipFactory(membership=MembershipFactory(council=council, term=term))
    both = LeadershipFactory.build(
        membership=chair.membership, council=council, role="vice_chair", starts_on=MID_TERM
    )

    assert complaints_about(both) == ["Medlemmet har allerede en post i perioden."]
    assert the_database_refuses(both, "councils_a_member_holds_one_post_at_a_time")
    Leadership.objects.filter(pk=chair.pk).update(ends_on=MID_TERM)
    both.starts_on = THE_DAY_AFTER
    both.save()
    assert list(Leadership.objects.in_force(TERM_END)) == [both]


def test_leader_is_a_member_of_the_same_council(council, other_council, term):
    member = MembershipFactory(council=council, term=term)
    leadership = LeadershipFactory.build(membership=member, council=other_council)

    assert complaints_about(leadership) == ["Formandskabet vælges blandt KKR’s medlemmer."]
