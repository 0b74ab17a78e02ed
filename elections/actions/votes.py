"""Votes: a file is uploaded, looked at, and then taken in, whole or not at all."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from councils import audit
from councils.models import Council, ElectoralList, MunicipalElection, Municipality, User
from elections import votefiles
from elections.models import VoteCount, VoteDraft, VoteSource
from kkr_portal import clock


class VotesHaveChanged(Exception):
    """Somebody imported other votes since the page before showed what would change."""


@transaction.atomic
def upload_votes(
    council: Council,
    election: MunicipalElection,
    *,
    by: User,
    file_name: str,
    data: bytes,
    municipality: Municipality | None = None,
    **facts: Any,
) -> VoteDraft:
    """Keeps a readable file until it is taken in; one for each person and council.

    `facts`: is_official, provenance, valid_votes, cast_votes. Raises votefiles.VotesRefused and
    TotalsContradict, and keeps nothing.
    """
    file = votefiles.read(data, context_for(council, election, municipality))
    VoteDraft.objects.filter(council=council, uploaded_by=by).delete()
    draft = VoteDraft(
        council=council,
        election=election,
        file_name=file_name[:200],
        content=data,
        sha256=hashlib.sha256(data).hexdigest(),
        municipality=municipality,
        uploaded_at=clock.now(),
        uploaded_by=by,
        **facts,
    )
    _check_totals(draft, file, VoteSource.objects.latest_for(council, election.term))
    draft.save()
    audit.record(
        "upload_votes", draft, f"Uploadede stemmetal: {draft.file_name}", by=by, council=council
    )
    return draft


@transaction.atomic
def discard_votes(draft: VoteDraft, *, by: User) -> None:
    """The uploaded file is not taken in."""
    summary = f"Kasserede stemmetal, der ikke var indlæst: {draft.file_name}"
    audit.record("discard_votes", draft, summary, by=by, council=draft.council)
    draft.delete()


@transaction.atomic
def import_votes(draft: VoteDraft, *, by: User, based_on: int | None) -> VoteSource:
    """Takes the uploaded file in. Municipalities that it does not mention keep their votes.

    `based_on` is the id of the votes that held when the page before was shown; raises
    VotesHaveChanged where others hold by now, votefiles.VotesRefused where the file no longer
    reads, say because a party was renamed, and TotalsContradict where votes that others took in
    since the upload are kept and are too many.
    """
    council = Council.objects.select_for_update(no_key=True).get(pk=draft.council_id)
    before = VoteSource.objects.latest_for(council, draft.election.term)
    if (before.pk if before else None) != based_on:
        raise VotesHaveChanged
    if not VoteDraft.objects.filter(pk=draft.pk).exists():
        raise VotesHaveChanged
    file = votefiles.read(
        bytes(draft.content), context_for(council, draft.election, draft.municipality)
    )
    _check_totals(draft, file, before)
    codes = {row.municipality_code for row in file.rows}
    kept = _kept_counts(before, codes)
    valid, cast = totals_of(draft, file, is_whole=not kept)
    source = VoteSource.objects.create(
        council=council,
        election=draft.election,
        shape=file.shape.value,
        file_name=draft.file_name,
        content=draft.content,
        sha256=draft.sha256,
        municipality=draft.municipality,
        based_on=before if kept else None,
        valid_votes=valid,
        cast_votes=cast,
        is_official=draft.is_official and (before.is_official if kept else True),
        provenance=_provenance(draft, before if kept else None, codes),
        imported_at=clock.now(),
        imported_by=by,
    )
    _store_counts(source, file.rows)
    VoteCount.objects.bulk_create(_copied(count, source) for count in kept)
    draft.delete()
    audit.record(
        "import_votes",
        source,
        f"Indlæste {len(file.rows)} stemmetal fra {source.file_name}",
        by=by,
        council=council,
    )
    return source


def context_for(
    council: Council, election: MunicipalElection, municipality: Municipality | None = None
) -> votefiles.Context:
    """What a file of the council's votes at the election may speak of."""
    own = dict(
        Municipality.objects.belonging_to(council, election.term.starts_on).values_list(
            "code", "name"
        )
    )
    others = Municipality.objects.exclude(code__in=own).values_list("code", "name")
    return votefiles.Context(
        municipalities=own,
        others=dict(others),
        parties=dict(election.lists.not_local().values_list("letter", "name")),
        municipality=municipality.code if municipality else "",
    )


def totals_of(
    draft: VoteDraft, file: votefiles.VoteFile, *, is_whole: bool
) -> tuple[int | None, int | None]:
    """Valid and cast votes: what the secretary wrote, otherwise what a whole file states."""
    valid = draft.valid_votes or (file.valid_votes if is_whole else None)
    cast = draft.cast_votes or (file.cast_votes if is_whole else None)
    return valid, cast


def _check_totals(draft: VoteDraft, file: votefiles.VoteFile, before: VoteSource | None) -> None:
    """Refuses totals that contradict the lists' votes or one another."""
    if file.cast_votes is not None and file.cast_votes < (file.valid_votes or 0):
        raise TotalsContradict("file", file.valid_votes)
    kept = _kept_counts(before, {row.municipality_code for row in file.rows})
    votes = sum(row.votes for row in file.rows) + sum(count.votes for count in kept)
    valid, cast = totals_of(draft, file, is_whole=not kept)
    if valid is not None and valid < votes:
        raise TotalsContradict("valid_votes", votes)
    if cast is not None and cast < (valid or votes):
        raise TotalsContradict("cast_votes", valid or votes)


class TotalsContradict(Exception):
    """There are more votes for lists than valid ones, or more valid ones than were cast.

    `field` is the total that is too small, `least` the least it could be.
    """

    def __init__(self, field: str, least: int) -> None:
        super().__init__(f"{field} < {least}")
        self.field, self.least = field, least


def _provenance(draft: VoteDraft, before: VoteSource | None, codes: set[str]) -> str:
    """Where all the votes come from: of a file for some municipalities, also the others."""
    if before is None:
        return draft.provenance
    names = list(Municipality.objects.filter(code__in=codes).values_list("name", flat=True))
    places = ", ".join(names) if len(names) <= 5 else f"{len(names)} kommuner"
    return f"{places}: {draft.provenance} Øvrige kommuner: {before.provenance}"[:500]


def _kept_counts(before: VoteSource | None, codes: set[str]) -> list[VoteCount]:
    """What held so far for the municipalities that a file does not mention."""
    if before is None:
        return []
    return list(before.counts.exclude(municipality__code__in=codes))


def _copied(count: VoteCount, source: VoteSource) -> VoteCount:
    return VoteCount(
        source=source,
        municipality_id=count.municipality_id,
        electoral_list_id=count.electoral_list_id,
        votes=count.votes,
        is_estimated=count.is_estimated,
    )


def _store_counts(source: VoteSource, rows: Iterable[votefiles.VoteRow]) -> None:
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
    election: MunicipalElection, municipality: Municipality, row: votefiles.VoteRow
) -> ElectoralList:
    """The municipality's local list with the row's letter, or, without a letter, with its name."""
    same = (
        {"letter": row.local_letter} if row.local_letter else {"letter": "", "name": row.list_name}
    )
    local = {"election": election, "municipality": municipality, "kind": ElectoralList.Kind.LOCAL}
    known = ElectoralList.objects.filter(**local, **same).order_by("pk").first()
    if known is not None:
        return known
    return ElectoralList.objects.create(**local, letter=row.local_letter, name=row.list_name)
