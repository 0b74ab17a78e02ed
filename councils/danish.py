"""Danish letters: one way to sort and one way to search, the same on every database.

SQLite neither folds the case of æ, ø and å nor sorts them last, and PostgreSQL's answer depends on
how the cluster was made. So names carry two more columns of plain a-z and digits. (A generated
column would be the tidier home, but thirty nested REPLACE overflow SQLite's parser.)
"""

import datetime
import unicodedata
from collections.abc import Callable

from django.db import models

_FOREIGN = {"ä": "æ", "ö": "ø", "ü": "y", "ð": "d", "þ": "th", "ß": "ss", "ł": "l"}
# Æ, ø and å come after z; aa is sorted as å (Retskrivningsordbogen § 2).
_SORTING = {"æ": "zza", "ø": "zzb", "å": "zzc", "aa": "zzc"}
_SEARCHING = {"æ": "ae", "ø": "oe", "å": "aa"}


def short_day(on: datetime.date) -> str:
    """»1.4.2022«, as in sentences about several days."""
    return f"{on.day}.{on.month}.{on.year}"


def sort_key(text: str) -> str:
    """What sorts `text` by the Danish alphabet under any collation: a-z, digits, 0 for a space."""
    return "0".join("".join(filter(str.isalnum, w)) for w in _plain(text, _SORTING).split())


def letter_key(letter: str) -> tuple[bool, str]:
    """What sorts lists as KL prints them: letters by the alphabet, then abbreviations like LLD."""
    return (len(letter) > 1, sort_key(letter))


def fold(text: str) -> str:
    """`text` in small letters without accents, æ as ae, ø as oe, å as aa: what is searched for."""
    return _plain(text, _SEARCHING)


def slug(text: str) -> str:
    """`text` for an address or a file name: small letters a-z, digits and hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def is_one_slip_from(word: str, other: str) -> bool:
    """Whether one letter too many, too few or wrong, or two neighbours in the wrong order, make
    one word of the other (a Damerau-Levenshtein distance of at most 1)."""
    short, long = sorted((word, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), None)
    if same is None:
        return True
    rest, more = short[same:], long[same:]
    if len(short) < len(long):
        return rest == more[1:]
    return rest[1:] == more[1:] or (rest[1::-1] == more[:2] and rest[2:] == more[2:])


def _plain(text: str, danish: dict[str, str]) -> str:
    text = unicodedata.normalize("NFC", text).lower().replace("-", " ")
    for table in (_FOREIGN, danish):
        for letter, written in table.items():
            text = text.replace(letter, written)
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class KeyField(models.CharField):
    """A column that follows another one through `key`, whenever a row is saved or made in bulk."""

    def __init__(self, *, of: str, key: Callable[[str], str], **kwargs) -> None:
        self.of, self.key = of, key
        super().__init__(**{"max_length": 600, "editable": False, "db_index": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of, "key": self.key}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.key(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value
