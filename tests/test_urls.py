"""Every route is private unless it stands here."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

PUBLIC = {
    "front-page",
    "health",
    "council",
    "directory",
    "whole-directory",
    "person",
    "directory-files",
    "directory-file",  # without contact details that are not for everybody
    "person-card",
    "portrait",  # shown while its owner consents, see tests/councils/test_people_views.py
    "search",  # hits by the reader's rights, see tests/search
    "body-list",
    "body",
    "body-history",
    "appointed",
    "appointed-file",  # without contact details, see tests/appointments/test_exports.py
    "appointment",  # a public office; what is missing is for the secretariat alone
    "meeting-list",
    "plan-calendar",
    "plan-feed",
    "meeting",
    "agenda-pdf",  # published agendas; a draft is a 404, see tests/meetings/test_views.py
    "publication-pdf",
    "agenda-word",  # published agendas, see tests/meetings/test_exports.py
    "agenda-material",
    "agenda-large",
    "agenda-screen",
    "item-pdf",
    "book-file",  # finished ones of editions in force, see tests/meetings/book_views/
    "published-attachment",  # open ones of editions in force
    "attachment-file",  # those of published agendas, see tests/meetings/test_attachment_files.py
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
ARGUMENTS = {
    "slug": "midtjylland",
    "pk": 1,
    "item": 1,
    "attachment": 1,
    "version": 1,
    "name": "bilag.pdf",
    "number": 1,
    "ref": 1,
    "code": "751",
    "uidb36": "a",
    "key": "b",
}


def routes(resolver: URLResolver) -> list[URLPattern]:
    found = []
    for pattern in resolver.url_patterns:
        found += routes(pattern) if isinstance(pattern, URLResolver) else [pattern]
    return found


ROUTES = {route.name: route for route in routes(get_resolver())}


def test_every_route_has_a_name():
    assert None not in ROUTES


def test_every_public_route_exists():
    assert set(ROUTES) >= PUBLIC


@pytest.mark.parametrize("name", sorted(set(ROUTES) - PUBLIC))
def test_private_route_asks_for_log_in_when_nobody_is_logged_in(client, db, name):
    arguments = {key: ARGUMENTS[key] for key in ROUTES[name].pattern.converters}
    url = reverse(name, kwargs=arguments)

    response = client.get(url)

    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"{reverse('account_login')}?next={url}",
    )


@pytest.mark.parametrize("name", sorted(set(ROUTES) - PUBLIC))
def test_private_route_gives_a_form_back_when_its_sender_was_logged_out(client, db, name):
    arguments = {key: ARGUMENTS[key] for key in ROUTES[name].pattern.converters}

    response = client.post(reverse(name, kwargs=arguments), {"background": "<p>Mange ord</p>"})

    assert response.status_code == 403
    assert "<p>Mange ord</p>" in response.text
    assert "Portalen har ikke ændret noget." in response.text
