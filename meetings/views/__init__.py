"""Pages about meetings and agendas."""

from meetings.views.agendas import (
    arrange_items,
    edit_agenda,
    publish_agenda,
    review_agenda,
    show_remarks,
    withdraw_agenda,
)
from meetings.views.amendments import amend_agenda, discard_amendment
from meetings.views.attachments import (
    arrange_attachments,
    delete_attachment,
    edit_attachment,
    list_attachments,
    move_attachment,
    replace_file,
    show_marks,
)
from meetings.views.autosave import autosave_item, compare_item, note_presence
from meetings.views.downloads import (
    download_attachment,
    download_attachment_version,
    download_published_attachment,
)
from meetings.views.fixes import fix_finding
from meetings.views.history import list_versions, restore_version, show_version
from meetings.views.items import (
    create_item,
    delete_item,
    drop_item,
    edit_item,
    move_item,
    set_heading,
)
from meetings.views.meetings import (
    create_meeting,
    delete_meeting,
    edit_meeting,
    list_meetings,
)
from meetings.views.moving import reuse_item, show_pool, transfer_item
from meetings.views.plan import create_plan, serve_feed, show_calendar
from meetings.views.presence import show_presence
from meetings.views.reading import (
    download_agenda,
    download_draft,
    download_internal_agenda,
    download_internal_draft,
    download_internal_publication,
    download_publication,
    preview_agenda,
    show_meeting,
)
from meetings.views.reviews import end_review, handle_comment, show_comments, start_review
from meetings.views.standard_items import (
    add_standard_item,
    create_standard_item,
    delete_standard_item,
    edit_standard_item,
    fill_agenda,
    list_standard_items,
    move_standard_item,
    preview_standard_item,
)
from meetings.views.word import import_item

__all__ = [
    "add_standard_item",
    "amend_agenda",
    "arrange_attachments",
    "arrange_items",
    "autosave_item",
    "compare_item",
    "create_item",
    "create_meeting",
    "create_plan",
    "create_standard_item",
    "delete_attachment",
    "delete_item",
    "delete_meeting",
    "delete_standard_item",
    "discard_amendment",
    "download_agenda",
    "download_attachment",
    "download_attachment_version",
    "download_draft",
    "download_internal_agenda",
    "download_internal_draft",
    "download_internal_publication",
    "download_publication",
    "download_published_attachment",
    "drop_item",
    "edit_agenda",
    "edit_attachment",
    "edit_item",
    "edit_meeting",
    "edit_standard_item",
    "end_review",
    "fill_agenda",
    "fix_finding",
    "handle_comment",
    "import_item",
    "list_attachments",
    "list_meetings",
    "list_standard_items",
    "list_versions",
    "move_attachment",
    "move_item",
    "move_standard_item",
    "note_presence",
    "preview_agenda",
    "preview_standard_item",
    "publish_agenda",
    "replace_file",
    "restore_version",
    "reuse_item",
    "review_agenda",
    "serve_feed",
    "set_heading",
    "show_calendar",
    "show_comments",
    "show_marks",
    "show_meeting",
    "show_pool",
    "show_presence",
    "show_remarks",
    "show_version",
    "start_review",
    "transfer_item",
    "withdraw_agenda",
]
