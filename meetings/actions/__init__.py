"""Everything a secretary does to meetings, agendas and their attachments.

Each action is one transaction with one audit entry. Whoever writes to an agenda first locks its
meeting, so that an agenda cannot change while it is being published.
"""

from meetings.actions.attachments import (
    arrange_attachments,
    attach_file,
    attach_files,
    change_attachment,
    remove_attachment,
    replace_file,
)
from meetings.actions.attendance import (
    AttendanceHasChanged,
    NotExpected,
    TooLateToApologise,
    record_attendance,
    send_apology,
    withdraw_apology,
)
from meetings.actions.books import (
    BookIsNoLongerMade,
    NothingToBind,
    ask_for_book,
    cancel_book,
)
from meetings.actions.drafts import (
    AgendaHasChanged,
    AgendaIsEmpty,
    AgendaIsPublished,
    NumbersAreFrozen,
)
from meetings.actions.fixes import fix_finding
from meetings.actions.history import restore_version
from meetings.actions.items import (
    Conflict,
    ItemHasText,
    MainItemIsDropped,
    SubItemsAreNew,
    add_item,
    autosave_item,
    delete_item,
    drop_item,
    save_item,
    set_heading,
)
from meetings.actions.meetings import (
    MeetingHasChanged,
    change_meeting,
    create_meeting,
    delete_meeting,
)
from meetings.actions.moving import CannotBeSubItem, copy_item, open_pool, transfer_item
from meetings.actions.ordering import arrange_items, move_item, nest_item, unnest_item
from meetings.actions.plan import MeetingsClash, create_meetings
from meetings.actions.presence import note_presence
from meetings.actions.publishing import (
    AgendaIsWrong,
    NewsIsMissing,
    NothingIsNew,
    amend_agenda,
    discard_amendment,
    publish_agenda,
    withdraw_agenda,
)
from meetings.actions.reading import note_reading
from meetings.actions.reviews import (
    NotUnderReview,
    comment_on,
    end_review,
    handle_comment,
    start_review,
)
from meetings.actions.standard_items import (
    StandardItemHasChanged,
    StandardItemHasSubItems,
    StandardItemIsGone,
    create_standard_item,
    delete_standard_item,
    fill_from_template,
    move_standard_item,
    save_standard_item,
    use_standard_item,
)

__all__ = [
    "AgendaHasChanged",
    "AgendaIsEmpty",
    "AgendaIsPublished",
    "AgendaIsWrong",
    "AttendanceHasChanged",
    "BookIsNoLongerMade",
    "CannotBeSubItem",
    "Conflict",
    "ItemHasText",
    "MainItemIsDropped",
    "MeetingHasChanged",
    "MeetingsClash",
    "NewsIsMissing",
    "NotExpected",
    "NotUnderReview",
    "NothingIsNew",
    "NothingToBind",
    "NumbersAreFrozen",
    "StandardItemHasChanged",
    "StandardItemHasSubItems",
    "StandardItemIsGone",
    "SubItemsAreNew",
    "TooLateToApologise",
    "add_item",
    "amend_agenda",
    "arrange_attachments",
    "arrange_items",
    "ask_for_book",
    "attach_file",
    "attach_files",
    "autosave_item",
    "cancel_book",
    "change_attachment",
    "change_meeting",
    "comment_on",
    "copy_item",
    "create_meeting",
    "create_meetings",
    "create_standard_item",
    "delete_item",
    "delete_meeting",
    "delete_standard_item",
    "discard_amendment",
    "drop_item",
    "end_review",
    "fill_from_template",
    "fix_finding",
    "handle_comment",
    "move_item",
    "move_standard_item",
    "nest_item",
    "note_presence",
    "note_reading",
    "open_pool",
    "publish_agenda",
    "record_attendance",
    "remove_attachment",
    "replace_file",
    "restore_version",
    "save_item",
    "save_standard_item",
    "send_apology",
    "set_heading",
    "start_review",
    "transfer_item",
    "unnest_item",
    "use_standard_item",
    "withdraw_agenda",
    "withdraw_apology",
]
