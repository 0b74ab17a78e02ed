"""Who can be a candidate, and who cannot: nothing is stored of what is refused."""

import datetime

import pytest

from appointments.actions import candidates as actions
from appointments.actions.candidates import Particulars
from appointments.models import Candidate
from councils import audit
from councils.models import AuditEntry
from tests.appointments.round_scene import (
    BEFORE,
    TODAY,
    nominate,
    propose,
    refused,
    seen,
    somebody_elsewhere,
)
from tests.appointments.round_scene import scene as make_scene
from tests.factories import (
    ElectionFactory,
    ElectoralListFactory,
    OfficeFactory,
    PersonFactory,
)


@pytest.fixture
def scene(council, term):
    return make_scene(council, term)


# --- Proposed by a group -------------------------------------------------------------------------


def test_a_group_proposes_somebody_who_sits_in_no_council(scene, secretary):
    made = propose(scene, scene.councillor, by=secretary, note="Stærk profil")

    made.refresh_from_db()
    assert (made.proposed_by, made.proposed_on, made.state) == (
        scene.lists["A"],
        BEFORE,
        "proposed",
    )
    assert made.recorded_by == secretary
    entry = AuditEntry.objects.get()
    assert entry.action == "propose_candidate"
    assert entry.summary.endswith(f"foreslået af {scene.lists['A']}")


def test_a_candidate_is_not_stored_when_the_audit_fails(scene, secretary, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        propose(scene, scene.councillor, by=secretary)

    assert not Candidate.objects.exists()


def test_somebody_from_another_region_is_refused(scene, secretary, other_council):
    person = somebody_elsewhere(other_council)

    told = refused(lambda: propose(scene, person, by=secretary))

    assert list(told) == ["person"]
    assert told["person"][0].endswith("som ikke hører til KKR Midtjylland.")


def test_somebody_who_left_the_municipal_council_is_refused(scene, secretary):
    person = OfficeFactory(
        municipality=scene.town,
        starts_on=datetime.date(2018, 1, 1),
        ends_on=datetime.date(2021, 12, 31),
    ).person

    assert refused(lambda: propose(scene, person, by=secretary)) == {
        "person": [
            "Er ikke længere medlem af en kommunalbestyrelse i KKR Midtjylland (til 31.12.2021)."
        ]
    }


def test_a_reason_does_not_help_where_the_portal_knows(scene, secretary):
    told = refused(
        lambda: propose(scene, PersonFactory(), by=secretary, overruled_because="Vi ved det")
    )

    assert list(told) == ["person"]


def test_somebody_elected_elsewhere_is_taken_with_a_reason_only(scene, secretary):
    scene.kinds.one.eligibility = "elected"
    scene.kinds.one.save()
    person = PersonFactory()

    told = refused(lambda: propose(scene, person, by=secretary))
    assert told["person"][0].endswith("så skriv hvorfor under »Taget med fordi«.")

    made = propose(scene, person, by=secretary, overruled_because="Sidder i regionsrådet")
    assert made.overruled_because == "Sidder i regionsrådet"


def test_before_the_term_a_newly_elected_councillor_is_a_candidate(scene, secretary):
    """Their office begins with the term."""
    november = datetime.date(2021, 11, 30)

    made = propose(scene, scene.councillor, by=secretary, at=november, proposed_on=november)

    assert made.pk


def test_the_same_person_is_a_candidate_once_for_a_task(scene, secretary):
    propose(scene, scene.councillor, by=secretary)

    told = refused(lambda: propose(scene, scene.councillor, by=secretary, proposed_by="V"))

    assert told == {"person": [f"{scene.councillor} er allerede kandidat til hvervet."]}


def test_somebody_withdrawn_can_be_proposed_again(scene, secretary):
    made = propose(scene, scene.councillor, by=secretary)
    actions.withdraw_candidate(made, by=secretary, seen=seen(made))

    assert propose(scene, scene.councillor, by=secretary).pk != made.pk


def test_the_same_person_may_be_a_candidate_for_several_tasks(scene, secretary):
    propose(scene, scene.councillor, by=secretary)
    propose(scene, scene.councillor, by=secretary, task=scene.three)

    assert Candidate.objects.count() == 2


def test_a_list_of_another_election_does_not_propose(scene, secretary):
    old = ElectoralListFactory(election=ElectionFactory(held_on=datetime.date(2017, 11, 21)))

    told = refused(lambda: propose(scene, scene.councillor, by=secretary, proposed_by=old))

    assert list(told) == ["proposed_by"]


def test_a_local_list_of_another_region_does_not_propose(scene, secretary):
    local = ElectoralListFactory(
        letter="X", kind="local", party=None, municipality=OfficeFactory().municipality
    )

    assert refused(lambda: propose(scene, scene.councillor, by=secretary, proposed_by=local)) == {
        "proposed_by": ["Listen hører ikke til KKR Midtjylland."]
    }


def test_nobody_is_proposed_without_a_group(scene, secretary):
    assert refused(lambda: propose(scene, scene.councillor, by=secretary, proposed_by=None)) == {
        "proposed_by": ["Vælg den gruppe, der foreslår kandidaten."]
    }


def test_organisations_do_not_nominate_where_none_is_entitled(scene, secretary):
    told = refused(
        lambda: actions.nominate_candidate(
            scene.one,
            scene.councillor,
            by=secretary,
            at=TODAY,
            nominated_by=scene.organisations,
            particulars=Particulars(BEFORE),
        )
    )

    assert told == {"nominated_by": ["Ingen organisation er indstillingsberettiget til pladsen."]}


# --- Nominated by organisations ------------------------------------------------------------------


def test_an_organisation_nominates_somebody_from_a_business(scene, secretary):
    made = nominate(scene, PersonFactory(), by=secretary, represents="Eksempel A/S", is_sme=True)

    assert list(made.nominated_by.all()) == scene.organisations[:1]
    assert (made.represents, made.is_sme, made.proposed_by) == ("Eksempel A/S", True, None)
    assert AuditEntry.objects.get().summary.endswith("indstillet af Organisation X")


def test_a_group_does_not_propose_where_organisations_nominate(scene, secretary):
    told = refused(lambda: propose(scene, PersonFactory(), by=secretary, task=scene.business))

    assert told == {"proposed_by": ["Pladsen besættes efter indstilling fra organisationer."]}


def test_an_organisation_that_is_not_entitled_is_named(scene, secretary):
    organisations = [scene.organisations[0], scene.stranger]

    told = refused(
        lambda: nominate(scene, PersonFactory(), by=secretary, organisations=organisations)
    )

    assert told == {"nominated_by": ["Organisation Z er uden ret til at indstille her."]}


def test_nobody_is_nominated_by_nobody(scene, secretary):
    assert refused(lambda: nominate(scene, PersonFactory(), by=secretary, organisations=[])) == {
        "nominated_by": ["Vælg mindst én organisation, der indstiller."]
    }


def test_a_joint_nomination_is_made_by_all(scene, secretary):
    scene.kinds.business.nominates_jointly = True
    scene.kinds.business.save()

    assert refused(lambda: nominate(scene, PersonFactory(), by=secretary)) == {
        "nominated_by": ["Organisationerne indstiller i fællesskab; Organisation Y mangler."]
    }
    assert nominate(scene, PersonFactory(), by=secretary, organisations=scene.organisations)
