"""A letter as a Word file, for those who go on writing it there."""

import datetime
from dataclasses import dataclass

from meetings.word_export import package
from meetings.word_export.blocks import Writer
from meetings.word_export.text import Span, clean_text


@dataclass(frozen=True, slots=True)
class WordLetter:
    """Plain text; `closing` are the lines below the last paragraph."""

    sender: str
    to: str
    date: str
    subject: str
    paragraphs: tuple[str, ...]
    closing: tuple[str, ...] = ()


def letter_bytes(letter: WordLetter, *, moment: datetime.datetime) -> bytes:
    """The letter as a Word file; `moment` is when the file says it was written."""
    paper = package.Package()
    writer = Writer(paper.link_id)

    def line(style: str, text: str) -> str:
        return writer.paragraph(style, Span(clean_text(text)))

    body = line("Subtitle", letter.sender) + line("Normal", letter.to) + line("Normal", letter.date)
    body += line("Heading2", letter.subject)
    body += "".join(line("Normal", text) for text in (*letter.paragraphs, *letter.closing))
    paper.write(body, writer.numbering.xml())
    paper.describe(clean_text(letter.subject), clean_text(letter.sender), moment)
    return paper.bytes()
