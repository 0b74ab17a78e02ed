"""Two secretaries save the same person's facts at once: one is stored, the other is told."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from councils import actions
from councils.models import AuditEntry
from councils.pictures import Picture
from tests.factories import TODAY, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

CONTACT = {"email_visibility": 1, "phone_visibility": 1, "phone": ""}
CONSENT = {"consented_on": TODAY, "consent_source": "Mail"}
ACTS = {
    "facts": (
        lambda p, h, n: actions.change_person(
            p, **h, version=1, name=f"Åse {n}", title="", gender=""
        ),
        actions.PersonHasChanged,
    ),
    "contact details": (
        lambda p, h, n: actions.change_contact(
            p, **h, version=0, email=f"aase{n}@kkr.example", **CONTACT
        ),
        actions.ContactHasChanged,
    ),
    "portrait": (
        lambda p, h, n: actions.set_portrait(
            p, **h, shown="", picture=Picture(b"%d" % n, 1, 1), **CONSENT
        ),
        actions.PortraitHasChanged,
    ),
}


@pytest.mark.parametrize("what", ACTS)
def test_of_two_who_save_at_once_one_is_told(council, term, secretary, what):
    act, refusal = ACTS[what]
    person = MembershipFactory(council=council, term=term).person
    here = {"by": secretary, "council": council}
    start = threading.Barrier(2)

    def save(number: int):
        start.wait(10)
        try:
            return act(person, here, number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(save, (1, 2)))
    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in refused] == [refusal]
    assert AuditEntry.objects.count() == 1
