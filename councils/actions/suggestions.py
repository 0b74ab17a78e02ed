"""What members correct about themselves, or ask the secretariat to correct.

Neither what they wrote nor an address or a number stands in the log: it outlives them.
"""

import datetime

from django.db import transaction

from councils import audit
from councils.actions.people import ContactHasChanged, change_person
from councils.models import ContactDetails, CorrectionSuggestion, Council, Person, User

State = CorrectionSuggestion.State
MOST_WAITING = 20  # of one person


class AlreadyAnswered(Exception):
    """A colleague answered the suggestion before; carries it as stored."""

    def __init__(self, stored: CorrectionSuggestion) -> None:
        super().__init__(str(stored))
        self.stored = stored


class TooManySuggestions(Exception):
    """So many of the person's wait already that the secretariat should answer them first."""


@transaction.atomic
def change_own_contact(
    person: Person,
    *,
    by: User,
    council: Council | None,
    version: int,
    email: str,
    email_visibility: int,
    phone: str,
    phone_visibility: int,
) -> ContactDetails:
    """How `by` is reached, and who may see each way; `council` is the one in whose log it stands.

    Raises ContactHasChanged like `change_contact`, and ValueError for somebody else's details.
    """
    if person.pk != by.person_id:
        raise ValueError("not one's own contact details")
    person = Person.objects.select_for_update().get(pk=person.pk)
    stored = ContactDetails.objects.filter(person=person).first()
    if (stored.version if stored else 0) != version:
        raise ContactHasChanged(stored)
    contact = stored or ContactDetails(person=person, version=0)
    contact.email, contact.email_visibility = email, email_visibility
    contact.phone, contact.phone_visibility = phone, phone_visibility
    contact.version += 1
    contact.full_clean()
    contact.save()
    summary = f"Rettede sine egne kontaktoplysninger ({person})"
    audit.record_about([person], "change_own_contact", person, summary, by=by, council=council)
    return contact


@transaction.atomic
def suggest_correction(
    person: Person, *, by: User, council: Council, field: str, says: str, why: str
) -> CorrectionSuggestion:
    """Something that should say something else about `by`. The same twice is one suggestion.

    Raises ValueError for a suggestion about somebody else, TooManySuggestions.
    """
    if person.pk != by.person_id:
        raise ValueError("not about oneself")
    person = Person.objects.select_for_update().get(pk=person.pk)
    same = CorrectionSuggestion.objects.waiting().filter(person=person, field=field, says=says)
    if found := same.first():
        return found
    if CorrectionSuggestion.objects.waiting().filter(person=person).count() >= MOST_WAITING:
        raise TooManySuggestions
    stored = CorrectionSuggestion(person=person, field=field, says=says, why=why, suggested_by=by)
    stored.full_clean()
    stored.save()
    summary = f"Foreslog en rettelse: {stored}"
    audit.record_about([person], "suggest_correction", person, summary, by=by, council=council)
    return stored


@transaction.atomic
def accept_suggestion(
    suggestion: CorrectionSuggestion,
    *,
    by: User,
    council: Council,
    at: datetime.datetime,
    version: int,
) -> CorrectionSuggestion:
    """Name, title and gender are written, by `change_person` and with its entry in the log beside
    this one; anything else has been mended by hand.

    Raises AlreadyAnswered; PersonHasChanged where the person is no longer at `version`.
    """
    stored = _locked(suggestion)
    if stored.is_written:
        person = stored.person
        facts = {"name": person.name, "title": person.title, "gender": person.gender}
        facts |= stored.facts
        change_person(person, by=by, council=council, version=version, **facts)
    _answer(stored, State.MENDED, by, at)
    summary = f"Imødekom et forslag til rettelse: {stored}"
    about = [stored.person]
    audit.record_about(about, "accept_suggestion", stored.person, summary, by=by, council=council)
    return stored


@transaction.atomic
def decline_suggestion(
    suggestion: CorrectionSuggestion,
    *,
    by: User,
    council: Council,
    at: datetime.datetime,
    reason: str,
) -> CorrectionSuggestion:
    """With a reason, which the member reads. Raises AlreadyAnswered."""
    stored = _locked(suggestion)
    _answer(stored, State.DECLINED, by, at, reason)
    summary = f"Afviste et forslag til rettelse: {stored}"
    about = [stored.person]
    audit.record_about(about, "decline_suggestion", stored.person, summary, by=by, council=council)
    return stored


def _locked(suggestion: CorrectionSuggestion) -> CorrectionSuggestion:
    """The person first, as everywhere, so that nobody waits for somebody who waits for them."""
    person = Person.objects.select_for_update().get(pk=suggestion.person_id)
    stored = CorrectionSuggestion.objects.get(pk=suggestion.pk)
    stored.person = person
    if stored.state != State.WAITING:
        raise AlreadyAnswered(stored)
    return stored


def _answer(
    stored: CorrectionSuggestion, state: str, by: User, at: datetime.datetime, answer: str = ""
) -> None:
    stored.state, stored.answer = state, answer
    stored.answered_by, stored.answered_at = by, at
    stored.full_clean()
    stored.save()
