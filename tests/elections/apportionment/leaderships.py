"""Elections of chair and vice-chair for the tests: short ways to one, and any at all."""

from collections.abc import Collection, Sequence

from hypothesis import strategies as st

from elections.apportionment import Leadership, Lot, LotsRequired, elect_leadership

Alliances = Sequence[Collection[str]]


def elected(votes: dict[str, int], alliances: Alliances = (), *lots: Lot) -> Leadership:
    result = elect_leadership(votes, alliances, lots)
    assert isinstance(result, Leadership), result
    return result


def tied(votes: dict[str, int], alliances: Alliances = (), *lots: Lot) -> LotsRequired:
    result = elect_leadership(votes, alliances, lots)
    assert isinstance(result, LotsRequired), result
    return result


def drawn_to_the_end(votes: dict[str, int], alliances: Alliances) -> Leadership:
    """With every tie drawn in the order of the alphabet."""
    lots: list[Lot] = []
    while isinstance(result := elect_leadership(votes, alliances, lots), LotsRequired):
        lots.append(result.drawn(*result.lists))
    return result


def posts(result: Leadership) -> tuple[str, str]:
    return result.chair, result.vice_chair


some_votes = st.dictionaries(
    st.sampled_from("ABCDEF"), st.one_of(st.integers(0, 12), st.integers(0, 10**6)), min_size=1
).filter(lambda votes: any(votes.values()))


@st.composite
def elections(draw: st.DrawFn) -> tuple[dict[str, int], list[list[str]]]:
    """Votes, and alliances: each list draws which alliance it joins, 0 being none."""
    votes = draw(some_votes)
    joined: dict[int, list[str]] = {}
    for key in votes:
        joined.setdefault(draw(st.integers(0, 2)), []).append(key)
    return votes, [keys for number, keys in joined.items() if number and len(keys) > 1]
