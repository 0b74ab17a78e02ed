"""What members suggest about themselves, and what the secretariat answers."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from councils import actions, audit
from councils.models import AuditEntry, ContactDetails, CorrectionSuggestion, Person
from tests.factories import (
    TODAY,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

YESTERDAY = TODAY - datetime.timedelta(days=1)
NOW = datetime.datetime(2022, 1, 12, 10, 0, tzinfo=datetime.UTC)
LIST = "/kkr/midtjylland/blaa-bog/forslag/"
OWN = "/min-side/forslag/"
SENT = {"field": "title", "says": "Rådmand", "why": "Siden nytår"}
CONTACT = {
    "version": 0,
    "email": "aase@kkr.example",
    "email_visibility": 2,
    "phone": "12 34 56 78",
    "phone_visibility": 0,
}
SECRET = (CONTACT["email"], CONTACT["phone"], SENT["says"], SENT["why"], "Hemmelig grund")


@pytest.fixture
def here(council, secretary):
    return {"by": secretary, "council": council, "at": NOW}


@pytest.fixture
def suggestion(member, council) -> CorrectionSuggestion:
    return actions.suggest_correction(member.person, by=member, council=council, **SENT)


def suggest(member, council, field: str, says: str) -> CorrectionSuggestion:
    return actions.suggest_correction(
        member.person, by=member, council=council, field=field, says=says, why=""
    )


def everything() -> list:
    models = (Person, ContactDetails, CorrectionSuggestion, AuditEntry)
    return [list(model.objects.order_by("pk").values()) for model in models]


def address(suggestion: CorrectionSuggestion, slug: str = "midtjylland") -> str:
    return reverse("suggestion", args=[slug, suggestion.pk])


# --- Actions -------------------------------------------------------------------------------------

ACTIONS = {
    "change_own_contact": lambda one, h: actions.change_own_contact(
        one.person, by=one.suggested_by, council=h["council"], **CONTACT
    ),
    "suggest_correction": lambda one, h: actions.suggest_correction(
        one.person,
        by=one.suggested_by,
        council=h["council"],
        field="name",
        says="Rådmand",
        why="Siden nytår",
    ),
    "accept_suggestion": lambda one, h: actions.accept_suggestion(one, **h, version=1),
    "decline_suggestion": lambda one, h: actions.decline_suggestion(
        one, **h, reason="Hemmelig grund"
    ),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_act_is_in_the_log_without_what_was_written(suggestion, here, name):
    ACTIONS[name](suggestion, here)

    about = AuditEntry.objects.filter(thing=f"councils.person:{suggestion.person_id}")
    entry = about.first()
    is_own = name in ("change_own_contact", "suggest_correction")
    assert entry.action == name
    assert entry.by == (suggestion.suggested_by if is_own else here["by"])
    assert entry.council == here["council"]
    assert not any(secret in entry.summary for secret in SECRET)


@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_is_changed_when_the_log_cannot_be_written(suggestion, here, monkeypatch, name):
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError("no audit entry")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError, match="no audit entry"):
        ACTIONS[name](suggestion, here)
    assert everything() == before


def test_nobody_corrects_or_suggests_about_somebody_else(member, substitute, council):
    before = everything()
    with pytest.raises(ValueError, match="own"):
        actions.change_own_contact(member.person, by=substitute, council=council, **CONTACT)
    with pytest.raises(ValueError, match="oneself"):
        actions.suggest_correction(member.person, by=substitute, council=council, **SENT)
    assert everything() == before


def test_the_same_suggestion_sent_twice_is_one(member, council, suggestion):
    again = actions.suggest_correction(member.person, by=member, council=council, **SENT)

    assert again == suggestion
    assert AuditEntry.objects.count() == 1


def test_no_more_than_twenty_wait_of_one_person(browse, member, substitute, council, here):
    first, *_ = [suggest(member, council, "other", f"Nr. {n}") for n in range(20)]
    response = browse(member).post(OWN, SENT)

    assert response.status_code == 422
    assert "sekretariatet først må besvare nogle af dem" in response.content.decode()
    assert SENT["why"] in response.content.decode()  # what was written is still there
    assert CorrectionSuggestion.objects.count() == 20
    assert suggest(member, council, "other", "Nr. 0") == first  # the same again is no more
    assert browse(substitute).post(OWN, SENT).status_code == 302  # somebody else's are others
    actions.decline_suggestion(first, **here, reason="Nej")
    assert browse(member).post(OWN, SENT).status_code == 302


@pytest.mark.parametrize(
    ("field", "says", "stored"),
    [
        ("name", "Åse Holm", "Åse Holm"),
        ("title", "Rådmand", "Rådmand"),
        ("gender", "kvinde", "woman"),
    ],
)
def test_what_the_portal_can_write_is_written(member, council, here, field, says, stored):
    before = Person.objects.filter(pk=member.person_id).values().get()
    actions.accept_suggestion(suggest(member, council, field, says), **here, version=1)

    after = Person.objects.filter(pk=member.person_id).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert after[field] == stored
    assert changed - {"sort_key", "search_key"} == {field, "version"}
    assert CorrectionSuggestion.objects.get().state == "mended"


@pytest.mark.parametrize(
    "field", ["party", "municipality", "office", "seat", "substitute", "other"]
)
def test_anything_else_is_only_marked_as_mended(member, council, here, field):
    before = Person.objects.values().get()
    actions.accept_suggestion(suggest(member, council, field, "Noget andet"), **here, version=99)

    assert Person.objects.values().get() == before
    answered = CorrectionSuggestion.objects.get()
    assert (answered.state, answered.answered_by, answered.answered_at) == (
        "mended",
        here["by"],
        NOW,
    )


def test_nothing_is_written_over_a_colleague(suggestion, here):
    before = everything()
    with pytest.raises(actions.PersonHasChanged):
        actions.accept_suggestion(suggestion, **here, version=7)
    assert everything() == before


@pytest.mark.parametrize("first", ["accept_suggestion", "decline_suggestion"])
@pytest.mark.parametrize("second", ["accept_suggestion", "decline_suggestion"])
def test_suggestion_is_answered_once(suggestion, here, first, second):
    ACTIONS[first](suggestion, here)
    before = everything()
    with pytest.raises(actions.AlreadyAnswered):
        ACTIONS[second](suggestion, here)
    assert everything() == before


# --- Who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["member", "substitute", "stranger", "outsider", "leader"])
def test_suggestions_are_not_found_by_anybody_but_the_secretariat(
    browse, request, suggestion, council, term, who
):
    own = {
        "outsider": UserFactory,
        "leader": lambda: UserFactory(person=MembershipFactory(council=council, term=term).person),
    }
    client = browse(own[who]() if who in own else request.getfixturevalue(who))
    before = everything()

    for url in (LIST, address(suggestion)):
        assert client.get(url).status_code == 404
    for sent in ({"answer": "accept", "version": 1}, {"answer": "decline", "reason": "Nej"}):
        assert client.post(address(suggestion), sent).status_code == 404
    assert everything() == before


def test_secretariat_of_another_council_does_not_answer_through_its_own_page(
    browse, stranger, suggestion
):
    client = browse(stranger)

    assert "Rådmand" not in client.get(LIST.replace("midt", "nord")).content.decode()
    assert client.get(address(suggestion, "nordjylland")).status_code == 404
    sent = {"answer": "accept", "version": 1}
    assert client.post(address(suggestion, "nordjylland"), sent).status_code == 404
    assert CorrectionSuggestion.objects.get().state == "waiting"


def test_rights_are_in_the_query(suggestion, member, secretary, stranger, substitute):
    visible = CorrectionSuggestion.objects.visible_to

    assert list(visible(secretary, TODAY)) == [suggestion]
    for user in (member, stranger, substitute, UserFactory(), AnonymousUser()):
        assert not visible(user, TODAY).exists()
    assert list(CorrectionSuggestion.objects.own(member)) == [suggestion]
    for user in (secretary, substitute, UserFactory(), AnonymousUser()):
        assert not CorrectionSuggestion.objects.own(user).exists()


def test_secretariat_no_longer_sees_who_left(browse, secretary, suggestion):
    suggestion.person.memberships.update(ends_on=YESTERDAY)

    assert "Rådmand" not in browse(secretary).get(LIST).content.decode()
    assert browse(secretary).get(address(suggestion)).status_code == 404


def test_member_sees_own_suggestions_and_nobody_elses(browse, member, substitute, suggestion):
    assert "Rådmand" in browse(member).get("/min-side/").content.decode()
    assert "Rådmand" not in browse(substitute).get("/min-side/").content.decode()
    assert "Rådmand" not in browse(UserFactory()).get("/min-side/").content.decode()


# --- Pages ---------------------------------------------------------------------------------------


def test_secretary_sees_suggestion_beside_what_stands_there_and_accepts(
    browse, secretary, member, suggestion
):
    Person.objects.filter(pk=member.person_id).update(title="Borgmester i går")
    client = browse(secretary)

    for url in (LIST, address(suggestion)):
        page = client.get(url).content.decode()
        assert "Borgmester i går" in page
        assert "Rådmand" in page
    client.post(address(suggestion), {"answer": "accept", "version": "1"})
    assert Person.objects.get(pk=member.person_id).title == "Rådmand"
    assert "Rettet den 12. januar 2022" in browse(member).get("/min-side/").content.decode()


def test_secretary_declines_with_a_reason_that_the_member_reads(
    browse, secretary, member, suggestion
):
    client = browse(secretary)
    response = client.post(address(suggestion), {"answer": "decline", "reason": " "})
    assert response.status_code == 422
    assert "Dette felt er påkrævet." in str(response.context["form"].errors["reason"])
    client.post(address(suggestion), {"answer": "decline", "reason": "Det er en <b>titel</b>"})

    page = browse(member).get("/min-side/").content.decode()
    assert "Afvist den 12. januar 2022" in page
    assert "Det er en &lt;b&gt;titel&lt;/b&gt;" in page
    assert "Rådmand" in client.get(LIST).content.decode()  # stays among the answered


@pytest.mark.parametrize("version", ["", "x", "-1", "9", "1" * 30, "²"])
def test_secretary_who_was_overtaken_sees_what_stands_there_now(
    browse, secretary, suggestion, version
):
    Person.objects.filter(pk=suggestion.person_id).update(title="Ny titel", version=2)
    response = browse(secretary).post(address(suggestion), {"answer": "accept", "version": version})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ny titel" in page
    assert 'name="version" value="2"' in page
    assert CorrectionSuggestion.objects.get().state == "waiting"


def test_secretary_who_answers_after_a_colleague_is_told(browse, secretary, suggestion, here):
    actions.decline_suggestion(suggestion, **here, reason="Nej")
    response = browse(secretary).post(
        address(suggestion), {"answer": "accept", "version": "1"}, follow=True
    )

    assert "allerede besvaret af en kollega" in response.content.decode()
    assert CorrectionSuggestion.objects.get().state == "declined"


def test_what_is_mended_by_hand_has_a_link_to_where(browse, secretary, member, council):
    one = suggest(member, council, "party", "Et andet parti")
    page = browse(secretary).get(address(one)).content.decode()

    assert f'href="/personer/{member.person_id}/livsbegivenhed/"' in page
    assert "Det er rettet" in page


def test_list_takes_as_many_queries_for_many_as_for_one(
    browse, secretary, council, term, django_assert_max_num_queries
):
    client = browse(secretary)
    for _ in range(6):
        membership = MembershipFactory(council=council, term=term)
        OfficeFactory(person=membership.person)
        PartyMembershipFactory(person=membership.person)
        SubstitutionFactory(membership=membership)
        user = UserFactory(person=membership.person)
        for field in ("party", "office", "seat", "substitute", "municipality"):
            suggest(user, council, field, "Noget andet")

    with django_assert_max_num_queries(18):
        page = client.get(LIST).content.decode()
    assert "Har Eksempel Person" in page


@pytest.mark.parametrize("side", ["0", "2", "x"])
def test_page_of_the_list_that_is_not_there_is_not_found(browse, secretary, council, side):
    assert browse(secretary).get(f"{LIST}?side={side}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "field", "error"),
    [
        ({"field": ""}, "field", "Dette felt er påkrævet."),
        ({"field": "x"}, "field", "Marker en gyldig valgmulighed."),
        ({"says": " "}, "says", "Dette felt er påkrævet."),
        ({"says": "å" * 301}, "says", "højst have 300 tegn"),
        ({"says": "å" * 101}, "says", "højst have 100 tegn"),
        ({"field": "name", "says": "å" * 151}, "says", "højst have 150 tegn"),
        ({"field": "gender"}, "says", "Skriv et af disse: »Ikke oplyst«, »Kvinde«, »Mand«."),
        ({"why": "å" * 1001}, "why", "højst have 1000 tegn"),
    ],
)
def test_mistake_is_told_at_its_field(browse, member, sent, field, error):
    response = browse(member).post(OWN, SENT | sent)

    assert response.status_code == 422
    assert error in str(response.context["form"].errors[field])
    assert not CorrectionSuggestion.objects.exists()


def test_member_suggests_for_the_own_person_whatever_the_form_says(browse, member, substitute):
    browse(member).post(OWN, SENT | {"person": substitute.person_id, "state": "mended"})

    one = CorrectionSuggestion.objects.get()
    assert (one.person, one.state, one.suggested_by) == (member.person, "waiting", member)


@pytest.mark.parametrize("who", ["secretary", "outsider"])
def test_account_without_a_person_suggests_and_corrects_nothing(browse, request, db, who):
    user = UserFactory() if who == "outsider" else request.getfixturevalue(who)
    for url in (OWN, "/min-side/kontakt/"):
        assert browse(user).get(url).status_code == 404
        assert browse(user).post(url, SENT | CONTACT).status_code == 404
    assert not AuditEntry.objects.exists()


def test_person_who_left_has_nobody_to_suggest_to_but_corrects_contact_details(browse, member):
    member.person.memberships.update(ends_on=YESTERDAY)
    client = browse(member)

    assert client.get(OWN).status_code == 404
    assert OWN not in client.get("/min-side/").content.decode()
    assert client.post("/min-side/kontakt/", CONTACT).status_code == 302
    assert ContactDetails.objects.get().person == member.person


# --- Own contact details -------------------------------------------------------------------------


def test_member_corrects_own_contact_details_and_who_sees_them(browse, member, council):
    response = browse(member).post("/min-side/kontakt/", CONTACT, follow=True)

    page = response.content.decode()
    assert "Dine kontaktoplysninger er gemt." in page
    assert "Vises for: kun sekretariatet" in page
    public = browse().get(f"/personer/{member.person_id}/").content.decode()
    assert (CONTACT["email"] in public, CONTACT["phone"] in public) == (False, True)
    assert AuditEntry.objects.get().council == council


def test_member_who_was_overtaken_by_the_secretariat_sees_both(browse, member, secretary, council):
    actions.change_contact(
        member.person, by=secretary, council=council, **CONTACT | {"email": "ny@kkr.example"}
    )
    response = browse(member).post("/min-side/kontakt/", CONTACT)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Gemt er nu: ny@kkr.example (kun sekretariatet)" in page
    assert 'value="aase@kkr.example"' in page
    assert ContactDetails.objects.get().email == "ny@kkr.example"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "aase"}, "email"),
        ({"phone": "ring"}, "phone"),
        ({"email_visibility": 9}, "email_visibility"),
    ],
)
def test_wrong_contact_details_are_told_at_their_field(browse, member, wrong, field):
    response = browse(member).post("/min-side/kontakt/", CONTACT | wrong)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ContactDetails.objects.exists()


def test_change_is_logged_where_the_person_sits_not_where_a_secretary_does(
    browse, secretary, other_council, member, council
):
    SecretariatMemberFactory(council=other_council, user=secretary)
    browse(member).post("/min-side/kontakt/", CONTACT)
    assert [entry.council for entry in AuditEntry.objects.all()] == [council]
