"""Late candidates, alternates, and what happens to candidates who are there already."""

import pytest
from django.core.exceptions import ValidationError

from appointments.actions import candidates as actions
from appointments.actions.candidates import Particulars
from appointments.actions.rounds import IS_CLOSED, IS_DECIDED, close_round
from appointments.models import Candidate
from councils.actions.newcomers import NameIsKnown
from councils.actions.rows import RowHasChanged
from councils.models import AuditEntry, Person
from kkr_portal import clock
from tests.appointments.round_scene import (
    BEFORE,
    DAY,
    DEADLINE,
    TODAY,
    councillor,
    nominate,
    propose,
    refused,
    seen,
)
from tests.appointments.round_scene import scene as make_scene
from tests.councils.seats.test_races import at_once, refusals
from tests.factories import (
    CandidateFactory,
    MembershipFactory,
    OfficeFactory,
    PersonFactory,
)


@pytest.fixture
def scene(council, term):
    return make_scene(council, term)


# --- Deadlines -----------------------------------------------------------------------------------


def test_who_comes_after_the_deadline_is_taken_with_a_tick_and_a_reason(scene, secretary):
    late = {"at": DEADLINE + DAY, "proposed_on": DEADLINE + DAY}
    person = scene.councillor

    assert refused(lambda: propose(scene, person, by=secretary, **late)) == {
        "is_late": ["Fristen var 14. januar 2022. Sæt kryds, hvis kandidaten tages med alligevel."]
    }
    assert refused(lambda: propose(scene, person, by=secretary, is_late=True, **late)) == {
        "overruled_because": ["Skriv, hvorfor kandidaten tages med efter fristen."]
    }
    made = propose(scene, person, by=secretary, is_late=True, overruled_because="Sygdom", **late)
    assert made.overruled_because == "Sygdom"


def test_the_day_of_the_deadline_is_in_time(scene, secretary):
    assert propose(scene, scene.councillor, by=secretary, at=DEADLINE, proposed_on=DEADLINE).pk


def test_organisations_have_the_deadline_of_their_task(scene, secretary):
    scene.business.nominations_due_on = BEFORE - DAY
    scene.business.save()

    assert list(refused(lambda: nominate(scene, PersonFactory(), by=secretary))) == ["is_late"]


def test_nothing_is_received_tomorrow(scene, secretary):
    told = refused(lambda: propose(scene, scene.councillor, by=secretary, proposed_on=TODAY + DAY))

    assert told == {"proposed_on": ["Datoen ligger i fremtiden."]}


# --- Alternates ----------------------------------------------------------------------------------


def test_a_personal_alternate_is_of_one_candidate(scene, secretary):
    made = propose(scene, scene.councillor, by=secretary)
    other = councillor(scene.town)

    alternate = propose(scene, other, by=secretary, is_alternate=True, alternate_of=made)

    assert alternate.alternate_of == made
    third = councillor(scene.town)
    assert refused(
        lambda: propose(scene, third, by=secretary, is_alternate=True, alternate_of=made)
    ) == {"stands_as": [f"{made} har allerede en suppleant."]}


def test_a_personal_alternate_is_not_shared(scene, secretary):
    assert list(
        refused(lambda: propose(scene, scene.councillor, by=secretary, is_alternate=True))
    ) == ["stands_as"]


def test_a_seat_without_alternates_gets_none(scene, secretary):
    assert refused(
        lambda: propose(scene, scene.councillor, by=secretary, task=scene.three, is_alternate=True)
    ) == {"stands_as": ["Pladsen har ingen suppleanter."]}


def test_shared_alternates_are_not_personal(scene, secretary):
    scene.kinds.one.alternates = "shared"
    scene.kinds.one.save()
    made = propose(scene, scene.councillor, by=secretary)
    other = councillor(scene.town)

    assert list(
        refused(lambda: propose(scene, other, by=secretary, is_alternate=True, alternate_of=made))
    ) == ["stands_as"]
    assert propose(scene, other, by=secretary, is_alternate=True).alternate_of is None


@pytest.mark.parametrize("which", ["of another task", "withdrawn", "an alternate"])
def test_nobody_stands_in_for_who_cannot_sit_there(scene, secretary, which):
    made = CandidateFactory(
        task=scene.three if which == "of another task" else scene.one,
        state="withdrawn" if which == "withdrawn" else "proposed",
        is_alternate=which == "an alternate",
    )

    told = refused(
        lambda: propose(scene, scene.councillor, by=secretary, is_alternate=True, alternate_of=made)
    )

    assert list(told) == ["stands_as"]


# --- Closed, decided, changed, withdrawn ---------------------------------------------------------


@pytest.mark.parametrize("settled", ["closed", "decided"])
def test_nobody_is_entered_in_what_is_settled(scene, secretary, settled):
    if settled == "closed":
        scene.round.closed_at = clock.now()
        scene.round.save()
    else:
        scene.one.decided_on = TODAY
        scene.one.save()

    with pytest.raises(ValidationError) as error:
        propose(scene, scene.councillor, by=secretary)

    assert error.value.messages == [IS_CLOSED if settled == "closed" else IS_DECIDED]
    assert not Candidate.objects.exists()


def test_a_candidate_is_corrected(scene, secretary):
    made = propose(scene, scene.councillor, by=secretary)

    stored = actions.change_candidate(
        made,
        by=secretary,
        at=TODAY,
        seen=seen(made),
        proposed_by=scene.lists["V"],
        particulars=Particulars(TODAY, note="Rettet"),
    )

    assert (stored.proposed_by, stored.note, stored.version) == (scene.lists["V"], "Rettet", 2)


def test_what_the_form_does_not_ask_for_stays(scene, secretary):
    made = propose(scene, scene.councillor, by=secretary, represents="Fabrikken", is_sme=True)
    facts = {"by": secretary, "at": TODAY, "proposed_by": scene.lists["V"]}

    kept = actions.change_candidate(
        made, seen=seen(made), particulars=Particulars(BEFORE, note="Rettet"), **facts
    )
    told = (kept.represents, kept.is_sme)
    given = Particulars(BEFORE, represents="", is_sme=False)
    emptied = actions.change_candidate(made, seen=seen(made), particulars=given, **facts)

    assert told == ("Fabrikken", True)
    assert (emptied.represents, emptied.is_sme) == ("", False)


def test_a_stale_candidate_is_not_saved(scene, secretary):
    made = propose(scene, scene.councillor, by=secretary)
    facts = {"by": secretary, "at": TODAY, "seen": seen(made)}
    facts |= {"proposed_by": scene.lists["V"], "particulars": Particulars(BEFORE)}
    actions.change_candidate(made, **facts)

    with pytest.raises(RowHasChanged):
        actions.change_candidate(made, **facts)


def test_a_corrected_candidate_is_checked_anew(scene, secretary):
    made = propose(scene, scene.councillor, by=secretary)

    told = refused(
        lambda: actions.change_candidate(
            made,
            by=secretary,
            at=TODAY,
            seen=seen(made),
            proposed_by=None,
            particulars=Particulars(BEFORE),
        )
    )

    assert list(told) == ["proposed_by"]


def test_whoever_is_chosen_keeps_the_place_they_were_chosen_for(scene, secretary):
    made = CandidateFactory(
        task=scene.one, person=scene.councillor, proposed_by=scene.lists["A"], state="chosen"
    )
    other = propose(scene, councillor(scene.town), by=secretary)

    told = refused(
        lambda: actions.change_candidate(
            made,
            by=secretary,
            at=TODAY,
            seen=seen(made),
            proposed_by=scene.lists["A"],
            particulars=Particulars(BEFORE, is_alternate=True, alternate_of=other),
        )
    )

    assert list(told) == ["stands_as"]


def test_a_candidate_is_withdrawn_with_the_personal_alternate(scene, secretary):
    made = propose(scene, scene.councillor, by=secretary)
    alternate = propose(
        scene, councillor(scene.town), by=secretary, is_alternate=True, alternate_of=made
    )

    actions.withdraw_candidate(made, by=secretary, seen=seen(made))

    assert set(Candidate.objects.values_list("pk", "state", "version")) == {
        (made.pk, "withdrawn", 2),
        (alternate.pk, "withdrawn", 2),
    }
    assert AuditEntry.objects.filter(action="withdraw_candidate").count() == 1


def test_nobody_is_withdrawn_who_was_chosen(scene, secretary):
    made = CandidateFactory(task=scene.one, state="chosen")

    with pytest.raises(ValidationError) as error:
        actions.withdraw_candidate(made, by=secretary, seen=seen(made))

    assert error.value.messages == ["Kandidaten er valgt. Annullér valget først."]


def test_nobody_is_withdrawn_twice(scene, secretary):
    made = CandidateFactory(task=scene.one, state="withdrawn")

    with pytest.raises(ValidationError):
        actions.withdraw_candidate(made, by=secretary, seen=seen(made))


def test_a_nominee_is_new_to_the_portal_with_the_gender_as_stated(scene, secretary):
    facts = {"by": secretary, "council": scene.council, "since": TODAY}

    person = actions.create_nominee("Eksempel Direktør", gender="woman", **facts)

    assert (person.name, person.gender) == ("Eksempel Direktør", "woman")
    with pytest.raises(NameIsKnown):
        actions.create_nominee("Eksempel Direktør", **facts)
    assert Person.objects.filter(name="Eksempel Direktør").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_candidate_is_entered_once_by_two_at_once(scene, secretary):
    def enter():
        return propose(scene, scene.councillor, by=secretary)

    assert refusals(at_once(enter, enter)) == [ValidationError]
    assert Candidate.objects.count() == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_round_is_not_closed_while_a_candidate_slips_in(scene, secretary):
    """Whichever came first: a closed round has no candidate entered after it was closed."""
    mark = seen(scene.round)
    results = at_once(
        lambda: propose(scene, scene.councillor, by=secretary),
        lambda: close_round(scene.round, by=secretary, seen=mark),
    )

    assert refusals(results) in ([], [ValidationError])
    actions_done = [entry.action for entry in AuditEntry.objects.order_by("pk")]
    assert actions_done in (["propose_candidate", "close_round"], ["close_round"])


def test_what_another_council_keeps_is_not_overwritten(scene, secretary, other_council, term):
    person = MembershipFactory(council=other_council, term=term).person
    OfficeFactory(person=person, municipality=scene.town)

    told = refused(lambda: propose(scene, person, by=secretary, gender="man"))

    assert list(told) == ["gender"]
    person.refresh_from_db()
    assert person.gender == ""
