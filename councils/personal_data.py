"""Everything the portal knows about one person, as plain values, for a page or for a file.

Whoever calls this has proved that the reader is the person, or answers for their data.
"""

import base64
import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models
from django.utils import formats, timezone

from councils import audit
from councils.models import (
    AuditEntry,
    ContactDetails,
    ContactListAccess,
    CouncilMembership,
    LifeEvent,
    Person,
    Portrait,
    Substitution,
    User,
)
from councils.models.periods import Period

Row = dict[str, Any]  # by its Danish label: text, texts, number, day, moment or None


@dataclass(frozen=True)
class Part:
    """One kind of facts, and what it is for."""

    name: str
    label: str
    purpose: str
    rows: list[Row]

    @property
    def readable_rows(self) -> list[list[tuple[str, list[str]]]]:
        """Label and lines of each fact, for a page; facts that say nothing are left out."""
        return [
            [(label, _lines(value)) for label, value in row.items() if value not in (None, "", [])]
            for row in self.rows
        ]


Further = Callable[[Person], Iterable[Part]]
_further: list[Further] = []


def parts_of(person: Person) -> list[Part]:
    """All kinds, also those of which there is nothing: that is told too."""
    own = [Part(name, label, purpose, list(rows(person))) for name, label, purpose, rows in _KINDS]
    return own + [part for further in _further for part in further(person)]


def register(further: Further) -> None:
    """Adds what an app above this one knows; said once, when the portal starts."""
    if further not in _further:
        _further.append(further)


def as_json(person: Person, at: datetime.datetime) -> Row:
    """The same as plain JSON values, with the portrait's picture."""
    return (
        {"udtrukket": at.isoformat()}
        | {
            part.name: {"hvad": part.label, "formål": part.purpose, "oplysninger": part.rows}
            for part in parts_of(person)
        }
        | {"portraet_jpeg_base64": _picture(person)}
    )


def _person(person: Person) -> Iterator[Row]:
    yield {
        "Nummer": person.pk,
        "Navn": person.name,
        "Titel": person.title,
        "Køn": person.get_gender_display(),
        "Opdigtet eksempel": "Ja" if person.is_example else "Nej",
    }


def _contact(person: Person) -> Iterator[Row]:
    for contact in ContactDetails.objects.filter(person=person):
        yield {
            "E-mail": contact.email,
            "E-mail vises for": contact.get_email_visibility_display(),
            "Telefon": contact.phone,
            "Telefon vises for": contact.get_phone_visibility_display(),
        }


def _portrait(person: Person) -> Iterator[Row]:
    for portrait in Portrait.objects.filter(person=person).defer("image"):
        yield {
            "Billede": f"JPEG, {portrait.width} × {portrait.height} punkter",
            "Kontrolsum (SHA-256)": portrait.sha256,
            "Samtykke givet": portrait.consented_on,
            "Samtykket gælder til og med": portrait.consent_ends_on,
            "Samtykket står i": portrait.consent_source,
        }


def _picture(person: Person) -> str | None:
    image = Portrait.objects.filter(person=person).values_list("image", flat=True).first()
    return base64.b64encode(bytes(image)).decode() if image is not None else None


def _offices(person: Person) -> Iterator[Row]:
    for office in person.offices.select_related("municipality"):
        facts = {"Hverv": office.get_role_display(), "Kommune": office.municipality.name}
        yield facts | _period(office)


def _parties(person: Person) -> Iterator[Row]:
    for membership in person.party_memberships.select_related("party"):
        yield {"Parti": str(membership.party)} | _period(membership)


def _seats(person: Person) -> Iterator[Row]:
    seats = CouncilMembership.objects.filter(person=person).prefetch_related("leaderships")
    for seat in seats.select_related("council", "municipality", "term", "elected_by").order_by(
        "-starts_on"
    ):
        yield {
            "KKR": seat.council.name,
            "Valgperiode": seat.term.name,
            "Plads": seat.get_role_display(),
            "Kommune": seat.municipality.name,
            "Valgt af": str(seat.elected_by) if seat.elected_by else None,
            **_period(seat),
            "Udtrådt fordi": seat.get_left_because_display(),
        }
        for post in seat.leaderships.all():
            facts = {"KKR": seat.council.name, "Post": post.get_role_display()}
            yield facts | _period(post) | {"Kilde": post.source}


def _substitutions(person: Person) -> Iterator[Row]:
    names = ("membership__person", "membership__council", "person")
    own = Substitution.objects.filter(person=person).select_related(*names)
    others = Substitution.objects.filter(membership__person=person).select_related(*names)
    for one in own.order_by("-starts_on"):
        facts = {"KKR": one.membership.council.name}
        yield facts | {"Er stedfortræder for": one.membership.person.name} | _period(one)
    for one in others.order_by("-starts_on"):
        facts = {"KKR": one.membership.council.name, "Har som stedfortræder": one.person.name}
        yield facts | _period(one)


def _leaves(person: Person) -> Iterator[Row]:
    for leave in person.leaves.all():
        yield _period(leave)


def _events(person: Person) -> Iterator[Row]:
    own = LifeEvent.objects.filter(person=person)
    # Somebody else's event is told as far as it is about the person.
    for event in own:
        yield {
            "Hændelse": event.get_kind_display(),
            "Dato": event.happens_on,
            "Til og med": event.until,
            "Kilde": event.source,
            "Følger": [told["text"] for told in event.told],
            "Registreret": event.recorded_at,
            "Fortrudt": event.undone_at,
        }
    for event in LifeEvent.objects.filter(successor=person).exclude(person=person):
        yield {
            "Hændelse": "Efterfølger ved en andens livsbegivenhed",
            "Dato": event.happens_on,
            "Registreret": event.recorded_at,
            "Fortrudt": event.undone_at,
        }


def _suggestions(person: Person) -> Iterator[Row]:
    for one in person.suggestions.all():
        yield {
            "Felt": one.get_field_display(),
            "Skal være": one.says,
            "Hvorfor": one.why,
            "Foreslået": one.suggested_at,
            "Svar": one.get_state_display(),
            "Begrundelse": one.answer,
            "Besvaret": one.answered_at,
        }


def _account(person: Person) -> Iterator[Row]:
    for user in User.objects.filter(person=person):
        addresses = EmailAddress.objects.filter(user=user).order_by("pk")
        yield {
            "Navn": user.name,
            "E-mail": user.email,
            "Adresser til at logge ind": [one.email for one in addresses],
            "Oprettet": user.date_joined,
            "Sidst logget ind": user.last_login,
        }


def _audit_entries(person: Person) -> Iterator[Row]:
    """Without the names of colleagues: it is the secretariat that answers for what they did."""
    for entry in _acts(AuditEntry.objects.filter(thing=audit.key_of(person))):
        is_own = entry.by is not None and entry.by.person_id == person.pk
        where = f"Sekretariatet, {entry.council}" if entry.council else "Driften"
        yield {
            "Tidspunkt": entry.at,
            "Hvad": entry.summary,
            "Af": "Personen selv" if is_own else where,
        }


def _own_acts(person: Person) -> Iterator[Row]:
    """What the person's account did to anything else than the person."""
    entries = AuditEntry.objects.filter(by__person=person).exclude(thing=audit.key_of(person))
    for entry in _acts(entries):
        council = entry.council.name if entry.council else None
        yield {"Tidspunkt": entry.at, "Hvad": entry.summary, "KKR": council}


def _acts(entries: models.QuerySet[AuditEntry]) -> Iterator[AuditEntry]:
    """The latest first; of an act that several councils have in their logs the first entry, which
    is the one of the council that acted."""
    found: dict[tuple, AuditEntry] = {}
    for entry in entries.select_related("council", "by").order_by("pk"):
        found.setdefault((entry.at, entry.action, entry.thing, entry.by_id), entry)
    yield from sorted(found.values(), key=lambda entry: (entry.at, entry.pk), reverse=True)


def _accesses(person: Person) -> Iterator[Row]:
    for access in ContactListAccess.objects.filter(user__person=person).select_related("council"):
        yield {
            "Dag": access.on,
            "Hvordan": access.get_kind_display(),
            "KKR": access.council.name if access.council else "Alle",
            "Antal personer": access.count,
        }


# Name in the file and the address, heading, purpose, and the facts.
_KINDS: list[tuple[str, str, str, Callable[[Person], Iterable[Row]]]] = [
    ("person", "Person", "For at vise, hvem der sidder i et KKR.", _person),
    (
        "kontakt",
        "Kontaktoplysninger",
        "For at kunne nå personen. Hver oplysning vises kun for dem, der står ved den.",
        _contact,
    ),
    ("portraet", "Portræt", "Vises, så længe samtykket gælder.", _portrait),
    ("hverv", "Kommunale hverv", "De giver ret til en plads.", _offices),
    ("partier", "Partier", "Pladserne fordeles efter partier.", _parties),
    ("pladser", "Pladser og poster i KKR", "Offentlige hverv.", _seats),
    ("stedfortraedere", "Stedfortrædere", "For at vide, hvem der møder for hvem.", _substitutions),
    ("orlov", "Orlov", "For at vide, hvornår stedfortræderen møder.", _leaves),
    ("livsbegivenheder", "Livsbegivenheder", "Hvorfor pladser og poster blev ændret.", _events),
    ("forslag", "Forslag til rettelser", "Sendt af personen.", _suggestions),
    ("konto", "Konto", "For at kunne logge ind.", _account),
    (
        "haendelseslog",
        "Hændelseslog",
        "Hvad sekretariatet og personen selv har gjort ved oplysningerne.",
        _audit_entries,
    ),
    (
        "egne-handlinger",
        "Hvad personen har gjort i portalen",
        "For at kunne svare på, hvem der har ændret hvad.",
        _own_acts,
    ),
    (
        "kontaktlister",
        "Kontaktlister, som kontoen har set",
        "For at kunne svare på, hvem der har set andres kontaktoplysninger.",
        _accesses,
    ),
]


def _period(period: Period) -> Row:
    days = {"Fra og med": period.starts_on, "Til og med": period.ends_on}
    return days | ({"Omtrentlig": "Ja"} if period.is_approximate else {})


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return value
    if isinstance(value, datetime.datetime):
        moment = timezone.localtime(value)
        return [formats.date_format(moment, r"j. F Y \k\l. H.i")]
    if isinstance(value, datetime.date):
        return [formats.date_format(value, "j. F Y")]
    return [str(value)]
