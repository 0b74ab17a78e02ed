"""What is taken away with people's contact details."""

import datetime

from django.db import transaction

from councils import audit
from councils.actions.privacy import note_access
from councils.models import AuditEntry, ContactListAccess, Council, Person, User


@transaction.atomic
def export_contacts(
    thing: Council | Person,
    *,
    by: User,
    council: Council,
    at: datetime.date,
    file_name: str,
    people: int,
) -> AuditEntry:
    """Writes in the council's log that somebody took away the contact details of `people`
    politicians: of the Blå Bog on the day `at`, or of one person; a list is noted as one, too."""
    if people > 1:
        kinds = ContactListAccess.Kind
        kind = kinds.PRINTED if file_name.endswith(".pdf") else kinds.EXPORTED
        note_access(by, council, kind, people)
    persons = "1 person" if people == 1 else f"{people} personer"
    return audit.record(
        "export_contacts",
        thing,
        f"Hentede {file_name} med kontaktoplysninger for {persons}: {thing}, pr. {at:%d.%m.%Y}",
        by=by,
        council=council,
    )
