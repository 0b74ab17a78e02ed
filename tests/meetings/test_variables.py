"""Variables of standard texts: what is filled in, what stays, and what is told."""

import time

import pytest

from meetings.variables import NAMES, fill, missing, unknown

VALUES = {
    "KKR": "KKR Midtjylland",
    "region": "Midtjylland",
    "antal kommuner": "19",
    "formand": "Ærø & <Søn>",
    "næstformand": None,
    "valgperiode": "2022-2025",
    "mødedato": "onsdag den 19. januar 2022",
}


def test_every_variable_is_filled_in():
    text = " | ".join(f"{{{name}}}" for name in NAMES)
    assert fill(text, dict.fromkeys(NAMES, "x"), is_html=False) == " | ".join("x" for _ in NAMES)


@pytest.mark.parametrize(
    "written",
    [
        "{antal kommuner}",
        "{Antal Kommuner}",
        "{ANTAL KOMMUNER}",
        "{ antal  kommuner }",
        "{antal\u00a0kommuner}",
        "{antal\nkommuner}",
    ],
)
@pytest.mark.parametrize("is_html", [True, False])
def test_case_and_blanks_do_not_matter(written, is_html):
    assert fill(f"De {written}.", VALUES, is_html=is_html) == "De 19."


@pytest.mark.parametrize("written", ["{antal&nbsp;kommuner}", "{antal&#160;kommuner}"])
def test_blanks_of_html_editors(written):
    assert fill(f"<p>De {written}</p>", VALUES, is_html=True) == "<p>De 19</p>"


def test_danish_letters_as_entities():
    assert fill("<p>{M&Oslash;DEDATO}</p>", {"mødedato": "i dag"}, is_html=True) == "<p>i dag</p>"


def test_value_is_escaped_only_in_html():
    assert fill("<p>{formand}</p>", VALUES, is_html=True) == "<p>Ærø &amp; &lt;Søn&gt;</p>"
    assert fill("{formand}", VALUES, is_html=False) == "Ærø & <Søn>"


def test_value_is_not_filled_in_again():
    assert fill("{KKR}", {"KKR": "{region}", "region": "x"}, is_html=False) == "{region}"


def test_empty_value_is_a_value():
    assert fill("a{KKR}b", {"KKR": ""}, is_html=False) == "ab"
    assert missing("{KKR}", {"KKR": ""}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "{ Næstformand }",  # no value
        "{borgmester}",  # no variable
        "{}",
        "{ }",
        "{KKR",
        "KKR}",
        "{K<strong>KR</strong>}",
        "{antalkommuner}",
    ],
)
@pytest.mark.parametrize("is_html", [True, False])
def test_all_else_stays_as_it_is_written(text, is_html):
    assert fill(text, VALUES, is_html=is_html) == text
    assert fill("{KKR}", {}, is_html=is_html) == "{KKR}"


def test_innermost_brackets_count():
    assert fill("{{KKR}}", VALUES, is_html=False) == "{KKR Midtjylland}"


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="https://kl.dk/{KKR}">',
        "<a href='{KKR}'>",
        '<a href="a>{KKR}">',
        "<a href={KKR}>",
        "<!-- {KKR} -->",
        '<a href="{KKR}',  # never ends
    ],
)
def test_tags_are_left_alone(tag):
    assert fill(f"{{region}} {tag}", VALUES, is_html=True) == f"Midtjylland {tag}"
    assert unknown(tag.replace("KKR", "x")) == ()
    assert missing(tag, {}) == ()


def test_less_than_is_no_tag():
    assert fill("5 < {antal kommuner} > 3", VALUES, is_html=True) == "5 < 19 > 3"


def test_tags_mean_nothing_in_plain_text():
    assert fill("<i {KKR}>", VALUES, is_html=False) == "<i KKR Midtjylland>"


def test_unknown_names_are_told_once_in_order():
    text = "<p>{borgmester} {kkr} { by  navn } {borgmester}</p><p>{} { }</p>{a&nbsp;b}"
    assert unknown(text) == ("borgmester", "by navn", "a b")


def test_missing_values_are_told_by_name_once_in_order():
    text = "{ NÆSTFORMAND } {KKR} {næstformand} {formand} {x}"
    assert missing(text, VALUES) == ("næstformand",)
    assert missing(text, {}) == ("næstformand", "KKR", "formand")


@pytest.mark.parametrize("unit", ["{", "<a '", "<a \"'", "<a", "{a", "<a\"'<a'\"", "{ ", "<!--"])
@pytest.mark.parametrize("is_html", [True, False])
def test_hostile_text_costs_little(unit, is_html):
    text = unit * (400_000 // len(unit))
    before = time.perf_counter()
    assert fill(text, VALUES, is_html=is_html) == text
    assert unknown(text) == ()
    assert time.perf_counter() - before < 2
