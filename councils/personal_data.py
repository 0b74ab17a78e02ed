"""Everything the portal knows about one person, as plain values, for a page or for a file.

Whoever calls this has proved that the reader is the person, or answers for their data.
"""

import base64
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone

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

Row = dict[str, Any]  # by its Danish label: text, number, day, moment or None


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


def parts_of(person: Person) -> list[Part]:
    """All kinds, also those of which there is nothing: that is told too."""
    return [
        Part("person", "Person", "For at vise, hvem der sidder i et KKR.", [_person(person)]),
        Part(
            "kontakt",
            "Kontaktoplysninger",
            "For at kunne nå personen, hver for dem, der står ved den.",
            list(_contact(person)),
        ),
        Part("portraet", "Portræt", "Vises, så længe samtykket gælder.", list(_portrait(person))),
        Part("hverv", "Kommunale hverv", "De giver ret til en plads.", list(_offices(person))),
        Part("partier", "Partier", "Pladserne fordeles efter partier.", list(_parties(person))),
        Part("pladser", "Pladser og poster i KKR", "Offentlige hverv.", list(_seats(person))),
        Part(
            "stedfortraedere",
            "Stedfortrædere",
            "For at vide, hvem der møder for hvem.",
            list(_substitutions(person)),
        ),
        Part(
            "orlov", "Orlov", "For at vide, hvornår stedfortræderen møder.", list(_leaves(person))
        ),
        Part(
            "livsbegivenheder",
            "Livsbegivenheder",
            "Hvorfor pladser og poster blev ændret.",
            list(_events(person)),
        ),
        Part("forslag", "Forslag til rettelser", "Sendt af personen.", list(_suggestions(person))),
        Part("konto", "Konto", "For at kunne logge ind.", list(_account(person))),
        Part(
            "haendelseslog",
            "Hændelseslog",
            "Hvad sekretariatet og personen selv har gjort ved oplysningerne.",
            list(_audit_entries(person)),
        ),
        Part(
            "kontaktlister",
            "Kontaktlister, som kontoen har set",
            "For at kunne svare på, hvem der har set andres kontaktoplysninger.",
            list(_accesses(person)),
        ),
    ]


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


def _person(person: Person) -> Row:
    return {
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
        yield {
            "Navn": user.name,
            "E-mail": user.email,
            "Oprettet": user.date_joined,
            "Sidst logget ind": user.last_login,
        }


def _audit_entries(person: Person) -> Iterator[Row]:
    """Without the names of colleagues: it is the secretariat that answers for what they did."""
    entries = AuditEntry.objects.filter(thing=f"{Person._meta.label_lower}:{person.pk}")
    for entry in entries.select_related("council", "by"):
        is_own = entry.by is not None and entry.by.person_id == person.pk
        where = f"Sekretariatet, {entry.council}" if entry.council else "Driften"
        yield {
            "Tidspunkt": entry.at,
            "Hvad": entry.summary,
            "Af": "Personen selv" if is_own else where,
        }


def _accesses(person: Person) -> Iterator[Row]:
    for access in ContactListAccess.objects.filter(user__person=person).select_related("council"):
        yield {
            "Dag": access.on,
            "Hvordan": access.get_kind_display(),
            "KKR": access.council.name if access.council else "Alle",
            "Antal personer": access.count,
        }


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
