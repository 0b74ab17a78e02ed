"""The pages on which candidates are found, entered, corrected and withdrawn."""

import pytest
from django.urls import reverse

from appointments.models import Candidate
from councils.models import Person
from kkr_portal import clock
from tests.appointments.round_scene import councillor, flat, seen, somebody_elsewhere
from tests.appointments.round_scene import scene as make_scene
from tests.factories import (
    CandidateFactory,
    MembershipFactory,
    PersonFactory,
)


@pytest.fixture
def scene(council, term):
    return make_scene(council, term)


# --- Candidates ----------------------------------------------------------------------------------


def proposal(scene, **given) -> dict:
    data = {
        "proposed_by": scene.lists["A"].pk,
        "proposed_on": "2022-01-11",
        "stands_as": "kandidat",
        "note": "",
        "overruled_because": "",
    }
    return data | given


def create_url(task, person=None) -> str:
    url = reverse("candidate-create", args=[task.pk])
    return f"{url}?person={person.pk}" if person else url


def test_whoever_is_searched_for_is_shown_with_what_speaks_against_them(
    scene, browse, secretary, other_council
):
    stranger = somebody_elsewhere(other_council)
    client = browse(secretary)

    page = client.get(create_url(scene.one), {"navn": scene.councillor.name}).text
    assert f"?person={scene.councillor.pk}" in page
    page = client.get(create_url(scene.one), {"navn": stranger.name}).text
    assert "som ikke hører til KKR Midtjylland." in page
    assert f"?person={stranger.pk}" not in page


@pytest.mark.parametrize(("given", "status"), [("x", 404), ("", 404), ("9" * 30, 404)])
def test_a_person_that_is_nobody_is_not_found(scene, browse, secretary, given, status):
    url = f"{create_url(scene.one)}?person={given}"

    assert browse(secretary).get(url).status_code == status


def test_a_candidate_is_entered_by_the_form(scene, browse, secretary):
    response = browse(secretary).post(
        create_url(scene.one, scene.councillor), proposal(scene, note="Se bilag")
    )

    assert response.headers["Location"] == scene.one.get_absolute_url()
    made = Candidate.objects.get()
    assert (made.person, made.proposed_by, made.note) == (
        scene.councillor,
        scene.lists["A"],
        "Se bilag",
    )


def test_a_personal_alternate_is_entered_by_the_form(scene, browse, secretary):
    first = CandidateFactory(task=scene.one, person=scene.councillor)
    other = councillor(scene.town)

    browse(secretary).post(create_url(scene.one, other), proposal(scene, stands_as=first.pk))

    assert Candidate.objects.get(person=other).alternate_of == first


def test_a_candidate_from_another_region_is_refused_at_the_person(
    scene, browse, secretary, other_council
):
    person = somebody_elsewhere(other_council)

    response = browse(secretary).post(create_url(scene.one, person), proposal(scene))

    assert response.status_code == 422
    page = flat(response)
    at_person = page[page.index('id="person-label"') : page.index('name="proposed_by"')]
    assert "som ikke hører til KKR Midtjylland." in at_person
    assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"proposed_by": ""},
        {"proposed_by": "999999"},
        {"proposed_by": "x"},
        {"proposed_on": ""},
        {"proposed_on": "i går"},
        {"proposed_on": "2023-01-01"},
        {"stands_as": "999"},
        {"stands_as": "faelles"},
        {"note": "x" * 301},
    ],
)
def test_a_candidate_with_mistakes_comes_back_with_what_was_written(
    scene, browse, secretary, given
):
    data = proposal(scene, overruled_because="Jeg skrev dette") | given

    response = browse(secretary).post(create_url(scene.one, scene.councillor), data)

    assert response.status_code == 422
    assert "Jeg skrev dette" in response.text
    assert not Candidate.objects.exists()


def test_organisations_are_ticked_for_a_nomination(scene, browse, secretary):
    person = PersonFactory()
    url = create_url(scene.business, person)
    data = {"proposed_on": "2022-01-11", "stands_as": "kandidat", "represents": "A/S"}

    assert browse(secretary).post(url, data).status_code == 422
    stranger = data | {"nominated_by": [scene.stranger.pk]}
    assert browse(secretary).post(url, stranger).status_code == 422
    assert not Candidate.objects.exists()
    good = data | {"nominated_by": [scene.organisations[1].pk], "is_sme": "on"}
    assert browse(secretary).post(url, good).status_code == 302

    made = Candidate.objects.get()
    assert list(made.nominated_by.all()) == [scene.organisations[1]]
    assert (made.represents, made.is_sme) == ("A/S", True)


def test_a_new_nominee_is_created_on_the_way(scene, browse, secretary):
    url = reverse("candidate-newcomer", args=[scene.business.pk])

    response = browse(secretary).post(url, {"name": "Eksempel Ny", "gender": "man"})

    person = Person.objects.get(name="Eksempel Ny")
    assert response.headers["Location"] == create_url(scene.business, person)
    assert person.gender == "man"
    again = browse(secretary).post(url, {"name": "Eksempel Ny"})
    assert again.status_code == 422
    assert create_url(scene.business, person) in again.text


def test_a_candidate_is_edited_and_a_stale_form_refused(scene, browse, secretary):
    made = CandidateFactory(task=scene.one, person=scene.councillor, proposed_by=scene.lists["A"])
    url = reverse("candidate-edit", args=[made.pk])
    data = proposal(scene, note="Rettet", seen=seen(made))

    assert browse(secretary).post(url, data).status_code == 302
    response = browse(secretary).post(url, data)

    assert response.status_code == 409
    assert "En kollega har rettet det samme" in response.text
    made.refresh_from_db()
    assert made.note == "Rettet"


def test_a_withdrawn_candidate_stays_on_the_page_of_the_task(scene, browse, secretary):
    made = CandidateFactory(task=scene.one, person=scene.councillor)

    browse(secretary).post(reverse("candidate-withdraw", args=[made.pk]), {"seen": seen(made)})

    page = browse(secretary).get(scene.one.get_absolute_url()).text
    assert "Trukket tilbage (1)" in page
    assert "0 af 6 pladser" in browse(secretary).get(scene.round.get_absolute_url()).text


def test_a_decided_task_shows_nothing_to_be_done(scene, browse, secretary):
    made = CandidateFactory(task=scene.one, state="chosen")
    scene.one.decided_on = clock.today()
    scene.one.save()

    page = browse(secretary).get(scene.one.get_absolute_url()).text

    assert "Besluttet" in page
    for name, pk in (("candidate-edit", made.pk), ("task-edit", scene.one.pk)):
        assert reverse(name, args=[pk]) not in page
    response = browse(secretary).post(create_url(scene.one, scene.councillor), proposal(scene))
    assert response.status_code == 422
    assert "Hvervet er besluttet" in response.text


def test_a_gender_nobody_has_stated_can_be_told_with_the_candidate(scene, browse, secretary):
    url = create_url(scene.one, scene.councillor)
    assert 'name="gender"' in browse(secretary).get(url).text

    assert browse(secretary).post(url, proposal(scene, gender="woman")).status_code == 302

    scene.councillor.refresh_from_db()
    assert scene.councillor.gender == "woman"
    edit = reverse("candidate-edit", args=[Candidate.objects.get().pk])
    assert 'name="gender"' not in browse(secretary).get(edit).text


def test_what_another_council_keeps_is_not_told_here(scene, browse, secretary, other_council, term):
    person = MembershipFactory(council=other_council, term=term).person

    page = browse(secretary).get(create_url(scene.three, person)).text

    assert 'name="gender"' not in page


def test_an_alternate_stands_beneath_whom_they_stand_in_for(scene, browse, secretary):
    first = CandidateFactory(task=scene.one, person=scene.councillor)
    other = CandidateFactory(task=scene.one, is_alternate=True, alternate_of=first)

    page = flat(browse(secretary).get(scene.one.get_absolute_url()))

    assert f"Suppleant for {first}: <strong>{other}</strong>" in page
