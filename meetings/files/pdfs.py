"""Whether a PDF is whole and opens without a password."""

import io

import pikepdf

from meetings.files.kinds import FileRefused

HEAD = b"%PDF-"
_END = b"%%EOF"
_END_WITHIN = 1024  # readers look for the mark there (PDF Reference 1.7, appendix H, note 18)
_NOT_WHOLE = "PDF-filen er ikke hel. Dan den igen, og prøv så."


def check(data: bytes) -> None:
    """Raises FileRefused unless `data` is a whole PDF that everybody can open.

    The end mark is missing when an upload was cut off. A table of contents that is a little wrong
    is mended while reading, here as in every reader, but not a file that lost pages. A password
    that only forbids printing or copying lets the file open, and is none of our business.
    """
    if _END not in data[-_END_WITHIN:]:
        raise FileRefused(_NOT_WHOLE)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            counted = pdf.Root.Pages.Count  # before qpdf mends the tree of pages
            sound = 0 < len(pdf.pages) == counted
    except pikepdf.PasswordError as error:
        text = "PDF-filen er beskyttet med adgangskode. Gem den uden, og prøv igen."
        raise FileRefused(text) from error
    except (
        pikepdf.PdfError,
        ValueError,
        RuntimeError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:
        raise FileRefused(_NOT_WHOLE) from error
    if not sound:
        raise FileRefused(_NOT_WHOLE)
