"""A council with an open round: one seat, three seats, and two that organisations nominate to."""

import datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.actions import candidates as actions
from appointments.actions.candidates import Particulars
from appointments.models import Candidate, Organisation
from councils.actions.rows import mark_of
from councils.models import AuditEntry
from tests.factories import (
    TODAY,
    BodyFactory,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    MembershipFactory,
    MunicipalityFactory,
    OfficeFactory,
    PersonFactory,
    RoundFactory,
    SeatFactory,
    SeatKindFactory,
    TaskFactory,
)

DEADLINE = datetime.date(2022, 1, 14)
DAY = datetime.timedelta(days=1)
BEFORE = datetime.date(2022, 1, 5)


def scene(council, term) -> SimpleNamespace:
    """`lists` A, V, C with 4, 3 and 1 supplementary members; `councillor` sits in no council."""
    town = CouncilMunicipalityFactory(council=council).municipality
    lists = {letter: ElectoralListFactory(letter=letter) for letter in "AVC"}
    for letter, number in (("A", 4), ("V", 3), ("C", 1)):
        for _ in range(number):
            MembershipFactory(
                council=council,
                term=term,
                role="supplementary",
                elected_by=lists[letter],
                municipality=town,
            )
    body = BodyFactory(council=council, name="Beskæftigelsesråd")
    board = BodyFactory(council=council, name="Erhvervshus", gender_rule="per_nomination")
    one = SeatKindFactory(body=body, label="Formand", alternates="personal")
    three = SeatKindFactory(body=body, label="Politikere", number=3, alternates="none", position=1)
    business = SeatKindFactory(
        body=board, label="Erhverv", number=2, eligibility="business", least_sme=1
    )
    organisations = [Organisation.objects.create(name=f"Organisation {n}") for n in "XY"]
    business.nominators.set(organisations)
    for kind in (one, three, business):
        for number in range(kind.number):
            SeatFactory(kind=kind, number=number + 1)
    round_ = RoundFactory(council=council, term=term, proposals_due_on=DEADLINE)
    return SimpleNamespace(
        council=council,
        term=term,
        town=town,
        lists=lists,
        body=body,
        board=board,
        kinds=SimpleNamespace(one=one, three=three, business=business),
        organisations=organisations,
        stranger=Organisation.objects.create(name="Organisation Z"),
        round=round_,
        one=TaskFactory(kind=one, round=round_),
        three=TaskFactory(kind=three, round=round_),
        business=TaskFactory(kind=business, round=round_),
        councillor=councillor(town),
    )


def councillor(town, **facts):
    return OfficeFactory(municipality=town, person=PersonFactory(**facts)).person


def somebody_elsewhere(council):
    """A councillor in a municipality of another council."""
    town = MunicipalityFactory()
    CouncilMunicipalityFactory(council=council, municipality=town)
    return councillor(town)


def seen(row) -> str:
    """The mark of the row as it is stored, as a page shows it."""
    return mark_of(type(row).objects.get(pk=row.pk))


def flat(response) -> str:
    """What the page says, with single blanks."""
    return " ".join(response.text.split())


def queries(client, url: str) -> int:
    """How many the page costs when it was opened before."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def propose(scene, person, *, by, task=None, at=TODAY, proposed_by="A", **facts):
    given = Particulars(**{"proposed_on": BEFORE, **facts})
    entry = scene.lists[proposed_by] if isinstance(proposed_by, str) else proposed_by
    return actions.propose_candidate(
        task or scene.one, person, by=by, at=at, proposed_by=entry, particulars=given
    )


def nominate(scene, person, *, by, organisations=None, **facts):
    given = Particulars(**{"proposed_on": BEFORE, **facts})
    return actions.nominate_candidate(
        scene.business,
        person,
        by=by,
        at=TODAY,
        nominated_by=scene.organisations[:1] if organisations is None else organisations,
        particulars=given,
    )


def refused(act) -> dict[str, list[str]]:
    """By field, what was told; nothing was stored."""
    before = Candidate.objects.count(), AuditEntry.objects.count()
    with pytest.raises(ValidationError) as error:
        act()
    assert (Candidate.objects.count(), AuditEntry.objects.count()) == before
    return error.value.message_dict
