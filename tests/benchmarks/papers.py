"""What papers cost against a bare WeasyPrint render of the same HTML: time, growth and memory.

`./kkr manage shell < tests/benchmarks/papers.py` on the demonstration's database, where nothing
stays but a kept paper. With Playwright, also against a warm Chromium that prints the same HTML.

Aims: 0.1 x for a draft that is unchanged, 1.15 x for one that is set anew; an exponent of 1.15 from
16 pages to 470; 1.2 x the memory; and 1 x Chromium's print for a draft that a worker has prepared.
"""

import importlib.util
import io
import itertools
import math
import os
import re
import shutil
from pathlib import Path

import pikepdf
from django.conf import settings
from django.db import transaction

from kkr_portal import clock, pdf
from meetings import documents, exports, readable
from meetings.models import Meeting
from tests.benchmarks import peaks
from tests.benchmarks.ratios import processor_seconds, ratio

meeting = Meeting.objects.scheduled().filter(items__isnull=False).first()
now = clock.now()
css = Path("static/css/print.css").read_text(encoding="utf-8")
css = css.replace("static:", f"{Path('static').absolute().as_uri()}/")
html = documents.agenda_print(readable.draft(meeting.pk, is_whole=False), issued_at=now).html


def render_bare() -> bytes:
    return peaks.render_bare(html, css)


def set_anew() -> bytes:
    return documents.agenda_pdf(readable.draft(meeting.pk, is_whole=False), issued_at=now)


def fetch() -> bytes:
    """As a click does: from the database, and kept if it is unchanged."""
    return exports.agenda_pdf(readable.draft(meeting.pk, is_whole=False), issued_at=now)


def prepare_html() -> str:
    """Our own part of setting it anew."""
    agenda = readable.draft(meeting.pk, is_whole=False)
    paper = documents.agenda_print(agenda, issued_at=now)
    return paper.fingerprint


def times_as_long(copies: int) -> str:
    """The agenda with its items several times over, each with places of its own."""
    head, main, tail = re.split(r"(?s)(?<=<main>)(.*)(?=</main>)", html)
    return head + "".join(main.replace('id="', f'id="{n}-') for n in range(copies)) + tail


def measured(text: str) -> tuple[int, float]:
    """How many pages it has, and the processor's seconds that setting it takes."""
    made: list[bytes] = []
    taken = processor_seconds(lambda: made.append(pdf.render_html(text)), warm_up=False)
    with pikepdf.open(io.BytesIO(made[0])) as opened:
        return len(opened.pages), taken


def against_chromium() -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- may be missing

    page_with_style = html.replace("</head>", f"<style>{css}</style></head>")
    with sync_playwright() as playwright:
        program, options = shutil.which("chromium"), ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        page = browser.new_page()

        def print_theirs() -> bytes:
            page.set_content(page_with_style)
            return page.pdf(prefer_css_page_size=True)

        print(f"A prepared draft: {ratio(fetch, print_theirs):.2f} x a warm Chromium's print")
        browser.close()


with transaction.atomic():
    print(f"Unchanged: {ratio(fetch, render_bare, rounds=7):.3f} x a bare render")
    print(f"Set anew: {ratio(set_anew, render_bare, rounds=7):.2f} x a bare render")
    print(f"Of it, all but the setting: {ratio(prepare_html, render_bare, rounds=7):.3f} x")
    transaction.set_rollback(True)
if importlib.util.find_spec("playwright") and shutil.which("chromium"):
    # Playwright has an event loop here, for which Django opens a connection of its own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    against_chromium()

few, _ = measured(html)
each = measured(times_as_long(2))[0] - few
texts = [times_as_long(1 + max(0, goal - few) // each) for goal in (16, 120, 470)]
sizes = [measured(text) for text in texts]
for (fewer, less), (more, longer) in itertools.pairwise(sizes):
    exponent = math.log(longer / less) / math.log(more / fewer)
    print(f"From {fewer} pages to {more}: time grows with an exponent of {exponent:.2f}")
folders = tuple(str(folder) for folder in settings.STATICFILES_DIRS)
for (count, _), text in zip(sizes[:2], texts, strict=False):
    own, theirs = peaks.peak(peaks.ours, text, folders), peaks.peak(peaks.bare, text, css)
    print(f"{count} pages: {own} MB at most, {own / theirs:.2f} x a bare render ({theirs} MB)")
