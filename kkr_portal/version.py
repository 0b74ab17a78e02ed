"""The portal's version: the newest heading of the changelog, so that there is only one."""

import re
from pathlib import Path

_changelog = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
_newest = re.search(r"^## (\d+\.\d+\.\d+)", _changelog.read_text(encoding="utf-8"), re.MULTILINE)
if _newest is None:
    raise RuntimeError("CHANGELOG.md has no version heading")
VERSION = _newest[1]
