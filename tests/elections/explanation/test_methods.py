"""All methods side by side."""

from elections.apportionment import Case, ListInput, Method, compose
from elections.explanation.methods import Comparison, compare

NAMES = {key: f"Liste {key}" for key in "ABCD"}


def a_case(*lists: tuple[str, int, int], municipalities: int = 10, **fields) -> Case:
    inputs = tuple(ListInput(key, votes, mayors, True, True) for key, votes, mayors in lists)
    return Case(inputs, municipalities, sum(votes for _, votes, _ in lists), **fields)


def seats_of(comparison: Comparison) -> dict[str, list]:
    return {row.key: [number for number, _ in row.cells] for row in comparison.rows}


def test_methods_stand_side_by_side_with_the_chosen_one_marked():
    comparison = compare(a_case(("A", 700, 3), ("B", 250, 0), ("C", 50, 0)), NAMES)

    assert [(c.method, c.is_chosen, c.stopped) for c in comparison.columns] == [
        (method, method is Method.ADAMS, "") for method in Method
    ]
    sizes = [column.size for column in comparison.columns]
    assert sizes == [sum(column) for column in zip(*seats_of(comparison).values(), strict=True)]


def test_seats_that_differ_from_the_chosen_method_are_marked():
    case = a_case(("A", 700, 3), ("B", 250, 0), ("C", 50, 0))
    by = {
        method: {row.key: row.seats for row in compose(a_case_by(case, method)).lists}
        for method in Method
    }

    for chosen in Method:
        comparison = compare(a_case_by(case, chosen), NAMES)

        assert {row.key: row.cells for row in comparison.rows} == {
            key: [(by[method][key], by[method][key] != by[chosen][key]) for method in Method]
            for key in "ABC"
        }
        assert comparison.differs


def a_case_by(case: Case, method: Method) -> Case:
    return Case(case.lists, case.municipalities, case.valid_votes, method=method)


def test_nothing_is_marked_where_all_methods_agree():
    comparison = compare(a_case(("A", 100, 1)), NAMES)

    assert not comparison.differs
    assert [(row.key, row.name) for row in comparison.rows] == [("A", "Liste A")]


def test_list_without_seats_by_any_method_is_left_out():
    comparison = compare(a_case(("A", 990, 1), ("B", 10, 0)), NAMES)

    assert [row.key for row in comparison.rows] == ["A"]


def test_method_that_needs_lots_has_no_seats_and_says_why():
    case = a_case(
        ("A", 1_000, 0), ("B", 1_000, 0), ("C", 1_000, 0), ("D", 100, 3), municipalities=4
    )

    comparison = compare(case, NAMES)

    adams = next(column for column in comparison.columns if column.method is Method.ADAMS)
    assert adams.size == 0
    assert adams.stopped == (
        "Kræver lodtrækning: Liste A, Liste B og Liste C har den samme kvotient (1.000) og står "
        "lige om 2 pladser."
    )
    assert comparison.rows == []  # the other methods stop at a tie of their own
    assert not comparison.differs


def test_lots_that_were_drawn_decide_the_method_they_were_drawn_for():
    case = a_case(
        ("A", 1_000, 0), ("B", 1_000, 0), ("C", 1_000, 0), ("D", 100, 3), municipalities=4
    )

    comparison = compare(case, NAMES, [compose(case).drawn("C", "A", "B")])

    place = [column.method for column in comparison.columns].index(Method.ADAMS)
    seats = {row.key: row.cells.pop(place)[0] for row in comparison.rows}
    assert seats == {"A": 2, "B": 1, "C": 2, "D": 3}
    assert {cell for row in comparison.rows for cell in row.cells} == {(None, False)}
