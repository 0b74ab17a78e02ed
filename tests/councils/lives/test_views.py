"""Recording what happened: choose, fill in, see what follows, one click; then read and undo."""

import html
import re

import pytest
from django.urls import reverse

from councils import actions
from councils.lives import Event, Kind, plan
from councils.models import (
    AuditEntry,
    CouncilMembership,
    LeaveOfAbsence,
    LifeEvent,
    Office,
    Party,
    PartyMembership,
    Person,
)
from meetings.models import AgendaItem, Meeting
from tests.councils.lives.conftest import LAST_DAY, NEXT_DAY
from tests.factories import (
    CouncilMunicipalityFactory,
    LeadershipFactory,
    MeetingFactory,
    MembershipFactory,
    OfficeFactory,
    PartyFactory,
    PersonFactory,
    SubstitutionFactory,
)
from tests.meetings.conftest import NOON

ON = LAST_DAY.isoformat()


@pytest.fixture
def clerk(browse, secretary):
    """A browser in which the council's secretary is logged in."""
    return browse(secretary)


def form_of(person: Person) -> str:
    return reverse("life-event-create", args=[person.pk])


def asked(client, person: Person, kind: Kind, **fields):
    """The answer to »show what follows«."""
    given = {"kind": kind.value, "on": ON, **fields}
    return client.get(form_of(person), {**given, "show": "plan"})


def sent(client, page, person: Person, **more):
    """Posts the plan on the page as a browser would, with every checkbox ticked."""
    form = page.text.partition('<form class="wide-form" method="post"')[2]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    fields = {name: html.unescape(value) for name, value in hidden}
    items = re.findall(r'name="items" value="([^"]+)"', form)
    return client.post(form_of(person), {**fields, "items": items, **more})


def record(client, person: Person, kind: Kind, **fields) -> LifeEvent:
    response = sent(client, asked(client, person, kind, **fields), person)
    assert response.status_code == 302, response.text
    return LifeEvent.objects.latest("pk")


def errors_at(response, field: str) -> bool:
    """Whether the page has an error at the field."""
    return bool(response.context["form"].errors.get(field))


# --- Every event from the first page to the last -------------------------------------------------


def test_the_six_events_are_offered_each_with_what_it_is_for(lives, clerk):
    page = clerk.get(form_of(lives.member))

    for kind in Kind:
        assert f"?kind={kind.value}" in page.text
        assert kind.label in page.text
    assert page.text.count("<span>Personen") == 6


def test_a_member_leaves_the_municipal_council(lives, clerk, secretary):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL, source="Mail <1>")
    assert page.status_code == 200
    assert "Det mangler bagefter" in page.text
    assert "KL’s regler" in page.text
    assert not LifeEvent.objects.exists()

    response = sent(clerk, page, lives.member)

    stored = LifeEvent.objects.get()
    assert response.headers["Location"] == reverse("life-event", args=[stored.pk])
    assert (stored.recorded_by, stored.source) == (secretary, "Mail <1>")
    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "left_municipal_council"
    shown = clerk.get(response.headers["Location"])
    assert "Mail &lt;1&gt;" in shown.text
    assert "Er supplerende medlem af KKR Midtjylland til og med 30. juni 2023." in shown.text
    assert "Sekretær Midt" in shown.text


def test_a_mayor_leaves_and_somebody_found_by_name_follows(lives, clerk):
    OfficeFactory(person=PersonFactory(name="Ny Nellike"), municipality__name="Andeby")
    new = Person.objects.get(name="Ny Nellike")
    given = {"kind": "left_municipal_council", "on": ON, "successor_name": "nellike"}

    found = clerk.get(form_of(lives.mayor), {**given, "show": "search", "successor": "ingen"})
    assert "Ny Nellike (kommunalbestyrelsesmedlem i Andeby)" in found.text
    assert f'value="{ON}"' in found.text
    assert f'value="{new.pk}"' in found.text

    record(clerk, lives.mayor, Kind.LEFT_MUNICIPAL_COUNCIL, successor=str(new.pk))

    seat = CouncilMembership.objects.get(person=new)
    assert (seat.starts_on, seat.municipality) == (NEXT_DAY, lives.town)


def test_the_mayors_colleagues_are_offered_without_a_search(lives, clerk):
    page = clerk.get(form_of(lives.mayor), {"kind": "stopped_as_mayor"})

    assert "Vice Vibe (viceborgmester i" in page.text
    assert "Borgmester Bøg (" not in page.text


def test_a_mayor_stops_without_a_successor(lives, clerk):
    page = asked(clerk, lives.mayor, Kind.STOPPED_AS_MAYOR, successor="ingen")
    assert "har intet født medlem" in page.text

    assert sent(clerk, page, lives.mayor).status_code == 302

    assert not CouncilMembership.objects.in_force(NEXT_DAY).filter(role="mayor").exists()


def test_a_member_changes_party(lives, clerk):
    other = PartyFactory(name="Birkepartiet")

    record(clerk, lives.member, Kind.LEFT_PARTY, party=other.pk)

    assert PartyMembership.objects.get(party=other).starts_on == NEXT_DAY
    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "left_party"


def test_the_deputy_becomes_mayor_where_they_are_deputy(lives, clerk):
    page = clerk.get(form_of(lives.deputy), {"kind": "became_mayor"})
    assert f'<option value="{lives.town.pk}" selected>' in page.text

    record(clerk, lives.deputy, Kind.BECAME_MAYOR, municipality=lives.town.pk)

    seat = CouncilMembership.objects.get(person=lives.deputy)
    assert (seat.role, seat.starts_on) == ("mayor", LAST_DAY)


def test_a_leave_is_recorded_with_its_last_day(lives, clerk):
    record(clerk, lives.member, Kind.LEAVE, until="2023-12-31")

    leave = LeaveOfAbsence.objects.get()
    assert (leave.person, leave.ends_on.isoformat()) == (lives.member, "2023-12-31")


def test_a_death_ends_everything(lives, clerk):
    record(clerk, lives.member, Kind.DIED)

    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "died"


def test_what_concerns_no_council_is_still_seen_by_the_secretariat(lives, clerk):
    stored = record(clerk, lives.substitute, Kind.LEAVE)

    assert list(stored.councils.all()) == [lives.council]
    assert clerk.get(reverse("life-event", args=[stored.pk])).status_code == 200
    assert AuditEntry.objects.get(action="record_life_event").council == lives.council


def test_meetings_to_come_are_named(lives, clerk, other_council):
    later = NOON.replace(year=2023, month=9, day=1)
    here = MeetingFactory(council=lives.council, term=lives.term, starts_at=later)
    earlier = MeetingFactory(
        council=lives.council, term=lives.term, starts_at=NOON.replace(year=2023, month=3)
    )
    elsewhere = MeetingFactory(council=other_council, term=lives.term, starts_at=later)

    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)

    assert f'href="{reverse("meeting", args=[here.pk])}"' in page.text
    for other in (earlier, elsewhere):
        assert f'href="{reverse("meeting", args=[other.pk])}"' not in page.text


# --- The suggested item --------------------------------------------------------------------------


def test_an_item_is_put_among_those_without_a_meeting(lives, clerk):
    stored = record(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)

    item = AgendaItem.objects.get()
    assert (item.meeting.is_pool, item.meeting.council) == (True, lives.council)
    assert "Det indstilles, at" in item.recommendation
    page = clerk.get(reverse("life-event", args=[stored.pk]))
    assert f'href="{reverse("item-edit", args=[item.meeting_id, item.pk])}"' in page.text


def test_no_item_is_made_unless_it_is_asked_for(lives, clerk):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)

    sent(clerk, page, lives.member, items=[])

    assert LifeEvent.objects.exists()
    assert not Meeting.objects.exists()


def test_no_item_is_made_for_a_council_of_another_secretariat(lives, clerk, other_council):
    SubstitutionFactory(person=lives.member, membership__council=other_council)
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)
    assert "items-nordjylland" not in page.text

    response = sent(clerk, page, lives.member, items=["midtjylland", "nordjylland"])

    assert response.status_code == 302
    assert [item.meeting.council for item in AgendaItem.objects.all()] == [lives.council]


def test_the_event_is_not_kept_where_the_item_cannot_be_made(lives, clerk, monkeypatch):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)

    def fail(*args):
        raise RuntimeError("no item")

    monkeypatch.setattr("meetings.suggestions.item_text", fail)
    with pytest.raises(RuntimeError, match="no item"):
        sent(clerk, page, lives.member)

    assert not LifeEvent.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_deleted_item_is_still_told_of(lives, clerk):
    stored = record(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)
    title = AgendaItem.objects.get().title
    AgendaItem.objects.all().delete()

    page = clerk.get(reverse("life-event", args=[stored.pk]))

    assert title in page.text
    assert "slettet siden" in page.text


# --- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "kind", "fields", "field"),
    [
        ("member", Kind.DIED, {"on": ""}, "on"),
        ("member", Kind.DIED, {"on": "i går"}, "on"),
        ("member", Kind.DIED, {"on": "2030-01-01"}, "on"),
        ("member", Kind.LEAVE, {"until": "2023-01-01"}, "until"),
        ("member", Kind.LEAVE, {"until": "x"}, "until"),
        ("member", Kind.LEFT_PARTY, {"party": "999999"}, "party"),
        ("member", Kind.LEFT_PARTY, {"party": "a"}, "party"),
        ("member", Kind.BECAME_MAYOR, {}, "municipality"),
        ("member", Kind.BECAME_MAYOR, {"municipality": "999999"}, "municipality"),
        ("mayor", Kind.DIED, {}, "successor"),
        ("mayor", Kind.DIED, {"successor": "999999"}, "successor"),
        ("mayor", Kind.DIED, {"successor": "9" * 40}, "successor"),
        ("mayor", Kind.DIED, {"successor": "ingen", "successor_name": "Nellike"}, "successor"),
        ("member", Kind.DIED, {"source": "x" * 301}, "source"),
    ],
)
def test_bad_input_is_told_at_its_field(lives, clerk, who, kind, fields, field):
    person = getattr(lives, who)

    shown = asked(clerk, person, kind, **fields)
    assert shown.status_code == 422
    assert errors_at(shown, field)

    posted = clerk.post(form_of(person), {"kind": kind.value, "on": ON, **fields, "seen": "x"})
    assert posted.status_code == 422
    assert errors_at(posted, field)
    assert not LifeEvent.objects.exists()


def test_the_party_that_is_left_cannot_be_joined(lives, clerk):
    page = asked(clerk, lives.member, Kind.LEFT_PARTY, party=lives.party.pk)

    assert errors_at(page, "party")


def test_nobody_becomes_mayor_in_a_municipality_of_another_secretariat(lives, clerk, other_council):
    there = CouncilMunicipalityFactory(council=other_council).municipality

    page = asked(clerk, lives.member, Kind.BECAME_MAYOR, municipality=there.pk)

    assert errors_at(page, "municipality")


def test_an_unknown_event_offers_the_six(lives, clerk):
    page = clerk.get(form_of(lives.member), {"kind": "won_the_lottery"})

    assert page.status_code == 200
    assert "?kind=died" in page.text


# --- Rights --------------------------------------------------------------------------------------


@pytest.fixture
def stored(lives, secretary) -> LifeEvent:
    event = Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY)
    seen = plan(event).fingerprint
    return actions.record_life_event(event, by=secretary, at=NOON, seen=seen)


@pytest.mark.parametrize("who", ["stranger", "member", "substitute"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_neither_see_nor_do_anything(stored, lives, browse, request, who, method):
    client = browse(request.getfixturevalue(who))
    before = list(LifeEvent.objects.values())
    kind = {"kind": "died", "on": "2023-03-03", "show": "plan", "seen": "x"}

    for address in (
        form_of(lives.mayor),
        reverse("life-event", args=[stored.pk]),
        reverse("life-event-undo", args=[stored.pk]),
        reverse("life-letter", args=[stored.pk, 1]),
        reverse("life-events", args=["midtjylland"]),
        reverse("life-event-find", args=["midtjylland"]),
        reverse("person-create", args=["midtjylland"]),
    ):
        assert getattr(client, method)(address, kind).status_code == 404, address

    assert list(LifeEvent.objects.values()) == before


def test_a_stranger_makes_nobody_mayor_here(lives, browse, stranger):
    client = browse(stranger)

    page = asked(client, lives.deputy, Kind.BECAME_MAYOR, municipality=lives.town.pk)

    assert page.status_code == 422
    assert not page.context["form"].fields["municipality"].queryset.exists()


def test_a_member_makes_nobody_mayor(lives, browse, member):
    page = asked(browse(member), lives.deputy, Kind.BECAME_MAYOR, municipality=lives.town.pk)

    assert page.status_code == 404


def test_somebody_without_a_place_can_only_become_mayor(lives, clerk):
    new = PersonFactory(name="Ny Nellike")

    assert clerk.get(form_of(new)).status_code == 404
    assert clerk.get(form_of(new), {"kind": "died"}).status_code == 404
    assert clerk.get(form_of(new), {"kind": "became_mayor"}).status_code == 200
    record(clerk, new, Kind.BECAME_MAYOR, municipality=lives.town.pk)
    assert Office.objects.get(person=new).municipality == lives.town


# --- Two at once ---------------------------------------------------------------------------------


def test_a_plan_that_has_changed_is_shown_anew_and_can_then_be_recorded(lives, clerk):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)
    lives.supplementary.substitutions.update(ends_on="2022-12-31")

    again = sent(clerk, page, lives.member)

    assert again.status_code == 409
    assert "Intet er gemt: Noget er ændret" in again.text
    assert not LifeEvent.objects.exists()
    assert sent(clerk, again, lives.member).status_code == 302


def test_sending_it_twice_records_it_once(lives, clerk):
    page = asked(clerk, lives.member, Kind.LEFT_MUNICIPAL_COUNCIL)
    first = sent(clerk, page, lives.member)

    second = sent(clerk, page, lives.member)

    assert second.status_code == 302
    assert second.headers["Location"] == first.headers["Location"]
    assert LifeEvent.objects.count() == AgendaItem.objects.count() == 1


def test_a_new_mayor_is_not_recorded_over_a_colleagues(lives, clerk):
    page = asked(clerk, lives.deputy, Kind.BECAME_MAYOR, municipality=lives.town.pk)
    other = PersonFactory(name="Anden Anemone")
    record(clerk, other, Kind.BECAME_MAYOR, municipality=lives.town.pk)

    late = sent(clerk, page, lives.deputy)

    assert late.status_code == 422
    assert "Anden Anemone er registreret som borgmester" in late.text
    assert errors_at(late, "on")


# --- Taking back ---------------------------------------------------------------------------------


def test_an_event_is_undone_after_a_question(lives, clerk, stored, secretary):
    undo = reverse("life-event-undo", args=[stored.pk])
    asked_first = clerk.get(undo)
    assert "sat tilbage" in asked_first.text
    stored.refresh_from_db()
    assert stored.undone_at is None

    assert clerk.post(undo).status_code == 302

    stored.refresh_from_db()
    assert stored.undone_by == secretary
    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "term_ended"
    page = clerk.get(reverse("life-event", args=[stored.pk]))
    assert "Fortrudt" in page.text
    assert "Fortryd hændelsen" not in page.text
    assert clerk.get(reverse("life-letter", args=[stored.pk, 1])).status_code == 404


def test_undoing_twice_says_who_did_it(clerk, stored):
    undo = reverse("life-event-undo", args=[stored.pk])
    clerk.post(undo)

    again = clerk.post(undo, follow=True)

    assert "allerede fortrudt af Sekretær Midt" in again.text
    assert AuditEntry.objects.filter(action="undo_life_event").count() == 1


def test_what_changed_since_cannot_be_undone_and_the_page_says_so(lives, clerk, stored):
    CouncilMembership.objects.filter(pk=lives.supplementary.pk).update(ends_on="2023-05-31")

    page = clerk.post(reverse("life-event-undo", args=[stored.pk]))

    assert page.status_code == 409
    assert "kan ikke fortrydes, og intet er ændret" in page.text


def test_an_event_whose_place_was_taken_since_cannot_be_undone(lives, clerk):
    first = record(clerk, lives.mayor, Kind.STOPPED_AS_MAYOR, successor="ingen")
    new = PersonFactory(name="Ny Nellike")
    later = record(clerk, new, Kind.BECAME_MAYOR, on="2023-08-01", municipality=lives.town.pk)
    LeadershipFactory(
        membership=MembershipFactory(council=lives.council),
        council=lives.council,
        starts_on=NEXT_DAY,
    )  # a new chair: what stood there before has no room

    page = clerk.post(reverse("life-event-undo", args=[first.pk]))

    assert page.status_code == 409
    first.refresh_from_db()
    assert (first.undone_at, later.undone_at) == (None, None)


# --- Lists and letters ---------------------------------------------------------------------------


def test_the_list_has_the_newest_first_and_pages(lives, clerk, stored):
    record(clerk, lives.mayor, Kind.LEAVE)
    address = reverse("life-events", args=["midtjylland"])

    page = clerk.get(address)

    assert page.text.index("Borgmester Bøg: får orlov") < page.text.index("Medlem Mynte: udtræder")
    assert clerk.get(address, {"side": "2"}).status_code == 404


def test_a_letter_is_a_word_file_and_stands_on_the_page(clerk, stored):
    page = clerk.get(reverse("life-event", args=[stored.pk]))
    assert "Til gruppen for Ahornpartiet (A) i Midtjylland" in page.text

    file = clerk.get(reverse("life-letter", args=[stored.pk, 1]))

    assert file.headers["Content-Type"].endswith("wordprocessingml.document")
    assert (
        'filename="du-udtraeder-af-kkr-midtjylland-til-medlem-mynte.docx"'
        in (file.headers["Content-Disposition"])
    )
    assert file.content.startswith(b"PK")
    assert clerk.get(reverse("life-letter", args=[stored.pk, 99])).status_code == 404


def test_pages_ask_the_database_no_more_for_more_rows(
    lives, clerk, stored, django_assert_max_num_queries
):
    for _ in range(5):
        SubstitutionFactory(person=lives.mayor, membership__council=lives.council, ends_on=None)
    event = record(clerk, lives.mayor, Kind.DIED, successor=str(lives.deputy.pk))

    with django_assert_max_num_queries(30):
        clerk.get(reverse("life-event", args=[event.pk]))
    with django_assert_max_num_queries(20):
        clerk.get(reverse("life-events", args=["midtjylland"]))


# --- People new to the portal --------------------------------------------------------------------


def test_a_person_is_found_and_those_without_a_place_can_become_mayor(lives, clerk):
    new = PersonFactory(name="Ny Nellike")
    find = reverse("life-event-find", args=["midtjylland"])

    assert f'href="{form_of(lives.member)}"' in clerk.get(find, {"navn": "mynte"}).text
    assert f'href="{form_of(new)}?kind=became_mayor"' in clerk.get(find, {"navn": "nellike"}).text
    nobody = clerk.get(find, {"navn": "xyz"})
    assert "Ingen i portalen hedder »xyz«" in nobody.text
    assert clerk.get(find, {"navn": "x" * 101}).status_code == 400


def test_a_successor_new_to_the_portal_is_created_and_chosen(lives, clerk, council):
    address = reverse("person-create", args=["midtjylland"])
    party = Party.objects.get(name="Ahornpartiet")
    query = f"?efter={lives.mayor.pk}&kind=stopped_as_mayor&on={ON}"

    response = clerk.post(address + query, {"name": " Ny  Nellike ", "party": party.pk})

    new = Person.objects.get(name="Ny Nellike")
    assert PartyMembership.objects.get(person=new).party == party
    entry = AuditEntry.objects.get(action="create_person")
    assert (entry.council, entry.summary) == (council, "Oprettede Ny Nellike")
    page = clerk.get(response.headers["Location"])
    assert f'value="{ON}"' in page.text
    assert re.search(rf'value="{new.pk}"[^>]* checked', page.text)


def test_a_name_that_is_known_is_not_created_twice_by_mistake(lives, clerk):
    address = reverse("person-create", args=["midtjylland"])
    first = clerk.post(address, {"name": "Ny Nellike"})
    again = clerk.post(address, {"name": "NY NELLIKE"})

    assert first.status_code == 302
    assert again.status_code == 422
    assert errors_at(again, "name")
    assert Person.objects.filter(name__iexact="ny nellike").count() == 1
    clerk.post(address, {"name": "Ny Nellike", "is_another": "on"})
    assert Person.objects.filter(name="Ny Nellike").count() == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 151, "-?-"])
def test_a_person_needs_a_name(lives, clerk, name):
    page = clerk.post(reverse("person-create", args=["midtjylland"]), {"name": name})

    assert page.status_code == 422
    assert errors_at(page, "name")


@pytest.mark.parametrize("efter", ["x", "-1", "9" * 40, "//elsewhere.example"])
def test_the_way_on_stays_in_the_portal(lives, clerk, efter):
    address = reverse("person-create", args=["midtjylland"])

    response = clerk.post(f"{address}?efter={efter}", {"name": "Ny Nellike"})

    assert response.headers["Location"].startswith("/personer/")
