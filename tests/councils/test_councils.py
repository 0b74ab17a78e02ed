"""Councils, their municipalities, and whose councils they are."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from councils.models import Council, Municipality, Term
from tests.factories import (
    TODAY,
    CouncilFactory,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    MembershipFactory,
    MunicipalityFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

YESTERDAY = TODAY - datetime.timedelta(days=1)
TOMORROW = TODAY + datetime.timedelta(days=1)
END_OF_2026, START_OF_2027 = datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)


def test_council_may_end_and_have_a_successor(db):
    """From 2027 Hovedstaden and Sjælland are one region."""
    CouncilFactory(slug="sjaelland", ends_on=END_OF_2026)
    CouncilFactory(slug="oestdanmark", starts_on=START_OF_2027)

    def on(day):
        return list(Council.objects.in_force(day).values_list("slug", flat=True))

    assert (on(END_OF_2026), on(START_OF_2027)) == (["sjaelland"], ["oestdanmark"])


# --- Municipalities ------------------------------------------------------------------------------


def test_municipality_belongs_to_one_council_at_a_time(council, other_council):
    viborg = CouncilMunicipalityFactory(council=council, municipality__name="Viborg")
    moved = CouncilMunicipalityFactory.build(
        council=other_council, municipality=viborg.municipality, starts_on=START_OF_2027
    )

    name = "councils_a_municipality_belongs_to_one_council_at_a_time"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        moved.save()
    viborg.ends_on = END_OF_2026
    viborg.save()
    moved.save()

    def belonging_to(council, at):
        return [m.name for m in Municipality.objects.belonging_to(council, at)]

    assert belonging_to(council, END_OF_2026) == ["Viborg"]
    assert belonging_to(council, START_OF_2027) == []
    assert belonging_to(other_council, START_OF_2027) == ["Viborg"]


def test_municipalities_come_with_the_mayor_of_the_day_in_two_queries(
    council, other_council, term, django_assert_num_queries
):
    for name in ("Aarhus", "Viborg", "Ærø"):
        CouncilMunicipalityFactory(council=council, municipality__name=name)
    CouncilMunicipalityFactory(council=other_council)
    viborg, aarhus = (Municipality.objects.get(name=name) for name in ("Viborg", "Aarhus"))
    seats = {"council": council, "term": term, "municipality": viborg}
    MembershipFactory(**seats, person__name="Anna", ends_on=TODAY)
    MembershipFactory(**seats, person__name="Bo", starts_on=TOMORROW)
    MembershipFactory(
        council=council,
        term=term,
        municipality=aarhus,
        role="supplementary",
        elected_by=ElectoralListFactory(election=term.election),
    )

    def mayors(at):
        with django_assert_num_queries(2):
            return [
                (m.name, [membership.person.name for membership in m.born_members])
                for m in Municipality.objects.with_mayor(council, at)
            ]

    assert mayors(TODAY) == [("Viborg", ["Anna"]), ("Ærø", []), ("Aarhus", [])]
    assert mayors(TOMORROW) == [("Viborg", ["Bo"]), ("Ærø", []), ("Aarhus", [])]


# --- Whose councils ------------------------------------------------------------------------------


@pytest.fixture
def nobody() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def account(db):
    """Somebody with an account and nothing else."""
    return UserFactory()


@pytest.fixture
def ended_secretary(council):
    return SecretariatMemberFactory(council=council, ends_on=YESTERDAY).user


@pytest.fixture
def coming_secretary(council):
    return SecretariatMemberFactory(council=council, starts_on=TOMORROW).user


@pytest.fixture
def last_day_secretary(council):
    return SecretariatMemberFactory(council=council, ends_on=TODAY).user


@pytest.fixture
def ended_member(council, term):
    return UserFactory(
        person=MembershipFactory(council=council, term=term, ends_on=YESTERDAY).person
    )


@pytest.fixture
def ended_substitute(council, term):
    membership = MembershipFactory(council=council, term=term)
    return UserFactory(person=SubstitutionFactory(membership=membership, ends_on=YESTERDAY).person)


@pytest.fixture
def substitute_of_an_ended_member(council, term):
    membership = MembershipFactory(council=council, term=term, ends_on=YESTERDAY)
    return UserFactory(person=SubstitutionFactory(membership=membership).person)


@pytest.mark.parametrize(
    ("who", "served", "opened"),
    [
        ("nobody", [], []),
        ("account", [], []),
        ("secretary", ["midtjylland"], ["midtjylland"]),
        ("last_day_secretary", ["midtjylland"], ["midtjylland"]),
        ("ended_secretary", [], []),
        ("coming_secretary", [], []),
        ("stranger", ["nordjylland"], ["nordjylland"]),
        ("member", [], ["midtjylland"]),
        ("ended_member", [], []),
        ("substitute", [], ["midtjylland"]),
        ("ended_substitute", [], []),
        ("substitute_of_an_ended_member", [], []),
    ],
)
def test_council_is_served_by_its_staff_and_open_to_its_members(
    request, council, other_council, who, served, opened
):
    user = request.getfixturevalue(who)

    def slugs(councils):
        return list(councils.values_list("slug", flat=True))

    assert slugs(Council.objects.served_by(user, TODAY)) == served
    assert slugs(Council.objects.open_to(user, TODAY)) == opened
    assert council.is_served_by(user, TODAY) is ("midtjylland" in served)


def test_somebody_with_two_roles_sees_each_council_once(council, other_council, term):
    person = MembershipFactory(council=council, term=term).person
    user = UserFactory(person=person)
    SecretariatMemberFactory(council=council, user=user)
    SecretariatMemberFactory(council=other_council, user=user)

    assert [c.slug for c in Council.objects.open_to(user, TODAY)] == ["midtjylland", "nordjylland"]


# --- Terms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "running"),
    [
        (datetime.date(2021, 12, 31), []),
        (datetime.date(2022, 1, 1), ["2022-2026"]),
        (datetime.date(2025, 12, 31), ["2022-2026"]),
        (datetime.date(2026, 1, 1), []),
    ],
)
def test_term_runs_from_its_first_to_its_last_day(term, at, running):
    assert [term.name for term in Term.objects.running(at)] == running


def test_term_is_refused_when_it_ends_before_it_starts(term):
    name = "councils_term_does_not_end_before_it_starts"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Term.objects.update(ends_on=term.starts_on - datetime.timedelta(days=1))
    Term.objects.update(ends_on=term.starts_on)


def test_codes_and_names_of_municipalities_are_unique(db):
    viborg = MunicipalityFactory(code="791", name="Viborg")

    for row in ({"code": "791"}, {"name": "Viborg"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MunicipalityFactory(**row)
    assert list(Municipality.objects.all()) == [viborg]
