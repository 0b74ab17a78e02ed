"""Papers: a template as a PDF, made in a workshop with limits on time and memory."""

import functools
import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from kkr_portal import printing
from kkr_portal.printing import ForeignResource
from kkr_portal.workshop import Limit, LimitReached, Workshop

__all__ = [
    "ForeignResource",
    "Limit",
    "LimitReached",
    "fingerprint",
    "in_workshop",
    "render",
    "render_html",
    "turn",
]

_SHEET = "css/print.css"

_workshop = Workshop(
    megabytes=settings.WORKSHOP_MAX_MB,
    preload=printing.PRELOAD,
    # Letters that our fonts lack are boxes, and not what happens to be installed on a machine.
    environment={"FONTCONFIG_FILE": str(settings.BASE_DIR / "static/fonts/fonts.conf")},
)


def render(template: str, context: dict[str, Any], *sheets: str) -> bytes:
    """The PDF of `template`, styled by static/css/print.css and then by `sheets`, if any.

    Raises ForeignResource where the template asks for anything but the portal's own static files
    (`static:path`), and LimitReached where it would take too much time or memory.
    """
    return render_html(render_to_string(template, context), *sheets)


def render_html(html: str, *sheets: str, watch: Callable[[], None] | None = None) -> bytes:
    """The PDF of a complete HTML document; `sheets` as for `render`, `watch` as for a Workshop."""
    return in_workshop(printing.write_pdf, html, (_SHEET, *sheets), _folders(), watch=watch)


def in_workshop(
    function: Callable[..., Any], *args: Any, watch: Callable[[], None] | None = None
) -> Any:
    """Other heavy work on papers, under the same limits; see Workshop.do."""
    return _workshop.do(function, *args, seconds=settings.WORKSHOP_MAX_SECONDS, watch=watch)


def turn(watch: Callable[[], None] | None = None) -> AbstractContextManager[None]:
    """One's turn in the workshop, for those who look first whether there is still work to do."""
    return _workshop.turn(settings.WORKSHOP_MAX_SECONDS, watch)


def fingerprint(html: str, *sheets: str) -> str:
    """Another one whenever `render_html` would give another PDF."""
    used = [_printer(), *(_file_hash(printing.found(sheet, _folders())) for sheet in sheets)]
    return hashlib.sha256("\0".join([html, *used]).encode()).hexdigest()


@functools.cache
def _printer() -> str:
    """What every paper is made with, apart from what it says and the system's own libraries."""
    own = [Path(printing.__file__), printing.found(_SHEET, _folders())]
    fonts = sorted(font for folder in _folders() for font in Path(folder).glob("fonts/*.ttf"))
    versions = [version(name) for name in ("weasyprint", "pydyf")]
    return " ".join([*versions, *map(_file_hash, own + fonts)])


@functools.cache
def _file_hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _folders() -> tuple[str, ...]:
    return tuple(str(folder) for folder in settings.STATICFILES_DIRS)
