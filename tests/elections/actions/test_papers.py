"""Papers as attachments of the agenda, and made again later."""

import datetime
import hashlib

import pytest
from django.db.models import Max
from django.utils import timezone

from councils.models import AuditEntry
from elections import documents
from elections.actions.compositions import compute_composition
from elections.actions.lots import annul_lot, record_lot
from elections.actions.papers import NothingToTell, attach_paper, new_paper
from elections.cases import Settings
from elections.explanation.repeating import Repeated, compare_paper
from elections.models import Composition, DrawnLot, Paper
from kkr_portal import clock
from kkr_portal.version import VERSION
from meetings.actions import AgendaHasChanged, AgendaIsPublished, replace_file
from meetings.models import AgendaItem, AgendaPublication, Attachment
from tests.elections.factories import (
    NOON,
    TIED,
    AcceptanceFactory,
    CompositionFactory,
    a_tied_council,
    kl_table_of,
)
from tests.factories import AgendaItemFactory, CouncilFactory, MeetingFactory, UserFactory
from tests.papers import Paper as ReadPaper


@pytest.fixture
def item(council, term) -> AgendaItem:
    meeting = MeetingFactory(council=council, term=term, kind="constituent")
    return AgendaItemFactory(meeting=meeting, title="Sammensætning")


@pytest.fixture
def composition(council) -> Composition:
    return CompositionFactory(source__council=council)


@pytest.fixture
def attach(item, secretary):
    def attach(composition: Composition, to: AgendaItem = item, is_open: bool = True) -> Paper:
        return attach_paper(composition, to, by=secretary, is_open=is_open)

    return attach


def publish(item: AgendaItem) -> None:
    meeting = item.meeting
    meeting.current_publication = AgendaPublication.objects.create(
        meeting=meeting, version=1, published_at=NOON, published_by=UserFactory(), pdf=b""
    )
    meeting.save()


def made_again(paper: Paper) -> Repeated:
    paper = Paper.objects.get(pk=paper.pk)
    return compare_paper(paper, documents.paper_pdf(paper))


# --- attach_paper --------------------------------------------------------------------------------


def test_paper_is_kept_and_attached_with_the_very_same_bytes(attach, composition, item, secretary):
    table = kl_table_of(item.meeting.council, A=(1, 0, 1), B=(1, 0, 1))
    accepted = AcceptanceFactory(council=composition.council, kl_table=table)

    attach(composition)

    paper = Paper.objects.get()
    (version,) = Attachment.objects.get(item=item).versions.all()
    assert bytes(paper.pdf).startswith(b"%PDF-")
    assert bytes(version.content) == bytes(paper.pdf)
    assert paper.sha256 == version.sha256 == hashlib.sha256(bytes(paper.pdf)).hexdigest()
    assert (paper.composition, paper.kl_table, paper.acceptance, paper.replaces) == (
        composition,
        table,
        accepted,
        None,
    )
    assert (paper.made_by, timezone.localdate(paper.made_at), paper.program_version) == (
        secretary,
        clock.today(),
        VERSION,
    )
    assert (version.note, version.file_name) == (
        "Beregning nr. 1",
        "sammensaetning-kkr-midtjylland-2022-2026-beregning-1.pdf",
    )


@pytest.mark.parametrize("is_open", [True, False])
def test_attachment_is_open_or_closed_as_was_asked(attach, composition, is_open):
    attachment = attach(composition, is_open=is_open).attachment

    assert (attachment.title, attachment.is_open) == (
        "Sammensætning af KKR Midtjylland 2022-2026",
        is_open,
    )


def test_attaching_again_makes_a_new_edition_of_the_same_attachment(attach, council, composition):
    first = attach(composition)
    newer = CompositionFactory(source=composition.source)

    second = attach(newer)
    third = attach(newer)

    attachment = Attachment.objects.get()
    assert [second.replaces, third.replaces] == [first, second]
    assert {paper.attachment for paper in Paper.objects.all()} == {attachment}
    versions = attachment.versions.order_by("version")
    assert [version.note for version in versions] == [
        "Beregning nr. 1",
        "Beregning nr. 2 i stedet for nr. 1",
        "Beregning nr. 2 i stedet for nr. 2",
    ]
    assert [bytes(version.content) for version in versions] == [
        bytes(paper.pdf) for paper in (first, second, third)
    ]
    assert list(Paper.objects.attached(council, "composition")) == [third]


def test_paper_says_which_one_it_takes_the_place_of(attach, composition):
    first = attach(composition)
    second = attach(CompositionFactory(source=composition.source))

    words = "Erstatter papiret om beregning nr. 1 fra 12. januar 2022 kl. 12.00"
    assert words not in ReadPaper(bytes(first.pdf)).text
    assert words in ReadPaper(bytes(second.pdf)).text


def test_paper_on_another_item_takes_the_place_of_none(attach, composition, item):
    attach(composition)

    other = attach(composition, to=AgendaItemFactory(meeting=item.meeting))

    assert (other.replaces, Attachment.objects.count()) == (None, 2)


def test_paper_whose_attachment_was_removed_is_attached_anew(attach, composition):
    first = attach(composition)
    Attachment.objects.all().delete()

    second = attach(composition)

    assert (second.replaces, Attachment.objects.get()) == (None, second.attachment)
    assert Paper.objects.get(pk=first.pk).attachment is None


def test_paper_is_refused_by_a_published_agenda_and_nothing_is_stored(attach, composition, item):
    publish(item)

    with pytest.raises(AgendaIsPublished):
        attach(composition)

    assert [Paper.objects.count(), Attachment.objects.count()] == [0, 0]
    assert not AuditEntry.objects.exists()


def test_new_edition_is_refused_by_a_published_agenda_and_the_old_one_stays(
    attach, composition, item
):
    first = attach(composition)
    publish(item)

    with pytest.raises(AgendaIsPublished):
        attach(CompositionFactory(source=composition.source))

    assert Paper.objects.get() == first
    assert Attachment.objects.get().versions.aggregate(Max("version")) == {"version__max": 1}


def test_paper_is_refused_by_an_item_that_is_gone(attach, composition, item):
    AgendaItem.objects.all().delete()

    with pytest.raises(AgendaHasChanged):
        attach(composition, to=item)

    assert not Paper.objects.exists()


def test_broken_audit_undoes_paper_and_attachment(attach, composition, broken_audit):
    with pytest.raises(RuntimeError):
        attach(composition)

    assert [Paper.objects.count(), Attachment.objects.count()] == [0, 0]


# --- What there is nothing to tell of ------------------------------------------------------------


def test_computation_that_waits_for_lots_has_no_paper(attach, council):
    with pytest.raises(NothingToTell):
        attach(CompositionFactory(source__council=council, case=TIED))

    assert [Paper.objects.count(), Attachment.objects.count()] == [0, 0]


def test_computation_that_was_annulled_has_no_paper(attach, composition):
    composition.is_void = True

    with pytest.raises(NothingToTell):
        attach(composition)

    assert [Paper.objects.count(), Attachment.objects.count()] == [0, 0]


# --- What is attached now ------------------------------------------------------------------------


def test_paper_that_a_file_of_ones_own_took_the_place_of_is_attached_no_more(
    attach, composition, council, item, secretary
):
    first = attach(composition)
    own = {"file_name": "vores.pdf", "data": bytes(first.pdf) + b"\n"}
    replace_file(first.attachment, by=secretary, version=first.attachment.version, **own)
    after_ours = list(Paper.objects.attached(council, "composition"))

    second = attach(composition)

    assert after_ours == []
    assert (second.replaces, item.attachments.count()) == (None, 2)
    assert list(Paper.objects.attached(council, "composition")) == [second]


def test_paper_is_attached_again_when_its_own_file_comes_back(
    attach, composition, council, secretary
):
    first = attach(composition)
    for data in (bytes(first.pdf) + b"\n", bytes(first.pdf)):
        attachment = Attachment.objects.get()
        replace_file(
            attachment, by=secretary, version=attachment.version, file_name="a.pdf", data=data
        )

    assert list(Paper.objects.attached(council, "composition")) == [first]


def test_papers_of_leaderships_and_other_councils_are_not_among_those_attached(
    attach, composition, council, other_council
):
    attach(composition)

    assert not Paper.objects.attached(council, "leadership").exists()
    assert not Paper.objects.attached(other_council, "composition").exists()


def test_three_newest_papers_about_a_computation_are_made_again(composition, council, secretary):
    other = CompositionFactory(source=composition.source)

    def stored(about: Composition) -> Paper:
        return Paper.objects.create(
            council=council,
            composition=about,
            made_at=NOON,
            made_by=secretary,
            program_version=VERSION,
            pdf=b"",
            sha256="",
        )

    papers = [stored(about) for about in (composition,) * 4]
    stored(other)

    newest = Paper.objects.newest_about(composition, "composition")

    assert newest == papers[:0:-1]
    assert all(paper.composition is composition for paper in newest)


@pytest.mark.django_db(transaction=True)
def test_two_who_attach_at_once_make_one_attachment_with_two_editions(
    attach, composition, council, at_once
):
    kinds = at_once(lambda: attach(composition), lambda: attach(composition))

    assert kinds == ["Paper", "Paper"]
    first, second = Paper.objects.order_by("pk")
    assert (first.replaces, second.replaces) == (None, first)
    assert Attachment.objects.get().versions.count() == 2


# --- Made again ----------------------------------------------------------------------------------


def test_paper_made_again_is_the_same_to_the_byte(attach, composition):
    attach(composition)
    second = attach(composition)

    assert made_again(second) == Repeated(True)


def test_paper_made_again_is_the_same_although_much_is_newer(attach, composition, council):
    table = kl_table_of(council, A=(1, 0, 1), B=(1, 0, 1))
    AcceptanceFactory(council=council, kl_table=table)
    paper = attach(composition)
    newer = kl_table_of(council, A=(2, 0, 2))
    AcceptanceFactory(council=council, kl_table=newer)
    CompositionFactory(source=composition.source)

    assert made_again(paper) == Repeated(True)


def test_paper_made_again_is_the_same_although_its_lot_was_annulled_since(
    attach, council, term, secretary, monkeypatch
):
    a_tied_council(council)
    stopped = compute_composition(council, term, by=secretary, settings=Settings())
    draw = {"drawn_by": "Formanden", "witnesses": "To vidner", "drawn_at": NOON}
    paper = attach(record_lot(stopped, by=secretary, order="CAB", **draw))

    later = clock.now() + datetime.timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Tastefejl")

    assert made_again(paper) == Repeated(True)


@pytest.mark.parametrize("order", ["CAB", "BAC"], ids=["the same order", "another order"])
def test_papers_show_the_very_lots_they_rest_on_after_annulment_and_a_new_draw(
    attach, council, term, secretary, order
):
    a_tied_council(council)
    stopped = compute_composition(council, term, by=secretary, settings=Settings())

    def draw(order: str, witnesses: str) -> Composition:
        people = {"drawn_by": "Formanden", "witnesses": witnesses, "drawn_at": NOON}
        return record_lot(stopped, by=secretary, order=order, **people)

    first = attach(draw("CAB", "De første vidner"))
    annul_lot(DrawnLot.objects.get(), by=secretary, reason="Tastefejl")
    second = attach(draw(order, "De næste vidner"))

    told = [
        ("De første vidner" in text, "De næste vidner" in text, "Annulleret" in text)
        for text in (ReadPaper(bytes(paper.pdf)).text for paper in (first, second))
    ]
    assert told == [(True, False, False), (False, True, False)]
    assert [made_again(paper) for paper in (first, second)] == [Repeated(True)] * 2


def test_paper_that_was_tampered_with_is_not_the_one_that_was_made(attach, composition):
    paper = attach(composition)
    Paper.objects.update(pdf=bytes(paper.pdf) + b" ")

    repeated = made_again(paper)

    assert (repeated.is_same, repeated.reason) == (
        False,
        "Det gemte papir er ikke det, der blev dannet: SHA-256 passer ikke.",
    )


def test_paper_whose_computation_was_tampered_with_differs(attach, composition):
    paper = attach(composition)
    Composition.objects.update(names={"A": "En anden", "B": "Liste B"})

    repeated = made_again(paper)

    assert (repeated.is_same, repeated.reason.split(",")[0]) == (
        False,
        "Programversionen er den samme",
    )


def test_paper_of_another_version_that_differs_names_both(attach, composition):
    paper = attach(composition)
    Composition.objects.update(names={"A": "En anden", "B": "Liste B"})
    Paper.objects.update(program_version="0.2.0-gammel")

    reason = made_again(paper).reason
    assert reason.startswith(f"Papiret er dannet med version 0.2.0-gammel, og version {VERSION} ")


# --- Names ---------------------------------------------------------------------------------------


def test_file_is_named_by_council_term_and_number_without_special_letters(term):
    council = CouncilFactory(slug="sjaelland", name="KKR Sjælland & Øerne")
    paper = new_paper(CompositionFactory(source__council=council, number=12))

    assert documents.paper_file_name(paper) == (
        "sammensaetning-kkr-sjaelland-oeerne-2022-2026-beregning-12.pdf"
    )
    assert documents.paper_title(paper) == "Sammensætning af KKR Sjælland & Øerne 2022-2026"


def test_paper_that_is_only_looked_at_is_not_stored(composition):
    paper = new_paper(composition)

    assert documents.paper_pdf(paper).startswith(b"%PDF-")
    assert not Paper.objects.exists()
