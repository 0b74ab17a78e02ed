"""Gennemlæsning: chair and vice-chair read a draft and comment on it before it goes out."""

import datetime

from django.db import transaction
from django.utils import timezone

from councils import audit
from councils.models import User
from meetings.actions.books import begin_books_of_draft_anew
from meetings.actions.drafts import AgendaHasChanged, AgendaIsEmpty, locked_draft
from meetings.models import AgendaItem, ItemComment, Meeting


class NotUnderReview(Exception):
    """The draft is not, or no longer, with its readers."""


@transaction.atomic
def start_review(meeting: Meeting, *, by: User, at: datetime.datetime) -> None:
    """Shows the draft to chair and vice-chair. The secretariat goes on writing.

    Raises AgendaIsPublished, AgendaIsEmpty, and AgendaHasChanged if a review is under way.
    """
    meeting = locked_draft(meeting)
    if not meeting.items.exists():
        raise AgendaIsEmpty
    if meeting.is_pool or meeting.review_since is not None:
        raise AgendaHasChanged
    meeting.review_since, meeting.review_by = at, by
    meeting.save()
    begin_books_of_draft_anew(meeting)
    summary = f"Sendte dagsordenen til {meeting} til gennemlæsning"
    audit.record("start_review", meeting, summary, by=by, council=meeting.council)


@transaction.atomic
def end_review(meeting: Meeting, *, by: User) -> None:
    """Only the secretariat sees the draft again; the comments stay with it.

    Raises AgendaIsPublished, and NotUnderReview.
    """
    meeting = locked_draft(meeting)
    if meeting.review_since is None:
        raise NotUnderReview
    meeting.review_since = meeting.review_by = None
    meeting.save()
    summary = f"Afsluttede gennemlæsningen af dagsordenen til {meeting}"
    audit.record("end_review", meeting, summary, by=by, council=meeting.council)


@transaction.atomic
def comment_on(
    meeting: Meeting, item: AgendaItem | None, *, by: User, at: datetime.datetime, text: str
) -> ItemComment:
    """A comment on an item of a draft, or on the agenda as a whole.

    By a reader while the review goes on, or by the secretariat at any time. Raises
    AgendaIsPublished, NotUnderReview, and AgendaHasChanged if the item is gone.
    """
    meeting = locked_draft(meeting)
    serves = meeting.council.is_served_by(by, timezone.localdate(at))
    if not serves and meeting.review_since is None:
        raise NotUnderReview
    if item is not None and not meeting.items.filter(pk=item.pk).exists():
        raise AgendaHasChanged
    comment = ItemComment(meeting=meeting, item=item, author=by, text=text, made_at=at)
    comment.full_clean(exclude=["author"])
    comment.save()
    about = f"punktet »{item}«" if item else "dagsordenen"
    summary = f"Kommenterede {about} til {meeting}"
    audit.record("comment_on", comment, summary, by=by, council=meeting.council)
    return comment


@transaction.atomic
def handle_comment(
    comment: ItemComment, *, by: User, at: datetime.datetime, is_handled: bool
) -> None:
    """The secretariat has dealt with a comment, or takes it up again.

    A second click does nothing. ItemComment.DoesNotExist if it went with its item.
    """
    stored = ItemComment.objects.select_for_update().get(pk=comment.pk)
    if is_handled == (stored.handled_at is not None):
        return
    stored.handled_at, stored.handled_by = (at, by) if is_handled else (None, None)
    stored.save()
    said = "Markerede en kommentar som behandlet" if is_handled else "Genoptog en kommentar"
    summary = f"{said}: {stored.item or stored.meeting}"
    audit.record("handle_comment", stored, summary, by=by, council=stored.meeting.council)
