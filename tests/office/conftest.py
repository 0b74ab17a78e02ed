import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def libreoffice() -> None:
    assert shutil.which("soffice"), (
        "These tests need LibreOffice; ./kkr test -m office installs it."
    )


@pytest.fixture
def workplace(tmp_path, monkeypatch) -> Path:
    """Where the conversions of a test make their folders, and nobody else does."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder
