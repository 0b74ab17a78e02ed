"""From rows in the database to the plain values that `apportionment` computes with."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum

from councils.models import (
    Council,
    CouncilMembership,
    ElectoralList,
    MunicipalElection,
    Municipality,
    Term,
)
from councils.models.parties import local_key
from elections.apportionment import Case, Denominator, ListInput, Method, Status
from elections.apportionment.threshold import status_of
from elections.models import ListStanding, MunicipalStanding, VoteSource

OUTSIDE = "uden liste"


class RepresentationUnknown(Exception):
    """For `lists` above the threshold nobody has said whether a municipal council seats them."""

    def __init__(self, lists: list[ElectoralList]) -> None:
        super().__init__(", ".join(map(str, lists)))
        self.lists = lists


@dataclass(frozen=True, slots=True)
class Settings:
    """What is chosen for a computation because no published rule settles it."""

    method: Method = Method.ADAMS
    denominator: Denominator = Denominator.VALID
    outside_mayors_in_cap: bool = True


def case_for(council: Council, term: Term, source: VoteSource, settings: Settings) -> Case:
    """The case of a council in a term: the votes of `source`, and the mayors at its beginning.

    Local lists of a list co-operation count as the co-operation. Raises RepresentationUnknown.
    """
    standings = Standings(council, term)
    votes = standings.join(_votes_by_list(source))
    mayors = Counter(seat.key for seat in standings.mayors)
    inputs = {}
    for entry, count in votes.items():
        own_mayors = mayors.pop(entry.key, 0)
        inputs[entry] = ListInput(
            key=entry.key,
            votes=count,
            mayors=own_mayors,
            may_take_part=entry.kind != ElectoralList.Kind.LOCAL,
            # Not known counts as yes until it turns out to matter.
            is_represented=standings.is_represented(entry) is not False,
        )
    # Mayors are members even where nobody voted for a list of theirs in this file.
    common = set(term.election.lists.not_local().values_list("letter", flat=True))
    others = [
        ListInput(key=key, votes=0, mayors=count, may_take_part=key in common, is_represented=True)
        for key, count in mayors.items()
    ]
    case = Case(
        lists=(*inputs.values(), *others),
        municipalities=len(standings.municipalities),
        valid_votes=source.valid_votes or sum(votes.values()),
        cast_votes=source.cast_votes,
        method=settings.method,
        denominator=settings.denominator,
        outside_mayors_in_cap=settings.outside_mayors_in_cap,
    )
    unknown = [
        entry
        for entry, given in inputs.items()
        if standings.is_represented(entry) is None and status_of(given, case) is Status.TAKES_PART
    ]
    if unknown:
        raise RepresentationUnknown(unknown)
    return case


def settings_of(case: Case) -> Settings:
    """What was chosen for a case."""
    return Settings(case.method, case.denominator, case.outside_mayors_in_cap)


def names_for(council: Council, election: MunicipalElection, keys: Iterable[str]) -> dict[str, str]:
    """What the lists with these keys are called: with their municipality where they are local."""
    wanted = set(keys)
    lists = election.lists.select_related("municipality")
    names = {
        entry.key: f"{entry.name}, {entry.municipality}" if entry.municipality else entry.name
        for entry in lists
        if entry.key in wanted
    }
    for municipality in Municipality.objects.filter(council_periods__council=council):
        names.setdefault(local_key(municipality, OUTSIDE), f"Uden for listerne, {municipality}")
    return {key: names.get(key, key) for key in wanted}


@dataclass(frozen=True, slots=True)
class MayorSeat:
    """A municipality's mayor, and the list whose seat that is; `name` where the Blå Bog has one.

    `is_told` says that the secretariat named the list, and not the Blå Bog.
    """

    municipality: Municipality
    name: str
    key: str
    is_told: bool


class Standings:
    """What is known of a council's municipalities after an election: whose mayors they have, which
    lists have a seat, and which local lists count together. Read once, in six queries."""

    def __init__(self, council: Council, term: Term) -> None:
        election = term.election
        own = Municipality.objects.belonging_to(council, term.starts_on)
        told = MunicipalStanding.objects.filter(election=election, municipality__in=own)
        members = CouncilMembership.objects.filter(council=council, term=term, role="mayor")
        born = members.in_force(term.starts_on).with_party(term.starts_on)
        lists = election.lists.select_related("municipality", "cooperation_member")
        self.municipalities = list(own)
        self.lists = {entry.pk: entry for entry in lists}
        self.told = {row.municipality_id: row for row in told.prefetch_related("represented")}
        self._born = {row.municipality_id: row for row in born.select_related("person")}
        overall = ListStanding.objects.filter(council=council)
        self.overall = dict(overall.values_list("electoral_list", "is_represented"))

    @property
    def common_lists(self) -> list[ElectoralList]:
        """Parties and list co-operations."""
        return [entry for entry in self.lists.values() if entry.kind != ElectoralList.Kind.LOCAL]

    @cached_property
    def mayors(self) -> list[MayorSeat]:
        """The born members at the beginning of the term, with the key of the list each belongs to.

        Municipalities are left out whose mayor neither the Blå Bog nor the secretariat tells about.
        """
        return [seat for seat in map(self._mayor_of, self.municipalities) if seat]

    @cached_property
    def keys_with_mayor(self) -> set[str]:
        """Keys of the lists that have a mayor, and so a seat in a municipal council."""
        return {seat.key for seat in self.mayors}

    def is_represented(self, entry: ElectoralList) -> bool | None:
        """Whether the list has a seat in one of the municipal councils; None where nobody knows."""
        if entry.pk in self._seated or entry.key in self.keys_with_mayor:
            return True
        if self.overall.get(entry.pk) is not None:
            return self.overall[entry.pk]
        complete = [row for row in self.told.values() if row.is_complete]
        return False if complete and len(complete) == len(self.municipalities) else None

    def counted_as(self, entry: ElectoralList) -> ElectoralList:
        """The list itself, or the co-operation that it counts for."""
        member = getattr(self.lists[entry.pk], "cooperation_member", None)
        return self.lists[member.cooperation_id] if member else self.lists[entry.pk]

    def join(self, votes: dict[ElectoralList, int]) -> dict[ElectoralList, int]:
        """Votes with the local lists of a co-operation counted as the co-operation."""
        joined: Counter[ElectoralList] = Counter()
        for entry, count in votes.items():
            joined[self.counted_as(entry)] += count
        return dict(joined.most_common())

    @cached_property
    def _seated(self) -> set[int]:
        told = self.told.values()
        return {self.counted_as(entry).pk for row in told for entry in row.represented.all()}

    def key_of_mayor(self, municipality: Municipality, party: int | None) -> str:
        """What a mayor of a `party` (its id) counts for: the list that the secretariat named,
        otherwise the list of that party."""
        standing = self.told.get(municipality.pk)
        if standing is None or not standing.mayor:
            return self._key_of_party(municipality, party)
        entry = self.lists.get(standing.mayor_list_id)
        return self.counted_as(entry).key if entry else local_key(municipality, OUTSIDE)

    def _mayor_of(self, municipality: Municipality) -> MayorSeat | None:
        standing, member = self.told.get(municipality.pk), self._born.get(municipality.pk)
        is_told = bool(standing and standing.mayor)
        if member is None and not is_told:
            return None
        name, party = (str(member.person), member.party) if member else ("", None)
        return MayorSeat(municipality, name, self.key_of_mayor(municipality, party), is_told)

    def _key_of_party(self, municipality: Municipality, party: int | None) -> str:
        """By the list and not by its letter, which a party and a local list may share."""
        entries = self.lists.values()
        entry = next((e for e in entries if party and e.party_id == party), None)
        if entry is None:
            return local_key(municipality, OUTSIDE)
        if entry.municipality_id in (None, municipality.pk):
            return self.counted_as(entry).key
        # The group's own list stood in another municipality, so here its letter must do.
        for own in entries:
            if entry.letter and own.letter == entry.letter and own.municipality == municipality:
                return self.counted_as(own).key
        return local_key(municipality, entry.letter or OUTSIDE)


def _votes_by_list(source: VoteSource) -> dict[ElectoralList, int]:
    """Each list's votes in all municipalities together, the largest first."""
    totals = dict(source.counts.values_list("electoral_list").annotate(Sum("votes")))
    lists = ElectoralList.objects.in_bulk(totals)
    # Equal votes always in the same order: whether figures have changed is asked of the whole case.
    rows = sorted(totals.items(), key=lambda row: (-row[1], row[0]))
    return {lists[pk]: votes for pk, votes in rows}
