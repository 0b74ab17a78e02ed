"""Real Word files (.docx), written by hand: a zip of WordprocessingML."""

import io
import zipfile
from html import escape

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{WORD}.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": f"{_OFFICE}/relationships",
        "m": f"{_OFFICE}/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# As a Danish Word writes them: the ids are Danish, the names English.
_STYLES = {
    "Titel": "Title",
    "Overskrift1": "heading 1",
    "Overskrift2": "heading 2",
    "Overskrift7": "heading 7",
    "Listeafsnit": "List Paragraph",
    "Fodnotetekst": "footnote text",
}
BULLETS, NUMBERS = 1, 2
IMAGE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Billede 1" descr="Kort over Ærø"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:blipFill><a:blip r:embed="rImage"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def run(text: str, *properties: str) -> str:
    """`properties` are names of elements: "b", "i", "strike"; a line break is a "\\n"."""
    marks = "".join(name if "<" in name else f"<w:{name}/>" for name in properties)
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r><w:rPr>{marks}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def paragraph(
    *content: str, style: str = "", numbering: tuple[int, int] | None = None, marks: str = ""
) -> str:
    """`content` are runs or plain text; `numbering` is list and level, `marks` those of its end."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbering:
        number, level = numbering
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    if marks:
        properties += f"<w:rPr>{marks}</w:rPr>"
    inner = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def heading(text: str, level: int = 1) -> str:
    return paragraph(text, style=f"Overskrift{level}")


def bold(text: str) -> str:
    return paragraph(run(text, "b"))


def cell(*content: str, columns: int = 1, merged: str = "") -> str:
    """`merged` is "restart" for a cell that goes on below, "continue" for those below it."""
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    if merged:
        span += f'<w:vMerge w:val="{merged}"/>'
    return f"<w:tc><w:tcPr>{span}</w:tcPr>{paragraph(*content)}</w:tc>"


def table(*rows: list[str], head: bool = False) -> str:
    marks = ["<w:trPr><w:tblHeader/></w:trPr>" if head and not place else "" for place in range(99)]
    written = (f"<w:tr>{mark}{''.join(row)}</w:tr>" for mark, row in zip(marks, rows, strict=False))
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(written)}</w:tbl>"


def link(text: str, *, to: str = "", anchor: str = "") -> str:
    """`to` is the id of a relationship, see docx()."""
    address = f'r:id="{to}"' if to else f'w:anchor="{anchor}"'
    return f"<w:hyperlink {address}>{run(text)}</w:hyperlink>"


def tracked(kind: str, *runs: str) -> str:
    """`kind` is "ins" or "del"."""
    inner = "".join(runs)
    if kind == "del":
        inner = inner.replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    return f'<w:{kind} w:id="9" w:author="A" w:date="2022-01-19T10:00:00Z">{inner}</w:{kind}>'


def comment_reference(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def note_reference(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def text_box(*paragraphs: str) -> str:
    """As Word writes them: once for itself and once for older readers."""
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:wsp>'
        f"<wps:txbx>{inner}</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def docx(
    *body: str,
    links: dict[str, str] | None = None,
    footnotes: list[str] | None = None,
    endnotes: list[str] | None = None,
    comments: list[str] | None = None,
    header: str = "",
    main_type: str = MAIN_TYPE,
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """The bytes of a document. Notes and comments are paragraphs, numbered from 1; `more` are
    further entries of the zip, or others in place of the usual ones."""
    parts = {"document": _part("document", f"<w:body>{''.join(body)}<w:sectPr/></w:body>")}
    parts["styles"] = _part(
        "styles",
        "".join(
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
            for key, name in _STYLES.items()
        ),
    )
    parts["numbering"] = _part("numbering", _numbering())
    for kind, texts in (("footnote", footnotes), ("endnote", endnotes), ("comment", comments)):
        if texts:
            inner = "".join(
                f'<w:{kind} w:id="{number}">{text}</w:{kind}>'
                for number, text in enumerate(texts, start=1)
            )
            parts[f"{kind}s"] = _part(f"{kind}s", inner)
    if header:
        parts["header1"] = _part("hdr", header)
    entries = {f"word/{name}.xml": content for name, content in parts.items()}
    kinds = {name: "header" if name == "header1" else name for name in parts if name != "document"}
    relations = [(f"r{name}", kind, f"{name}.xml", "") for name, kind in kinds.items()]
    relations += [("rImage", "image", "media/image1.png", "")]
    relations += [
        (key, "hyperlink", address, ' TargetMode="External"')
        for key, address in (links or {}).items()
    ]
    package = {
        "[Content_Types].xml": _content_types(kinds, main_type),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml", "")]),
        "word/_rels/document.xml.rels": _relations(relations),
        "word/media/image1.png": b"\x89PNG\r\n\x1a\n",
    }
    return zipped({**package, **entries, **(more or {})})


def zipped(entries: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def _part(root: str, inner: str) -> str:
    return f"{_HEAD}<w:{root} {_NAMESPACES}>{inner}</w:{root}>"


def _numbering() -> str:
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(9)
        )
        + "</w:abstractNum>"
        for number, kind in ((BULLETS, "bullet"), (NUMBERS, "decimal"))
    )
    used = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in (BULLETS, NUMBERS)
    )
    return lists + used


def _relations(relations: list[tuple[str, str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/relationships/{kind}" '
        f'Target="{escape(target)}"{mode}/>'
        for key, kind, target, mode in relations
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _content_types(kinds: dict[str, str], main_type: str) -> str:
    overrides = {"document": main_type} | {
        name: f"{WORD}.{kind}+xml" for name, kind in kinds.items()
    }
    inner = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in overrides.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{inner}</Types>'
    )
