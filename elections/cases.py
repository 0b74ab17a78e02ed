"""Between rows in the database and the plain values that `apportionment` computes with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from councils.models import Council, CouncilMembership, ElectoralList, Municipality, Term
from councils.models.parties import local_key
from elections.apportionment import Case, Denominator, ListInput, Method, Status
from elections.apportionment.threshold import status_of
from elections.models import ListStanding, VoteSource


class RepresentationUnknown(Exception):
    """For `lists` above the threshold nobody has said whether a municipal council seats them."""

    def __init__(self, lists: list[ElectoralList]) -> None:
        super().__init__(", ".join(map(str, lists)))
        self.lists = lists


def case_for(council: Council, term: Term, source: VoteSource, *, method: Method) -> Case:
    """The case of a council in a term: the votes of `source`, and the mayors at its beginning.

    Raises RepresentationUnknown.
    """
    votes = votes_by_list(source)
    mayors = _mayors_by_key(council, term)
    standings = ListStanding.objects.filter(council=council, is_represented__isnull=False)
    represented = dict(standings.values_list("electoral_list", "is_represented"))
    inputs = {}
    for entry, count in votes.items():
        count_of_mayors = mayors.pop(entry.key, 0)
        inputs[entry] = ListInput(
            key=entry.key,
            votes=count,
            mayors=count_of_mayors,
            may_take_part=entry.kind != ElectoralList.Kind.LOCAL,
            # A mayor is a councillor. Not known counts as yes until it turns out to matter.
            is_represented=bool(count_of_mayors) or represented.get(entry.pk, True),
        )
    # Mayors are members even where nobody voted for a list of theirs in this file.
    others = [
        ListInput(key=key, votes=0, mayors=count, may_take_part=False, is_represented=True)
        for key, count in mayors.items()
    ]
    case = Case(
        lists=(*inputs.values(), *others),
        municipalities=Municipality.objects.belonging_to(council, term.starts_on).count(),
        valid_votes=sum(votes.values()),
        method=method,
    )
    unknown = [
        entry
        for entry, given in inputs.items()
        if entry.pk not in represented
        and not given.mayors
        and status_of(given, case) is Status.TAKES_PART
    ]
    if unknown:
        raise RepresentationUnknown(unknown)
    return case


def keys_with_mayor(council: Council, term: Term) -> set[str]:
    """Keys of the lists that have a mayor, and so a seat in a municipal council."""
    return set(_mayors_by_key(council, term))


def votes_by_list(source: VoteSource) -> dict[ElectoralList, int]:
    """Each list's votes in all municipalities together, the largest first."""
    totals = dict(source.counts.values_list("electoral_list").annotate(Sum("votes")))
    lists = ElectoralList.objects.select_related("municipality").in_bulk(totals)
    return {lists[pk]: votes for pk, votes in sorted(totals.items(), key=lambda row: -row[1])}


def _mayors_by_key(council: Council, term: Term) -> Counter[str]:
    members = CouncilMembership.objects.filter(council=council, term=term, role="mayor")
    members = members.in_force(term.starts_on).with_letter(term.starts_on)
    parties = term.election.lists.not_local()
    letters = set(parties.values_list("letter", flat=True))
    return Counter(
        member.letter
        if member.letter in letters
        else local_key(member.municipality, member.letter or "uden liste")
        for member in members.select_related("municipality")
    )


def to_json(case: Case) -> dict[str, Any]:
    """The case as plain JSON values; `from_json` reads it back."""
    values = asdict(case)
    values["lists"] = [asdict(entry) for entry in case.lists]
    values["threshold_percent"] = str(case.threshold_percent)
    return values


def from_json(values: Mapping[str, Any]) -> Case:
    """The case that `to_json` wrote."""
    percent = Fraction(values["threshold_percent"])
    return Case(
        **{
            **values,
            "lists": tuple(ListInput(**entry) for entry in values["lists"]),
            "method": Method(values["method"]),
            "denominator": Denominator(values["denominator"]),
            "threshold_percent": int(percent) if percent.denominator == 1 else percent,
        }
    )
