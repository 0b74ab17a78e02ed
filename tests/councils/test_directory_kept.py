"""The Blå Bog: what was made before is shown again to those with the same rights, while nothing has
changed."""

import datetime
import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.urls import reverse

from councils.models import (
    ContactDetails,
    ContactListAccess,
    Council,
    CouncilMembership,
    CouncilMunicipality,
    ElectoralList,
    Leadership,
    LeaveOfAbsence,
    Municipality,
    Office,
    Party,
    PartyMembership,
    Person,
    SecretariatMember,
    Substitution,
    Visibility,
)
from councils.views import freshness
from tests.councils.pages import DIRECTORY, EMAIL, PHONE, WHOLE_DIRECTORY, names
from tests.factories import TODAY, SecretariatMemberFactory, UserFactory

_states = itertools.count()


@pytest.fixture
def still(monkeypatch):
    """The database says that nobody ever writes, so whatever may be kept is shown again."""
    state = f"still {next(_states)}"
    monkeypatch.setattr(freshness, "database_state", lambda: state)
    caches["pages"].clear()


def page(client, url=DIRECTORY, query=None, **headers) -> str:
    return client.get(url, query, headers=headers).content.decode()


# --- Whose it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [1, -1])
def test_reader_is_never_shown_what_was_kept_for_other_rights(
    browse, blue_book, member, secretary, stranger, still, order
):
    person = ContactDetails.objects.get(email=EMAIL).person
    ContactDetails.objects.create(
        person=person.memberships.get().council.memberships.exclude(person=person)[0].person,
        email="bo@kkr.example",
    )
    ContactDetails.objects.filter(person=person).update(phone_visibility=Visibility.SECRETARIAT)
    readers = {
        "nobody": (None, [False, False]),
        "outsider": (UserFactory(), [False, False]),
        "stranger": (stranger, [False, False]),
        "member": (member, [True, False]),
        "secretary": (secretary, [True, True]),
    }
    clients = {who: browse(user) for who, (user, _) in readers.items()}

    for _ in "12":  # the second time everything is kept
        for who, client in list(clients.items())[::order]:
            html = page(client)
            assert [EMAIL in html, PHONE in html] == readers[who][1], who


def test_what_is_kept_for_each_rights_has_a_key_of_its_own(
    browse, blue_book, member, secretary, stranger, still, monkeypatch
):
    keys = []
    keep = freshness.Kept.set

    def watch(kept, made):
        if kept.is_sure:
            keys.append(kept._key)
        keep(kept, made)

    monkeypatch.setattr(freshness.Kept, "set", watch)
    colleague = SecretariatMemberFactory(council=blue_book, is_listed=False).user
    for user in (None, UserFactory(), stranger, member, secretary):
        page(browse(user))
    assert len(keys) == len(set(keys)) == 5
    page(browse(colleague))  # with the secretary's rights
    assert len(keys) == 5


def test_reader_of_what_was_kept_for_a_colleague_is_themselves_and_is_noted(
    browse, blue_book, secretary, still
):
    other = CouncilMembership.objects.exclude(person__contact__isnull=False).first()
    ContactDetails.objects.create(person=other.person, email="bo@kkr.example")
    colleague = SecretariatMemberFactory(
        council=blue_book, is_listed=False, user__name="Kollega Midt"
    ).user
    page(browse(secretary))
    html = page(browse(colleague))

    assert EMAIL in html
    assert [name in html for name in ("Kollega Midt", "Sekretær Midt</a>")] == [True, False]
    seen = ContactListAccess.objects.values_list("user", "count")
    assert sorted(seen) == sorted([(secretary.pk, 2), (colleague.pk, 2)])


# --- Of what it is -------------------------------------------------------------------------------


def test_kept_page_is_of_its_address_its_day_and_its_form(browse, blue_book, still, settings):
    for client in (browse(), browse(UserFactory())):
        for _ in "12":
            assert len(names(client.get(DIRECTORY))) == 5
            assert names(client.get(DIRECTORY, {"navn": "bøgh"})) == ["Åse Bøgh"]
            assert names(client.get(DIRECTORY, {"dato": "2021-12-31"})) == ["Sekretær Øst"]
            assert '<th scope="col">KKR</th>' in page(client, WHOLE_DIRECTORY)
            assert "<html" not in page(client, **{"HX-Request": "true"})
            assert "<html" in page(client)
    settings.PORTAL_DATE = TODAY + datetime.timedelta(days=1)
    assert "den 13. januar 2022" in page(browse())


def test_wrong_filter_is_wrong_each_time(client, blue_book, still):
    for _ in "12":
        assert client.get(DIRECTORY, {"parti": "Q"}).status_code == 400
        assert client.get("/kkr/midtjyland/blaa-bog/").status_code == 404


def test_message_is_on_no_kept_page(browse, blue_book, secretary, still):
    client = browse(secretary)
    person = Person.objects.get(name="Bo Ærenlund")
    facts = {"name": "Bo Ærenlund", "title": "", "gender": "", "version": 1}
    page(client)
    client.post(reverse("person-edit", args=[person.pk]), facts)

    assert "Oplysningerne er gemt." in page(client)
    assert "Oplysningerne er gemt." not in page(client)
    client.post(reverse("account_logout"), follow=False)  # which leaves a message to nobody
    assert "logget ud" in page(client)
    assert "logget ud" not in page(client) + page(browse())


# --- How long ------------------------------------------------------------------------------------


def delete(model, **which):
    return lambda: model.objects.filter(**which)[:1].get().delete()


def execute(sql):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return run


CHANGES = {
    "a name": lambda: Person.objects.filter(name="Bo Ærenlund").update(name="Bo Bo"),
    "a gender": lambda: Person.objects.update(gender="man"),
    "a seat that goes": delete(CouncilMembership, role="observer"),
    "a seat that ends": lambda: CouncilMembership.objects.update(ends_on="2022-01-11"),
    "a substitute that goes": delete(Substitution),
    "a party that goes": delete(PartyMembership, party__name="Socialdemokratiet"),
    "a party's name": lambda: Party.objects.update(short_name="Ny"),
    "a letter": lambda: ElectoralList.objects.filter(letter="A").update(letter="Å"),
    "an office that goes": delete(Office),
    "a post that goes": delete(Leadership),
    "a municipality": lambda: Municipality.objects.filter(code="791").update(name="Vi"),
    "a municipality that goes": delete(CouncilMunicipality, municipality__code="751"),
    "staff": delete(SecretariatMember, name="Sekretær Øst"),
    "public contact details": lambda: ContactDetails.objects.update(email_visibility=0),
    "leave": lambda: LeaveOfAbsence.objects.create(
        person=Person.objects.get(name="Bo Ærenlund"), starts_on=TODAY
    ),
    "a council": lambda: Council.objects.update(name="KKR Midt"),
    "past the models": execute("UPDATE councils_person SET name = 'Ny' WHERE name = 'Carla Dam'"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", CHANGES)
def test_kept_page_is_gone_with_the_next_change(client, blue_book, what):
    before = page(client)
    assert page(client) == before
    CHANGES[what]()

    after = page(client)
    caches["pages"].clear()
    assert after == page(client) != before


@pytest.mark.django_db(transaction=True)
def test_kept_page_is_gone_when_another_process_writes(client, blue_book):
    def write():
        try:
            Person.objects.filter(name="Bo Ærenlund").update(name="Bo Bo")
        finally:
            connection.close()

    assert "Bo Ærenlund" in page(client)
    with ThreadPoolExecutor(1) as other:
        other.submit(write).result(10)
    assert "Bo Ærenlund" not in page(client)


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_again_is_not_kept(client, blue_book):
    before = page(client)
    with transaction.atomic():
        Person.objects.filter(name="Bo Ærenlund").update(name="Bo Bo")
        assert freshness.database_state() is None
        assert "Bo Bo" in page(client)
        transaction.set_rollback(True)
    assert page(client) == before


@pytest.mark.django_db(transaction=True)
def test_page_that_is_kept_costs_few_queries(
    browse, blue_book, secretary, django_assert_num_queries
):
    visitor, known = browse(), browse(secretary)
    for client in (visitor, known):
        page(client)
    tag = visitor.get(DIRECTORY).headers["ETag"]
    page(known)

    with django_assert_num_queries(1):
        assert visitor.get(DIRECTORY, headers={"If-None-Match": tag}).status_code == 304
    with django_assert_num_queries(4):  # session, account, state, rights
        page(known)


def test_only_the_last_pages_are_kept(client, blue_book, still, monkeypatch):
    cache = caches["pages"]
    monkeypatch.setattr(cache, "_max_entries", 6)
    for number in range(15):
        assert page(client, f"{DIRECTORY}?{'&' * number}")

    assert 0 < len(cache._cache) <= 6
