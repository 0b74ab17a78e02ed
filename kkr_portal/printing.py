"""HTML to PDF: the only module that knows WeasyPrint. It knows neither Django nor the portal.

The output is a tagged PDF/UA-1 with Danish as its language, and byte-identical for the same HTML.
(No validator for PDF/UA was to be had, so we say tagged, not conforming.)

It runs in a process of its own (see workshop.py); there modules are imported once, and style sheets
are kept once they are parsed.
"""

import atexit
import functools
import hashlib
from pathlib import Path

SCHEME = "static"
PRELOAD = ("weasyprint", "weasyprint.text.fonts")  # 0.6 s, once for all papers


class ForeignResource(Exception):
    """A document asks for something that is not one of the portal's static files."""


def write_pdf(html: str, sheets: tuple[str, ...], folders: tuple[str, ...]) -> bytes:
    """The PDF of a complete HTML document, styled by `sheets` one after the other.

    Sheets, and what the document asks for as `static:path`, are files in one of `folders`; the
    first sheet brings the fonts. Raises ForeignResource where it asks for anything else.
    """
    from weasyprint import HTML  # noqa: PLC0415 -- slow import (0.6 s), only where one prints
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 -- slow import

    first, fonts = _first_sheet(sheets[0], folders)
    try:
        return HTML(string=html, url_fetcher=_fetcher(folders)).write_pdf(
            stylesheets=[first, *(_further_sheet(sheet, folders) for sheet in sheets[1:])],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    except FatalURLFetchingError as error:
        # A BaseException, which would pass by whoever asked.
        raise ForeignResource(str(error)) from None


def found(path: str, folders: tuple[str, ...]) -> Path | None:
    """The file at `path` in the first of `folders` that has it, and none outside of them."""
    for folder in folders:
        file = (Path(folder) / path).resolve()
        if file.is_file() and file.is_relative_to(Path(folder).resolve()):
            return file
    return None


@functools.cache
def _first_sheet(sheet: str, folders: tuple[str, ...]):
    """The parsed style sheet and its fonts; parsing them anew costs a tenth of a render."""
    from weasyprint import CSS  # noqa: PLC0415 -- slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow import

    fonts = FontConfiguration()
    atexit.register(_first_sheet.cache_clear)  # the fonts' folder outlives the modules otherwise
    file = found(sheet, folders)
    return CSS(filename=file, font_config=fonts, url_fetcher=_fetcher(folders)), fonts


@functools.cache
def _further_sheet(sheet: str, folders: tuple[str, ...]):
    """A parsed sheet that only some papers take; it brings no fonts of its own."""
    from weasyprint import CSS  # noqa: PLC0415 -- slow import

    return CSS(filename=found(sheet, folders), url_fetcher=_fetcher(folders))


@functools.cache
def _fetcher(folders: tuple[str, ...]):
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- slow import

    class StaticFilesOnly(URLFetcher):
        """Serves `static:fonts/x.ttf` from the folders, and refuses everything else."""

        def fetch(self, url: str, headers=None) -> URLFetcherResponse:
            scheme, _, path = url.partition(":")
            file = found(path, folders) if scheme == SCHEME else None
            if file is None:
                raise ValueError(f"A paper may only use the portal's own static files: {url}")
            return URLFetcherResponse(url, open(file, "rb"))

    return StaticFilesOnly(fail_on_errors=True)
