"""Numbers of votes are read as Danes and Statistics Denmark write them."""

import pytest

from elections.votefiles.figures import danish, votes, votes_or_none


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("55295", 55295),
        ("007", 7),
        ("12.345", 12345),
        ("1.234.567", 1_234_567),
        ("12 345", 12345),
        ("12\u00a0345", 12345),
        ("12\u202f345", 12345),
        (' "12345" ', 12345),
        ("-", 0),
        ("–", 0),
        ("999999999", 999_999_999),
        ("999.999.999", 999_999_999),
    ],
)
def test_whole_number_is_read(text: str, number: int):
    assert votes(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "-1",
        "1,5",
        "1.5",
        "12.34",
        "1.2345",
        "1234.567",
        "12. 345",
        "1e3",
        "ti",
        "½",
        "٣",
        "+1",
        "1_000",
        "1234567890",
        "1.234.567.890",
    ],
)
def test_anything_else_is_refused(text: str):
    with pytest.raises(ValueError, match=r"^».*« er ikke et helt, ikke-negativt tal\.$"):
        votes(text)
    assert votes_or_none(text) == 0


@pytest.mark.parametrize("text", ["..", "...", "…"])
def test_number_that_statistics_denmark_does_not_have_is_refused(text: str):
    with pytest.raises(ValueError, match="betyder, at tallet ikke er oplyst"):
        votes(text)


@pytest.mark.parametrize("text", ["", " ", '""'])
def test_missing_number_is_refused(text: str):
    with pytest.raises(ValueError, match=r"^stemmetallet mangler\.$"):
        votes(text)


def test_thousands_are_shown_with_dots():
    assert [danish(999), danish(1000), danish(1_234_567)] == ["999", "1.000", "1.234.567"]
