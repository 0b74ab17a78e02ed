"""Nobody but the council's own secretariat keeps its seats, offices, parties and staff."""

import pytest
from django.urls import reverse

from councils.actions.rows import mark_of
from councils.models import (
    CouncilMembership,
    Office,
    PartyMembership,
    Person,
    SecretariatMember,
    Substitution,
)
from tests.councils.seats.conftest import at, create_at, new_seat, substitute_at
from tests.factories import OfficeFactory, SecretariatMemberFactory, UserFactory

MODELS = (CouncilMembership, Substitution, Office, PartyMembership, SecretariatMember, Person)


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


@pytest.fixture
def pages(scene, secretary) -> list[tuple[str, dict]]:
    """Every page with what would change something there."""
    office = OfficeFactory(person=scene.member, municipality=scene.town)
    party = PartyMembership.objects.get(person=scene.member)
    colleague = SecretariatMember.objects.get(user=secretary)
    days = {"starts_on": "2022-02-01", "ends_on": "2023-06-30"}
    seat = {**days, "municipality": scene.town.pk, "elected_by": scene.list_a.pk}
    held = {**days, "role": "councillor", "municipality": scene.other_town.pk}
    joined = {**days, "party": scene.list_b.party_id}
    staff = {"name": "Ny", "starts_on": "2022-01-01"}
    return [
        (reverse("seats", args=["midtjylland"]), {}),
        (reverse("seat-create", args=["midtjylland"]), {}),
        (create_at(scene.council, scene.free), new_seat(scene)),
        (reverse("seat-newcomer", args=["midtjylland"]), {"name": "Ny Nellike"}),
        (at("seat-edit", scene.seat), {**seat, "seen": mark_of(scene.seat)}),
        (at("seat-delete", scene.seat), {"seen": mark_of(scene.seat)}),
        (at("substitution-create", scene.seat), {}),
        (substitute_at(scene.seat, scene.free), days),
        (
            at("substitution-edit", scene.substitution),
            {**days, "seen": mark_of(scene.substitution)},
        ),
        (at("substitution-delete", scene.substitution), {"seen": mark_of(scene.substitution)}),
        (at("person-places", scene.member), {}),
        (at("office-create", scene.member), held),
        (at("office-edit", office), {**held, "seen": mark_of(office)}),
        (at("office-delete", office), {"seen": mark_of(office)}),
        (at("party-create", scene.member), joined),
        (at("party-edit", party), {**joined, "seen": mark_of(party)}),
        (at("party-delete", party), {"seen": mark_of(party)}),
        (reverse("staff", args=["midtjylland"]), {}),
        (reverse("staff-create", args=["midtjylland"]), staff),
        (at("staff-edit", colleague), {**staff, "seen": mark_of(colleague)}),
    ]


@pytest.mark.parametrize(
    "who", ["stranger", "member", "substitute", "outsider", "person", "former"]
)
def test_others_find_no_page_and_change_nothing(pages, scene, browse, request, who):
    own = {
        "outsider": UserFactory,
        "person": lambda: UserFactory(person=scene.member),
        "former": lambda: (
            SecretariatMemberFactory(council=scene.council, ends_on="2022-01-11").user
        ),
    }
    client = browse(own[who]() if who in own else request.getfixturevalue(who))
    before = everything()

    for address, sent in pages:
        assert client.get(address).status_code == 404, address
        assert client.post(address, sent).status_code == 404, address

    assert everything() == before
    council = client.get(reverse("council", args=["midtjylland"])).text
    assert reverse("seats", args=["midtjylland"]) not in council
    assert reverse("staff", args=["midtjylland"]) not in council


def test_nobody_is_let_in_without_log_in(pages, browse):
    before = everything()

    for address, sent in pages:
        assert browse().get(address).status_code == 302, address
        assert browse().post(address, sent).status_code == 403, address

    assert everything() == before


def test_the_secretary_opens_every_page(pages, clerk):
    for address, _ in pages:
        assert clerk.get(address).status_code == 200, address
