"""The bytes behind attachments: kept once, and gone when nothing refers to them any more."""

import hashlib
from collections.abc import Iterable

from meetings.files import FileKind
from meetings.models import StoredFile


class FileIsGone(Exception):
    """The file was deleted together with the last thing that had it."""


def store(data: bytes, kind: FileKind) -> StoredFile:
    """The file with these bytes, locked until the transaction ends, so that nobody who tidies up
    deletes it before something refers to it."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = StoredFile.objects.select_for_update(no_key=True).filter(sha256=sha256).first()
    if known is not None:
        return known
    facts = {"content": data, "content_type": kind.content_type, "size": len(data)}
    return StoredFile.objects.get_or_create(sha256=sha256, defaults=facts)[0]


def hold(keys: Iterable[int]) -> None:
    """Locks files that something else is about to refer to; FileIsGone if one of them is gone."""
    wanted = set(keys)
    files = StoredFile.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    if {file.pk for file in files} != wanted:
        raise FileIsGone


def forget_unused() -> None:
    """Deletes the files that nothing refers to. One that somebody just holds is left for later."""
    unused = StoredFile.objects.unused()
    held = unused.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    keys = [file.pk for file in held]
    # Asked again under the lock: something may have referred to one meanwhile.
    StoredFile.objects.unused().filter(pk__in=keys).delete()
