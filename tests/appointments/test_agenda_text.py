"""A round gives the agenda its text and its list, and both are found again from either side."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from appointments import agenda_text, documents
from appointments.actions import agendas as actions
from appointments.actions.agendas import Place, Text
from appointments.models import Ballot, Candidate, Organisation, Round, Task
from appointments.round_lines import lines, tasks_of
from councils.models import AuditEntry
from kkr_portal import clock
from meetings.models import AgendaItem, Attachment, Meeting
from tests.appointments.seats import councillor, kind_of
from tests.factories import (
    TODAY,
    AgendaItemFactory,
    CandidateFactory,
    MeetingFactory,
    RoundFactory,
    TaskFactory,
)
from tests.papers import Paper


@pytest.fixture
def round_(council, term) -> Round:
    return RoundFactory(council=council, term=term, name="Udpegninger 2022")


@pytest.fixture
def task(council, round_) -> Task:
    """Two seats for councillors, for which nobody is proposed."""
    kind = kind_of(council, 2, body__name="A <forum> & Co", label="Kommunal politiker")
    return TaskFactory(kind=kind, round=round_)


@pytest.fixture
def meeting(council, term) -> Meeting:
    return MeetingFactory(council=council, term=term)


@pytest.fixture
def item(meeting) -> AgendaItem:
    return AgendaItemFactory(meeting=meeting, title="Udpegninger til fora")


def choose(task: Task, user, *names: str) -> list[Candidate]:
    Ballot.objects.create(
        task=task,
        way="in_unison",
        recorded_at=clock.now(),
        recorded_by=user,
        program_version="1",
        inputs={"held_on": "2022-01-12", "seats": task.number},
    )
    people = [councillor(task.round.council, name) for name in names]
    return [CandidateFactory(task=task, person=one, state="chosen") for one in people]


def text(round_: Round, names_people: bool = True) -> str:
    told = lines(tasks_of(round_), TODAY)
    return agenda_text.recommendation(round_, told, names_people=names_people)


# --- Texts ---------------------------------------------------------------------------------------


def test_recommendation_names_the_tasks(round_, task):
    assert text(round_, names_people=False) == (
        "<p>Det indstilles, at KKR Midtjylland vælger repræsentanter til disse hverv:</p>"
        "<ul><li><strong>A &lt;forum&gt; &amp; Co</strong>, kommunal politiker"
        " (1. januar 2022 – 31. december 2025): 2 pladser</li></ul>"
    )


def test_recommendation_names_those_chosen_with_their_alternates(round_, task, secretary):
    first, _ = choose(task, secretary, "Anna Eksempel", "Bo Eksempel")
    stand_in = councillor(round_.council, "Carl Eksempel")
    CandidateFactory(task=task, person=stand_in, is_alternate=True, alternate_of=first)
    town = first.person.offices.get().municipality

    assert (
        f"Anna Eksempel ({town}) med Carl Eksempel ({town}) som suppleant og Bo Eksempel ({town})"
        in text(round_)
    )


def test_seats_to_be_elected_at_the_meeting_say_so(round_, task):
    CandidateFactory(task=task, person=councillor(round_.council))

    assert "2 pladser, vælges på mødet" in text(round_)


def test_nominated_are_named_and_what_the_council_only_nominates_to_stands_apart(council, round_):
    kind = kind_of(
        council, eligibility="business", appointer="council_nominates", label="Virksomhed"
    )
    kind.nominators.add(Organisation.objects.create(name="DI"))
    task = TaskFactory(kind=kind, round=round_)
    CandidateFactory(task=task, person__name="Eva Eksempel", represents="Fabrikken")

    told = text(round_)

    assert told.startswith("<p>Det indstilles, at KKR Midtjylland indstiller:</p>")
    assert "Eva Eksempel (Fabrikken)" in told


def test_decision_says_who_was_chosen_how_and_what_is_vacant(round_, task, secretary):
    choose(task, secretary, "Anna Eksempel")

    told = agenda_text.decision(round_, lines(tasks_of(round_), TODAY))

    assert told.startswith("<p>KKR Midtjylland udpegede:</p>")
    assert "Anna Eksempel" in told
    assert "Valgt i enighed. Ikke besat: 1 plads" in told


def test_decision_says_nothing_where_nobody_is_chosen(round_, task):
    assert agenda_text.decision(round_, lines(tasks_of(round_), TODAY)) == ""


def test_lines_cost_the_same_for_one_and_for_three_tasks(
    council, round_, task, secretary, django_assert_num_queries
):
    choose(task, secretary, "Anna Eksempel")
    with django_assert_num_queries(9):
        text(round_)
    for number in range(2):
        kind = kind_of(council, body__name=f"Forum {number}")
        choose(TaskFactory(kind=kind, round=round_), secretary, f"Bo {number}")

    with django_assert_num_queries(9):
        text(round_)


# --- place_on_agenda -----------------------------------------------------------------------------


@pytest.fixture
def place(round_, secretary):
    def place(where: Place, tasks=None, **given) -> AgendaItem:
        tasks = [task.pk for task in (tasks or tasks_of(round_))]
        chosen = actions.undecided(round_, tasks)
        seen = actions.mark(actions.text_for(round_, chosen, TODAY, True))
        wanted = Text(tasks, True, given.pop("seen", seen))
        facts = {"by": secretary, "at": TODAY, "attaches": False, **given}
        return actions.place_on_agenda(round_, wanted, where, **facts)

    return place


def test_text_is_written_and_the_round_remembers_the_item(round_, task, item, place):
    placed = place(Place(item=item, version=item.version))

    stored = AgendaItem.objects.get(pk=item.pk)
    assert placed == stored
    assert stored.recommendation == text(round_)
    assert Round.objects.get().decided_in == stored
    assert Task.objects.get().item == stored
    assert AuditEntry.objects.filter(action="place_on_agenda").count() == 1


def test_some_of_the_tasks_remember_it_themselves(council, round_, task, item, place):
    other = TaskFactory(kind=kind_of(council, body__name="Andet forum"), round=round_)

    place(Place(item=item, version=item.version), tasks=[task])

    assert Round.objects.get().decided_in is None
    assert [one.item for one in (Task.objects.get(pk=task.pk), other)] == [item, None]


def test_text_comes_after_what_stands_there_unless_it_replaces_it(round_, task, item, place):
    item.recommendation = "<p>Før</p>"
    item.save()

    place(Place(item=item, version=item.version))
    item.refresh_from_db()
    assert item.recommendation == "<p>Før</p>" + text(round_)
    place(Place(item=item, version=item.version, replaces=True))

    assert AgendaItem.objects.get(pk=item.pk).recommendation == text(round_)


def test_new_item_gets_the_text(round_, task, meeting, place):
    made = place(Place(meeting=meeting, title="Udpegninger"))

    assert (made.title, made.meeting, made.recommendation) == (
        "Udpegninger",
        meeting,
        text(round_),
    )


def test_list_is_attached_once_and_then_in_new_editions(round_, task, item, place, secretary):
    place(Place(item=item, version=item.version), attaches=True, is_open=False)
    actions.attach_list(round_, item, by=secretary, at=TODAY, is_open=True)

    attachment = Attachment.objects.get()
    names = [version.file_name for version in attachment.versions.all()]
    assert names == [documents.round_file_name(round_)] * 2
    assert (attachment.title, attachment.is_open) == (
        "Oversigt over udpegninger: Udpegninger 2022",
        False,
    )
    assert "A <forum> & Co" in Paper(attachment.current.content).text


def test_round_that_changed_since_is_shown_again(round_, task, item, place):
    with pytest.raises(actions.TextHasChanged):
        place(Place(item=item, version=item.version), seen="gammel")

    assert AgendaItem.objects.get(pk=item.pk).recommendation == ""


def test_item_that_a_colleague_saved_is_not_overwritten(round_, task, item, place):
    with pytest.raises(actions.ItemHasChanged):
        place(Place(item=item, version=item.version + 1))

    assert Round.objects.get().decided_in is None


def test_closed_round_is_not_placed(round_, task, item, place):
    round_.closed_at = clock.now()
    round_.save()

    with pytest.raises(ValidationError, match="Runden er afsluttet"):
        place(Place(item=item, version=item.version))


def test_nothing_is_written_when_the_log_fails(round_, task, item, place, monkeypatch):
    monkeypatch.setattr(actions.audit, "record", lambda *args, **facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        place(Place(item=item, version=item.version))

    assert AgendaItem.objects.get(pk=item.pk).recommendation == ""


# --- Pages ---------------------------------------------------------------------------------------


def asked(round_: Round, **given) -> str:
    query = "&".join(f"{name}={value}" for name, value in given.items())
    return f"{reverse('round-agenda', args=[round_.pk])}?{query}"


def test_text_is_shown_before_it_is_written(browse, round_, task, item, secretary):
    client = browse(secretary)
    address = asked(round_, punkt=item.pk, hverv=task.pk, tekst="personer")
    shown = client.get(address)
    form = shown.context["place"]
    given = {"seen": form["seen"].value(), "version": item.version, "list_for": "ingen"}

    assert text(round_) in shown.content.decode()
    assert AgendaItem.objects.get(pk=item.pk).recommendation == ""
    answer = client.post(address, given)
    assert answer.url == reverse("item-edit", args=[item.meeting_id, item.pk])
    assert client.post(address, given).status_code == 422  # how to go with the text that is there
    assert client.post(address, given | {"replaces": "nej"}).status_code == 409


@pytest.mark.parametrize(
    "given",
    [{}, {"punkt": 999}, {"punkt": "x"}, {"moede": 999}, {"tekst": "x"}, {"hverv": 999}],
)
def test_what_cannot_be_placed_is_told(browse, round_, task, secretary, given):
    answer = browse(secretary).get(asked(round_, **{"tekst": "hverv", **given}))

    assert answer.status_code == 422


def test_both_an_item_and_a_meeting_are_refused(browse, round_, task, item, secretary):
    address = asked(round_, punkt=item.pk, moede=item.meeting_id, hverv=task.pk, tekst="hverv")

    assert "Vælg enten et punkt eller et møde." in browse(secretary).get(address).content.decode()


def test_title_that_was_written_stays_when_the_round_changed(
    browse, round_, task, meeting, secretary
):
    address = asked(round_, moede=meeting.pk, hverv=task.pk, tekst="personer")
    given = {"seen": "gammel", "version": 0, "title": "Min overskrift", "list_for": "ingen"}

    answer = browse(secretary).post(address, given)

    assert answer.status_code == 409
    place = answer.context["place"]
    assert place["title"].value() == "Min overskrift"
    assert place["seen"].value() == actions.mark(text(round_))


@pytest.mark.parametrize(("is_open", "proposed"), [(True, "alle"), (False, "medlemmer")])
def test_list_is_proposed_for_members_when_a_task_is_dealt_with_under_a_closed_item(
    browse, council, round_, task, meeting, item, secretary, is_open, proposed
):
    heading = AgendaItemFactory(meeting=meeting, is_open=is_open, is_heading=True, title="Lukket")
    below = AgendaItemFactory(meeting=meeting, parent=heading, title="Hemmeligt punkt")
    kind = kind_of(council, body__name="Andet forum")
    TaskFactory(kind=kind, round=round_, decided_in=below)
    address = asked(round_, punkt=item.pk, hverv=task.pk, tekst="hverv")
    round_.decided_in = item
    round_.save()

    shown = browse(secretary).get(address)
    browse(secretary).post(reverse("round-attach", args=[round_.pk]), {"punkt": item.pk})

    assert shown.context["place"]["list_for"].value() == proposed
    assert Attachment.objects.get().is_open == is_open


def test_items_below_a_heading_are_offered_with_the_numbers_of_their_agenda(
    browse, round_, task, meeting, secretary
):
    heading = AgendaItemFactory(meeting=meeting, is_heading=True, title="Valg")
    AgendaItemFactory(meeting=meeting, parent=heading, title="Udpegninger")

    page = browse(secretary).get(reverse("round-agenda", args=[round_.pk]))

    assert "1.1 Udpegninger" in page.content.decode()


def test_items_of_other_councils_are_not_offered(browse, other_council, round_, task, secretary):
    there = AgendaItemFactory(meeting__council=other_council)

    answer = browse(secretary).get(asked(round_, punkt=there.pk, hverv=task.pk, tekst="hverv"))

    assert answer.status_code == 422


def test_list_is_attached_to_the_rounds_own_items_only(browse, round_, task, item, secretary):
    address = reverse("round-attach", args=[round_.pk])
    browse(secretary).post(address, {"punkt": item.pk})
    assert not Attachment.objects.exists()
    round_.decided_in = item
    round_.save()

    answer = browse(secretary).post(address, {"punkt": item.pk})

    assert answer.url == reverse("attachment-list", args=[item.meeting_id, item.pk])
    assert Attachment.objects.get().item == item


def test_round_and_item_lead_to_each_other(browse, round_, task, item, secretary):
    round_.decided_in = item
    round_.save()

    page = browse(secretary).get(reverse("round-agenda", args=[round_.pk])).content.decode()

    assert f"/moeder/{item.meeting_id}/#punkt-{item.pk}" in page


@pytest.mark.parametrize("route", ["round-agenda", "round-paper", "round-letters"])
def test_others_do_not_see_the_round(browse, round_, stranger, member, route):
    address = reverse(route, args=[round_.pk])

    assert {browse(who).get(address).status_code for who in (stranger, member)} == {404}
    assert browse().get(address).status_code == 302
