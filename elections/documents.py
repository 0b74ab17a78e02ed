"""Papers about compositions and about the election of chair and vice-chair, as bytes.

A paper follows from what `models.Paper` refers to, rows that do not change, so that making it again
gives the same bytes. Only names (of people, accounts, lists) can be others by then.
"""

import datetime

from django.conf import settings

from councils import danish
from elections import stored_cases
from elections.explanation.compositions import tell
from elections.explanation.leaderships import story_of
from elections.models import Composition, DrawnLot, LeadershipElection, Paper
from kkr_portal import pdf


def paper_pdf(paper: Paper) -> bytes:
    """The paper as a tagged PDF."""
    make = _composition_pdf if paper.composition_id else _leadership_pdf
    return make(paper)


def _composition_pdf(paper: Paper) -> bytes:
    composition, table = paper.composition, paper.kl_table
    case = stored_cases.from_json(composition.inputs)
    context = _shared(paper, composition) | {
        "told": tell(composition.outcome, case, composition.names, table.seats if table else None),
        "lots": _lots(composition),
        "composition": composition,
        "table": table,
        "accepted": paper.acceptance,
    }
    return pdf.render("elections/pdf/composition.html", context)


def _leadership_pdf(paper: Paper) -> bytes:
    election = paper.leadership
    context = _shared(paper, election) | {
        "election": election,
        "story": story_of(election),
        "lots": _lots(election),
    }
    return pdf.render("elections/pdf/leadership.html", context)


def _lots(computation: Composition | LeadershipElection) -> list[DrawnLot]:
    """The draws that this very computation rests on, as they stood when it was made: one that was
    annulled since is still on its paper, and one drawn anew since is not."""
    behind = DrawnLot.objects.behind(computation) if computation.lots else []
    lots = []
    for used in computation.lots:
        same = [lot for lot in behind if [lot.order, lot.seats] == [used["order"], used["seats"]]]
        # The same order may have been drawn, annulled and drawn anew: one of them counted then.
        lot = next((lot for lot in same if _counted(lot, computation.computed_at)), same[-1])
        behind.remove(lot)
        lots.append(lot)
    for lot in lots:
        lot.annulled_at = None
    return lots


def _counted(lot: DrawnLot, at: datetime.datetime) -> bool:
    return lot.recorded_at <= at and (lot.annulled_at is None or lot.annulled_at > at)


def _shared(paper: Paper, computation) -> dict:
    return {
        "paper": paper,
        "council": computation.council,
        "term": computation.term,
        "is_demo": settings.DEMO,
        "on_paper": True,
    }


def paper_title(paper: Paper) -> str:
    """E.g. `Sammensætning af KKR Midtjylland 2022-2026`."""
    computation = paper.composition or paper.leadership
    place = f"{computation.council} {computation.term}"
    if paper.composition_id:
        return f"Sammensætning af {place}"
    return f"Valg af formand og næstformand for {place}"


def paper_file_name(paper: Paper) -> str:
    """E.g. `sammensaetning-kkr-midtjylland-2022-2026-beregning-1.pdf`."""
    computation = paper.composition or paper.leadership
    kind = "sammensaetning" if paper.composition_id else "formandskab"
    council = danish.slug(computation.council.name)
    return f"{kind}-{council}-{computation.term}-beregning-{computation.number}.pdf"
