"""Pages about meetings and agendas."""

from meetings.views.agendas import (
    arrange_items,
    download_agenda,
    download_publication,
    edit_agenda,
    publish_agenda,
    review_agenda,
    show_remarks,
    withdraw_agenda,
)
from meetings.views.attachments import (
    delete_attachment,
    edit_attachment,
    list_attachments,
    replace_file,
)
from meetings.views.autosave import autosave_item, compare_item, note_presence
from meetings.views.downloads import download_attachment, download_attachment_version
from meetings.views.history import list_versions, restore_version, show_version
from meetings.views.items import create_item, delete_item, edit_item, move_item
from meetings.views.meetings import (
    create_meeting,
    delete_meeting,
    edit_meeting,
    list_meetings,
    show_meeting,
)

__all__ = [
    "arrange_items",
    "autosave_item",
    "compare_item",
    "create_item",
    "create_meeting",
    "delete_attachment",
    "delete_item",
    "delete_meeting",
    "download_agenda",
    "download_attachment",
    "download_attachment_version",
    "download_publication",
    "edit_agenda",
    "edit_attachment",
    "edit_item",
    "edit_meeting",
    "list_attachments",
    "list_meetings",
    "list_versions",
    "move_item",
    "note_presence",
    "publish_agenda",
    "replace_file",
    "restore_version",
    "review_agenda",
    "show_meeting",
    "show_remarks",
    "show_version",
    "withdraw_agenda",
]
