"""Portraits: made small and bare, or refused with a reason."""

import io

import pytest
from PIL import Image, ImageFile

from councils import pictures


def picture(kind="JPEG", size=(1200, 1600), mode="RGB", colour="red", **options) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def opened(kept: pictures.Picture) -> Image.Image:
    return Image.open(io.BytesIO(kept.data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_is_kept_as_a_small_jpeg(kind):
    kept = pictures.made_small(picture(kind))

    assert (kept.width, kept.height) == (360, 480)
    assert (opened(kept).format, opened(kept).size) == ("JPEG", (360, 480))
    assert len(kept.sha256) == 64


def test_small_picture_is_not_blown_up():
    assert pictures.made_small(picture(size=(80, 60))).width == 80


def test_what_the_camera_wrote_is_gone_and_the_picture_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Kameraet"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    kept = pictures.made_small(picture(size=(800, 400), exif=exif, comment=b"hemmeligt"))

    assert (kept.width, kept.height) == (240, 480)
    assert not opened(kept).getexif()
    assert b"Kameraet" not in kept.data
    assert b"hemmeligt" not in kept.data
    assert b"Exif" not in kept.data


@pytest.mark.parametrize(
    ("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("1", 1), ("I;16", 0)]
)
def test_every_kind_of_png_becomes_a_picture(mode, colour):
    kept = pictures.made_small(picture("PNG", (40, 40), mode, colour))

    shown = opened(kept).convert("RGB").getpixel((20, 20))
    if mode in ("RGBA", "LA", "1"):
        assert min(shown) > 250  # see-through is white
    assert opened(kept).mode == "RGB"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "ikke et billede"),
        (b"%PDF-1.7 ...", "ikke et billede"),
        (picture("GIF", (5, 5)), "ikke et billede"),
        (picture("WEBP", (5, 5)), "ikke et billede"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ikke et billede"),
        (picture()[: len(picture()) // 2], "ikke helt"),
        (picture("PNG")[:-200], "ikke helt"),
        (picture("PNG", (9000, 9000), "1", 0), "60 millioner billedpunkter"),
        (bytes(pictures.MAX_BYTES + 1), "større end 10 MB"),
    ],
)
def test_what_is_no_whole_picture_is_refused_with_the_reason(data, reason, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as another library leaves it

    with pytest.raises(pictures.PictureRefused, match=reason):
        pictures.made_small(data)
    assert ImageFile.LOAD_TRUNCATED_IMAGES
