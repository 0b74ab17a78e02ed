"""The demonstration's councils and people; see demo_data/README.md for where they come from."""

import csv
import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import models

from councils import danish
from councils.models import (
    ContactDetails,
    Council,
    CouncilMembership,
    CouncilMunicipality,
    ElectoralList,
    Leadership,
    MunicipalElection,
    Municipality,
    Office,
    Party,
    PartyMembership,
    Person,
    SecretariatMember,
    Substitution,
    Term,
    User,
)

DATA = Path(__file__).parent / "demo_data"
PASSWORD = "kkr-demo-2022"  # noqa: S105 -- published: the demonstration's log-ins are for everybody
REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")
REFORM = datetime.date(2007, 1, 1)  # today's municipalities and regions
ELECTION_DAYS = {
    "2010-2014": datetime.date(2009, 11, 17),
    "2014-2018": datetime.date(2013, 11, 19),
    "2018-2022": datetime.date(2017, 11, 21),
    "2022-2026": datetime.date(2021, 11, 16),
    "2026-2030": datetime.date(2025, 11, 18),
}
CURRENT_TERM = "2022-2026"
# The constituent meeting of Midtjylland; where no date is known the latest that is allowed.
CONSTITUTED_ON = {("Midtjylland", CURRENT_TERM): datetime.date(2022, 1, 19)}


class Loader:
    """Makes rows that are not there yet and counts them; what is there stays as it is."""

    def __init__(self) -> None:
        self.created: Counter[str] = Counter()

    def ensure(self, model: type[models.Model], defaults: dict | None = None, **key: Any) -> Any:
        row, is_new = model._default_manager.get_or_create(**key, defaults=defaults or {})
        self.created[str(model._meta.verbose_name_plural)] += is_new
        return row


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the demonstration."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load(loader: Loader) -> None:
    """Councils, terms, parties, the people of Midtjylland, known chairs, staff and accounts."""
    _load_councils(loader)
    _load_terms_and_parties(loader)
    term = Term.objects.get(name=CURRENT_TERM)
    council = Council.objects.get(slug="midtjylland")
    _load_mayors(loader, council, term)
    _load_example_members(loader, council, term)
    _load_leaderships(loader)
    _load_secretariats(loader)
    _load_accounts(loader)


def _load_councils(loader: Loader) -> None:
    for position, region in enumerate(REGIONS):
        loader.ensure(
            Council,
            {
                "region": region,
                "slug": danish.slug(region),
                "position": position,
                "starts_on": REFORM,
            },
            name=f"KKR {region}",
        )
    councils = {council.region: council for council in Council.objects.all()}
    for row in rows(DATA / "municipalities.csv"):
        municipality = loader.ensure(Municipality, {"name": row["name"]}, code=row["code"])
        loader.ensure(
            CouncilMunicipality,
            {"starts_on": REFORM},
            council=councils[row["region"]],
            municipality=municipality,
        )


def _load_terms_and_parties(loader: Loader) -> None:
    parties = {
        row["letter"]: loader.ensure(Party, {"short_name": row["short_name"]}, name=row["name"])
        for row in rows(DATA / "parties.csv")
    }
    for name, day in ELECTION_DAYS.items():
        election = loader.ensure(MunicipalElection, held_on=day)
        year = day.year + 1
        days = (datetime.date(year, 1, 1), datetime.date(year + 3, 12, 31))
        loader.ensure(
            Term, {"election": election, "starts_on": days[0], "ends_on": days[1]}, name=name
        )
        # Letters are known for 2021; of the other elections only what the known chairs need.
        for letter in parties if name == CURRENT_TERM else ("A", "V"):
            loader.ensure(
                ElectoralList,
                {"party": parties[letter], "name": parties[letter].name},
                election=election,
                letter=letter,
                kind=ElectoralList.Kind.PARTY,
            )
    loader.ensure(
        ElectoralList,
        {"name": "Lokallisterne i Danmark"},
        election=Term.objects.get(name=CURRENT_TERM).election,
        letter="LLD",
        kind=ElectoralList.Kind.COOPERATION,
    )


def _load_mayors(loader: Loader, council: Council, term: Term) -> None:
    for row in rows(DATA / "mayors_2022_midtjylland.csv"):
        person = _person(loader, row["mayor"], row["party_letter"], term)
        municipality = Municipality.objects.get(code=row["municipality_code"])
        _membership(loader, council, term, person, municipality)


def _load_example_members(loader: Loader, council: Council, term: Term) -> None:
    for row in rows(DATA / "example_members_midtjylland.csv"):
        person = _person(loader, row["name"], row["party_letter"], term, is_example=True)
        municipality = Municipality.objects.get(name=row["municipality"])
        office = "deputy_mayor" if row["role"] == "deputy_mayor" else "councillor"
        days = {"starts_on": term.starts_on, "ends_on": term.ends_on}
        loader.ensure(Office, days, person=person, municipality=municipality, role=office)
        if row["role"] == "supplementary":
            elected_by = term.election.lists.get(letter=row["party_letter"], kind="party")
            loader.ensure(
                CouncilMembership,
                {
                    "municipality": municipality,
                    "role": "supplementary",
                    "elected_by": elected_by,
                    "left_because": "term_ended",
                    **days,
                },
                council=council,
                term=term,
                person=person,
            )
        else:
            member = CouncilMembership.objects.get(
                council=council, term=term, person__name=row["substitutes_for"]
            )
            loader.ensure(Substitution, days, membership=member, person=person)


def _load_leaderships(loader: Loader) -> None:
    for row in rows(DATA / "council_leadership.csv"):
        council = Council.objects.get(region=row["council"])
        term = Term.objects.get(name=row["term"])
        person = _person(loader, row["name"], row["party_letter"], term)
        municipality = Municipality.objects.get(name=row["municipality"])
        latest = datetime.date(term.starts_on.year, 1, 31)
        loader.ensure(
            Leadership,
            {
                "starts_on": CONSTITUTED_ON.get((council.region, term.name), latest),
                "ends_on": term.ends_on,
                "source": " ".join(filter(None, (row["source"], row["note"]))),
            },
            council=council,
            membership=_membership(loader, council, term, person, municipality),
            role=row["role"],
        )


def _load_secretariats(loader: Loader) -> None:
    for row in rows(DATA / "secretariats.csv"):
        loader.ensure(
            SecretariatMember,
            {name: row[name] for name in ("title", "phone", "email", "initials")}
            | {"starts_on": datetime.date(2022, 1, 1)},
            council=Council.objects.get(region=row["council"]),
            name=row["name"],
        )


def _load_accounts(loader: Loader) -> None:
    for council in Council.objects.all():
        user = _account(loader, f"sekretariat.{council.slug}", f"Sekretariatet, {council.name}")
        loader.ensure(
            SecretariatMember,
            {"name": user.name, "is_listed": False, "starts_on": REFORM},
            council=council,
            user=user,
        )
    examples = Person.objects.filter(is_example=True)
    member = examples.filter(memberships__isnull=False).order_by("sort_key").first()
    substitute = examples.filter(substitutions__membership__person=member).first()
    _account(loader, "medlem", "Et medlem af KKR Midtjylland", member)
    _account(loader, "stedfortraeder", "En stedfortræder i KKR Midtjylland", substitute)


def _account(loader: Loader, role: str, name: str, person: Person | None = None) -> User:
    user = loader.ensure(User, {"name": name, "person": person}, email=f"{role}@kkr.example")
    if not user.has_usable_password() or not user.password:
        user.set_password(PASSWORD)
        user.save()
    return user


def _person(
    loader: Loader, name: str, letter: str, term: Term, *, is_example: bool = False
) -> Person:
    person = loader.ensure(Person, {"is_example": is_example}, name=name)
    party = term.election.lists.get(letter=letter, kind="party").party
    if not person.party_memberships.in_force(term.starts_on).exists():
        loader.ensure(
            PartyMembership,
            {"ends_on": term.ends_on},
            person=person,
            party=party,
            starts_on=term.starts_on,
        )
    if is_example:
        email = f"{danish.slug(name).replace('-', '.')}@kkr.example"
        loader.ensure(ContactDetails, {"email": email, "phone": "00 00 00 00"}, person=person)
    return person


def _membership(
    loader: Loader, council: Council, term: Term, person: Person, municipality: Municipality
) -> CouncilMembership:
    """A mayor's seat in the council, with the office it follows from."""
    days = {"starts_on": term.starts_on, "ends_on": term.ends_on}
    loader.ensure(
        Office,
        {"ends_on": term.ends_on},
        person=person,
        municipality=municipality,
        role="mayor",
        starts_on=term.starts_on,
    )
    return loader.ensure(
        CouncilMembership,
        {"municipality": municipality, "role": "mayor", "left_because": "term_ended", **days},
        council=council,
        term=term,
        person=person,
    )
