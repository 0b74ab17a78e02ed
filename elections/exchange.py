"""Cases and outcomes as JSON, for other programs and for computations that are kept.

Knows the arithmetic only: no model, no request, no time of day. The same input gives the
same output, byte for byte, in every year to come.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from elections import json_input
from elections.apportionment import (
    Case,
    Composition,
    Denominator,
    InvalidInput,
    Leadership,
    ListInput,
    Lot,
    LotsRequired,
    Method,
    NoListTakesPart,
    Status,
    Step,
    capped_size,
    compose,
    elect_leadership,
)
from elections.apportionment.threshold import status_of
from elections.json_input import BadInput, Orders, parse

__all__ = [
    "COMPOSITION_FIELDS",
    "LEADERSHIP_FIELDS",
    "BadInput",
    "canonical",
    "case_from_json",
    "compose_json",
    "composition_to_json",
    "elect_leadership_json",
    "leadership_to_json",
    "parse",
]

COMPOSITION_FIELDS = frozenset(
    "municipalities votes valid_votes cast_votes denominator represented mayors method"
    " threshold_percent lots".split()
)
LEADERSHIP_FIELDS = frozenset({"votes", "alliances", "lots"})

REASONS = {
    Status.UNDER_THRESHOLD: "under_threshold",
    Status.NOT_REPRESENTED: "not_represented",
    Status.LOCAL_OUTSIDE: "outside_cooperation",
}

Outcome = TypeVar("Outcome")


def canonical(values: Mapping[str, Any]) -> str:
    """The one text for these values: keys sorted, no blanks, letters as they are."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def compose_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """The composition of the council that ``values`` describe, or the tie it stops at.

    Raises BadInput.
    """
    case, orders = case_from_json(values)
    try:
        outcome = _with_lots(lambda lots: compose(case, lots), orders)
    except NoListTakesPart as error:
        raise BadInput("votes", str(error)) from error
    return composition_to_json(outcome, case)


def elect_leadership_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Chair and vice-chair by the votes in ``values``, or the tie it stops at.

    Raises BadInput.
    """
    votes = json_input.counts(values, "votes")
    alliances = json_input.orders(values, "alliances")
    orders = json_input.orders(values, "lots")
    try:
        outcome = _with_lots(lambda lots: elect_leadership(votes, alliances, lots), orders)
    except InvalidInput as error:
        raise BadInput(error.field, str(error)) from error
    return leadership_to_json(outcome)


def case_from_json(values: Mapping[str, Any]) -> tuple[Case, Orders]:
    """The case that ``values`` describe, and each lot's lists in the order drawn.

    Who may take part follows from where a list stands. One that has mayors and yet no votes
    or no place among the ``represented`` can only be outside every co-operation: a mayor is a
    councillor, and a party's would make it represented.

    Raises BadInput.
    """
    votes = json_input.counts(values, "votes")
    mayors = json_input.counts(values, "mayors")
    represented = frozenset(
        json_input.keys(json_input.required(values, "represented"), "represented")
    )
    lists = []
    for key in sorted({*votes, *mayors}):
        is_represented = key in represented
        has_mayor = mayors.get(key, 0) > 0
        lists.append(
            ListInput(
                key=key,
                votes=votes.get(key, 0),
                mayors=mayors.get(key, 0),
                may_take_part=key in votes and (is_represented or not has_mayor),
                is_represented=is_represented or has_mayor,
            )
        )
    cast_votes = values.get("cast_votes")
    try:
        case = Case(
            lists=tuple(lists),
            municipalities=json_input.municipalities(values),
            valid_votes=json_input.whole(json_input.required(values, "valid_votes"), "valid_votes"),
            cast_votes=None if cast_votes is None else json_input.whole(cast_votes, "cast_votes"),
            denominator=json_input.choice(values, "denominator", Denominator, Denominator.VALID),
            method=json_input.choice(values, "method", Method, Method.ADAMS),
            threshold_percent=json_input.percent(values.get("threshold_percent", 2)),
        )
    except InvalidInput as error:
        raise BadInput(error.field, str(error)) from error
    return case, json_input.orders(values, "lots")


def composition_to_json(outcome: Composition | LotsRequired, case: Case) -> dict[str, Any]:
    """What ``compose`` found for ``case``; at a tie the seats are null and the tie is told."""
    excluded = {
        entry.key: REASONS[status]
        for entry in case.lists
        if (status := status_of(entry, case)) is not Status.TAKES_PART
    }
    common = {
        "cap": case.cap,
        "mayors": {entry.key: entry.mayors for entry in case.lists},
        "excluded": excluded,
        "steps": [_step_to_json(step) for step in outcome.steps],
    }
    if isinstance(outcome, LotsRequired):
        # Only the cap brings ties about, so the size is known although the seats are not.
        return common | {
            "complete": False,
            "size": capped_size(case),
            "capped": True,
            "seats": None,
            "supplementary": None,
            "tie": _tie_to_json(outcome),
        }
    return common | {
        "complete": True,
        "size": outcome.size,
        "capped": outcome.is_capped,
        "seats": {result.key: result.seats for result in outcome.lists},
        "supplementary": {result.key: result.supplementary for result in outcome.lists},
        "tie": None,
    }


def leadership_to_json(outcome: Leadership | LotsRequired) -> dict[str, Any]:
    """What ``elect_leadership`` found.

    ``steps`` are the posts given to groups, ``inner`` by an alliance's name the steps that gave
    its posts to its lists.
    """
    if isinstance(outcome, LotsRequired):
        # A tie inside an alliance comes after the two posts were given to groups.
        steps, inner = outcome.steps[:2], {}
        found = {"complete": False, "chair": None, "vice_chair": None, "tie": _tie_to_json(outcome)}
    else:
        steps, inner = outcome.steps, outcome.inner
        found = {
            "complete": True,
            "chair": outcome.chair,
            "vice_chair": outcome.vice_chair,
            "tie": None,
        }
    return found | {
        "steps": [_step_to_json(step) for step in steps],
        "inner": {
            name: [_step_to_json(step) for step in steps] for name, steps in sorted(inner.items())
        },
    }


def _with_lots(
    compute: Callable[[list[Lot]], Outcome | LotsRequired], orders: Iterable[tuple[str, ...]]
) -> Outcome | LotsRequired:
    """The outcome with each order used for the tie of exactly its lists, all of them used."""
    left = list(orders)
    lots: list[Lot] = []
    outcome = compute(lots)
    while isinstance(outcome, LotsRequired):
        order = next((order for order in left if sorted(order) == list(outcome.lists)), None)
        if order is None:
            break
        left.remove(order)
        lots.append(outcome.drawn(*order))
        outcome = compute(lots)
    if left:
        names = ", ".join(sorted(left[0]))
        raise BadInput("lots", f"There is no tie between exactly {names} for this lot to decide.")
    return outcome


def _step_to_json(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "list": step.key,
        "seat": step.seat,
        "votes": step.votes,
        "divisor": step.divisor,
        "mayor": step.is_mayor,
        "by_lot": step.by_lot,
    }


def _tie_to_json(tie: LotsRequired) -> dict[str, Any]:
    return {"lists": list(tie.lists), "seats": tie.seats}
