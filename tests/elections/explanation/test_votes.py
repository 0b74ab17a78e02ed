"""Votes in tables: those that hold, and what a new file would change."""

import pytest

from elections.explanation.votes import ListChange, Preview, preview, vote_table
from elections.votefiles import Context, Shape, VoteFile, VoteRow
from tests.elections.factories import VoteCountFactory, VoteSourceFactory, a_local_list
from tests.factories import CouncilMunicipalityFactory, ElectoralListFactory

CONTEXT = Context(
    municipalities={"751": "Aarhus", "791": "Viborg", "741": "Samsø"},
    others={"101": "København"},
    parties={"A": "Socialdemokratiet", "V": "Venstre"},
)


@pytest.fixture
def before(council):
    """Aarhus: A 10, V 5, Ølisten 7; Viborg: A 30."""
    aarhus, viborg = (
        CouncilMunicipalityFactory(
            council=council, municipality__code=code, municipality__name=name
        ).municipality
        for code, name in (("751", "Aarhus"), ("791", "Viborg"))
    )
    a = ElectoralListFactory(letter="A", name="Socialdemokratiet")
    v = ElectoralListFactory(letter="V", name="Venstre")
    source = VoteSourceFactory(council=council)
    local = a_local_list(aarhus, "L", name="Ølisten")
    for place, entry, votes in (
        (aarhus, a, 10),
        (aarhus, v, 5),
        (aarhus, local, 7),
        (viborg, a, 30),
    ):
        VoteCountFactory(source=source, municipality=place, electoral_list=entry, votes=votes)
    return source


def row(code: str, letter: str, votes: int, *, local: str = "", name: str = "") -> VoteRow:
    return VoteRow(code, letter, local, name or CONTEXT.parties.get(letter, ""), votes, False)


def changes(*rows: VoteRow, before=None) -> Preview:
    return preview(VoteFile(Shape.SIMPLE, rows), CONTEXT, before)


def lists_of(shown: Preview) -> dict[str, tuple]:
    return {entry.name: (entry.before, entry.after, entry.change) for entry in shown.lists}


SAME = (
    row("751", "A", 10),
    row("751", "V", 5),
    row("751", "", 7, local="L", name="Ølisten"),
    row("791", "A", 30),
)


# --- preview -------------------------------------------------------------------------------------


def test_first_file_is_all_new_and_tells_which_municipalities_are_missing():
    shown = changes(*SAME)

    assert lists_of(shown) == {
        "Socialdemokratiet (A)": (0, 40, "+40"),
        "Ølisten, Aarhus": (0, 7, "+7"),
        "Venstre (V)": (0, 5, "+5"),
    }
    assert shown.lists[0].name == "Socialdemokratiet (A)"
    assert shown.municipalities == [("Viborg", 0, 30), ("Aarhus", 0, 22)]
    assert (shown.kept, shown.missing) == ([], ["Samsø"])
    assert (shown.totals, shown.is_unchanged) == ((0, 52), False)


def test_same_file_again_changes_nothing(before):
    shown = changes(*SAME, before=before)

    assert shown.is_unchanged
    assert shown.totals == (52, 52)
    assert {entry.change for entry in shown.lists} == {"0"}


def test_change_is_told_for_lists_and_municipalities(before):
    shown = changes(row("751", "A", 1_510), row("751", "V", 2), *SAME[2:], before=before)

    assert lists_of(shown) == {
        "Socialdemokratiet (A)": (40, 1_540, "+1.500"),
        "Venstre (V)": (5, 2, "−3"),
        "Ølisten, Aarhus": (7, 7, "0"),
    }
    assert shown.municipalities == [("Viborg", 30, 30), ("Aarhus", 22, 1_519)]
    assert not shown.is_unchanged


def test_lists_with_the_largest_change_come_first_and_then_those_with_most_votes(before):
    shown = changes(
        row("751", "A", 10),
        row("751", "V", 2),
        row("751", "", 11, local="L", name="Ølisten"),
        row("791", "V", 30),
        before=before,
    )

    told = [(entry.name, entry.change) for entry in shown.lists]
    assert told == [
        ("Socialdemokratiet (A)", "−30"),
        ("Venstre (V)", "+27"),
        ("Ølisten, Aarhus", "+4"),
    ]
    same = [entry.name for entry in changes(*SAME, before=before).lists]
    assert same == ["Socialdemokratiet (A)", "Ølisten, Aarhus", "Venstre (V)"]


def test_municipality_that_the_file_does_not_mention_is_kept(before):
    shown = changes(row("791", "A", 31), before=before)

    assert (shown.kept, shown.missing) == (["Aarhus"], ["Samsø"])
    assert shown.municipalities == [("Viborg", 30, 31)]
    assert shown.totals == (52, 53)


def test_list_that_is_gone_from_a_municipality_loses_its_votes_there(before):
    shown = changes(row("751", "A", 10), before=before)

    assert lists_of(shown)["Venstre (V)"] == (5, 0, "−5")
    assert shown.kept == ["Viborg"]


def test_votes_moved_from_one_municipality_to_another_leave_the_lists_as_they_were(before):
    moved = (row("751", "A", 30), *SAME[1:3], row("791", "A", 10))

    shown = changes(*moved, before=before)

    assert shown.totals == (52, 52)
    assert shown.municipalities == [("Viborg", 30, 10), ("Aarhus", 22, 42)]
    assert not shown.is_unchanged


def test_local_lists_of_one_name_in_two_municipalities_are_two():
    shown = changes(
        row("751", "", 7, local="L", name="Borgerlisten"),
        row("791", "", 8, local="L", name="Borgerlisten"),
    )

    assert [(entry.name, entry.after) for entry in shown.lists] == [
        ("Borgerlisten, Viborg", 8),
        ("Borgerlisten, Aarhus", 7),
    ]


def test_change_is_written_with_thousands_and_a_real_minus():
    assert [ListChange("A", *votes).change for votes in ((0, 12_345), (12_345, 0), (3, 3))] == [
        "+12.345",
        "−12.345",
        "0",
    ]


# --- vote_table ----------------------------------------------------------------------------------


def test_table_has_parties_with_most_votes_first_and_local_lists_added_up(before):
    aarhus = before.counts.get(electoral_list__letter="L").municipality
    local = a_local_list(aarhus, "M", name="Havnelisten")
    VoteCountFactory(
        source=before, municipality=aarhus, electoral_list=local, votes=3, is_estimated=True
    )

    table = vote_table(before)

    assert [entry.letter for entry in table.parties] == ["A", "V"]
    assert {str(place): (cells, total) for place, cells, total in table.rows} == {
        "Aarhus": ([(10, False), (5, False), (10, True)], 25),
        "Viborg": ([(30, False), None, None], 30),
    }
    assert (table.column_totals, table.total) == ([40, 5, 10], 55)


def test_table_without_votes_is_empty(council):
    table = vote_table(VoteSourceFactory(council=council))

    assert (table.parties, table.rows, table.column_totals, table.total) == ([], [], [0], 0)
