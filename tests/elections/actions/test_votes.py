"""Uploading a file of votes, looking at it, and taking it in whole or not at all."""

import datetime
import hashlib

import pytest
from django.utils import timezone

from councils.models import AuditEntry, ElectoralList, Party
from elections.actions import votes as actions
from elections.actions.votes import TotalsContradict, VotesHaveChanged, discard_votes, import_votes
from elections.models import VoteCount, VoteDraft, VoteSource
from elections.votefiles import VotesRefused
from kkr_portal import clock
from tests.elections.actions.entries import actions_recorded, recorded
from tests.elections.factories import csv_file, municipalities_of
from tests.factories import (
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    SecretariatMemberFactory,
)

AARHUS = ("751,Aarhus,A,,Socialdemokratiet,10,exact", "751,Aarhus,,L,Ølisten,7,estimated")
VIBORG = ("791,Viborg,A,,Socialdemokratiet,30,exact", "791,Viborg,,L,Liste L,2,exact")


@pytest.fixture
def aarhus(council):
    ElectoralListFactory(letter="A", party__name="Socialdemokratiet")
    return a_municipality(council, "751", "Aarhus")


@pytest.fixture
def viborg(council):
    return a_municipality(council, "791", "Viborg")


def a_municipality(council, code, name):
    return CouncilMunicipalityFactory(
        council=council, municipality__code=code, municipality__name=name
    ).municipality


@pytest.fixture
def upload(council, term, secretary, aarhus, viborg):
    """Uploads a file with these lines, or these bytes."""

    def upload(*lines: str, data: bytes | None = None, by=secretary, **facts) -> VoteDraft:
        data = csv_file(*lines) if data is None else data
        facts = {
            "file_name": "tal.csv",
            "is_official": True,
            "provenance": "KMD",
            "valid_votes": None,
            "cast_votes": None,
        } | facts
        return actions.upload_votes(council, term.election, by=by, data=data, **facts)

    return upload


@pytest.fixture
def take_in(upload, council, term, secretary):
    """Uploads and takes in."""

    def take_in(*lines: str, **facts) -> VoteSource:
        draft = upload(*lines, **facts)
        before = VoteSource.objects.latest_for(council, term)
        return import_votes(draft, by=secretary, based_on=before.pk if before else None)

    return take_in


def votes_of(source: VoteSource) -> dict[str, int]:
    return {
        f"{count.municipality.code} {count.electoral_list.letter}": count.votes
        for count in source.counts.order_by("municipality__code", "electoral_list__letter")
    }


def nothing_is_stored() -> bool:
    local = ElectoralList.objects.filter(kind="local")
    stores = (VoteDraft, VoteSource, VoteCount, AuditEntry)
    return not local.exists() and not any(model.objects.exists() for model in stores)


# --- upload_votes --------------------------------------------------------------------------------


def test_upload_keeps_the_file_byte_for_byte_and_counts_nothing(upload, council, secretary):
    data = b"\xef\xbb\xbf" + csv_file(*AARHUS).replace(b"\n", b"\r\n")

    draft = upload(data=data, file_name="x" * 250, valid_votes=20, cast_votes=21)

    draft.refresh_from_db()
    assert bytes(draft.content) == data
    assert draft.sha256 == hashlib.sha256(data).hexdigest()
    assert (draft.file_name, draft.valid_votes, draft.cast_votes) == ("x" * 200, 20, 21)
    assert (draft.uploaded_by, timezone.localdate(draft.uploaded_at)) == (secretary, clock.today())
    assert not VoteSource.objects.exists()
    assert not ElectoralList.objects.filter(kind="local").exists()
    assert recorded() == (
        "upload_votes",
        f"elections.votedraft:{draft.pk}",
        secretary,
        council,
        f"Uploadede stemmetal: {'x' * 200}",
    )


def test_upload_takes_the_place_of_ones_own_draft_and_of_nobody_elses(upload, council):
    colleague = SecretariatMemberFactory(council=council).user
    upload(*AARHUS)
    theirs = upload(*AARHUS, by=colleague)

    newer = upload(*VIBORG)

    assert list(VoteDraft.objects.order_by("pk")) == [theirs, newer]


@pytest.mark.parametrize(
    "bad",
    [
        "751,Aarhus,A,,S,x,exact",
        "751,Aarhus,X,,S,1,exact",
        "101,København,A,,S,1,exact",
        "751,Aarhus,A,,Socialdemokratiet,10,exact",
        "x",
    ],
)
def test_upload_of_a_bad_file_leaves_nothing_behind(upload, bad):
    with pytest.raises(VotesRefused):
        upload(*AARHUS, bad)

    assert nothing_is_stored()


def test_upload_of_a_bad_file_leaves_the_earlier_draft(upload):
    draft = upload(*AARHUS)

    with pytest.raises(VotesRefused):
        upload("x")

    assert VoteDraft.objects.get() == draft


@pytest.mark.parametrize(
    ("valid", "cast", "field", "least"),
    [
        (16, None, "valid_votes", 17),
        (None, 16, "cast_votes", 17),
        (20, 19, "cast_votes", 20),
        (16, 10, "valid_votes", 17),
    ],
)
def test_upload_with_totals_that_contradict_the_votes_leaves_nothing_behind(
    upload, valid, cast, field, least
):
    with pytest.raises(TotalsContradict) as problem:
        upload(*AARHUS, valid_votes=valid, cast_votes=cast)

    assert (problem.value.field, problem.value.least) == (field, least)
    assert nothing_is_stored()


def test_upload_with_totals_as_large_as_the_votes_is_kept(upload):
    draft = upload(*AARHUS, valid_votes=17, cast_votes=17)

    assert VoteDraft.objects.get() == draft


def test_upload_of_a_part_counts_the_kept_votes_against_the_totals(upload, take_in):
    take_in(*AARHUS)

    with pytest.raises(TotalsContradict) as problem:
        upload(*VIBORG, valid_votes=48)

    assert (problem.value.field, problem.value.least) == ("valid_votes", 49)


def test_broken_audit_undoes_the_upload(upload, broken_audit):
    with pytest.raises(RuntimeError):
        upload(*AARHUS)

    assert nothing_is_stored()


# --- discard_votes -------------------------------------------------------------------------------


def test_discarded_draft_is_gone_and_recorded(upload, secretary):
    discard_votes(upload(*AARHUS), by=secretary)

    assert not VoteDraft.objects.exists()
    assert actions_recorded() == ["upload_votes", "discard_votes"]
    assert AuditEntry.objects.get(action="discard_votes").summary == (
        "Kasserede stemmetal, der ikke var indlæst: tal.csv"
    )


def test_broken_audit_keeps_the_draft(upload, secretary, request):
    draft = upload(*AARHUS)
    request.getfixturevalue("broken_audit")

    with pytest.raises(RuntimeError):
        discard_votes(draft, by=secretary)

    assert VoteDraft.objects.get() == draft


# --- import_votes --------------------------------------------------------------------------------


def test_import_takes_the_draft_in_whole(take_in, council, term, secretary, aarhus):
    data = b"\xef\xbb\xbf" + csv_file(*AARHUS)

    take_in(data=data, is_official=False, provenance="Optælling", valid_votes=20, cast_votes=22)

    source = VoteSource.objects.get()
    assert bytes(source.content) == data
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    stored = (source.council, source.election, source.imported_by, source.provenance)
    assert stored == (council, term.election, secretary, "Optælling")
    assert (source.file_name, source.shape, source.is_official) == ("tal.csv", "simple", False)
    assert (source.valid_votes, source.cast_votes, source.based_on) == (20, 22, None)
    assert timezone.localdate(source.imported_at) == clock.today()
    assert [
        (c.municipality, c.electoral_list.key, c.votes, c.is_estimated)
        for c in source.counts.order_by("pk")
    ] == [(aarhus, "A", 10, False), (aarhus, "751-L", 7, True)]
    assert not VoteDraft.objects.exists()
    assert actions_recorded() == ["upload_votes", "import_votes"]
    assert AuditEntry.objects.get(action="import_votes").summary == (
        "Indlæste 2 stemmetal fra tal.csv"
    )


def test_import_of_a_part_keeps_the_votes_of_the_other_municipalities(take_in):
    first = take_in(*AARHUS, valid_votes=30, cast_votes=40)

    second = take_in(VIBORG[0])

    assert votes_of(second) == {"751 A": 10, "751 L": 7, "791 A": 30}
    assert second.based_on == first
    assert votes_of(first) == {"751 A": 10, "751 L": 7}
    assert second.counts.get(electoral_list__letter="L").is_estimated
    # Totals of the whole were of another whole.
    assert (second.valid_votes, second.cast_votes) == (None, None)


def test_import_of_all_municipalities_rests_on_nothing_before(take_in):
    first = take_in(*AARHUS, *VIBORG)

    second = take_in(*AARHUS, VIBORG[0].replace("30", "31"))

    assert second.based_on is None
    assert votes_of(second) == {"751 A": 10, "751 L": 7, "791 A": 31}
    assert votes_of(first) == {"751 A": 10, "751 L": 7, "791 A": 30, "791 L": 2}


@pytest.mark.parametrize(
    ("before", "now", "together"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_votes_kept_from_an_unofficial_file_are_not_official(take_in, before, now, together):
    take_in(*AARHUS, is_official=before)

    assert take_in(*VIBORG, is_official=now).is_official is together


def test_import_stops_where_other_votes_hold_than_the_page_showed(upload, take_in, secretary):
    draft = upload(*AARHUS)
    colleague = SecretariatMemberFactory(council=draft.council).user
    first = take_in(*VIBORG, by=colleague)

    for shown in (None, first.pk + 1):
        with pytest.raises(VotesHaveChanged):
            import_votes(draft, by=secretary, based_on=shown)

    assert VoteSource.objects.get() == first
    assert VoteDraft.objects.get() == draft
    assert AuditEntry.objects.filter(action="import_votes").count() == 1


def test_import_stops_where_votes_taken_in_meanwhile_make_the_totals_wrong(
    upload, take_in, secretary, council
):
    draft = upload(*AARHUS, valid_votes=20)
    first = take_in(*VIBORG, by=SecretariatMemberFactory(council=council).user)

    with pytest.raises(TotalsContradict) as problem:
        import_votes(draft, by=secretary, based_on=first.pk)

    assert (problem.value.field, problem.value.least) == ("valid_votes", 49)
    assert VoteSource.objects.get() == first


def test_import_stops_where_the_file_no_longer_reads(upload, secretary):
    draft = upload(*AARHUS)
    ElectoralList.objects.filter(letter="A").update(letter="B")

    with pytest.raises(VotesRefused):
        import_votes(draft, by=secretary, based_on=None)

    assert not VoteSource.objects.exists()
    assert not ElectoralList.objects.filter(kind="local").exists()
    assert VoteDraft.objects.get() == draft


def test_broken_audit_undoes_the_import(upload, secretary, request):
    draft = upload(*AARHUS)
    pk = draft.pk
    request.getfixturevalue("broken_audit")

    with pytest.raises(RuntimeError):
        import_votes(draft, by=secretary, based_on=None)

    assert not VoteSource.objects.exists()
    assert not ElectoralList.objects.filter(kind="local").exists()
    assert VoteDraft.objects.get().pk == pk


def test_later_import_counts_also_when_the_clock_was_set_back(take_in, council, term, monkeypatch):
    take_in(*AARHUS)
    night = clock.now() - datetime.timedelta(hours=12)
    monkeypatch.setattr(clock, "now", lambda: night)  # as when a demonstration goes on next day

    second = take_in(*AARHUS)

    assert VoteSource.objects.latest_for(council, term) == second


def test_votes_of_another_council_are_not_kept(take_in, other_council, term):
    theirs = VoteSource.objects.create(
        council=other_council,
        election=term.election,
        file_name="nord.csv",
        content=b"",
        provenance="",
        imported_at=clock.now(),
        imported_by=SecretariatMemberFactory(council=other_council).user,
    )
    VoteCount.objects.create(
        source=theirs,
        municipality=a_municipality(other_council, "851", "Aalborg"),
        electoral_list=ElectoralListFactory(letter="A"),
        votes=99,
    )

    assert votes_of(take_in(*AARHUS)) == {"751 A": 10, "751 L": 7}


def test_draft_that_was_discarded_meanwhile_is_not_taken_in(upload, secretary):
    draft = upload(*AARHUS)
    discard_votes(VoteDraft.objects.get(), by=secretary)

    with pytest.raises(VotesHaveChanged):
        import_votes(draft, by=secretary, based_on=None)

    assert not VoteSource.objects.exists()
    assert actions_recorded() == ["upload_votes", "discard_votes"]


# --- Where the votes come from -------------------------------------------------------------------


def test_provenance_of_a_part_tells_also_that_of_the_others(take_in):
    take_in(*AARHUS, *VIBORG, provenance="Foreløbig optælling.")

    second = take_in(*VIBORG, provenance="Fintælling.")
    whole = take_in(*AARHUS, *VIBORG, provenance="KMD.")

    assert second.provenance == "Viborg: Fintælling. Øvrige kommuner: Foreløbig optælling."
    assert whole.provenance == "KMD."


def test_provenance_counts_the_municipalities_where_they_are_many(take_in, council):
    others = municipalities_of(council, 5)
    take_in(*AARHUS)

    six = [f"{place.code},{place.name},A,,S,1,exact" for place in others]
    source = take_in(VIBORG[0], *six, provenance="KMD.")

    assert source.provenance == "6 kommuner: KMD. Øvrige kommuner: KMD"


def test_provenance_of_many_parts_is_cut_at_what_can_be_stored(take_in):
    take_in(*AARHUS, provenance="x" * 500)

    assert len(take_in(*VIBORG, provenance="y" * 500).provenance) == 500


STATBANK = "Område;Parti;Stemmer\n{0};A. Socialdemokratiet;10\n{0};Gyldige stemmer;12\n"
STATBANK += "{0};Afgivne stemmer;{1}\n"


@pytest.mark.parametrize("is_part", [False, True])
def test_file_with_fewer_votes_cast_than_valid_is_refused_whatever_it_covers(
    upload, take_in, is_part
):
    if is_part:
        take_in(*VIBORG)
    count = VoteDraft.objects.count()

    with pytest.raises(TotalsContradict) as problem:
        upload(data=STATBANK.format("Aarhus", 11).encode())

    assert (problem.value.field, problem.value.least) == ("file", 12)
    assert VoteDraft.objects.count() == count
    assert upload(data=STATBANK.format("Aarhus", 12).encode()) == VoteDraft.objects.get()


# --- Local lists ---------------------------------------------------------------------------------


def test_local_lists_letter_may_be_that_of_a_party(take_in):
    source = take_in(
        "751,Aarhus,A,,Socialdemokratiet,10,exact", "751,Aarhus,,A,Aarhuslisten,7,exact"
    )

    keys = {count.electoral_list.key: count.votes for count in source.counts.all()}
    assert keys == {"A": 10, "751-A": 7}


def test_local_list_with_the_same_letter_is_the_same_whatever_it_is_called(take_in):
    first = take_in(*AARHUS)

    second = take_in(AARHUS[0], AARHUS[1].replace("Ølisten,7", "Øllisten,8"))

    local = ElectoralList.objects.get(kind="local")
    assert local.name == "Ølisten"
    assert [s.counts.get(electoral_list=local).votes for s in (first, second)] == [7, 8]


def test_local_lists_with_one_letter_in_two_municipalities_are_two(take_in):
    take_in(*AARHUS, *VIBORG)

    local = ElectoralList.objects.filter(kind="local").order_by("municipality__code")
    assert [entry.key for entry in local] == ["751-L", "791-L"]


def test_local_lists_without_a_letter_are_told_apart_by_name(take_in):
    lines = ("751,Aarhus,,,Byens liste,5,exact", "751,Aarhus,,,Havnens liste,4,exact")

    take_in(*lines)
    take_in(*lines)

    local = ElectoralList.objects.filter(kind="local").order_by("name")
    assert [entry.key for entry in local] == ["751-Byens liste", "751-Havnens liste"]
    assert Party.objects.count() == 1


# --- At the same time ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_one_import_wins_when_two_secretaries_take_votes_in_at_once(
    upload, council, secretary, at_once
):
    colleague = SecretariatMemberFactory(council=council).user
    mine, theirs = upload(*AARHUS), upload(*VIBORG, by=colleague)

    kinds = at_once(
        lambda: import_votes(mine, by=secretary, based_on=None),
        lambda: import_votes(theirs, by=colleague, based_on=None),
    )

    assert kinds == ["VoteSource", "VotesHaveChanged"]
    assert VoteSource.objects.get().counts.count() == 2
    assert VoteDraft.objects.count() == 1
