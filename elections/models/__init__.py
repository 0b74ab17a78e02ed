"""Votes, who takes part, compositions, and the election of chair and vice-chair."""

from elections.models.compositions import (
    METHOD_NAMES,
    Acceptance,
    Composition,
    DrawnLot,
    KLTable,
    OfficialSeats,
)
from elections.models.leaderships import AllianceNotice, LeadershipElection
from elections.models.papers import Paper
from elections.models.standings import CooperationMember, ListStanding, MunicipalStanding
from elections.models.votes import VoteCount, VoteDraft, VoteSource

__all__ = [
    "METHOD_NAMES",
    "Acceptance",
    "AllianceNotice",
    "Composition",
    "CooperationMember",
    "DrawnLot",
    "KLTable",
    "LeadershipElection",
    "ListStanding",
    "MunicipalStanding",
    "OfficialSeats",
    "Paper",
    "VoteCount",
    "VoteDraft",
    "VoteSource",
]
