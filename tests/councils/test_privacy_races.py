"""Two people answer, anonymise or look at once: one of them did it, and nothing is half done."""

import pytest

from councils import actions
from councils.actions.newcomers import create_person
from councils.models import AuditEntry, ContactDetails, ContactListAccess, CorrectionSuggestion
from kkr_portal import clock
from tests.factories import TODAY
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

CONTACT = {"version": 0, "email_visibility": 1, "phone": "", "phone_visibility": 1}


def errors(results: list) -> list[type]:
    return [type(one) for one in results if isinstance(one, Exception)]


def test_of_an_acceptance_and_a_refusal_one_counts(member, secretary, council):
    one = actions.suggest_correction(
        member.person, by=member, council=council, field="title", says="Rådmand", why=""
    )
    here = {"by": secretary, "council": council, "at": clock.now()}
    results = at_once(
        lambda: actions.accept_suggestion(one, **here, version=1),
        lambda: actions.decline_suggestion(one, **here, reason="Nej"),
    )

    assert errors(results) == [actions.AlreadyAnswered]
    stored = CorrectionSuggestion.objects.select_related("person").get()
    assert (stored.state, stored.person.title) in [("mended", "Rådmand"), ("declined", "")]


def test_suggestion_sent_twice_at_once_is_one(member, council):
    def send():
        return actions.suggest_correction(
            member.person, by=member, council=council, field="title", says="Rådmand", why=""
        )

    assert errors(at_once(send, send)) == []
    assert CorrectionSuggestion.objects.count() == AuditEntry.objects.count() == 1


def test_of_member_and_secretary_who_correct_contact_details_one_is_told(
    member, secretary, council
):
    person = member.person
    results = at_once(
        lambda: actions.change_own_contact(
            person, by=member, council=council, email="a@kkr.example", **CONTACT
        ),
        lambda: actions.change_contact(
            person, by=secretary, council=council, email="b@kkr.example", **CONTACT
        ),
    )

    assert errors(results) == [actions.ContactHasChanged]
    assert ContactDetails.objects.get().version == AuditEntry.objects.count() == 1


def test_lists_seen_at_once_are_one_row_with_the_most(member, council):
    seen = ContactListAccess.Kind.SEEN
    results = at_once(
        *(lambda n=n: actions.note_access(member, council, seen, n) for n in (3, 9, 5, 7))
    )

    assert errors(results) == []
    assert [row.count for row in ContactListAccess.objects.all()] == [9]


def test_person_is_anonymised_once_and_reached_never_after(secretary, council):
    person = create_person("Åse Fejl", by=secretary, council=council, since=TODAY)
    here = {"by": secretary, "council": council}
    results = at_once(
        lambda: actions.anonymise_person(person, **here, at=TODAY),
        lambda: actions.change_person(
            person, **here, version=1, name="Åse Holm", title="", gender=""
        ),
    )

    person.refresh_from_db()
    # The change came first, or it was told.
    assert errors(results) in ([], [actions.PersonHasChanged])
    assert person.name == "Anonymiseret person"
    if not errors(results):
        assert not AuditEntry.objects.filter(summary__contains="Åse").exists()
