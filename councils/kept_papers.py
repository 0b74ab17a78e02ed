"""Printed Blå Bøger that are kept, so that nobody can have the same set anew again and again."""

import datetime

from councils.documents import DirectoryPrint
from councils.models import KeptDirectory
from kkr_portal import clock, pdf
from kkr_portal.pdf import Limit, LimitReached

_DAYS = 14  # that one lies unused before it goes
_MOST = 100  # however many days somebody asks for


def printed(paper: DirectoryPrint) -> bytes:
    """The PDF of a paper that everybody may have: the one made earlier, if its content is still the
    same. Those with contact details are never kept, because what is in them is forgotten some day.
    """
    made_from = paper.fingerprint
    content = kept(made_from)
    if content is not None:
        return content
    try:
        with pdf.turn():  # in which somebody may have asked for the same
            return kept(made_from) or _keep(made_from, paper.pdf())
    except LimitReached as reached:
        content = kept(made_from) if reached.limit is Limit.TURN else None
        if content is None:
            raise
        return content


def kept(made_from: str) -> bytes | None:
    """What is kept under a fingerprint."""
    found = KeptDirectory.objects.filter(made_from=made_from).first()
    if found is None:
        return None
    if found.used_on != clock.today():
        KeptDirectory.objects.filter(pk=found.pk).update(used_on=clock.today())
    return bytes(found.content)


def _keep(made_from: str, content: bytes) -> bytes:
    """Keeps it, lets go of others, and returns what is kept: what somebody else made of the same
    meanwhile, if so."""
    today = clock.today()
    facts = {"content": content, "used_on": today}
    row, _ = KeptDirectory.objects.get_or_create(made_from=made_from, defaults=facts)
    KeptDirectory.objects.unused_since(today - datetime.timedelta(days=_DAYS)).delete()
    latest = KeptDirectory.objects.order_by("-used_on", "-pk").values_list("pk", flat=True)
    KeptDirectory.objects.filter(pk__in=list(latest[_MOST:])).delete()
    return bytes(row.content)
