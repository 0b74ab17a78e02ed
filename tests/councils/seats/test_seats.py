"""Seating members, as the secretariat does it, and the way through the pages."""

import datetime

import pytest
from django.urls import reverse

from councils.models import CouncilMembership, Person
from tests.councils.seats.conftest import (
    acts,
    at,
    create_at,
    errors,
    new_seat,
    seats_and_more,
    sent_again,
)
from tests.factories import (
    TERM_END,
    TERM_START,
    ElectoralListFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SubstitutionFactory,
    TermFactory,
)

MID_TERM = datetime.date(2023, 6, 30)


# --- A new seat ----------------------------------------------------------------------------------


def test_somebody_is_found_and_seated_with_a_substitute_at_once(scene, clerk):
    substitute = PersonFactory(name="Ny Nellike")
    page = clerk.get(reverse("seat-create", args=["midtjylland"]), {"navn": "fyrre"})
    assert f'href="?person={scene.free.pk}"' in page.text
    address = create_at(scene.council, scene.free)
    assert 'value="2025-12-31"' in clerk.get(address).text

    sent = new_seat(scene, substitute_name="nellike", substitute="ingen")
    found = clerk.post(address, sent | {"search": "1"})
    assert found.status_code == 200
    assert f'value="{substitute.pk}"' in found.text
    assert f'<option value="{scene.town.pk}" selected>' in found.text
    assert 'value="2022-02-01"' in found.text
    assert acts() == []

    response = clerk.post(address, sent | {"substitute": substitute.pk})

    assert response.status_code == 302
    seat = CouncilMembership.objects.get(person=scene.free)
    assert (seat.role, seat.elected_by, seat.municipality) == (
        "supplementary",
        scene.list_a,
        scene.town,
    )
    assert (f"{seat.starts_on}", seat.ends_on, seat.left_because) == (
        "2022-02-01",
        TERM_END,
        "term_ended",
    )
    row = seat.substitutions.get()
    assert (row.person, row.starts_on, row.ends_on) == (substitute, seat.starts_on, TERM_END)
    assert acts() == ["seat_member"]


def test_a_mayor_who_was_never_registered_is_seated_from_the_first_day(scene, clerk):
    scene.born.delete()
    sent = new_seat(
        scene,
        role="mayor",
        elected_by="",
        municipality=scene.other_town.pk,
        starts_on=f"{TERM_START}",
    )

    assert clerk.post(create_at(scene.council, scene.mayor), sent).status_code == 302

    seat = CouncilMembership.objects.get(person=scene.mayor)
    assert (seat.role, seat.starts_on, seat.elected_by) == ("mayor", TERM_START, None)


def test_an_observer_is_seated_without_an_end(scene, clerk):
    sent = new_seat(scene, role="observer", elected_by="", ends_on="")

    assert clerk.post(create_at(scene.council, scene.free), sent).status_code == 302

    seat = CouncilMembership.objects.get(person=scene.free)
    assert (seat.role, seat.ends_on, seat.left_because) == ("observer", None, "")


def test_the_address_says_which_seat_is_to_be_filled(scene, clerk):
    given = {"plads": "supplementary", "liste": "B", "kommune": "751", "periode": "2022-2026"}
    found = clerk.get(reverse("seat-create", args=["midtjylland"]), given | {"navn": "fri"})
    way = next(way for told, way in found.context["found"])

    page = clerk.get(reverse("seat-create", args=["midtjylland"]) + way)

    assert f'<option value="{scene.list_b.pk}" selected>' in page.text
    assert f'<option value="{scene.other_town.pk}" selected>' in page.text


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"role": ""}, "role", "påkrævet"),
        ({"role": "king"}, "role", "gyldig"),
        ({"municipality": ""}, "municipality", "påkrævet"),
        ({"municipality": "999999"}, "municipality", "gyldig"),
        ({"municipality": "9" * 40}, "municipality", "gyldig"),
        ({"elected_by": ""}, "elected_by", "Vælg den liste"),
        ({"elected_by": "x"}, "elected_by", "gyldig"),
        ({"role": "observer"}, "elected_by", "Kun supplerende"),
        ({"role": "mayor", "elected_by": ""}, "municipality", "allerede et født medlem"),
        ({"starts_on": ""}, "starts_on", "påkrævet"),
        ({"starts_on": "i går"}, "starts_on", "gyldig dato"),
        ({"starts_on": "2021-12-31"}, "starts_on", "Valgperioden 2022-2026 er fra"),
        ({"starts_on": "0001-01-01"}, "starts_on", "Valgperioden"),
        ({"ends_on": "2026-01-01"}, "ends_on", "Valgperioden"),
        ({"ends_on": "9999-12-31"}, "ends_on", "Valgperioden"),
        ({"ends_on": "2022-01-31"}, "ends_on", "før startdatoen"),
        ({"substitute": ""}, "substitute", "påkrævet"),
        ({"substitute": "999999"}, "substitute", "gyldig"),
        ({"substitute": "9" * 40}, "substitute", "gyldig"),
        ({"substitute_name": "Syren"}, "substitute", "Vælg den, du har søgt efter"),
        ({"substitute_name": "x" * 101}, "substitute_name", "højst have 100"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_saved(scene, clerk, more, field, said):
    if more.get("role") == "mayor":
        more["municipality"] = scene.other_town.pk
    before = seats_and_more()

    response = clerk.post(create_at(scene.council, scene.free), new_seat(scene, **more))

    assert response.status_code == 422
    assert said in errors(response, field), response.context["form"].errors
    assert (seats_and_more(), acts()) == (before, [])


def test_nobody_sits_twice(scene, clerk):
    response = clerk.post(create_at(scene.council, scene.member), new_seat(scene))

    assert "Medlem Mynte har allerede en plads" in errors(response, "starts_on")


def test_a_municipality_that_has_left_the_council_gives_no_seat_until_the_term_ends(scene, clerk):
    scene.town.council_periods.update(ends_on=MID_TERM)

    response = clerk.post(create_at(scene.council, scene.free), new_seat(scene))
    assert "hører ikke til KKR Midtjylland den 31. december 2025" in errors(
        response, "municipality"
    )

    until = new_seat(scene, ends_on=f"{MID_TERM}")
    assert clerk.post(create_at(scene.council, scene.free), until).status_code == 302


def test_lists_of_another_election_are_not_offered(scene, clerk):
    other = TermFactory(
        name="2026-2030",
        starts_on="2026-01-01",
        ends_on="2029-12-31",
        election__held_on="2025-11-18",
    )
    foreign = ElectoralListFactory(election=other.election, letter="Q")

    sent = new_seat(scene, elected_by=foreign.pk)
    response = clerk.post(create_at(scene.council, scene.free), sent)

    assert "gyldig" in errors(response, "elected_by")


def test_the_member_is_not_their_own_substitute(scene, clerk):
    sent = new_seat(scene, substitute=scene.free.pk)

    response = clerk.post(create_at(scene.council, scene.free), sent)

    assert errors(response, "substitute")


def test_a_substitute_in_a_circle_undoes_the_seat_too(scene, clerk):
    """The new member already stands in for the one chosen."""
    scene.substitution.person = scene.free
    scene.substitution.save()
    before = seats_and_more()

    sent = new_seat(scene, substitute=scene.member.pk)
    response = clerk.post(create_at(scene.council, scene.free), sent)

    # Chosen before, so offered again; but refused.
    assert "i ring" in errors(response, "substitute")
    assert (seats_and_more(), acts()) == (before, [])


@pytest.mark.parametrize(
    ("doubt", "said"),
    [
        ("party", "Fri Fyrre er medlem af Ahornpartiet, men pladsen tilhører"),
        ("mayor", "er ikke registreret som borgmester i Viborg"),
        ("substitute", "Stedfor Syren er allerede stedfortræder for Medlem Mynte"),
    ],
)
def test_a_doubt_is_told_and_can_be_overruled(scene, clerk, doubt, said):
    more = {
        "party": {"elected_by": scene.list_b.pk},
        "mayor": {"role": "mayor", "elected_by": ""},
        "substitute": {"substitute": scene.substitution.person_id},
    }
    address, sent = create_at(scene.council, scene.free), new_seat(scene, **more[doubt])
    before = seats_and_more()

    response = clerk.post(address, sent)
    assert said in response.text
    assert (seats_and_more(), acts()) == (before, [])
    # What was overruled is these doubts and no others.
    assert clerk.post(address, sent | {"overruled": "x"}).status_code == 422

    assert sent_again(clerk, address, sent, response).status_code == 302
    assert CouncilMembership.objects.filter(person=scene.free).exists()


def test_a_local_list_is_doubtful_in_another_municipality(scene, clerk):
    local = ElectoralListFactory(
        election=scene.term.election,
        kind="local",
        letter="L",
        name="Aarhuslisten",
        party=None,
        municipality=scene.other_town,
    )

    sent = new_seat(scene, elected_by=local.pk)
    response = clerk.post(create_at(scene.council, scene.free), sent)

    assert "stillede kun op i Aarhus" in response.text


# --- Somebody new --------------------------------------------------------------------------------


def test_somebody_new_is_created_on_the_way_to_a_seat_or_a_substitute(scene, clerk):
    address = reverse("seat-newcomer", args=["midtjylland"])
    for query, goal in (
        ("liste=A", f"{reverse('seat-create', args=['midtjylland'])}?liste=A&person="),
        (f"medlem={scene.seat.pk}", f"{at('substitution-create', scene.seat)}?person="),
    ):
        sent = {"name": f"Ny {query.title()}", "party": scene.list_a.party.pk}
        response = clerk.post(f"{address}?{query}", sent)
        newest = Person.objects.latest("pk")
        assert response.headers["Location"] == f"{goal}{newest.pk}"
        assert clerk.get(response.headers["Location"]).status_code == 200

    known = clerk.post(address, {"name": "fri fyrre"})
    assert known.status_code == 422
    assert errors(known, "name")
    assert f"?person={scene.free.pk}" in known.text
    assert clerk.post(address, {"name": "123"}).status_code == 422


def test_another_councils_member_is_no_way_on(scene, clerk, other_council):
    elsewhere = MembershipFactory(council=other_council, term=scene.term)

    for given in (elsewhere.pk, "x", "9" * 40):
        address = reverse("seat-newcomer", args=["midtjylland"])
        response = clerk.post(f"{address}?medlem={given}", {"name": f"Ny {given}"})
        assert response.headers["Location"].startswith("/kkr/midtjylland/pladser/ny/")


# --- Pages ---------------------------------------------------------------------------------------


def test_the_list_asks_as_much_for_many_seats_as_for_few(
    scene, clerk, django_assert_max_num_queries, django_assert_num_queries
):
    address = reverse("seats", args=["midtjylland"])
    with django_assert_max_num_queries(20) as few:
        clerk.get(address)
    for _ in range(5):
        seat = MembershipFactory(
            council=scene.council, term=scene.term, role="supplementary", elected_by=scene.list_b
        )
        SubstitutionFactory(membership=seat)

    with django_assert_num_queries(len(few)):
        assert "Medlem Mynte" in clerk.get(address).text


@pytest.mark.parametrize("query", ["?periode=1999", "?periode=%00", "?person=x", "?person=999999"])
def test_what_no_address_can_mean_is_not_found(scene, clerk, query):
    assert clerk.get(reverse("seat-create", args=["midtjylland"]) + query).status_code == 404


@pytest.mark.parametrize("query", ["?navn=%00", "?navn=" + "x" * 101])
def test_a_name_that_cannot_be_searched_is_told(scene, clerk, query):
    assert clerk.get(reverse("seat-create", args=["midtjylland"]) + query).status_code == 400


@pytest.mark.parametrize("given", ["plads=king", "liste=%00", "kommune=0", "liste=QQ"])
def test_an_address_that_says_nonsense_about_the_seat_says_nothing(scene, clerk, given):
    page = clerk.get(f"{create_at(scene.council, scene.free)}&{given}")

    assert page.status_code == 200
    assert '<option value="" selected>Vælg kommune' in page.text


def test_pages_lead_to_each_other(scene, clerk):
    OfficeFactory(person=scene.member)
    PartyMembershipFactory(person=PersonFactory())
    council = clerk.get(reverse("council", args=["midtjylland"])).text
    assert f'href="{reverse("seats", args=["midtjylland"])}"' in council
    assert f'href="{reverse("staff", args=["midtjylland"])}"' in council
    listed = clerk.get(reverse("seats", args=["midtjylland"])).text
    assert f'href="{at("seat-edit", scene.seat)}"' in listed
    assert f'href="{at("substitution-edit", scene.substitution)}"' in listed
    assert f'href="{at("substitution-create", scene.born)}"' in listed
    assert (
        f'href="{at("person-places", scene.member)}"'
        in clerk.get(at("person-edit", scene.member)).text
    )
