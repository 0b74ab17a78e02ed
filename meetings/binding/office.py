"""Word, Excel and PowerPoint files as PDF, by LibreOffice where that is installed."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

_PROGRAM = "soffice"
_EXTENSION = re.compile(r"\.?[a-z0-9]{1,5}")
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


def office_pdf(data: bytes, extension: str, *, timeout: float = 60) -> bytes | None:
    """The file as PDF, or None where there is no LibreOffice, or it failed or took too long.

    Twice the same file does not give the same bytes, for LibreOffice writes the time into them:
    keep what came out.
    """
    program = shutil.which(_PROGRAM)
    extension = extension.lower()
    if program is None or not _EXTENSION.fullmatch(extension):
        return None
    with tempfile.TemporaryDirectory(prefix="bilag-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"bilag.{extension.removeprefix('.')}"
        source.write_bytes(data)
        profile = folder / "profile"
        _prepare(profile)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            *("--convert-to", "pdf", "--outdir", str(folder / "out")),
            str(source),
        ]
        made = folder / "out" / "bilag.pdf"
        if not _run(command, folder, timeout) or not made.is_file():
            return None
        pdf = made.read_bytes()
        return pdf if pdf.startswith(b"%PDF-") else None


def _prepare(profile: Path) -> None:
    """A profile of its own, so that two can work at once and none learns from another."""
    (profile / "user").mkdir(parents=True)
    settings = "\n".join(_SETTING.format(*value) for value in _VALUES)
    file = profile / "user" / "registrymodifications.xcu"
    file.write_text(_SETTINGS.format(settings), encoding="utf-8")


def _run(command: list[str], folder: Path, timeout: float) -> bool:
    """Whether it ended well in time; what it started is ended with it."""
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
    except OSError:
        return False
    try:
        return process.wait(timeout) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
