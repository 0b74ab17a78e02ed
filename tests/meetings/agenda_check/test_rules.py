"""Every rule: what it finds, and what it leaves alone."""

from dataclasses import replace
from typing import Any

import pytest

from meetings.agenda_check import RULES, Item, Kind, Severity, check, councils
from tests.meetings.agenda_check import cases
from tests.meetings.agenda_check.agendas import IN_ORDER, agenda, at, excerpts, item, only, places

COUNCIL = councils.facts("midtjylland")
CHAIRS = {"KKR Sjælland": "Eksempel Sjællandsk", "KKR Midtjylland": "Eksempel Midtjysk"}


def case_agenda(content: "str | dict[str, Any]"):
    return agenda(item(**content) if isinstance(content, dict) else item(presentation=content))


def test_agenda_in_order_has_no_findings():
    assert check(agenda()) == ()


@pytest.mark.parametrize(("rule", "content", "found"), cases.ALL)
def test_rule_finds_what_is_wrong_and_nothing_else(rule, content, found):
    assert excerpts(rule, case_agenda(content)) == found


@pytest.mark.parametrize("content", [content for _rule, content, found in cases.ALL if not found])
def test_text_that_is_right_gives_no_red_finding(content):
    red = [f.rule for f in check(case_agenda(content)) if f.severity is Severity.RED]

    about_marks = {"mark_without_attachment", "mark_of_missing_attachment"}
    assert set(red) <= {"template_text", *about_marks}


@pytest.mark.parametrize(
    ("rule", "changes", "found"),
    [
        ("late_constituent_meeting", {"kind": Kind.CONSTITUENT}, [("", "starts_at")]),
        ("late_constituent_meeting", {}, []),
        (
            "late_constituent_meeting",
            {"kind": Kind.CONSTITUENT, "starts_at": at("2022-01-31 10:00")},
            [],
        ),
        (
            "late_constituent_meeting",
            {"kind": Kind.CONSTITUENT, "term": None, "starts_at": at("2026-02-02 00:00")},
            [("", "starts_at")],
        ),
        (
            "late_constituent_meeting",
            {"kind": Kind.CONSTITUENT, "term": None, "starts_at": at("2026-01-19 00:00")},
            [],
        ),
        (
            "meeting_in_weekend",
            {"starts_at": at("2022-03-26 10:00")},
            [("", "starts_at")],
        ),
        ("meeting_in_weekend", {}, []),
        (
            "meeting_in_weekend",  # Friday in London, Saturday in Denmark
            {"starts_at": at("2022-03-25 23:30+00:00")},
            [("", "starts_at")],
        ),
        (
            "meeting_on_holiday",
            {"starts_at": at("2022-04-14 10:00")},
            [("", "starts_at")],
        ),
        (
            "meeting_on_holiday",  # Christmas Eve
            {"starts_at": at("2024-12-24 10:00")},
            [("", "starts_at")],
        ),
        ("meeting_on_holiday", {"starts_at": at("2022-04-13 10:00")}, []),
        (
            "little_time_to_read",
            {"now": at("2022-03-17 23:00")},
            [("", "starts_at")],
        ),
        ("little_time_to_read", {"now": at("2022-03-16 08:00")}, []),
        ("little_time_to_read", {"now": at("2022-03-24 00:00")}, []),
        ("little_time_to_read", {"now": None}, []),
        (
            "empty_main_item",
            {"items": (Item("1", "KKR"), Item("2", "Eventuelt"))},
            [("1", "title")],
        ),
        ("empty_main_item", {}, []),
        ("empty_main_item", {"items": (Item("1", "Erhverv", heading=True),)}, []),
        (
            "heading_without_items",
            {"items": (Item("1", "Erhverv", heading=True),)},
            [("1", "title")],
        ),
        ("heading_without_items", {"items": (Item("1", "Erhverv", heading=True), IN_ORDER)}, []),
        ("heading_without_items", {"items": (Item("1", "Erhverv"),)}, []),
        (
            "same_title",
            {"items": (IN_ORDER, replace(IN_ORDER, number="1.2"))},
            [("1.2", "title")],
        ),
        ("same_title", {"items": (IN_ORDER, replace(IN_ORDER, number="1.2", title="Andet"))}, []),
        ("same_number", {"items": (IN_ORDER, item(title="Andet"))}, [("1.1", "number")]),
        ("same_number", {}, []),
        ("old_term", {"term": None, "items": (item(background="Plan 2018-2022"),)}, []),
    ],
)
def test_rule_about_the_whole_agenda(rule, changes, found):
    assert places(rule, agenda(**changes)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Formanden, Eksempel Sjællandsk, byder velkommen.", ["Eksempel Sjællandsk"]),
        ("Formanden, Eksempel Midtjysk, byder velkommen.", []),
        ("Eksempel Sjællandsk holder et oplæg.", []),
        ("I KKR Sjælland er Eksempel Sjællandsk formand.", []),
    ],
)
def test_chair_of_another_council_is_found_where_called_chair(text, found):
    facts = replace(COUNCIL, chairs=CHAIRS)

    assert excerpts("other_councils_chair", agenda(item(background=text), council=facts)) == found


def test_every_rule_is_tested_both_ways():
    elsewhere = {"late_constituent_meeting", "meeting_in_weekend", "meeting_on_holiday"}
    elsewhere |= {"little_time_to_read", "empty_main_item", "same_title", "same_number"}
    elsewhere |= {"other_councils_chair", "other_councils_chair_mentioned"}
    elsewhere |= {"heading_without_items", "closed_item_mentioned"}
    elsewhere |= {"any_other_business_not_last"}
    names = {rule.name for rule in RULES} - elsewhere

    assert {rule for rule, _content, found in cases.ALL if found} == names
    assert {rule for rule, _content, found in cases.ALL if not found} == names


@pytest.mark.parametrize(
    ("content", "fix"),
    [
        ({"presentation": "Skriv til abc@kl.dk.dk."}, "abc@kl.dk"),
        ({"presentation": "Skriv til abc@ kl.dk i dag"}, "abc@kl.dk"),
        ({"presentation": "Skriv til abc @kl.dk i dag"}, None),
        ({"presentation": "Skriv til abc@@kl.dk nu"}, None),
        (
            {"presentation": cases.link("https://a.dk/den-\n11-maj.pdf", "https://a.dk/den-11-maj.pdf")},
            "https://a.dk/den-11-maj.pdf",
        ),
        (
            {"presentation": cases.link("https://a.dk/dag-\nsorden.pdf", "https://a.dk/dagsorden.pdf")},
            "https://a.dk/dagsorden.pdf",
        ),
        ({"presentation": "Se https://a.dk/den-\n11-maj.pdf"}, None),
        ({"presentation": cases.link("https://a.dk/x y", "https://a.dk/xy")}, "https://a.dk/xy"),
        ({"presentation": "Se htpp//www.kl.dk/plan."}, "http://www.kl.dk/plan"),
        ({"presentation": "Se https://https://a.dk og mere"}, "https://a.dk"),
        ({"presentation": "Se www..kl.dk."}, "www.kl.dk"),
        ({"presentation": "Se https://a.dk/dags\u00adorden."}, "https://a.dk/dagsorden"),
        ({"presentation": "Se https://kkrportal/side."}, None),
        ({"presentation": cases.link("http//a.dk", "http//a.dk")}, None),
        ({"presentation": cases.link("a@kl.dk.dk", "mailto:a@kl.dk")}, "a@kl.dk"),
        ({"presentation": cases.link("a@kl.dk.dk", "mailto:a@kl.dk.dk")}, None),
        # The day of the meeting itself is certain; on any other day the date may be the wrong part.
        ({"presentation": "Mødet er torsdag den 23. marts 2022."}, "onsdag den 23. marts 2022"),
        ({"presentation": "Torsdag den 23. marts mødes vi."}, "Onsdag den 23. marts"),
        ({"presentation": "Mødet er tors. d. 23/3-2022."}, "onsdag d. 23/3-2022"),
        ({"presentation": "Mødet er torsdag den 24. maj 2022."}, None),
        # Tags among the letters would be lost.
        ({"presentation": "Mødet er torsdag <em>den 23. marts 2022</em>."}, None),
        ({"presentation": "{KKR} mødes."}, "KKR Midtjylland"),
        ({"presentation": "Plan for {Valgperiode}."}, "2022–2026"),
        ({"presentation": "{region} og mere."}, None),
        ({"presentation": "<p>&nbsp;</p>"}, ""),
    ],
)  # fmt: skip
def test_fix_is_offered_only_where_it_is_certain(content, fix):
    assert only(case_agenda(content)).fix == fix


def test_heading_is_asked_for_nothing_but_sub_items():
    heading = Item("1", "Erhverv", heading=True)

    assert check(agenda(items=(heading, IN_ORDER))) == ()
    assert [f.rule for f in check(agenda(items=(heading,)))] == ["heading_without_items"]


SALE = Item(
    "2", "Salg af Rådhuspladsen", closed=True, recommendation="Det indstilles, at det sker."
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Se dagsordenens punkt 2.", ["2"]),
        ("Jf. punkt 2 på dagsordenen og punkt 1.1.", ["2"]),
        ("Efter salg af Rådhuspladsen er der råd.", ["salg af Rådhuspladsen"]),
        ("Se punkt 2 i aftalen og dagsordenens punkt 1.1.", []),
        ("Punkt 2 i forretningsordenen gælder for alle salg.", []),
    ],
)
def test_open_item_that_refers_to_a_closed_one(text, found):
    open_item = item(presentation=text)
    closed_item = item(presentation=text, closed=True)

    assert excerpts("closed_item_mentioned", agenda(items=(open_item, SALE))) == found
    assert excerpts("closed_item_mentioned", agenda(items=(closed_item, SALE))) == []
    assert (
        excerpts("closed_item_mentioned", agenda(items=(open_item, replace(SALE, closed=False))))
        == []
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Eksempel Sjællandsk byder velkommen.", ["Eksempel Sjællandsk"]),
        ("Eksempel Sjællandsk fra KKR Sjælland og Eksempel Midtjysk taler.", []),
        ("Formanden, Eksempel Sjællandsk, taler.", []),  # the red rule says it
    ],
)
def test_other_councils_chair_named_alone(text, found):
    facts = replace(COUNCIL, chairs=CHAIRS)
    checked = agenda(item(background=text), council=facts)

    assert excerpts("other_councils_chair_mentioned", checked) == found


def test_weekday_message_says_what_is_right():
    finding = only(agenda(item(background="Mødet er torsdag den 19. januar 2022.")))

    assert finding.message == (
        "19. januar 2022 er en onsdag, men i Baggrund står der torsdag. Ret ugedagen eller datoen."
    )


def test_wrong_sum_message_says_the_sum_in_danish():
    table = cases.table("Aarhus|1.234,5", "Viborg|1.000,5", "I alt|2.000,0")

    assert only(case_agenda(table)).message == (
        "Tabellen i Sagsfremstilling skriver 2.000,0 som sum, men tallene giver 2.235,0. Ret summen"
        " eller et af tallene."
    )


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        (["KKR", "Eventuelt", "Næste møde"], ["Eventuelt"]),
        (["KKR", "Evt.", "Næste møde"], ["Evt."]),
        (["KKR", "Eventuelt"], []),
        (["Eventuelt om buskørsel", "Eventuelt"], []),
    ],
)
def test_any_other_business_comes_last(titles, found):
    mains = tuple(Item(f"{number}", title) for number, title in enumerate(titles, start=1))
    checked = replace(agenda(), items=mains)

    assert excerpts("any_other_business_not_last", checked) == found


def test_items_below_any_other_business_leave_it_last():
    below = replace(IN_ORDER, number="1.1")
    checked = replace(agenda(), items=(Item("1", "Eventuelt"), below))

    assert excerpts("any_other_business_not_last", checked) == []
