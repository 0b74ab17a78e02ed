"""What belongs to no app: the front page, error pages, headers, clock and version."""

import datetime
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import get_resolver

from kkr_portal import clock, version
from meetings.models import AgendaPublication
from tests.factories import (
    TODAY,
    AgendaItemFactory,
    CouncilMunicipalityFactory,
    MeetingFactory,
    MembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
    UserFactory,
)

ROOT = Path(__file__).resolve().parent.parent
MORNING = datetime.datetime(2022, 1, 26, 9, 0, tzinfo=datetime.UTC)


def words_of(response) -> str:
    """The words of the page's main part."""
    _, _, html = response.content.decode().partition("<main")
    return " ".join(re.sub("<[^>]+>", " ", html.partition("</main>")[0]).split())


# --- The front page ------------------------------------------------------------------------------


@pytest.fixture
def draft(council, term):
    """A meeting whose agenda is being written."""
    meeting = MeetingFactory(council=council, term=term, starts_at=MORNING)
    AgendaItemFactory(meeting=meeting, title="Fortroligt punkt")
    return meeting


@pytest.fixture
def published(other_council, term):
    a_week_before = MORNING - datetime.timedelta(days=7)
    meeting = MeetingFactory(council=other_council, term=term, starts_at=a_week_before)
    meeting.current_publication = AgendaPublication.objects.create(
        meeting=meeting, version=1, published_at=MORNING, published_by=UserFactory(), pdf=b""
    )
    meeting.save()
    return meeting


def test_front_page_shows_the_public_meetings_and_nobodys_desk(client, draft, published):
    response = client.get("/")

    assert list(response.context["plan"]) == [published, draft]
    assert list(response.context["published"]) == [published]
    page = words_of(response)
    assert [word in page for word in ("Kommunekontaktrådene", "KKR Nordjylland, ")] == [True, True]
    hidden = ("Kladder", "bør undersøges", "Dine pladser", "Fortroligt punkt")
    assert [word in page for word in hidden] == [False] * 4


def test_front_page_shows_a_secretary_the_draft_and_how_much_is_missing(browse, draft, secretary):
    viborg = CouncilMunicipalityFactory(council=draft.council, municipality__name="Viborg")
    page = words_of(browse(secretary).get("/"))
    assert "KKR Midtjylland lige nu" in page
    assert "Kladder Dagsorden til 26. januar 2022" in page
    # Viborg's mayor, and the colleague's address; no composition is accepted.
    assert "Blå Bog 2 ting mangler, og 1 ting bør undersøges" in page

    viborg.delete()
    assert "Blå Bog 1 ting mangler, og 1 ting bør undersøges" in words_of(
        browse(secretary).get("/")
    )


def test_front_page_shows_a_secretary_only_the_own_council(browse, draft, stranger):
    page = words_of(browse(stranger).get("/"))

    assert "KKR Nordjylland lige nu" in page
    assert "KKR Midtjylland lige nu" not in page
    assert "Ingen dagsordener er under arbejde." in page


def test_front_page_shows_a_member_the_own_seat_and_meetings(browse, draft, published, member):
    response = browse(member).get("/")

    assert list(response.context["next_meetings"]) == [draft]
    page = words_of(response)
    assert "Dine pladser Født medlem (borgmester) KKR Midtjylland" in page
    assert [word in page for word in ("Kladder", "bør undersøges")] == [False, False]


def test_front_page_shows_a_substitute_whom_they_stand_in_for(browse, draft, substitute):
    response = browse(substitute).get("/")

    name = substitute.person.substitutions.get().membership.person.name
    assert list(response.context["next_meetings"]) == [draft]
    assert f"Personlig stedfortræder for {name} KKR Midtjylland" in words_of(response)


def test_front_page_tells_a_former_member_that_there_is_no_seat(browse, council, term, draft):
    yesterday = TODAY - datetime.timedelta(days=1)
    former = MembershipFactory(council=council, term=term, ends_on=yesterday)
    response = browse(UserFactory(person=former.person)).get("/")

    assert list(response.context["next_meetings"]) == []
    assert "Du har ingen plads i et KKR i dag." in words_of(response)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("role", "queries"), [(None, 3), ("secretary", 23), ("member", 11)])
def test_front_page_costs_the_same_for_one_row_and_for_three(
    browse, council, term, django_assert_num_queries, rows, role, queries
):
    person = MembershipFactory(council=council, term=term).person
    user = {
        None: lambda: None,
        "secretary": lambda: SecretariatMemberFactory(council=council).user,
        "member": lambda: UserFactory(person=person),
    }[role]()
    for _ in range(rows):
        AgendaItemFactory(meeting=MeetingFactory(council=council, term=term))
        CouncilMunicipalityFactory(council=council)
        MembershipFactory(council=council, term=term)
        SubstitutionFactory(person=person)
    client = browse(user)

    with django_assert_num_queries(queries):
        response = client.get("/")
    assert len(response.context["plan"]) == rows


# --- Health and errors ---------------------------------------------------------------------------


def test_health_check_answers_while_the_database_does(client, db, monkeypatch):
    response = client.get("/sundhed/")
    assert (response.status_code, response.content) == (200, b"ok")

    monkeypatch.setattr("kkr_portal.views.connection", None)
    client.raise_request_exception = False
    response = client.get("/sundhed/")
    assert response.status_code == 500
    assert "Der er sket en fejl i portalen" in response.content.decode()


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "Vi kunne ikke læse det, din browser sendte"),
        (403, "Du har ikke adgang"),
        (404, "Vi kan ikke finde siden"),
        (500, "Der er sket en fejl i portalen"),
    ],
)
def test_error_page_is_danish_and_leads_to_the_front_page(rf, db, status, heading):
    request = rf.get("/kkr/")
    request.user = AnonymousUser()
    handler = get_resolver().resolve_error_handler(status)
    response = handler(request) if status == 500 else handler(request, Exception())

    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.content.decode()
    assert re.search(r'href="/"[^>]*>Gå til forsiden</a>', response.content.decode())


def test_missing_page_tells_somebody_logged_in_about_other_councils(browse, member):
    assert "siden hører til et andet KKR end dit" in words_of(browse(member).get("/kkr/nix/"))
    assert "siden hører til et andet KKR end dit" not in words_of(browse().get("/kkr/nix/"))


def test_form_without_its_token_is_refused_with_advice(db):
    response = Client(enforce_csrf_checks=True).post("/konto/log-ind/", {})

    assert response.status_code == 403
    assert "Portalen har ikke ændret noget." in words_of(response)


def test_form_from_before_a_new_log_in_gives_the_text_back(browse, secretary):
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretary)

    text = {"csrfmiddlewaretoken": "gammel", "background": "<p>Tre <script>x</script>timer</p>"}
    response = client.post("/moeder/1/punkter/1/rediger/", text)

    assert response.status_code == 403
    assert "<p>Tre timer</p>" in response.content.decode()
    assert "Du er logget ind igen" in words_of(response)
    assert "gammel" not in words_of(response)


def test_address_that_only_a_form_sends_to_is_answered_with_a_danish_page(browse, secretary):
    response = browse(secretary).get("/kkr/midtjylland/sammensaetning/beregn/")

    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert (
        "Siden kan ikke åbnes direkte Adressen hører til en knap på en anden side. Gå tilbage, og "
        "brug knappen der." in words_of(response)
    )


def test_address_that_only_shows_something_refuses_a_form_without_a_page(browse, secretary):
    response = browse(secretary).post("/kkr/midtjylland/sammensaetning/proev/")

    assert (response.status_code, response.content) == (405, b"")


def test_request_for_another_host_is_refused(client, db):
    assert client.get("/", headers={"host": "andre.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/konto/log-ind/", "/kkr/nix/"])
def test_every_page_forbids_scripts_and_styles_that_are_not_the_portals_own(client, db, path):
    policy = client.get(path).headers["Content-Security-Policy"]

    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


# --- Clock and version ---------------------------------------------------------------------------

EVENING = datetime.datetime(2022, 6, 30, 22, 30, tzinfo=datetime.UTC)  # past midnight in Denmark


@pytest.mark.parametrize(
    ("portal_date", "today", "now"),
    [
        (None, "2022-07-01", "2022-07-01T00:30:00+02:00"),
        (TODAY, "2022-01-12", "2022-01-12T00:30:00+01:00"),
    ],
)
def test_clock_shows_the_danish_day_or_the_fixed_one(
    settings, monkeypatch, portal_date, today, now
):
    settings.PORTAL_DATE = portal_date
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)

    assert (clock.today().isoformat(), clock.now().isoformat()) == (today, now)


def test_version_is_the_newest_heading_of_the_changelog():
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    numbers = [tuple(map(int, heading.split("."))) for heading in headings]

    assert headings[0] == version.VERSION
    assert numbers == sorted(numbers, reverse=True)
