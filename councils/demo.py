"""The demonstration's councils and people; see demo_data/README.md for where they come from."""

import datetime
from pathlib import Path

from councils import danish, reference
from councils.models import (
    ContactDetails,
    Council,
    CouncilMembership,
    Leadership,
    Municipality,
    Office,
    PartyMembership,
    Person,
    SecretariatMember,
    Substitution,
    Term,
    User,
)
from councils.reference import REFORM, Loader, rows

DATA = Path(__file__).parent / "demo_data"
PASSWORD = "kkr-demo-2022"  # noqa: S105 -- published: the demonstration's log-ins are for everybody
CURRENT_TERM = "2022-2026"
# The constituent meeting of Midtjylland; where no date is known the latest that is allowed.
CONSTITUTED_ON = {("Midtjylland", CURRENT_TERM): datetime.date(2022, 1, 19)}


def load(loader: Loader) -> None:
    """Councils, terms, parties, the people of Midtjylland, known chairs, staff and accounts."""
    reference.load(loader)
    term = Term.objects.get(name=CURRENT_TERM)
    council = Council.objects.get(slug="midtjylland")
    _load_mayors(loader, council, term)
    _load_example_members(loader, council, term)
    _load_leaderships(loader)
    _load_secretariats(loader)
    _load_accounts(loader)


def _load_mayors(loader: Loader, council: Council, term: Term) -> None:
    for row in rows(DATA / "mayors_2022_midtjylland.csv"):
        person = _person(loader, row["mayor"], row["party_letter"], term)
        municipality = Municipality.objects.get(code=row["municipality_code"])
        _membership(loader, council, term, person, municipality)


def _load_example_members(loader: Loader, council: Council, term: Term) -> None:
    for row in rows(DATA / "example_members_midtjylland.csv"):
        person = _person(
            loader, row["name"], row["party_letter"], term, is_example=True, gender=row["gender"]
        )
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
                "is_approximate": (council.region, term.name) not in CONSTITUTED_ON,
                "source": ". ".join(filter(None, (row["source"], row["note"]))),
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
    # A role, not the person's own account: whoever tries the demonstration reads as the chair.
    posts = Leadership.objects.filter(role="chair", membership__term__name=CURRENT_TERM)
    chair = posts.get(council__slug="midtjylland").membership.person
    _account(loader, "formand", "Formandens rolle, KKR Midtjylland", chair)


def _account(loader: Loader, role: str, name: str, person: Person | None = None) -> User:
    user = loader.ensure(User, {"name": name, "person": person}, email=f"{role}@kkr.example")
    if not user.has_usable_password() or not user.password:
        user.set_password(PASSWORD)
        user.save()
    return user


def _person(
    loader: Loader,
    name: str,
    letter: str,
    term: Term,
    *,
    is_example: bool = False,
    gender: str = "",
) -> Person:
    person = loader.ensure(Person, {"is_example": is_example, "gender": gender}, name=name)
    party = term.election.lists.get(letter=letter, kind="party").party
    if not person.party_memberships.in_force(term.starts_on).exists():
        loader.ensure(
            PartyMembership,
            # Mayors and parties are known for the term; when they began nobody told us.
            {"ends_on": term.ends_on, "is_approximate": not is_example},
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
        {"ends_on": term.ends_on, "is_approximate": True},
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
