"""The calendar of a year, the ways to it, and what is said about the day of a single meeting."""

import datetime

import pytest
from django.urls import reverse

from tests.factories import MeetingFactory
from tests.meetings.conftest import DENMARK

MADE = "Mødet er oprettet."
EASTER = "ligger i den sædvanlige påskeferie (fastsættes af den enkelte kommune)"


@pytest.fixture
def page(council) -> str:
    return reverse("plan-create", args=[council.slug])


# --- The calendar --------------------------------------------------------------------------------


@pytest.fixture
def calendar(council) -> str:
    return reverse("plan-calendar", args=[council.slug])


def test_calendar_shows_the_years_meetings_to_everybody(
    browse, outsider, calendar, council, other_council, term, meeting
):
    # Half past midnight in Denmark is still the year before in UTC.
    at = datetime.datetime(2023, 1, 1, 0, 30, tzinfo=DENMARK)
    later = MeetingFactory(council=council, term=term, starts_at=at)
    MeetingFactory(council=other_council, term=term)

    this_year = browse(outsider).get(calendar)
    next_year = browse(outsider).get(calendar, {"aar": "2023"})

    assert [m.meetings for m in this_year.context["months"] if m.meetings] == [[meeting]]
    assert [m.meetings for m in next_year.context["months"] if m.meetings] == [[later]]
    assert this_year.text.count(reverse("meeting", args=[meeting.pk])) == 2
    assert ". januar: konstituerende møde kl. 09.30" in this_year.text


def test_calendar_has_twelve_tables_and_says_in_words_what_the_days_are(browse, calendar, term):
    page = browse().get(calendar)

    assert page.text.count("<caption>") == 12
    assert "15. Langfredag" in page.text
    assert "11.–18. sædvanlig påskeferie" in page.text
    assert "Skoleferier fastsættes af den enkelte kommune" in page.text


@pytest.mark.parametrize(
    ("year", "links"),
    [
        ("", ["?aar=2023"]),
        ("2022", ["?aar=2023"]),
        ("2024", ["?aar=2023", "?aar=2025"]),
        ("2025", ["?aar=2024"]),
    ],
)
def test_calendar_leads_to_the_years_of_known_terms_only(browse, calendar, term, year, links):
    page = browse().get(calendar, {"aar": year})

    assert [f"?aar={n}" for n in range(2000, 2050) if f'"?aar={n}"' in page.text] == links


@pytest.mark.parametrize("year", ["2021", "2026", "i år", "-1", "0", "99999999999", "2022.0"])
def test_calendar_of_a_year_outside_is_not_found(browse, calendar, term, year):
    assert browse().get(calendar, {"aar": year}).status_code == 404


def test_calendar_is_there_though_no_term_is_known(browse, calendar):
    assert browse().get(calendar).status_code == 200


def test_only_the_secretariat_is_led_to_planning(browse, secretary, outsider, council, page):
    for name in ("plan-calendar", "meeting-list"):
        url = reverse(name, args=[council.slug])
        assert page in browse(secretary).get(url).text
        assert page not in browse(outsider).get(url).text


def test_list_leads_to_the_calendar_and_the_feed(browse, council):
    text = browse().get(reverse("meeting-list", args=[council.slug])).text

    assert reverse("plan-calendar", args=[council.slug]) in text
    assert reverse("plan-feed", args=[council.slug]) in text


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_costs_the_same_queries_when_there_are_more_meetings(
    browse, calendar, council, term, django_assert_num_queries, count
):
    MeetingFactory.create_batch(count, council=council, term=term)

    with django_assert_num_queries(4):
        response = browse().get(calendar)

    assert response.context["number"] == count


# --- One meeting ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said", "level"),
    [
        ("2022-03-01", MADE, "success"),
        ("2022-04-16", f"{MADE} Bemærk: 16. april 2022 er en lørdag og {EASTER}.", "warning"),
    ],
)  # fmt: skip
def test_day_of_a_single_meeting_is_remarked_upon(
    browse, secretary, council, term, day, said, level
):
    data = {"kind": "ordinary", "held_on": day, "starts": "10:00", "ends": "12:00"}

    response = browse(secretary).post(
        reverse("meeting-create", args=[council.slug]), data, follow=True
    )

    [message] = response.context["messages"]
    assert (str(message), message.level_tag) == (said, level)


def test_day_of_a_meeting_that_was_moved_is_remarked_upon(browse, secretary, meeting):
    data = {"kind": "constituent", "held_on": "2022-06-06", "starts": "10:00", "ends": "12:00"}

    response = browse(secretary).post(
        reverse("meeting-edit", args=[meeting.pk]), data | {"version": 1}, follow=True
    )

    assert [str(message) for message in response.context["messages"]] == [
        "Mødet er gemt. Bemærk: 6. juni 2022 er en helligdag (Anden pinsedag)."
    ]
