"""Votes, standings, compositions and KL's table, each with the least it needs."""

import datetime
import hashlib
import html
import re

import factory
from factory.django import DjangoModelFactory

from councils.models import Council, CouncilMembership, ElectoralList, Municipality
from elections import exchange, models, stored_cases
from elections.apportionment import Case, ListInput, LotsRequired, compose
from elections.votefiles import COLUMNS
from kkr_portal.version import VERSION
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


class MunicipalStandingFactory(DjangoModelFactory):
    """Nothing is told of the municipality, apart from the lists with a seat in `represented`."""

    class Meta:
        model = models.MunicipalStanding
        skip_postgeneration_save = True

    election = factory.LazyFunction(lambda: TermFactory().election)
    municipality = factory.SubFactory(MunicipalityFactory)
    changed_at = NOON
    changed_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def represented(self, create, lists, **kwargs):
        self.represented.set(lists or [])


class CooperationMemberFactory(DjangoModelFactory):
    class Meta:
        model = models.CooperationMember

    notified_on = datetime.date(2021, 10, 1)


class KLTableFactory(DjangoModelFactory):
    class Meta:
        model = models.KLTable

    council = factory.SubFactory(CouncilFactory)
    term = factory.SubFactory(TermFactory)
    number = factory.LazyAttribute(
        lambda o: 1 + models.KLTable.objects.of(o.council, o.term).count()
    )
    source = "KL’s brev"
    entered_at = NOON
    entered_by = factory.SubFactory(UserFactory)


class OfficialSeatsFactory(DjangoModelFactory):
    """A column in the newest table of `council`, or in a first one."""

    class Meta:
        model = models.OfficialSeats

    class Params:
        council = factory.LazyFunction(CouncilFactory)
        term = factory.LazyFunction(TermFactory)

    table = factory.LazyAttribute(
        lambda o: (
            models.KLTable.objects.current(o.council, o.term)
            or KLTableFactory(council=o.council, term=o.term)
        )
    )
    letter = "A"
    total = factory.LazyAttribute(lambda o: o.mayors + o.supplementary)
    mayors = 0
    supplementary = 1


class AcceptanceFactory(DjangoModelFactory):
    """Says that KL's table holds."""

    class Meta:
        model = models.Acceptance

    council = factory.SubFactory(CouncilFactory)
    term = factory.SubFactory(TermFactory)
    goes_by = "kl_table"
    kl_table = factory.SubFactory(KLTableFactory, council=factory.SelfAttribute("..council"))
    accepted_by = "Formandskabet"
    accepted_at = NOON
    differs = False
    recorded_at = NOON
    recorded_by = factory.SubFactory(UserFactory)


# Two lists that share two seats.
TWO_LISTS = Case((ListInput("A", 60, 0, True, True), ListInput("B", 40, 0, True, True)), 3, 100)


# As in `a_tied_council`: A, B and C have the same claim to two seats.
TIED = Case(
    (
        *(ListInput(letter, 1_000, 0, True, True) for letter in "ABC"),
        ListInput("D", 100, 3, True, True),
    ),
    4,
    3_100,
)


def _seats_of(case: Case) -> dict[str, list[int]]:
    outcome = compose(case)
    if isinstance(outcome, LotsRequired):
        return {}
    return {row.key: [row.seats, row.mayors, row.supplementary] for row in outcome.lists}


class CompositionFactory(DjangoModelFactory):
    """Of two lists that share two seats, computed by Adams, unless there is another `case`; one
    that is tied gives no seats."""

    class Meta:
        model = models.Composition

    class Params:
        case = TWO_LISTS

    source = factory.SubFactory(VoteSourceFactory)
    council = factory.LazyAttribute(lambda o: o.source.council)
    term = factory.SubFactory(TermFactory)
    number = factory.LazyAttribute(
        lambda o: 1 + models.Composition.objects.of(o.council, o.term).count()
    )
    method = factory.LazyAttribute(lambda o: o.case.method.value)
    inputs = factory.LazyAttribute(lambda o: stored_cases.to_json(o.case))
    names = factory.LazyAttribute(lambda o: {e.key: f"Liste {e.key}" for e in o.case.lists})
    seats = factory.LazyAttribute(lambda o: _seats_of(o.case))
    result = factory.LazyAttribute(
        lambda o: exchange.canonical(exchange.composition_to_json(compose(o.case), o.case))
    )
    program_version = VERSION
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
        kind="local",
        municipality=municipality,
        letter=letter,
        **{"name": f"Lokalliste {letter}", "election": TermFactory().election} | fields,
    )


def kl_table_of(council: Council, **columns: tuple[int, int, int]) -> models.KLTable:
    """KL's newest table: all members, mayors and supplementary ones by letter."""
    table = KLTableFactory(council=council)
    for letter, (total, mayors, supplementary) in columns.items():
        OfficialSeatsFactory(
            table=table, letter=letter, total=total, mayors=mayors, supplementary=supplementary
        )
    return table


def a_cooperation(letter: str, *members: ElectoralList, **fields: object) -> ElectoralList:
    """A list co-operation in which these local lists count together."""
    cooperation = ElectoralListFactory(
        letter=letter, kind="cooperation", party=None, **{"name": f"Samarbejde {letter}"} | fields
    )
    for local in members:
        CooperationMemberFactory(cooperation=cooperation, local_list=local)
    return cooperation


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
