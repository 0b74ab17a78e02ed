"""Whatever goes wrong at the end of an act, nothing of it is kept."""

import pytest

from councils import actions, audit
from councils.actions.rows import mark_of
from councils.models import PartyMembership, SecretariatMember
from tests.councils.seats.test_rights import everything
from tests.factories import TERM_END, TERM_START, OfficeFactory

DAYS = {"starts_on": TERM_START, "ends_on": TERM_END}
STAFF = {"title": "", "initials": "", "email": "", "phone": "", "name": "Ny", **DAYS}


def seat_it(s):
    return actions.seat_member(
        s.council,
        s.free,
        by=s.by,
        term=s.term,
        role="supplementary",
        municipality=s.town,
        elected_by=s.list_a,
        substitute=s.mayor,
        overruled=s.overruled,
        **DAYS,
    )


ACTS = {
    "seat_member": seat_it,
    "change_seat": lambda s: actions.change_seat(
        s.seat,
        by=s.by,
        seen=mark_of(s.seat),
        municipality=s.town,
        elected_by=s.list_a,
        starts_on=TERM_START,
        ends_on=TERM_START,
        left_because="resigned",
    ),
    "delete_seat": lambda s: actions.delete_seat(s.born, by=s.by, seen=mark_of(s.born)),
    "name_substitute": lambda s: actions.name_substitute(
        s.seat, s.free, by=s.by, starts_on=s.later, ends_on=TERM_END
    ),
    "change_substitution": lambda s: actions.change_substitution(
        s.substitution,
        by=s.by,
        seen=mark_of(s.substitution),
        starts_on=TERM_START,
        ends_on=TERM_START,
    ),
    "delete_substitution": lambda s: actions.delete_substitution(
        s.substitution, by=s.by, seen=mark_of(s.substitution)
    ),
    "add_office": lambda s: actions.add_office(
        s.free, by=s.by, council=s.council, role="councillor", municipality=s.town, **DAYS
    ),
    "change_office": lambda s: actions.change_office(
        s.office,
        by=s.by,
        council=s.council,
        seen=mark_of(s.office),
        role="deputy_mayor",
        municipality=s.town,
        **DAYS,
    ),
    "delete_office": lambda s: actions.delete_office(
        s.office, by=s.by, council=s.council, seen=mark_of(s.office)
    ),
    "add_party": lambda s: actions.add_party(
        s.mayor, by=s.by, council=s.council, party=s.list_b.party, **DAYS
    ),
    "change_party": lambda s: actions.change_party(
        s.party, by=s.by, council=s.council, seen=mark_of(s.party), party=s.list_b.party, **DAYS
    ),
    "delete_party": lambda s: actions.delete_party(
        s.party, by=s.by, council=s.council, seen=mark_of(s.party)
    ),
    "add_staff": lambda s: actions.add_staff(s.council, by=s.by, **STAFF),
    "change_staff": lambda s: actions.change_staff(
        s.own,
        by=s.by,
        seen=mark_of(s.own),
        is_listed=False,
        **STAFF | {"starts_on": s.own.starts_on, "ends_on": None},
    ),
}


@pytest.fixture
def stage(scene, secretary):
    scene.by, scene.own = secretary, SecretariatMember.objects.get(user=secretary)
    scene.office = OfficeFactory(person=scene.member, municipality=scene.town)
    scene.party = PartyMembership.objects.get(person=scene.member)
    scene.later = TERM_END.replace(year=2023)
    scene.overruled = ""
    with pytest.raises(actions.Doubtful) as doubtful:
        seat_it(scene)  # the mayor has a seat
    scene.overruled = doubtful.value.mark
    return scene


@pytest.mark.parametrize("name", ACTS)
def test_an_act_writes_one_entry_with_its_own_name(stage, name):
    before = everything()

    ACTS[name](stage)

    assert everything() != before
    entry = stage.by.audit_entries.get()
    assert (entry.action, entry.council) == (name, stage.council)


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_kept_of_an_act_that_cannot_be_logged(stage, name, monkeypatch):
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError, match="no log"):
        ACTS[name](stage)

    assert everything() == before
