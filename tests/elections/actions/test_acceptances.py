"""KL's tables beside the computation, which of the two holds, and the seats it leaves open."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from elections.actions import compositions as actions
from elections.actions.compositions import HasChanged, differs
from elections.apportionment import (
    Case,
    ListInput,
)
from elections.cases import Settings
from elections.models import Acceptance, Composition, KLTable
from kkr_portal import clock
from tests.elections.actions.entries import actions_recorded, recorded
from tests.elections.factories import (
    AcceptanceFactory,
    CompositionFactory,
    a_cooperation,
    a_local_list,
    a_tied_council,
    kl_table_of,
    mayor_of,
    municipalities_of,
    source_with,
)
from tests.factories import (
    TODAY,
    ElectoralListFactory,
    MembershipFactory,
)


@pytest.fixture
def compute(council, term, secretary):
    return lambda term=term, **settings: actions.compute_composition(
        council, term, by=secretary, settings=Settings(**settings)
    )


# --- enter_kl_table ------------------------------------------------------------------------------


@pytest.fixture
def enter(council, term, secretary):
    def enter(replaces: int | None, **columns) -> KLTable:
        return actions.enter_kl_table(
            council,
            term,
            by=secretary,
            source="KL’s brev",
            columns=columns or {"A": (3, 1, 2)},
            replaces=replaces,
        )

    return enter


def test_table_of_kl_is_stored_in_its_order_and_recorded(enter, council, term, secretary):
    table = enter(None, B=(2, 0, 2), A=(10, 9, 1))

    stored = KLTable.objects.get()
    assert (stored.council, stored.term, stored.number, stored.source) == (
        council,
        term,
        1,
        "KL’s brev",
    )
    assert (stored.entered_by, timezone.localdate(stored.entered_at)) == (secretary, clock.today())
    assert list(stored.seats.items()) == [("B", (2, 0, 2)), ("A", (10, 9, 1))]
    assert recorded() == (
        "enter_kl_table",
        f"elections.kltable:{table.pk}",
        secretary,
        council,
        "Indtastede KL’s tabel for 2022-2026",
    )


def test_newer_table_of_kl_takes_the_place_and_the_older_stays(enter, council, term):
    first = enter(None)

    second = enter(first.pk, A=(4, 1, 3))

    assert KLTable.objects.current(council, term) == second
    assert (second.number, second.seats) == (2, {"A": (4, 1, 3)})
    assert KLTable.objects.get(pk=first.pk).seats == {"A": (3, 1, 2)}


def test_table_of_kl_is_refused_where_a_colleague_entered_another(enter, other_council):
    theirs = kl_table_of(other_council, A=(1, 0, 1))
    first = enter(None)
    second = enter(first.pk)

    for shown in (None, first.pk, theirs.pk):
        with pytest.raises(HasChanged):
            enter(shown)

    assert list(KLTable.objects.filter(council=second.council)) == [second, first]
    assert actions_recorded() == ["enter_kl_table"] * 2


def test_broken_audit_undoes_the_table_of_kl(enter, broken_audit):
    with pytest.raises(RuntimeError):
        enter(None)

    assert not KLTable.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_table_of_kl_is_stored_when_two_enter_one_at_once(enter, at_once):
    assert at_once(lambda: enter(None), lambda: enter(None)) == ["HasChanged", "KLTable"]
    assert KLTable.objects.get().number == 1


# --- accept_composition --------------------------------------------------------------------------

ACCEPTED_AT = datetime.datetime(2022, 1, 11, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def composition(council) -> Composition:
    """A and B have one seat each."""
    return CompositionFactory(source__council=council)


@pytest.fixture
def accept(council, term, secretary):
    def accept(goes_by="kl_table", composition=None, kl_table=None, reason="") -> Acceptance:
        return actions.accept_composition(
            council,
            term,
            by=secretary,
            goes_by=goes_by,
            composition=composition.pk if composition else None,
            kl_table=kl_table.pk if kl_table else None,
            accepted_by="Formandskabet",
            accepted_at=ACCEPTED_AT,
            reason=reason,
        )

    return accept


def test_table_that_agrees_is_accepted_without_a_reason(accept, composition, council, secretary):
    table = kl_table_of(council, A=(1, 0, 1), B=(1, 0, 1), C=(0, 0, 0))

    acceptance = accept("kl_table", composition, table)

    acceptance.refresh_from_db()
    assert (acceptance.composition, acceptance.kl_table) == (composition, table)
    assert (acceptance.differs, acceptance.reason) == (False, "")
    assert (acceptance.accepted_by, acceptance.accepted_at) == ("Formandskabet", ACCEPTED_AT)
    assert (acceptance.recorded_by, timezone.localdate(acceptance.recorded_at)) == (
        secretary,
        clock.today(),
    )
    assert acceptance.seats == {"A": (1, 0, 1), "B": (1, 0, 1), "C": (0, 0, 0)}
    assert recorded() == (
        "accept_composition",
        f"elections.acceptance:{acceptance.pk}",
        secretary,
        council,
        "Registrerede, at KL’s tabel gælder for 2022-2026, godkendt af Formandskabet",
    )


@pytest.mark.parametrize("goes_by", ["kl_table", "computation"])
def test_accepting_what_differs_needs_a_reason(accept, composition, council, goes_by):
    table = kl_table_of(council, A=(2, 0, 2))

    with pytest.raises(ValidationError) as refusal:
        accept(goes_by, composition, table)
    assert refusal.value.messages == ["Skriv, hvorfor der er forskel."]
    assert (Acceptance.objects.count(), actions_recorded()) == (0, [])

    acceptance = accept(goes_by, composition, table, reason="KL har brugt andre tal.")
    assert (acceptance.differs, acceptance.reason) == (True, "KL har brugt andre tal.")
    expected = {"kl_table": {"A": (2, 0, 2)}, "computation": {"A": (1, 0, 1), "B": (1, 0, 1)}}
    assert acceptance.seats == expected[goes_by]


def test_acceptance_stops_where_a_newer_computation_is_there(accept, composition, council):
    CompositionFactory(source__council=council)

    with pytest.raises(HasChanged):
        accept("computation", composition)

    assert not Acceptance.objects.exists()


def test_acceptance_stops_where_a_newer_table_is_there(accept, composition, council):
    table = kl_table_of(council, A=(1, 0, 1), B=(1, 0, 1))
    newer = kl_table_of(council, A=(1, 0, 1), B=(1, 0, 1))

    for shown in (None, table):
        with pytest.raises(HasChanged):
            accept("computation", composition, shown)

    assert accept("computation", composition, newer) == Acceptance.objects.get()


def test_trial_with_another_method_does_not_stand_in_the_way(accept, composition, council):
    CompositionFactory(source__council=council, method="dhondt")

    assert accept("computation", composition).composition == composition


def test_what_is_not_there_cannot_be_accepted(accept, composition):
    with pytest.raises(ValidationError):
        accept("kl_table", composition)

    assert not Acceptance.objects.exists()


def test_table_holds_although_nothing_was_computed(accept, council):
    assert not accept("kl_table", None, kl_table_of(council, A=(3, 1, 2))).differs


def test_latest_acceptance_holds(accept, composition, council, term):
    table = kl_table_of(council, A=(1, 0, 1), B=(1, 0, 1))
    accept("computation", composition, table)

    latest = accept("kl_table", composition, table)

    assert Acceptance.objects.current(council, term) == latest
    assert Acceptance.objects.count() == 2


def test_broken_audit_undoes_the_acceptance(accept, composition, broken_audit):
    with pytest.raises(RuntimeError):
        accept("computation", composition)

    assert not Acceptance.objects.exists()


# --- differs -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        {"A": (2, 0, 2), "B": (1, 0, 1)},
        {"A": (1, 1, 0), "B": (1, 0, 1)},
        {"A": (1, 0, 1)},
        {"A": (1, 0, 1), "B": (1, 0, 1), "C": (1, 1, 0)},
    ],
    ids=["seats", "mayors", "without a column", "a list of its own"],
)
def test_each_kind_of_difference_counts(composition, council, columns):
    assert differs(composition, kl_table_of(council, **columns))


def test_list_without_seats_may_have_a_column_or_not(council):
    case = Case((ListInput("A", 99, 1, True, True), ListInput("B", 1, 0, True, True)), 3, 100)
    composition = CompositionFactory(source__council=council, case=case)

    assert composition.seats["B"] == [0, 0, 0]
    assert not differs(composition, kl_table_of(council, A=(1, 1, 0)))
    assert not differs(composition, kl_table_of(council, A=(1, 1, 0), B=(0, 0, 0), C=(0, 0, 0)))


def test_mayors_of_local_lists_make_no_difference(council):
    case = Case((ListInput("A", 60, 0, True, True), ListInput("751-L", 40, 1, False, True)), 3, 100)
    composition = CompositionFactory(source__council=council, case=case)

    assert composition.seats == {"A": [1, 0, 1], "751-L": [1, 1, 0]}
    assert not differs(composition, kl_table_of(council, A=(1, 0, 1)))
    assert differs(composition, kl_table_of(council, A=(2, 0, 2)))


def test_mayor_of_a_party_without_votes_makes_a_difference(compute, council):
    one, two = municipalities_of(council, 2)
    source_with(council, {"A": 60}, municipality=one)
    mayor_of(two, council, "B")

    composition = compute()

    assert composition.seats == {"A": [1, 0, 1], "B": [1, 1, 0]}
    assert differs(composition, kl_table_of(council, A=(1, 0, 1)))
    assert not differs(composition, kl_table_of(council, A=(1, 0, 1), B=(1, 1, 0)))


def test_what_is_not_there_differs_from_nothing(composition, council):
    table = kl_table_of(council, A=(9, 0, 9))
    a_tied_council(council)
    tied = CompositionFactory(source__council=council, seats={})

    assert differs(composition, table)
    assert [differs(None, table), differs(composition, None), differs(tied, table)] == [False] * 3


# --- unfilled_seats ------------------------------------------------------------------------------


def elect(council, letter: str, number: int) -> None:
    entry = ElectoralListFactory(letter=letter)
    for _ in range(number):
        MembershipFactory(council=council, role="supplementary", elected_by=entry)


def unfilled(council, day: datetime.date) -> list[tuple[str, int]]:
    return Acceptance.objects.get(council=council).unfilled_seats(day)


def test_nothing_holds_before_anything_was_accepted(council, term, composition):
    kl_table_of(council, A=(1, 0, 1))

    assert Acceptance.objects.current(council, term) is None


def test_lists_that_have_elected_too_few_or_too_many_are_told(council, other_council):
    table = kl_table_of(council, A=(10, 9, 1), B=(2, 0, 2), C=(1, 0, 1), V=(9, 7, 2))
    AcceptanceFactory(council=council, kl_table=table)
    elect(council, "B", 1)
    elect(council, "C", 1)
    elect(council, "V", 3)
    elect(council, "Ø", 1)
    elect(other_council, "A", 1)

    assert unfilled(council, TODAY) == [("A", 1), ("B", 1), ("V", -1), ("Ø", -1)]


def test_seats_follow_the_computation_where_that_holds(council, composition):
    table = kl_table_of(council, A=(9, 0, 9))
    AcceptanceFactory(
        council=council,
        goes_by="computation",
        composition=composition,
        kl_table=table,
        differs=True,
        reason="KL’s tabel er forkert.",
    )

    assert unfilled(council, TODAY) == [("A", 1), ("B", 1)]


def test_seats_of_members_that_left_are_unfilled_again(council):
    AcceptanceFactory(council=council, kl_table=kl_table_of(council, A=(1, 0, 1)))
    yesterday = TODAY - datetime.timedelta(days=1)
    MembershipFactory(
        council=council,
        role="supplementary",
        elected_by=ElectoralListFactory(letter="A"),
        ends_on=yesterday,
    )

    assert unfilled(council, yesterday) == []
    assert unfilled(council, TODAY) == [("A", 1)]


def test_local_list_is_not_taken_for_the_party_with_its_letter(council):
    AcceptanceFactory(council=council, kl_table=kl_table_of(council, A=(1, 0, 1)))
    viborg, randers = municipalities_of(council, 2)
    for municipality, letter in ((viborg, "A"), (randers, "A"), (randers, "")):
        local = a_local_list(municipality, letter, name="Fælles")
        MembershipFactory(council=council, role="supplementary", elected_by=local)

    local_keys = [f"{viborg.code}-A", f"{randers.code}-A", f"{randers.code}-Fælles"]
    assert dict(unfilled(council, TODAY)) == {"A": 1} | dict.fromkeys(local_keys, -1)


@pytest.mark.parametrize("seats", [1, 3])
def test_members_of_local_lists_that_count_together_fill_the_cooperations_seats(
    council, django_assert_num_queries, seats
):
    municipalities = municipalities_of(council, seats)
    lists = [a_local_list(municipality, "L") for municipality in municipalities]
    a_cooperation("LLD", *lists)
    AcceptanceFactory(council=council, kl_table=kl_table_of(council, LLD=(4, 0, 4)))
    for local in lists:
        MembershipFactory(council=council, role="supplementary", elected_by=local)
    accepted = Acceptance.objects.select_related("kl_table", "council").get()

    with django_assert_num_queries(2):
        assert accepted.unfilled_seats(TODAY) == [("LLD", 4 - seats)]


def test_seats_of_a_cooperation_are_told_by_its_letter(council):
    AcceptanceFactory(council=council, kl_table=kl_table_of(council, LLD=(2, 0, 2)))
    cooperation = a_cooperation("LLD")
    MembershipFactory(council=council, role="supplementary", elected_by=cooperation)

    assert unfilled(council, TODAY) == [("LLD", 1)]
