"""A tie in the demonstration's council, and its votes as the election authorities write them."""

import csv
import datetime

from councils.models import Municipality
from elections.actions.compositions import compute_composition
from elections.actions.leaderships import compute_leadership
from elections.cases import Settings
from elections.demo import VOTES
from elections.models import Composition, LeadershipElection, MunicipalStanding, VoteSource
from meetings.models import Meeting
from tests.elections.factories import VoteCountFactory, VoteSourceFactory
from tests.elections.votefiles.builders import Row, valgdk

DRAW = {"drawn_by": "Mødelederen", "witnesses": "To vidner"}
TIED = {"A": 1_000, "B": 1_000, "C": 1_000, "D": 100}
FOUND = datetime.datetime(2022, 1, 11, 11, 0, tzinfo=datetime.UTC)


def tied(meeting: Meeting) -> tuple[Composition, LeadershipElection]:
    """The council's composition and the election of its chair both wait for lots.

    It has five municipalities left, all with a mayor of D, so A, B and C draw lots for the two last
    of the five other seats under the cap of 10.
    """
    council, term = meeting.council, meeting.term
    by = VoteSource.objects.get().imported_by
    kept = list(council.municipality_periods.values_list("municipality", flat=True)[:5])
    council.municipality_periods.exclude(municipality__in=kept).delete()
    lists = {entry.letter: entry for entry in term.election.lists.not_local()}
    for place in kept:
        MunicipalStanding.objects.update_or_create(
            election=term.election,
            municipality_id=place,
            defaults={
                "mayor": "list",
                "mayor_list": lists["D"],
                "changed_at": FOUND,
                "changed_by": by,
            },
        )
    source = VoteSourceFactory(council=council, election=term.election, imported_by=by)
    for letter, votes in TIED.items():
        VoteCountFactory(
            source=source, municipality_id=kept[0], electoral_list=lists[letter], votes=votes
        )
    composition = compute_composition(council, term, by=by, settings=Settings())
    Composition.objects.filter(pk=composition.pk).update(computed_at=FOUND)
    election = compute_leadership(council, term, by=by)
    LeadershipElection.objects.filter(pk=election.pk).update(computed_at=FOUND)
    election.refresh_from_db()
    composition.refresh_from_db()
    return composition, election


def votes_from_valgdk() -> bytes:
    """The demonstration's votes for lists with a letter, by polling area and candidate."""
    with VOTES.open(encoding="utf-8") as file:
        rows: list[Row] = [
            (
                row["municipality_code"],
                row["party_letter"],
                row["local_list_letter"],
                row["list_name"],
                int(row["votes"]),
            )
            for row in csv.DictReader(file)
            if row["party_letter"] or row["local_list_letter"]
        ]
    return valgdk(rows, dict(Municipality.objects.values_list("code", "name")))
