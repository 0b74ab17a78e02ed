"""Meetings, their agendas with attachments, and the agendas that went out."""

from meetings.models.attachments import Attachment, AttachmentVersion
from meetings.models.history import AgendaItemVersion, ItemPresence
from meetings.models.items import AgendaItem
from meetings.models.meetings import AgendaPublication, Meeting

__all__ = [
    "AgendaItem",
    "AgendaItemVersion",
    "AgendaPublication",
    "Attachment",
    "AttachmentVersion",
    "ItemPresence",
    "Meeting",
]
