"""Files that come in from outside: what is taken, and under which name it is kept."""

from meetings.files.checking import check, max_bytes, max_size
from meetings.files.kinds import (
    ACCEPT,
    EXCEL,
    GIF,
    JPEG,
    KINDS,
    PDF,
    PNG,
    POWERPOINT,
    TAKEN,
    WEBP,
    WORD,
    FileKind,
    FileRefused,
    kind_of,
)
from meetings.files.names import MAX_NAME_LENGTH, safe_name, title_from

__all__ = [
    "ACCEPT",
    "EXCEL",
    "GIF",
    "JPEG",
    "KINDS",
    "MAX_NAME_LENGTH",
    "PDF",
    "PNG",
    "POWERPOINT",
    "TAKEN",
    "WEBP",
    "WORD",
    "FileKind",
    "FileRefused",
    "check",
    "kind_of",
    "max_bytes",
    "max_size",
    "safe_name",
    "title_from",
]
