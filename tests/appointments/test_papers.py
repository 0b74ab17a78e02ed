"""Papers of a round, read back: the list, and letters of appointment."""

import datetime

import pytest
from django.urls import reverse

from appointments import documents
from appointments.actions.decisions import decide_task
from appointments.letters import letter_of, letters_of
from appointments.models import Alternate, Appointment, Ballot, Candidate, Organisation, Round, Task
from appointments.round_lines import tasks_of
from kkr_portal import clock
from meetings.models import AgendaItem
from tests.appointments.seats import appointed, councillor, kind_of, seats_of
from tests.factories import (
    TODAY,
    AgendaItemFactory,
    CandidateFactory,
    MeetingFactory,
    PersonFactory,
    RoundFactory,
    TaskFactory,
)
from tests.papers import Paper


@pytest.fixture
def round_(council, term) -> Round:
    return RoundFactory(council=council, term=term, name="Udpegninger 2022")


@pytest.fixture
def task(council, round_, secretary) -> Task:
    """Two seats; Anna is chosen by proportional election, with Carl as alternate."""
    facts = {"body__legal_basis": "Lov om noget § 3", "body__carries_over": True}
    task = TaskFactory(kind=kind_of(council, 2, **facts), round=round_)
    Ballot.objects.create(
        task=task,
        way="proportional",
        recorded_at=clock.now(),
        recorded_by=secretary,
        program_version="1",
        inputs={"held_on": "2022-01-12", "seats": 2},
    )
    anna = candidate(task, "Anna Eksempel", state="chosen")
    candidate(task, "Carl Eksempel", is_alternate=True, alternate_of=anna)
    return task


def candidate(task: Task, name: str, **facts) -> Candidate:
    return CandidateFactory(task=task, person=councillor(task.round.council, name), **facts)


def decide(task: Task, secretary) -> list[Appointment]:
    return decide_task(task, by=secretary, decided_on=TODAY, version=task.version)


def letters(round_: Round) -> Paper:
    made = letters_of(tasks_of(round_), TODAY)
    return Paper(documents.letters_pdf(made, round_.council, TODAY))


def decided_under(task: Task, **facts) -> AgendaItem:
    at = datetime.datetime(2022, 2, 2, 12, tzinfo=datetime.UTC)
    meeting = MeetingFactory(council=task.round.council, starts_at=at)
    task.round.decided_in = AgendaItemFactory(meeting=meeting, **facts)
    task.round.save()
    return task.round.decided_in


# --- The list ------------------------------------------------------------------------------------


def test_list_is_a_draft_until_all_is_decided(round_, task, secretary):
    draft = Paper(documents.round_pdf(round_, TODAY))
    decide(task, secretary)
    decided = Paper(documents.round_pdf(round_, TODAY))

    assert "UDKAST" in draft.text
    assert "ikke besluttet" in draft.text
    assert "UDKAST" not in decided.text
    assert "Besluttet 12. januar 2022" in decided.text
    assert decided.title == "Oversigt over udpegninger, KKR Midtjylland"


def test_list_names_body_law_people_alternates_and_what_is_vacant(round_, task):
    paper = Paper(documents.round_pdf(round_, TODAY))

    for told in (
        "Erhvervshus",
        "Hjemmel: Lov om noget § 3",
        "Anna Eksempel",
        "Suppleant: Carl Eksempel",
        "1 ikke valgt",
        "Valgt ved forholdstalsvalg",
        "kommunestyrelseslovens § 24",
    ):
        assert told in paper.text
    assert "Erhvervshus" in " ".join(paper.bookmarks)
    assert {"Table", "TH", "TD", "H1"} <= {tag.strip("/") for tag in paper.tags}


def test_attachment_tells_nothing_of_what_is_decided_under_another_item(council, round_, task):
    item, closed = AgendaItemFactory(), AgendaItemFactory(title="Lukket sag", is_open=False)
    kind = kind_of(council, body__name="Åbent forum")
    here = TaskFactory(kind=kind, round=round_, decided_in=item)
    candidate(here, "Bo Eksempel")
    round_.decided_in = closed
    round_.save()

    attached = Paper(documents.round_pdf(round_, TODAY, item)).text
    own = Paper(documents.round_pdf(round_, TODAY)).text

    assert "Bo Eksempel" in attached
    for secret in ("Lukket sag", "Anna Eksempel", "Behandles", "Erhvervshus"):
        assert secret in own
        assert secret not in attached


def test_empty_round_has_a_list_that_says_so(round_):
    assert "Der er ingen hverv i runden." in Paper(documents.round_pdf(round_, TODAY)).text


def test_long_names_and_many_tasks_fit_the_page(council, round_):
    for number in range(12):
        name = f"Forum {number} " + "Regionaludviklingssamarbejde" * 3
        task = TaskFactory(kind=kind_of(council, body__name=name[:150]), round=round_)
        candidate(task, f"Navn {number} " + "Eksempelnavn" * 8)

    assert len(Paper(documents.round_pdf(round_, TODAY)).pages) > 1


# --- Letters -------------------------------------------------------------------------------------


def test_letter_is_a_draft_until_the_council_has_decided(round_, task, secretary):
    draft = letters(round_).text
    decide(task, secretary)
    decided = letters(round_).text

    assert "UDKAST" in draft
    assert "KKR Midtjylland ventes at udpege dig" in draft
    assert "UDKAST" not in decided
    assert "KKR Midtjylland har den 12. januar 2022 udpeget dig til Erhvervshus" in decided


def test_letter_names_seat_days_law_rule_and_alternate(round_, task, secretary):
    decided_under(task, title="Udpegninger")
    decide(task, secretary)

    first = letters(round_).pages[0]

    for told in (
        "Kære Anna Eksempel",
        "1. januar 2022 – 31. december 2025",
        "Lov om noget § 3",
        "ved forholdstalsvalg (kommunestyrelseslovens § 24, stk. 3)",
        "Carl Eksempel",
        "På mødet 2. februar 2022",
        "fortsætter du, indtil det sker",
        "medlem af en kommunalbestyrelse i KKR",
    ):
        assert told in first.replace("‐ ", "").replace("- ", "")


@pytest.mark.parametrize("is_open", [True, False])
def test_letter_tells_the_day_of_the_meeting_and_no_items_title(round_, task, secretary, is_open):
    decided_under(task, title="Hemmeligt", is_open=is_open)
    decide(task, secretary)

    told = letters(round_).text

    assert told.count("På mødet 2. februar 2022") == 2
    assert "Hemmeligt" not in told


def test_alternates_whose_time_is_over_are_not_named(council, round_, task, secretary):
    (made,) = decide(task, secretary)
    made.alternates.update(ends_on=TODAY)
    made.alternates.create(
        person=councillor(council, "Dorte Eksempel"), starts_on=TODAY + datetime.timedelta(days=1)
    )

    def told(at: datetime.date) -> list[tuple]:
        return [
            (letter.person.name, letter.posts[0].alternates)
            for letter in letters_of(tasks_of(round_), at)
        ]

    both = ("Carl Eksempel", "Dorte Eksempel")
    assert told(TODAY) == [("Anna Eksempel", both), ("Carl Eksempel", ())]
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert told(tomorrow) == [("Anna Eksempel", both[1:])]


def test_shared_alternate_has_a_letter_until_their_time_is_over(round_, task, secretary):
    candidate(task, "Frede Eksempel", is_alternate=True, state="chosen")
    draft = letters_of(tasks_of(round_), TODAY)
    decide(task, secretary)
    Alternate.objects.filter(kind=task.kind).update(ends_on=TODAY)

    for at, has in ((TODAY, True), (TODAY + datetime.timedelta(days=1), False)):
        names = [letter.person.name for letter in letters_of(tasks_of(round_), at)]
        assert ("Frede Eksempel" in names) is has
    assert "Frede Eksempel" in [letter.person.name for letter in draft]


def test_everybody_gets_one_letter_on_a_page_of_its_own(council, round_, task, secretary):
    other = TaskFactory(kind=kind_of(council, body__name="Andet forum"), round=round_)
    Ballot.objects.create(
        task=other,
        way="majority",
        present=3,
        recorded_at=clock.now(),
        recorded_by=secretary,
        program_version="1",
        inputs={"held_on": "2022-01-12", "seats": 1},
    )
    anna = Candidate.objects.get(person__name="Anna Eksempel").person
    CandidateFactory(task=other, person=anna, state="chosen")

    paper = letters(round_)

    assert ["Anna" in page for page in paper.pages] == [True, True]
    assert "Udpegning til 2 hverv" in paper.pages[0]
    assert "som suppleant for Anna Eksempel" in paper.pages[1]


def test_whoever_is_only_nominated_is_told_so(council):
    kind = kind_of(council, appointer="council_nominates", eligibility="business")
    appointment = appointed(seats_of(kind)[0], PersonFactory(name="Eva Eksempel"))
    appointment.nominated_by.add(Organisation.objects.create(name="Dansk Forening"))

    told = Paper(documents.letters_pdf([letter_of(appointment, TODAY)], council, TODAY)).text

    assert "Indstilling til Erhvervshus" in told
    assert "indstillet dig" in told
    assert "Dansk Forening" in told
    assert "den 12. januar 2022 indstillet" not in told  # nobody knows when it was decided


def test_whoever_was_taken_out_since_gets_no_letter(round_, task, secretary):
    decide(task, secretary)
    Appointment.objects.all().delete()

    assert [letter.person.name for letter in letters_of(tasks_of(round_), TODAY)] == []


def test_letters_cost_the_same_for_one_and_for_three(
    council, round_, task, secretary, django_assert_num_queries
):
    decide(task, secretary)
    tasks = tasks_of(round_)
    with django_assert_num_queries(8):
        assert len(letters_of(tasks, TODAY)) == 2
    candidates = [candidate(task, f"Bo {number}", state="chosen") for number in range(2)]
    kind = kind_of(council, 2, label="Formand", body=task.kind.body)
    for seat, one in zip(seats_of(kind), candidates, strict=True):
        appointed(seat, one.person, candidate=one)

    with django_assert_num_queries(8):
        assert len(letters_of(tasks, TODAY)) == 4


# --- Pages ---------------------------------------------------------------------------------------


def test_papers_are_fetched_by_the_secretariat(browse, round_, task, secretary):
    client = browse(secretary)
    list_ = client.get(reverse("round-paper", args=[round_.pk]))
    all_letters = client.get(reverse("round-letters", args=[round_.pk]))
    anna = Candidate.objects.get(person__name="Anna Eksempel").person
    one = client.get(reverse("round-letters", args=[round_.pk]), {"person": anna.pk})

    for answer in (list_, all_letters, one):
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "private, no-store"
    assert len(Paper(all_letters.content).pages) == 2
    assert len(Paper(one.content).pages) == 1
    assert 'filename="udpegningsbrev-anna-eksempel-udkast.pdf"' in one["Content-Disposition"]


@pytest.mark.parametrize("person", ["0", "x", "9" * 30])
def test_letter_to_nobody_is_not_found(browse, round_, task, secretary, person):
    address = reverse("round-letters", args=[round_.pk])

    assert browse(secretary).get(address, {"person": person}).status_code == 404


def test_round_in_which_nobody_is_chosen_has_no_letters(browse, round_, secretary):
    assert browse(secretary).get(reverse("round-letters", args=[round_.pk])).status_code == 404


def test_appointment_made_by_hand_has_a_letter(browse, council, secretary):
    seat = seats_of(kind_of(council))[0]
    appointment = appointed(seat, councillor(council, "Anna Eksempel"), due_on=datetime.date.max)

    answer = browse(secretary).get(reverse("appointment-letter", args=[appointment.pk]))

    assert "Kære Anna Eksempel" in Paper(answer.content).text
