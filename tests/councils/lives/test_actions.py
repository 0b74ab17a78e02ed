"""Recording what happened, and taking it back."""

import pytest

from councils import actions
from councils.lives import Event, Impossible, Kind, TooLate, plan
from councils.models import AuditEntry, CouncilMembership, LifeEvent
from tests.councils.lives.conftest import LAST_DAY
from tests.factories import SubstitutionFactory
from tests.meetings.conftest import NOON


@pytest.fixture
def leaving(lives) -> Event:
    return Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY)


@pytest.fixture
def record(secretary):
    def record_as_seen(event: Event) -> LifeEvent:
        seen = plan(event).fingerprint
        return actions.record_life_event(event, by=secretary, at=NOON, seen=seen)

    return record_as_seen


def test_an_event_is_kept_with_what_it_changed_and_what_people_were_told(lives, leaving, record):
    stored = record(leaving)

    assert list(stored.councils.all()) == [lives.council]
    assert len(stored.changes) == 3
    assert {"change", "vacancy"} == {one["tone"] for one in stored.told}
    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "left_municipal_council"
    entry = AuditEntry.objects.get()
    assert entry.action == "record_life_event"
    assert entry.council == lives.council
    assert (
        entry.summary == "Registrerede: Medlem Mynte: udtræder af kommunalbestyrelsen (30.06.2023)"
    )


def test_nothing_is_written_when_the_plan_is_no_longer_the_one_that_was_seen(
    lives, leaving, secretary
):
    seen = plan(leaving).fingerprint
    CouncilMembership.objects.filter(pk=lives.supplementary.pk).update(
        elected_by=None, role="mayor"
    )

    with pytest.raises(actions.LifeHasChanged):
        actions.record_life_event(leaving, by=secretary, at=NOON, seen=seen)

    assert not LifeEvent.objects.exists()
    assert not AuditEntry.objects.exists()


def test_the_same_event_cannot_be_recorded_twice(leaving, record):
    record(leaving)

    with pytest.raises(Impossible):
        record(leaving)


def test_an_event_is_taken_back_once(lives, leaving, record, secretary):
    stored = record(leaving)

    actions.undo_life_event(stored, by=secretary, at=NOON)

    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "term_ended"
    assert AuditEntry.objects.filter(action="undo_life_event").count() == 1
    with pytest.raises(actions.AlreadyUndone):
        actions.undo_life_event(stored, by=secretary, at=NOON)


def test_an_undo_that_comes_too_late_changes_nothing(lives, leaving, record, secretary):
    stored = record(leaving)
    substitution = lives.supplementary.substitutions.get()
    substitution.ends_on = None
    substitution.save()

    with pytest.raises(TooLate):
        actions.undo_life_event(stored, by=secretary, at=NOON)

    lives.supplementary.refresh_from_db()
    assert lives.supplementary.ends_on == LAST_DAY
    assert LifeEvent.objects.get().undone_at is None


def test_only_the_secretariats_that_it_concerns_see_an_event(
    lives, leaving, record, secretary, stranger, member, portal_date
):
    stored = record(leaving)

    assert LifeEvent.objects.visible_to(secretary, portal_date).get() == stored
    for outsider in (stranger, member):
        assert not LifeEvent.objects.visible_to(outsider, portal_date).exists()


def test_an_event_of_somebody_in_two_councils_is_seen_by_both_secretariats(
    lives, leaving, record, stranger, other_council, portal_date
):
    SubstitutionFactory(person=lives.member, membership__council=other_council)

    stored = record(leaving)

    assert set(stored.councils.all()) == {lives.council, other_council}
    assert LifeEvent.objects.visible_to(stranger, portal_date).get() == stored
