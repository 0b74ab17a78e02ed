"""Who sees how to reach whom: each detail only those it is for, and nobody for having logged in."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import ContactDetails, Person, Visibility
from councils.models.privacy import in_care_of
from tests.factories import (
    TODAY,
    LeadershipFactory,
    MembershipFactory,
    PersonFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=n) for n in (-1, 1))
PUBLIC, INTERNAL, SECRETARIAT = Visibility.PUBLIC, Visibility.INTERNAL, Visibility.SECRETARIAT
DETAILS = {"email": "anna@kkr.example", "phone": "12 34 56 78"}


def seen(user, at=TODAY) -> set[tuple[str, str]]:
    rows = ContactDetails.objects.visible_to(user, at)
    return {(row["shown_email"], row["shown_phone"]) for row in rows}


@pytest.fixture
def anna(council, term):
    return MembershipFactory(council=council, term=term).person


@pytest.fixture
def readers(secretary, member, substitute, stranger, other_council, term):
    """One of each kind: those of the council, and those who have no right there."""
    other_seat = MembershipFactory(council=other_council, term=term)
    past = SecretariatMemberFactory(council=secretary.secretariat_work.get().council)
    past.ends_on = YESTERDAY
    past.save()
    return {
        "secretary": secretary,
        "member": member,
        "substitute": substitute,
        "secretary elsewhere": stranger,
        "member elsewhere": UserFactory(person=other_seat.person),
        "former secretary": past.user,
        "politician without a place": UserFactory(person=PersonFactory()),
        "outsider": UserFactory(),
        "superuser": UserFactory(is_superuser=True, is_staff=True),
        "nobody": AnonymousUser(),
    }


ALL = {"secretary", "member", "substitute"}


@pytest.mark.parametrize(
    ("visibility", "allowed"),
    [(PUBLIC, None), (INTERNAL, ALL), (SECRETARIAT, {"secretary"})],
)
def test_detail_is_seen_by_those_it_is_for(anna, readers, visibility, allowed):
    both = {"email_visibility": visibility, "phone_visibility": visibility}
    ContactDetails.objects.create(person=anna, **DETAILS, **both)

    seeing = {name for name, user in readers.items() if seen(user) == {tuple(DETAILS.values())}}
    blind = {name for name, user in readers.items() if seen(user) == {("", "")}}
    assert seeing == (readers.keys() if allowed is None else allowed)
    assert seeing | blind == readers.keys()


def test_internal_is_what_nobody_decided_about(anna):
    details = ContactDetails.objects.create(person=anna, **DETAILS)

    assert (details.email_visibility, details.phone_visibility) == (INTERNAL, INTERNAL)


def test_each_detail_has_readers_of_its_own(anna, readers):
    ContactDetails.objects.create(
        person=anna, **DETAILS, email_visibility=SECRETARIAT, phone_visibility=PUBLIC
    )

    assert seen(readers["secretary"]) == {(DETAILS["email"], DETAILS["phone"])}
    for name in readers.keys() - {"secretary"}:
        assert seen(readers[name]) == {("", DETAILS["phone"])}


def test_what_a_reader_may_not_see_never_leaves_the_database(anna, readers):
    ContactDetails.objects.create(person=anna, **DETAILS)
    for name in readers.keys() - ALL:
        with CaptureQueriesContext(connection) as queries:
            assert seen(readers[name]) == {("", "")}
        rows = []
        with connection.cursor() as cursor:
            for query in queries.captured_queries:
                cursor.execute(query["sql"])
                rows += cursor.fetchall()
        assert not any(detail in row for detail in DETAILS.values() for row in rows)


@pytest.mark.parametrize(
    ("days", "is_seen"),
    [
        ({"starts_on": TOMORROW}, True),  # known to come: the secretariat prepares for it
        ({"ends_on": TODAY}, True),
        ({"ends_on": YESTERDAY}, False),
    ],
)
def test_internal_details_are_for_readers_while_the_person_has_a_place_or_is_to_get_one(
    council, term, member, days, is_seen
):
    seat = MembershipFactory(council=council, term=term, **days)
    substitution = SubstitutionFactory(membership__council=council, membership__term=term, **days)
    of_former_seat = SubstitutionFactory(membership=seat)
    for person in (seat.person, substitution.person, of_former_seat.person):
        ContactDetails.objects.create(person=person, email=f"{person.pk}@kkr.example")

    assert len(seen(member) - {("", "")}) == (3 if is_seen else 0)


def test_person_without_a_place_is_reached_by_public_details_alone(secretary):
    ContactDetails.objects.create(person=PersonFactory(), **DETAILS, phone_visibility=PUBLIC)

    assert seen(secretary) == {("", DETAILS["phone"])}


def test_facts_are_kept_by_the_secretariat_of_a_council_where_the_person_has_a_place(
    council, term, anna, readers
):
    seat = anna.memberships.get()
    substitute = SubstitutionFactory(membership=seat).person
    LeadershipFactory(membership=seat)
    details = ContactDetails.objects.create(person=anna, **DETAILS)

    for name, user in readers.items():
        kept = Person.objects.editable_by(user, TODAY)
        assert (
            {anna, substitute} <= set(kept)
            if name == "secretary"
            else not kept.filter(pk__in=[anna.pk, substitute.pk])
        )
        found = list(ContactDetails.objects.editable_by(user, TODAY))
        assert found == ([details] if name == "secretary" else [])


def test_a_seat_that_begins_later_does_not_open_what_another_council_keeps(
    council, other_council, term, secretary, stranger, portal_date
):
    person = MembershipFactory(council=council, term=term).person
    ContactDetails.objects.create(
        person=person, email="kun@kkr.example", email_visibility=Visibility.SECRETARIAT
    )
    seat = MembershipFactory(council=other_council, term=term)
    later = portal_date + datetime.timedelta(days=400)
    SubstitutionFactory(membership=seat, person=person, starts_on=later)

    def reads(user) -> str:
        return ContactDetails.objects.visible_to(user, portal_date).get(person_id=person)[
            "shown_email"
        ]

    assert (reads(secretary), reads(stranger)) == ("kun@kkr.example", "")
    assert not Person.objects.editable_by(stranger, portal_date).filter(pk=person.pk).exists()
    assert not in_care_of(stranger, portal_date).filter(pk=person.pk).exists()
    another = MembershipFactory(council=other_council, term=term)
    newcomer = SubstitutionFactory(membership=another, starts_on=later).person
    assert Person.objects.editable_by(stranger, portal_date).filter(pk=newcomer.pk).exists()
