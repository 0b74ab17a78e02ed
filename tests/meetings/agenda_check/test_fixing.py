"""A finding's fix put in its place: nothing else changes, and nothing where the text did."""

from dataclasses import replace

import pytest
from hypothesis import given

from meetings.agenda_check import check, fixed
from tests.meetings.agenda_check.agendas import IN_ORDER, agenda, item
from tests.meetings.agenda_check.test_check import ANYTHING, ITEMS

BROKEN = (
    '<p>Å &amp; ø: <a href="https://a.dk/?x=1&amp;y=den-11-maj">https://a.dk/?x=1&amp;y=den-11-\n'
    "maj</a>, {KKR}</p>"
)


def finding(rule: str, **content):
    """The one finding of a rule in an item with that content."""
    [found] = [found for found in check(agenda(item(**content))) if found.rule == rule]
    return found


def test_fix_stands_in_the_html_in_place_of_what_was_found():
    found = finding("broken_address", presentation=BROKEN)

    assert fixed(BROKEN, found) == BROKEN.replace("\nmaj", "maj")


def test_fix_is_escaped_in_html_and_plain_in_a_title():
    made = replace(finding("leftover_variable", presentation=BROKEN), fix="A & <B>")
    title = replace(finding("leftover_variable", title="Plan for {KKR}"), fix="A & <B>")

    assert "A &amp; &lt;B&gt;" in fixed(BROKEN, made)
    assert fixed("Plan for {KKR}", title) == "Plan for A & <B>"


def test_line_break_in_an_address_goes_with_it():
    text = '<p><a href="https://a.dk/den-11-maj">https://a.dk/den-<br>11-maj</a></p>'

    assert fixed(text, finding("broken_address", presentation=text)) == text.replace("<br>", "")


def test_blank_section_is_emptied():
    text = "<p> </p><p>&nbsp;</p>"

    assert fixed(text, finding("blank_section", presentation=text)) == ""


def test_long_address_is_replaced_as_a_whole():
    address = f"https://www.kl.dk/{'a' * 60}-{'b' * 60}/{'c' * 60}.pdf"
    text = f'<p><a href="{address}">{address.replace("-", "- ")}</a>.</p>'

    assert fixed(text, finding("broken_address", presentation=text)) == (
        f'<p><a href="{address}">{address}</a>.</p>'
    )


@pytest.mark.parametrize(
    "changed",
    [
        "",
        "<p>kort</p>",
        BROKEN.replace("Å", "Åh"),  # everything stands one letter further on
        BROKEN.replace("{KKR}", "{kkr}"),
        BROKEN.replace("{KKR}", "<b>KKR"),
        f"<!--{BROKEN[4:]}-->",
        "<p> </p>" + " " * len(BROKEN),
    ],
)
def test_changed_text_is_refused(changed):
    with pytest.raises(ValueError, match="something else"):
        fixed(changed, finding("leftover_variable", presentation=BROKEN))


def test_place_in_an_attribute_is_none_in_the_text():
    found = finding("leftover_variable", presentation="<p>Se i dag: {KKR}</p>")
    changed = '<p><a href="{KKR}">Planen</a></p>'
    start = changed.index("{KKR}")

    with pytest.raises(ValueError, match="something else"):
        fixed(changed, replace(found, start=start, end=start + 5))


def test_finding_without_a_fix_is_refused():
    found = finding("empty_link_text", presentation='<a href="/x">her</a>')

    with pytest.raises(ValueError, match="only a person"):
        fixed('<a href="/x">her</a>', found)


@given(ANYTHING, ITEMS)
def test_every_fix_that_is_offered_can_be_put_in_and_is_gone_then(text, other):
    start = "Torsdag den 23. marts 2022 {KKR} www..a.dk a@b.dk.dk "
    wrong = replace(IN_ORDER, number="1.9", presentation=text + start + text)
    checked = agenda(wrong, replace(other, number="1.8"))
    for found in check(checked):
        if found.fix is None:
            continue
        before = next(one for one in checked.items if one.number == found.item)
        value = getattr(before, found.field)
        result = fixed(value, found)
        assert result.startswith(value[: found.start])
        assert result.endswith(value[found.end :])
        after = replace(before, **{found.field: result})
        places = {
            (again.rule, again.item, again.field, again.start, again.excerpt)
            for again in check(agenda(*(after if o is before else o for o in checked.items[1:-1])))
        }
        assert (found.rule, found.item, found.field, found.start, found.excerpt) not in places
