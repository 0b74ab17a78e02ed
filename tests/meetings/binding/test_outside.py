"""Pictures, and what LibreOffice makes PDFs of."""

import io
import os
import sys
import time

import pikepdf
import pytest
from pikepdf import Matrix, Name
from PIL import Image

from meetings.binding import NotNow, Unreadable, image_pdf, office_pdf, read


def picture(form: str = "JPEG", size=(400, 300), mode="RGB", **how) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(file, form, **how)
    return file.getvalue()


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(image_pdf(data, alt="Et kort")))


def matrix_of(page: pikepdf.Page) -> Matrix:
    content = pikepdf.parse_content_stream(page)
    return Matrix(*next([float(n) for n in ns] for ns, op in content if str(op) == "cm"))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("size", [(400, 300), (300, 400), (5000, 100), (8, 8)])
def test_a_picture_is_one_a4_page_in_its_direction(form, size):
    pdf = opened(picture(form, size))
    page = pdf.pages[0]

    width, height = page.mediabox[2], page.mediabox[3]
    assert (width > height) == (size[0] > size[1])
    x1, y1 = matrix_of(page).transform((0, 0))
    x2, y2 = matrix_of(page).transform((1, 1))
    assert 0 < x1 < x2 < width
    assert 0 < y1 < y2 < height
    assert (x2 - x1) / (y2 - y1) == pytest.approx(size[0] / size[1], rel=0.02)


@pytest.mark.parametrize(
    ("mode", "colours"),
    [("RGB", Name.DeviceRGB), ("L", Name.DeviceGray), ("CMYK", Name.DeviceCMYK)],
)
def test_a_jpeg_goes_in_as_it_is(mode, colours):
    data = picture(mode=mode)

    pdf = opened(data)
    image = pdf.pages[0].Resources.XObject.Picture
    assert image.read_raw_bytes() == data
    assert image.ColorSpace == colours


# Where the stored picture's lower left and upper right corner come to be: (left or right, …).
@pytest.mark.parametrize(
    ("orientation", "low_left", "high_right"),
    [
        (1, "left low", "right high"),
        (2, "right low", "left high"),
        (3, "right high", "left low"),
        (4, "left high", "right low"),
        (5, "right high", "left low"),
        (6, "left high", "right low"),
        (7, "left low", "right high"),
        (8, "right low", "left high"),
    ],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_is_turned_as_the_camera_was_held(form, orientation, low_left, high_right):
    exif = Image.Exif()
    exif[0x0112] = orientation

    pdf = opened(picture(form, (400, 300), exif=exif))
    page = pdf.pages[0]

    assert (page.mediabox[2] > page.mediabox[3]) == (orientation < 5)
    matrix = matrix_of(page)
    for corner, place in [((0, 0), low_left), ((1, 1), high_right)]:
        x, y = matrix.transform(corner)
        middle = matrix.transform((0.5, 0.5))
        assert (
            place == f"{'left' if x < middle[0] else 'right'} {'low' if y < middle[1] else 'high'}"
        )


def test_what_is_transparent_is_white():
    file = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(file, "PNG")

    pdf = opened(file.getvalue())
    image = pdf.pages[0].Resources.XObject.Picture

    assert image.read_bytes() == b"\xff" * 4 * 4 * 3


def test_sixteen_bits_become_eight():
    file = io.BytesIO()
    Image.new("I;16", (4, 4), 0x8000).save(file, "PNG")

    pdf = opened(file.getvalue())
    image = pdf.pages[0].Resources.XObject.Picture

    assert image.read_bytes() == b"\x80" * 16


def test_a_picture_is_no_finer_than_paper():
    pdf = opened(picture("PNG", (6000, 500), "L"))
    image = pdf.pages[0].Resources.XObject.Picture

    assert image.Width < 3400


def test_a_picture_is_described_and_its_bytes_are_the_same_twice():
    data = picture("PNG")
    pdf = image_pdf(data, alt="Et kort")

    with pikepdf.open(io.BytesIO(pdf)) as opened_pdf:
        assert str(opened_pdf.Root.StructTreeRoot.K[0].Alt) == "Et kort"
    assert image_pdf(data, alt="Et kort") == pdf
    assert read(pdf) == 1


@pytest.mark.parametrize("data", [b"", b"rod", picture()[:900], picture("PNG")[:900]])
def test_a_broken_picture_is_unreadable(data):
    with pytest.raises(Unreadable, match="beskadiget"):
        image_pdf(data, alt="x")


# --- Office ---------------------------------------------------------------------------------------

SUCCESS = """
cat "$HOME"/bilag > "$TMPDIR/copy"
echo "$@" > "{log}"; env >> "{log}"; cat "$HOME"/profile/user/*.xcu >> "{log}"
mkdir -p "$HOME/out"; {{ printf '%%PDF-1.7 '; cat "$HOME/bilag"; }} > "$HOME/out/bilag.pdf"
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a program in LibreOffice's place."""

    def install(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return install


def test_without_libreoffice_there_is_no_pdf(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NotNow):
        office_pdf(b"x", ".docx")


def test_libreoffice_works_in_a_folder_and_profile_of_its_own(install, tmp_path, monkeypatch):
    log = tmp_path / "log"
    install(SUCCESS.format(log=log))
    monkeypatch.setenv("SECRET_KEY", "hemmelig")

    assert office_pdf(b"indhold", ".docx") == b"%PDF-1.7 indhold"

    told = log.read_text(encoding="utf-8")
    assert "--headless" in told
    assert "--convert-to pdf:writer_pdf_Export:" in told
    assert "--infilter=MS Word 2007 XML" in told
    assert "-env:UserInstallation=file://" in told
    assert "DisableMacrosExecution" in told
    assert "hemmelig" not in told
    [home] = [line[5:] for line in told.splitlines() if line.startswith("HOME=")]
    assert not os.path.exists(home)  # noqa: PTH110


@pytest.mark.parametrize("script", ["kill -9 $$", "exit 134"])
def test_what_was_ended_may_give_a_pdf_another_time(install, script):
    install(script)

    with pytest.raises(NotNow):
        office_pdf(b"x", "docx")


@pytest.mark.parametrize(
    "script",
    ["exit 1", "exit 0", 'mkdir "$HOME/out"; echo rod > "$HOME/out/bilag.pdf"'],
)
def test_a_failure_gives_no_pdf(install, script):
    install(script)

    assert office_pdf(b"x", "docx") is None


def test_what_takes_too_long_is_ended_with_its_children(install, tmp_path):
    late = tmp_path / "late"
    install(f"(sleep 2; touch {late}) & sleep 30")
    started = time.perf_counter()

    with pytest.raises(NotNow):
        office_pdf(b"x", "docx", timeout=0.3)

    assert time.perf_counter() - started < 2
    time.sleep(2.2)
    assert not late.exists()


@pytest.mark.parametrize("bytes_of_memory", [1_000_000_000, 3_000_000_000])
def test_memory_is_limited(install, bytes_of_memory):
    much = f"{sys.executable} -c 'bytearray({bytes_of_memory})' || exit 1"
    install(f"{much}; mkdir -p $HOME/out; printf %%PDF-1.7 > $HOME/out/bilag.pdf")

    is_there = office_pdf(b"x", "docx") is not None

    assert is_there == (bytes_of_memory < 2_000_000_000)


@pytest.mark.parametrize("extension", ["../x", "", "a b", ".docx/..", "odt", ".html", ".doc"])
def test_only_kinds_that_the_portal_takes_are_converted(install, extension):
    install('mkdir "$HOME/out"; printf %%PDF-1.7 > "$HOME/out/bilag.pdf"')

    assert office_pdf(b"x", extension) is None


def test_an_empty_file_gives_no_pdf(install):
    install('mkdir "$HOME/out"; printf %%PDF-1.7 > "$HOME/out/bilag.pdf"')

    assert office_pdf(b"", "docx") is None
