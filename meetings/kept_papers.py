"""Papers that are kept, so that the same content is never set twice."""

import datetime
from collections.abc import Callable, Iterable

from django.utils import timezone

from kkr_portal import pdf
from kkr_portal.pdf import Limit, LimitReached
from meetings.documents import Print
from meetings.models import KeptPaper

_DAYS = 14  # that one lies unused before it goes; by the calendar, as a demonstration stands still
_LARGEST = 20_000_000  # bytes; what is larger takes more room than setting it is worth


def printed(
    paper: Print, *, issued_at: datetime.datetime, watch: Callable[[], None] | None = None
) -> bytes:
    """The PDF of `paper`: the one that was made earlier, if its content is still the same.

    So a draft says when it was made, not when it was fetched.
    """
    made_from = paper.fingerprint
    kept = _kept(made_from)
    if kept is not None:
        return kept
    try:
        with pdf.turn(watch):  # in which somebody may have asked for the same
            return _kept(made_from) or keep(made_from, paper.pdf(issued_at, watch=watch))
    except LimitReached as reached:
        kept = _kept(made_from) if reached.limit is Limit.TURN else None
        if kept is None:
            raise
        return kept


def _kept(made_from: str) -> bytes | None:
    kept = KeptPaper.objects.filter(made_from=made_from).first()
    if kept is None:
        return None
    today = timezone.localdate()
    if kept.used_on != today:
        KeptPaper.objects.filter(pk=kept.pk).update(used_on=today)
    return bytes(kept.content)


def keep(made_from: str, content: bytes) -> bytes:
    """Keeps it, and returns what is kept: what somebody else made of the same meanwhile, if so."""
    if len(content) > _LARGEST:
        return content
    facts = {"content": content, "used_on": timezone.localdate()}
    kept, _ = KeptPaper.objects.get_or_create(made_from=made_from, defaults=facts)
    return bytes(kept.content)


def forget(fingerprints: Iterable[str]) -> None:
    """Lets go of papers that something else took the place of."""
    KeptPaper.objects.filter(made_from__in=list(fingerprints)).delete()


def tidy() -> None:
    """Lets go of what nobody asked for in a fortnight."""
    last = timezone.localdate() - datetime.timedelta(days=_DAYS)
    KeptPaper.objects.unused_since(last).delete()
