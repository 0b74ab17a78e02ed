"""The check as a whole: what a real agenda gives, order, speed, and any text whatever."""

import html
import json
import re
import time
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from meetings import demo
from meetings.agenda_check import Agenda, Attachment, Item, Kind, check, councils, json_input
from meetings.agenda_check.sections import read
from tests.meetings.agenda_check.agendas import IN_ORDER, agenda, at, item

SEED_LIKE = json.loads((Path(__file__).parent / "seed_like.json").read_text(encoding="utf-8"))


def demo_agenda() -> Agenda:
    content = tomllib.loads(
        (demo.DATA / "agenda_midtjylland_2022_01_19.toml").read_text(encoding="utf-8")
    )
    items: list[Item] = []
    main = sub = 0
    for values in content["item"]:
        level = values.pop("level")
        main, sub = (main + 1, 0) if level == 1 else (main, sub + 1)
        items.append(Item(number=f"{main}" if level == 1 else f"{main}.{sub}", **values))
    starts_at = content["meeting"]["starts_at"]
    return Agenda(
        councils.facts("midtjylland"),
        Kind(content["meeting"]["kind"]),
        starts_at,
        tuple(items),
        councils.term_of(starts_at.date()),
    )


def test_real_agenda_gives_exactly_its_defects():
    found = [(f.item, f.field, f.rule, f.excerpt) for f in check(json_input.agenda(SEED_LIKE))]

    address = "https://www.kl.dk/media/28897/dagsorden-for-kkr-midtjylland-den-11- oktober-2021.pdf"
    assert found == [
        ("1.1", "recommendation", "template_text", "Her skrives indstillingen"),
        ("1.1", "presentation", "template_text", "Her skrives Sagsfremstillingen"),
        ("1.2", "presentation", "enclosure_without_mark", "vedlagt oversigt"),
        ("1.6", "presentation", "unbalanced_quotes", "”Erhvervsfremme i Danmark 2020"),
        ("1.6", "presentation", "broken_address", address),
        ("1.7", "presentation", "template_text", "Her skrives Sagsfremstillingen"),
        ("1.8", "background", "empty_link_text", "her"),
        ("1.10", "background", "unbalanced_brackets", "(formål, opgaver, økonomi m.v."),
        ("1.10", "presentation", "enclosure_without_mark", "Vedlagte forretningsorden"),
    ]


def test_demonstration_agenda_has_no_findings():
    assert check(demo_agenda()) == ()


def test_findings_come_in_reading_order():
    wrong = item(
        title="Plan xx",
        background="<p>Se (her</p>",
        recommendation="<p>[dato] og xx</p>",
        case_number="",
    )
    found = check(agenda(wrong, item(number="1.2", title="xx"), starts_at=at("2022-03-26 10:00")))

    assert [(f.item, f.field, f.excerpt) for f in found] == [
        ("", "starts_at", ""),
        ("1.1", "title", "xx"),
        ("1.1", "case_number", ""),
        ("1.1", "background", "(her"),
        ("1.1", "recommendation", "[dato]"),
        ("1.1", "recommendation", "xx"),
        ("1.2", "title", "xx"),
    ]


def test_finding_leads_to_its_place_in_the_html():
    source = "<p>Først &amp; fremmest</p><p>Mødet er den <em>xx</em>.</p>"
    [finding] = check(agenda(item(background=source)))

    assert source[finding.start : finding.end] == "xx"


def test_a_dozen_items_with_long_sections_are_checked_while_nobody_waits():
    texts = [entry.presentation for entry in demo_agenda().items if entry.presentation]
    long = "".join(texts)[:10_000]
    sections = {"background": long, "recommendation": long, "presentation": long}
    checked = agenda(*(item(number=f"1.{n}", title=f"Sag {n}", **sections) for n in range(1, 13)))
    check(checked)

    def seconds() -> float:
        start = time.process_time()
        check(checked)
        return time.process_time() - start

    # About 0.1 s; the rest is for a busy machine and for measuring coverage.
    assert min(seconds() for _ in range(5)) < 1


PIECES = st.sampled_from(
    "<p> </p> <ul><li> </li> </ul> <br> <h2> </h2> <h5> </h5> <table> <tr> <td> </td> </table>"
    " <script> </script> <!-- --> <strong> </strong> <a&href=\"www.a.dk\"> <a&href='mailto:a@b'>"
    ' </a> <img> <td&rowspan=3&colspan=2> &amp; &nbsp; &#0; &lt; < > ( ) [ ] » « ” “ " ./. ./..'
    " vedlagt vedlagte xx XX Her&skrives&indstillingen [indsæt&dato] KKR&Sjælland KKR&Midtjylland"
    " formand torsdag&den&19.&januar&2022 onsdag&31.&februar 19/1-2022 Frist&senest&den"
    " 1.&marts&2021 2018-2022 punkt&9.9 dagsordenens&punkt&7 I&alt 1.234,5 12 - https://www.a.dk/b-"
    " \nc.pdf http//x www..a a@b.dk.dk @ a&@b.dk Bilag&til&sagen \ud800 \x00 İ".split(" ")
).map(lambda piece: piece.replace("&amp;", "\x01").replace("&nbsp;", "\x02"))
ANYTHING = st.lists(st.one_of(PIECES, st.text(max_size=5), st.just(" ")), max_size=25).map(
    lambda pieces: (
        re.sub(r"&(?![a-z#]+\d*;)", " ", "".join(pieces))
        .replace("\x01", "&amp;")
        .replace("\x02", "&nbsp;")
    )
)
ITEMS = st.builds(
    Item,
    number=st.one_of(st.sampled_from(["1", "1.1", "1.2", "2", ""]), ANYTHING),
    title=ANYTHING,
    case_number=ANYTHING,
    initials=ANYTHING,
    closed=st.booleans(),
    background=ANYTHING,
    recommendation=ANYTHING,
    presentation=ANYTHING,
    attachments=st.lists(
        st.builds(Attachment, st.one_of(st.just("Bilag til sagen"), ANYTHING), st.booleans()),
        max_size=2,
    ).map(tuple),
)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.lists(ITEMS, min_size=1, max_size=3))
def test_any_text_is_checked_and_excerpts_come_from_it(items):
    checked = agenda(IN_ORDER, *items)
    found = check(checked)

    assert check(checked) == found
    for finding in found:
        assert finding.message
        if finding.field in {"kind", "starts_at"}:
            continue
        fields = [
            "\n".join(entry.title for entry in item.attachments)
            if finding.field == "attachments"
            else getattr(item, finding.field)
            for item in checked.items
            if item.number == finding.item
        ]
        shown = {
            squeezed(
                read(field[finding.start : finding.end]).text
                if finding.field in {"background", "recommendation", "presentation"}
                else field[finding.start : finding.end]
            )
            for field in fields
        }
        assert squeezed(finding.excerpt) in shown


@given(ANYTHING)
def test_no_letter_is_lost_or_made_up_in_reading(source):
    section = read(source)
    place = 0
    for start in range(len(section.text)):
        first, last = section.source(start, start + 1)
        assert place <= first <= last <= len(source)
        place = first


def test_reader_of_entities_agrees_with_the_standard_library():
    source = "æ&oslash;&#229;&#xC5;&laquo;&hellip;"

    assert read(source).text == html.unescape(source) + "\n"
