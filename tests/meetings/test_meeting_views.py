"""The meetings of a council: the plan, one meeting, and the form with its date and times."""

import datetime

import pytest
from django.urls import reverse

from meetings import actions
from meetings.models import Meeting
from tests.factories import AgendaItemFactory, MeetingFactory
from tests.meetings.conftest import DENMARK, NOON
from tests.meetings.pages import list_texts

FORM = {
    "kind": "ordinary",
    "held_on": "2022-03-04",
    "starts": "10:00",
    "ends": "12:30",
    "place": "Viborg",
    "practical_note": "Gruppemøder fra kl. 9.",
}


def url(name: str, meeting: Meeting) -> str:
    return reverse(name, args=[meeting.pk])


# --- The form ------------------------------------------------------------------------------------


def test_meeting_is_created_at_danish_times(browse, secretary, council, term):
    response = browse(secretary).post(reverse("meeting-create", args=[council.slug]), FORM)

    made = Meeting.objects.get()
    assert response.url == url("agenda-edit", made)
    assert (made.council, made.term, made.kind, made.place) == (council, term, "ordinary", "Viborg")
    assert made.starts_at == datetime.datetime(2022, 3, 4, 9, 0, tzinfo=datetime.UTC)
    assert made.ends_at == datetime.datetime(2022, 3, 4, 11, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("wrong", "field", "error"),
    [
        ({"ends": "09:59"}, "ends", "Mødet skal slutte efter, at det begynder."),
        ({"ends": "10:00"}, "ends", "Mødet skal slutte efter, at det begynder."),
        (
            {"held_on": "2029-03-04"},
            "held_on",
            "Datoen ligger uden for de valgperioder, vi kender.",
        ),
        ({"held_on": "30. februar"}, "held_on", "Indtast en gyldig dato."),
        ({"held_on": ""}, "held_on", "Dette felt er påkrævet."),
        ({"starts": "25:00"}, "starts", "Indtast en gyldig tid."),
        (
            {"kind": "x"},
            "kind",
            "Marker en gyldig valgmulighed. x er ikke en af de tilgængelige valgmuligheder.",
        ),
        (
            {"held_on": "2022-01-19", "starts": "09:30"},
            "starts",
            "KKR har allerede et møde på det tidspunkt.",
        ),
        # The clocks go from two to three: half past two does not exist, and comes after ten past.
        (
            {"held_on": "2022-03-27", "starts": "02:30", "ends": "03:10"},
            "starts",
            "Mødet skal slutte efter, at det begynder.",
        ),
    ],
)
@pytest.mark.parametrize("page", ["meeting-create", "meeting-edit"])
def test_form_comes_back_with_a_danish_error_at_the_field_when_it_is_invalid(
    browse, secretary, council, meeting, everything, page, wrong, field, error
):
    edited = MeetingFactory(council=council, term=meeting.term)
    goal = {"meeting-create": council.slug, "meeting-edit": edited.pk}[page]
    before = everything()

    response = browse(secretary).post(reverse(page, args=[goal]), {**FORM, **wrong})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert list_texts(response, "span", "form-error-message") == [f"Fejl: {error}"]
    assert "Gruppemøder fra kl. 9." in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize(
    ("day", "hours_to_utc"),
    [("2022-03-26", 1), ("2022-03-28", 2), ("2022-10-29", 2), ("2022-10-31", 1)],
)
def test_edit_form_keeps_the_time_on_the_wall_on_both_sides_of_a_change_of_clocks(
    browse, secretary, meeting, day, hours_to_utc
):
    client = browse(secretary)
    client.post(url("meeting-edit", meeting), {**FORM, "held_on": day, "version": 1})

    form = client.get(url("meeting-edit", meeting)).context["form"]
    shown = {name: str(form[name].value()) for name in ("held_on", "starts", "ends")}
    client.post(url("meeting-edit", meeting), {**FORM, **shown, "place": "Silkeborg", "version": 2})

    meeting.refresh_from_db()
    assert shown == {"held_on": day, "starts": "10:00:00", "ends": "12:30:00"}
    assert meeting.place == "Silkeborg"
    assert meeting.starts_at.astimezone(datetime.UTC).hour == 10 - hours_to_utc
    assert meeting.starts_at.astimezone(DENMARK).isoformat()[:16] == f"{day}T10:00"


def test_meeting_keeps_its_moment_when_only_its_place_is_corrected(browse, secretary, meeting):
    data = {**FORM, "held_on": "2022-01-19", "starts": "09:30", "ends": "11:30"}
    data |= {"place": "Skive", "version": 1}

    response = browse(secretary).post(url("meeting-edit", meeting), data)

    meeting.refresh_from_db()
    assert (response.status_code, meeting.place) == (302, "Skive")


@pytest.mark.parametrize("version", [1, ""])
def test_meeting_is_not_overwritten_when_a_colleague_saved_it_meanwhile(
    browse, secretary, meeting, everything, version
):
    client = browse(secretary)
    client.post(url("meeting-edit", meeting), {**FORM, "place": "Deres sted", "version": 1})
    before = everything()
    mine = {**FORM, "place": "Mit sted", "version": version}

    response = client.post(url("meeting-edit", meeting), mine)

    page = response.content.decode()
    assert (response.status_code, everything()) == (409, before)
    assert "Deres sted" in page
    assert 'value="Mit sted"' in page

    client.post(url("meeting-edit", meeting), {**mine, "version": 2})
    meeting.refresh_from_db()
    assert meeting.place == "Mit sted"


def test_meeting_of_another_council_may_be_at_the_same_moment(
    browse, secretary, council, meeting, other_council
):
    meeting.council = other_council
    meeting.save()
    data = {**FORM, "held_on": "2022-01-19", "starts": "09:30"}

    browse(secretary).post(reverse("meeting-create", args=[council.slug]), data)

    assert council.meetings.get().starts_at == meeting.starts_at


def test_meeting_cannot_be_edited_when_its_agenda_is_published(
    browse, secretary, published, everything
):
    client, before = browse(secretary), everything()

    assert client.get(url("meeting-edit", published)).status_code == 404
    refusal = client.post(url("meeting-edit", published), FORM)
    assert refusal.status_code == 409
    assert FORM["practical_note"] in refusal.content.decode()
    assert client.post(url("meeting-delete", published)).status_code == 404
    assert everything() == before


def test_delete_explains_itself_when_the_agenda_once_went_out(browse, secretary, published):
    actions.withdraw_agenda(published, by=secretary, at=NOON, version=1, reason="Fejl")

    response = browse(secretary).post(url("meeting-delete", published), follow=True)

    assert list_texts(response, "p", "alert-text") == [
        "Dagsordenen har været offentliggjort, så mødet kan ikke slettes."
    ]
    assert Meeting.objects.filter(pk=published.pk).exists()


# --- The pages -----------------------------------------------------------------------------------


def test_meeting_list_puts_the_next_meeting_first_and_the_latest_first_among_the_past(
    browse, council, term, other_council
):
    # The portal's today is the twelfth; half past midnight is still the eleventh in UTC.
    for held_on in (5, 11, 12, 19):
        starts_at = datetime.datetime(2022, 1, held_on, 0, 30, tzinfo=DENMARK)
        MeetingFactory(council=council, term=term, starts_at=starts_at)
    MeetingFactory(council=other_council, term=term)

    context = browse().get(reverse("meeting-list", args=[council.slug])).context

    assert [meeting.held_on.day for meeting in context["upcoming"]] == [12, 19]
    assert [meeting.held_on.day for meeting in context["past"]] == [11, 5]


def test_meeting_list_links_to_drafts_only_for_the_secretariat(
    browse, outsider, secretary, meeting, published
):
    page = reverse("meeting-list", args=[meeting.council.slug])
    paper, draft = url("agenda-pdf", published), url("agenda-edit", meeting)

    seen = [browse(who).get(page).content.decode() for who in (outsider, secretary)]

    assert [(paper in text, draft in text) for text in seen] == [(True, False), (True, True)]
    assert ["Ikke offentliggjort" in text for text in seen] == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_list_costs_the_same_queries_when_it_has_more_meetings(
    browse, council, term, django_assert_num_queries, count
):
    MeetingFactory.create_batch(count, council=council, term=term)

    with django_assert_num_queries(4):
        response = browse().get(reverse("meeting-list", args=[council.slug]))

    assert len(response.context["upcoming"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_meeting_page_costs_the_same_queries_when_its_agenda_is_longer(
    browse, secretary, meeting, attach, publish, django_assert_num_queries, count
):
    main = AgendaItemFactory(meeting=meeting)
    for item in AgendaItemFactory.create_batch(count, meeting=meeting, parent=main):
        attach(item)
    for number in range(count):  # as many editions as sub-items
        if number:
            actions.withdraw_agenda(meeting, by=secretary, at=NOON, version=number, reason="Fejl")
        publish(meeting)
    client = browse(secretary)

    with django_assert_num_queries(10):
        response = client.get(url("meeting", meeting))

    assert len(list_texts(response, "section", "sub-item")) == count
    assert len(response.context["publications"]) == count


def test_practical_note_is_for_the_secretariat_until_the_agenda_is_published(
    browse, secretary, meeting
):
    Meeting.objects.filter(pk=meeting.pk).update(practical_note="Døren i gården er åben.")

    pages = [browse(user).get(url("meeting", meeting)) for user in (secretary, None)]

    shown = ["Døren i gården er åben." in page.content.decode() for page in pages]
    assert shown == [True, False]
