"""The meetings of a whole term at once."""

import datetime

import pytest
from django.db import IntegrityError
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions
from meetings.models import Meeting
from tests.factories import ElectionFactory, MeetingFactory, TermFactory
from tests.meetings.conftest import DENMARK
from tests.meetings.pages import list_texts, sent_plan

LIST = """19.1.2022 konstituerende
onsdag den 23. marts 2022 kl. 10-12.30

14/6-22 ekstraordinært"""
NO_KIND = "x er ikke en af de tilgængelige valgmuligheder."
YEARS = "2022-2026 (1. januar 2022 – 31. december 2025)"
JANUARY = {"held_on": "2022-01-19", "kind": "constituent"}
MARCH = {"held_on": "2022-03-23"}


@pytest.fixture
def page(council) -> str:
    return reverse("plan-create", args=[council.slug])


@pytest.fixture
def pasted(term):
    """What the first page sends: `pasted("19.1.2022")`."""

    def fields(dates: str, **others) -> dict:
        usual = {"term": term.pk, "starts": "10:00", "ends": "12:00", "place": "Silkeborg"}
        return {**usual, "dates": dates, "trin": "vis", **others}

    return fields


@pytest.fixture
def next_term(db):
    return TermFactory(
        name="2026-2030",
        election=ElectionFactory(held_on=datetime.date(2025, 11, 18)),
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2029, 12, 31),
    )


def moments() -> list[str]:
    return [f"{m.starts_at.astimezone(DENMARK):%Y-%m-%d %H:%M}" for m in Meeting.objects.all()]


def again(response) -> dict:
    """What the page's form sends when nothing is changed, but for the button."""
    form, plan = response.context["form"], response.context["plan"]
    fields = {bound.html_name: bound.value() for bound in form}
    for bound in [*plan.management_form, *(bound for row in plan for bound in row)]:
        fields[bound.html_name] = bound.value()
    fields["set"] = plan.seen()
    return {
        name: value for name, value in fields.items() if value is not None and value is not False
    }


# --- From a list to meetings ---------------------------------------------------------------------


def test_list_is_shown_and_then_created(browse, secretary, council, term, page, pasted):
    client = browse(secretary)

    shown = client.post(page, pasted(LIST))
    assert (shown.status_code, Meeting.objects.count()) == (200, 0)
    assert "Opret 3 møder" in shown.text
    made = client.post(page, again(shown) | {"trin": "opret"}, follow=True)

    assert made.redirect_chain == [(reverse("meeting-list", args=[council.slug]), 302)]
    assert list_texts(made, "p", "alert-text") == ["3 møder er oprettet i mødeplanen."]
    assert moments() == ["2022-01-19 10:00", "2022-03-23 10:00", "2022-06-14 10:00"]
    kinds = [(m.council, m.term, m.kind, m.place) for m in Meeting.objects.all()]
    assert kinds == [
        (council, term, "constituent", "Silkeborg"),
        (council, term, "ordinary", "Silkeborg"),
        (council, term, "extraordinary", "Silkeborg"),
    ]
    march = Meeting.objects.get(starts_at__month=3)
    assert f"{march.ends_at.astimezone(DENMARK):%H:%M}" == "12:30"
    [entry] = AuditEntry.objects.all()
    assert (entry.action, entry.by, entry.council) == ("create_meetings", secretary, council)
    assert entry.summary == (
        "Oprettede 3 møder i valgperioden 2022-2026: 19.01.2022, 23.03.2022, 14.06.2022"
    )


def test_preview_shows_weekdays_marks_and_existing_meetings_by_date(
    browse, secretary, page, pasted, meeting
):
    shown = browse(secretary).post(page, pasted("15.4.2022\n26.3.2022\nen dag\n3.1.2022"))

    days = [entry["day"] and f"{entry['day']:%m-%d}" for entry in shown.context["entries"]]
    assert days == [None, "01-03", "01-19", "03-26", "04-15"]
    assert list_texts(shown, "td", "plan-weekday") == ["–", "mandag", "lørdag", "fredag"]
    assert list_texts(shown, "p", "alert-note") == [
        "Lørdag.",
        "Helligdag: Langfredag.",
        "Sædvanlig påskeferie (fastsættes af den enkelte kommune).",
    ]
    assert reverse("meeting", args=[meeting.pk]) in shown.text


def test_preview_says_at_the_row_what_could_not_be_read(browse, secretary, page, pasted, meeting):
    lines = "tirsdag den 23. marts 2022\n19.1.2022 kl. 9-10\n1.2.2022 kl. 25-26\n2.2.2022 i Skive"

    client = browse(secretary)
    shown = client.post(page, pasted(lines))
    tick = {"trin": "tjek", "raekker-1-is_included": "on"}
    shown = client.post(page, again(shown) | tick)

    assert [dict(row.errors) for row in shown.context["plan"]] == [
        {"held_on": [
            "Der står tirsdag, men 23. marts 2022 er en onsdag. Vælg den rigtige dato her."
        ]},
        {"held_on": ["KKR har allerede et møde den dag kl. 09.30–11.30."]},
        {"starts": ["Det klokkeslæt findes ikke. Vælg det her."],
         "ends": ["Skriv, hvornår mødet slutter."]},
        {},
    ]  # fmt: skip
    assert "»i Skive« er ikke læst." in shown.text
    assert "Du skrev: »tirsdag den 23. marts 2022«" in shown.text


def test_place_after_the_last_comma_is_the_place_of_that_meeting(browse, secretary, page, pasted):
    client = browse(secretary)
    lines = "9.3.2022 kl. 10-12, Viborg Rådhus\n23.3.2022"

    shown = client.post(page, pasted(lines))
    client.post(page, again(shown) | {"trin": "opret"})

    assert [row["place"].value() for row in shown.context["plan"]] == ["Viborg Rådhus", "Silkeborg"]
    assert [meeting.place for meeting in Meeting.objects.all()] == ["Viborg Rådhus", "Silkeborg"]


def test_row_of_a_day_that_has_a_meeting_has_no_tick_and_the_button_counts_what_can_be_created(
    browse, secretary, page, pasted, meeting
):
    client = browse(secretary)

    shown = client.post(page, pasted("19.1.2022\n23.3.2022\n30.2.2022"))

    ticks = [bool(row["is_included"].value()) for row in shown.context["plan"]]
    assert ticks == [False, True, True]
    assert "Der er allerede et møde den dag." in shown.text
    assert "Opret 1 møde<" in shown.text

    client.post(page, again(shown) | {"trin": "opret", "raekker-2-is_included": ""})

    assert len(moments()) == 2


def test_plan_without_a_constituent_meeting_is_told_and_created_all_the_same(
    browse, secretary, page, pasted
):
    client = browse(secretary)

    shown = client.post(page, pasted("23.3.2022"))
    made = client.post(page, again(shown) | {"trin": "opret"})

    [warning] = list_texts(shown, "p", "alert-text")
    assert warning.startswith("Planen har intet konstituerende møde for valgperioden 2022-2026.")
    assert (made.status_code, moments()) == (302, ["2022-03-23 10:00"])


def test_rows_without_a_tick_are_left_out_though_they_are_wrong(browse, secretary, term, page):
    wrong = {"held_on": "i morgen", "starts": "", "is_included": ""}

    browse(secretary).post(page, sent_plan(term, JANUARY, wrong, MARCH))

    assert moments() == ["2022-01-19 10:00", "2022-03-23 10:00"]


def test_list_comes_back_as_it_was_written(browse, secretary, page, pasted):
    client = browse(secretary)
    shown = client.post(page, pasted(LIST))

    back = client.post(page, again(shown) | {"trin": "ret"})

    assert back.status_code == 200
    assert back.context["form"]["dates"].value() == LIST
    assert list_texts(back, "span", "form-error-message") == []


def test_only_running_and_coming_terms_can_be_chosen(browse, secretary, page, term, next_term):
    old = TermFactory(
        name="2018-2022",
        election=ElectionFactory(held_on=datetime.date(2017, 11, 21)),
        starts_on=datetime.date(2018, 1, 1),
        ends_on=datetime.date(2021, 12, 31),
    )
    client = browse(secretary)

    form = client.get(page).context["form"]
    refused = client.post(page, sent_plan(old))

    assert list(form.fields["term"].queryset) == [term, next_term]
    assert form["term"].value() == term.pk
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["term"])


def test_coming_term_can_be_planned(browse, secretary, page, next_term):
    browse(secretary).post(page, sent_plan(next_term, {**JANUARY, "held_on": "2026-01-19"}))

    assert Meeting.objects.get().term == next_term


# --- What stops it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "field", "error"),
    [
        ({"held_on": ""}, "held_on", "Vælg en dato, eller fjern fluebenet."),
        ({"held_on": "30. februar"}, "held_on", "Indtast en gyldig dato."),
        ({"starts": ""}, "starts", "Skriv, hvornår mødet begynder."),
        ({"starts": "25:00"}, "starts", "Indtast en gyldig tid."),
        ({"ends": ""}, "ends", "Skriv, hvornår mødet slutter."),
        ({"ends": "09:00"}, "held_on", "Mødet skal slutte efter, at det begynder."),
        ({"kind": "x"}, "kind", f"Marker en gyldig valgmulighed. {NO_KIND}"),
        ({"held_on": "2026-01-19"}, "held_on", f"Datoen ligger uden for valgperioden {YEARS}."),
        ({"held_on": "2022-01-19"}, "held_on", "Mødet står to gange i planen."),
        # The clocks go from two to three: half past two does not exist, and comes after ten past.
        ({"held_on": "2022-03-27", "starts": "02:30", "ends": "03:10"}, "starts",
         "Mødet skal slutte efter, at det begynder."),
    ],
)  # fmt: skip
def test_one_wrong_row_stops_the_whole_plan_and_keeps_what_was_written(
    browse, secretary, term, page, everything, wrong, field, error
):
    before = everything()

    response = browse(secretary).post(
        page, sent_plan(term, {**JANUARY, "place": "Torvet 7"}, {**MARCH, **wrong})
    )

    assert response.status_code == 422
    assert dict(response.context["plan"].forms[1].errors) == {field: [error]}
    assert list_texts(response, "span", "form-error-message") == [f"Fejl: {error}"]
    assert "Torvet 7" in response.text
    assert everything() == before


@pytest.mark.parametrize(
    ("wrong", "field", "error"),
    [
        ({"dates": ""}, "dates", "Skriv mindst én dato."),
        (
            {"dates": "1.3.2022\n" * 61},
            "dates",
            "Der er 61 linjer. Opret højst 60 møder ad gangen.",
        ),
        ({"ends": "10:00"}, "ends", "Mødet skal slutte efter, at det begynder."),
    ],
)
def test_list_that_cannot_be_shown_comes_back_with_an_error(
    browse, secretary, page, pasted, wrong, field, error
):
    response = browse(secretary).post(page, pasted("1.3.2022") | wrong)

    assert response.status_code == 422
    assert dict(response.context["form"].errors) == {field: [error]}


def test_plan_of_no_meetings_is_not_created(browse, secretary, term, page, everything):
    before = everything()

    response = browse(secretary).post(page, sent_plan(term, {"is_included": ""}))

    assert response.status_code == 422
    assert "Sæt flueben ved mindst ét møde." in list_texts(response, "p", "alert-text")
    assert everything() == before


def test_rows_beyond_what_the_page_allows_are_refused(browse, secretary, term, page, everything):
    before = everything()

    many = sent_plan(term) | {"raekker-TOTAL_FORMS": 61}

    assert browse(secretary).post(page, many).status_code == 422
    broken = browse(secretary).post(page, sent_plan(term) | {"raekker-TOTAL_FORMS": "x"})
    assert broken.status_code == 422
    assert everything() == before


def test_warning_that_nobody_saw_is_shown_before_anything_is_created(
    browse, secretary, page, pasted
):
    client = browse(secretary)
    shown = client.post(page, pasted("19.1.2022 konstituerende\n23.3.2022"))
    moved = again(shown) | {"raekker-1-held_on": "2022-04-15", "trin": "opret"}

    asked = client.post(page, moved)
    assert (asked.status_code, moments()) == (422, [])
    assert "Helligdag: Langfredag." in list_texts(asked, "p", "alert-note")
    made = client.post(page, again(asked) | {"trin": "opret"})

    assert (made.status_code, moments()) == (302, ["2022-01-19 10:00", "2022-04-15 10:00"])


# --- Twice, and at the same time -----------------------------------------------------------------


def test_second_click_creates_nothing_and_leads_to_the_list(
    browse, secretary, council, term, page, everything
):
    client = browse(secretary)
    client.post(page, sent_plan(term, JANUARY, MARCH))
    before = everything()

    second = client.post(page, sent_plan(term, JANUARY, MARCH), follow=True)

    assert second.redirect_chain == [(reverse("meeting-list", args=[council.slug]), 302)]
    assert "Møderne i planen er allerede oprettet." in list_texts(second, "p", "alert-text")
    assert everything() == before


def test_nothing_is_created_when_a_colleague_created_one_of_them_meanwhile(
    browse, secretary, council, term, page, everything, monkeypatch
):
    data = sent_plan(term, JANUARY, MARCH)
    create = actions.create_meetings

    def slowly(*args, **kwargs):
        """The colleague comes between the page's own check and the action."""
        at = datetime.datetime(2022, 3, 23, 11, tzinfo=DENMARK)
        MeetingFactory(council=council, term=term, starts_at=at)
        before.update(everything())
        return create(*args, **kwargs)

    before = {}
    monkeypatch.setattr(actions, "create_meetings", slowly)
    response = browse(secretary).post(page, data)

    assert response.status_code == 409
    assert "En kollega har oprettet møder imens." in response.text
    assert [len(row.errors) for row in response.context["plan"]] == [0, 1]
    assert everything() == before
    assert moments() == ["2022-03-23 11:00"]


def facts(day: int, hour: int = 10) -> dict:
    at = datetime.datetime(2022, 3, day, hour, tzinfo=DENMARK)
    return {"kind": "ordinary", "starts_at": at, "ends_at": at + datetime.timedelta(hours=2)}


def test_action_refuses_what_overlaps_and_names_it(council, term, secretary, everything):
    [stored] = actions.create_meetings(council, by=secretary, term=term, meetings=[facts(23)])
    before = everything()

    with pytest.raises(actions.MeetingsClash) as refusal:
        actions.create_meetings(
            council, by=secretary, term=term, meetings=[facts(22), facts(23, 11)]
        )

    assert refusal.value.meetings == [stored]
    assert everything() == before


def test_action_lets_meetings_follow_upon_each_other_and_other_councils_meet(
    council, other_council, term, secretary
):
    actions.create_meetings(council, by=secretary, term=term, meetings=[facts(23)])

    after = actions.create_meetings(council, by=secretary, term=term, meetings=[facts(23, 12)])
    other = actions.create_meetings(other_council, by=secretary, term=term, meetings=[facts(23)])

    assert len([*after, *other]) == 2


def test_race_against_a_single_meeting_saves_nothing(
    council, term, secretary, everything, monkeypatch
):
    def taken(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(type(Meeting.objects.all()), "bulk_create", taken)
    before = everything()

    with pytest.raises(actions.MeetingsClash):
        actions.create_meetings(council, by=secretary, term=term, meetings=[facts(23)])

    assert everything() == before


def test_plan_of_nothing_writes_nothing(council, term, secretary, everything):
    before = everything()

    assert actions.create_meetings(council, by=secretary, term=term, meetings=[]) == []
    assert everything() == before


# --- Rights and costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["vis", "tjek", "opret", "ret"])
def test_nobody_else_sees_or_sends_a_plan(browse, outsider, term, page, everything, step):
    before = everything()

    client = browse(outsider)

    assert client.get(page).status_code == (302 if outsider is None else 404)
    sent = client.post(page, sent_plan(term, step=step))
    assert sent.status_code == (403 if outsider is None else 404)
    assert everything() == before


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("step", ["vis", "tjek"])
def test_preview_costs_the_same_queries_when_there_are_more_meetings(
    browse, secretary, council, term, page, django_assert_num_queries, step, count
):
    MeetingFactory.create_batch(count, council=council, term=term)
    days = [f"2022-03-{number + 1:02}" for number in range(count)]
    data = sent_plan(term, *({"held_on": day} for day in days), step=step, dates="\n".join(days))
    client = browse(secretary)

    with django_assert_num_queries(6):
        response = client.post(page, data)

    assert len(response.context["entries"]) == 2 * count
