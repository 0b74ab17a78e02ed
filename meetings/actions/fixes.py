"""Putting right what the rule check found, where it knows what is right."""

from django.db import transaction

from councils import audit
from councils.models import User
from kkr_portal import clock
from meetings import agenda_check
from meetings.actions import history
from meetings.actions.drafts import AgendaHasChanged, locked_draft
from meetings.models import AgendaItem, Attachment, Meeting
from meetings.review import Remark, review


@transaction.atomic
def fix_finding(
    item: AgendaItem, *, by: User, version: int, rule: str, field: str, start: int, end: int
) -> AgendaItem:
    """Puts the check's own suggestion into the text, as a new version of the item.

    Raises AgendaIsPublished, AgendaHasChanged unless the item still is at `version` and the check
    still finds the same there, and ValidationError where the field has no room for it.
    """
    meeting = locked_draft(item.meeting)
    agenda = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
    found = _find(agenda.get(pk=meeting.pk), item, rule, field, (start, end))
    stored = meeting.items.filter(pk=item.pk, version=version).first()
    if found is None or stored is None:
        raise AgendaHasChanged
    text = agenda_check.fixed(getattr(stored, field), found.finding)
    content = history.sanitised({field: text})
    stored._meta.get_field(field).clean(content[field], stored)
    history.write(stored, by=by, content=content)
    where = f"{found.place} i punktet »{stored}« efter kontrollen"
    audit.record("fix_finding", stored, f"Rettede {where}", by=by, council=meeting.council)
    return stored


def _find(
    meeting: Meeting, item: AgendaItem, rule: str, field: str, place: tuple[int, int]
) -> Remark | None:
    """What the rule finds at that very place in the agenda as it is stored, if it has a fix."""
    for remark in review(meeting, now=clock.now()).remarks:
        finding = remark.finding
        is_same = (finding.rule, finding.field) == (rule, field) and remark.item == item
        if is_same and (finding.start, finding.end) == place and remark.fix is not None:
            return remark
    return None
