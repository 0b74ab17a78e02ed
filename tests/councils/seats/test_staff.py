"""Who works in a secretariat: listed by its own people, let in by the operator."""

import datetime

import pytest
from django.urls import reverse

from councils.actions.rows import mark_of
from councils.models import SecretariatMember, User
from tests.councils.seats.conftest import acts, at, errors
from tests.factories import SecretariatMemberFactory, UserFactory

NEW = {
    "name": "Kollega Kvæde",
    "title": "konsulent",
    "initials": "kk",
    "email": "kk@kkr.example",
    "phone": "12 34 56 78",
    "starts_on": "2022-01-01",
    "ends_on": "",
}
CREATE = "/kkr/midtjylland/sekretariat/ny/"


@pytest.fixture
def colleague(council) -> SecretariatMember:
    return SecretariatMemberFactory(council=council, user=None, name="Kollega Kvæde")


@pytest.fixture
def own(secretary) -> SecretariatMember:
    return SecretariatMember.objects.get(user=secretary)


def facts(row: SecretariatMember, **more) -> dict:
    names = ("name", "title", "initials", "email", "phone", "starts_on", "ends_on")
    kept = {name: f"{getattr(row, name) or ''}" for name in names}
    kept |= {"is_listed": "on"} if row.user_id and row.is_listed else {}
    return kept | {"seen": mark_of(row), **more}


def test_somebody_is_added_and_shown_and_gets_no_account(clerk, client, council):
    accounts = User.objects.count()

    assert clerk.post(CREATE, NEW).status_code == 302

    row = SecretariatMember.objects.get(name="Kollega Kvæde")
    assert (row.user, row.is_listed, row.council) == (None, True, council)
    assert User.objects.count() == accounts
    assert "kk@kkr.example" in client.get(reverse("council", args=["midtjylland"])).text
    assert acts() == ["add_staff"]


def test_somebody_is_corrected_and_ended(clerk, client, colleague):
    sent = facts(colleague, name="Kollega  Kvist ", title="chef", ends_on="2022-01-11")

    assert clerk.post(at("staff-edit", colleague), sent).status_code == 302

    colleague.refresh_from_db()
    assert (colleague.name, colleague.title) == ("Kollega Kvist", "chef")
    assert "Kollega Kvist" not in client.get(reverse("council", args=["midtjylland"])).text
    page = clerk.get(reverse("staff", args=["midtjylland"])).text
    assert "Kollega Kvist" in page.partition("Tidligere medarbejdere")[2]
    assert acts() == ["change_staff"]


def test_somebody_with_an_account_works_unseen(clerk, client, own):
    sent = facts(own)
    del sent["is_listed"]

    assert clerk.post(at("staff-edit", own), sent).status_code == 302

    own.refresh_from_db()
    assert not own.is_listed
    assert own.name not in client.get(reverse("council", args=["midtjylland"])).text
    assert "vises ikke" in clerk.get(reverse("staff", args=["midtjylland"])).text


def test_somebody_without_an_account_stays_listed(clerk, colleague):
    """Nobody would ever see the row again."""
    assert "is_listed" not in clerk.get(at("staff-edit", colleague)).text

    assert clerk.post(at("staff-edit", colleague), facts(colleague)).status_code == 302

    colleague.refresh_from_db()
    assert colleague.is_listed


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"name": " "}, "name", "påkrævet"),
        ({"name": "123"}, "name", "bogstaver"),
        ({"name": "x" * 151}, "name", "højst have 150"),
        ({"initials": "x" * 11}, "initials", "højst have 10"),
        ({"email": "kk"}, "email", "gyldig e-mail"),
        ({"email": "k" * 300 + "@kkr.example"}, "email", ""),
        ({"phone": "ring!"}, "phone", "Skriv telefonnummeret med tal"),
        ({"starts_on": ""}, "starts_on", "påkrævet"),
        ({"ends_on": "2021-12-31"}, "ends_on", "før startdatoen"),
    ],
)
def test_a_mistake_is_told_at_its_field(clerk, council, more, field, said):
    response = clerk.post(CREATE, NEW | more)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert said in errors(response, field)
    assert not SecretariatMember.objects.filter(user=None).exists()
    assert acts() == []


# --- Access --------------------------------------------------------------------------------------


def test_the_last_with_an_account_is_not_shut_out(clerk, own, colleague, council):
    SecretariatMemberFactory(council=council, user=UserFactory(is_active=False))
    SecretariatMemberFactory(council=council, ends_on=datetime.date(2022, 6, 30))

    response = clerk.post(at("staff-edit", own), facts(own, ends_on="2022-06-30"))
    assert "Ingen anden i sekretariatet har en konto" in errors(response, "ends_on")
    assert acts() == []

    SecretariatMemberFactory(council=council)
    response = clerk.post(at("staff-edit", own), facts(own, ends_on="2022-06-30"))
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("begins", "is_enough"),
    [("2022-07-01", True), ("2022-07-02", False), ("2026-01-01", False)],
)
def test_who_begins_later_leaves_nobody_till_then(clerk, own, council, begins, is_enough):
    SecretariatMemberFactory(council=council, starts_on=datetime.date.fromisoformat(begins))
    response = clerk.post(at("staff-edit", own), facts(own, ends_on="2022-06-30"))

    assert response.status_code == (302 if is_enough else 422)
    assert is_enough or "Ingen anden" in errors(response, "ends_on")


def test_who_worked_only_before_today_is_nobody(clerk, own, council):
    """The last day lies in the past, and so does the other's."""
    SecretariatMemberFactory(council=council, ends_on=datetime.date(2021, 12, 31))
    response = clerk.post(at("staff-edit", own), facts(own, ends_on="2021-06-30"))

    assert "Ingen anden" in errors(response, "ends_on")


def test_the_last_day_of_all_is_no_way_round(clerk, own):
    response = clerk.post(at("staff-edit", own), facts(own, ends_on="9999-12-31"))

    assert errors(response, "ends_on")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ends_on": ""}, "ends_on"),
        ({"ends_on": "2021-07-01"}, "ends_on"),
        ({"starts_on": "2006-01-01"}, "starts_on"),
        ({"starts_on": "2020-01-01"}, "starts_on"),
    ],
)
def test_nobody_is_let_in_again_or_for_longer(clerk, council, more, field):
    former = SecretariatMemberFactory(council=council, ends_on=datetime.date(2021, 6, 30))

    response = clerk.post(at("staff-edit", former), facts(former, **more))

    assert "driften" in errors(response, field)
    assert clerk.post(at("staff-edit", former), facts(former, title="x")).status_code == 302


def test_of_two_who_change_the_second_sees_both(clerk, own):
    sent = facts(own, title="chef")
    clerk.post(at("staff-edit", own), sent)

    response = clerk.post(at("staff-edit", own), sent | {"title": "konsulent"})

    assert response.status_code == 409
    assert "Titel: chef" in response.text
    assert "Vises i Blå Bog: ja" in response.text
    assert 'value="konsulent"' in response.text
    again = sent | {"title": "konsulent", "seen": response.context["seen"]}
    assert clerk.post(at("staff-edit", own), again).status_code == 302


def test_the_list_asks_as_much_for_many_as_for_few(
    clerk, council, django_assert_max_num_queries, django_assert_num_queries
):
    address = reverse("staff", args=["midtjylland"])
    with django_assert_max_num_queries(15) as few:
        clerk.get(address)
    for _ in range(4):
        SecretariatMemberFactory(council=council)

    with django_assert_num_queries(len(few)):
        clerk.get(address)
