"""Input that cannot be computed is refused with its field and a word about it."""

from typing import Any

import pytest

from elections import exchange
from elections.exchange import BadInput

SMALL = {
    "municipalities": 5,
    "votes": {"A": 60, "B": 40},
    "valid_votes": 100,
    "represented": ["A", "B"],
    "mayors": {"A": 1},
}


def composed(text: str) -> dict[str, Any]:
    return exchange.compose_json(exchange.parse(text))


@pytest.mark.parametrize(
    "field", ["municipalities", "votes", "valid_votes", "represented", "mayors"]
)
def test_missing_field_is_named(field: str):
    values = {name: value for name, value in SMALL.items() if name != field}

    with pytest.raises(BadInput, match=f"^{field}: The field is missing"):
        exchange.compose_json(values)


@pytest.mark.parametrize(
    ("field", "written", "message"),
    [
        ("municipalities", "true", "must be whole, not true"),
        ("municipalities", '"5"', "must be whole, not text"),
        ("municipalities", "5.0", "must be whole, not a number with decimals"),
        ("municipalities", "null", "must be whole, not null"),
        ("municipalities", "0", "must be at least 1"),
        ("municipalities", "-1", "must be at least 0"),
        ("municipalities", "100001", "at most 100000"),
        ("votes", "[]", "must be an object, not an array"),
        ("votes", "null", "must be an object, not null"),
        ("votes", '{"A":3.0}', "list A must be whole, not a number with decimals"),
        ("votes", '{"A":1e2}', "list A must be whole, not a number with decimals or an exponent"),
        ("votes", '{"A":false}', "list A must be whole, not false"),
        ("votes", '{"A":-1}', "list A must be at least 0, not -1"),
        ("votes", '{"A":[]}', "list A must be whole, not an array"),
        ("votes", '{"":1}', "list has no key"),
        ("votes", "{}", "No list takes part"),
        ("votes", '{"A":1}', "No list takes part"),
        ("valid_votes", "99", "100 votes are more than the 99 valid"),
        ("valid_votes", "100.0", "must be whole"),
        ("cast_votes", "99", "fewer than the 100 valid"),
        ("cast_votes", '"100"', "must be whole, not text"),
        ("denominator", '"all"', "must be one of: valid, cast"),
        ("denominator", "1", "must be one of: valid, cast"),
        ("method", '"hare"', "must be one of: adams, dhondt, sainte_lague"),
        ("method", '""', "must be one of"),
        ("method", "null", "must be one of"),
        ("represented", '"AB"', "must be an array, not text"),
        ("represented", '["A","A"]', "A occurs more than once"),
        ("represented", "[1]", "by its key, not by a number"),
        ("represented", '[""]', "by its key, not by empty text"),
        ("mayors", '{"A":6}', "6 mayors are more than the 5"),
        ("mayors", '{"A":true}', "not true"),
        ("mayors", "3", "must be an object, not a number"),
        ("threshold_percent", "true", "must be whole, not true"),
        ("threshold_percent", "-1", "must be at least 0"),
        ("threshold_percent", "-0.5", "from 0 to 100"),
        ("threshold_percent", "101", "not between 0 and 100"),
        ("threshold_percent", "100.5", "from 0 to 100"),
        ("threshold_percent", "1e99999999", "from 0 to 100"),
        ("threshold_percent", "1e-99999999", "at most 50 decimals"),
        ("threshold_percent", '"1e99999999"', "such as"),
        ("threshold_percent", '"2,5"', "such as"),
        ("threshold_percent", '"5/0"', "such as"),
        ("threshold_percent", '"201/2"', "not between 0 and 100"),
        ("threshold_percent", '"٢"', "such as"),
        ("threshold_percent", "[]", "must be whole, not an array"),
        ("lots", "null", "must be an array of arrays, not null"),
        ("lots", '["A"]', "must be an array, not text"),
        ("lots", '[["A"]]', "at least two lists"),
        ("lots", '[["A","A"]]', "A occurs more than once"),
    ],
)
def test_bad_value_is_refused_with_its_field(field: str, written: str, message: str):
    values = {name: value for name, value in SMALL.items() if name != field}
    text = exchange.canonical(values)[:-1] + f',"{field}":{written}}}'

    with pytest.raises(BadInput, match=message) as caught:
        composed(text)
    assert caught.value.field == field
    assert str(caught.value) == f"{field}: {caught.value.text}"


NEEDS_CAST = r"^cast_votes: A threshold of votes cast needs"


def test_votes_cast_must_be_known_when_they_are_the_denominator():
    with pytest.raises(BadInput, match=NEEDS_CAST):
        exchange.compose_json(SMALL | {"denominator": "cast"})
    with pytest.raises(BadInput, match=NEEDS_CAST):
        exchange.compose_json(SMALL | {"denominator": "cast", "cast_votes": None})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("{", "not JSON: .* at character 2"),
        ("{} {}", "not JSON: Extra data"),
        ("\ufeff{}", "not JSON"),
        ("[]", "must be a JSON object, not an array"),
        ("null", "must be a JSON object, not null"),
        ("2", "must be a JSON object, not a number"),
        ('"a"', "must be a JSON object, not text"),
        ('{"a":NaN}', "NaN is not a number"),
        ('{"a":-Infinity}', "-Infinity is not a number"),
        ('{"votes":{"A":1,"B":1,"A":1}}', "A: This occurs more than once"),
        ('{"votes":1,"votes":1}', "votes: This occurs more than once"),
        ('{"a":' + "9" * 5000 + "}", "A number has too many digits"),
        ('{"a":1e' + "9" * 30 + "}", "exponent has too many digits"),
        ('{"a":' + "[" * 200_000 + "}", "nested too deeply"),
        ('{"a":' * 200_000 + "}", "nested too deeply"),
    ],
)
def test_text_that_is_no_json_object_is_refused(text: str, message: str):
    with pytest.raises(BadInput, match=message):
        exchange.parse(text)


@pytest.mark.parametrize("digits", [3100, 4300])
def test_number_is_refused_when_its_sums_could_not_be_written(digits: int):
    number = 10 ** (digits - 1)
    with pytest.raises(BadInput, match="votes: The number of list A has too many digits"):
        exchange.elect_leadership_json({"votes": {"A": number}})


def test_numbers_of_three_thousand_digits_are_computed_exactly():
    number = 10**2999
    values = {
        "municipalities": 5,
        "votes": {"A": 2 * number + 1, "B": number},
        "valid_votes": 3 * number + 1,
        "represented": ["A", "B"],
        "mayors": {"B": 1},
        "method": "dhondt",
    }
    result = exchange.parse(exchange.canonical(exchange.compose_json(values)))

    assert result["seats"] == {"A": 2, "B": 1}
