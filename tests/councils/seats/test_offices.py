"""Offices and parties of one person, as the secretariat keeps them."""

import pytest

from councils.actions.rows import mark_of
from councils.models import Office, PartyMembership
from tests.councils.seats.conftest import acts, at, errors
from tests.factories import (
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    SecretariatMemberFactory,
)


@pytest.fixture
def office(scene) -> Office:
    return OfficeFactory(person=scene.member, municipality=scene.town)


@pytest.fixture
def party(scene) -> PartyMembership:
    return PartyMembership.objects.get(person=scene.member)


def facts(row, **more) -> dict:
    """What the form of an office or a party sends when nothing was changed."""
    days = {"starts_on": f"{row.starts_on}", "ends_on": f"{row.ends_on or ''}"}
    if isinstance(row, Office):
        days |= {"role": row.role, "municipality": row.municipality_id}
    else:
        days |= {"party": row.party_id}
    return days | {"seen": mark_of(row), **more}


def rows() -> list:
    return [
        *Office.objects.order_by("pk").values(),
        *PartyMembership.objects.order_by("pk").values(),
    ]


def test_one_page_has_all_that_is_kept_of_a_person(scene, clerk, office, party, other_council):
    elsewhere = MembershipFactory(council=other_council, term=scene.term, person=scene.member)

    page = clerk.get(at("person-places", scene.member)).text

    assert f'href="{at("seat-edit", scene.seat)}"' in page
    assert f'href="{at("office-edit", office)}"' in page
    assert f'href="{at("party-edit", party)}"' in page
    assert "KKR Nordjylland, 2022-2026" in page
    assert f'href="{at("seat-edit", elsewhere)}"' not in page
    stands_in = clerk.get(at("person-places", scene.substitution.person)).text
    assert "Personlig stedfortræder for Medlem Mynte" in stands_in
    assert f'href="{at("substitution-edit", scene.substitution)}"' in stands_in


def test_the_page_asks_as_much_for_many_rows_as_for_few(
    scene, clerk, office, django_assert_max_num_queries, django_assert_num_queries
):
    address = at("person-places", scene.member)
    with django_assert_max_num_queries(25) as few:
        clerk.get(address)
    for year in (2010, 2012, 2014):
        days = {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
        OfficeFactory(person=scene.member, **days)
        PartyMembershipFactory(person=scene.member, **days)

    with django_assert_num_queries(len(few)):
        clerk.get(address)


def test_an_office_is_added_corrected_ended_and_deleted(scene, clerk):
    sent = {"role": "deputy_mayor", "municipality": scene.town.pk, "starts_on": "2022-01-01"}
    assert clerk.post(at("office-create", scene.member), sent).status_code == 302
    office = Office.objects.get(person=scene.member)
    assert (office.role, office.ends_on) == ("deputy_mayor", None)

    sent = facts(office, role="councillor", ends_on="2023-06-30")
    assert clerk.post(at("office-edit", office), sent).status_code == 302
    office.refresh_from_db()
    assert (office.role, f"{office.ends_on}") == ("councillor", "2023-06-30")

    page = clerk.get(at("office-delete", office))
    response = clerk.post(at("office-delete", office), {"seen": page.context["seen"]})
    assert response.status_code == 302
    assert not Office.objects.filter(pk=office.pk).exists()
    assert acts() == ["add_office", "change_office", "delete_office"]


def test_a_party_is_ended_another_added_and_one_deleted(scene, clerk, party):
    sent = facts(party, ends_on="2023-06-30")
    assert clerk.post(at("party-edit", party), sent).status_code == 302
    sent = {"party": scene.list_b.party_id, "starts_on": "2023-07-01", "ends_on": ""}
    assert clerk.post(at("party-create", scene.member), sent).status_code == 302
    newest = PartyMembership.objects.get(person=scene.member, ends_on=None)
    assert newest.party == scene.list_b.party

    response = clerk.post(at("party-delete", newest), {"seen": mark_of(newest)})
    assert response.status_code == 302
    assert list(PartyMembership.objects.filter(person=scene.member)) == [party]
    assert acts() == ["change_party", "add_party", "delete_party"]


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"role": ""}, "role", "påkrævet"),
        ({"role": "king"}, "role", "gyldig"),
        ({"municipality": ""}, "municipality", "påkrævet"),
        ({"municipality": "9" * 40}, "municipality", "gyldig"),
        ({"starts_on": ""}, "starts_on", "påkrævet"),
        ({"starts_on": "32-01-2022"}, "starts_on", "gyldig dato"),
        ({"ends_on": "2021-01-01"}, "ends_on", "før startdatoen"),
        ({}, "starts_on", "Personen har allerede hvervet i perioden."),
        ({"role": "mayor"}, "starts_on", "Kommunen har allerede en borgmester i perioden."),
    ],
)
def test_a_mistake_in_an_office_is_told_at_its_field(scene, clerk, office, more, field, said):
    if more.get("role") == "mayor":
        more["municipality"] = scene.other_town.pk
    other = OfficeFactory(person=scene.member, municipality=scene.other_town)
    sent = facts(office, **more)
    before = rows()

    for address, given in (
        (at("office-create", scene.member), sent),
        (at("office-edit", other), {**sent, "municipality": scene.town.pk, **more}),
    ):
        given["seen"] = mark_of(other)
        response = clerk.post(address, given)
        assert response.status_code == 422
        assert said in errors(response, field), response.context["form"].errors
    assert (rows(), acts()) == (before, [])


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"party": ""}, "party", "påkrævet"),
        ({"party": "x"}, "party", "gyldig"),
        ({"starts_on": "x"}, "starts_on", "gyldig dato"),
        ({"ends_on": "2021-01-01"}, "ends_on", "før startdatoen"),
        ({}, "starts_on", "Personen er allerede medlem af et parti i perioden."),
    ],
)
def test_a_mistake_in_a_party_is_told_at_its_field(scene, clerk, party, more, field, said):
    before = rows()

    response = clerk.post(at("party-create", scene.member), facts(party, **more))

    assert response.status_code == 422
    assert said in errors(response, field), response.context["form"].errors
    assert (rows(), acts()) == (before, [])


@pytest.mark.parametrize("what", ["office", "party"])
def test_of_two_who_change_the_second_sees_both(scene, clerk, office, party, what):
    row = {"office": office, "party": party}[what]
    sent = facts(row, ends_on="2023-06-30")
    clerk.post(at(f"{what}-edit", row), sent)

    late = clerk.post(at(f"{what}-edit", row), sent | {"ends_on": "2024-06-30"})
    assert late.status_code == 409
    assert "Sidste dag: 30. juni 2023" in late.text
    assert 'value="2024-06-30"' in late.text
    deleted = clerk.post(at(f"{what}-delete", row), {"seen": sent["seen"]})
    assert deleted.status_code == 409
    row.refresh_from_db()
    assert f"{row.ends_on}" == "2023-06-30"
    assert acts() == [f"change_{what}"]


def test_a_change_is_logged_where_the_person_has_a_place(
    scene, clerk, secretary, office, other_council
):
    SecretariatMemberFactory(council=other_council, user=secretary)

    clerk.post(at("office-edit", office), facts(office, ends_on="2023-06-30"))

    assert secretary.audit_entries.get().council == scene.council
