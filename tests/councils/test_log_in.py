"""Logging in by e-mail: accounts are given, never taken, and nobody learns who has one."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from councils.models import User
from tests.factories import UserFactory

LOG_IN, LOG_OUT = "/konto/log-ind/", "/konto/log-ud/"
FORGOTTEN = "/konto/adgangskode/glemt/"
PASSWORD, NEW_PASSWORD = "kkr-demo-2022", "sommer-i-Ribe-22"


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    """Failed attempts are counted per address in the cache."""
    cache.clear()


@pytest.fixture
def mette(db) -> User:
    return UserFactory(email="mette@kkr.example", password=PASSWORD)


def log_in(client, email="mette@kkr.example", password=PASSWORD, **more):
    return client.post(LOG_IN, {"login": email, "password": password, **more})


def logged_in(client) -> int | None:
    """The key of the account the client is logged in to."""
    key = client.session.get("_auth_user_id")
    return key and int(key)


@pytest.mark.parametrize("email", ["mette@kkr.example", "METTE@KKR.example", " mette@kkr.example "])
def test_somebody_logs_in_whatever_the_case_of_the_address(client, mette, email):
    response = log_in(client, email)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert logged_in(client) == mette.pk


@pytest.mark.parametrize(
    ("email", "password"),
    [("mette@kkr.example", "KKR-demo-2022"), ("ukendt@kkr.example", PASSWORD)],
)
def test_wrong_log_in_is_refused_in_danish_without_saying_what_was_wrong(
    client, mette, email, password
):
    response = log_in(client, email, password)

    assert response.context["form"].non_field_errors() == [
        "Den angivne emailadresse og/eller adgangskode er ikke korrekt."
    ]
    assert logged_in(client) is None


def test_account_that_is_closed_cannot_be_logged_in_to(client, mette):
    User.objects.update(is_active=False)
    log_in(client)

    assert logged_in(client) is None


def test_guessing_is_stopped_after_a_few_attempts(client, mette):
    for _ in range(10):
        log_in(client, password="forkert")

    assert logged_in(client) is None
    log_in(client)
    assert logged_in(client) is None


# --- Where one came from -------------------------------------------------------------------------


def test_page_asked_for_is_shown_after_log_in(client, mette):
    asked = "/kkr/midtjylland/haendelser/?side=2"
    to_log_in = client.get(asked)
    assert to_log_in.status_code == 302
    page = client.get(to_log_in.headers["Location"]).content.decode()
    (kept,) = re.findall(r'name="next"\s+value="([^"]+)"', page)

    assert kept == asked
    assert log_in(client, next=kept).headers["Location"] == asked


@pytest.mark.parametrize("target", ["https://andre.example/", "//andre.example/", "javascript:1"])
def test_log_in_and_log_out_never_lead_to_another_site(client, mette, target):
    assert log_in(client, next=target).headers["Location"] == "/"
    assert client.post(LOG_OUT, {"next": target}).headers["Location"] == "/"


def test_log_out_takes_a_button(client, mette):
    client.force_login(mette)

    assert client.get(LOG_OUT).status_code == 200
    assert logged_in(client) == mette.pk
    assert client.post(LOG_OUT).headers["Location"] == "/"
    assert logged_in(client) is None


def test_pages_of_the_secretariat_ask_for_log_in_when_there_is_nobody(client, db):
    for name in ("audit-log", "composition", "meeting-create"):
        url = reverse(name, args=["midtjylland"])
        assert client.get(url).headers["Location"] == f"{LOG_IN}?next={url}"


# --- No sign-up ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(client, db, method):
    data = {"email": "ny@kkr.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    response = getattr(client, method)("/konto/opret/", data)

    assert "Du kan ikke selv oprette en konto" in response.content.decode()
    assert not User.objects.exists()


# --- Forgotten passwords -------------------------------------------------------------------------


def ask_for_a_new_password(client, email: str):
    return client.post(FORGOTTEN, {"email": email}, follow=True)


def link_in(message) -> str:
    (link,) = re.findall(r"http://testserver(/konto/adgangskode/ny/\S+)", message.body)
    return link


def test_forgotten_password_is_replaced_through_a_danish_mail(client, mette):
    ask_for_a_new_password(client, "METTE@kkr.example")
    (message,) = mail.outbox
    assert message.to == ["mette@kkr.example"]
    assert message.subject == "KKR-portalen: Vælg ny adgangskode"
    assert "Vælg en ny adgangskode her:" in message.body

    form = client.get(link_in(message), follow=True)
    assert form.context["form"].fields["password1"].label == "Ny adgangskode"
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    mette.refresh_from_db()
    assert mette.check_password(NEW_PASSWORD)
    log_in(client, password=NEW_PASSWORD)
    assert logged_in(client) == mette.pk


def test_new_account_gets_its_first_password_by_the_same_mail(client, db):
    user = User.objects.create_user("ny@kkr.example", name="Ny")
    ask_for_a_new_password(client, "ny@kkr.example")

    form = client.get(link_in(mail.outbox[0]), follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


@pytest.mark.parametrize(("first", "second"), [("12345678", "12345678"), (NEW_PASSWORD, "andet")])
def test_new_password_is_refused_when_it_is_weak_or_mistyped(client, mette, first, second):
    ask_for_a_new_password(client, mette.email)
    form = client.get(link_in(mail.outbox[0]), follow=True)
    address = form.redirect_chain[-1][0]
    response = client.post(address, {"password1": first, "password2": second})

    assert response.context["form"].errors
    mette.refresh_from_db()
    assert mette.check_password(PASSWORD)


def test_link_works_once(client, mette):
    ask_for_a_new_password(client, mette.email)
    link = link_in(mail.outbox[0])
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert client.get(link, follow=True).redirect_chain == []  # no form any more


def test_nothing_tells_whether_an_address_has_an_account(browse, mette):
    known = ask_for_a_new_password(browse(), "mette@kkr.example")
    unknown = ask_for_a_new_password(browse(), "ukendt@kkr.example")

    def without_tokens(response):
        return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", response.content.decode())

    assert known.redirect_chain == unknown.redirect_chain == [("/konto/adgangskode/sendt/", 302)]
    assert without_tokens(known) == without_tokens(unknown)
    links = {to: "/konto/adgangskode/ny/" in m.body for m in mail.outbox for to in m.to}
    assert links.pop("mette@kkr.example")
    assert True not in links.values()
