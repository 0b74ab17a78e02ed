"""Who reads the pages about votes and compositions, and who changes what they hold."""

import datetime

import pytest
from django.urls import reverse

from councils.models import AuditEntry
from elections.actions.standings import create_cooperation, join_cooperation
from elections.actions.votes import upload_votes
from elections.models import Composition, CooperationMember, DrawnLot, VoteDraft, VoteSource
from elections.urls import urlpatterns
from tests.elections.factories import a_local_list, municipalities_of
from tests.elections.views.pages import DRAWN, aarhus, upload_of, url
from tests.factories import (
    AgendaItemFactory,
    ElectionFactory,
    MeetingFactory,
    SecretariatMemberFactory,
    TermFactory,
)

READABLE = {
    "composition",
    "composition-version",
    "composition-list",
    "composition-compare",
    "composition-try",
    "composition-paper",
    "composition-repeat",
    "votes",
}
# Everybody of the council reads them; the secretariat writes there, too.
BOTH = {"standings", "cooperations"}
FORMS = {
    "composition-accept",
    "kl-table-edit",
    "kl-table-import",
    "lot-record",
    "lot-annul",
    "composition-attach",
    "votes-import",
    "votes-preview",
    "standing-edit",
    "cooperation-edit",
}
FILES = {"votes-file"}
POST_ONLY = {"composition-compute", "votes-discard", "cooperation-leave"}
WRITING = BOTH | FORMS | POST_ONLY
# Another council's or term's thing under this council's address.
WITH_A_THING = {
    "composition-version": "composition",
    "composition-compare": "composition",
    "composition-paper": "composition",
    "composition-repeat": "composition",
    "composition-attach": "composition",
    "lot-record": "stopped",
    "lot-annul": "lot",
    "votes-preview": "draft",
    "votes-discard": "draft",
    "votes-file": "source",
    "standing-edit": "place",
    "cooperation-edit": "cooperation",
    "cooperation-leave": "member",
}


@pytest.fixture
def things(council, term, secretary, aarhus_with_a, stopped, drawn):
    """What the addresses name; `stopped` waits for lots, and other figures' lots were drawn."""
    lot = DrawnLot.objects.get()
    waits = Composition.objects.create(
        **{f.name: getattr(stopped, f.name) for f in Composition._meta.fields if f.name != "id"}
        | {"number": 9, "inputs": {**stopped.inputs, "cast_votes": 9_000}}
    )
    VoteSource.objects.update(cast_votes=9_000)
    election = term.election
    cooperation = create_cooperation(council, election, by=secretary, letter="LLD", name="Lokal")
    joined, free = (a_local_list(aarhus_with_a, letter) for letter in "LM")
    member = join_cooperation(
        council, cooperation, joined, by=secretary, notified_on=datetime.date(2021, 10, 1)
    )
    draft = upload_votes(
        council, election, by=secretary, file_name="ny.csv", data=aarhus(7), provenance="KMD"
    )
    item = AgendaItemFactory(meeting=MeetingFactory(council=council, term=term))
    return {
        "composition": drawn,
        "stopped": waits,
        "lot": lot,
        "draft": draft,
        "source": VoteSource.objects.get(),
        "place": aarhus_with_a,
        "cooperation": cooperation,
        "member": member,
        "free": free,
        "item": item,
    }


@pytest.fixture
def address(things):
    """The address of a route in KKR Midtjylland."""

    def find(name: str) -> str:
        thing = things.get(WITH_A_THING.get(name))
        if thing is None:
            return url(name)
        return url(name, thing.code if name == "standing-edit" else thing.pk)

    return find


@pytest.fixture
def sent(things, lists):
    """What each form sends to change something."""
    accepted = {
        "goes_by": "computation",
        "accepted_by": "Mødet",
        "accepted_on": "2022-01-11",
        "accepted_time": "14:00",
        "composition": things["stopped"].pk,
    }
    table = {"source": "KL’s brev", "total_0": 1}
    return {
        "standings": {f"list-{lists['B'].pk}": "nej", f"shown-{lists['B'].pk}": "ja"},
        "cooperations": {"name": "Andre", "letter": "ANDRE"},
        "composition-accept": accepted,
        "kl-table-edit": table,
        "kl-table-import": {"source": "KL’s brev", "text": "A;1;0;1"},
        "lot-record": {**DRAWN, "place_1": "A", "place_2": "B", "place_3": "C"},
        "lot-annul": {"reason": "Forkert afskrevet"},
        "composition-attach": {"item": things["item"].pk, "is_open": "ja"},
        "votes-import": upload_of(aarhus(5)),
        "votes-preview": {"based_on": things["source"].pk},
        "standing-edit": {"version": 0, "mayor": "outside"},
        "cooperation-edit": {"local_list": things["free"].pk, "notified_on": "2022-01-01"},
        "composition-compute": {
            "method": "adams",
            "denominator": "valid",
            "outside_mayors_in_cap": "ja",
        },
        "votes-discard": {},
        "cooperation-leave": {},
    }


def test_every_page_has_its_rights_tested():
    about_leaders = ("leadership", "alliance")
    named = {route.name for route in urlpatterns if not route.name.startswith(about_leaders)}
    assert named == READABLE | FILES | WRITING


@pytest.mark.parametrize("name", sorted(READABLE | BOTH))
def test_readable_page_is_read_by_those_of_the_council_alone(
    browse, address, secretary, member, substitute, stranger, name
):
    page = address(name)

    answers = [
        browse(user).get(page).status_code
        for user in (secretary, member, substitute, stranger, None)
    ]

    assert answers == [200, 200, 200, 404, 302]


@pytest.mark.parametrize("name", sorted(FORMS | FILES | POST_ONLY))
def test_page_of_the_secretariat_is_found_by_the_secretariat_alone(
    browse, address, secretary, member, substitute, stranger, name
):
    page = address(name)

    answers = [
        browse(user).get(page).status_code
        for user in (secretary, member, substitute, stranger, None)
    ]

    if name in POST_ONLY:  # nobody gets to know anything by asking
        assert answers == [405, 405, 405, 405, 302]
    else:
        assert answers == [200, 404, 404, 404, 302]


@pytest.mark.parametrize("name", sorted(WRITING))
def test_only_the_secretariat_changes_something(
    browse, address, sent, secretary, member, substitute, stranger, name
):
    before = AuditEntry.objects.count()
    users = (member, substitute, stranger, None)
    page = address(name)

    refused = [browse(user).post(page, sent[name]).status_code for user in users]
    untouched = AuditEntry.objects.count()
    if name == "composition-accept":  # there is no complete computation as long as one waits
        sent[name] |= {"goes_by": "computation"}
        Composition.objects.filter(number=9).update(is_void=True)
        sent[name]["composition"] = Composition.objects.get(number=2).pk
    if "file" in sent[name]:
        sent[name]["file"].seek(0)
    done = browse(secretary).post(page, sent[name])

    assert refused == [404, 404, 404, 403]
    assert untouched == before
    assert (done.status_code, AuditEntry.objects.count() > before) == (302, True)


@pytest.mark.parametrize("name", sorted(WITH_A_THING))
def test_thing_of_another_council_is_not_found_here(
    browse, address, things, secretary, council, other_council, name
):
    """Not even by somebody who serves both councils."""
    SecretariatMemberFactory(council=other_council, user=secretary)
    page = address(name)
    Composition.objects.update(council=other_council)
    VoteDraft.objects.update(council=other_council)
    VoteSource.objects.update(council=other_council)
    council.municipality_periods.all().delete()
    if name == "cooperation-edit":  # reaches across the councils: it is found everywhere
        page = page.replace("midtjylland", "findes-ikke")
    client = browse(secretary)
    before = AuditEntry.objects.count()

    response = client.post(page) if name in POST_ONLY else client.get(page)

    assert (response.status_code, AuditEntry.objects.count()) == (404, before)
    assert CooperationMember.objects.exists()


@pytest.mark.parametrize("name", sorted(set(WITH_A_THING) - {"standing-edit"}))
def test_thing_of_another_term_is_not_found_in_this_one(browse, address, things, secretary, name):
    earlier = TermFactory(
        name="2018-2022",
        election=ElectionFactory(held_on=datetime.date(2017, 11, 21)),
        starts_on=datetime.date(2018, 1, 1),
        ends_on=datetime.date(2021, 12, 31),
    )
    page = address(name)
    Composition.objects.update(term=earlier)
    for model in (VoteDraft, VoteSource):
        model.objects.update(election=earlier.election)
    things["cooperation"].election = earlier.election
    things["cooperation"].save()
    client = browse(secretary)
    before = AuditEntry.objects.count()

    response = client.post(page) if name in POST_ONLY else client.get(page)

    assert (response.status_code, AuditEntry.objects.count()) == (404, before)


@pytest.mark.parametrize("name", ["votes-preview", "votes-discard"])
def test_draft_of_a_colleague_is_not_found(browse, address, council, name):
    colleague = SecretariatMemberFactory(council=council).user
    client = browse(colleague)

    answers = [client.get(address("votes-preview")), client.post(address(name))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert VoteDraft.objects.count() == 1


@pytest.mark.parametrize("name", sorted(set(READABLE | BOTH | FORMS) - set(WITH_A_THING)))
def test_page_is_not_found_before_the_first_election_the_portal_knows(client, settings, name):
    settings.PORTAL_DATE = datetime.date(2021, 11, 15)

    assert client.get(url(name)).status_code == 404


@pytest.mark.parametrize("name", sorted(set(WITH_A_THING) - POST_ONLY))
def test_thing_that_does_not_exist_is_not_found(client, council, name):
    number = "000" if name == "standing-edit" else 10**9

    assert client.get(url(name, number)).status_code == 404


def test_number_larger_than_the_database_holds_is_not_found(client, council):
    assert client.get(url("composition-version", 10**30)).status_code == 404


def test_municipality_of_another_council_is_not_found(client, council, other_council):
    (place,) = municipalities_of(other_council, 1)

    assert client.get(url("standing-edit", place.code)).status_code == 404


def test_member_is_offered_nothing_to_change(browse, address, member, secretary, things):
    pages = [
        browse(user).get(address(name)).text
        for name in ("composition", "votes", "standings", "cooperations")
        for user in (secretary, member)
    ]

    def offered(page: str) -> int:
        return sum(f'"{address(name)}"' in page for name in WRITING - BOTH)

    assert [bool(offered(page)) for page in pages] == [True, False] * 4
    assert [page.count('method="post"') > 1 for page in pages[1::2]] == [False] * 4  # log out only


def test_addresses_are_danish_and_belong_to_the_council():
    assert reverse("composition", args=["midtjylland"]) == "/kkr/midtjylland/sammensaetning/"
