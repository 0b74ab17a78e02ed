"""The pages on which rounds and their tasks are made, who sees them, and bad input."""

import datetime

import pytest
from django.urls import reverse

from appointments.models import Round, Task
from councils.models import AuditEntry
from tests.appointments.round_scene import scene as make_scene
from tests.appointments.round_scene import (
    seen,
)
from tests.factories import (
    AppointmentFactory,
    CandidateFactory,
    RoundFactory,
    SeatFactory,
    SeatKindFactory,
)


@pytest.fixture
def scene(council, term):
    return make_scene(council, term)


# --- Whose pages they are ------------------------------------------------------------------------


def addresses(scene, candidate) -> list[str]:
    of_round = ["round", "round-edit", "round-close", "round-reopen", "task-add"]
    of_task = ["task", "task-edit", "task-exemption", "task-delete"]
    of_task += ["candidate-create", "candidate-newcomer"]
    return [
        *(reverse(name, args=[scene.council.slug]) for name in ("round-list", "round-create")),
        *(reverse(name, args=[scene.round.pk]) for name in of_round),
        *(reverse(name, args=[scene.one.pk]) for name in of_task),
        *(reverse(name, args=[candidate.pk]) for name in ("candidate-edit", "candidate-withdraw")),
        reverse("gender-balance", args=[scene.council.slug]),
    ]


def test_only_the_secretariat_of_the_council_sees_any_of_it(
    scene, browse, secretary, stranger, member, substitute
):
    urls = addresses(scene, CandidateFactory(task=scene.one))

    def statuses(user):
        return {browse(user).get(url).status_code for url in urls}

    assert statuses(secretary) == {200}
    for user in (stranger, member, substitute):
        assert statuses(user) == {404}
    assert statuses(None) == {302}


def test_nobody_else_changes_anything(scene, browse, stranger, member):
    candidate = CandidateFactory(task=scene.one)
    for user in (stranger, member):
        for url in addresses(scene, candidate):
            assert browse(user).post(url, {"seen": seen(candidate)}).status_code == 404

    assert not AuditEntry.objects.exists()


# --- Rounds --------------------------------------------------------------------------------------


def test_a_round_is_created_and_then_asks_for_its_tasks(council, term, browse, secretary):
    response = browse(secretary).post(
        reverse("round-create", args=[council.slug]),
        {"term": term.pk, "name": "Efter valget", "proposals_due_on": "2022-01-14"},
    )

    made = Round.objects.get()
    assert response.headers["Location"] == reverse("task-add", args=[made.pk])
    assert (made.name, made.proposals_due_on) == ("Efter valget", datetime.date(2022, 1, 14))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Dette felt er påkrævet."),
        ({"name": "Runden"}, "Der er allerede en runde med det navn i valgperioden."),
        ({"proposals_due_on": "31. februar"}, "Indtast en gyldig dato."),
        ({"term": "999"}, "Marker en gyldig valgmulighed."),
    ],
)
def test_a_round_with_mistakes_comes_back(council, term, browse, secretary, given, said):
    RoundFactory(council=council, term=term, name="Runden")
    data = {"term": term.pk, "name": "Efter valget", "proposals_due_on": "", **given}

    response = browse(secretary).post(reverse("round-create", args=[council.slug]), data)

    assert response.status_code == 422
    assert said in response.text
    assert Round.objects.count() == 1


def test_a_round_says_when_a_colleague_was_faster(scene, browse, secretary):
    url = reverse("round-edit", args=[scene.round.pk])
    data = {"name": "Nyt navn", "proposals_due_on": "", "seen": seen(scene.round)}
    assert browse(secretary).post(url, data).status_code == 302

    response = browse(secretary).post(url, data | {"name": "For sent"})

    assert response.status_code == 409
    assert "En kollega har rettet det samme" in response.text
    assert Round.objects.get().name == "Nyt navn"


def test_a_round_is_closed_and_reopened(scene, browse, secretary):
    close = reverse("round-close", args=[scene.round.pk])
    assert "3 hverv er ikke besluttet" in browse(secretary).get(close).text

    browse(secretary).post(close, {"seen": seen(scene.round)})
    page = browse(secretary).get(scene.round.get_absolute_url()).text
    assert "afsluttet</span>" in page
    assert reverse("candidate-create", args=[scene.one.pk]) not in page

    browse(secretary).post(
        reverse("round-reopen", args=[scene.round.pk]), {"seen": seen(scene.round)}
    )
    assert Round.objects.get().closed_at is None


def test_a_confirmation_with_an_old_mark_does_nothing(scene, browse, secretary):
    response = browse(secretary).post(
        reverse("round-close", args=[scene.round.pk]), {"seen": "gammel"}
    )

    assert response.status_code == 409
    assert "En kollega har rettet det imens." in response.text
    assert Round.objects.get().closed_at is None


# --- Which seats ---------------------------------------------------------------------------------


def test_all_free_seats_are_ticked_at_first(council, term, browse, secretary):
    free = SeatKindFactory(body__council=council, number=2)
    taken = SeatKindFactory(body__council=council)
    AppointmentFactory(seat=SeatFactory(kind=taken))
    round_ = RoundFactory(council=council, term=term)

    page = browse(secretary).get(reverse("task-add", args=[round_.pk])).text

    assert f'value="{free.pk}" id="kind-{free.pk}" checked>' in page
    assert f'value="{taken.pk}" id="kind-{taken.pk}" disabled>' in page
    assert "alle 1 er besat" in page


def test_the_ticked_seats_are_taken_into_the_round(council, term, browse, secretary):
    kinds = [SeatKindFactory(body__council=council) for _ in range(3)]
    round_ = RoundFactory(council=council, term=term)

    response = browse(secretary).post(
        reverse("task-add", args=[round_.pk]), {"kinds": [kinds[0].pk, kinds[2].pk]}
    )

    assert response.headers["Location"] == round_.get_absolute_url()
    assert {task.kind for task in Task.objects.all()} == {kinds[0], kinds[2]}


@pytest.mark.parametrize("given", [[], ["999"], ["x"], ["1' OR 1"]])
def test_seats_that_cannot_be_ticked_are_refused(council, term, browse, secretary, given):
    SeatKindFactory(body__council=council)
    round_ = RoundFactory(council=council, term=term)

    response = browse(secretary).post(reverse("task-add", args=[round_.pk]), {"kinds": given})

    assert response.status_code == 422
    assert not Task.objects.exists()


def test_a_task_is_changed_by_its_form(scene, browse, secretary):
    data = {
        "number": 2,
        "nominations_due_on": "2022-02-01",
        "starts_on": "2022-01-19",
        "ends_on": "2025-12-31",
        "note": "Aftalt",
        "seen": seen(scene.three),
    }
    url = reverse("task-edit", args=[scene.three.pk])

    assert browse(secretary).post(url, data | {"ends_on": "2021-01-01"}).status_code == 422
    assert browse(secretary).post(url, data | {"number": "9"}).status_code == 422
    assert browse(secretary).post(url, data).status_code == 302
    assert browse(secretary).post(url, data).status_code == 409

    scene.three.refresh_from_db()
    assert (scene.three.number, scene.three.note) == (2, "Aftalt")


def test_a_task_with_candidates_is_not_removed(scene, browse, secretary):
    CandidateFactory(task=scene.one)

    response = browse(secretary).post(
        reverse("task-delete", args=[scene.one.pk]), {"seen": seen(scene.one)}
    )

    assert response.status_code == 409
    assert "Hvervet har kandidater eller et valg" in response.text


def test_an_exemption_is_shown_with_its_reason(scene, browse, secretary):
    url = reverse("task-exemption", args=[scene.business.pk])
    data = {"exemption": "Ingen kvinder stillede op", "seen": seen(scene.business)}

    assert browse(secretary).post(url, data).status_code == 302

    page = browse(secretary).get(scene.business.get_absolute_url())
    assert "Fraveget med begrundelsen: Ingen kvinder stillede op" in page.text
