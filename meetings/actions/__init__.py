"""Everything a secretary does to meetings, agendas and their attachments.

Each action is one transaction with one audit entry. Whoever writes to an agenda first locks its
meeting, so that an agenda cannot change while it is being published.
"""

from meetings.actions.attachments import (
    attach_file,
    change_attachment,
    remove_attachment,
    replace_file,
)
from meetings.actions.drafts import AgendaHasChanged, AgendaIsEmpty, AgendaIsPublished
from meetings.actions.history import restore_version
from meetings.actions.items import (
    Conflict,
    add_item,
    arrange_items,
    autosave_item,
    delete_item,
    move_item,
    save_item,
)
from meetings.actions.meetings import change_meeting, create_meeting, delete_meeting
from meetings.actions.presence import note_presence
from meetings.actions.publishing import AgendaIsWrong, publish_agenda, withdraw_agenda

__all__ = [
    "AgendaHasChanged",
    "AgendaIsEmpty",
    "AgendaIsPublished",
    "AgendaIsWrong",
    "Conflict",
    "add_item",
    "arrange_items",
    "attach_file",
    "autosave_item",
    "change_attachment",
    "change_meeting",
    "create_meeting",
    "delete_item",
    "delete_meeting",
    "move_item",
    "note_presence",
    "publish_agenda",
    "remove_attachment",
    "replace_file",
    "restore_version",
    "save_item",
    "withdraw_agenda",
]
