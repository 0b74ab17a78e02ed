"""HTML as readers see it, and the way back to its places."""

import pytest

from meetings.agenda_check.sections import plain, read


def shown(source: str) -> str:
    return read(source).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("uden tags", "uden tags\n"),
        ("<p>Et</p>\n<p>To</p>", "Et\n To\n"),
        ("<p>Et<br>to</p>", "Et\nto\n"),
        ("<p>16.&nbsp;maj &amp; 17.\n maj</p>", "16. maj & 17.  maj\n"),
        ("a < b <3 & c &ukendt; &#99999999999;", "a < b <3 & c &ukendt; &#99999999999;\n"),
        ("<p>før<!-- skjult --><script>nej</script><style>nej</style> efter</p>", "før efter\n"),
        ('<a title="a>b" href=x>link</a>', "link\n"),
        ("<p>åben <strong>tekst", "åben tekst\n"),
        ("<!-- uden ende", ""),
    ],
)
def test_reader_shows_what_a_browser_shows(source, text):
    assert shown(source) == text


@pytest.mark.parametrize(
    ("source", "word", "written"),
    [
        ("<p>Mødet &amp; <em>planen</em></p>", "planen", "planen"),
        ("<p>Mødet den 16.&nbsp;maj</p>", "16. maj", "16.&nbsp;maj"),
        ("<p>klik<strong> her</strong></p>", "klik her", "klik<strong> her"),
        ("<p>&lt;indsæt&gt;</p>", "<indsæt>", "&lt;indsæt&gt;"),
        ("<p>a<br>b</p>", "a\nb", "a<br>b"),
    ],
)
def test_place_in_the_text_leads_to_its_place_in_the_html(source, word, written):
    section = read(source)
    start = section.text.index(word)
    first, last = section.source(start, start + len(word))

    assert source[first:last] == written


def test_place_in_plain_text_is_the_same_one():
    assert plain("Mødet\nden 16.").source(6, 9) == (6, 9)


def test_links_are_read_with_text_address_and_picture():
    section = read(
        '<p>Se <a href="https://a.dk/?x=1&amp;y=2">planen</a>, <a href="/b"><img></a></p>'
    )

    links = [(section.text[a.start : a.end], a.href, a.holds_image) for a in section.links]
    assert links == [("planen", "https://a.dk/?x=1&y=2", False), ("", "/b", True)]


def test_list_is_one_group_and_paragraphs_are_their_own():
    section = read("<p>En</p><ul><li>To<ul><li>Tre</li></ul></li><li>Fire</li></ul><p>Fem</p>")

    around = [section.group_at(section.text.index(word)) for word in ("En", "Tre", "Fem")]
    assert around == ["En", "To\nTre\nFire", "Fem"]


def cells(source: str) -> list[list[str]]:
    """The text in every square of the first table."""
    section = read(source)
    grid = section.tables[0]
    squares = [[grid.at(row, column) for column in range(grid.columns)] for row in range(grid.rows)]
    return [
        ["" if cell is None else section.text[cell.start : cell.end].strip() for cell in row]
        for row in squares
    ]


def test_spanning_cells_fill_their_squares():
    assert cells(
        '<table><tr><td rowspan="2">A</td><td colspan="2">B</td></tr>'
        "<tr><td>C</td><td>D</td></tr><tr><td>E</td></tr></table>"
    ) == [["A", "B", "B"], ["A", "C", "D"], ["E", "", ""]]


def test_cell_without_end_tag_ends_at_the_next():
    assert cells("<table><tr><td>A<td>B<tr><td>C") == [["A", "B"], ["C", ""]]


def test_cell_cannot_reach_below_the_table_or_span_without_bound():
    assert cells('<table><tr><td rowspan="9" colspan="99999">A</td></tr></table>') == [["A"] * 20]


def test_enormous_table_is_not_read():
    source = "<table>" + '<tr><td colspan="20" rowspan="20">1</td></tr>' * 100 + "</table>"

    assert read(source).tables[0].cells == ()


def test_table_in_a_table_is_read_on_its_own():
    section = read("<table><tr><td>A<table><tr><td>B</td></tr></table></td><td>C</td></tr></table>")
    place = section.cell_at(section.text.index("B"))

    assert place is not None
    grid, cell = place
    assert (grid.columns, section.text[cell.start : cell.end].strip()) == (1, "B")
