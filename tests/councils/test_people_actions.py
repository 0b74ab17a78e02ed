"""What the secretariat keeps about people: whole or not at all, and never over a colleague's."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils import actions, audit
from councils.models import AuditEntry, ContactDetails, Person, Portrait
from councils.pictures import Picture
from tests.factories import TODAY, MembershipFactory

FACTS = {"version": 1, "name": "Åse Holm", "title": "Rådmand", "gender": "woman"}
CONTACT = {
    "version": 0,
    "email": "aase@kkr.example",
    "email_visibility": 2,
    "phone": "12 34 56 78",
    "phone_visibility": 0,
}
PICTURE = Picture(b"et billede", 30, 40)
CONSENT = {"consented_on": TODAY, "consent_source": "Mail af 12. januar 2022"}


@pytest.fixture
def aase(council, term) -> Person:
    return MembershipFactory(council=council, term=term, person__name="Åse Bøgh").person


@pytest.fixture
def here(council, secretary):
    return {"by": secretary, "council": council}


def with_portrait(person, here) -> Portrait:
    return actions.set_portrait(person, **here, shown="", picture=PICTURE, **CONSENT)


ACTIONS = {
    "change_person": lambda p, h: actions.change_person(p, **h, **FACTS),
    "change_contact": lambda p, h: actions.change_contact(p, **h, **CONTACT),
    "set_portrait": with_portrait,
    "remove_portrait": lambda p, h: actions.remove_portrait(p, **h, shown=p.portrait.mark),
}


def everything() -> list:
    """All rows that the actions write."""
    models = (Person, ContactDetails, Portrait, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("name", ACTIONS)
def test_act_is_in_the_log_of_the_council_without_contact_data(aase, here, name):
    if name == "remove_portrait":
        with_portrait(aase, here)
    ACTIONS[name](aase, here)

    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by, entry.council) == (name, here["by"], here["council"])
    assert entry.thing == f"councils.person:{aase.pk}"
    assert "Åse" in entry.summary
    for private in (CONTACT["email"], CONTACT["phone"], CONSENT["consent_source"], "woman"):
        assert private not in entry.summary


@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_is_changed_when_the_log_cannot_be_written(aase, here, monkeypatch, name):
    if name == "remove_portrait":
        with_portrait(aase, here)
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError, match="no audit entry"):
        ACTIONS[name](aase, here)
    assert everything() == before


# --- Name, title, gender -------------------------------------------------------------------------


def test_person_is_changed_and_found_under_the_new_name(aase, here):
    actions.change_person(aase, **here, **FACTS)

    (person,) = Person.objects.named("aase holm")
    assert (person.name, person.title, person.gender) == ("Åse Holm", "Rådmand", "woman")
    assert person.version == 2
    assert AuditEntry.objects.get().summary == "Rettede oplysninger om Åse Holm (før: Åse Bøgh)"


def test_second_of_two_who_change_a_person_is_told(aase, here):
    actions.change_person(aase, **here, **FACTS)
    before = everything()

    with pytest.raises(actions.PersonHasChanged) as conflict:
        actions.change_person(aase, **here, **FACTS | {"name": "Åse Dam"})
    assert (conflict.value.stored.name, conflict.value.stored.version) == ("Åse Holm", 2)
    assert everything() == before


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "å" * 151}, {"gender": "ukendt"}])
def test_person_is_refused_what_does_not_fit(aase, here, wrong):
    with pytest.raises(ValidationError) as refusal:
        actions.change_person(aase, **here, **FACTS | wrong)
    assert list(refusal.value.message_dict) == list(wrong)


# --- Contact details -----------------------------------------------------------------------------


def test_contact_details_are_made_and_changed(aase, here):
    actions.change_contact(aase, **here, **CONTACT)
    actions.change_contact(aase, **here, **CONTACT | {"version": 1, "phone": ""})

    details = ContactDetails.objects.get()
    assert (details.person, details.version) == (aase, 2)
    assert (details.email, details.email_visibility) == (CONTACT["email"], 2)
    assert (details.phone, details.phone_visibility) == ("", 0)


@pytest.mark.parametrize("version", [0, 1, 3])
def test_second_of_two_who_change_contact_details_is_told(aase, here, version):
    actions.change_contact(aase, **here, **CONTACT)
    actions.change_contact(aase, **here, **CONTACT | {"version": 1})
    before = everything()

    with pytest.raises(actions.ContactHasChanged) as conflict:
        actions.change_contact(aase, **here, **CONTACT | {"version": version})
    assert conflict.value.stored == ContactDetails.objects.get()
    assert CONTACT["email"] not in repr(conflict.value) + str(conflict.value)
    assert everything() == before


def test_contact_details_that_are_gone_are_not_written_over(aase, here):
    with pytest.raises(actions.ContactHasChanged) as conflict:
        actions.change_contact(aase, **here, **CONTACT | {"version": 1})
    assert conflict.value.stored is None


@pytest.mark.parametrize("wrong", [{"email": "aase"}, {"email_visibility": 3}, {"phone": "1" * 31}])
def test_contact_details_are_refused_when_they_do_not_fit(aase, here, wrong):
    with pytest.raises(ValidationError) as refusal:
        actions.change_contact(aase, **here, **CONTACT | wrong)
    assert list(refusal.value.message_dict) == list(wrong)
    assert not ContactDetails.objects.exists()


# --- Portraits -----------------------------------------------------------------------------------


def test_portrait_is_set_replaced_and_removed(aase, here):
    first = with_portrait(aase, here)
    other = Picture(b"et andet", 50, 60)
    actions.set_portrait(aase, **here, shown=first.mark, picture=other, **CONSENT)

    portrait = Portrait.objects.get()
    assert (bytes(portrait.image), portrait.sha256, portrait.width) == (
        b"et andet",
        other.sha256,
        50,
    )
    actions.remove_portrait(aase, **here, shown=portrait.mark)
    assert not Portrait.objects.exists()


def test_consent_is_changed_without_a_new_picture(aase, here):
    first = with_portrait(aase, here)
    consent = CONSENT | {"consent_ends_on": TODAY}
    actions.set_portrait(aase, **here, shown=first.mark, **consent)

    portrait = Portrait.objects.get()
    assert (bytes(portrait.image), portrait.consent_ends_on) == (PICTURE.data, TODAY)
    assert portrait.mark != first.mark
    assert AuditEntry.objects.first().summary == "Rettede samtykket til portrættet af Åse Bøgh"


def test_second_of_two_who_change_a_portrait_is_told(aase, here):
    first = with_portrait(aase, here)
    actions.set_portrait(aase, **here, shown=first.mark, **CONSENT | {"consent_source": "Brev"})
    before = everything()

    for shown in ("", first.mark):
        with pytest.raises(actions.PortraitHasChanged):
            actions.set_portrait(aase, **here, shown=shown, picture=PICTURE, **CONSENT)
        with pytest.raises(actions.PortraitHasChanged):
            actions.remove_portrait(aase, **here, shown=shown)
    assert everything() == before


def test_portrait_that_is_gone_is_not_removed_again(aase, here):
    with pytest.raises(actions.PortraitHasChanged):
        actions.remove_portrait(aase, **here, shown="")
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"picture": None}, "sha256"),
        ({"consent_source": ""}, "consent_source"),
        ({"consented_on": None}, "consented_on"),
        ({"consent_ends_on": TODAY - datetime.timedelta(days=1)}, "__all__"),
    ],
)
def test_portrait_needs_a_picture_and_a_consent(aase, here, wrong, field):
    with pytest.raises(ValidationError) as refusal:
        actions.set_portrait(aase, **here, shown="", **{"picture": PICTURE, **CONSENT, **wrong})
    assert field in refusal.value.message_dict
    assert not Portrait.objects.exists()


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks the whole database")
def test_act_locks_the_person_first(aase, here, name):
    if name == "remove_portrait":
        with_portrait(aase, here)
    with CaptureQueriesContext(connection) as queries:
        ACTIONS[name](aase, here)
    locks = [q["sql"] for q in queries.captured_queries if "FOR UPDATE" in q["sql"]]
    assert locks
    assert "councils_person" in locks[0]
