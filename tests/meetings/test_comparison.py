"""What differs between two texts: found word by word, and never broken or dangerous HTML."""

import re
import time

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import richtext
from meetings.comparison import compare, compare_lines

MERGED = {
    # Words
    ("<p>Budget for 2022.</p>", "<p>Budget for 2023.</p>"): (
        "<p>Budget for <del>2022</del><ins>2023</ins>.</p>"
    ),
    ("<p>Vi mødes.</p>", "<p>Vi mødes i Viborg.</p>"): "<p>Vi mødes <ins>i Viborg</ins>.</p>",
    ("<p>12.500 kr.</p>", "<p>12.700 kr.</p>"): ("<p><del>12.500</del> <ins>12.700</ins> kr.</p>"),
    ("<p>a, b og c</p>", "<p>d, e og c</p>"): "<p><del>a, b</del> <ins>d, e</ins> og c</p>",
    ("<p>et  to</p>", "<p>et to</p>"): "<p>et to</p>",
    ("<p>a &lt; b</p>", "<p>a &gt; b</p>"): "<p>a <del>&lt;</del> <ins>&gt;</ins> b</p>",
    # Formats
    ("<p>et ord her</p>", "<p>et <strong>ord</strong> her</p>"): (
        "<p>et <del>ord</del> <ins><strong>ord</strong></ins> her</p>"
    ),
    ('<p><a href="https://a.dk">hos KL</a></p>', '<p><a href="https://b.dk">hos KL</a></p>'): (
        '<p><del><a href="https://a.dk">hos KL</a></del>'
        '<ins><a href="https://b.dk">hos KL</a></ins></p>'
    ),
    ("<p>et<br>to</p>", "<p>et to</p>"): "<p>et <del><br></del>to</p>",
    # Blocks
    ("<p>et</p>", "<p>et</p><p>to</p>"): "<p>et</p><p><ins>to</ins></p>",
    ("<p>et</p><p>to</p>", "<p>to</p>"): "<p><del>et</del></p><p>to</p>",
    ("<p>Økonomi</p>", "<h5>Økonomi</h5>"): (
        "<p><del>Økonomi</del></p><h5><ins>Økonomi</ins></h5>"
    ),
    (
        "<ul><li><p>a</p></li><li><p>c</p></li></ul>",
        "<ul><li><p>b</p></li><li><p>c</p></li></ul>",
    ): ("<ul><li><del>a</del></li><li><ins>b</ins></li><li>c</li></ul>"),
    ("", "<p>nyt</p>"): "<p><ins>nyt</ins></p>",
    ("<p>væk</p>", ""): "<p><del>væk</del></p>",
    # Tables
    (
        "<table><tbody><tr><th>Liste</th></tr><tr><td>A</td><td>12</td></tr></tbody></table>",
        "<table><tbody><tr><th>Liste</th></tr><tr><td>A</td><td>13</td></tr>"  # noqa: ISC004
        "<tr><td>V</td><td>9</td></tr></tbody></table>",
    ): (
        "<table><tbody><tr><th>Liste</th></tr>"
        "<tr><td>A</td><td><del>12</del><ins>13</ins></td></tr>"
        "<tr><td><ins>V</ins></td><td><ins>9</ins></td></tr></tbody></table>"
    ),
    (
        "<table><tbody><tr><td>A</td></tr></tbody></table>",
        '<table><tbody><tr><th scope="row">A</th></tr></tbody></table>',
    ): ('<table><tbody><tr><th scope="row"><del>A</del><ins>A</ins></th></tr></tbody></table>'),
}


@pytest.mark.parametrize(("old", "new"), MERGED)
def test_compare_marks_what_went_and_what_came(old, new):
    assert compare(old, new).merged == MERGED[old, new]


def test_compare_marks_in_each_text_what_the_other_lacks():
    comparison = compare("<p>Vi mødes i Århus.</p><p>Før</p>", "<p>Vi mødes i Viborg nu.</p>")

    assert comparison.old == "<p>Vi mødes i <del>Århus</del>.</p><p><del>Før</del></p>"
    assert comparison.new == "<p>Vi mødes i <ins>Viborg nu</ins>.</p>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<p>et to</p>", "<p>et  to </p>"),
        ("<p>et</p>\n<p>to</p>", "<p>et</p><p>to</p>"),
        ("<p>et, to</p>", "<p>et , to</p>"),
    ],
)
def test_texts_are_equal_when_only_the_writing_of_them_differs(old, new):
    assert compare(old, new).is_equal


@pytest.mark.parametrize(("old", "new"), [*MERGED, ("<p>et</p>", "<p>et</p><p></p>")])
def test_texts_are_not_equal_when_something_went_or_came(old, new):
    assert compare(old, new).is_equal == (MERGED.get((old, new)) == "<p>et to</p>")


def test_compare_lines_shows_markup_as_text():
    comparison = compare_lines("Budget <i>", "Regnskab <i>")

    assert comparison.merged == "<del>Budget</del> <ins>Regnskab</ins> &lt;i&gt;"


def test_compare_takes_out_what_is_dangerous():
    comparison = compare('<p onclick="x()">a<script>x()</script></p>', "<p>a<img src=x></p>")

    assert comparison.merged == "<p>a</p>"


# --- Any texts -----------------------------------------------------------------------------------

PARTS = st.sampled_from(
    "<p> </p> <h5> </h5> <ul> <ol> </ol> </ul> <li> </li> <blockquote> </blockquote> <table> <tr> "
    '<td> <td\tcolspan="3"> <th\tscope="col"> </td> </th> </tr> </table> <thead> <tbody> <strong> '
    '</strong> <em> </em> <sup> </sup> <a\thref="https://kl.dk"> </a> <br> <script> <ins> </del> '
    "budget møde og 12.500 , . 5–6 &amp; &lt; &nbsp; æblegrød \xa0x".split(" ")
)
TEXTS = st.lists(PARTS, max_size=25).map(lambda parts: " ".join(parts).replace("\t", " "))
TAGS = {*richtext.TAGS, "ins", "del"}
ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}


def words(html: str) -> str:
    """The text without blanks, which are not compared."""
    return re.sub(r"\s", "", richtext.plain(html))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_comparison_of_any_texts_is_whole_and_harmless(old, new):
    comparison = compare(old, new)

    for html in (comparison.merged, comparison.old, comparison.new):
        # A browser reads exactly the elements that were written, all of them allowed.
        assert nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None) == html.replace(
            "\N{NO-BREAK SPACE}", "&nbsp;"
        ).replace("&quot;", '"').replace("&#x27;", "'")
    without_new = re.sub(r"<ins>.*?</ins>", "", comparison.merged, flags=re.DOTALL)
    without_old = re.sub(r"<del>.*?</del>", "", comparison.merged, flags=re.DOTALL)
    assert words(without_new) == words(comparison.old) == words(richtext.clean(old))
    assert words(without_old) == words(comparison.new) == words(richtext.clean(new))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_text_does_not_differ_from_itself(html):
    comparison = compare(html, html)

    assert re.findall("<(?:ins|del)>", comparison.merged) == []


LONG = {
    "paragraphs": ("<p>Vi mødes {}.</p>" * 500, 2),
    "one paragraph": (f"<p>{'Vi mødes {} og siger ' * 500}</p>", 2),
    "rows": (f"<table><tbody>{'<tr><td>{}</td><td>x</td></tr>' * 300}</tbody></table>", 2),
}


@pytest.mark.parametrize("name", LONG)
def test_compare_is_quick_when_much_has_changed(name):
    text, limit = LONG[name]
    places = text.count("{}")
    old, new = (text.format(*range(start, start + places)) for start in (0, places // 2))
    started = time.perf_counter()

    compare(old, new)

    assert time.perf_counter() - started < limit
