"""Who records which event, and what becomes of two who do so at once."""

import pytest
from django.urls import reverse

from councils.lives import Kind
from councils.models import (
    LifeEvent,
    Office,
)
from meetings.models import AgendaItem
from tests.councils.lives.pages import asked, errors_at, form_of, record, sent
from tests.factories import (
    PersonFactory,
)

# --- Rights --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "member", "substitute"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_neither_see_nor_do_anything(stored, lives, browse, request, who, method):
    client = browse(request.getfixturevalue(who))
    before = list(LifeEvent.objects.values())
    kind = {"kind": "died", "on": "2023-03-03", "show": "plan", "seen": "x"}

    for address in (
        form_of(lives.mayor),
        reverse("life-event", args=[stored.pk]),
        reverse("life-event-undo", args=[stored.pk]),
        reverse("life-letter", args=[stored.pk, 1]),
        reverse("life-events", args=["midtjylland"]),
        reverse("life-event-find", args=["midtjylland"]),
        reverse("person-create", args=["midtjylland"]),
    ):
        assert getattr(client, method)(address, kind).status_code == 404, address

    assert list(LifeEvent.objects.values()) == before


def test_a_stranger_makes_nobody_mayor_here(lives, browse, stranger):
    client = browse(stranger)

    page = asked(client, lives.deputy, Kind.BECAME_MAYOR, municipality=lives.town.pk)

    assert page.status_code == 422
    assert not page.context["form"].fields["municipality"].queryset.exists()


def test_a_member_makes_nobody_mayor(lives, browse, member):
    page = asked(browse(member), lives.deputy, Kind.BECAME_MAYOR, municipality=lives.town.pk)

    assert page.status_code == 404


def test_somebody_without_a_place_can_only_become_mayor(lives, clerk):
    new = PersonFactory(name="Ny Nellike")

    assert clerk.get(form_of(new)).status_code == 404
    assert clerk.get(form_of(new), {"kind": "died"}).status_code == 404
    assert clerk.get(form_of(new), {"kind": "became_mayor"}).status_code == 200
    record(clerk, new, Kind.BECAME_MAYOR, municipality=lives.town.pk)
    assert Office.objects.get(person=new).municipality == lives.town


# --- Two at once ---------------------------------------------------------------------------------


def test_a_plan_that_has_changed_is_shown_anew_and_can_then_be_recorded(lives, clerk):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)
    lives.supplementary.substitutions.update(ends_on="2022-12-31")

    again = sent(clerk, page, lives.member)

    assert again.status_code == 409
    assert "Intet er gemt: Noget er ændret" in again.text
    assert not LifeEvent.objects.exists()
    assert sent(clerk, again, lives.member).status_code == 302


def test_sending_it_twice_records_it_once(lives, clerk):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)
    first = sent(clerk, page, lives.member)

    second = sent(clerk, page, lives.member)

    assert second.status_code == 302
    assert second.headers["Location"] == first.headers["Location"]
    assert LifeEvent.objects.count() == AgendaItem.objects.count() == 1


def test_a_new_mayor_is_not_recorded_over_a_colleagues(lives, clerk):
    page = asked(clerk, lives.deputy, Kind.BECAME_MAYOR, municipality=lives.town.pk)
    other = PersonFactory(name="Anden Anemone")
    record(clerk, other, Kind.BECAME_MAYOR, municipality=lives.town.pk)

    late = sent(clerk, page, lives.deputy)

    assert late.status_code == 422
    assert "Anden Anemone er registreret som borgmester" in late.text
    assert errors_at(late, "on")
