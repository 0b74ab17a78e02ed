"""Votes, standings, compositions and KL's table, each with the least it needs."""

import datetime
import hashlib
import html
import re

import factory
from factory.django import DjangoModelFactory

from councils.models import Council, CouncilMembership, ElectoralList, Municipality
from elections import cases, models
from elections.apportionment import Case, ListInput
from elections.votes_csv import COLUMNS
from tests.factories import (
    CouncilFactory,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartyMembershipFactory,
    TermFactory,
    UserFactory,
)

NOON = datetime.datetime(2022, 1, 12, 11, 0, tzinfo=datetime.UTC)


class VoteSourceFactory(DjangoModelFactory):
    class Meta:
        model = models.VoteSource

    council = factory.SubFactory(CouncilFactory)
    election = factory.LazyFunction(lambda: TermFactory().election)
    file_name = "stemmetal.csv"
    content = b"stemmer"
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())
    provenance = "Tal til en test."
    imported_at = NOON
    imported_by = factory.SubFactory(UserFactory)


class VoteCountFactory(DjangoModelFactory):
    class Meta:
        model = models.VoteCount

    source = factory.SubFactory(VoteSourceFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    electoral_list = factory.SubFactory(ElectoralListFactory)
    votes = 100


class ListStandingFactory(DjangoModelFactory):
    class Meta:
        model = models.ListStanding

    council = factory.SubFactory(CouncilFactory)
    electoral_list = factory.SubFactory(ElectoralListFactory)
    is_represented = True


class OfficialSeatsFactory(DjangoModelFactory):
    class Meta:
        model = models.OfficialSeats

    council = factory.SubFactory(CouncilFactory)
    term = factory.SubFactory(TermFactory)
    letter = "A"
    total = factory.LazyAttribute(lambda o: o.mayors + o.supplementary)
    mayors = 0
    supplementary = 1
    source = "KL’s brev"


class CompositionFactory(DjangoModelFactory):
    """Two lists that share two seats, computed by Adams."""

    class Meta:
        model = models.Composition

    source = factory.SubFactory(VoteSourceFactory)
    council = factory.LazyAttribute(lambda o: o.source.council)
    term = factory.SubFactory(TermFactory)
    method = "adams"
    inputs = factory.LazyFunction(
        lambda: cases.to_json(
            Case((ListInput("A", 60, 0, True, True), ListInput("B", 40, 0, True, True)), 3, 100)
        )
    )
    seats = factory.LazyFunction(lambda: {"A": [1, 0, 1], "B": [1, 0, 1]})
    program_version = "1.0.0"
    computed_at = NOON
    computed_by = factory.SubFactory(UserFactory)


def municipalities_of(council: Council, number: int) -> list[Municipality]:
    """So many new municipalities that belong to the council."""
    return [CouncilMunicipalityFactory(council=council).municipality for _ in range(number)]


def mayor_of(
    municipality: Municipality, council: Council, letter: str | None, **membership: object
) -> CouncilMembership:
    """The municipality's mayor as a born member; `letter` is the list of the mayor's party."""
    mayor = MembershipFactory(council=council, municipality=municipality, **membership)
    if letter:
        PartyMembershipFactory(person=mayor.person, party=ElectoralListFactory(letter=letter).party)
    return mayor


def source_with(
    council: Council,
    votes: dict[str, int],
    *,
    municipality: Municipality | None = None,
    represented: str | None = None,
    **fields: object,
) -> models.VoteSource:
    """A file that gave `votes` per letter in one municipality; all lists are represented, or those
    whose letters are in `represented`."""
    municipality = municipality or municipalities_of(council, 1)[0]
    source = VoteSourceFactory(council=council, **fields)
    for letter, number in votes.items():
        entry = ElectoralListFactory(letter=letter)
        VoteCountFactory(
            source=source, municipality=municipality, electoral_list=entry, votes=number
        )
        if represented is None or letter in represented:
            ListStandingFactory(council=council, electoral_list=entry)
    return source


def a_local_list(municipality: Municipality, letter: str, **fields: object) -> ElectoralList:
    """Made anew even where a party has the letter, unlike by ElectoralListFactory."""
    return ElectoralList.objects.create(
        election=TermFactory().election,
        kind="local",
        municipality=municipality,
        letter=letter,
        **{"name": f"Lokalliste {letter}"} | fields,
    )


def csv_file(*lines: str) -> bytes:
    """A file of votes: the right header and these lines."""
    return ("\n".join([",".join(COLUMNS), *lines]) + "\n").encode()


def a_tied_council(council: Council) -> None:
    """Four municipalities, so at most eight members: after the three mayors of D and a seat each,
    A, B and C have the same claim to the two seats left."""
    municipalities = municipalities_of(council, 4)
    votes = {"A": 1_000, "B": 1_000, "C": 1_000, "D": 100}
    source_with(council, votes, municipality=municipalities[0])
    for municipality in municipalities[1:]:
        mayor_of(municipality, council, "D")


def rows_of(response) -> list[str]:
    """Each table row as a reader sees it: the cells' text, with a bar between them."""
    rows = re.findall(r"<tr.*?</tr>", response.content.decode(), flags=re.DOTALL)
    cells = (re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL) for row in rows)
    return [" | ".join(_text(cell) for cell in row) for row in cells]


def text_of(response) -> str:
    """All words of a page, without the markup."""
    return _text(response.content.decode())


def _text(markup: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", markup)).split())
