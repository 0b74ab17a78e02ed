"""PDFs as people attach them: made here, so that each test says what is special about its own."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

A4 = (595, 842)
LANDSCAPE = (842, 595)
Change = Callable[[pikepdf.Pdf], None]

AGENDA = """<!doctype html><html lang="da-DK"><head><title>Dagsorden</title></head><body>
<p>Se <a href="#bilag-17">./. Bilag 1.1</a> og <a href="#punkt-3">punkt 2.1</a>.</p>
<h2 id="punkt-1" class="item-heading">1 Åbning</h2>
<h3 class="section-heading">Indstilling</h3><p>At.</p>
<h3 class="section-heading">Bilag</h3>
<ul><li id="bilag-17"><a href="#bilag-17">Bilag 1.1 Økonomi</a></li></ul>
<h2 id="punkt-2" class="item-heading" style="break-before: page">2 Budget</h2>
<h3 class="section-heading">Indstilling</h3><p>At.</p>
<h3 id="punkt-3" class="item-heading">2.1 Ærø</h3>
<ul><li id="bilag-18"><a href="#bilag-18">Bilag 2.1.1 Kort</a></li></ul>
</body></html>"""


def saved(pdf: pikepdf.Pdf, **how) -> bytes:
    file = io.BytesIO()
    pdf.save(file, deterministic_id="encryption" not in how, **how)
    return file.getvalue()


def make_pdf(*sizes: tuple[float, float], change: Change | None = None, **how) -> bytes:
    """One page per size, filled with yellow to its edges, that says its number."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    font = pdf.make_indirect(font)
    for number, size in enumerate(sizes or (A4,), start=1):
        page = pdf.add_blank_page(page_size=size).obj
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(
            b"1 1 0.8 rg 0 0 %d %d re f 0 g BT /F1 24 Tf 40 60 Td (Indhold %d) Tj ET"
            % (*size, number)
        )
    if change:
        change(pdf)
    return saved(pdf, **how)


def annotation(pdf: pikepdf.Pdf, subtype: str, **more) -> pikepdf.Object:
    more = {"Rect": Array([100, 200, 180, 220]), **more}
    return pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), **more))


def action(kind: str, **more) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **more)


def make_active(pdf: pikepdf.Pdf) -> None:
    """All that a file can do by itself or on a click."""
    script = action("JavaScript", JS=String("app.alert(1)"))
    root, page = pdf.Root, pdf.pages[0].obj
    root.OpenAction = script
    root.AA = Dictionary(WC=script)
    names = pdf.make_indirect(Dictionary(Names=Array([String("x"), script])))
    root.Names = Dictionary(JavaScript=names)
    pdf.attachments["virus.exe"] = b"MZ indlejret"
    page.AA = Dictionary(O=script)
    field = annotation(
        pdf, "Widget", FT=Name.Btn, T=String("send"), A=script, AA=Dictionary(U=script)
    )
    root.AcroForm = Dictionary(Fields=Array([field]), XFA=String("<xdp/>"))
    picture = pdf.make_stream(
        b"\0",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
        StructParent=0,
        AF=Array([pdf.attachments["virus.exe"].obj]),
    )
    page.Resources.XObject = Dictionary(Im1=picture)
    page.Annots = Array(
        [
            field,
            annotation(pdf, "Link", A=action("Launch", F=String("calc.exe"))),
            annotation(pdf, "Link", A=script),
            annotation(pdf, "Link", A=action("URI", URI=String("javascript:alert(1)"))),
            annotation(pdf, "Link", A=action("GoToR", F=String("x.pdf"), D=Array([0, Name.Fit]))),
            annotation(pdf, "Link", A=action("SubmitForm", F=String("http://example.com"))),
            annotation(pdf, "Link", A=action("URI", URI=String("https://www.kl.dk/"))),
            annotation(pdf, "FileAttachment", FS=pdf.attachments["virus.exe"].obj),
            annotation(pdf, "Movie"),
        ]
    )
