"""What setting a paper takes of a process that does nothing else: the benchmark of papers asks."""

from pathlib import Path

from kkr_portal import printing
from kkr_portal.workshop import Workshop

_SHEET = "css/print.css"


def peak(function, *args) -> int:
    """The most memory, in MB, of a process that calls the function once."""
    return Workshop(megabytes=8000, preload=printing.PRELOAD).do(function, *args, seconds=900)


def ours(html: str, folders: tuple[str, ...]) -> int:
    printing.write_pdf(html, (_SHEET,), folders)
    return _megabytes()


def bare(html: str, css: str) -> int:
    render_bare(html, css)
    return _megabytes()


def render_bare(html: str, css: str) -> bytes:
    """As WeasyPrint's documentation has it: no tags, nothing kept."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 -- slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow import

    fonts = FontConfiguration()
    sheet = CSS(string=css, font_config=fonts)
    return HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts)


def _megabytes() -> int:
    told = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in told if line.startswith("VmHWM"))) // 1024
