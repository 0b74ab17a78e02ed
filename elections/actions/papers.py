"""Making a paper of a computation and attaching it to the agenda."""

import hashlib

from django.db import transaction

from councils.models import User
from elections import documents
from elections.models import Acceptance, Composition, KLTable, LeadershipElection, Paper
from kkr_portal import clock
from kkr_portal.version import VERSION
from meetings import actions as meetings
from meetings.actions.drafts import locked_draft
from meetings.models import AgendaItem


class NothingToTell(Exception):
    """The computation waits for lots, or rests on lots that were annulled."""


def new_paper(computation: Composition | LeadershipElection, *, by: User | None = None) -> Paper:
    """The paper of a computation as it would be made now, without its bytes and not stored."""
    council, term = computation.council, computation.term
    paper = Paper(council=council, made_at=clock.now(), made_by=by, program_version=VERSION)
    if isinstance(computation, Composition):
        paper.composition = computation
        paper.kl_table = KLTable.objects.current(council, term)
        paper.acceptance = Acceptance.objects.current(council, term)
    else:
        paper.leadership = computation
    return paper


@transaction.atomic
def attach_paper(
    computation: Composition | LeadershipElection, item: AgendaItem, *, by: User, is_open: bool
) -> Paper:
    """Makes the paper and attaches it to an agenda item; where the item already has one about the
    same thing, it becomes a new edition of that attachment, and says what it takes the place of.

    Raises NothingToTell and what `meetings.actions.attach_file` raises.
    """
    if computation.is_void or not computation.is_complete:
        raise NothingToTell
    # Before asking what is attached, so that two at once make one attachment with two editions.
    locked_draft(item.meeting)
    paper = new_paper(computation, by=by)
    kind = "composition" if paper.composition_id else "leadership"
    before = Paper.objects.attached(computation.council, kind).filter(attachment__item=item).last()
    paper.replaces = before
    paper.pdf = documents.paper_pdf(paper)
    paper.sha256 = hashlib.sha256(paper.pdf).hexdigest()
    file = {"file_name": documents.paper_file_name(paper), "data": paper.pdf}
    if before is None:
        paper.attachment = meetings.attach_file(
            item,
            by=by,
            title=documents.paper_title(paper),
            is_open=is_open,
            note=f"Beregning nr. {computation.number}",
            **file,
        )
    else:
        replaced = (before.composition or before.leadership).number
        paper.attachment = meetings.replace_file(
            before.attachment,
            by=by,
            version=before.attachment.version,
            note=f"Beregning nr. {computation.number} i stedet for nr. {replaced}",
            **file,
        )
    paper.save()
    return paper
