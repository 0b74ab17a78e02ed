"""Chair and vice-chair in the Blå Bog: seated, replaced where that was a mistake, and unseated."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from councils import actions, audit
from councils.models import AuditEntry, Leadership
from tests.factories import TERM_START, LeadershipFactory, MembershipFactory, TermFactory

MEETING_DAY = datetime.date(2022, 1, 19)
ELECTED = "Valgt på mødet"


@pytest.fixture
def seat(council, term, secretary):
    """`seat(chair, vice_chair)` from the constituent meeting on."""

    def seat(chair, vice_chair, **more):
        return actions.seat_leadership(
            council,
            by=secretary,
            chair=chair,
            vice_chair=vice_chair,
            starts_on=MEETING_DAY,
            source=ELECTED,
            **more,
        )

    return seat


@pytest.fixture
def broken_audit(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr(audit, "record", fail)


@pytest.fixture
def pair(council, term):
    return [MembershipFactory(council=council, term=term) for _ in range(2)]


def lead(membership, role="chair", **fields) -> Leadership:
    return LeadershipFactory(membership=membership, role=role, **fields)


def led() -> list[tuple]:
    posts = Leadership.objects.order_by("starts_on", "role")
    return [(p.role, p.membership, p.starts_on, p.ends_on, p.source) for p in posts]


def test_leaders_lead_from_the_day_to_the_end_of_the_term(seat, pair, council, secretary):
    posts = seat(*pair)

    end = datetime.date(2025, 12, 31)
    assert [post.membership for post in posts] == pair
    assert led() == [
        ("chair", pair[0], MEETING_DAY, end, ELECTED),
        ("vice_chair", pair[1], MEETING_DAY, end, ELECTED),
    ]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.council) == ("seat_leadership", secretary, council)
    assert entry.summary == (
        f"Indførte {pair[0].person} som formand og {pair[1].person} som næstformand i Blå Bog "
        "fra 19.01.2022"
    )


def test_leader_whose_seat_ends_earlier_leads_until_then(seat, pair):
    pair[0].ends_on = datetime.date(2023, 6, 30)

    assert seat(*pair)[0].ends_on == datetime.date(2023, 6, 30)


def test_leader_who_leads_already_keeps_the_post_with_the_new_source(seat, pair):
    known = lead(pair[0], starts_on=MEETING_DAY, source="Folder")

    assert seat(*pair)[0] == known
    assert [row for row in led() if row[0] == "chair"] == [
        ("chair", pair[0], MEETING_DAY, None, ELECTED)
    ]


def test_leader_known_by_the_year_only_gets_the_day(seat, pair):
    known = lead(pair[0], starts_on=datetime.date(2022, 1, 31), is_approximate=True)

    seat(*pair)

    known.refresh_from_db()
    assert (known.starts_on, known.is_approximate) == (MEETING_DAY, False)


def test_former_leaders_lead_until_the_day_before(seat, pair, council, term):
    old = MembershipFactory(council=council, term=term)
    lead(old)

    seat(*pair)

    assert led()[0] == ("chair", old, TERM_START, datetime.date(2022, 1, 18), "")


def test_chair_and_vice_chair_can_change_places(seat, pair):
    lead(pair[0], "chair")
    lead(pair[1], "vice_chair")

    seat(pair[1], pair[0])

    assert [(role, member) for role, member, start, *_ in led() if start == MEETING_DAY] == [
        ("chair", pair[1]),
        ("vice_chair", pair[0]),
    ]


def test_other_councils_leaders_stay(seat, pair, other_council, term):
    theirs = lead(MembershipFactory(council=other_council, term=term), starts_on=MEETING_DAY)

    seat(*pair)

    theirs.refresh_from_db()
    assert (theirs.starts_on, theirs.ends_on) == (MEETING_DAY, None)


@pytest.mark.parametrize("starts_on", [MEETING_DAY, datetime.date(2023, 1, 1)])
def test_post_given_to_another_from_the_day_or_later_is_not_taken(
    seat, pair, council, term, starts_on
):
    taken = lead(MembershipFactory(council=council, term=term), "vice_chair", starts_on=starts_on)

    with pytest.raises(actions.PostTaken) as refusal:
        seat(*pair)

    assert refusal.value.leadership == taken
    assert (Leadership.objects.get(), AuditEntry.objects.count()) == (taken, 0)


@pytest.mark.parametrize("starts_on", [MEETING_DAY, datetime.date(2023, 1, 1)])
def test_post_given_to_another_by_mistake_is_replaced(seat, pair, council, term, starts_on):
    lead(MembershipFactory(council=council, term=term), "vice_chair", starts_on=starts_on)

    seat(*pair, replace=True)

    end = datetime.date(2025, 12, 31)
    assert led() == [
        ("chair", pair[0], MEETING_DAY, end, ELECTED),
        ("vice_chair", pair[1], MEETING_DAY, end, ELECTED),
    ]


def test_posts_given_the_wrong_way_round_are_replaced(seat, pair):
    lead(pair[1], "chair", starts_on=MEETING_DAY)
    lead(pair[0], "vice_chair", starts_on=MEETING_DAY)

    seat(*pair, replace=True)

    assert [row[:3] for row in led()] == [
        ("chair", pair[0], MEETING_DAY),
        ("vice_chair", pair[1], MEETING_DAY),
    ]


def test_own_post_from_a_later_day_is_replaced(seat, pair):
    lead(pair[0], starts_on=datetime.date(2023, 1, 1))

    with pytest.raises(actions.PostTaken):
        seat(*pair)
    seat(*pair, replace=True)

    assert [row[2] for row in led()] == [MEETING_DAY, MEETING_DAY]


def test_own_post_stays_the_same_row_when_others_are_replaced(seat, pair):
    known = [
        lead(pair[0], starts_on=MEETING_DAY),
        lead(pair[1], "vice_chair", starts_on=datetime.date(2022, 1, 31), is_approximate=True),
    ]

    assert list(seat(*pair, replace=True)) == known


def test_leaders_before_the_day_of_other_councils_and_terms_are_not_replaced(
    seat, pair, council, other_council, term
):
    before = lead(MembershipFactory(council=council, term=term), ends_on=term.ends_on)
    theirs = lead(MembershipFactory(council=other_council, term=term), starts_on=MEETING_DAY)
    next_term = TermFactory(
        name="2026-2030",
        election__held_on=datetime.date(2025, 11, 18),
        starts_on=datetime.date(2026, 1, 1),
        ends_on=datetime.date(2029, 12, 31),
    )
    later = lead(
        MembershipFactory(council=council, term=next_term, starts_on=next_term.starts_on),
        starts_on=next_term.starts_on,
    )

    seat(*pair, replace=True)

    assert set(Leadership.objects.filter(pk__in=[before.pk, theirs.pk, later.pk])) == {
        before,
        theirs,
        later,
    }


def test_posts_of_the_day_are_taken_back_with_the_reason(seat, pair, council, term, secretary):
    old = lead(MembershipFactory(council=council, term=term))
    seat(*pair)

    actions.unseat_leadership(
        council, by=secretary, members=pair, starts_on=MEETING_DAY, reason="Forkert person"
    )

    assert [post.pk for post in Leadership.objects.all()] == [old.pk]
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by, entry.council, entry.summary) == (
        "unseat_leadership",
        secretary,
        council,
        "Fjernede formandskabet fra 19.01.2022 i Blå Bog: Forkert person",
    )


def test_posts_of_others_and_of_other_days_are_not_taken_back(pair, council, term, secretary):
    lead(pair[0], ends_on=datetime.date(2022, 1, 18))
    lead(MembershipFactory(council=council, term=term), "vice_chair", starts_on=MEETING_DAY)
    before = led()

    actions.unseat_leadership(
        council, by=secretary, members=pair, starts_on=MEETING_DAY, reason="Forkert person"
    )

    assert led() == before


def test_posts_are_not_taken_back_when_the_log_cannot_be_written(
    pair, council, secretary, broken_audit
):
    lead(pair[0], starts_on=MEETING_DAY)

    with pytest.raises(RuntimeError, match="no audit entry"):
        actions.unseat_leadership(
            council, by=secretary, members=pair, starts_on=MEETING_DAY, reason="Forkert person"
        )

    assert Leadership.objects.count() == 1


def test_nobody_gets_both_posts(seat, pair):
    with pytest.raises(ValidationError):
        seat(pair[0], pair[0])

    assert not Leadership.objects.exists()


def test_leaders_are_not_seated_when_the_log_cannot_be_written(
    seat, pair, council, term, broken_audit
):
    lead(MembershipFactory(council=council, term=term))
    before = led()

    with pytest.raises(RuntimeError, match="no audit entry"):
        seat(*pair)

    assert led() == before
