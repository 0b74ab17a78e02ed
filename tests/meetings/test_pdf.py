"""kkr_portal.pdf fetches nothing but the portal's own static files."""

import pytest

from kkr_portal import pdf
from tests.papers import Paper

PAGE = '<!doctype html><html lang="da-DK"><head><title>Prøve</title></head><body>{}</body></html>'
FORBIDDEN = [
    "https://example.com/billede.png",
    "http://127.0.0.1/billede.png",
    "file:///etc/passwd",
    "static:/etc/passwd",
    "static:../../secret",
    "static:../pyproject.toml",
    "static:img/findes-ikke.svg",
    "data:image/png;base64,iVBORw0KGgo=",
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_render_refuses_an_image_from_elsewhere(address):
    with pytest.raises(pdf.ForeignResource):
        pdf.render_html(PAGE.format(f'<img src="{address}" alt="x">'))


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<object data="{}"></object>',
        "<style>@import url({});</style>",
        "<p style=\"background: url('{}')\">x</p>",
    ],
)
def test_render_refuses_whatever_else_could_fetch_a_file(markup):
    with pytest.raises(pdf.ForeignResource):
        pdf.render_html(PAGE.format(markup.format("file:///etc/passwd")))


def test_render_takes_an_image_from_the_static_files():
    paper = Paper(pdf.render_html(PAGE.format('<img src="static:img/favicon.svg" alt="Mærke">Ja')))

    assert "Figure" in paper.tags
    assert paper.pages == ["Ja"]


def test_render_does_not_look_at_the_disk_when_an_address_is_relative():
    paper = Paper(pdf.render_html(PAGE.format('<img src="/etc/passwd" alt="Ikke her">')))

    assert paper.pages == ["Ikke her"]
