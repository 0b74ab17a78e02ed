"""Tables on paper: how they are set, and that nothing of them is lost or cut off."""

import re
from collections import Counter

import pytest

from kkr_portal import pdf
from meetings import richtext
from meetings.paper_tables import LARGE, NORMAL, SCREEN, fitted
from tests.paper_places import is_landscape, outside, places
from tests.papers import Paper

PAGE = (
    '<!doctype html><html lang="da-DK"><head><title>Prøve</title></head><body class="{}">'
    '<p class="running-council">KKR Midtjylland</p><p class="running-date">Dagsorden</p>'
    '<section class="front"><h1>Forside</h1></section><main class="rich-text">{}</main>'
    "</body></html>"
)
PAPERS = {"normal": NORMAL, "large": LARGE, "screen": SCREEN}
AWAY = "Tabellen står på næste side, på tværs."
WORD = "x" * 500


def table(columns: int, rows: int = 2, cell: str = "{row}.{column}") -> str:
    """With a head of K1, K2 …"""
    head = "".join(f'<th scope="col">K{c}</th>' for c in range(1, columns + 1))
    body = ""
    for row in range(1, rows + 1):
        cells = (cell.format(row=row, column=column) for column in range(1, columns + 1))
        body += f"<tr>{''.join(f'<td>{said}</td>' for said in cells)}</tr>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def merged(columns: int) -> str:
    heads = '<th colspan="2">To</th>' * (columns // 2)
    return f"<table><tr>{heads}</tr><tr>{'<td>tal</td>' * columns}</tr></table>"


def classes(html: str) -> list[str]:
    return re.findall(r'<table(?: class="([^"]*)")?>', html)


def captions(html: str) -> list[str]:
    return re.findall("<caption>(.*?)</caption>", html)


def printed(html: str, layout: str = "normal") -> Paper:
    html = fitted(richtext.clean(html), PAPERS[layout])
    sheets = [] if layout == "normal" else [f"css/print-{layout}.css"]
    return Paper(pdf.render_html(PAGE.format(layout, html), *sheets))


# --- How they are set ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "cell", "expected"),
    [
        (3, "ord", ""),
        (15, "{column}", ""),  # as the composition of a council
        (17, "{column}", "table-small"),
        (9, "kommuner", "table-small"),
        (12, "Bilag\N{NO-BREAK SPACE}1.1.1", "table-wide"),
        (20, "{column}", "table-wide"),
        (24, "{column}", "table-wide table-small"),
        (8, "kommunalbestyrelser", "table-wide table-small"),
    ],
)
def test_table_is_set_as_its_columns_need(columns, cell, expected):
    html = fitted(table(columns, cell=cell))

    assert classes(html) == [expected]
    assert (AWAY in html) == ("table-wide" in expected)


def test_text_without_a_table_and_a_table_that_fits_stay_as_they_are():
    for html in ["<p>a &amp; b</p>", f"<p>Før &lt;</p>{table(3)}<ul><li>Efter</li></ul>", ""]:
        assert fitted(html) == html


@pytest.mark.parametrize("paper", PAPERS.values())
def test_widest_table_is_divided_and_each_part_begins_with_the_first_column(paper):
    html = fitted(table(60), paper)

    heads = [re.findall("<th[^>]*>(K[0-9]+)</th>", part) for part in html.split("</thead>")[:-1]]
    assert len(heads) > 2
    assert {head[0] for head in heads} == {"K1"}
    assert [name for head in heads for name in head[1:]] == [f"K{n}" for n in range(2, 61)]
    assert max(map(len, heads)) - min(map(len, heads)) <= len(heads)
    assert html.count('<th scope="col">') == 60 + len(heads) - 1
    assert html.count(AWAY) == 1


def test_captions_say_which_columns_a_part_has():
    assert captions(fitted(table(25))) == ["Kolonne 1–13 af 25", "Kolonne 1 og 14–25 af 25"]


def test_rows_of_unequal_length_are_divided_without_loss():
    html = fitted(table(60).replace("<td>2.60</td>", "").replace("<td>1.30</td>", ""))

    assert Counter(re.findall(r"<td>(1\.60|2\.59)</td>", html)) == {"1.60": 1, "2.59": 1}
    assert len({part.count("<td>") for part in re.findall("<tbody>.*?</tbody>", html)}) < 3


@pytest.mark.parametrize(("columns", "expected"), [(6, [""]), (40, ["table-wide table-tiny"])])
def test_merged_cells_get_the_smallest_type_that_they_need(columns, expected):
    html = fitted(richtext.clean(merged(columns)))

    assert classes(html) == expected
    assert html.count('colspan="2"') == columns // 2


@pytest.mark.parametrize(("columns", "paper"), [(100, NORMAL), (60, LARGE), (60, SCREEN)])
def test_merged_cells_beyond_the_smallest_type_are_taken_apart(columns, paper):
    html = fitted(richtext.clean(merged(columns)), paper)

    assert "colspan" not in html
    # The first column has one of the heads, and is repeated in each part.
    parts = len(captions(html))
    assert html.count(">To<") == columns // 2 + parts - 1
    assert html.count(">tal<") == columns + parts - 1


def test_rows_that_are_merged_keep_their_columns_apart():
    rows = (
        '<tr><td rowspan="3">År</td>'
        + "<td>a</td>" * 70
        + "</tr>"
        + ("<tr>" + "<td>b</td>" * 70 + "</tr>") * 2
    )
    html = fitted(f"<table><tbody>{rows}</tbody></table>")

    first = re.findall("<tr>(.*?)</tr>", html)[:3]
    assert [row.split("</td>")[0] for row in first] == ["<td>År", "<td>", "<td>"]
    assert {row.count("<td>") for row in first} == {first[0].count("<td>")}


def years(*lengths: int) -> str:
    """A table with a merged cell down so many rows each; 1 is a row of its own."""
    rows = (
        f'<tr><td rowspan="{length}">År</td><td>a</td></tr>' + "<tr><td>b</td></tr>" * (length - 1)
        for length in lengths
    )
    return (
        f"<table><thead><tr><th>Å</th><th>M</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def test_rows_that_a_merged_cell_holds_together_stay_on_one_page():
    html = fitted(years(1, 1, 3, 12, 13, 1))

    parts = re.findall("<tbody([^>]*)>(.*?)</tbody>", html)
    together = ' class="together"'
    assert [(said, rows.count("<tr>")) for said, rows in parts] == [
        ("", 2),
        (together, 3),
        (together, 12),
        ("", 13),
        ("", 1),
    ]
    assert html.count("<thead>") == 1


@pytest.mark.parametrize(
    ("cells", "is_number"),
    [
        (["1", "1.234", "-5,5 %", "–"], True),
        (["1 234", "12&nbsp;kr."], True),
        (["1", "ord"], False),
        (["19.1.", "20.1."], False),
        (["1", ""], False),  # of one number nobody knows what it is among
        (["", "–"], False),
    ],
)
def test_columns_of_nothing_but_numbers_stand_to_the_right(cells, is_number):
    rows = "".join(f"<tr><th>Navn</th><td>{cell}</td></tr>" for cell in cells)

    html = fitted(
        f"<table><thead><tr><th>A</th><th>Tal</th></tr></thead><tbody>{rows}</tbody></table>"
    )

    assert html.count('<td class="number">') == len(cells) * is_number
    assert ('<th class="number">Tal</th>' in html) is is_number
    assert "<th>Navn</th>" in html


@pytest.mark.parametrize("span", ['colspan="20" rowspan="20"', 'rowspan="20"', 'colspan="20"'])
def test_spans_beyond_the_table_do_no_harm(span):
    html = fitted(f"<table><tbody><tr><td {span}>a</td></tr></tbody></table>{table(2)}")

    assert html.count(">a<") == 1


def test_table_without_rows_or_cells_does_no_harm():
    assert fitted("<table></table>") == "<table></table>"
    assert fitted("<table><tbody><tr></tr></tbody></table>")


def test_first_row_of_header_cells_becomes_the_head_which_pages_repeat():
    html = fitted("<table><tbody><tr><th>A</th></tr><tr><td>b</td></tr></tbody></table>")

    assert html.startswith("<table><thead><tr><th>A</th></tr></thead><tbody>")


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><th>Kun</th></tr>",
        '<tr><th rowspan="2">A</th><th>B</th></tr><tr><td>b</td></tr>',
        "<tr><th>A</th><td>B</td></tr><tr><td>b</td><td>c</td></tr>",
    ],
)
def test_other_first_rows_do_not_become_the_head(rows):
    assert "<thead>" not in fitted(f"<table><tbody>{rows}</tbody></table>")


def test_turned_tables_with_nothing_between_them_follow_each_other():
    html = fitted(f"{table(20)}<p><br></p>{table(20)}<p>Ord</p>{table(20)}")

    assert html.count(AWAY) == html.count('<div class="turned">') == html.count("</div>") == 2
    assert html.count("<table") == 3


def test_table_in_a_cell_stays_there():
    html = fitted(f"<table><tbody><tr><td>{table(2)}</td></tr></tbody></table>")

    assert html.count("<td>") == 1 + 4
    assert classes(html) == ["table-tiny", ""]


def test_long_words_may_break_and_ranges_may_not():
    words = f"{WORD[:31]} {WORD} kl. 10.00–12.00 a&amp;b"
    html = fitted(f"<table><tbody><tr><td>{words}</td></tr></tbody></table>")

    assert f'<span class="long-word">{WORD[:31]}</span> xxxxxxxx<wbr>x' in html
    assert richtext.plain(html).split()[1] == WORD
    assert '<span class="range">10.00–12.00</span> a&amp;b' in html


def test_words_of_a_text_are_all_there_in_every_setting():
    text = "<p>Æ &lt;b&gt; &amp; <strong>fed</strong></p><ul><li>punkt</li></ul>"
    before = richtext.clean(table(30, cell=text))

    assert richtext.plain(fitted(before)).count("Æ <b> & fed") == 2 * 30 + 2 * (
        len(captions(fitted(before))) - 1
    )


# --- On paper ------------------------------------------------------------------------------------

BAD = {
    "60 columns": table(60, 9, cell="tal"),
    "words of 500 letters": table(3, cell=WORD),
    "a word of 500 letters among others": table(9, cell="kommune").replace("kommune", WORD, 1),
    "500 letters in 12 columns": table(12, 1, cell=WORD),
    "merged cells": merged(40),
    "too many merged cells": merged(100),
    "12 columns of long words": table(12, cell="KOMMUNALBESTYRELSESMEDLEM"),
    "sentences": table(14, cell="Dette er en ganske almindelig sætning med {column} ord."),
    "emoji": table(20, cell="😀😀😀"),
    "a table in a list": f"<ul><li>Ord<ul><li>{table(20)}</li></ul></li></ul>",
    "a table in a table": f"<table><tr><td>{table(20)}</td><td>Ord</td></tr></table>",
}


@pytest.mark.parametrize("layout", PAPERS)
@pytest.mark.parametrize("html", BAD.values(), ids=BAD)
def test_nothing_of_a_table_is_cut_off(html, layout):
    paper = printed(f"<p>Før tabellen.</p>{html}<p>Efter tabellen.</p>", layout)

    assert [place for page in paper.pdf.pages[1:] for place in outside(page)] == []
    assert paper.text.count("Efter tabellen.") == 1
    assert all(page.strip() for page in paper.pages)


@pytest.fixture(scope="module")
def wide() -> Paper:
    return printed(f"<p>Før tabellen.</p>{table(20, 60)}<p>Efter tabellen.</p>")


def test_turned_pages_have_heads_and_numbers_and_only_the_table_stands_on_them(wide):
    turned = [is_landscape(page) for page in wide.pdf.pages]

    assert turned == [False, False, *[True] * (len(turned) - 3), False]
    assert "Før tabellen." in wide.pages[1]
    assert "Efter tabellen." in wide.pages[-1]
    for number, page in enumerate(wide.pages[1:], start=2):
        assert "KKR Midtjylland" in page
        assert f"Side {number} af {len(turned)}" in page


def test_table_that_ends_the_text_leaves_no_empty_page():
    assert [is_landscape(page) for page in printed(table(20)).pdf.pages] == [False, False, True]


def test_head_is_repeated_and_tagged_on_each_page(wide):
    on_pages = ["K19 K20" in page for page in wide.pages]

    assert on_pages == [False, False, *[True] * (len(on_pages) - 3), False]
    assert wide.tags.count("TH") == 20 * sum(on_pages)
    assert wide.tags.count("TD") == 20 * 60


@pytest.fixture(scope="module")
def long() -> Paper:
    return printed(table(4, 300, cell="{row}–{column}"))


def test_table_of_300_rows_has_them_all_under_a_head_on_each_page(long):
    assert all("K1 K2 K3 K4" in page for page in long.pages[1:])
    assert re.findall(r"\d+–1\b", long.text) == [f"{row}–1" for row in range(1, 301)]
    assert long.tags.count("TR") == 300 + len(long.pages) - 1


def test_no_row_stands_alone_at_the_end_or_the_beginning_of_a_page():
    for rows in range(34, 42):
        paper = printed(table(2, rows, cell="r{row}"))
        on_pages = [len(set(re.findall(r"r\d+", page))) for page in paper.pages[1:]]
        assert sum(on_pages) == rows
        assert 1 not in on_pages


def test_parts_have_captions_in_the_structure():
    paper = printed(table(60))

    assert paper.tags.count("Caption") == paper.tags.count("Table") == 3
    assert "Kolonne 1–" in paper.text


def test_type_is_never_below_12_points_in_large_print():
    for html in [table(60), merged(40), table(17)]:
        paper = printed(html, "large")
        sizes = [place.size for page in paper.pdf.pages[1:] for place in places(page)]
        assert min(sizes) > 11.9
