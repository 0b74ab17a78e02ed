"""Chair and vice-chair named, after an election or in unison."""

import datetime

import pytest

from councils.actions import PostTaken
from councils.models import AuditEntry, Leadership
from elections.actions.compositions import HasChanged
from elections.actions.leaderships import (
    NotElectable,
    name_leaders,
    record_unison,
)
from elections.models import LeadershipElection
from tests.elections.leaderships.things import (
    VOTES,
    a_composition,
    a_mayor,
    a_notice,
    decide,
)
from tests.factories import (
    LeadershipFactory,
    MembershipFactory,
    PersonFactory,
)

MEETING_DAY = datetime.date(2022, 1, 19)


@pytest.fixture
def name(composition, compute, leaders, items, secretary):
    """`name(chair, vice_chair)` for the election that A and V won."""
    election = compute()

    def name(chair=leaders["A"], vice_chair=leaders["V"], **more):
        return name_leaders(
            election,
            by=secretary,
            chair=chair,
            vice_chair=vice_chair,
            item=items["election"],
            **more,
        )

    return name


def test_leaders_are_named_and_lead_from_the_meeting(name, leaders, items, council, secretary):
    election = name()

    stored = LeadershipElection.objects.get()
    assert stored == election
    assert (stored.chair, stored.vice_chair) == (leaders["A"], leaders["V"])
    assert stored.decided_in == items["election"]
    assert [
        (post.role, post.membership, post.starts_on, post.source)
        for post in Leadership.objects.all()
    ] == [
        ("chair", leaders["A"], MEETING_DAY, "Valgt på det konstituerende møde 19. januar 2022"),
        (
            "vice_chair",
            leaders["V"],
            MEETING_DAY,
            "Valgt på det konstituerende møde 19. januar 2022",
        ),
    ]
    acts = AuditEntry.objects.order_by("-pk").values_list("action", "by", "council", "summary")
    assert acts[0] == (
        "name_leaders",
        secretary.pk,
        council.pk,
        "Registrerede Eksempel Anna som formand og Eksempel Viggo som næstformand (valg nr. 1)",
    )
    assert acts[1][0] == "seat_leadership"


def test_supplementary_member_stands_for_the_list_that_elected_them(name, council, lists, leaders):
    elected = MembershipFactory(council=council, role="supplementary", elected_by=lists["A"])

    assert name(chair=elected).chair == elected


@pytest.mark.parametrize("who", ["other_list", "observer", "left", "other_council", "same"])
def test_somebody_who_cannot_be_elected_is_refused(name, who, council, other_council, leaders):
    chair = {
        "other_list": lambda: leaders["C"],
        "observer": lambda: a_mayor(council, "A", "Eksempel Olga", role="observer"),
        "left": lambda: a_mayor(
            council, "A", "Eksempel Liva", ends_on=MEETING_DAY - datetime.timedelta(days=1)
        ),
        "other_council": lambda: a_mayor(other_council, "A", "Eksempel Nora"),
        "same": lambda: leaders["V"],
    }[who]()

    with pytest.raises(NotElectable):
        name(chair=chair)

    assert not Leadership.objects.exists()


def test_leaders_are_named_once(name):
    name()

    with pytest.raises(HasChanged):
        name()


def test_leaders_of_an_election_that_was_replaced_are_refused(name, compute):
    compute()

    with pytest.raises(HasChanged):
        name()


def test_leaders_wait_for_the_lots(tied, leaders, items, secretary):
    with pytest.raises(HasChanged):
        name_leaders(
            tied,
            by=secretary,
            chair=leaders["A"],
            vice_chair=leaders["V"],
            item=items["election"],
        )


def test_post_that_the_directory_gives_to_somebody_else_undoes_it_all(name, leaders):
    LeadershipFactory(membership=leaders["F"], role="vice_chair", starts_on=MEETING_DAY)

    with pytest.raises(PostTaken) as refusal:
        name()

    assert refusal.value.leadership.membership == leaders["F"]
    assert LeadershipElection.objects.get().chair is None
    assert Leadership.objects.count() == 1


def test_post_of_somebody_else_is_replaced_when_it_is_a_mistake(name, leaders):
    LeadershipFactory(membership=leaders["F"], role="vice_chair", starts_on=MEETING_DAY)

    election = name(replace=True)

    assert election.vice_chair == leaders["V"]
    posts = Leadership.objects.order_by("role")
    assert [post.membership for post in posts] == [leaders["A"], leaders["V"]]


def test_leaders_wait_for_the_meetings_approval(
    composition, compute, meeting, items, leaders, secretary
):
    notice = a_notice(meeting, secretary, "VC")
    people = {"chair": leaders["V"], "vice_chair": leaders["A"], "item": items["election"]}
    provisional = compute()

    with pytest.raises(HasChanged):
        name_leaders(provisional, by=secretary, **people)
    decide(meeting, secretary, items["alliances"], notice)
    with pytest.raises(HasChanged):  # the same figures, but computed before the decision
        name_leaders(provisional, by=secretary, **people)

    assert not Leadership.objects.exists()
    assert name_leaders(compute(), by=secretary, **people).chair == leaders["V"]


@pytest.mark.parametrize("what", ["votes", "alliances"])
def test_leaders_of_an_election_whose_figures_are_others_by_now_are_refused(
    name, what, council, term, meeting, secretary
):
    if what == "votes":
        a_composition(council, term, VOTES | {"A": 41})
    else:
        a_notice(meeting, secretary, "CF")

    with pytest.raises(HasChanged):
        name()

    assert not Leadership.objects.exists()


def test_broken_audit_undoes_the_naming(name, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError):
        name()

    assert LeadershipElection.objects.get().chair is None
    assert not Leadership.objects.exists()


# --- In unison -----------------------------------------------------------------------------------


def test_election_in_unison_is_recorded_with_the_members_lists(
    meeting, items, leaders, council, secretary, composition
):
    nobody = a_mayor(council, "", "Eksempel Uden")

    election = record_unison(
        meeting,
        by=secretary,
        chair=leaders["F"],
        vice_chair=nobody,
        item=items["election"],
        note="Alle var enige.",
    )

    stored = LeadershipElection.objects.get()
    assert stored == election
    assert (stored.outcome, stored.number, stored.note) == ("in_unison", 1, "Alle var enige.")
    assert (stored.chair, stored.chair_list) == (leaders["F"], "F")
    assert (stored.vice_chair, stored.vice_chair_list) == (nobody, "uden liste")
    assert (stored.is_complete, stored.waits_for, stored.election) == (True, None, None)
    assert Leadership.objects.get(role="chair").membership == leaders["F"]
    entry = AuditEntry.objects.first()
    assert entry.action == "record_unison"
    assert entry.summary == (
        "Registrerede, at Eksempel Frida i enighed blev valgt til formand og Eksempel Uden til "
        "næstformand"
    )


def test_unison_needs_two_members(meeting, items, leaders, secretary):
    stranger = MembershipFactory(council__slug="nordjylland", person=PersonFactory())
    for vice_chair in (leaders["A"], stranger):
        with pytest.raises(NotElectable):
            record_unison(
                meeting,
                by=secretary,
                chair=leaders["A"],
                vice_chair=vice_chair,
                item=items["election"],
            )

    assert not LeadershipElection.objects.exists()


def test_unison_replaces_the_post_of_somebody_else_when_it_is_a_mistake(
    meeting, items, leaders, secretary
):
    LeadershipFactory(membership=leaders["F"], role="chair", starts_on=MEETING_DAY)
    people = {"chair": leaders["A"], "vice_chair": leaders["V"], "item": items["election"]}

    with pytest.raises(PostTaken):
        record_unison(meeting, by=secretary, **people)
    assert not LeadershipElection.objects.exists()
    record_unison(meeting, by=secretary, **people, replace=True)

    assert Leadership.objects.get(role="chair").membership == leaders["A"]


def test_broken_audit_undoes_the_unison(meeting, items, leaders, secretary, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError):
        record_unison(
            meeting,
            by=secretary,
            chair=leaders["A"],
            vice_chair=leaders["V"],
            item=items["election"],
        )

    assert (LeadershipElection.objects.count(), Leadership.objects.count()) == (0, 0)
