"""HTML to PDF: the only module that knows WeasyPrint, and it knows no app.

The output is a tagged PDF/UA-1 with Danish as its language, and byte-identical for the same HTML.
(No validator for PDF/UA was to be had, so we say tagged, not conforming.)
"""

import atexit
import functools
import hashlib
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string


class ForeignResource(Exception):
    """A document asks for something that is not one of the portal's static files."""


def render(template: str, context: dict[str, Any], *sheets: str) -> bytes:
    """The PDF of `template`, styled by static/css/print.css and then by `sheets`, if any.

    Raises ForeignResource where the template asks for anything but the portal's own static files
    (`static:path`).
    """
    return render_html(render_to_string(template, context), *sheets)


def render_html(html: str, *sheets: str) -> bytes:
    """The PDF of a complete HTML document; `sheets` as for `render`."""
    from weasyprint import HTML  # noqa: PLC0415 -- slow import (0.6 s), only where one prints
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 -- slow import

    stylesheet, fonts = _print_styles()
    try:
        return HTML(string=html, url_fetcher=_fetcher()).write_pdf(
            stylesheets=[stylesheet, *map(_further_sheet, sheets)],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    except FatalURLFetchingError as error:
        # A BaseException, which would pass by Django's error page.
        raise ForeignResource(str(error)) from error


@functools.cache
def _print_styles():
    """The parsed style sheet and its fonts; parsing them anew costs a tenth of a render."""
    from weasyprint import CSS  # noqa: PLC0415 -- slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow import

    fonts = FontConfiguration()
    path = finders.find("css/print.css")
    atexit.register(_print_styles.cache_clear)  # the fonts' folder outlives the modules otherwise
    return CSS(filename=path, font_config=fonts, url_fetcher=_fetcher()), fonts


@functools.cache
def _further_sheet(name: str):
    """A parsed sheet that only some papers take; it brings no fonts of its own."""
    from weasyprint import CSS  # noqa: PLC0415 -- slow import

    return CSS(filename=finders.find(name), url_fetcher=_fetcher())


@functools.cache
def _fetcher():
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- slow import

    class StaticFilesOnly(URLFetcher):
        """Serves `static:fonts/x.ttf` from the static files, and refuses everything else."""

        def fetch(self, url: str, headers=None) -> URLFetcherResponse:
            scheme, _, path = url.partition(":")
            found = finders.find(path) if scheme == "static" else None
            if not found:
                raise ValueError(f"A paper may only use the portal's own static files: {url}")
            return URLFetcherResponse(url, open(found, "rb"))

    return StaticFilesOnly(fail_on_errors=True)
