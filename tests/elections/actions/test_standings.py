"""What is told about lists, municipal councils and list co-operations."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from councils.models import AuditEntry, ElectoralList
from elections.actions.standings import (
    StandingHasChanged,
    change_list_standings,
    change_municipal_standing,
    create_cooperation,
    join_cooperation,
    leave_cooperation,
)
from elections.models import CooperationMember, ListStanding, MunicipalStanding
from kkr_portal import clock
from tests.elections.actions.entries import actions_recorded, recorded
from tests.elections.factories import (
    ListStandingFactory,
    a_cooperation,
    a_local_list,
    municipalities_of,
)
from tests.factories import ElectionFactory, ElectoralListFactory

OCTOBER = datetime.date(2021, 10, 1)


def the_lists(letters: str) -> list[ElectoralList]:
    return [ElectoralListFactory(letter=letter) for letter in letters]


def known(council) -> list[tuple]:
    rows = council.list_standings.order_by("electoral_list__letter")
    return list(rows.values_list("electoral_list__letter", "is_represented", "source"))


# --- change_list_standings -----------------------------------------------------------------------


def test_standings_are_changed_and_recorded_and_unchanged_ones_keep_their_source(
    council, secretary
):
    a, b, c, d = the_lists("ABCD")
    for entry in (a, b, c):
        ListStandingFactory(council=council, electoral_list=entry, source="KL’s tabel")

    change_list_standings(
        council, by=secretary, standings={a: True, b: False, c: None, d: None}, source="Sekretæren"
    )

    assert known(council) == [
        ("A", True, "KL’s tabel"),
        ("B", False, "Sekretæren"),
        ("C", None, "Sekretæren"),
    ]
    summary = f"Rettede, om lister er repræsenteret i en kommunalbestyrelse: {b}, {c}"
    assert recorded() == (
        "change_list_standings",
        f"councils.council:{council.pk}",
        secretary,
        council,
        summary,
    )


def test_standings_saved_as_they_were_are_no_change(council, secretary):
    a, b = the_lists("AB")
    ListStandingFactory(council=council, electoral_list=a)

    change_list_standings(council, by=secretary, standings={a: True, b: None})

    assert known(council) == [("A", True, "")]
    assert actions_recorded() == []


def test_answer_that_a_colleague_changed_meanwhile_stops_all_of_them(council, secretary):
    a, b = the_lists("AB")
    ListStandingFactory(council=council, electoral_list=a, is_represented=False)

    with pytest.raises(StandingHasChanged):
        change_list_standings(
            council, by=secretary, standings={a: None, b: True}, shown={a: True, b: None}
        )

    assert known(council) == [("A", False, "")]
    assert actions_recorded() == []


def test_answer_left_as_it_was_shown_does_not_undo_a_colleagues(council, secretary):
    a, b = the_lists("AB")
    ListStandingFactory(council=council, electoral_list=a, is_represented=False)

    change_list_standings(
        council, by=secretary, standings={a: None, b: True}, shown={a: None, b: None}
    )

    assert known(council) == [("A", False, ""), ("B", True, "")]


def test_same_answer_as_a_colleague_gave_meanwhile_is_no_conflict(council, secretary):
    (a,) = the_lists("A")
    ListStandingFactory(council=council, electoral_list=a, is_represented=True)

    change_list_standings(council, by=secretary, standings={a: True}, shown={a: None})

    assert actions_recorded() == []


def test_broken_audit_undoes_the_standings(council, secretary, broken_audit):
    with pytest.raises(RuntimeError):
        change_list_standings(council, by=secretary, standings={the_lists("A")[0]: True})

    assert not ListStanding.objects.exists()


# --- change_municipal_standing -------------------------------------------------------------------


@pytest.fixture
def tell(council, term, secretary):
    """Tells about a municipality; nothing is known of it unless it is said."""

    def tell(municipality, **answers) -> MunicipalStanding:
        answers = {
            "version": 0,
            "represented": [],
            "is_complete": False,
            "mayor": "",
            "mayor_list": None,
            "source": "",
        } | answers
        return change_municipal_standing(
            council, term.election, municipality, by=secretary, **answers
        )

    return tell


def test_municipality_is_told_about_and_recorded(tell, council, term, secretary):
    (viborg,) = municipalities_of(council, 1)
    a, b = the_lists("AB")

    tell(
        viborg,
        represented=[a, b],
        is_complete=True,
        mayor="list",
        mayor_list=b,
        source="viborg.dk",
    )

    standing = MunicipalStanding.objects.get()
    assert (standing.election, standing.municipality, standing.version) == (
        term.election,
        viborg,
        1,
    )
    assert list(standing.represented.all()) == [a, b]
    assert (standing.is_complete, standing.mayor, standing.mayor_list, standing.source) == (
        True,
        "list",
        b,
        "viborg.dk",
    )
    assert (standing.changed_by, timezone.localdate(standing.changed_at)) == (
        secretary,
        clock.today(),
    )
    assert recorded() == (
        "change_municipal_standing",
        f"elections.municipalstanding:{standing.pk}",
        secretary,
        council,
        f"Rettede lister og borgmester for {viborg}",
    )


def test_each_change_of_a_municipality_is_a_new_version_of_the_same_row(tell, council):
    (viborg,) = municipalities_of(council, 1)
    a, b = the_lists("AB")
    tell(viborg, represented=[a, b])

    tell(viborg, version=1, represented=[b], mayor="outside")

    standing = MunicipalStanding.objects.get()
    assert (standing.version, standing.mayor) == (2, "outside")
    assert list(standing.represented.all()) == [b]


@pytest.mark.parametrize("version", [0, 2])
def test_municipality_that_a_colleague_changed_meanwhile_is_left_alone(tell, council, version):
    (viborg,) = municipalities_of(council, 1)
    tell(viborg, represented=the_lists("A"))

    with pytest.raises(StandingHasChanged):
        tell(viborg, version=version, mayor="outside")

    assert (MunicipalStanding.objects.get().version, actions_recorded()) == (
        1,
        ["change_municipal_standing"],
    )


def test_municipality_saved_as_it_was_is_no_change(tell, council):
    (viborg,) = municipalities_of(council, 1)
    answers = {"represented": the_lists("AB"), "mayor": "outside", "source": "viborg.dk"}
    tell(viborg, **answers)

    tell(viborg, version=1, **answers)

    assert (MunicipalStanding.objects.get().version, len(actions_recorded())) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [{"is_complete": True}, {"source": "ny"}, {"mayor": "outside"}, {"represented": []}],
    ids=lambda change: next(iter(change)),
)
def test_each_answer_about_a_municipality_counts_as_a_change(tell, council, change):
    (viborg,) = municipalities_of(council, 1)
    answers = {"represented": the_lists("A")}
    tell(viborg, **answers)

    tell(viborg, version=1, **answers | change)

    assert (MunicipalStanding.objects.get().version, len(actions_recorded())) == (2, 2)


def test_broken_audit_undoes_what_was_told_about_a_municipality(tell, council, broken_audit):
    with pytest.raises(RuntimeError):
        tell(municipalities_of(council, 1)[0])

    assert not MunicipalStanding.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_secretary_wins_when_two_tell_about_a_municipality_at_once(tell, council, at_once):
    (viborg,) = municipalities_of(council, 1)

    kinds = at_once(lambda: tell(viborg, source="en"), lambda: tell(viborg, source="to"))

    assert kinds == ["MunicipalStanding", "StandingHasChanged"]
    assert MunicipalStanding.objects.get().version == 1


# --- List co-operations --------------------------------------------------------------------------


def test_cooperation_is_created_and_recorded(council, term, secretary):
    entry = create_cooperation(
        council, term.election, by=secretary, letter="LLD", name="Lokallisterne"
    )

    stored = ElectoralList.objects.get()
    assert (stored.kind, stored.letter, stored.name, stored.election) == (
        "cooperation",
        "LLD",
        "Lokallisterne",
        term.election,
    )
    assert recorded() == (
        "create_cooperation",
        f"councils.electorallist:{entry.pk}",
        secretary,
        council,
        "Oprettede listesamarbejdet Lokallisterne (LLD)",
    )


@pytest.mark.parametrize("kind", ["party", "cooperation"])
def test_letter_of_another_list_is_refused_for_a_cooperation(council, term, secretary, kind):
    party = {} if kind == "party" else {"party": None}
    ElectoralListFactory(letter="LLD", kind=kind, **party)

    with pytest.raises(ValidationError):
        create_cooperation(council, term.election, by=secretary, letter="LLD", name="Ny")

    assert (ElectoralList.objects.count(), AuditEntry.objects.count()) == (1, 0)


def test_cooperation_may_have_a_local_lists_letter(council, term, secretary):
    a_local_list(municipalities_of(council, 1)[0], "LLD")

    create_cooperation(council, term.election, by=secretary, letter="LLD", name="Lokallisterne")

    assert ElectoralList.objects.count() == 2


def test_local_list_joins_and_is_recorded(council, secretary):
    (viborg,) = municipalities_of(council, 1)
    cooperation, local = a_cooperation("LLD"), a_local_list(viborg, "V")

    member = join_cooperation(council, cooperation, local, by=secretary, notified_on=OCTOBER)

    stored = CooperationMember.objects.get()
    assert (stored.cooperation, stored.local_list, stored.notified_on) == (
        cooperation,
        local,
        OCTOBER,
    )
    assert recorded() == (
        "join_cooperation",
        f"elections.cooperationmember:{member.pk}",
        secretary,
        council,
        f"Føjede Lokalliste V (V), {viborg}, til Samarbejde LLD (LLD)",
    )


def test_list_that_may_not_join_is_refused(council, secretary):
    one, two = municipalities_of(council, 2)
    cooperation, local = a_cooperation("LLD"), a_local_list(one, "V")
    party = ElectoralListFactory(letter="A")
    earlier = ElectionFactory(held_on=datetime.date(2017, 11, 21))
    refused = [
        (cooperation, party),
        (cooperation, a_cooperation("FLL")),
        (party, local),
        (a_local_list(two, "X"), local),
        (cooperation, a_local_list(two, "Y", election=earlier)),
    ]

    for whole, part in refused:
        with pytest.raises(ValidationError):
            join_cooperation(council, whole, part, by=secretary, notified_on=OCTOBER)

    assert not CooperationMember.objects.exists()
    assert actions_recorded() == []


def test_local_list_is_in_one_cooperation_only(council, secretary):
    local = a_local_list(municipalities_of(council, 1)[0], "V")
    first, second = a_cooperation("LLD", local), a_cooperation("FLL")

    for cooperation in (first, second):
        with pytest.raises(ValidationError):
            join_cooperation(council, cooperation, local, by=secretary, notified_on=OCTOBER)

    assert CooperationMember.objects.get().cooperation == first
    assert actions_recorded() == []


def test_local_list_that_left_may_join_another_cooperation(council, secretary):
    local = a_local_list(municipalities_of(council, 1)[0], "V")
    a_cooperation("LLD", local)

    leave_cooperation(council, CooperationMember.objects.get(), by=secretary)
    assert not CooperationMember.objects.exists()
    assert recorded()[-1] == (
        f"Tog Lokalliste V (V), {local.municipality}, ud af Samarbejde LLD (LLD)"
    )
    second = a_cooperation("FLL")
    join_cooperation(council, second, local, by=secretary, notified_on=OCTOBER)

    assert CooperationMember.objects.get().cooperation == second


def test_broken_audit_undoes_what_is_done_to_a_cooperation(council, term, secretary, broken_audit):
    local = a_local_list(municipalities_of(council, 1)[0], "V")
    other = a_local_list(local.municipality, "W")
    cooperation = a_cooperation("LLD", local)

    with pytest.raises(RuntimeError):
        create_cooperation(council, term.election, by=secretary, letter="FLL", name="Ny")
    with pytest.raises(RuntimeError):
        join_cooperation(council, cooperation, other, by=secretary, notified_on=OCTOBER)
    with pytest.raises(RuntimeError):
        leave_cooperation(council, CooperationMember.objects.get(), by=secretary)

    assert ElectoralList.objects.filter(kind="cooperation").count() == 1
    assert CooperationMember.objects.get().local_list == local
