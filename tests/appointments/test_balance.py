"""The overview of women and men in a council's bodies."""

import datetime

import pytest
from django.urls import reverse

from appointments.balances import balances_of
from tests.appointments.round_scene import TODAY, flat, queries
from tests.appointments.round_scene import scene as make_scene
from tests.factories import (
    AppointmentFactory,
    BodyFactory,
    CandidateFactory,
    PersonFactory,
    SeatFactory,
    SeatKindFactory,
)


@pytest.fixture
def scene(council, term):
    return make_scene(council, term)


def seat(kind, gender: str, number: int = 1) -> None:
    AppointmentFactory(
        seat=SeatFactory(kind=kind, number=number), person=PersonFactory(gender=gender)
    )


def line_of(scene, body):
    return next(line for line in balances_of(scene.council, TODAY) if line.body == body)


def test_who_sits_there_is_counted_by_the_gender_they_stated(scene):
    seat(scene.kinds.one, "woman")
    seat(scene.kinds.three, "man", 1)
    seat(scene.kinds.three, "", 2)

    assert str(line_of(scene, scene.body).seated) == "1 kvinde, 1 mand, 1 ikke oplyst"


def test_only_a_body_that_must_be_balanced_is_short(scene):
    for number in (1, 2, 3):
        seat(scene.kinds.three, "man", number)
    assert not line_of(scene, scene.body).is_short

    scene.body.gender_rule = "balanced"
    scene.body.save()
    assert line_of(scene, scene.body).is_short

    scene.three.exemption = "Ingen kvinder stillede op"
    scene.three.save()
    assert not line_of(scene, scene.body).is_short


def nominate(scene, gender: str, organisation) -> None:
    CandidateFactory(task=scene.business, person=PersonFactory(gender=gender)).nominated_by.add(
        organisation
    )


def test_each_organisations_nomination_is_judged_alone(scene):
    one, other = scene.organisations
    nominate(scene, "man", one)
    nominate(scene, "woman", one)
    nominate(scene, "man", other)

    proposals = line_of(scene, scene.board).proposals

    assert [(p.nomination.by, str(p.nomination.balance), p.is_short) for p in proposals] == [
        ("Organisation X", "1 kvinde, 1 mand", False),
        ("Organisation Y", "0 kvinder, 1 mand", True),
    ]


def test_nominations_of_a_closed_round_are_over_but_its_exemptions_are_not(scene):
    nominate(scene, "man", scene.organisations[0])
    scene.business.exemption = "Kun én ville"
    scene.business.save()
    scene.round.closed_at = datetime.datetime(2022, 1, 20, tzinfo=datetime.UTC)
    scene.round.save()

    line = line_of(scene, scene.board)

    assert (line.proposals, line.exempt) == ((), (scene.business,))


def test_the_page_names_the_law_and_shows_the_reason(scene, browse, secretary):
    nominate(scene, "man", scene.organisations[0])
    scene.three.exemption = "Fordi gruppen kun havde mænd"
    scene.three.save()

    page = flat(browse(secretary).get(reverse("gender-balance", args=["midtjylland"])))

    assert "Ligestillingsloven kapitel 4" in page
    assert "Fordi gruppen kun havde mænd" in page
    assert "Organisation X: 0 kvinder, 1 mand" in page
    assert "Skæv" in page


def test_the_page_costs_the_same_for_one_body_and_three(scene, browse, secretary):
    url = reverse("gender-balance", args=["midtjylland"])
    nominate(scene, "man", scene.organisations[0])
    seat(scene.kinds.one, "woman")
    before = queries(browse(secretary), url)

    for number in range(2):
        kind = SeatKindFactory(body=BodyFactory(council=scene.council))
        seat(kind, "man")
        nominate(scene, "woman", scene.organisations[number])

    assert queries(browse(secretary), url) == before
