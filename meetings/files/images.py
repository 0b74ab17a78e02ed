"""Whether a picture is whole and small enough to be shown."""

import contextlib
import io
import threading
from collections.abc import Iterator

from PIL import Image, ImageFile

from meetings.files.kinds import GIF, JPEG, PNG, WEBP, FileKind, FileRefused

MAX_PIXELS = 60_000_000  # a camera's 50 megapixels pass; unpacked they are 180 MB
_one_at_a_time = threading.Lock()
_FORMATS = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WEBP"}


def check(data: bytes, kind: FileKind) -> None:
    """Raises FileRefused unless `data` is a whole picture of the kind."""
    try:
        with _strictly(), Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
            too_large = image.width * image.height > MAX_PIXELS
            if not too_large:
                _read(image, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        too_large = True
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
        raise FileRefused("Billedet er ikke helt. Gem det igen, og prøv så.") from error
    if too_large:
        limit = MAX_PIXELS // 1_000_000
        raise FileRefused(
            f"Billedet har mere end {limit} millioner billedpunkter. Gør det mindre, og prøv igen."
        )


@contextlib.contextmanager
def _strictly() -> Iterator[None]:
    """Pictures that are cut off are errors, also after WeasyPrint told Pillow, for the whole
    process, that they are none."""
    with _one_at_a_time:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _read(image: Image.Image, kind: FileKind) -> None:
    """To the end, with as little memory as the format allows: up to three bytes per pixel."""
    if kind is WEBP:
        return  # opening it compared its lengths; unpacked, it would take sixteen bytes per pixel
    if kind is PNG:
        image.verify()  # it has checksums, so nothing needs to be unpacked
        return
    # Most JPEGs can be read at an eighth of their width and height; a GIF ignores this.
    image.draft(None, (image.width // 8, image.height // 8))
    image.load()
