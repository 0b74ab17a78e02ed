"""Who had contact lists, what is known about somebody, and what is forgotten."""

import datetime
import io
import json

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from councils import actions, audit
from councils.actions.newcomers import create_person
from councils.management.commands.forget_people import years_before
from councils.models import (
    AuditEntry,
    ContactDetails,
    ContactListAccess,
    CorrectionSuggestion,
    LeaveOfAbsence,
    LifeEvent,
    Person,
    Portrait,
    User,
)
from councils.pictures import Picture
from tests.factories import (
    TODAY,
    LeadershipFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    PersonFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=n) for n in (-1, 1))
OLD = datetime.date(2017, 1, 11)  # five years and a day ago
NOT_OLD = datetime.date(2017, 1, 12)
LOG = "/kkr/midtjylland/blaa-bog/indsigt/"
BOOK = "/kkr/midtjylland/blaa-bog/"
NOW = datetime.datetime(2022, 1, 12, 10, 0, tzinfo=datetime.UTC)
SEEN, EXPORTED = ContactListAccess.Kind.SEEN, ContactListAccess.Kind.EXPORTED


def with_contacts(council, term, number: int, visibility: int = 1) -> list[Person]:
    people = [MembershipFactory(council=council, term=term).person for _ in range(number)]
    for person in people:
        ContactDetails.objects.create(
            person=person,
            email=f"person{person.pk}@kkr.example",
            email_visibility=visibility,
            phone="12 34 56 78",
            phone_visibility=0,
        )
    return people


def everything() -> list:
    models = (Person, ContactDetails, Portrait, User, CorrectionSuggestion, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def logged() -> list[tuple]:
    rows = ContactListAccess.objects.order_by("pk")
    return list(rows.values_list("user", "council__slug", "on", "kind", "count"))


# --- Who had contact lists -----------------------------------------------------------------------


def test_log_does_not_grow_with_reloads(browse, member, council, term):
    with_contacts(council, term, 3)
    client = browse(member)
    for url in (BOOK, BOOK, f"{BOOK}?navn=eksempel", "/blaa-bog/", BOOK):
        assert client.get(url).status_code == 200

    assert logged() == [(member.pk, "midtjylland", TODAY, "seen", 3)]
    assert not AuditEntry.objects.exists()


def test_log_keeps_the_most_of_a_day_and_begins_anew_the_next(
    browse, member, council, term, settings
):
    people = with_contacts(council, term, 3)
    client = browse(member)
    client.get(f"{BOOK}?kommune={people[0].memberships.get().municipality.code}")
    assert logged() == []  # one person is no list
    ContactDetails.objects.filter(person=people[0]).update(email_visibility=0)
    client.get(BOOK)
    assert [row[-1] for row in logged()] == [2]
    ContactDetails.objects.update(email_visibility=1)
    client.get(BOOK)
    assert [row[-1] for row in logged()] == [3]
    ContactDetails.objects.update(email="")
    settings.PORTAL_DATE = TOMORROW
    with_contacts(council, term, 2)
    client.get(BOOK)
    assert [(row[2], row[-1]) for row in logged()] == [(TODAY, 3), (TOMORROW, 2)]


@pytest.mark.parametrize("who", ["nobody", "outsider", "stranger"])
def test_reader_without_internal_details_is_not_logged(
    browse, request, council, term, stranger, who
):
    with_contacts(council, term, 3)
    user = {"nobody": None, "outsider": UserFactory(), "stranger": stranger}[who]
    assert "12 34 56 78" in browse(user).get(BOOK).content.decode()

    assert logged() == []


def test_public_details_are_no_reason_to_log(browse, secretary, council, term):
    with_contacts(council, term, 3, visibility=0)
    browse(secretary).get(BOOK)

    assert logged() == []


def test_internal_details_of_one_among_public_ones_are_no_list(browse, secretary, council, term):
    with_contacts(council, term, 2, visibility=0)
    with_contacts(council, term, 1)
    browse(secretary).get(BOOK)

    assert logged() == []


def test_what_is_noted_is_only_looked_up(browse, secretary, council, term):
    with_contacts(council, term, 3)
    client = browse(secretary)
    client.get(BOOK)
    with CaptureQueriesContext(connection) as queries:
        client.get(BOOK)

    about_log = [q["sql"] for q in queries if "contactlistaccess" in q["sql"]]
    assert [sql.split()[0] for sql in about_log] == ["SELECT"]


def test_somebody_in_two_roles_counts_once_and_each_council_for_itself(
    browse, secretary, council, other_council, term
):
    SecretariatMemberFactory(council=other_council, user=secretary)
    (first, second) = with_contacts(council, term, 2)
    with_contacts(other_council, term, 3)
    SubstitutionFactory(membership=first.memberships.get(), person=second)
    browse(secretary).get("/blaa-bog/")

    assert {(row[1], row[-1]) for row in logged()} == {("midtjylland", 2), ("nordjylland", 3)}


def test_kinds_and_councils_have_rows_of_their_own(member, council):
    for number in (4, 9, 2):
        for kind in (SEEN, EXPORTED):
            for where in (council, None):
                actions.note_access(member, where, kind, number)

    assert sorted((row[1] or "", row[3], row[4]) for row in logged()) == [
        ("", "exported", 9),
        ("", "seen", 9),
        ("midtjylland", "exported", 9),
        ("midtjylland", "seen", 9),
    ]


@pytest.mark.parametrize("has_council", [True, False])
def test_database_refuses_a_second_row_of_a_day(member, council, has_council):
    row = {"user": member, "council": council if has_council else None, "kind": SEEN, "count": 2}
    ContactListAccess.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactListAccess.objects.create(**row)


def test_secretariat_reads_its_own_log(browse, secretary, member, stranger, council, other_council):
    actions.note_access(member, council, SEEN, 17)
    actions.note_access(member, None, EXPORTED, 18)
    actions.note_access(member, other_council, SEEN, 19)

    page = browse(secretary).get(LOG).content.decode()
    assert [f">{number}<" in page for number in (17, 18, 19)] == [True, True, False]
    assert member.name in page
    page = browse(stranger).get(LOG.replace("midt", "nord")).content.decode()
    assert [f">{number}<" in page for number in (17, 18, 19)] == [False, True, True]


@pytest.mark.parametrize("who", ["member", "substitute", "stranger", "outsider"])
def test_log_is_not_found_by_anybody_else(browse, request, council, who):
    user = UserFactory() if who == "outsider" else request.getfixturevalue(who)
    assert browse(user).get(LOG).status_code == 404


def test_log_has_pages(browse, secretary, council):
    for number in range(26):
        ContactListAccess.objects.create(
            user=secretary,
            council=council,
            on=TODAY - datetime.timedelta(days=number),
            kind=SEEN,
            count=40 + number,
        )
    client = browse(secretary)

    assert ">65<" not in client.get(LOG).content.decode()
    assert ">65<" in client.get(f"{LOG}?side=2").content.decode()
    for side in ("0", "3", "x"):
        assert client.get(f"{LOG}?side={side}").status_code == 404


# --- What is known about somebody ----------------------------------------------------------------


@pytest.fixture
def known(member, secretary, council) -> User:
    """Somebody about whom there is something of every kind."""
    person = member.person
    seat = person.memberships.get()
    actions.change_contact(
        person,
        by=secretary,
        council=council,
        version=0,
        email="hemmelig@kkr.example",
        email_visibility=2,
        phone="87 65 43 21",
        phone_visibility=1,
    )
    actions.set_portrait(
        person,
        by=secretary,
        council=council,
        shown="",
        picture=Picture(b"et billede", 30, 40),
        consented_on=TODAY,
        consent_source="Sag 2022-17",
    )
    OfficeFactory(person=person, municipality__name="Læsø")
    PartyMembershipFactory(person=person, party__name="Et parti")
    LeadershipFactory(membership=seat)
    SubstitutionFactory(membership=seat, person__name="Eksempel Vikar")
    SubstitutionFactory(
        membership=MembershipFactory(council=council, person__name="Eksempel Kollega"),
        person=person,
    )
    LeaveOfAbsence.objects.create(person=person, starts_on=TODAY, ends_on=TOMORROW)
    event = {"happens_on": TODAY, "recorded_at": NOW, "recorded_by": secretary, "changes": []}
    LifeEvent.objects.create(kind="leave", person=person, told=[{"text": "Møder ikke."}], **event)
    actions.suggest_correction(
        person, by=member, council=council, field="other", says="Noget andet", why="Fordi"
    )
    actions.note_access(member, council, SEEN, 33)
    return member


EVERY_KIND = [
    "hemmelig@kkr.example",
    "Kun sekretariatet",
    "87 65 43 21",
    "Sag 2022-17",
    "Læsø",
    "Et parti",
    "Formand",
    "Eksempel Vikar",
    "Eksempel Kollega",
    "Møder ikke.",
    "Noget andet",
    "Foreslog en rettelse",
    "33",
]


def test_person_sees_everything_and_takes_it_away(browse, known):
    client = browse(known)
    page = client.get("/min-side/oplysninger/").content.decode()
    response = client.get("/min-side/oplysninger.json")
    data = json.loads(response.content)

    for fact in [*EVERY_KIND, known.email, known.person.name]:
        assert fact in page
        assert fact in response.content.decode()
    assert data["orlov"]["oplysninger"] == [{"Fra og med": f"{TODAY}", "Til og med": f"{TOMORROW}"}]
    assert data["portraet_jpeg_base64"] == "ZXQgYmlsbGVkZQ=="
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in response.headers["Content-Disposition"]
    assert not AuditEntry.objects.filter(action="hand_out_data").exists()


def test_nothing_is_told_of_anybody_else(browse, known, substitute, secretary):
    page = browse(substitute).get("/min-side/oplysninger/").content.decode()
    file = browse(substitute).get("/min-side/oplysninger.json").content.decode()

    for fact in EVERY_KIND[:-1]:
        if fact not in ("Kun sekretariatet", "Formand"):
            assert fact not in page + file
    own = browse(known).get("/min-side/oplysninger/").content.decode()
    assert secretary.name not in own  # colleagues' names are not the person's data


@pytest.mark.parametrize("page", ["oplysninger/", "oplysninger.json"])
def test_account_without_a_person_has_no_such_page(browse, secretary, page):
    assert browse(secretary).get(f"/min-side/{page}").status_code == 404


@pytest.mark.parametrize("form", ["page", "file"])
def test_secretariat_hands_everything_out_and_it_is_logged(browse, secretary, known, form):
    client, url = browse(secretary), f"/personer/{known.person_id}/indsigt/"
    page = client.get(url).content.decode()
    assert "hemmelig@kkr.example" not in page
    assert not AuditEntry.objects.filter(action="hand_out_data").exists()
    response = client.post(url, {"form": form})

    assert response.headers["Cache-Control"] == "private, no-store"
    for fact in EVERY_KIND:
        assert fact in response.content.decode()
    entry = AuditEntry.objects.get(action="hand_out_data")
    assert (entry.by, entry.thing) == (secretary, f"councils.person:{known.person_id}")


def test_data_is_not_handed_out_when_the_log_cannot_be_written(
    browse, secretary, known, monkeypatch
):
    def fail(*args, **kwargs):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError, match="no audit entry"):
        browse(secretary).post(f"/personer/{known.person_id}/indsigt/", {"form": "file"})


@pytest.mark.parametrize("page", ["indsigt", "anonymiser"])
@pytest.mark.parametrize("who", ["member", "substitute", "stranger", "outsider"])
def test_data_of_people_is_not_found_by_anybody_but_their_secretariat(
    browse, request, council, term, page, who
):
    person = MembershipFactory(council=council, term=term).person
    user = UserFactory() if who == "outsider" else request.getfixturevalue(who)
    client, url = browse(user), f"/personer/{person.pk}/{page}/"

    assert client.get(url).status_code == 404
    assert client.post(url, {"form": "file"}).status_code == 404
    assert not AuditEntry.objects.exists()


def test_secretariat_answers_for_who_left_unless_they_sit_elsewhere(
    browse, secretary, council, other_council, term
):
    left = MembershipFactory(council=council, term=term, ends_on=YESTERDAY).person
    moved = MembershipFactory(council=council, term=term, ends_on=YESTERDAY).person
    MembershipFactory(council=other_council, term=term, person=moved, starts_on=TODAY)
    nobody = PersonFactory()
    client = browse(secretary)

    found = [client.get(f"/personer/{p.pk}/indsigt/").status_code for p in (left, moved, nobody)]
    assert found == [200, 404, 404]


# --- Forgetting ----------------------------------------------------------------------------------


def forget(*arguments: str) -> str:
    out = io.StringIO()
    call_command("forget_people", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def gone(council, term, secretary) -> Person:
    """Somebody whose last place ended more than five years ago."""
    person = PersonFactory(name="Åse Bøgh", title="Rådmand", gender="woman")
    seat = MembershipFactory(
        council=council,
        term=term,
        person=person,
        starts_on=datetime.date(2014, 1, 1),
        ends_on=OLD,
    )
    SubstitutionFactory(membership=seat, starts_on=datetime.date(2014, 1, 1))
    PartyMembershipFactory(person=person)
    ContactDetails.objects.create(person=person, email="aase@kkr.example", phone="12 34 56 78")
    Portrait.objects.create(
        person=person,
        image=b"x",
        sha256="0" * 64,
        width=3,
        height=4,
        consented_on=OLD,
        consent_source="Mail",
    )
    user = UserFactory(person=person, email="aase.privat@kkr.example")
    EmailAddress.objects.create(user=user, email=user.email)
    CorrectionSuggestion.objects.create(
        person=person, field="other", says="Noget", suggested_by=user, suggested_at=NOW
    )
    return person


def test_person_is_forgotten_but_for_the_public_place(gone, council):
    said = forget()

    person = Person.objects.get(pk=gone.pk)
    assert (person.name, person.title, person.gender) == ("Åse Bøgh", "", "")
    assert person.memberships.count() == person.party_memberships.count() == 1
    assert not ContactDetails.objects.exists()
    assert not Portrait.objects.exists()
    assert not CorrectionSuggestion.objects.exists()
    assert not EmailAddress.objects.exists()
    assert not User.objects.filter(person=person).exists()
    assert "kontaktoplysninger, portræt, forslag til rettelser, titel, køn, konto" in said
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.council) == ("forget_person", None, council)
    assert "aase" not in entry.summary
    assert "aase" not in said


def test_account_of_somebody_forgotten_is_closed_and_one_of_the_secretariat_stays(
    gone, browse, council
):
    user = gone.user
    client = browse(user)
    SecretariatMemberFactory(
        council=council, user=UserFactory(person=None, email="anden@kkr.example")
    )
    forget()

    user.refresh_from_db()
    assert (user.is_active, user.email) == (False, f"lukket-konto-{user.pk}@portal.invalid")
    assert client.get("/min-side/").status_code == 302


def test_colleague_who_once_sat_keeps_the_account(gone, council):
    SecretariatMemberFactory(council=council, user=gone.user, starts_on=TODAY)
    forget()

    user = User.objects.get(email="aase.privat@kkr.example")
    assert (user.is_active, user.person) == (True, None)


def test_dry_run_says_whom_and_changes_nothing(gone):
    before = everything()

    assert "Would forget Åse Bøgh" in forget("--dry-run")
    assert everything() == before


def test_second_run_finds_nobody(gone):
    forget()
    before = everything()

    assert forget() == "0 people forgotten, whose last place ended before 2017-01-12.\n"
    assert everything() == before


@pytest.mark.parametrize(
    "later",
    [
        lambda p, c: p.memberships.update(ends_on=NOT_OLD),
        lambda p, c: p.memberships.update(ends_on=None),
        lambda p, c: MembershipFactory(council=c, person=p),
        lambda p, c: SubstitutionFactory(membership=MembershipFactory(council=c), person=p),
        lambda p, c: MembershipFactory(council=c, person=p, starts_on=TOMORROW),
    ],
    ids=["ended five years ago today", "no end", "sits", "substitutes", "will sit"],
)
def test_who_has_had_a_place_since_is_not_forgotten(gone, council, later):
    later(gone, council)
    before = everything()

    assert forget().startswith("0 people")
    with pytest.raises(actions.IsProtected):
        actions.forget_person(gone, by=None, before=NOT_OLD)
    assert everything() == before


def test_substitution_ends_with_the_membership_it_belongs_to(gone):
    substitute = gone.memberships.get().substitutions.get()
    assert substitute.ends_on is None
    Person.objects.filter(pk=substitute.person_id).update(title="Rådmand")

    assert forget().splitlines()[-1].startswith("2 people")
    assert Person.objects.get(pk=substitute.person_id).title == ""


def test_how_long_is_a_setting(gone, settings):
    settings.RETENTION_YEARS = 6
    assert forget().startswith("0 people")
    settings.RETENTION_YEARS = 0
    with pytest.raises(CommandError, match="at least 1"):
        forget()


@pytest.mark.parametrize(
    ("day", "years", "before"), [("2024-02-29", 5, "2019-02-28"), ("2022-01-12", 5, "2017-01-12")]
)
def test_years_are_counted_back(day, years, before):
    days = (datetime.date.fromisoformat(text) for text in (day, before))
    assert years_before(next(days), years) == next(days)


# --- Anonymising ---------------------------------------------------------------------------------


@pytest.fixture
def wrong_entry(secretary, council) -> Person:
    person = create_person("Åse Fejl", by=secretary, council=council, since=TODAY)
    PartyMembershipFactory(person=person)
    ContactDetails.objects.create(person=person, email="aase@kkr.example")
    return person


def test_wrong_entry_is_anonymised_in_the_log_too(browse, secretary, wrong_entry, council):
    client, url = browse(secretary), f"/personer/{wrong_entry.pk}/anonymiser/"
    assert "Det kan ikke fortrydes." in client.get(url).content.decode()
    client.post(url)

    person = Person.objects.get()
    assert person.name == "Anonymiseret person"
    assert "fejl" not in person.search_key + person.sort_key
    assert not person.party_memberships.exists()
    assert not ContactDetails.objects.exists()
    assert "Åse" not in client.get("/kkr/midtjylland/haendelser/").content.decode()
    entries = AuditEntry.objects.values_list("action", "by", "council")
    assert list(entries) == [
        (name, secretary.pk, council.pk) for name in ("anonymise_person", "create_person")
    ]


def test_substitute_who_never_served_is_anonymised_when_it_has_ended(
    browse, secretary, council, term
):
    substitution = SubstitutionFactory(membership=MembershipFactory(council=council, term=term))
    url = f"/personer/{substitution.person_id}/anonymiser/"
    response = browse(secretary).post(url)
    assert response.status_code == 409
    assert "Det skal ophøre først." in response.content.decode()
    type(substitution).objects.update(ends_on=YESTERDAY)
    assert browse(secretary).post(url).status_code == 302

    assert Person.objects.get(pk=substitution.person_id).name == "Anonymiseret person"


@pytest.mark.parametrize(
    ("protect", "reason"),
    [
        (lambda p, s: MembershipFactory(person=p, ends_on=YESTERDAY), "plads i KKR Midtjylland"),
        (lambda p, s: OfficeFactory(person=p), "kommunalbestyrelsesmedlem"),
        (lambda p, s: s(person=p), "livsbegivenhed"),
        (lambda p, s: s(successor=p), "livsbegivenhed"),
        (lambda p, s: s(told=[{"text": "Åse Fejl møder."}]), "livsbegivenhed"),
        (lambda p, s: SecretariatMemberFactory(user=UserFactory(person=p)), "et sekretariat"),
    ],
    ids=["seat", "office", "event", "successor", "named", "colleague"],
)
def test_person_is_protected(browse, secretary, wrong_entry, protect, reason):
    def event(person=None, successor=None, told=()):
        LifeEvent.objects.create(
            kind="died",
            person=person or PersonFactory(),
            successor=successor,
            told=list(told),
            changes=[],
            happens_on=TODAY,
            recorded_at=NOW,
            recorded_by=secretary,
        )

    protect(wrong_entry, event)
    client = browse(secretary)
    before = everything()
    response = client.post(f"/personer/{wrong_entry.pk}/anonymiser/")

    assert response.status_code == 409
    assert reason in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize("name", ["forget_person", "anonymise_person"])
def test_nothing_is_taken_away_when_the_log_cannot_be_written(
    gone, wrong_entry, secretary, council, monkeypatch, name
):
    acts = {
        "forget_person": lambda: actions.forget_person(gone, by=None, before=NOT_OLD),
        "anonymise_person": lambda: actions.anonymise_person(
            wrong_entry, by=secretary, council=council, at=TODAY
        ),
    }
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError, match="no audit entry"):
        acts[name]()
    assert everything() == before
