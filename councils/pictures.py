"""Portraits as they are kept: small JPEGs without what the camera wrote into them.

A photo tells where and when it was taken; nothing of that may reach a page.
"""

import contextlib
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

MAX_BYTES = 10_000_000
MAX_PIXELS = 60_000_000  # a camera's 50 megapixels pass
SIDE = 480  # pixels at most, twice what the page shows
QUALITY = 85


class PictureRefused(Exception):
    """Not a picture that the portal keeps; its text, in Danish, is for the reader."""


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept."""

    data: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def made_small(data: bytes) -> Picture:
    """The picture upright, at most `SIDE` pixels a side, as a JPEG with nothing but its pixels.

    Raises PictureRefused unless `data` is a whole JPEG or PNG of a size that can be unpacked.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefused(f"Billedet er større end {MAX_BYTES // 1_000_000} MB.")
    try:
        with _strictly(), Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as image:
            return _encoded(_upright(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except Image.UnidentifiedImageError as error:
        raise PictureRefused("Filen er ikke et billede i JPEG- eller PNG-format.") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
        raise PictureRefused("Billedet er ikke helt. Gem det igen, og prøv så.") from error


def _too_large() -> PictureRefused:
    return PictureRefused(
        f"Billedet har mere end {MAX_PIXELS // 1_000_000} millioner billedpunkter. "
        "Gør det mindre, og prøv igen."
    )


@contextlib.contextmanager
def _strictly() -> Iterator[None]:
    """Pictures that are cut off are errors, whatever another library told Pillow."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _upright(image: Image.Image) -> Image.Image:
    if image.width * image.height > MAX_PIXELS:
        raise _too_large()
    image.thumbnail((SIDE, SIDE))  # before turning it: a JPEG is then unpacked small
    return ImageOps.exif_transpose(image)


def _encoded(image: Image.Image) -> Picture:
    """On white where the picture is see-through."""
    layer = image.convert("RGBA")
    flat = Image.new("RGB", layer.size, "white")
    flat.paste(layer, mask=layer.getchannel("A"))
    file = io.BytesIO()
    flat.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(file.getvalue(), flat.width, flat.height)
