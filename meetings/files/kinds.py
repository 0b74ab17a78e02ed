"""The kinds of file that the portal keeps."""

from dataclasses import dataclass


class FileRefused(ValueError):
    """The file is none that the portal keeps; the text, in Danish, is for the reader."""


@dataclass(frozen=True)
class FileKind:
    """`label` stands beside a link, `noun` in a sentence. Only what a browser shows by itself,
    without another program, is shown in it (`is_inline`); the rest is downloaded."""

    extension: str
    content_type: str
    label: str
    noun: str
    is_inline: bool = False
    other_extensions: tuple[str, ...] = ()

    @property
    def extensions(self) -> tuple[str, ...]:
        return (self.extension, *self.other_extensions)


_OFFICE = "application/vnd.openxmlformats-officedocument."

PDF = FileKind(".pdf", "application/pdf", "PDF", "en PDF", is_inline=True)
WORD = FileKind(".docx", f"{_OFFICE}wordprocessingml.document", "Word", "et Word-dokument (.docx)")
EXCEL = FileKind(".xlsx", f"{_OFFICE}spreadsheetml.sheet", "Excel", "et Excel-ark (.xlsx)")
POWERPOINT = FileKind(
    ".pptx",
    f"{_OFFICE}presentationml.presentation",
    "PowerPoint",
    "en PowerPoint-præsentation (.pptx)",
)
JPEG = FileKind(
    ".jpg",
    "image/jpeg",
    "Billede",
    "et JPEG-billede",
    is_inline=True,
    other_extensions=(".jpeg", ".jpe", ".jfif"),
)
PNG = FileKind(
    ".png", "image/png", "Billede", "et PNG-billede", is_inline=True, other_extensions=(".apng",)
)
GIF = FileKind(".gif", "image/gif", "Billede", "et GIF-billede", is_inline=True)
WEBP = FileKind(".webp", "image/webp", "Billede", "et WebP-billede", is_inline=True)

OFFICE_KINDS = (WORD, EXCEL, POWERPOINT)
KINDS = (PDF, *OFFICE_KINDS, JPEG, PNG, GIF, WEBP)
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}

TAKEN = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) og billeder (JPEG, PNG, GIF og WebP)"
# For the attribute `accept` of a file field: endings, and types for those who have no endings.
ACCEPT = ",".join([*BY_EXTENSION, *(kind.content_type for kind in KINDS)])


def kind_of(content_type: str) -> FileKind | None:
    """The kind that is stored and sent as `content_type`, if it is one."""
    return next((kind for kind in KINDS if kind.content_type == content_type), None)
