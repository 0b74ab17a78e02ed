"""Cases for the tests: real figures as literals, and small ones made to order."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations

from elections.apportionment import Case, Composition, ListInput, LotsRequired, Method, compose

# Midtjylland, municipal election of 16 November 2021. The votes are a reconstruction that
# agrees with every published figure; the composition is the one KL published.
MIDTJYLLAND_VOTES = {
    "A": 207_126,
    "V": 182_069,
    "C": 93_555,
    "F": 58_979,
    "B": 37_375,
    "Ø": 35_804,
    "O": 26_333,
    "D": 23_032,
    "K": 15_001,
    "I": 8_397,
    "Å": 3_832,
    "G": 2_784,
}
MIDTJYLLAND_LOCAL_VOTES = 25_314
MIDTJYLLAND_VALID_VOTES = 719_601
MIDTJYLLAND_MAYORS = {"A": 9, "C": 1, "V": 9}
MIDTJYLLAND_SEATS = {
    "A": 10,
    "B": 2,
    "C": 5,
    "D": 2,
    "F": 3,
    "K": 1,
    "O": 2,
    "V": 9,
    "Ø": 2,
}


def a_list(
    key: str,
    votes: int,
    mayors: int = 0,
    *,
    may_take_part: bool = True,
    is_represented: bool = True,
) -> ListInput:
    return ListInput(key, votes, mayors, may_take_part, is_represented)


def a_case(
    votes: Mapping[str, int],
    mayors: Mapping[str, int] | None = None,
    *,
    municipalities: int = 50,
    outside: tuple[ListInput, ...] = (),
    valid_votes: int | None = None,
    **settings: object,
) -> Case:
    lists = tuple(a_list(key, n, (mayors or {}).get(key, 0)) for key, n in votes.items()) + outside
    if valid_votes is None:
        valid_votes = sum(entry.votes for entry in lists)
    return Case(lists, municipalities, valid_votes, **settings)  # type: ignore[arg-type]


def midtjylland(method: Method = Method.ADAMS, **settings: object) -> Case:
    local = a_list("Lokale lister", MIDTJYLLAND_LOCAL_VOTES, may_take_part=False)
    return a_case(
        MIDTJYLLAND_VOTES,
        MIDTJYLLAND_MAYORS,
        municipalities=19,
        outside=(local,),
        valid_votes=MIDTJYLLAND_VALID_VOTES,
        method=method,
        **settings,
    )


def composed(case: Case, *lots: object) -> Composition:
    result = compose(case, lots)  # type: ignore[arg-type]
    assert isinstance(result, Composition), result
    return result


def required(case: Case) -> LotsRequired:
    result = compose(case)
    assert isinstance(result, LotsRequired), result
    return result


def seats_of(composition: Composition) -> dict[str, int]:
    """Seats per list, lists without any left out."""
    return {result.key: result.seats for result in composition.lists if result.seats}


def right_allocations(votes: Mapping[str, int], seats: int, method: Method) -> list[dict[str, int]]:
    """Every allocation of ``seats`` that some drawing of lots leads to, by plain enumeration."""
    claims = [
        (method.divisor(held) == 0, Fraction(n, method.divisor(held) or 1), key)
        for key, n in votes.items()
        for held in range(seats)
    ]
    claims.sort(key=lambda claim: claim[:2], reverse=True)
    if not seats:
        return [dict.fromkeys(votes, 0)]
    last = claims[seats - 1][:2]
    certain = [claim[2] for claim in claims if claim[:2] > last]
    tied = [claim[2] for claim in claims if claim[:2] == last]
    found = []
    for winners in combinations(tied, seats - len(certain)):
        answer = dict.fromkeys(votes, 0)
        for key in (*certain, *winners):
            answer[key] += 1
        found.append(answer)
    return found
