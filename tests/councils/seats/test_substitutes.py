"""Personal substitutes, as the secretariat keeps them."""

import datetime
import itertools

import pytest

from councils.models import Substitution
from tests.councils.seats.conftest import (
    acts,
    at,
    days,
    errors,
    sent_again,
    substitute_at,
)
from tests.factories import (
    TERM_END,
    TERM_START,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SubstitutionFactory,
)

FROM = {"starts_on": "2023-07-01", "ends_on": "2025-12-31"}
DAY_BEFORE = datetime.date(2023, 6, 30)


def rows() -> list:
    return list(Substitution.objects.order_by("pk").values())


def stored(person) -> Substitution:
    return Substitution.objects.get(person=person)


def test_a_new_substitute_ends_the_one_before_the_day_before(scene, clerk):
    found = clerk.get(at("substitution-create", scene.seat), {"navn": "fyrre"})
    assert f'href="?person={scene.free.pk}"' in found.text
    assert f"?medlem={scene.seat.pk}&amp;navn=fyrre" in found.text
    address = substitute_at(scene.seat, scene.free)
    page = clerk.get(address).text
    assert 'value="2022-01-12"' in page
    assert 'value="2025-12-31"' in page

    assert clerk.post(address, FROM).status_code == 302

    scene.substitution.refresh_from_db()
    assert scene.substitution.ends_on == DAY_BEFORE
    row = stored(scene.free)
    assert (f"{row.starts_on}", row.ends_on) == ("2023-07-01", TERM_END)
    assert acts() == ["name_substitute"]


def test_a_member_without_substitute_gets_one(scene, clerk):
    OfficeFactory(person=scene.free, municipality=scene.other_town, role="deputy_mayor")

    response = clerk.post(substitute_at(scene.born, scene.free), FROM | {"ends_on": ""})

    assert response.status_code == 302
    assert stored(scene.free).ends_on is None


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"starts_on": ""}, "starts_on", "påkrævet"),
        ({"starts_on": "snart"}, "starts_on", "gyldig dato"),
        ({"starts_on": "2021-12-31"}, "starts_on", "Medlem Mynte er medlem fra"),
        ({"starts_on": "0001-01-01"}, "starts_on", "er medlem fra"),
        ({"starts_on": "2026-01-01"}, "starts_on", "er medlem fra"),
        ({"starts_on": "2022-01-01"}, "starts_on", "Stedfor Syren er stedfortræder fra"),
        ({"ends_on": "2026-01-01"}, "ends_on", "er medlem fra"),
        ({"ends_on": "2023-06-01"}, "ends_on", "før startdatoen"),
        ({"ends_on": "x"}, "ends_on", "gyldig dato"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nobody_is_ended(scene, clerk, more, field, said):
    before = rows()

    response = clerk.post(substitute_at(scene.seat, scene.free), FROM | more)

    assert response.status_code == 422
    assert said in errors(response, field), response.context["form"].errors
    assert (rows(), acts()) == (before, [])


def test_members_are_not_their_own_substitutes(scene, clerk):
    before = rows()

    response = clerk.post(substitute_at(scene.seat, scene.member), FROM)

    assert "Et medlem kan ikke være sin egen stedfortræder." in response.text
    assert (response.status_code, rows()) == (422, before)


@pytest.mark.parametrize("through", [0, 1])
def test_nobody_stands_in_for_those_who_stand_in_for_them(scene, clerk, through):
    """At once, or through a third."""
    chain = [scene.member, *[PersonFactory() for _ in range(through)], scene.mayor]
    Substitution.objects.all().delete()
    seats = {scene.member: scene.seat, scene.mayor: scene.born}
    for substitute, person in itertools.pairwise(chain):
        seat = seats.get(person) or MembershipFactory(
            council=scene.council, term=scene.term, person=person
        )
        SubstitutionFactory(membership=seat, person=substitute)
    before = rows()

    response = clerk.post(substitute_at(scene.seat, scene.mayor), FROM)

    assert "stedfortrædere for hinanden i ring" in response.text
    assert (response.status_code, rows()) == (422, before)


def test_it_is_no_circle_on_other_days_or_in_another_council(scene, clerk, other_council):
    early = SubstitutionFactory(membership=scene.born, person=scene.member, ends_on=DAY_BEFORE)
    elsewhere = MembershipFactory(council=other_council, term=scene.term, person=scene.mayor)
    SubstitutionFactory(membership=elsewhere, person=scene.member)
    address = substitute_at(scene.seat, scene.mayor)

    response = clerk.post(address, FROM)
    assert "i ring" not in response.text
    assert sent_again(clerk, address, FROM, response).status_code == 302

    late = days(early, ends_on="2023-07-01")
    response = clerk.post(at("substitution-edit", early), late)
    assert "i ring" in response.text


@pytest.mark.parametrize(
    ("doubt", "said"),
    [
        ("several", "Stedfor Syren er allerede stedfortræder for Medlem Mynte."),
        ("list", "Fri Fyrre er medlem af Ahornpartiet, men Anden Ask sidder for Birkepartiet (B)."),
        ("member", "Medlem Mynte har selv en plads i KKR Midtjylland."),
        ("observer", "Observatører har ellers ingen stedfortræder."),
        ("mayor", "Fri Fyrre er medlem af Ahornpartiet, men Borgmester Bøg sidder for"),
    ],
)
def test_a_doubt_is_told_and_can_be_overruled(scene, clerk, doubt, said):
    other = MembershipFactory(
        council=scene.council,
        term=scene.term,
        role="observer" if doubt == "observer" else "supplementary",
        elected_by=None if doubt == "observer" else scene.list_b,
        person__name="Anden Ask",
    )
    PartyMembershipFactory(person=scene.mayor, party=scene.list_b.party)
    seat = scene.born if doubt == "mayor" else other
    person = {"several": scene.substitution.person, "member": scene.member}.get(doubt, scene.free)
    address, before = substitute_at(seat, person), rows()

    response = clerk.post(address, FROM)
    assert said in response.text
    assert (rows(), acts()) == (before, [])

    assert sent_again(clerk, address, FROM, response).status_code == 302
    assert Substitution.objects.filter(membership=seat, person=person).exists()


def test_a_deputy_mayor_stands_in_for_the_mayor_whatever_the_party(scene, clerk):
    PartyMembershipFactory(person=scene.mayor, party=scene.list_b.party)
    OfficeFactory(person=scene.free, municipality=scene.other_town, role="deputy_mayor")

    assert clerk.post(substitute_at(scene.born, scene.free), FROM).status_code == 302


def test_days_are_corrected_and_ended(scene, clerk):
    row = scene.substitution
    sent = days(row, starts_on="2022-02-01", ends_on="2023-06-30")

    assert clerk.post(at("substitution-edit", row), sent).status_code == 302

    row.refresh_from_db()
    assert (f"{row.starts_on}", row.ends_on) == ("2022-02-01", DAY_BEFORE)
    assert acts() == ["change_substitution"]


def test_corrected_days_do_not_reach_into_anothers(scene, clerk):
    clerk.post(substitute_at(scene.seat, scene.free), FROM)
    scene.substitution.refresh_from_db()

    sent = days(scene.substitution, ends_on="2023-07-01")
    response = clerk.post(at("substitution-edit", scene.substitution), sent)

    assert "Fri Fyrre er stedfortræder fra" in errors(response, "starts_on")


def test_of_two_who_change_the_second_sees_both(scene, clerk):
    row, address = scene.substitution, at("substitution-edit", scene.substitution)
    sent = days(row, ends_on="2023-06-30")
    clerk.post(address, sent)

    response = clerk.post(address, sent | {"ends_on": "2024-06-30"})

    assert response.status_code == 409
    assert "Sidste dag: 30. juni 2023" in response.text
    assert 'value="2024-06-30"' in response.text
    again = sent | {"ends_on": "2024-06-30", "seen": response.context["seen"]}
    assert clerk.post(address, again).status_code == 302


def test_one_that_was_a_mistake_is_deleted_unless_it_has_changed(scene, clerk):
    address = at("substitution-delete", scene.substitution)
    seen = clerk.get(address).context["seen"]
    sent = days(scene.substitution, starts_on="2022-02-01")
    clerk.post(at("substitution-edit", scene.substitution), sent)

    response = clerk.post(address, {"seen": seen})
    assert response.status_code == 409
    assert "En kollega har rettet det imens" in response.text
    assert rows()

    assert clerk.post(address, {"seen": response.context["seen"]}).status_code == 302
    assert (rows(), acts()) == ([], ["change_substitution", "delete_substitution"])


def test_a_substitute_begins_with_a_seat_that_is_still_to_come(scene, clerk):
    seat = MembershipFactory(
        council=scene.council, term=scene.term, starts_on="2023-01-01", ends_on=TERM_END
    )
    page = clerk.get(substitute_at(seat, scene.free))

    assert 'value="2023-01-01"' in page.text
    assert seat.term.ends_on > TERM_START
