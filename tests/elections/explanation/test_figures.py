"""Numbers as Danes write them, rounded, but never up to a whole per cent."""

from fractions import Fraction

import pytest

from elections.explanation.figures import decimal, enumeration, percent, quotient


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 7, "0,00 pct."),
        (1, 7, "14,29 pct."),  # 14.2857…
        (1, 8_000, "0,01 pct."),  # 0.0125
        (1, 20_001, "0,00 pct."),  # just below the half
        (1, 20_000, "0,01 pct."),  # and the half
        (7, 7, "100,00 pct."),
        (2, 100, "2,00 pct."),
        (1_995, 100_000, "1,99 pct."),  # would be rounded up to the threshold
        (1_994, 100_000, "1,99 pct."),
        (1_985, 100_000, "1,99 pct."),
        (1_999_999, 100_000_000, "1,99 pct."),
        (99_999, 100_000, "99,99 pct."),
        (2_001, 100_000, "2,00 pct."),
        (14_392, 719_601, "1,99 pct."),  # 1.99999 per cent: one vote short
        (14_393, 719_601, "2,00 pct."),
        (5, 10_000, "0,05 pct."),
        (207_126, 719_601, "28,78 pct."),  # 28.783…
        (3, 0, "–"),
    ],
)
def test_percent_is_rounded_but_never_up_to_a_whole_one(part, whole, text):
    assert percent(part, whole) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (2, "2"),
        (0, "0"),
        (Fraction(5, 2), "2,5"),
        (Fraction(5, 3), "1,6666"),
        (Fraction(1, 20), "0,05"),
        (Fraction(14_392_02, 100), "14.392,02"),
        (10_000, "10.000"),
        (Fraction(1, 100_000), "0"),
    ],
)
def test_decimal_has_the_decimals_it_needs_and_at_most_four(number, text):
    assert decimal(number) == text


@pytest.mark.parametrize(
    ("votes", "divisor", "text"),
    [
        (20_000, 0, "listens første plads"),
        (20_000, 1, "20.000 : 1 = 20.000,0"),
        (20_000, 3, "20.000 : 3 = 6.666,7"),
        (182_069, 8, "182.069 : 8 = 22.758,6"),
        (1, 8, "1 : 8 = 0,1"),
        (1, 20, "1 : 20 = 0,1"),
        (19_999, 1_000, "19.999 : 1000 = 20,0"),
    ],
)
def test_quotient_is_written_out_and_rounded_to_one_decimal(votes, divisor, text):
    assert quotient(votes, divisor) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["A"], "A"), (["A", "B"], "A og B"), (["A", "B", "C"], "A, B og C")],
)
def test_enumeration_ends_with_an_and(words, text):
    assert enumeration(words) == text
