"""A term of a council that never was, to be asked day by day.

`CHRONICLE` says who stands in the Blå Bog, and how, from which day on; `the_term` does what brings
it about, by the portal's own actions.
"""

import datetime
import re
from collections.abc import Iterator

from councils import actions, lives
from councils.lives import Event, Kind
from councils.models import ContactDetails, CouncilMembership, Person
from tests import factories as new
from tests.factories import TERM_END
from tests.meetings.conftest import NOON

day, ONE_DAY = datetime.date.fromisoformat, datetime.timedelta(days=1)
# Party and gender; Lind has not said. All of them are called »Eksempel …«.
PEOPLE = {
    "Ahorn": "A man", "Birk": "A woman", "Ceder": "B woman", "Dild": "B man", "Eg": "A man",
    "Fyr": "A woman", "Gran": "B woman", "Hassel": "B man", "Iris": "A woman",
    "Jasmin": "A woman", "Kirsebær": "A man", "Lind": "B ",
}  # fmt: skip
OFFICES = {"Ahorn": "mayor", "Ceder": "mayor", "Birk": "deputy_mayor", "Dild": "deputy_mayor"}
PARTIES = {"A": "Ahornpartiet", "B": "Birkepartiet"}
MEMBER, MAYOR = "Supplerende medlem", "Borgmester"
# From which day on who stands there how: letter, municipality, role with posts, substitute, leave.
# Nothing after the name: not any more.
CHRONICLE = """
2022-01-01 Ahorn: A, Byby, Borgmester Formand, Birk (A)
2022-01-01 Birk: A, Byby, Stedfortræder for Ahorn
2022-01-01 Ceder: B, Prøvested, Borgmester Næstformand, Dild (B)
2022-01-01 Dild: B, Prøvested, Stedfortræder for Ceder
2022-01-01 Eg: A, Prøvested, Supplerende medlem, Fyr (A)
2022-01-01 Fyr: A, Prøvested, Stedfortræder for Eg
2022-01-01 Gran: B, Byby, Supplerende medlem, Hassel (B)
2022-01-01 Hassel: B, Byby, Stedfortræder for Gran
2022-06-01 Ahorn:
2022-06-01 Birk: A, Byby, Borgmester, Ikke registreret
2022-06-15 Birk: A, Byby, Borgmester, Iris (A)
2022-06-15 Iris: A, Byby, Stedfortræder for Birk
2022-06-20 Birk: A, Byby, Borgmester Næstformand, Iris (A)
2022-06-20 Ceder: B, Prøvested, Borgmester Formand, Dild (B)
2022-11-01 Eg, Fyr:
2022-11-21 Jasmin: A, Byby, Supplerende medlem, Kirsebær (A)
2022-11-21 Kirsebær: A, Byby, Stedfortræder for Jasmin
2023-02-01 Gran: B, Byby, Supplerende medlem, Hassel (B), orlov til 30. juni 2023
2023-07-01 Gran: B, Byby, Supplerende medlem, Hassel (B)
2023-10-01 Gran: B, Byby, Supplerende medlem, Ikke registreret
2023-10-01 Hassel:
2023-10-16 Gran: B, Byby, Supplerende medlem, Lind (B)
2023-10-16 Lind: B, Byby, Stedfortræder for Gran
2024-03-11 Ceder, Dild:
2024-04-02 Dild: B, Prøvested, Borgmester, Ikke registreret
2024-09-01 Dild: A, Prøvested, Borgmester, Ikke registreret
2026-01-01 Birk, Dild, Gran, Iris, Jasmin, Kirsebær, Lind:
"""
CHANGES = {day(since) for since in re.findall(r"^[\d-]+", CHRONICLE, re.MULTILINE)}
# The first and the last day of each state, and some between.
DAYS = sorted({*CHANGES, *(at - ONE_DAY for at in CHANGES), day("2022-08-15"), day("2023-04-01")})


def expected(at: datetime.date, also: str = "") -> dict[str, tuple]:
    """Each line that stands on the day, by the name."""
    lines = {}
    for row in sorted((CHRONICLE + also).split("\n")):
        since, _, facts = row.partition(" ")
        names, _, line = facts.partition(":")
        if row and day(since) <= at:
            parts = (*line.strip().split(", "), "", "")[:5]
            lines |= dict.fromkeys(names.split(", "), parts if line else None)
    return {name: line for name, line in lines.items() if line}


class Play:
    """A council on the day it is constituted, and what is done to it."""

    def __init__(self) -> None:
        self.council, self.term = new.CouncilFactory(name="KKR Midtjylland"), new.TermFactory()
        self._neighbour("2018-2022", "2017-11-21", "2018-01-01", "2021-12-31")
        self._neighbour("2026-2030", "2025-11-18", "2026-01-01", "2029-12-31")
        self.by = new.SecretariatMemberFactory(council=self.council).user
        self.towns = {
            name: new.CouncilMunicipalityFactory(
                council=self.council, municipality__name=name
            ).municipality
            for name in ("Byby", "Prøvested")
        }
        self.lists = {
            letter: new.ElectoralListFactory(letter=letter, party__name=name)
            for letter, name in PARTIES.items()
        }
        self.people = {name: self._person(name, *PEOPLE[name].split(" ")) for name in PEOPLE}
        for name, line in expected(day("2022-01-01")).items():
            self._place(name, *line)
        self.lead("Ahorn", "Ceder", "2022-01-01")

    def _neighbour(self, name: str, held_on: str, starts_on: str, ends_on: str) -> None:
        """The terms before and after: one asks about the days on which they meet."""
        election = new.ElectionFactory(held_on=day(held_on))
        days = {"starts_on": day(starts_on), "ends_on": day(ends_on)}
        new.TermFactory(name=name, election=election, **days)

    def _person(self, name: str, letter: str, gender: str) -> Person:
        person = new.PersonFactory(name=f"Eksempel {name}", gender=gender)
        party = self.lists[letter].party
        new.PartyMembershipFactory(person=person, party=party, ends_on=TERM_END)
        ContactDetails.objects.create(person=person, email=f"{person.pk}@kkr.example")
        return person

    def _place(self, name: str, letter: str, town: str, role: str, other: str, _: str) -> None:
        here = {"municipality": self.towns[town], "person": self.people[name], "ends_on": TERM_END}
        new.OfficeFactory(**here, role=OFFICES.get(name, "councillor"))
        if not other:
            return
        seat = {"role": "mayor"}
        if role == MEMBER:
            seat = {"role": "supplementary", "elected_by": self.lists[letter]}
        membership = new.MembershipFactory(
            council=self.council, term=self.term, left_because="term_ended", **here, **seat
        )
        person = self.people[other.partition(" ")[0]]
        new.SubstitutionFactory(membership=membership, person=person, ends_on=TERM_END)

    def happen(self, kind: Kind, name: str, on: str, **facts) -> None:
        event = Event(kind, self.people[name], day(on), **facts)
        seen = lives.plan(event).fingerprint
        actions.record_life_event(event, by=self.by, at=NOON, seen=seen)

    def seat(self, name: str) -> CouncilMembership:
        return CouncilMembership.objects.get(person=self.people[name])

    def lead(self, chair: str, vice_chair: str, on: str) -> None:
        two = {"chair": self.seat(chair), "vice_chair": self.seat(vice_chair)}
        days = {"starts_on": day(on), "source": "Mødet"}
        actions.seat_leadership(self.council, by=self.by, **two, **days)

    def serve(self, name: str, on: str, role: str = "councillor") -> dict:
        days = {"by": self.by, "starts_on": day(on), "ends_on": TERM_END}
        place = {"council": self.council, "municipality": self.towns["Byby"]}
        actions.add_office(self.people[name], **place, **days, role=role)
        return days

    def substitute(self, name: str, member: str, on: str, role: str = "councillor") -> None:
        days = self.serve(name, on, role)
        actions.name_substitute(self.seat(member), self.people[name], **days)

    def elect(self, name: str, substitute: str, on: str) -> None:
        self.serve(substitute, on)
        seat = {"role": "supplementary", "municipality": self.towns["Byby"], "term": self.term}
        actions.seat_member(
            self.council, self.people[name], **seat, **self.serve(name, on),
            elected_by=self.lists["A"], substitute=self.people[substitute],
        )  # fmt: skip


def the_term(play: Play) -> Iterator[str]:
    """What happens; before each event, the first day on which it will show."""
    people, towns = play.people, play.towns
    party = {letter: one.party for letter, one in play.lists.items()}
    yield "2022-06-01"
    play.happen(Kind.STOPPED_AS_MAYOR, "Ahorn", "2022-05-31", successor=people["Birk"])
    yield "2022-06-15"
    play.substitute("Iris", "Birk", "2022-06-15", "deputy_mayor")
    yield "2022-06-20"
    play.lead("Ceder", "Birk", "2022-06-20")
    yield "2022-11-01"
    play.happen(Kind.LEFT_PARTY, "Eg", "2022-10-31", party=party["B"])
    yield "2022-11-21"
    play.elect("Jasmin", "Kirsebær", "2022-11-21")
    yield "2023-02-01"
    play.happen(Kind.LEAVE, "Gran", "2023-02-01", until=day("2023-06-30"))
    yield "2023-10-01"
    play.happen(Kind.LEFT_MUNICIPAL_COUNCIL, "Hassel", "2023-09-30")
    yield "2023-10-16"
    play.substitute("Lind", "Gran", "2023-10-16")
    yield "2024-03-11"
    play.happen(Kind.DIED, "Ceder", "2024-03-10")
    yield "2024-04-02"
    play.happen(Kind.BECAME_MAYOR, "Dild", "2024-04-02", municipality=towns["Prøvested"])
    yield "2024-09-01"
    play.happen(Kind.LEFT_PARTY, "Dild", "2024-08-31", party=party["A"])
    yield "9999-12-31"
