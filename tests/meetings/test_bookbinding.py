"""The book as it is made from the portal's data, read back from the finished PDF."""

import datetime
import io
import re
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pikepdf
import pytest

from kkr_portal import pdf as printer
from kkr_portal.pdf import Limit, LimitReached
from meetings import actions, binding, bookbinding, readable
from meetings.models import AgendaPublication, Conversion, Meeting, StoredFile
from tests.factories import AgendaItemFactory
from tests.meetings.binding.files import A4, LANDSCAPE, make_pdf
from tests.meetings.binding.reader import Book
from tests.meetings.conftest import NOON
from tests.meetings.uploads import PNG, WORD
from tests.papers import Paper

HOUR = datetime.timedelta(hours=1)
A5, A3, A0 = (420, 595), (842, 1191), (2384, 3370)
LONG = "Et bilag med en titel, der er så lang, at den fylder mere end én linje i indholdet: nr."
SECRETS = ["Grundsalg", "Tavshedsaftale", "Hemmelig pris", "Prisnotat", "prisnotat", "Huskeseddel"]


def agenda_of(source: Meeting | AgendaPublication, *, is_whole: bool) -> readable.Agenda:
    if isinstance(source, Meeting):
        return readable.draft(source.pk, is_whole=is_whole)
    edition = AgendaPublication.objects.select_related("meeting__council").get(pk=source.pk)
    return readable.edition(edition, is_whole=is_whole)


def made(
    source: Meeting | AgendaPublication, *, is_whole: bool = False, at=NOON
) -> SimpleNamespace:
    """The book of a draft or an edition, read back; `pages` are what the agenda's pages say."""
    agenda = agenda_of(source, is_whole=is_whole)
    bound = bookbinding.bound(agenda, issued_at=at)
    paper = Paper(bound.pdf)
    del paper.pdf.pages[min(bound.first_pages.values()) - 1 :]
    return SimpleNamespace(
        agenda=agenda,
        bound=bound,
        whole=Book(bound.pdf),
        paper=Paper(bound.pdf),
        pages=paper.pages,
        text=paper.text,
    )


def contents_of(book: SimpleNamespace) -> tuple[str, dict[str, set[int]]]:
    """What the table of contents says, and the pages that its links lead to, by their place."""
    first = book.agenda.flat[0].item.key
    beginning = book.whole.page_of(f"punkt-{first}")
    words = re.sub(r"[-‐\u00ad] (?=[a-zæøå])", "", " ".join(book.pages[1 : beginning - 1]))
    goals: dict[str, set[int]] = {}
    for page in list(book.whole.pdf.pages)[1 : beginning - 1]:
        for link in page.get("/Annots", []):
            goals.setdefault(str(link.Dest), set()).add(book.whole.page_of(str(link.Dest)))
    return words, goals


def check_contents(book: SimpleNamespace) -> None:
    """The number that is printed, where the link leads, and what stands there are one."""
    words, goals = contents_of(book)
    for row in book.agenda.flat:
        [number] = re.findall(
            rf"(?<![\d.]){re.escape(f'{row.number} {row.item.title}')} (\d+)", words
        )
        assert goals[f"punkt-{row.item.key}"] == {int(number)}
        assert f"{row.number} {row.item.title}" in book.pages[int(number) - 1]
    for row, paper in book.agenda.papers:
        label = f"Bilag {row.number}.{paper.position}"
        [number] = re.findall(rf"{re.escape(f'{label} {paper.title}')} (\d+)", words)
        assert goals[f"bilag-{paper.key}"] == {int(number)}
        assert book.bound.first_pages[paper.key] == int(number)
        assert book.whole.stamp(int(number))[0].startswith(f"{label} · side 1 af ")


def check_running_numbers(book: SimpleNamespace) -> None:
    """Each page but the first says which it is, and of how many."""
    total = book.bound.pages
    assert len(book.whole.pdf.pages) == total
    said = [re.findall(r"Side (\d+) af (\d+)", page) for page in book.pages]
    own = len(book.pages)
    assert said == [[], *([(str(n), str(total))] for n in range(2, own + 1))]
    stamps = [book.whole.stamp(n)[-1] for n in range(own + 1, total + 1)]
    assert stamps == [f"Side {n} af {total}" for n in range(own + 1, total + 1)]


@pytest.fixture
def sets(monkeypatch) -> list[str]:
    """Grows whenever the agenda of a book is set."""
    found: list[str] = []
    render_html = printer.render_html

    def counting(html: str, *sheets: str, **how) -> bytes:
        if "css/print-book.css" in sheets:
            found.append(html)
        return render_html(html, *sheets, **how)

    monkeypatch.setattr(printer, "render_html", counting)
    return found


@pytest.fixture
def issue(secretary) -> Callable[[Meeting], AgendaPublication]:
    """Publishes with real papers, unlike the fixture that this one takes the place of."""

    def publish(meeting: Meeting) -> AgendaPublication:
        facts = {"despite": "Prøve", "change_note": "Et tillæg."}
        return actions.publish_agenda(meeting, by=secretary, at=NOON, **facts)

    return publish


@pytest.fixture
def mixed(agenda, attach, secretary) -> SimpleNamespace:
    """1.1 marks its open attachment of two pages; a picture; 1.3 and an attachment of 2 closed."""
    economy = attach(agenda.composition, title="Økonomi", data=make_pdf(A4, LANDSCAPE))
    picture = attach(agenda.chair, title="Kort", file_name="kort.png", data=PNG)
    mark = f'<p>Se <a href="#bilag-{economy.pk}">./.</a> om tallene.</p>'
    actions.save_item(
        agenda.composition,
        by=secretary,
        version=1,
        background=mark,
        internal_note="Huskeseddel",
    )
    closed = actions.add_item(
        agenda.meeting,
        by=secretary,
        parent=agenda.main,
        title="Grundsalg",
        is_open=False,
        background="<p>Tavshedsaftale.</p>",
    )
    attach(closed, title="Prisnotat A", data=secret_pdf("Hemmelig pris A"))
    price = attach(
        agenda.other_business,
        title="Prisnotat B",
        file_name="prisnotat.pdf",
        data=secret_pdf("Hemmelig pris B"),
        is_open=False,
    )
    return SimpleNamespace(
        **vars(agenda), economy=economy, picture=picture, closed=closed, price=price
    )


def secret_pdf(words: str) -> bytes:
    def write(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 24 Tf (%b) Tj ET" % words.encode())

    return make_pdf(A4, change=write)


# --- Numbers -------------------------------------------------------------------------------------


def test_contents_tell_the_page_of_every_item_and_attachment(mixed, sets):
    book = made(mixed.meeting)

    check_contents(book)
    check_running_numbers(book)
    assert [len(book.agenda.papers), book.bound.pages - len(book.pages)] == [2, 3]
    assert len(sets) == 1  # the guess was right


@pytest.mark.parametrize("wrong", [-1, 1, 7])
def test_contents_are_true_also_where_the_guess_was_wrong(mixed, sets, monkeypatch, wrong):
    right = made(mixed.meeting)
    guess = bookbinding._further_pages
    monkeypatch.setattr(bookbinding, "_further_pages", lambda agenda: guess(agenda) + wrong)
    sets.clear()

    book = made(mixed.meeting)

    assert len(sets) == 2
    assert book.bound.pdf == right.bound.pdf


@pytest.mark.parametrize(
    ("title", "count"),
    [("Notat", 34), ("Notat", 35), ("Notat", 36), (LONG, 17), (LONG, 19), (LONG, 20)],
)
def test_contents_that_just_spill_over_a_page_are_true(agenda, secretary, sets, title, count):
    """Each time the second one is where the guess is a page too many."""
    facts = {"file_name": "n.pdf", "data": make_pdf()}
    uploads = [{"title": f"{title} {number}", **facts} for number in range(count)]
    actions.attach_files(agenda.composition, by=secretary, uploads=uploads, is_open=True)

    book = made(agenda.meeting)

    check_contents(book)
    check_running_numbers(book)
    assert len(sets) <= 2


def test_contents_list_more_attachments_of_an_item_than_go_on_a_page(agenda, secretary):
    AgendaItemFactory(meeting=agenda.meeting, title="Sidst", position=9)
    facts = {"file_name": "n.pdf", "data": make_pdf()}
    uploads = [{"title": f"Notat {number}", **facts} for number in range(50)]
    actions.attach_files(agenda.chair, by=secretary, uploads=uploads, is_open=True)

    book = made(agenda.meeting)

    check_contents(book)
    assert "Notat 20" in book.pages[1]  # the list begins at its item, not on a page of its own


def test_attachments_of_an_item_that_is_not_dealt_with_are_not_in_the_book(mixed, issue, secretary):
    issue(mixed.meeting)
    actions.amend_agenda(mixed.meeting, by=secretary, at=NOON, version=1)
    mixed.chair.refresh_from_db()
    version = mixed.chair.version
    actions.drop_item(mixed.chair, by=secretary, version=version, is_dropped=True)
    edition = issue(mixed.meeting)

    book = made(edition)

    assert [paper.title for _, paper in book.agenda.papers] == ["Økonomi"]
    assert "Kort" not in book.text
    assert set(book.bound.first_pages) == {mixed.economy.pk}


# --- What is in it -------------------------------------------------------------------------------


def test_bookmarks_and_links_lead_down_to_the_attachments(mixed):
    book = made(mixed.meeting)
    goals = book.bound.first_pages

    assert [line for line in book.whole.bookmarks if "Bilag" in line] == [
        "    Bilag … 3",
        f"      Bilag 1.1.1 Økonomi … {goals[mixed.economy.pk]}",
        "    Bilag … 3",
        f"      Bilag 1.2.1 Kort … {goals[mixed.picture.pk]}",
    ]
    of_items = book.whole.links(3)
    assert of_items.count(("Bilag 1.1.1 Økonomi", goals[mixed.economy.pk])) == 2  # ./. and list
    assert ("Bilag 1.2.1 Kort", goals[mixed.picture.pk]) in of_items


def test_book_is_tagged_and_has_its_fonts_in_it(mixed):
    book = made(mixed.meeting)
    root = book.paper.root

    assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("da-DK", True)
    assert book.paper.title == "Dagsorden med bilag, KKR Midtjylland 19. januar 2022 (udkast)"
    assert {"H1", "H2", "H3", "H4", "L", "LI", "Link"} <= set(book.paper.tags)
    assert book.paper.tags[-4:] == ["P", "P", "Part", "Figure"]  # two pages, and the picture
    own = len(book.pages)
    for number, page in enumerate(book.whole.pdf.pages, start=1):
        for font in page.Resources.Font.values():
            part = font.DescendantFonts[0] if number <= own else font
            assert "/FontFile2" in part.FontDescriptor


def test_book_of_a_draft_says_so_and_when_on_each_page_of_the_agenda(mixed):
    book = made(mixed.meeting)

    assert ["udkast" in page.lower() for page in book.pages] == [True] * len(book.pages)
    moment = "12. januar 2022 kl. 12.00"
    assert all(f"UDKAST {moment}" in page for page in book.pages[1:])
    assert f"Udkast dannet {moment}" in book.pages[0]


def test_book_of_an_edition_says_what_it_says_after_the_draft_has_changed(mixed, issue, secretary):
    edition = issue(mixed.meeting)
    before = made(edition, at=edition.published_at)
    actions.amend_agenda(mixed.meeting, by=secretary, at=NOON, version=1)
    mixed.chair.refresh_from_db()
    version = mixed.chair.version
    actions.save_item(mixed.chair, by=secretary, version=version, title="Helt andet")
    new = make_pdf(A3)
    actions.replace_file(mixed.economy, by=secretary, version=1, file_name="n.pdf", data=new)
    actions.remove_attachment(mixed.picture, by=secretary, version=1)

    book = made(edition, at=edition.published_at)

    assert book.bound.pdf == before.bound.pdf
    assert book.bound.made_from == before.bound.made_from
    assert "1. udgave, offentliggjort 12. januar 2022 kl. 12.00" in book.pages[0]
    assert "Udkast" not in book.text


def test_news_of_an_edition_stay_what_they_were_when_it_is_withdrawn(mixed, attach, secretary):
    publish = partial(actions.publish_agenda, mixed.meeting, by=secretary, despite="Prøve")
    publish(at=NOON)
    actions.amend_agenda(mixed.meeting, by=secretary, at=NOON, version=1)
    attach(mixed.chair, title="Eftersendt")
    edition = publish(at=NOON + HOUR, change_note="Et bilag.")
    before = made(edition, at=edition.published_at)
    assert "Et bilag." in before.text

    facts = {"version": 2, "reason": "Fejl"}
    actions.withdraw_agenda(mixed.meeting, by=secretary, at=NOON + 2 * HOUR, **facts)

    after = made(edition, at=edition.published_at)
    assert after.bound.made_from == before.bound.made_from
    assert after.bound.pdf == before.bound.pdf


def everything_in(pdf: bytes) -> bytes:
    """The file as it is and with everything unpacked, without the zeros of UTF-16."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(
            file,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return (pdf + file.getvalue()).replace(b"\0", b"")


@pytest.mark.parametrize("state", ["draft", "edition"])
def test_nothing_that_is_closed_is_anywhere_in_the_public_book(mixed, issue, state):
    source = mixed.meeting if state == "draft" else issue(mixed.meeting)

    public, whole = made(source), made(source, is_whole=True)

    for words in SECRETS:
        assert words.encode() not in everything_in(public.bound.pdf)
        assert words not in public.text
    assert f"bilag-{mixed.price.pk}".encode() not in everything_in(public.bound.pdf)
    assert f"punkt-{mixed.closed.pk}".encode() not in everything_in(public.bound.pdf)
    inside = everything_in(whole.bound.pdf)
    assert all(words in inside for words in (b"Grundsalg", b"Hemmelig pris A", b"Prisnotat B"))
    assert "Tavshedsaftale" in whole.text
    assert "Huskeseddel" not in whole.text
    assert public.bound.made_from != whole.bound.made_from


# --- What cannot be shown ------------------------------------------------------------------------


def damage(attachment, data: bytes) -> None:
    """As a file that was taken before the portal looked so closely."""
    StoredFile.objects.filter(pk=attachment.current.file_id).update(content=data)


def test_files_that_cannot_be_shown_have_a_page_that_says_so(mixed, attach, monkeypatch):
    monkeypatch.setenv("PATH", "")  # no LibreOffice here, whatever the machine has
    broken = attach(mixed.chair, title="Brudt", data=make_pdf(A4, A5))
    locked = attach(mixed.chair, title="Låst", data=make_pdf(A4, A3))
    image = attach(mixed.chair, title="Skævt", file_name="b.png", data=PNG + b"mere")
    form = attach(mixed.chair, title="Skema", file_name="skema.docx", data=WORD)
    damage(broken, make_pdf(A4, A5)[:400])
    damage(locked, make_pdf(encryption=pikepdf.Encryption(owner="x", user="y")))
    damage(image, PNG[:900])

    book = made(mixed.meeting)

    check_contents(book)
    assert [(one.key, one.label, one.title, one.reason) for one in book.bound.unreadable] == [
        (broken.pk, "Bilag 1.2.2", "Brudt", "Filen er beskadiget."),
        (locked.pk, "Bilag 1.2.3", "Låst", "Filen er beskyttet med adgangskode."),
        (image.pk, "Bilag 1.2.4", "Skævt", "Billedet er beskadiget."),
        (
            form.pk,
            "Bilag 1.2.5",
            "Skema",
            "Filen »skema.docx« kan ikke vises her. Hent den i portalen.",
        ),
    ]
    first = book.bound.first_pages[broken.pk]
    stamps = [book.whole.stamp(page)[0] for page in range(first, book.bound.pages + 1)]
    assert stamps == [f"Bilag 1.2.{number} · side 1 af 1" for number in (2, 3, 4, 5)]


@pytest.mark.parametrize("is_passing", [True, False])
def test_office_file_that_may_be_converted_another_time_is_told_apart(
    agenda, attach, monkeypatch, is_passing
):
    def fail(*args, **how):
        if is_passing:
            raise binding.NotNow

    monkeypatch.setattr(binding, "office_pdf", fail)
    attach(agenda.chair, title="Skema", file_name="skema.docx", data=WORD)

    book = made(agenda.meeting)

    assert [one.is_passing for one in book.bound.unreadable] == [is_passing]
    assert not Conversion.objects.exists()


@pytest.mark.parametrize("limit", Limit)
def test_picture_is_too_large_only_where_memory_says_so(agenda, attach, monkeypatch, limit):
    work = bookbinding.in_workshop

    def reach(function, *args, **how):
        if getattr(function, "func", None) is binding.image_pdf:
            raise LimitReached(limit)
        return work(function, *args, **how)

    monkeypatch.setattr(bookbinding, "in_workshop", reach)
    attach(agenda.chair, title="Kort", file_name="kort.png", data=PNG)

    if limit == Limit.MEMORY:
        assert [one.reason for one in made(agenda.meeting).bound.unreadable] == [
            "Billedet er for stort."
        ]
    else:
        with pytest.raises(LimitReached, match=re.escape(str(limit))):
            made(agenda.meeting)


def test_everything_that_is_set_can_be_stopped(mixed, monkeypatch):
    watched = []
    work = printer._workshop.do

    def note(*args, watch=None, **how):
        watched.append(watch is not None)
        return work(*args, watch=watch, **how)

    monkeypatch.setattr(printer._workshop, "do", note)

    made(mixed.meeting)

    assert watched
    assert all(watched)


def test_office_file_is_shown_as_it_was_converted_once(mixed, attach, monkeypatch):
    monkeypatch.setenv("PATH", "")
    form = attach(mixed.chair, title="Skema", file_name="skema.docx", data=WORD)
    converted = make_pdf(A3, A3, A3)
    file = form.current.file
    Conversion.objects.create(source=file, pdf=converted, made_at=NOON)

    books = [made(mixed.meeting) for _ in range(2)]

    assert books[0].bound.pdf == books[1].bound.pdf
    assert books[0].bound.unreadable == ()
    pages = [books[0].bound.pages - n for n in (2, 1, 0)]
    assert [books[0].whole.size(page) for page in pages] == [A3] * 3
    check_contents(books[0])


# --- A large one ---------------------------------------------------------------------------------


def test_book_of_a_hundred_attachments_and_a_thousand_pages_is_right(agenda, secretary):
    """Of all sizes and turned, two pictures and two broken files among them."""
    papers = [large_pdf(number, 46 if number == 50 else 10) for number in range(96)]
    for number, data in enumerate((make_pdf(A3), PNG, make_pdf(A5, A5), PNG)):
        papers.insert(20 * number + 3, data)
    uploads = [
        {"title": f"Notat {n}", "file_name": f"n.{'png' if data == PNG else 'pdf'}", "data": data}
        for n, data in enumerate(papers)
    ]
    add = partial(actions.attach_files, by=secretary, is_open=True)
    added = add(agenda.composition, uploads=uploads[:55])
    added += add(agenda.other_business, uploads=uploads[55:])
    for number in (3, 43):
        damage(added[number], papers[number][:300])

    book = made(agenda.meeting)

    own = len(book.pages)
    assert (len(added), book.bound.pages) == (100, own + 1000)
    assert [one.title for one in book.bound.unreadable] == ["Notat 3", "Notat 43"]
    check_contents(book)
    check_running_numbers(book)
    sizes = {book.whole.size(number) for number in range(own + 1, own + 1001)}
    assert {A5, A5[::-1], A4, LANDSCAPE, A3, A3[::-1]} < sizes
    assert max(map(max, sizes)) == A3[1]  # a poster is made smaller


def large_pdf(number: int, pages: int) -> bytes:
    """Pages of all sizes; some of them are turned by 90, 180 or 270 degrees."""

    def turn(pdf: pikepdf.Pdf) -> None:
        for page in list(pdf.pages)[number % 3 :: 4]:
            page.obj.Rotate = 90 * (1 + number % 3)

    sizes = [A5, A4, LANDSCAPE, A3, A0]
    return make_pdf(*[sizes[(number + n) % len(sizes)] for n in range(pages)], change=turn)
