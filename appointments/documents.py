"""Papers about appointments, as bytes: the list of a round, and letters of appointment."""

import datetime
from collections.abc import Sequence

from django.conf import settings

from appointments.letters import Letter
from appointments.models import Round
from appointments.round_lines import lines, tasks_of
from councils import danish
from councils.models import Council, SecretariatMember
from kkr_portal import pdf
from meetings.models import AgendaItem

SHEET = "css/print-appointments.css"


def round_pdf(round_: Round, at: datetime.date, item: AgendaItem | None = None) -> bytes:
    """»Oversigt over udpegninger«: every task of the round with those chosen or proposed, a draft
    until all is decided.

    As the attachment of an `item` only the tasks that are decided there, and no word of another
    item: not everybody who reads the one may read the other.
    """
    tasks = [task for task in tasks_of(round_) if item is None or task.item == item]
    told = lines(tasks, at)
    context = {
        "council": round_.council,
        "round": round_,
        "item": item,
        "lines": told,
        "at": at,
        "is_draft": not told or any(not line.is_decided for line in told),
        "people": sum(len(line.people) for line in told),
        "seats": sum(line.task.number for line in told),
        "is_demo": settings.DEMO,
    }
    return pdf.render("appointments/pdf/round.html", context, SHEET)


def round_title(round_: Round) -> str:
    """E.g. `Oversigt over udpegninger: Valgperioden 2022-2026`."""
    return f"Oversigt over udpegninger: {round_}"


def round_file_name(round_: Round) -> str:
    """E.g. `udpegninger-kkr-midtjylland-2022-2026-runde-3.pdf`; the same for the same round."""
    return f"udpegninger-{danish.slug(round_.council.name)}-{round_.term}-runde-{round_.pk}.pdf"


def letters_pdf(letters: Sequence[Letter], council: Council, at: datetime.date) -> bytes:
    """One letter or many, each on pages of its own."""
    staff = SecretariatMember.objects.in_force(at).filter(council=council, is_listed=True)
    context = {
        "council": council,
        "letters": letters,
        "staff": staff,
        "at": at,
        "is_draft": any(letter.is_draft for letter in letters),
        "is_demo": settings.DEMO,
    }
    return pdf.render("appointments/pdf/letters.html", context, SHEET)


def letter_file_name(letter: Letter) -> str:
    """E.g. `udpegningsbrev-aase-boegh.pdf`."""
    draft = "-udkast" if letter.is_draft else ""
    return f"udpegningsbrev-{danish.slug(letter.person.name)}{draft}.pdf"
