"""Importing votes, computing compositions, recording who is represented."""

import datetime
import hashlib

import pytest

from councils.models import AuditEntry, ElectoralList
from elections import actions, cases
from elections.actions import VotesMissing, change_list_standings, compute_composition, import_votes
from elections.apportionment import LotsRequired, Method, NoListTakesPart, compose
from elections.cases import RepresentationUnknown, votes_by_list
from elections.models import Composition, ListStanding, VoteCount, VoteSource
from elections.votes_csv import VotesRefused
from kkr_portal import clock
from tests.elections.factories import (
    ListStandingFactory,
    a_tied_council,
    csv_file,
    source_with,
)
from tests.factories import CouncilMunicipalityFactory, ElectoralListFactory

GOOD = ("751,Aarhus,A,,Socialdemokratiet,10,exact", "751,Aarhus,,L,Ølisten,7,estimated")


@pytest.fixture
def aarhus(council):
    ElectoralListFactory(letter="A")
    return CouncilMunicipalityFactory(
        council=council, municipality__code="751", municipality__name="Aarhus"
    ).municipality


@pytest.fixture
def send(council, term, secretary, aarhus):
    """Imports a file with these lines, or these bytes."""

    def send(*lines: str, data: bytes | None = None, **details) -> VoteSource:
        details = {"file_name": "tal.csv", "is_official": True, "provenance": "KMD"} | details
        data = csv_file(*lines) if data is None else data
        return import_votes(council, term.election, by=secretary, data=data, **details)

    return send


@pytest.fixture
def broken_audit(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the audit is broken")

    monkeypatch.setattr(actions.audit, "record", fail)


def nothing_is_stored() -> bool:
    local = ElectoralList.objects.filter(kind="local")
    stores = (VoteSource, VoteCount, Composition, AuditEntry)
    return not local.exists() and not any(model.objects.exists() for model in stores)


def recorded() -> tuple:
    """The one entry in the audit."""
    entry = AuditEntry.objects.get()
    return entry.action, entry.thing, entry.by, entry.council, entry.summary


# --- import_votes --------------------------------------------------------------------------------


def test_import_stores_the_file_as_it_came_with_its_rows(send, council, term, secretary, aarhus):
    data = b"\xef\xbb\xbf" + csv_file(*GOOD).replace(b"\n", b"\r\n")

    send(data=data, file_name="x" * 250, is_official=False, provenance="Optælling")

    source = VoteSource.objects.get()
    assert bytes(source.content) == data
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    stored = (source.council, source.election, source.imported_by, source.provenance)
    assert stored == (council, term.election, secretary, "Optælling")
    assert (source.file_name, source.is_official) == ("x" * 200, False)
    assert source.imported_at.date() == clock.today()
    assert [
        (c.municipality, c.electoral_list.key, c.votes, c.is_estimated)
        for c in source.counts.order_by("pk")
    ] == [(aarhus, "A", 10, False), (aarhus, "751-L", 7, True)]


def test_import_is_recorded(send, council, secretary):
    source = send(*GOOD)

    assert recorded() == (
        "import_votes",
        f"elections.votesource:{source.pk}",
        secretary,
        council,
        "Indlæste 2 stemmetal fra tal.csv",
    )


@pytest.mark.parametrize(
    "bad", ["751,Aarhus,A,,S,x,exact", "751,Aarhus,X,,S,1,exact", "101,København,A,,S,1,exact", "x"]
)
def test_refused_file_leaves_nothing_behind(send, bad):
    with pytest.raises(VotesRefused):
        send(*GOOD, bad)

    assert nothing_is_stored()


def test_broken_audit_undoes_the_import(send, broken_audit):
    with pytest.raises(RuntimeError):
        send(*GOOD)

    assert nothing_is_stored()


def test_second_import_counts_and_the_first_is_kept(send, council, term, monkeypatch):
    first = send(*GOOD)
    night = clock.now() - datetime.timedelta(hours=12)
    monkeypatch.setattr(clock, "now", lambda: night)  # as when a demonstration goes on next day

    second = send(GOOD[0].replace("10", "20"), GOOD[1])

    assert VoteSource.objects.latest_for(council, term) == second
    assert list(votes_by_list(first).values()) == [10, 7]
    assert list(votes_by_list(second).values()) == [20, 7]
    assert ElectoralList.objects.filter(kind="local").count() == 1


def test_local_lists_letter_may_be_that_of_a_party(send):
    source = send("751,Aarhus,A,,Socialdemokratiet,10,exact", "751,Aarhus,,A,Aarhuslisten,7,exact")

    assert {e.key: votes for e, votes in votes_by_list(source).items()} == {"A": 10, "751-A": 7}


# --- compute_composition -------------------------------------------------------------------------


def test_composition_is_recorded(council, term, secretary):
    source_with(council, {"A": 60, "B": 40})

    composition = compute_composition(council, term, by=secretary, method=Method.DHONDT)

    assert recorded() == (
        "compute_composition",
        f"elections.composition:{composition.pk}",
        secretary,
        council,
        "Beregnede sammensætningen 2022-2026 med metoden d’Hondt",
    )


def test_latest_votes_are_computed_with(council, term, secretary):
    source_with(council, {"A": 60})
    latest = source_with(council, {"A": 60, "B": 40}, represented="B")

    composition = compute_composition(council, term, by=secretary, method=Method.ADAMS)

    assert composition.source == latest
    assert composition.seats == {"A": [1, 0, 1], "B": [1, 0, 1]}


def test_tie_is_stored_without_seats(council, term, secretary):
    a_tied_council(council)

    composition = compute_composition(council, term, by=secretary, method=Method.ADAMS)

    tie = compose(cases.from_json(Composition.objects.get().inputs))
    assert composition.seats == {}
    assert isinstance(tie, LotsRequired)
    assert (tie.lists, tie.seats) == (("A", "B", "C"), 2)


def test_composition_needs_votes_of_the_council_itself(council, other_council, term, secretary):
    source_with(other_council, {"A": 60})

    with pytest.raises(VotesMissing):
        compute_composition(council, term, by=secretary, method=Method.ADAMS)

    assert (Composition.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("is_represented", "error"), [(False, NoListTakesPart), (None, RepresentationUnknown)]
)
def test_composition_without_a_list_that_takes_part_is_refused(
    council, term, secretary, is_represented, error
):
    source_with(council, {"A": 60}, represented="")
    a = ElectoralList.objects.get()
    ListStandingFactory(council=council, electoral_list=a, is_represented=is_represented)

    with pytest.raises(error):
        compute_composition(council, term, by=secretary, method=Method.ADAMS)

    assert (Composition.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_broken_audit_undoes_the_composition(council, term, secretary, broken_audit):
    source_with(council, {"A": 60})

    with pytest.raises(RuntimeError):
        compute_composition(council, term, by=secretary, method=Method.ADAMS)

    assert not Composition.objects.exists()


# --- change_list_standings -----------------------------------------------------------------------


def test_standings_are_changed_and_recorded_and_unchanged_ones_keep_their_source(
    council, secretary
):
    a, b, c, d = (ElectoralListFactory(letter=letter) for letter in "ABCD")
    for entry in (a, b, c):
        ListStandingFactory(council=council, electoral_list=entry, source="KL’s tabel")

    change_list_standings(
        council, by=secretary, standings={a: True, b: False, c: None, d: None}, source="Sekretæren"
    )

    known = council.list_standings.order_by("pk")
    assert list(known.values_list("electoral_list__letter", "is_represented", "source")) == [
        ("A", True, "KL’s tabel"),
        ("B", False, "Sekretæren"),
        ("C", None, "Sekretæren"),
    ]
    action, _, by, where, _ = recorded()
    assert (action, by, where) == ("change_list_standings", secretary, council)


def test_broken_audit_undoes_the_standings(council, secretary, broken_audit):
    with pytest.raises(RuntimeError):
        change_list_standings(
            council, by=secretary, standings={ElectoralListFactory(letter="A"): True}
        )

    assert not ListStanding.objects.exists()
