"""The book as a whole: numbers, bookmarks, links, tags, and the same bytes twice."""

import io
import time

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from meetings.binding import Annex, bind, read
from tests.meetings.binding.files import A4, LANDSCAPE, action, annotation, make_pdf
from tests.meetings.binding.reader import Book
from tests.papers import Paper


def annex(key=17, label="Bilag 1.1", pdf=None, *, title="Økonomi", item=1, **more) -> Annex:
    return Annex(key, label, title, f"punkt-{item}", pdf or make_pdf(), **more)


def with_outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        chapter = OutlineItem("Kapitel\n 1\u202e", 1)
        chapter.children.append(OutlineItem("Afsnit 1.1", 0))
        outline.root.extend([chapter, OutlineItem("", 0), OutlineItem("Kapitel 2" * 40, 0)])


@pytest.fixture(scope="module")
def bound(agenda):
    return bind(
        agenda,
        [
            annex(pdf=make_pdf(A4, A4, change=with_outline)),
            annex(18, "Bilag 2.1.1", make_pdf(LANDSCAPE), title="Kort", item=3),
            annex(19, "Bilag 2.1", make_pdf(), title="Notat", item=2),
            annex(20, "Bilag 9.1", b"%PDF-1.7 vrangt", title="Væk", item=9),
        ],
        title="Dagsorden med bilag",
    )


@pytest.fixture(scope="module")
def book(bound) -> Book:
    return Book(bound.pdf)


def test_annexes_follow_the_agenda_in_the_order_given(bound, book):
    assert bound.first_pages == {17: 3, 18: 5, 19: 6, 20: 7}
    assert bound.pages == len(book.pdf.pages) == 7


def test_each_page_of_an_annex_says_which_it_is(book):
    assert book.stamp(3) == ["Bilag 1.1 · side 1 af 2", "Side 3 af 7"]
    assert book.stamp(4) == ["Bilag 1.1 · side 2 af 2", "Side 4 af 7"]
    assert book.stamp(5) == ["Bilag 2.1.1 · side 1 af 1", "Side 5 af 7"]


def test_bookmarks_of_annexes_stand_below_their_item(book):
    assert book.bookmarks == [
        "1 Åbning … 1",
        "  Indstilling … 1",
        "  Bilag … 1",
        "    Bilag 1.1 Økonomi … 3",
        "      Kapitel 1 … 4",
        f"      {('Kapitel 2' * 40)[:119]}… … 3",
        "2 Budget … 2",
        "  Indstilling … 2",
        "  Bilag 2.1 Notat … 6",
        "  2.1 Ærø … 2",
        "    Bilag 2.1.1 Kort … 5",
        "Bilag 9.1 Væk … 7",
    ]


def test_links_of_the_agenda_lead_to_the_annexes(book):
    assert book.links(1) == [("Bilag 1.1 Økonomi", 3), ("punkt-3", 2), ("Bilag 1.1 Økonomi", 3)]
    assert book.links(2) == [("Bilag 2.1.1 Kort", 5)]


def test_broken_annexes_are_named_and_stood_in_for(bound, book):
    [left_out] = bound.unreadable

    assert (left_out.key, left_out.label, left_out.title) == (20, "Bilag 9.1", "Væk")
    assert left_out.reason == "Filen er beskadiget."
    assert book.stamp(7) == ["Bilag 9.1 · side 1 af 1", "Side 7 af 7"]


def test_what_there_may_be_another_time_is_told_apart(agenda):
    given = [
        annex(1, pdf=b"rod"),
        Annex(2, "Bilag 1.2", "Ark", "punkt-1", None, "Excel-ark."),
        Annex(3, "Bilag 1.3", "Ark", "punkt-1", None, "Excel-ark.", is_passing=True),
    ]

    bound = bind(agenda, given, title="Bog")

    assert bound.first_pages == {1: 3, 2: 4, 3: 5}
    assert [(out.key, out.reason, out.is_passing) for out in bound.unreadable] == [
        (1, "Filen er beskadiget.", False),
        (2, "Excel-ark.", False),
        (3, "Excel-ark.", True),
    ]


def test_tags_of_the_agenda_are_kept_and_annexes_follow(agenda, bound):
    before, after = Paper(agenda), Paper(bound.pdf)

    assert after.tags[: len(before.tags)] == before.tags
    assert " ".join(after.tags[len(before.tags) :]) == "Part P P Part P Part P Part P"
    assert str(after.root.Lang) == "da-DK"
    assert after.root.MarkInfo.Marked
    assert after.title == "Dagsorden med bilag"


def test_each_page_finds_its_tag(agenda, book):
    numbers = list(book.pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    pages = [page.obj for page in book.pdf.pages]

    assert list(tree) == sorted(tree)
    assert len({int(page.StructParents) for page in pages}) == len(pages)
    for page in pages[2:]:
        [element] = tree[int(page.StructParents)]
        assert element.Pg.objgen == page.objgen
    assert int(book.pdf.Root.StructTreeRoot.ParentTreeNextKey) > max(tree)


def test_a_picture_is_described(agenda):
    bound = bind(agenda, [annex(alt="Et kort over Fyn")], title="Bog")

    book = Book(bound.pdf)
    [figure] = book.pdf.Root.StructTreeRoot.K[0].K[-1].K
    assert (figure.S, str(figure.Alt)) == (Name.Figure, "Et kort over Fyn")


def test_metadata_tell_the_title_and_do_not_vouch_for_the_annexes(agenda, bound):
    with pikepdf.open(io.BytesIO(agenda)) as pdf, pdf.open_metadata() as metadata:
        assert "pdfuaid:part" in metadata
    with Book(bound.pdf).pdf.open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata
        assert metadata["dc:title"] == "Dagsorden med bilag"


def test_same_input_gives_same_bytes(agenda):
    annexes = [annex(pdf=make_pdf(A4, A4, change=with_outline)), annex(18, pdf=b"rod")]

    first = bind(agenda, annexes, title="Bog").pdf

    time.sleep(1.1)  # else a mark made of the second would go unseen
    assert bind(agenda, annexes, title="Bog").pdf == first
    assert bind(agenda, annexes[:1], title="Bog").pdf != first


def test_names_in_an_annex_are_not_those_of_the_book(agenda):
    """An annex can be an agenda of ours, with a punkt-3 of its own."""

    def old_names(pdf: pikepdf.Pdf) -> None:
        first, second = (page.obj for page in pdf.pages)
        pdf.Root.Dests = Dictionary({"/punkt-1": Array([second, Name.XYZ, 0, 842, 0])})
        first.Annots = Array([annotation(pdf, "Link", A=action("GoTo", D=Name("/punkt-1")))])

    annexes = [annex(pdf=agenda), annex(18, pdf=make_pdf(A4, A4, change=old_names))]

    book = Book(bind(agenda, annexes, title="Bog").pdf)

    assert [page for _, page in book.links(3)] == [3, 4, 3]
    assert [page for _, page in book.links(4)] == [4]
    assert [page for _, page in book.links(5)] == [6]
    assert book.links(1)[1] == ("punkt-3", 2)


def test_an_agenda_without_tags_names_or_bookmarks_will_do(agenda):
    book = Book(bind(make_pdf(), [annex(title="")], title="Bog").pdf)

    assert book.bookmarks == ["Bilag 1.1 … 2"]
    assert "/StructTreeRoot" not in book.pdf.Root


def test_a_book_without_annexes_is_the_agenda(agenda):
    bound = bind(agenda, [], title="Bog")

    assert (bound.pages, bound.first_pages, bound.unreadable) == (2, {}, ())


def test_two_annexes_cannot_have_one_key(agenda):
    with pytest.raises(ValueError, match="same key"):
        bind(agenda, [annex(), annex()], title="Bog")


def test_links_of_an_annex_move_with_its_content(agenda):
    def add_links(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots = Array(
            [annotation(pdf, "Link", A=action("URI", URI=String("https://www.kl.dk/")))]
        )

    book = Book(bind(agenda, [annex(pdf=make_pdf(change=add_links))], title="Bog").pdf)

    [link] = book.pdf.pages[2].Annots
    low_left = book.matrix(3).transform((100, 200))
    assert [float(side) for side in link.Rect[:2]] == pytest.approx(low_left, abs=0.01)
    assert book.links(3) == [("https://www.kl.dk/", "https://www.kl.dk/")]


def test_a_thousand_pages_of_mixed_sizes_with_two_broken_files(agenda):
    sizes = [A4, LANDSCAPE, (842, 1191), (1191, 842), (720, 405), (300, 400), A4, A4, A4, LANDSCAPE]
    files = [make_pdf(*sizes[n % 10 :], *sizes[: n % 10]) for n in range(10)]
    annexes = [annex(n, f"Bilag 1.{n}", files[n % 10]) for n in range(102)]
    for broken in (7, 70):
        annexes[broken] = annex(broken, f"Bilag 1.{broken}", files[0][:900])
    started = time.perf_counter()

    bound = bind(agenda, annexes, title="Bog")

    assert time.perf_counter() - started < 30  # it takes two seconds; one leaf at a time, minutes
    assert bound.pages == 2 + 1000 + 2
    assert [out.key for out in bound.unreadable] == [7, 70]
    book, page = Book(bound.pdf), 3
    for one in annexes:
        assert bound.first_pages[one.key] == page
        count = 1 if one.key in {7, 70} else read(one.pdf)
        for number in range(1, count + 1):
            assert book.stamp(page) == [
                f"{one.label} · side {number} af {count}",
                f"Side {page} af 1004",
            ]
            page += 1
