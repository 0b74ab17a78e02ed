"""A council with a mayor, a supplementary member of list A and somebody who sits nowhere."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from councils.actions.rows import mark_of
from councils.models import AuditEntry, CouncilMembership, Leadership, Substitution
from tests.factories import (
    TERM_END,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SubstitutionFactory,
)


@pytest.fixture
def scene(council, term) -> SimpleNamespace:
    """`member` (list A, with a substitute) in `town`, `mayor` in `other_town`, `free` of party A
    nowhere."""
    town, other_town = (
        CouncilMunicipalityFactory(
            council=council, municipality__name=name, municipality__code=code
        ).municipality
        for name, code in [("Viborg", "791"), ("Aarhus", "751")]
    )
    list_a, list_b = (
        ElectoralListFactory(election=term.election, letter=letter, party__name=name)
        for letter, name in [("A", "Ahornpartiet"), ("B", "Birkepartiet")]
    )
    here = {"council": council, "term": term, "ends_on": TERM_END, "left_because": "term_ended"}
    seat = MembershipFactory(
        **here,
        role="supplementary",
        elected_by=list_a,
        municipality=town,
        person=PersonFactory(name="Medlem Mynte"),
    )
    born = MembershipFactory(**here, municipality=other_town, person__name="Borgmester Bøg")
    OfficeFactory(person=born.person, municipality=other_town, role="mayor")
    free = PersonFactory(name="Fri Fyrre")
    for person in (seat.person, free):
        PartyMembershipFactory(person=person, party=list_a.party)
    substitution = SubstitutionFactory(
        membership=seat, person=PersonFactory(name="Stedfor Syren"), ends_on=TERM_END
    )
    return SimpleNamespace(
        council=council,
        term=term,
        town=town,
        other_town=other_town,
        list_a=list_a,
        list_b=list_b,
        seat=seat,
        member=seat.person,
        born=born,
        mayor=born.person,
        free=free,
        substitution=substitution,
    )


@pytest.fixture
def clerk(browse, secretary):
    """A browser in which the council's secretary is logged in."""
    return browse(secretary)


def new_seat(scene, **more) -> dict:
    """What the form of a seat for somebody of list A sends."""
    return {
        "role": "supplementary",
        "municipality": scene.town.pk,
        "elected_by": scene.list_a.pk,
        "starts_on": "2022-02-01",
        "ends_on": "2025-12-31",
        "substitute": "ingen",
        **more,
    }


def seat_facts(seat: CouncilMembership, **more) -> dict:
    """What the form of a seat sends when nothing was changed."""
    return {
        "municipality": seat.municipality_id,
        "elected_by": seat.elected_by_id or "",
        "starts_on": f"{seat.starts_on}",
        "ends_on": f"{seat.ends_on or ''}",
        "left_because": seat.left_because,
        "seen": mark_of(seat),
        **more,
    }


def days(row: Substitution, **more) -> dict:
    """What the form of a row that has nothing but days sends."""
    ends_on = f"{row.ends_on or ''}"
    return {"starts_on": f"{row.starts_on}", "ends_on": ends_on, "seen": mark_of(row), **more}


def create_at(council, person) -> str:
    return f"{reverse('seat-create', args=[council.slug])}?person={person.pk}"


def substitute_at(seat, person) -> str:
    return f"{reverse('substitution-create', args=[seat.pk])}?person={person.pk}"


def at(name: str, row) -> str:
    return reverse(name, args=[row.pk])


def errors(response, field: str) -> str:
    return " ".join(response.context["form"].errors.get(field, []))


def acts() -> list[str]:
    """What the log says was done, in its order."""
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def seats_and_more() -> tuple:
    """All that stands there about seats, to see whether anything was written."""
    return (
        list(CouncilMembership.objects.order_by("pk").values()),
        list(Substitution.objects.order_by("pk").values()),
        list(Leadership.objects.order_by("pk").values()),
    )


def sent_again(client, address: str, sent: dict, response):
    """What a person sends who has read the doubts and ticks the box."""
    assert response.status_code == 422
    return client.post(address, sent | {"overruled": response.context["overruled"]})
