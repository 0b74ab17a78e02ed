"""An old computation repeated: the same to the byte, or why not."""

import hashlib
from dataclasses import dataclass

from elections import exchange, stored_cases
from elections.models import Composition, LeadershipElection, Paper
from kkr_portal.version import VERSION


@dataclass(frozen=True, slots=True)
class Repeated:
    """Whether repeating gave the stored result byte for byte; otherwise `reason` says why not."""

    is_same: bool
    reason: str = ""


def repeat(computation: Composition | LeadershipElection) -> Repeated:
    """Computes again from the stored inputs and lots, and compares with the stored result."""
    if not computation.result:
        return Repeated(
            False,
            f"Beregningen er lavet med version {computation.program_version}, som ikke gemte alle "
            "trin, så der er intet at sammenligne dem med.",
        )
    if _again(computation) == computation.result:
        return Repeated(True)
    if computation.program_version != VERSION:
        return Repeated(
            False,
            f"Beregningen er lavet med version {computation.program_version}, og version {VERSION} "
            "regner eller skriver anderledes.",
        )
    return Repeated(False, "Det gemte resultat svarer ikke til det gemte grundlag.")


def _again(computation: Composition | LeadershipElection) -> str:
    if isinstance(computation, Composition):
        case = stored_cases.from_json(computation.inputs)
        return exchange.canonical(exchange.composition_to_json(computation.outcome, case))
    return exchange.canonical(exchange.leadership_to_json(computation.election))


def compare_paper(paper: Paper, again: bytes) -> Repeated:
    """Whether a paper made again is the stored one; otherwise why not."""
    if again == bytes(paper.pdf):
        return Repeated(True)
    if hashlib.sha256(bytes(paper.pdf)).hexdigest() != paper.sha256:
        return Repeated(False, "Det gemte papir er ikke det, der blev dannet: SHA-256 passer ikke.")
    if paper.program_version != VERSION:
        return Repeated(
            False,
            f"Papiret er dannet med version {paper.program_version}, og version {VERSION} skriver "
            "eller sætter det anderledes op.",
        )
    return Repeated(
        False,
        "Programversionen er den samme, så enten er noget, papiret nævner, ændret siden, for "
        "eksempel en person eller en lodtrækning, eller også sætter et andet bibliotek det op.",
    )
