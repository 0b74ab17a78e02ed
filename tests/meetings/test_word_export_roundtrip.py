"""Nothing is lost on the way to Word: read back, a section has the same words in the same form.

The structure of the HTML is worked out here anew, with none of the exporter's own reading.
"""

import datetime
import io
from itertools import groupby
from xml.etree import ElementTree

import mammoth
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings import richtext, word_html
from meetings.word_export import WordAgenda, WordItem, docx_bytes

MOMENT = datetime.datetime(2022, 1, 19, 10, tzinfo=datetime.UTC)
HEADING = "Sagsfremstilling"
MARKS = {"strong", "em", "sub", "sup"}
BLOCKS = {"p", "h5", "blockquote", "ul", "ol", "table"}
BREAK = ("\n", frozenset(), "")
# As the import of single items has them, but here told from the items themselves.
CONTINUED = "\n".join(
    f"p[style-name='List Continue{'' if level == 1 else f' {level}'}']"
    f" => {'ul|ol > li > ' * level}p.more:fresh"
    for level in range(1, 10)
)
STYLES = f"""
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='heading 3'] => h3:fresh
{CONTINUED}
{word_html._STYLES}
"""


def exported(html: str) -> bytes:
    item = WordItem("1", "Emne", sections=((HEADING, html),))
    return docx_bytes(WordAgenda("Dagsorden", "KKR", items=(item,)), moment=MOMENT)


def tree(html: str) -> ElementTree.Element:
    html = html.replace("<br>", "<br/>").replace("&nbsp;", "\xa0")
    return ElementTree.fromstring(f"<body>{html}</body>")


def read_back(data: bytes) -> ElementTree.Element:
    """The one section, as the library that reads drafts from Word sees it."""
    result = mammoth.convert_to_html(io.BytesIO(data), style_map=STYLES)
    messages = {message.message.partition(":")[0] for message in result.messages}
    assert messages <= {"Unrecognised paragraph style"}
    _, heading, section = result.value.partition(f"<h3>{HEADING}</h3>")
    assert heading or "<h3>" not in result.value
    return tree(section.replace("<br />", "<br/>"))


def letters(element, marks=frozenset(), href=""):
    """Each letter with its formats, up to the next block."""
    yield from _letters_of(element.text, marks, href)
    for child in element:
        if child.tag == "br":
            yield BREAK
        elif child.tag not in BLOCKS:
            inner = marks | ({child.tag} & MARKS)
            if child.tag in {"sub", "sup"}:
                inner -= {"sub", "sup"} - {child.tag}
            yield from letters(child, inner, child.get("href", href))
        else:
            yield child
        yield from _letters_of(child.tail, marks, href)


def _letters_of(text, marks, href):
    return ((letter, marks, href) for letter in (text or "").replace("\n", " "))


def line(found) -> tuple:
    """Letters as a browser shows them: blanks collapsed, in groups of the same format."""
    shown = []
    blanks = ((" ", *letter[1:]) if letter[0] in " \t" else letter for letter in found)
    for letter in blanks:
        if letter[0] == " " and (not shown or shown[-1][0] in " \n"):
            continue
        if letter == BREAK and shown and shown[-1][0] == " ":
            shown.pop()
        shown.append(letter)
    while shown and shown[-1][0] in " \n":
        shown.pop()
    return tuple(
        ("".join(letter for letter, *_ in group), *form)
        for form, group in groupby(shown, lambda letter: letter[1:])
    )


def outline(element, kind="p", depth=0, is_item=False, of="") -> list:
    """Every paragraph with what it is; a table with its cells by column and row."""
    parts, waiting = [], []

    def end():
        nonlocal is_item
        if words := line(waiting):
            if kind == "h5" or not depth:
                parts.append((kind, 0, words))
            elif is_item:
                parts.append((f"item of {of}", min(depth, 9), words))
            else:
                parts.append(("quote", 0, words) if kind == "quote" else ("more", depth, words))
            is_item = False
        waiting.clear()

    for piece in letters(element):
        if isinstance(piece, tuple):
            waiting.append(piece)
            continue
        end()
        if piece.tag in {"ul", "ol"}:
            level = min(depth + 1, 9)
            for item in piece:
                parts += outline(item, "p", level, True, piece.tag)
            is_item = False
        elif piece.tag == "table":
            if found := cells(piece):
                parts.append(("table", *found))
                is_item = False
        else:
            inner = {"p": kind, "h5": "h5", "blockquote": "quote"}[piece.tag]
            is_item = is_item and piece.get("class") != "more"
            found = outline(piece, inner, depth, is_item, of)
            parts += found
            # Whatever stood in it, a list without words too, has taken the item's sign.
            is_item = is_item and not found and not {"ul", "ol"} & {one.tag for one in piece.iter()}
    end()
    return parts


def cells(table) -> list:
    """(row, column, rows, columns, content) of each cell, and of each place without one."""
    groups = [list(group) for group in table if group.tag in {"thead", "tbody"}]
    groups = groups or [list(table)]
    taken, found, first = {}, [], 0
    for group in groups:
        for place, row in enumerate(group, start=first):
            column = 0
            for cell in row:
                while (place, column) in taken:
                    column += 1
                rows = min(int(cell.get("rowspan", 1)), first + len(group) - place)
                columns = 1
                while columns < int(cell.get("colspan", 1)) and (
                    (place, column + columns) not in taken
                ):
                    columns += 1
                for y in range(place, place + rows):
                    taken |= {(y, x): True for x in range(column, column + columns)}
                found.append((place, column, rows, columns, outline(cell)))
        first += len(group)
    width = max((column for _, column in taken), default=-1) + 1
    missing = [(y, x) for y in range(first) for x in range(width) if (y, x) not in taken]
    return sorted([*found, *((y, x, 1, 1, []) for y, x in missing)], key=lambda cell: cell[:2])


CORPUS = {
    "formats": "<p>En <strong>fed og <em>begge</em></strong> og <em>skrå</em>, CO<sub>2</sub>, "
    "m<sup>2</sup>, <strong>x<sup>3</sup></strong>.</p>",
    "blanks": "<p>a <strong> b </strong> c<strong>d</strong>e\n  f&nbsp;&nbsp;g</p>",
    "breaks": "<p>En<br>to<br><br>tre <br> fire<br></p>",
    "headings": "<h5>Økonomi</h5><p>a</p><h5>Videre <em>proces</em></h5>",
    "links": '<p>Se <a href="https://www.kl.dk/a?b=c&amp;d=e#f">kl.dk</a>, '
    '<a href="mailto:kkr@kl.example">skriv</a> '
    '<strong><a href="tel:+4533703370">ring</a></strong></p>',
    "quotation": "<p>a</p><blockquote><p>b</p><p>c</p></blockquote><p>d</p>",
    "lists": "<ul><li>a</li><li>b</li></ul><p>c</p><ol><li>d</li><li>e</li></ol>",
    "mixed lists": "<ul><li>a<ol><li>b<ul><li>c</li></ul></li><li>d</li></ol></li><li>e</li></ul>",
    "nine levels": "<ol><li>1"
    + "<ul><li>x<ol><li>y" * 4
    + "</li></ol></li></ul>" * 4
    + "</li></ol>",
    "ten levels": "<ul><li>1" * 10 + "</li></ul>" * 10,
    "paragraphs in items": "<ol><li><p>a</p><p>b</p><ul><li><p>c</p><p>d</p></li></ul><p>e</p></li>"
    "<li><p>f</p></li></ol>",
    "item that begins with a list": "<ul><li><ol><li>a</li></ol></li><li>b</li></ul>",
    "empty items": "<ol><li></li><li>a</li><li></li></ol>",
    "quotation in an item": "<ul><li><p>a</p><blockquote><p>b</p></blockquote></li></ul>",
    "two quotations in an item": "<ul><li><blockquote><p>a</p></blockquote>"
    "<blockquote><p>b</p></blockquote></li></ul>",
    "list in a quotation": "<blockquote><p>a</p><ul><li>b</li></ul><p>c</p></blockquote>",
    "table": "<table><thead><tr><th>År</th><th>Kr.</th></tr></thead>"
    "<tbody><tr><td>2021</td><td>1</td></tr></tbody></table>",
    "merged cells": '<table><tbody><tr><th rowspan="2">a</th><th colspan="2">b</th></tr>'
    '<tr><th>c</th><th>d</th></tr><tr><td colspan="3">e</td></tr>'
    '<tr><td>f</td><td colspan="2" rowspan="2">g</td></tr><tr><td>h</td></tr></tbody></table>',
    "overlapping cells": '<table><tbody><tr><td>a</td><td rowspan="2">b</td></tr>'
    '<tr><td colspan="3">c</td><td>d</td></tr></tbody></table>',
    "ragged rows": "<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td><td>d</td></tr>"
    "<tr></tr><tr><td>e</td><td></td></tr></tbody></table>",
    "spans out of the table": '<table><tbody><tr><td rowspan="9" colspan="4">a</td></tr>'
    "<tr><td>b</td></tr></tbody></table>",
    "head that reaches no body": '<table><thead><tr><th rowspan="5">a</th><th>b</th></tr></thead>'
    "<tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
    "list in a cell": "<table><tbody><tr><td><p>a</p><ul><li>b<ol><li>c</li></ol></li></ul></td>"
    "<td><h5>d</h5></td></tr></tbody></table>",
    "table in an item": "<ul><li>a<table><tbody><tr><td>b</td></tr></tbody></table></li>"
    "<li>c</li></ul>",
    "table in a cell": "<table><tbody><tr><td><table><tbody><tr><td>a</td></tr></tbody></table>"
    "</td><td>b</td></tr></tbody></table>",
    "two tables": "<table><tbody><tr><td>a</td></tr></tbody></table>"
    "<table><tbody><tr><td>b</td><td>c</td></tr></tbody></table>",
    "letters": "<p>&lt;&amp;&gt; »æøå« – “x” 🎉👩‍👩‍👧 c\u00ad\u2011d</p>",
    "right to left": "<p>Se שלום עולם og <strong>مرحبا، 123 بالعالم</strong>.</p>",
    "long word": f"<p>{'ø' * 500}</p>"
    f"<table><tbody><tr><td>{'å' * 500}</td><td>b</td></tr></tbody></table>",
    "nothing": "",
}


@pytest.mark.parametrize("html", CORPUS.values(), ids=CORPUS)
def test_what_is_read_back_is_what_was_written(html):
    html = richtext.clean(html)
    assert outline(read_back(exported(html))) == outline(tree(html))


words = st.text(st.sampled_from(["a", "æ", "B", "7", " ", "&", "<", "ש", "🎉", "\xa0"]), max_size=5)
inline = st.recursive(
    words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: (
        st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
            st.sampled_from(["strong", "em", "sub", "sup", 'a href="https://kl.example/a"']),
            st.lists(inner, max_size=3),
        )
        | st.just("<br>")
    ),
    max_leaves=4,
)
paragraphs = st.builds(
    lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
    st.sampled_from(["p", "p", "p", "h5"]),
    st.lists(inline, max_size=3),
)


def _inside(blocks):
    content = st.lists(blocks, max_size=3).map("".join)
    several = st.lists(content, min_size=1, max_size=3)
    cell = st.builds(
        lambda tag, columns, rows, inner: (
            f'<{tag} colspan="{columns}" rowspan="{rows}">{inner}</{tag}>'
        ),
        st.sampled_from(["td", "td", "th"]),
        st.integers(1, 3),
        st.integers(1, 3),
        content,
    )
    row = st.lists(cell, max_size=3).map(lambda row: f"<tr>{''.join(row)}</tr>")
    rows = st.lists(row, min_size=1, max_size=3).map("".join)
    return st.one_of(
        several.map(lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"),
        several.map(lambda items: f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"),
        content.map(lambda inner: f"<blockquote>{inner}</blockquote>"),
        rows.map(lambda rows: f"<table><tbody>{rows}</tbody></table>"),
        st.builds(
            lambda head, rows: f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>",
            row,
            rows,
        ),
    )


sections = st.lists(st.recursive(paragraphs, _inside, max_leaves=8), max_size=5).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sections)
def test_any_section_is_read_back_as_it_was_written(html):
    html = richtext.clean(html)
    assert outline(read_back(exported(html))) == outline(tree(html))


def test_a_head_is_read_back_as_one():
    html = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
    table = read_back(exported(html)).find("table")
    assert [group.tag for group in table] == ["thead", "tbody"]


def test_a_loss_would_be_noticed():
    html = "<ul><li>a<ul><li>b</li></ul></li></ul>"
    for other in (
        "<ul><li>a</li><li>b</li></ul>",
        "<ul><li>a<ol><li>b</li></ol></li></ul>",
        "<ul><li>a<ul><li><em>b</em></li></ul></li></ul>",
        "<ul><li>a<p>b</p></li></ul>",
    ):
        assert outline(read_back(exported(html))) != outline(tree(other))
