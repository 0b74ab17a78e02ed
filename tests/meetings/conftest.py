"""An agenda to write in, and a printer that needs no time."""

import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from councils.models import AuditEntry, User
from meetings import actions, documents
from meetings.models import (
    AgendaItem,
    AgendaPublication,
    AgendaReading,
    Attachment,
    ItemPresence,
    Meeting,
)
from tests.factories import (
    AgendaItemFactory,
    LeadershipFactory,
    MeetingFactory,
    MembershipFactory,
    UserFactory,
)

DENMARK = ZoneInfo("Europe/Copenhagen")
NOON = datetime.datetime(2022, 1, 12, 12, 0, tzinfo=DENMARK)
# The same day in Denmark, and the day before where moments are stored.
LATE = datetime.datetime(2022, 1, 11, 23, 30, tzinfo=datetime.UTC)


def pdf(words: str) -> bytes:
    """The smallest thing that is a PDF, one empty page; `words` tell one from another."""
    data = f"%PDF-1.7\n% {words}\n".encode()
    places = []
    for number, thing in enumerate(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ],
        start=1,
    ):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, thing)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(places)
    trailer = b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + table + trailer


@pytest.fixture
def meeting(council, term) -> Meeting:
    """The constituent meeting of KKR Midtjylland; its agenda is an empty draft."""
    starts_at = datetime.datetime(2022, 1, 19, 9, 30, tzinfo=DENMARK)
    return MeetingFactory(council=council, term=term, kind="constituent", starts_at=starts_at)


@pytest.fixture
def agenda(meeting, secretary) -> SimpleNamespace:
    """1 KKR, 1.1 Sammensætning, 1.2 Formandskab, 2 Eventuelt: a draft."""

    def item(title: str, **content) -> AgendaItem:
        return AgendaItemFactory(meeting=meeting, title=title, changed_by=secretary, **content)

    main = item("KKR", position=0)
    composition = item(
        "Sammensætning",
        parent=main,
        position=0,
        case_number="SAG-2021-06268",
        initials="snm",
        background="<p>Grunden sælges i marts.</p>",
        recommendation="<p>Det indstilles, at salget holdes fortroligt.</p>",
        presentation="<p>Prisen er 12 mio. kr.</p>",
    )
    chair = item("Formandskab", parent=main, position=1)
    other_business = item("Eventuelt", position=1)
    return SimpleNamespace(
        meeting=meeting,
        main=main,
        composition=composition,
        chair=chair,
        other_business=other_business,
    )


@pytest.fixture
def attach(secretary):
    """Attaches a file to an item: `attach(agenda.chair, title="Notat", is_open=False)`."""

    def attach_file(item: AgendaItem, **facts) -> Attachment:
        usual = {"title": "Notat", "file_name": "notat.pdf", "data": pdf("notat"), "is_open": True}
        return actions.attach_file(item, by=secretary, **{**usual, **facts})

    return attach_file


@pytest.fixture
def quick_printer(monkeypatch) -> None:
    """Papers that cost no second each: edition, numbers and titles, one to a line."""

    print_agenda = documents.agenda_pdf

    def agenda_pdf(agenda, *, version=None, layout=documents.Layout.NORMAL, **facts) -> bytes:
        if layout is not documents.Layout.NORMAL:
            return print_agenda(agenda, version=version, layout=layout, **facts)
        lines = [f"udgave {version}", *(f"{row.number} {row.item.title}" for row in agenda.flat)]
        return "\n".join(lines).encode()

    monkeypatch.setattr(documents, "agenda_pdf", agenda_pdf)


@pytest.fixture
def publish(quick_printer, secretary):
    """Publishes an agenda at noon: `publish(meeting)`."""

    def publish_at_noon(meeting: Meeting) -> AgendaPublication:
        return actions.publish_agenda(
            meeting, by=secretary, at=NOON, despite="Prøve", change_note="Prøve"
        )

    return publish_at_noon


@pytest.fixture
def published(meeting, secretary, publish) -> Meeting:
    """Another meeting of the council, whose agenda of one item went out."""
    other = MeetingFactory(council=meeting.council, term=meeting.term)
    AgendaItemFactory(meeting=other, title="Regnskab", changed_by=secretary)
    publish(other)
    other.refresh_from_db()
    return other


@pytest.fixture
def chair(council, term) -> User:
    """Leads the council."""
    membership = MembershipFactory(council=council, term=term)
    return UserFactory(
        name="Formand Midt", person=LeadershipFactory(membership=membership).membership.person
    )


@pytest.fixture(params=["anonymous", "member", "substitute", "stranger"])
def outsider(request) -> User | None:
    """Everybody who does not work in the council's secretariat, one after the other."""
    return None if request.param == "anonymous" else request.getfixturevalue(request.param)


@pytest.fixture
def everything(db):
    """All that is stored about meetings, to compare before with after: `everything()`."""

    def stored() -> dict[str, list[dict]]:
        models = [*apps.get_app_config("meetings").get_models(), AuditEntry]
        told = [model for model in models if model not in (AgendaReading, ItemPresence)]
        return {model.__name__: list(model.objects.order_by("pk").values()) for model in told}

    return stored


@pytest.fixture
def amended(agenda, publish, secretary):
    """The agenda went out, and the secretariat writes on its second edition."""
    publish(agenda.meeting)
    actions.amend_agenda(agenda.meeting, by=secretary, at=NOON, version=1)
    for item in (agenda.main, agenda.composition, agenda.chair, agenda.other_business):
        item.refresh_from_db()
    return agenda


@pytest.fixture
def issue(quick_printer, secretary):
    """Publishes the next edition: `issue(meeting)`."""

    def publish_next(meeting: Meeting, note: str = "Et tillæg om økonomien.") -> AgendaPublication:
        return actions.publish_agenda(
            meeting, by=secretary, at=NOON, despite="Prøve", change_note=note
        )

    return publish_next
