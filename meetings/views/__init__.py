"""Pages about meetings and agendas."""

from meetings.views.agendas import (
    arrange_items,
    download_agenda,
    download_publication,
    edit_agenda,
    publish_agenda,
    withdraw_agenda,
)
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
    "create_item",
    "create_meeting",
    "delete_item",
    "delete_meeting",
    "download_agenda",
    "download_publication",
    "edit_agenda",
    "edit_item",
    "edit_meeting",
    "list_meetings",
    "move_item",
    "publish_agenda",
    "show_meeting",
    "withdraw_agenda",
]
