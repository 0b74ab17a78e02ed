"""One page of an annex: upright, whole, stamped below its content, and nothing active on it."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from meetings.binding import Annex, Unreadable, bind, read
from meetings.binding.layout import STRIP
from tests.meetings.binding.files import A4, LANDSCAPE, annotation, make_active, make_pdf, saved
from tests.meetings.binding.reader import Book

LETTER = (612, 792)  # where a file does not say


def bound(agenda: bytes, pdf: bytes, label: str = "Bilag 1.1") -> Book:
    """The annex's first page is the third of the book."""
    return Book(bind(agenda, [Annex(17, label, "Titel", "punkt-1", pdf)], title="Bog").pdf)


def setting(**values):
    """Sets keys of the first page."""

    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in values.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return change


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("crop", [None, [50, 100, 250, 700], [700, 550, -9, 50]])
@pytest.mark.parametrize(
    "size", [A4, LANDSCAPE, (2384, 3370), (100, 50), (14400, 30), (720, 405), (420, 298)]
)
def test_the_stamp_covers_nothing(agenda, size, crop, turn):
    change = setting(Rotate=turn, **({"CropBox": Array(crop)} if crop else {}))

    book = bound(agenda, make_pdf(size, change=change))

    width, height = book.size(3)
    left, low, right, high = book.drawn(3)
    assert low >= STRIP - 0.1
    assert left >= -0.1
    assert right <= width + 0.1
    assert high <= height + 0.1
    assert max(width, height) < 1192
    stamps = sorted(book.stamps(3))
    assert all(low > 0 and low + 8 < STRIP for _, low in stamps)
    assert 0 < stamps[0][0] < stamps[1][0] < width


@pytest.mark.parametrize("size", [A4, LANDSCAPE, (842, 1191), (720, 405)])
def test_pages_keep_their_size(agenda, size):
    assert bound(agenda, make_pdf(size)).size(3) == size


@pytest.mark.parametrize(
    ("turn", "corner"), [(0, (0, 0)), (90, (0, 842)), (180, (595, 842)), (270, (595, 0))]
)
def test_a_turned_page_is_upright(agenda, turn, corner):
    """Clockwise by 90 degrees, the lower left corner comes to be at the upper left."""
    book = bound(agenda, make_pdf(A4, change=setting(Rotate=turn)))

    left, low, right, high = book.drawn(3)
    at = {0: (left, low), 90: (left, high), 180: (right, high), 270: (right, low)}[turn]
    assert book.matrix(3).transform((0, 0)) == pytest.approx(at, abs=0.01)
    assert book.size(3) == (LANDSCAPE if turn in {90, 270} else A4)
    assert "/Rotate" not in book.pdf.pages[2].obj


def test_content_outside_the_crop_box_stays_hidden(agenda):
    book = bound(agenda, make_pdf(change=setting(CropBox=Array([50, 100, 500, 700]))))

    assert [int(side) for side in book.form(3).BBox] == [50, 100, 500, 700]
    assert book.size(3) == (450, 600)


def test_the_stamp_is_no_content(agenda):
    book = bound(agenda, make_pdf())

    shown = [op for op in book.operators(3) if op in {"BDC", "EMC", "Do", "Tj"}]
    assert shown == ["BDC", "Do", "EMC", "BDC", "Tj", "Tj", "EMC"]
    tags = [
        str(operands[0])
        for operands, operator in pikepdf.parse_content_stream(book.pdf.pages[2])
        if str(operator) == "BDC"
    ]
    assert tags == ["/P", "/Artifact"]


def test_the_stamp_is_in_a_font_of_the_book_with_no_more_letters_than_needed(agenda):
    book = bound(agenda, make_pdf())
    font = book.pdf.pages[2].Resources.Font.Stamp

    assert (font.Subtype, font.Encoding) == (Name.TrueType, Name.WinAnsiEncoding)
    assert 1000 < len(font.FontDescriptor.FontFile2.read_bytes()) < 10_000


@pytest.mark.parametrize(
    ("label", "stamp"),
    [
        ("Bilag Ø.1 – »x«", "Bilag Ø.1 – »x« · side 1 af 1"),
        ("Bilag 人", "Bilag ? · side 1 af 1"),
        ("Bilag\n1", "Bilag 1 · side 1 af 1"),
    ],
)
def test_any_label_can_be_stamped(agenda, label, stamp):
    assert bound(agenda, make_pdf(), label).stamp(3)[0] == stamp


def test_a_label_that_is_too_long_loses_its_beginning(agenda):
    book = bound(agenda, make_pdf((100, 100)), "Bilag " + "1.2" * 38)

    label, _ = book.stamp(3)
    assert label.startswith("…")
    assert label.endswith(" · side 1 af 1")


def test_nothing_active_is_left(agenda):
    pdf = make_pdf(change=make_active)
    assert b"JavaScript" in plain(pdf)

    book = bound(agenda, pdf)

    left = plain(saved(book.pdf))
    for word in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/AA", b"/OpenAction"):
        assert word not in left
    for word in (b"virus", b"MZ indlejret", b"/AcroForm", b"/XFA", b"/SubmitForm", b"/AF"):
        assert word not in left
    assert book.links(3) == [("https://www.kl.dk/", "https://www.kl.dk/")]
    assert book.form(3).Resources.XObject.Im1.Width == 1
    assert "/StructParent" not in book.form(3).Resources.XObject.Im1


def plain(pdf: bytes) -> bytes:
    """The file with everything unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return saved(
            opened,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )


def test_what_a_form_was_filled_with_and_comments_are_part_of_the_page(agenda):
    def fill(pdf: pikepdf.Pdf) -> None:
        helvetica = pdf.pages[0].obj.Resources.Font.F1
        field = annotation(
            pdf, "Widget", FT=Name.Tx, T=String("n"), V=String("Jens"), DA=String("/F1 9 Tf 0 g")
        )
        mark = pdf.make_stream(
            b"1 0 0 rg 0 0 9 9 re f %mark",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 9, 9]),
        )
        comment = annotation(pdf, "Highlight", AP=Dictionary(N=mark))
        secret = annotation(pdf, "Highlight", AP=Dictionary(N=mark), F=2)
        pdf.pages[0].obj.Annots = Array([field, comment, secret])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([field]),
            NeedAppearances=True,
            DR=Dictionary(Font=Dictionary(F1=helvetica)),
        )

    book = bound(agenda, make_pdf(change=fill))

    form = book.form(3)
    drawn = [drawing.read_bytes() for _, drawing in form.Resources.XObject.items()]
    assert len(drawn) == 2
    assert any(b"Jens" in content for content in drawn)
    assert any(b"%mark" in content for content in drawn)


def test_unbalanced_operators_do_not_reach_the_stamp(agenda):
    def spoil(pdf: pikepdf.Pdf) -> None:
        first = pdf.make_stream(b"q q 5 0 0 5 0 0 cm")
        pdf.pages[0].obj.Contents = Array([first, pdf.make_stream(b"Q Q Q Q BT")])

    book = bound(agenda, make_pdf(change=spoil))

    assert book.form(3).read_bytes() == b"q q 5 0 0 5 0 0 cm\nQ Q Q Q BT"
    assert book.stamp(3) == ["Bilag 1.1 · side 1 af 1", "Side 3 af 3"]


def test_hidden_layers_stay_hidden(agenda):
    def add_layers(pdf: pikepdf.Pdf) -> None:
        shown, hidden = (
            pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in "ab"
        )
        pdf.pages[0].obj.Resources.Properties = Dictionary(A=shown, B=hidden)
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([shown, hidden]), D=Dictionary(BaseState=Name.OFF, ON=Array([shown]))
        )

    book = bound(agenda, make_pdf(change=add_layers))

    [hidden] = book.pdf.Root.OCProperties.D.OFF
    assert hidden.objgen == book.form(3).Resources.Properties.B.objgen
    assert len(book.pdf.Root.OCProperties.OCGs) == 2


@pytest.mark.parametrize(
    "values",
    [
        {"MediaBox": Array([0, 0, 0, 0])},
        {"MediaBox": String("vrøvl")},
        {"MediaBox": Array([0, 0, Name.A, 9])},
        {"CropBox": Array([5000, 5000, 6000, 6000])},
        {"Contents": Array([])},
        {"Contents": Name.Vrangt},
        {"Resources": Name.Vrangt},
        {"Annots": Name.Vrangt},
        {"Annots": Array([Name.Vrangt, Dictionary(Subtype=Name.Link, Rect=Array([]))])},
        {"Rotate": String("skævt")},
        {"Rotate": 45},
        {"UserUnit": 0},
        {"Group": Name.Vrangt},
    ],
)
def test_odd_pages_are_taken_as_readers_take_them(agenda, values):
    book = bound(agenda, make_pdf(change=setting(**values)))

    assert book.stamp(3) == ["Bilag 1.1 · side 1 af 1", "Side 3 af 3"]
    assert book.size(3) in {A4, (595.28, 841.89), LETTER}


def test_a_page_without_size_or_content_is_empty(agenda):
    def strip(pdf: pikepdf.Pdf) -> None:
        for key in ("/MediaBox", "/Contents", "/Resources"):
            del pdf.pages[0].obj[key]

    book = bound(agenda, make_pdf(change=strip))

    assert book.form(3).read_bytes() == b""
    assert book.size(3) == LETTER


def test_what_is_said_of_all_pages_holds_for_each(agenda):
    def lift(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        pdf.Root.Pages.Rotate = 90
        pdf.Root.Pages.Resources = page.Resources
        pdf.Root.Pages.MediaBox = page.MediaBox
        del page.Resources, page.MediaBox

    book = bound(agenda, make_pdf((300, 500), change=lift))

    assert book.size(3) == (500, 300)
    assert "/F1" in book.form(3).Resources.Font


def test_packed_content_is_not_unpacked(agenda):
    packed = zlib.compress(b"% " + b"0" * 200_000_000, 9)

    def swell(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)

    assert bound(agenda, make_pdf(change=swell)).form(3).read_raw_bytes() == packed


def test_a_file_that_only_forbids_printing_is_taken(agenda):
    locked = make_pdf(encryption=pikepdf.Encryption(owner="x", user=""))

    book = bound(agenda, locked)

    assert not book.pdf.is_encrypted
    assert b"Indhold 1" in book.form(3).read_bytes()


def no_pages(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


def damage_content(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b"vrangt", Filter=Name.FlateDecode)


def ask_for_adobe(pdf: pikepdf.Pdf) -> None:
    pdf.Root.NeedsRendering = True


def tie_a_knot(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids = Array([pdf.Root.Pages, pdf.pages[0].obj])


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"", "beskadiget"),
        (b"rod", "beskadiget"),
        (make_pdf()[:300], "beskadiget"),
        (make_pdf(change=no_pages), "ingen sider"),
        (make_pdf(change=tie_a_knot), "beskadiget"),
        (make_pdf(change=damage_content), "beskadiget"),
        (make_pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "adgangskode"),
        (make_pdf(change=ask_for_adobe), "Adobe"),
        (make_pdf(A4, A4).replace(b"/Count 2", b"/Count 9"), "beskadiget"),
    ],
)
def test_what_cannot_be_shown_is_unreadable(pdf, reason):
    with pytest.raises(Unreadable, match=reason):
        read(pdf)


def test_read_counts_pages(agenda):
    assert read(make_pdf(A4, LANDSCAPE, A4)) == 3
    assert read(agenda) == 2


@pytest.mark.parametrize("size", [A4, LANDSCAPE, (100, 50)])
def test_a_closed_annex_says_so_on_each_page(agenda, size):
    annex = Annex(17, "Bilag 1.1", "Titel", "punkt-1", make_pdf(size), is_closed=True)

    book = Book(bind(agenda, [annex], title="Bog").pdf)

    warning, label, running = book.stamp(3)
    assert warning == "Lukket – må ikke videregives"
    assert label == "Bilag 1.1 · side 1 af 1"
    assert running == "Side 3 af 3"
    starts = [left for left, _ in sorted(book.stamps(3))]
    assert starts[0] + 105 < starts[1] < starts[2] - 80
    assert "    Bilag 1.1 Titel (lukket) … 3" in book.bookmarks


def test_an_open_annex_says_nothing_of_that(agenda):
    assert len(bound(agenda, make_pdf()).stamp(3)) == 2
