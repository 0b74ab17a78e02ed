"""How many votes a group is from a post: one fewer would not do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.apportionment import (
    InvalidInput,
    Leadership,
    LotsRequired,
    Post,
    elect_leadership,
    votes_missing,
)

VOTES = {"A": 100, "B": 70, "C": 40, "D": 30}


@pytest.mark.parametrize(
    ("post", "group", "expected"),
    [
        (Post.CHAIR, "A", 0),
        (Post.CHAIR, "B", 31),
        (Post.CHAIR, "D", 71),
        (Post.VICE_CHAIR, "B", 0),
        (Post.VICE_CHAIR, "C", 31),
        (Post.VICE_CHAIR, "D", 41),
        # A is past it: with any number more it has the chair.
        (Post.VICE_CHAIR, "A", None),
    ],
)
def test_votes_missing_are_one_more_than_a_tie(post: Post, group: str, expected: int | None):
    assert votes_missing(VOTES, post=post, group=group) == expected


def test_tied_group_misses_one_vote():
    votes = {"A": 50, "B": 50, "C": 10}

    assert votes_missing(votes, post=Post.CHAIR, group="A") == 1
    # For the vice-chair both have too many: one of them draws the chair.
    assert votes_missing(votes, post=Post.VICE_CHAIR, group="A") is None


def test_vice_chair_needs_more_than_half_of_the_largest():
    votes = {"A": 100, "B": 10, "C": 9}

    assert votes_missing(votes, post=Post.VICE_CHAIR, group="B") == 41
    assert votes_missing(votes | {"A": 101}, post=Post.VICE_CHAIR, group="B") == 41
    assert votes_missing(votes | {"A": 102}, post=Post.VICE_CHAIR, group="B") == 42


def test_group_with_both_posts_misses_nothing_for_either():
    votes = {"A": 100, "B": 49}

    assert votes_missing(votes, post=Post.CHAIR, group="A") == 0
    assert votes_missing(votes, post=Post.VICE_CHAIR, group="A") == 0
    # With exactly twice B's votes lots decide between A's second and B's first quotient.
    assert votes_missing({"A": 100, "B": 50}, post=Post.VICE_CHAIR, group="A") is None


@pytest.mark.parametrize(
    "votes",
    [
        {"A": 50, "B": 50, "C": 10},  # equal largest: whoever joins them draws lots with them
        {"A": 51, "B": 50, "C": 10},  # no whole number between 50 and 51
        {"A": 2, "C": 0},  # 1 vote would be exactly half
        {"A": 1, "C": 0},
    ],
)
def test_vice_chair_is_out_of_reach_when_no_number_lies_between(votes: dict[str, int]):
    assert votes_missing(votes, post=Post.VICE_CHAIR, group="C") is None


def test_only_group_holds_both_posts():
    assert votes_missing({"A": 1}, post=Post.CHAIR, group="A") == 0
    assert votes_missing({"A": 1}, post=Post.VICE_CHAIR, group="A") == 0


def test_alliance_is_asked_for_by_its_name():
    alliances = [["D", "C"]]

    assert votes_missing(VOTES, alliances, post=Post.CHAIR, group="C+D") == 31
    assert votes_missing(VOTES, alliances, post=Post.VICE_CHAIR, group="C+D") == 1
    with pytest.raises(InvalidInput, match="No group C stands") as caught:
        votes_missing(VOTES, alliances, post=Post.CHAIR, group="C")
    assert caught.value.field == "group"


def test_impossible_figures_are_refused():
    with pytest.raises(InvalidInput, match="votes of list A"):
        votes_missing({"A": -1}, post=Post.CHAIR, group="A")
    with pytest.raises(ValueError, match="treasurer"):
        votes_missing(VOTES, post="treasurer", group="A")  # type: ignore[arg-type]


def test_margin_is_exact_and_quick_when_votes_are_huge():
    votes = {"A": 10**40, "B": 1, "C": 0}

    assert votes_missing(votes, post=Post.CHAIR, group="B") == 10**40
    assert votes_missing(votes, post=Post.VICE_CHAIR, group="B") == 10**40 // 2


def holds(votes: dict[str, int], alliances: list[list[str]], post: Post, group: str) -> bool:
    """Whether an election gives the group that post, whatever lots would say elsewhere."""
    result = elect_leadership(votes, alliances)
    if isinstance(result, LotsRequired):
        # A tie inside an alliance decides which list, no longer which group.
        steps = result.steps if result.within is None else result.steps[:2]
    else:
        assert isinstance(result, Leadership)
        steps = result.steps
    wanted = 0 if post is Post.CHAIR else 1
    return len(steps) > wanted and steps[wanted].key == group


@settings(max_examples=500, deadline=None)
@given(
    st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 25), min_size=1).filter(
        lambda votes: any(votes.values())
    ),
    st.booleans(),
    st.sampled_from(Post),
    st.data(),
)
def test_law_votes_missing_win_the_post_and_one_fewer_does_not(
    votes: dict[str, int], is_allied: bool, post: Post, data: st.DataObject
):
    alliances = [["A", "B"]] if is_allied and {"A", "B"} <= votes.keys() else []
    allied = {"A": "A+B", "B": "A+B"} if alliances else {}
    key = data.draw(st.sampled_from(sorted(votes)))
    group = allied.get(key, key)
    missing = votes_missing(votes, alliances, post=post, group=group)

    def held_with(more: int) -> bool:
        return holds(votes | {key: votes[key] + more}, alliances, post, group)

    if missing is None:
        # Beyond this the group would be past every other and have both posts.
        past = next(
            n
            for n in range(200)
            if holds(votes | {key: votes[key] + n}, alliances, Post.CHAIR, group)
        )
        assert not any(held_with(more) for more in range(past + 1))
    else:
        assert held_with(missing)
        assert not any(held_with(more) for more in range(missing))
