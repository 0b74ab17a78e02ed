"""Files as people send them: made here, so that each test says what is wrong with its own."""

import io
import zipfile

import pikepdf
from PIL import Image

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "application/vnd.openxmlformats-officedocument."
WORD_TYPE = f"{OFFICE}wordprocessingml.document.main+xml"
EXCEL_TYPE = f"{OFFICE}spreadsheetml.sheet.main+xml"
POWERPOINT_TYPE = f"{OFFICE}presentationml.presentation.main+xml"


def make_pdf(*, pages: int = 2, **how) -> bytes:
    file, pdf = io.BytesIO(), pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.save(file, **how)
    return file.getvalue()


def make_office(
    main: str, main_type: str, parts: dict[str, bytes] | None = None, types: str = ""
) -> bytes:
    """An Office file with a main part; `types` are further lines of the part about types."""
    content_types = (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{TYPES}">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{main_type}"/>{types}</Types>'
    )
    all_parts = {
        "[Content_Types].xml": content_types.encode(),
        "_rels/.rels": b"<Relationships/>",
        main: b"<main>" + b"Referat af et langt m\xc3\xb8de. " * 40 + b"</main>",
        **(parts or {}),
    }
    return make_zip(all_parts)


def make_zip(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_picture(form: str, **how) -> bytes:
    """Noise, so that no format makes it small: what is cut off is seen."""
    file = io.BytesIO()
    Image.effect_noise((80, 60), 60).convert("RGB").save(file, form, **how)
    return file.getvalue()


PDF = make_pdf()
WORD = make_office("word/document.xml", WORD_TYPE)
EXCEL = make_office("xl/workbook.xml", EXCEL_TYPE)
POWERPOINT = make_office("ppt/presentation.xml", POWERPOINT_TYPE)
JPEG, PNG = make_picture("JPEG"), make_picture("PNG")
GIF, WEBP = make_picture("GIF"), make_picture("WEBP")
