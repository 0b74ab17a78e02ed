"""Elections by heads for the tests: short ways to one, and any at all."""

from hypothesis import strategies as st

from elections.apportionment import GroupChoices, Lot, LotsRequired, elect_by_heads


def chosen(groups: dict[str, int], seats: int, *lots: Lot) -> GroupChoices:
    result = elect_by_heads(groups, seats, lots, present=sum(groups.values()))
    assert isinstance(result, GroupChoices), result
    return result


def tied(groups: dict[str, int], seats: int, *lots: Lot) -> LotsRequired:
    result = elect_by_heads(groups, seats, lots, present=sum(groups.values()))
    assert isinstance(result, LotsRequired), result
    return result


def drawn_to_the_end(groups: dict[str, int], seats: int, order: str = "ABCDEF") -> GroupChoices:
    """With every tie drawn in the same order of the groups."""
    lots: list[Lot] = []
    present = sum(groups.values())
    while isinstance(result := elect_by_heads(groups, seats, lots, present=present), LotsRequired):
        lots.append(result.drawn(*sorted(result.lists, key=order.index)))
    return result


def keys(result: GroupChoices | LotsRequired) -> str:
    """Who chooses, first to last."""
    return "".join(step.key for step in result.steps)


some_groups = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 25), min_size=1)
some_seats = st.integers(1, 20)
orders = st.permutations("ABCDEF").map("".join)
