"""What is done to somebody stands in the log of every council where they have a place."""

import datetime

import pytest

from councils import actions, audit
from councils.models import AuditEntry, Person
from councils.pictures import Picture
from tests.factories import (
    TODAY,
    MembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=n) for n in (-1, 1))
CONTACT = {"email": "x@kkr.example", "email_visibility": 1, "phone": "", "phone_visibility": 1}


@pytest.fixture
def shared(council, other_council, term) -> Person:
    """Åse Holm sits in `council` and stands in for somebody in the other one."""
    seat = MembershipFactory(council=council, term=term, person__name="Åse Holm")
    there = MembershipFactory(council=other_council, term=term)
    SubstitutionFactory(membership=there, person=seat.person)
    return seat.person


def told(council) -> list[str]:
    return list(AuditEntry.objects.filter(council=council).values_list("summary", flat=True))


ACTS = {
    "change_person": lambda person, here: actions.change_person(
        person, **here, version=1, name="Åse Eg", title="", gender=""
    ),
    "change_contact": lambda person, here: actions.change_contact(
        person, **here, version=0, **CONTACT
    ),
    "set_portrait": lambda person, here: actions.set_portrait(
        person,
        **here,
        shown="",
        picture=Picture(b"x", 3, 4),
        consented_on=TODAY,
        consent_source="Mail",
    ),
    "hand_out_data": lambda person, here: actions.hand_out_data(person, **here),
}


@pytest.mark.parametrize("name", ACTS)
def test_act_is_told_where_the_person_has_a_place_with_who_did_it(
    shared, secretary, council, other_council, name
):
    ACTS[name](shared, {"by": secretary, "council": council})

    here, there = AuditEntry.objects.order_by("pk")
    assert (here.council, there.council) == (council, other_council)
    assert there.summary == f"{here.summary} (KKR Midtjylland)"
    assert {(one.at, one.action, one.thing, one.by) for one in (here, there)} == {
        (here.at, name, f"councils.person:{shared.pk}", secretary)
    }


def test_own_act_and_suggestion_are_told_to_both(shared, council, other_council, secretary):
    user = UserFactory(person=shared)
    here = {"by": user, "council": council}
    actions.change_own_contact(shared, **here, version=0, **CONTACT)
    one = actions.suggest_correction(shared, **here, field="other", says="Noget", why="")
    now = datetime.datetime(2022, 1, 12, 10, tzinfo=datetime.UTC)
    answer = {"by": secretary, "council": council, "at": now}
    actions.decline_suggestion(one, **answer, reason="Nej")

    assert len(told(other_council)) == len(told(council)) == 3


@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        ({"starts_on": TOMORROW}, True),
        ({"starts_on": "2021-01-01", "ends_on": TODAY}, True),
        ({"starts_on": "2021-01-01", "ends_on": YESTERDAY}, False),
    ],
)
def test_place_of_another_day_counts_unless_it_is_over(
    council, other_council, term, secretary, days, is_told
):
    person = MembershipFactory(council=council, term=term).person
    MembershipFactory(council=other_council, term=term, person=person, **days)
    actions.hand_out_data(person, by=secretary, council=council)

    assert bool(told(other_council)) is is_told


def test_act_of_nobodys_council_is_told_to_all(shared, council, other_council):
    audit.record_about([shared], "forget", shared, "Gjorde noget", by=None)

    found = AuditEntry.objects.order_by("pk").values_list("council", "summary")
    said = "Gjorde noget"
    assert set(found) == {(None, said), (council.pk, said), (other_council.pk, said)}


def test_long_summary_still_names_the_council(shared, secretary, council, other_council):
    audit.record_about([shared], "x", shared, "x" * 400, by=secretary, council=council)

    assert [len(said) for said in told(other_council)] == [300]
    assert told(other_council)[0].endswith("x (KKR Midtjylland)")


def test_person_reads_of_each_act_once(browse, shared, secretary, stranger, council):
    user = UserFactory(person=shared)
    SecretariatMemberFactory(council=council)
    actions.change_contact(shared, by=secretary, council=council, version=0, **CONTACT)
    page = browse(user).get("/min-side/oplysninger/").content.decode()

    assert page.count("Rettede kontaktoplysninger for Åse Holm") == 1
    assert "Sekretariatet, KKR Midtjylland" in page
    assert "Sekretariatet, KKR Nordjylland" not in page


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_done_when_the_others_cannot_be_told(
    shared, secretary, council, monkeypatch, name
):
    def fail(*args, **kwargs):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr(audit, "councils_of", fail)
    with pytest.raises(RuntimeError, match="no audit entry"):
        ACTS[name](shared, {"by": secretary, "council": council})
    assert not AuditEntry.objects.exists()
    assert Person.objects.get(pk=shared.pk).version == 1
