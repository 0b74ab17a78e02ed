"""What agendas and meetings know about a person; see councils/personal_data.py."""

from collections.abc import Iterator

from councils.models import Person
from councils.personal_data import Part, Row
from meetings.models import AgendaReading, Attendance, Book, ItemComment


def parts_of(person: Person) -> list[Part]:
    """Where the person came, and what their account left."""
    return [
        Part(
            "fremmoede",
            "Fremmøde",
            "For at vide, hvem der var med til et møde.",
            list(_attendances(person)),
        ),
        Part(
            "kommentarer",
            "Kommentarer til dagsordener",
            "For at formandskab og sekretariat kan rette et udkast.",
            list(_comments(person)),
        ),
        Part(
            "laest",
            "Læste dagsordener",
            "For at vise personen, hvad der er nyt siden sidst.",
            list(_readings(person)),
        ),
        Part(
            "samlede-pdf",
            "Bestilte samlede PDF’er",
            "For at lave dem, og vise personen, hvor langt de er.",
            list(_books(person)),
        ),
    ]


def _attendances(person: Person) -> Iterator[Row]:
    for one in Attendance.objects.of_person(person).with_names().order_by("-meeting__starts_at"):
        stood_in = one.attended_by_id == person.pk
        yield {
            "Møde": str(one.meeting),
            "Fremmøde": "Mødte som stedfortræder" if stood_in else one.get_status_display(),
            "For": str(one.membership.person) if stood_in else None,
            "Ved stedfortræder": str(one.attended_by) if one.attended_by and not stood_in else None,
            "Noteret": one.recorded_at,
        }


def _comments(person: Person) -> Iterator[Row]:
    comments = ItemComment.objects.filter(author__person=person)
    for one in comments.select_related("meeting__council", "item"):
        yield {
            "Møde": str(one.meeting),
            "Punkt": one.item.title if one.item else "Hele dagsordenen",
            "Kommentar": one.text,
            "Skrevet": one.made_at,
            "Behandlet": one.handled_at,
        }


def _readings(person: Person) -> Iterator[Row]:
    readings = AgendaReading.objects.filter(user__person=person).order_by("-read_at")
    papers = ("publication__pdf", "publication__internal_pdf")
    for one in readings.select_related("publication__meeting__council").defer(*papers):
        yield {"Dagsorden": str(one.publication), "Læst": one.read_at}


def _books(person: Person) -> Iterator[Row]:
    books = Book.objects.filter(asked_by__person=person).select_related("meeting__council")
    for one in books:
        yield {
            "Møde": str(one.meeting),
            "Bestilt": one.asked_at,
            "Tilstand": one.get_state_display(),
        }
