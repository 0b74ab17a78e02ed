"""Laws of every election of chair and vice-chair, and the same one by plain fractions."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from elections.apportionment import Leadership, Method, allocate, elect_leadership
from tests.elections.apportionment.leaderships import drawn_to_the_end, elections, posts, some_votes


def naive_order(votes: dict[str, int]) -> list[str] | None:
    """The two holders by sorted fractions; None when two quotients at the cut are equal."""
    quotients = sorted(
        ((Fraction(n, d), key) for key, n in votes.items() for d in (1, 2) if n), reverse=True
    )
    values = [quotient for quotient, _key in quotients[:3]]
    return None if len(set(values)) < len(values) else [key for _quotient, key in quotients[:2]]


def naive_posts(votes: dict[str, int], alliances: list[list[str]]) -> tuple[str, str] | None:
    allied = {key: tuple(sorted(alliance)) for alliance in alliances for key in alliance}
    totals: dict[str, int] = {}
    for key, n in votes.items():
        name = "+".join(allied.get(key, (key,)))
        totals[name] = totals.get(name, 0) + n
    winners = naive_order(totals)
    if winners is None:
        return None
    found = []
    for place, name in enumerate(winners):
        members = {key: votes[key] for key in votes if "+".join(allied.get(key, (key,))) == name}
        inner = naive_order(members)
        if inner is None:
            return None
        found.append(inner[place if winners[0] == winners[1] else 0])
    return found[0], found[1]


@settings(max_examples=700, deadline=None)
@given(elections())
def test_law_outcome_agrees_with_plain_fractions(election: tuple[dict[str, int], list[list[str]]]):
    votes, alliances = election
    expected = naive_posts(votes, alliances)
    result = elect_leadership(votes, alliances)

    if expected is not None:
        assert isinstance(result, Leadership)
        assert posts(result) == expected


@settings(max_examples=300, deadline=None)
@given(elections(), st.randoms(use_true_random=False))
def test_law_order_of_lists_and_alliances_never_matters(
    election: tuple[dict[str, int], list[list[str]]], random
):
    votes, alliances = election
    items = list(votes.items())
    random.shuffle(items)
    shuffled = [random.sample(alliance, len(alliance)) for alliance in alliances]
    random.shuffle(shuffled)

    assert elect_leadership(dict(items), shuffled) == elect_leadership(votes, alliances)
    assert drawn_to_the_end(dict(items), shuffled) == drawn_to_the_end(votes, alliances)


@settings(max_examples=300, deadline=None)
@given(elections())
def test_law_chairs_group_has_the_most_votes(election: tuple[dict[str, int], list[list[str]]]):
    result = drawn_to_the_end(*election)
    by_list = {key: group for group in result.groups for key in group.lists}

    assert by_list[result.chair].votes == max(group.votes for group in result.groups)
    others = [g.votes for g in result.groups if g != by_list[result.chair]]
    assert by_list[result.vice_chair] == by_list[result.chair] or by_list[
        result.vice_chair
    ].votes == max(others)
    assert all(election[0][key] for key in posts(result))


@settings(max_examples=300, deadline=None)
@given(some_votes)
def test_law_alliance_of_everybody_is_plain_dhondt_inside(votes: dict[str, int]):
    plain = drawn_to_the_end(votes, [])
    together = drawn_to_the_end(votes, [list(votes)] if len(votes) > 1 else [])

    assert posts(together) == posts(plain)
    seats = allocate(votes, 2, Method.DHONDT, [lot for lot in plain.lots if lot.seats == 1])
    if isinstance(seats, dict):
        assert seats == {key: posts(plain).count(key) for key in votes}
