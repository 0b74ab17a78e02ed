"""Files that are not what they seem, that reach for others, or that take all there is."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from meetings.binding import NotNow, office_pdf
from tests.meetings.word_files import docx, paragraph
from tests.office.samples import Made, grid, picture, report, sheet_xml, workbook

pytestmark = pytest.mark.office

LOCKED = Path(__file__).with_name("locked.docx")
_FRAME = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="3000000" cy="2000000"/><wp:docPr id="1" name="B"/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:link="rLink"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="3000000" cy="2000000"/></a:xfrm><a:prstGeom prst="rect">'
    "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
    "</w:drawing></w:r>"
)
_FLAT = (
    '<?xml version="1.0"?><office:document office:version="1.3" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.text" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:text><text:p>Hej</text:p></office:text></office:body></office:document>"
)


_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rLink" Type="{_LINKS}/image" Target="{{}}" TargetMode="External"/>'
    "</Relationships>"
)


def linking_to(address: str) -> bytes:
    """A document with a picture that lies elsewhere."""
    relations = {"word/_rels/document.xml.rels": _RELATIONS.format(address)}
    return docx(paragraph("Hej"), paragraph(_FRAME), more=relations)


@pytest.fixture
def server():
    """A server on this machine: its address, and what anybody asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def parse_request(self) -> bool:  # comes before any method is looked for
            asked.append(str(self.raw_requestline))
            return super().parse_request()

        def log_message(self, *_) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


def processes_in(folder: Path) -> list[str]:
    """The command lines of what runs with something in a folder."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            lines.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [line for line in lines if str(folder) in line]


def dead_sockets() -> set[str]:
    """Those that LibreOffice left behind: nobody listens on them."""
    heard = Path("/proc/net/unix").read_text(encoding="utf-8")
    return {str(file) for file in Path("/tmp").glob("OSL_PIPE_*") if str(file) not in heard}


# --- Not what it seems ----------------------------------------------------------------------------


@pytest.mark.parametrize("extension", [".docx", ".xlsx", ".pptx"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hej",
        b"<html><body>Hej</body></html>",
        _FLAT.encode(),
        report()[:20_000],
        workbook({"Ark": sheet_xml(grid(9, 9))})[:-100],
        LOCKED.read_bytes(),
    ],
    ids=["empty", "text", "html", "flat", "cut", "cut sheet", "locked"],
)
def test_what_is_no_such_file_gives_no_pdf(data, extension, workplace):
    assert office_pdf(data, extension) is None

    assert list(workplace.iterdir()) == []


# --- Reaching for others --------------------------------------------------------------------------


def test_nothing_is_fetched_from_the_network(server):
    address, asked = server

    made = Made(office_pdf(linking_to(f"{address}/picture.png"), ".docx"))

    assert made.pages == ["Hej"]
    assert asked == []


def test_no_file_of_the_machine_gets_into_a_pdf(tmp_path):
    (tmp_path / "secret.png").write_bytes(picture().getvalue())

    made = Made(office_pdf(linking_to((tmp_path / "secret.png").as_uri()), ".docx"))

    assert made.pages == ["Hej"]
    assert made.pictures == []


# --- Taking all there is --------------------------------------------------------------------------


def test_what_takes_too_long_is_ended_and_leaves_nothing(workplace):
    endless = docx(paragraph("Æbler og pærer " * 20) * 100_000)
    before, started = dead_sockets(), time.monotonic()

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(office_pdf, endless, ".docx", timeout=5)
        was_busy = False
        while not (was_busy or waiting.done()):
            was_busy = any("soffice.bin" in line for line in processes_in(workplace))
        assert was_busy
        with pytest.raises(NotNow):
            waiting.result()

    assert time.monotonic() - started < 15
    time.sleep(0.5)
    assert processes_in(workplace) == []
    assert list(workplace.iterdir()) == []
    assert dead_sockets() <= before


def test_a_conversion_leaves_nothing(workplace):
    before = dead_sockets()

    assert office_pdf(report(), ".docx")

    assert processes_in(workplace) == []
    assert list(workplace.iterdir()) == []
    assert dead_sockets() <= before


def test_two_can_work_at_once():
    words = ["Første", "Anden", "Tredje"]

    with ThreadPoolExecutor(3) as pool:
        pdfs = pool.map(lambda word: office_pdf(report(word), ".docx"), words)

    made = [Made(pdf) for pdf in pdfs]
    assert [word in one.pages[0] for word, one in zip(words, made, strict=True)] == [True] * 3
