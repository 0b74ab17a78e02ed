"""Our agenda PDF against a bare WeasyPrint render of the same HTML.

`./kkr manage shell < tests/benchmarks/papers.py` on the demonstration's database.
"""

from pathlib import Path

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from kkr_portal import clock
from meetings import documents, readable
from meetings.models import Meeting
from tests.benchmarks.ratios import ratio

meeting = Meeting.objects.with_agenda().filter(items__isnull=False).first()
now = clock.now()
agenda = readable.draft(meeting.pk, is_whole=False)
html = render_to_string(
    "meetings/pdf/agenda.html",
    {"agenda": agenda, "meeting": meeting, "issued_at": now, "version": None, "is_paper": True},
)
css = Path("static/css/print.css").read_text(encoding="utf-8")
css = css.replace("static:", f"{Path('static').absolute().as_uri()}/")


def render_bare() -> bytes:
    fonts = FontConfiguration()
    return HTML(string=html).write_pdf(
        stylesheets=[CSS(string=css, font_config=fonts)], font_config=fonts
    )


share = ratio(
    lambda: documents.agenda_pdf(readable.draft(meeting.pk, is_whole=False), issued_at=now),
    render_bare,
    rounds=5,
)
print(f"Agenda PDF, tagged, from the database: {share:.2f} x a bare WeasyPrint render")
