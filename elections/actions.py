"""What a secretary does to votes and compositions; one transaction and one audit entry each."""

import hashlib
from collections.abc import Iterable, Mapping

from django.db import transaction

from councils import audit
from councils.models import Council, ElectoralList, MunicipalElection, Municipality, Term, User
from elections import cases, votes_csv
from elections.apportionment import LotsRequired, Method, compose
from elections.models import Composition, ListStanding, VoteCount, VoteSource
from kkr_portal import clock
from kkr_portal.version import VERSION


class VotesMissing(Exception):
    """No votes have been imported for the council in the term."""


@transaction.atomic
def import_votes(
    council: Council,
    election: MunicipalElection,
    *,
    by: User,
    file_name: str,
    data: bytes,
    is_official: bool,
    provenance: str,
) -> VoteSource:
    """Stores a file of votes and its rows; raises votes_csv.VotesRefused and stores nothing."""
    municipalities = Municipality.objects.belonging_to(council, election.term.starts_on)
    parties = election.lists.not_local()
    rows = votes_csv.parse(
        data,
        municipalities=dict(municipalities.values_list("code", "name")),
        letters=set(parties.values_list("letter", flat=True)),
    )
    source = VoteSource.objects.create(
        council=council,
        election=election,
        file_name=file_name[:200],
        content=data,
        sha256=hashlib.sha256(data).hexdigest(),
        is_official=is_official,
        provenance=provenance,
        imported_at=clock.now(),
        imported_by=by,
    )
    _store_counts(source, rows)
    audit.record(
        "import_votes",
        source,
        f"Indlæste {len(rows)} stemmetal fra {source.file_name}",
        by=by,
        council=council,
    )
    return source


@transaction.atomic
def compute_composition(council: Council, term: Term, *, by: User, method: Method) -> Composition:
    """Computes and stores the composition from the latest votes.

    At a tie it is stored without seats; the page then says which lists must draw lots. Raises
    VotesMissing and cases.RepresentationUnknown.
    """
    source = VoteSource.objects.latest_for(council, term)
    if source is None:
        raise VotesMissing
    case = cases.case_for(council, term, source, method=method)
    outcome = compose(case)
    seats = {}
    if not isinstance(outcome, LotsRequired):
        seats = {row.key: [row.seats, row.mayors, row.supplementary] for row in outcome.lists}
    composition = Composition.objects.create(
        council=council,
        term=term,
        source=source,
        method=method.value,
        inputs=cases.to_json(case),
        seats=seats,
        program_version=VERSION,
        computed_at=clock.now(),
        computed_by=by,
    )
    audit.record(
        "compute_composition",
        composition,
        f"Beregnede sammensætningen {term} med metoden {composition.get_method_display()}",
        by=by,
        council=council,
    )
    return composition


@transaction.atomic
def change_list_standings(
    council: Council, *, by: User, standings: Mapping[ElectoralList, bool | None], source: str = ""
) -> None:
    """Records which lists have a seat in at least one municipal council, None for not known.

    What was known already keeps its source.
    """
    known = dict(council.list_standings.values_list("electoral_list", "is_represented"))
    for entry, is_represented in standings.items():
        if known.get(entry.pk) is is_represented:
            continue
        ListStanding.objects.update_or_create(
            council=council,
            electoral_list=entry,
            defaults={"is_represented": is_represented, "source": source},
        )
    audit.record(
        "change_list_standings",
        council,
        "Rettede, hvilke lister der er repræsenteret i en kommunalbestyrelse",
        by=by,
        council=council,
    )


def _store_counts(source: VoteSource, rows: Iterable[votes_csv.VoteRow]) -> None:
    municipalities = {m.code: m for m in Municipality.objects.all()}
    parties = {entry.letter: entry for entry in source.election.lists.not_local()}
    VoteCount.objects.bulk_create(
        VoteCount(
            source=source,
            municipality=municipalities[row.municipality_code],
            electoral_list=parties[row.party_letter]
            if row.party_letter
            else _local_list(source.election, municipalities[row.municipality_code], row),
            votes=row.votes,
            is_estimated=row.is_estimated,
        )
        for row in rows
    )


def _local_list(
    election: MunicipalElection, municipality: Municipality, row: votes_csv.VoteRow
) -> ElectoralList:
    entry, _ = ElectoralList.objects.get_or_create(
        election=election,
        municipality=municipality,
        letter=row.local_letter,
        name=row.list_name,
        kind=ElectoralList.Kind.LOCAL,
    )
    return entry
