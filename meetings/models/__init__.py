"""Meetings, their agendas with attachments, and the agendas that went out."""

from meetings.models.attachments import Attachment, AttachmentVersion, StoredFile
from meetings.models.attendance import Attendance
from meetings.models.books import Book, Conversion, KeptPaper
from meetings.models.comments import ItemComment
from meetings.models.history import AgendaItemVersion, ItemPresence
from meetings.models.items import AgendaItem
from meetings.models.meetings import Meeting
from meetings.models.publications import (
    AgendaPublication,
    AgendaReading,
    PublishedAttachment,
    PublishedItem,
)
from meetings.models.standard_items import StandardItem

__all__ = [
    "AgendaItem",
    "AgendaItemVersion",
    "AgendaPublication",
    "AgendaReading",
    "Attachment",
    "AttachmentVersion",
    "Attendance",
    "Book",
    "Conversion",
    "ItemComment",
    "ItemPresence",
    "KeptPaper",
    "Meeting",
    "PublishedAttachment",
    "PublishedItem",
    "StandardItem",
    "StoredFile",
]
