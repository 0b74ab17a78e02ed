"""Word, Excel and PowerPoint files as PDF, by LibreOffice where that is installed."""

import contextlib
import hashlib
import math
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from meetings.binding.sheets import fit_to_width
from meetings.binding.values import NotNow

_PROGRAM, _LIMITER = "soffice", "prlimit"
# What reads each kind, and what writes it. The reader is told, for LibreOffice would go by the
# content, and make a page also of a web page or a broken file with the name of another.
_FILTERS = {
    ".docx": ("MS Word 2007 XML", "writer_pdf_Export"),
    ".xlsx": ("Calc MS Excel 2007 XML", "calc_pdf_Export"),
    ".pptx": ("Impress MS PowerPoint 2007 XML", "impress_pdf_Export"),
}
# Not SinglePageSheets: that also shows the sheets that somebody hid.
_OPTIONS = '{"UseTaggedPDF":{"type":"boolean","value":"true"}}'

_ENDED = 128  # and the signal: how a shell tells that a program was ended
_GLANCE = 0.5  # seconds between looks at whether to go on
_MOST_MEMORY = 2_000_000_000  # bytes of addresses; LibreOffice starts with a quarter of it
_MOST_WRITTEN = 100_000_000  # bytes of a file

# Nothing in the file may run, and it may fetch nothing: neither what it links to, nor anything
# else, as the proxy is none.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""
_SETTING = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)
_VALUES = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def office_pdf(
    data: bytes, extension: str, *, timeout: float = 60, watch: Callable[[], None] | None = None
) -> bytes | None:
    """The file as PDF, or None where LibreOffice makes none of it. NotNow where there is no
    LibreOffice, or it took too much or was ended.

    The file must be what its extension says: meetings/files sees to that when it comes. `watch` is
    called every half second, and ends the work by raising.

    Twice the same file does not give the same bytes, for LibreOffice writes the time into them:
    keep what came out.
    """
    filters = _FILTERS.get(f".{extension.lower().removeprefix('.')}")
    if not data or filters is None:
        return None
    if not (shutil.which(_PROGRAM) and shutil.which(_LIMITER)):
        raise NotNow
    if filters == _FILTERS[".xlsx"]:
        data = fit_to_width(data)
    with _folder() as name:
        folder = Path(name)
        source = folder / "bilag"
        source.write_bytes(data)
        _prepare(folder / "profile")
        made = folder / "out" / "bilag.pdf"
        command = [*_limits(timeout), *_conversion(folder, *filters), str(source)]
        code = _run(command, folder, timeout, watch)
        if code < 0 or code >= _ENDED:
            raise NotNow
        if code or not made.is_file():
            return None
        pdf = made.read_bytes()
        return pdf if pdf.startswith(b"%PDF-") else None


def _folder() -> tempfile.TemporaryDirectory[str]:
    """Its name says whose it is: others remove it when we were killed before we could."""
    prefix = f"bilag-{os.getpid()}-"
    return tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)


def _limits(timeout: float) -> list[str]:
    """A small file can unfold to more than a machine has, or be busy when we ourselves are gone."""
    return [
        *(_LIMITER, f"--as={_MOST_MEMORY}", f"--fsize={_MOST_WRITTEN}"),
        *(f"--cpu={2 * math.ceil(timeout)}", "--core=0"),
    ]


def _conversion(folder: Path, reader: str, writer: str) -> list[str]:
    return [
        *(_PROGRAM, f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *(f"--infilter={reader}", "--convert-to", f"pdf:{writer}:{_OPTIONS}"),
        *("--outdir", str(folder / "out")),
    ]


def _prepare(profile: Path) -> None:
    """A profile of its own, so that two can work at once and none learns from another."""
    (profile / "user").mkdir(parents=True)
    settings = "\n".join(_SETTING.format(*value) for value in _VALUES)
    file = profile / "user" / "registrymodifications.xcu"
    file.write_text(_SETTINGS.format(settings), encoding="utf-8")


def _run(command: list[str], folder: Path, timeout: float, watch: Callable[[], None] | None) -> int:
    """Its exit code, or NotNow; what it started is ended with it."""
    # Of our own environment, which holds secrets, it sees nothing but where programs are.
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "da_DK.UTF-8",
    }
    try:
        process = subprocess.Popen(  # noqa: S603 -- no shell, and no word of it comes from outside
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NotNow from error
    try:
        return _waited(process, timeout, watch)
    except subprocess.TimeoutExpired as error:
        raise NotNow from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        _remove_socket(folder / "profile")


def _waited(
    process: subprocess.Popen[bytes], timeout: float, watch: Callable[[], None] | None
) -> int:
    latest = time.monotonic() + timeout
    while True:
        left = latest - time.monotonic()
        try:
            return process.wait(min(left, _GLANCE) if watch else left)
        except subprocess.TimeoutExpired:
            if time.monotonic() >= latest:
                raise
            if watch:
                watch()


def _remove_socket(profile: Path) -> None:
    """By which others could ask it to open more; it stays when the program is ended by force.

    Where it lies cannot be chosen. Its name is made of the profile's address.
    """
    address = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False)
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{b:x}' for b in address.digest())}"
    for folder in ("/tmp", "/var/tmp"):  # noqa: S108 -- nothing is written there
        with contextlib.suppress(OSError):
            Path(folder, name).unlink(missing_ok=True)
