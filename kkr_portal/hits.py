"""What a question finds, as far as its reader may see it: people, items, attachments, meetings and
bodies.

Each kind is found in two steps. The first asks which rows meet the question, the newest first and
at most MOST of them, and only for what is needed to put them in order. The second fetches the
twenty that are shown, by the same rights.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString

from appointments.models import Appointment, Body
from councils.danish_stems import Question
from councils.models import Council, CouncilMembership, Person, Substitution
from councils.models.privacy import FIRST_DAY
from councils.search import words_of_html
from kkr_portal.snippets import marked, snippet
from meetings.models import AgendaItem, Attachment, Meeting, PublishedAttachment, PublishedItem
from meetings.numbering import attachment_number

MOST = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, who asks it when, and the only council that is asked about, if any."""

    question: Question
    user: Any
    at: datetime.date
    council: Council | None = None

    def narrowed(self, rows: QuerySet, place: str) -> QuerySet:
        """`rows` of the council; `place` leads to it."""
        return rows.filter(**{place: self.council}) if self.council else rows

    def marked(self, text: str) -> SafeString:
        return marked(text, self.question)

    def snippet(self, text: str) -> SafeString:
        return snippet(text, self.question)


class Ref(NamedTuple):
    """A row that meets the question."""

    pk: int
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """What a page shows of a row."""

    address: str
    title: SafeString
    facts: Sequence[str]
    snippet: SafeString | str = ""
    badges: Sequence[tuple[str, str]] = ()  # kind and text
    of: tuple[str, str] | None = None  # address and name of the item that it belongs to


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the things that can be found."""

    key: str
    label: str
    find: Callable[[Asked], list[Ref]]  # up to one more than MOST
    show: Callable[[Asked, Sequence[Ref]], list[Hit]]


# --- Items and attachments -----------------------------------------------------------------------


class _Row(NamedTuple):
    pk: int
    starts_at: datetime.datetime | None
    title: str
    case_number: str = ""
    is_dropped: bool = False


def _newest(asked: Asked, rows: QuerySet, meeting: str, *columns: str) -> list[_Row]:
    """Rows that meet the question, those that were stored last.

    Not by the meetings' days: then the database would have to fetch all hits of a common word.
    """
    found = asked.narrowed(rows.filter(stems__found=asked.question), f"{meeting}__council")
    names = ("pk", f"{meeting}__starts_at", "title", *columns)
    return [_Row(*row) for row in found.order_by("-pk").values_list(*names)[: MOST + 1]]


def _in_order(asked: Asked, published: Iterable[_Row], drafted: Iterable[_Row]) -> list[Ref]:
    """First those whose title alone meets the question; then what no meeting has been found for
    and the latest meetings' first, in the order of the agenda."""
    latest = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    rows = [(row, False) for row in published] + [(row, True) for row in drafted]
    rows.sort(key=lambda pair: (pair[1], pair[0].pk))
    rows.sort(key=lambda pair: pair[0].starts_at or latest, reverse=True)
    rows = rows[: MOST + 1]
    rows.sort(key=lambda pair: not asked.question.is_met_by(pair[0].title))
    return [Ref(row.pk, is_draft) for row, is_draft in rows]


def _find_items(asked: Asked) -> list[Ref]:
    def is_shown(row: _Row) -> bool:
        """Of an item that is dropped readers see its title only."""
        told = f"{row.title} {row.case_number}"
        return not row.is_dropped or asked.question.is_met_by(told)

    columns = ("case_number", "is_dropped")
    published = _newest(asked, _published_items(asked), "publication__meeting", *columns)
    drafted = _newest(asked, _drafted_items(asked), "meeting", *columns)
    return _in_order(asked, filter(is_shown, published), filter(is_shown, drafted))


def _published_items(asked: Asked) -> QuerySet[PublishedItem]:
    return PublishedItem.objects.in_force_to(asked.user, asked.at)


def _drafted_items(asked: Asked) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.unpublished_to(asked.user, asked.at)


def _show_items(asked: Asked, refs: Sequence[Ref]) -> list[Hit]:
    published = _published_items(asked).select_related("publication__meeting__council")
    published = published.defer("publication__pdf", "publication__internal_pdf")
    drafted = _drafted_items(asked).select_related("meeting__council", "parent")
    return _shown(refs, lambda item: _item_hit(asked, item), published, drafted)


def _shown(
    refs: Sequence[Ref],
    hit: Callable[[Any], Hit],
    rows: QuerySet,
    drafted: QuerySet | None = None,
) -> list[Hit]:
    """What the refs stand for, in their order; what is gone by now is left out."""
    found = {}
    for is_draft, among in ((False, rows), (True, drafted)):
        pks = [ref.pk for ref in refs if ref.is_draft == is_draft]
        if pks:
            found |= {Ref(row.pk, is_draft): row for row in among.filter(pk__in=pks)}
    return [hit(found[ref]) for ref in refs if ref in found]


def _item_hit(asked: Asked, item: AgendaItem | PublishedItem) -> Hit:
    text = " ".join(words_of_html(html) for _, html in item.sections)
    facts = [*_meeting_facts(_meeting_of(item)), *filter(None, [item.case_number])]
    return Hit(
        address=_address(item),
        title=asked.marked(_name(item)),
        facts=facts,
        snippet="" if item.is_dropped else asked.snippet(text),
        badges=_badges(item),
    )


def _meeting_of(item: AgendaItem | PublishedItem) -> Meeting:
    return item.publication.meeting if isinstance(item, PublishedItem) else item.meeting


def _meeting_facts(meeting: Meeting) -> list[str]:
    if meeting.is_pool:
        return [str(meeting.council), "Ikke planlagt til et møde"]
    return [str(meeting.council), f"{meeting.get_kind_display()} {meeting.label}"]


def _name(item: AgendaItem | PublishedItem) -> str:
    """With its number, unless that may still change."""
    return f"{item.number} {item.title}" if isinstance(item, PublishedItem) else item.title


def _address(item: AgendaItem | PublishedItem) -> str:
    """Where the reader finds it: on the page of what is in force, of the draft, or of the pool."""
    meeting = _meeting_of(item)
    if meeting.is_pool:
        page = reverse("pool", args=[meeting.council.slug])
    elif isinstance(item, AgendaItem) and meeting.is_published:
        page = reverse("agenda-preview", args=[meeting.pk])
    else:
        page = reverse("meeting", args=[meeting.pk])
    return f"{page}#punkt-{item.key}"


def _badges(
    thing: AgendaItem | PublishedItem | Attachment | PublishedAttachment,
) -> list[tuple[str, str]]:
    """What a reader must know about it, as an agenda says it."""
    badges = []
    if isinstance(thing, AgendaItem | Attachment):
        badges.append(("info", "Kladde"))
    if getattr(thing, "is_dropped", False):
        badges.append(("error", "Udgår"))
    if not _is_open(thing):
        badges.append(("warning", "Lukket"))
    return badges


def _is_open(thing: AgendaItem | PublishedItem | Attachment | PublishedAttachment) -> bool:
    """An edition has counted in what a thing stands below; a draft has not."""
    match thing:
        case AgendaItem():
            return thing.is_open and (thing.parent is None or thing.parent.is_open)
        case Attachment():
            return thing.is_open and _is_open(thing.item)
    return thing.is_open


def _find_attachments(asked: Asked) -> list[Ref]:
    published = _newest(asked, _published_papers(asked), "item__publication__meeting")
    drafted = _newest(asked, _drafted_papers(asked), "item__meeting")
    return _in_order(asked, published, drafted)


def _published_papers(asked: Asked) -> QuerySet[PublishedAttachment]:
    return PublishedAttachment.objects.in_force_to(asked.user, asked.at)


def _drafted_papers(asked: Asked) -> QuerySet[Attachment]:
    return Attachment.objects.unpublished_to(asked.user, asked.at)


def _show_attachments(asked: Asked, refs: Sequence[Ref]) -> list[Hit]:
    published = _published_papers(asked).select_related("item__publication__meeting__council")
    published = published.defer("item__publication__pdf", "item__publication__internal_pdf")
    drafted = _drafted_papers(asked).with_versions()
    drafted = drafted.select_related("item__meeting__council", "item__parent")
    return _shown(refs, lambda paper: _attachment_hit(asked, paper), published, drafted)


def _attachment_hit(asked: Asked, paper: Attachment | PublishedAttachment) -> Hit:
    item = paper.item
    facts = _meeting_facts(_meeting_of(item))
    if isinstance(paper, PublishedAttachment):
        facts = [f"Bilag {attachment_number(item.number, paper.position)}", *facts]
    return Hit(
        address=paper.get_absolute_url(),
        title=asked.marked(paper.title),
        facts=facts,
        badges=_badges(paper),
        of=(_address(item), _name(item)),
    )


# --- Meetings and bodies -------------------------------------------------------------------------


def _meetings(asked: Asked) -> QuerySet[Meeting]:
    """Time and place of all meetings are public; a word may also be the council's name."""
    meetings = asked.narrowed(Meeting.objects.scheduled(), "council")
    councils = list(Council.objects.all())
    for wanted in asked.question.wanted:
        word = Question((wanted,), ())
        named = [council for council in councils if word.is_met_by(council.name)]
        meetings = meetings.filter(Q(stems__found=word) | Q(council__in=named))
    return meetings


def _find_meetings(asked: Asked) -> list[Ref]:
    found = _meetings(asked).order_by("-starts_at", "pk").values_list("pk", flat=True)
    return [Ref(pk) for pk in found[: MOST + 1]]


def _show_meetings(asked: Asked, refs: Sequence[Ref]) -> list[Hit]:
    meetings = Meeting.objects.scheduled().select_related("council")
    return _shown(refs, lambda meeting: _meeting_hit(asked, meeting), meetings)


def _meeting_hit(asked: Asked, meeting: Meeting) -> Hit:
    hours = f"kl. {_hour(meeting.starts_at)}–{_hour(meeting.ends_at)}"
    return Hit(
        address=reverse("meeting", args=[meeting.pk]),
        title=asked.marked(f"{meeting.get_kind_display()} {meeting.label}"),
        facts=[str(meeting.council), hours, *filter(None, [meeting.place])],
    )


def _hour(moment: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "H.i")


def _bodies(asked: Asked) -> QuerySet[Body]:
    """Those of today; they are public."""
    bodies = Body.objects.in_force(asked.at).filter(stems__found=asked.question)
    return asked.narrowed(bodies, "council")


def _find_bodies(asked: Asked) -> list[Ref]:
    return [Ref(pk) for pk in _bodies(asked).values_list("pk", flat=True)[: MOST + 1]]


def _show_bodies(asked: Asked, refs: Sequence[Ref]) -> list[Hit]:
    bodies = _bodies(asked).select_related("council")
    return _shown(refs, lambda body: _body_hit(asked, body), bodies)


def _body_hit(asked: Asked, body: Body) -> Hit:
    told = [body.description, body.composition, body.get_kind_display(), body.legal_basis]
    return Hit(
        address=body.get_absolute_url(),
        title=asked.marked(body.name),
        facts=[str(body.council)],
        snippet=asked.snippet(" ".join(filter(None, told))),
    )


# --- People --------------------------------------------------------------------------------------


def _people(asked: Asked) -> QuerySet[Person]:
    """Everybody has a public page. A council's are those who ever sat or substituted in it, or
    represented it."""
    people = Person.objects.named(" ".join(asked.question.typed))
    if asked.council is None:
        return people
    return people.attached_to([asked.council], FIRST_DAY)


def _find_people(asked: Asked) -> list[Ref]:
    if max(map(len, asked.question.typed)) < 2:
        return []
    return [Ref(pk) for pk in _people(asked).values_list("pk", flat=True)[: MOST + 1]]


def _show_people(asked: Asked, refs: Sequence[Ref]) -> list[Hit]:
    seats = CouncilMembership.objects.select_related("council", "municipality")
    substitutions = Substitution.objects.select_related("membership__council", "membership__person")
    appointments = Appointment.objects.select_related("seat__kind__body")
    people = _people(asked).prefetch_related(
        Prefetch("memberships", seats.order_by("-starts_on"), "all_seats"),
        Prefetch("substitutions", substitutions.order_by("-starts_on"), "all_substitutions"),
        Prefetch("appointments", appointments.order_by("-starts_on"), "all_appointments"),
    )
    return _shown(refs, lambda person: _person_hit(asked, person), people)


def _person_hit(asked: Asked, person: Person) -> Hit:
    return Hit(
        address=reverse("person", args=[person.pk]),
        title=asked.marked(person.name),
        facts=_places(person, asked.at),
        badges=[("example", "Eksempel")] if person.is_example else [],
    )


def _places(person: Person, at: datetime.date) -> list[str]:
    """The seats that somebody has, in councils and in bodies, or else the latest one."""
    places = [
        (seat, f"{seat.get_role_display()}, {seat.municipality}, {seat.council}")
        for seat in person.all_seats
    ] + [
        (post, f"Stedfortræder for {post.membership.person}, {post.membership.council}")
        for post in person.all_substitutions
    ]
    places += [
        (one, f"Udpeget til {one.seat.kind.body} ({one.seat.kind})")
        for one in person.all_appointments
    ]
    current = [told for place, told in places if place.is_in_force(at)]
    return current or [f"{told} (ikke i dag)" for _, told in places[:1]]


KINDS = (
    Kind("personer", "Personer", _find_people, _show_people),
    Kind("punkter", "Dagsordenspunkter", _find_items, _show_items),
    Kind("bilag", "Bilag", _find_attachments, _show_attachments),
    Kind("moeder", "Møder", _find_meetings, _show_meetings),
    Kind("fora", "Regionale fora", _find_bodies, _show_bodies),
)
