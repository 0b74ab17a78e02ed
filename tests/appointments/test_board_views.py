"""The board of a round: what it shows, its filters, and what it costs."""

import pytest
from django.urls import reverse

from appointments.models import Round
from tests.appointments.round_scene import TODAY, councillor, flat, queries
from tests.appointments.round_scene import scene as make_scene
from tests.factories import (
    TERM_END,
    TERM_START,
    AppointmentFactory,
    BodyFactory,
    CandidateFactory,
    PartyMembershipFactory,
    PersonFactory,
    RoundFactory,
    SeatFactory,
    SeatKindFactory,
    TaskFactory,
)


@pytest.fixture
def scene(council, term):
    return make_scene(council, term)


# --- The board -----------------------------------------------------------------------------------


def test_the_board_shows_who_is_proposed_by_whom_and_what_is_missing(scene, browse, secretary):
    PartyMembershipFactory(person=scene.councillor, party=scene.lists["V"].party)
    CandidateFactory(
        task=scene.one, person=scene.councillor, proposed_by=scene.lists["A"], proposed_on=TODAY
    )

    page = flat(browse(secretary).get(scene.round.get_absolute_url()))

    assert "1 af 6 pladser har kandidater" in page
    assert f"<strong>{scene.councillor}</strong>, {scene.town}" in page
    assert ">V</span>" in page
    assert f"foreslået af {scene.lists['A']} 12.1.2022" in page
    assert f"Personlig suppleant mangler for {scene.councillor}." in page
    assert "3 af 3 pladser har ingen kandidat." in page
    assert "<strong>14. januar 2022</strong>: gruppernes forslag" in page
    assert "Indstilles af Organisation X, Organisation Y" in page


def test_the_board_guides_by_heads_where_several_are_elected(scene, browse, secretary):
    """4, 3 and 1 member for 3 seats: 4, 3 and then 4/2; and of all 4 political seats a share."""
    page = flat(browse(secretary).get(scene.round.get_absolute_url()))

    assert "Vejledende, beregnet af portalen: A 2, V 1" in page
    shares = page[page.index('id="shares-heading"') :]
    assert '<td class="number">4</td><td class="number">2,0</td>' in shares
    assert '<td class="number">3</td><td class="number">1,5</td>' in shares
    assert '<td class="number">1</td><td class="number">0,5</td>' in shares


def test_lists_tied_for_the_last_seat_would_draw_lots(scene, browse, secretary):
    """3, 3 and 1 members for 3 seats: two are sure, the third is between 3/2 and 3/2."""
    for membership in scene.council.memberships.filter(elected_by=scene.lists["A"])[:1]:
        membership.delete()

    page = flat(browse(secretary).get(scene.round.get_absolute_url()))

    assert "A 1, V 1; lod mellem A og V om 1 plads" in page


def test_the_boards_filters_show_what_was_asked_for(scene, browse, secretary):
    CandidateFactory(
        task=scene.three,
        person__name="Eksempel Søgt",
        person__pk=77,
        proposed_by=scene.lists["V"],
    )
    CandidateFactory(task=scene.one, proposed_by=scene.lists["A"])
    rows = {name: f'id="hverv-{getattr(scene, name).pk}"' for name in ("one", "three", "business")}

    def shown(**query) -> set[str]:
        response = browse(secretary).get(scene.round.get_absolute_url(), query)
        assert response.status_code == 200
        return {name for name, row in rows.items() if row in response.text}

    assert shown() == {"one", "three", "business"}
    assert shown(forum=scene.board.pk) == {"business"}
    assert shown(liste="V") == {"three"}
    assert shown(status="klar") == {"one"}
    assert shown(tekst="søgt") == {"three"}
    assert shown(tekst="erhvervshus") == {"business"}
    assert shown(status="besluttet") == set()


@pytest.mark.parametrize(
    "query",
    [{"partij": "V"}, {"forum": "999"}, {"liste": "Å"}, {"status": "nej"}, {"tekst": "x" * 101}],
)
def test_a_filter_that_is_not_understood_is_refused(scene, browse, secretary, query):
    response = browse(secretary).get(scene.round.get_absolute_url(), query)

    assert response.status_code == 400
    assert 'class="table stack board"' not in response.text


def test_an_empty_round_says_what_to_do(council, term, browse, secretary):
    round_ = RoundFactory(council=council, term=term)

    page = browse(secretary).get(round_.get_absolute_url()).text

    assert "Runden har ingen hverv endnu." in page
    assert reverse("task-add", args=[round_.pk]) in page


def filled_round(council, term, number: int) -> Round:
    """With a task in a body of its own for each, three candidates and an alternate in each."""
    round_ = RoundFactory(council=council, term=term)
    town = council.municipality_periods.first().municipality
    for _ in range(number):
        body = BodyFactory(council=council, gender_rule="per_nomination")
        kind = SeatKindFactory(body=body, number=2, alternates="personal")
        nominated = SeatKindFactory(body=body, eligibility="business")
        kind.nominators.clear()
        for position in (1, 2):
            AppointmentFactory(
                seat=SeatFactory(kind=kind, number=position), ends_on=TERM_END, starts_on=TERM_START
            )
        task = TaskFactory(kind=kind, round=round_)
        other = TaskFactory(kind=nominated, round=round_)
        first = CandidateFactory(task=task, person=councillor(town))
        CandidateFactory(task=task, person=councillor(town), is_alternate=True, alternate_of=first)
        CandidateFactory(task=other, person=PersonFactory(gender="woman"))
    return round_


def test_a_board_of_sixty_tasks_costs_no_more_queries_than_one(scene, browse, secretary):
    small, larger, large = (
        filled_round(scene.council, scene.term, number) for number in (1, 3, 30)
    )
    urls = [one.get_absolute_url() for one in (small, larger, large)]
    counts = [queries(browse(secretary), url) for url in urls]

    assert counts[0] == counts[1] == counts[2]
    assert large.tasks.count() == 60
    tasks = [one.tasks.first().get_absolute_url() for one in (small, larger)]
    assert queries(browse(secretary), tasks[0]) == queries(browse(secretary), tasks[1])
    adds = [reverse("task-add", args=[one.pk]) for one in (small, larger)]
    assert queries(browse(secretary), adds[0]) == queries(browse(secretary), adds[1])
    rounds = reverse("round-list", args=[scene.council.slug])
    before = queries(browse(secretary), rounds)
    RoundFactory(council=scene.council, term=scene.term)
    assert queries(browse(secretary), rounds) == before
