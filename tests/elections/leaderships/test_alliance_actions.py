"""Notices of alliances: which stand, which are rejected and why, and what the meeting decides."""

import pytest

from councils.models import AuditEntry, ElectoralList
from elections.actions.alliances import (
    CompositionMissing,
    ListsOverlap,
    TooFewLists,
    decide_alliances,
    notify_alliance,
    withdraw_alliance,
)
from elections.actions.compositions import HasChanged
from elections.models import AllianceNotice
from tests.elections.leaderships.things import a_composition, a_notice, at

REASON = "Ikke godkendt af mødet."


def states() -> list[tuple[str, str]]:
    notices = AllianceNotice.objects.order_by("pk")
    return [(notice.state, notice.reason) for notice in notices]


@pytest.fixture
def decide(meeting, secretary, items):
    """`decide([v_c])` approves these and shows all that there are."""

    def decide(approved, shown=None, reason=REASON):
        shown = AllianceNotice.objects.all() if shown is None else shown
        decide_alliances(
            meeting,
            by=secretary,
            item=items["alliances"],
            shown={notice.pk for notice in shown},
            approved={notice.pk for notice in approved},
            reason=reason,
        )

    return decide


# --- Notices -------------------------------------------------------------------------------------


def test_notice_stands_until_the_end_of_the_last_day(meeting, secretary, composition):
    notice = a_notice(meeting, secretary, "VC", "2022-01-14 23:59")

    assert (notice.state, notice.reason) == ("received", "")
    assert sorted(notice.lists.values_list("letter", flat=True)) == ["C", "V"]
    assert (notice.notified_by, notice.received_at) == ("Gruppen VC", at("2022-01-14 23:59"))
    assert (notice.meeting, notice.recorded_by) == (meeting, secretary)


def test_notice_is_late_from_midnight_and_says_so(meeting, secretary, composition):
    notice = a_notice(meeting, secretary, "VC", "2022-01-15 00:00")

    assert (notice.state, notice.reason) == (
        "rejected",
        "Modtaget 15. januar 2022 kl. 00.00, efter fristen fredag d. 14. januar 2022.",
    )


def test_notice_is_recorded_with_what_became_of_it(meeting, secretary, council, composition):
    notice = a_notice(meeting, secretary, "VC")
    late = a_notice(meeting, secretary, "AF", "2022-01-18 09:00")

    entries = AuditEntry.objects.order_by("pk")
    assert [(e.action, e.thing, e.by, e.council, e.summary) for e in entries] == [
        (
            "notify_alliance",
            f"elections.alliancenotice:{notice.pk}",
            secretary,
            council,
            "Registrerede valgforbundet C + V (modtaget)",
        ),
        (
            "notify_alliance",
            f"elections.alliancenotice:{late.pk}",
            secretary,
            council,
            "Registrerede valgforbundet A + F (afvist)",
        ),
    ]


def test_list_that_takes_no_part_is_named_with_the_reason(meeting, secretary, composition):
    ElectoralList.objects.create(
        election=meeting.term.election, kind="cooperation", letter="LLD", name="Lokallisterne"
    )

    under = a_notice(meeting, secretary, "VK")
    no_votes = notify_alliance(
        meeting,
        by=secretary,
        lists=list(ElectoralList.objects.filter(letter__in=["A", "LLD"])),
        notified_by="A",
        received_at=at("2022-01-12 08:00"),
    )

    assert (under.state, under.reason) == (
        "rejected",
        "Kristne (K) deltager ikke i valget: listen er under spærregrænsen.",
    )
    assert (no_votes.state, no_votes.reason) == (
        "rejected",
        "Lokallisterne (LLD) deltager ikke i valget: listen har ingen stemmer i KKR’s kommuner.",
    )


def test_list_in_a_standing_alliance_is_rejected_with_its_name(meeting, secretary, composition):
    a_notice(meeting, secretary, "VC")

    second = a_notice(meeting, secretary, "CF")

    assert (second.state, second.reason) == (
        "rejected",
        "Konservative (C) er allerede i valgforbundet C + V.",
    )


def test_list_in_a_rejected_or_withdrawn_alliance_is_free(meeting, secretary, composition):
    a_notice(meeting, secretary, "VC", "2022-01-15 08:00")
    withdrawn = a_notice(meeting, secretary, "CF")
    withdraw_alliance(withdrawn, by=secretary, reason="De vil ikke")

    assert a_notice(meeting, secretary, "VCF").state == "received"


def test_all_reasons_are_given_at_once(meeting, secretary, composition):
    a_notice(meeting, secretary, "VC")

    notice = a_notice(meeting, secretary, "VK", "2022-01-17 10:05")

    assert notice.reason == (
        "Modtaget 17. januar 2022 kl. 10.05, efter fristen fredag d. 14. januar 2022. "
        "Kristne (K) deltager ikke i valget: listen er under spærregrænsen. "
        "Venstre (V) er allerede i valgforbundet C + V."
    )


@pytest.mark.parametrize("letters", ["", "A", "AA"])
def test_fewer_than_two_lists_are_no_alliance(meeting, secretary, composition, letters):
    with pytest.raises(TooFewLists):
        a_notice(meeting, secretary, letters)

    assert (AllianceNotice.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_notice_needs_a_composition_that_says_who_takes_part(
    meeting, secretary, other_council, term, lists
):
    a_composition(other_council, term)

    with pytest.raises(CompositionMissing):
        a_notice(meeting, secretary, "VC")


def test_broken_audit_undoes_the_notice(meeting, secretary, composition, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError):
        a_notice(meeting, secretary, "VC")

    assert not AllianceNotice.objects.exists()


# --- Withdrawals ---------------------------------------------------------------------------------


def test_alliance_is_withdrawn_with_the_reason(meeting, secretary, composition):
    withdraw_alliance(a_notice(meeting, secretary, "VC"), by=secretary, reason="Uenige")

    assert states() == [("withdrawn", "Uenige")]
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.summary) == (
        "withdraw_alliance",
        "Trak valgforbundet C + V tilbage: Uenige",
    )


def test_alliance_that_the_meeting_decided_on_cannot_be_withdrawn(
    meeting, secretary, composition, decide
):
    notice = a_notice(meeting, secretary, "VC")  # as a page still shows it
    decide([notice])

    with pytest.raises(HasChanged):
        withdraw_alliance(notice, by=secretary, reason="For sent")

    assert states() == [("approved", "")]


def test_broken_audit_undoes_the_withdrawal(meeting, secretary, composition, broken_audit):
    notice = a_notice(meeting, secretary, "VC")
    broken_audit()

    with pytest.raises(RuntimeError):
        withdraw_alliance(notice, by=secretary, reason="Uenige")

    assert states() == [("received", "")]


# --- The meeting's decision ----------------------------------------------------------------------


def test_meeting_approves_some_and_rejects_the_others(
    meeting, secretary, composition, items, council, decide
):
    v_c, a_f = a_notice(meeting, secretary, "VC"), a_notice(meeting, secretary, "AF")

    decide([v_c])

    assert states() == [("approved", ""), ("rejected", REASON)]
    a_f.refresh_from_db()
    assert a_f.decided_in == items["alliances"]
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by, entry.council, entry.summary) == (
        "decide_alliances",
        secretary,
        council,
        "Registrerede mødets beslutning om valgforbund: 1 af 2 godkendt",
    )


def test_meeting_does_not_decide_on_what_was_rejected_or_withdrawn_before(
    meeting, secretary, composition, decide
):
    late = a_notice(meeting, secretary, "VC", "2022-01-15 08:00")
    withdrawn = a_notice(meeting, secretary, "VC")
    withdraw_alliance(withdrawn, by=secretary, reason="Uenige")
    standing = a_notice(meeting, secretary, "AF")

    decide([standing], shown=[standing])

    assert [state for state, _ in states()] == ["rejected", "withdrawn", "approved"]
    late.refresh_from_db()
    assert late.decided_in is None


def test_decision_is_refused_when_a_notice_came_that_the_page_did_not_show(
    meeting, secretary, composition, decide
):
    shown = a_notice(meeting, secretary, "VC")
    a_notice(meeting, secretary, "AF")

    with pytest.raises(HasChanged):
        decide([shown], shown=[shown])

    assert states() == [("received", ""), ("received", "")]


def test_decision_can_be_mended(meeting, secretary, composition, decide):
    v_c, a_f = a_notice(meeting, secretary, "VC"), a_notice(meeting, secretary, "AF")
    decide([v_c])

    decide([a_f])

    assert states() == [("rejected", REASON), ("approved", "")]


def test_two_alliances_with_the_same_list_are_not_both_approved(
    meeting, secretary, composition, decide
):
    v_c = a_notice(meeting, secretary, "VC")
    decide([])
    c_f = a_notice(meeting, secretary, "CF")

    with pytest.raises(ListsOverlap) as refusal:
        decide([v_c, c_f])

    assert refusal.value.list.letter == "C"
    assert states() == [("rejected", REASON), ("received", "")]


def test_broken_audit_undoes_the_decision(meeting, secretary, composition, decide, broken_audit):
    notice = a_notice(meeting, secretary, "VC")
    broken_audit()

    with pytest.raises(RuntimeError):
        decide([notice])

    assert states() == [("received", "")]
