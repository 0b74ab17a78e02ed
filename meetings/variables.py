"""Variables of standard texts: »{KKR}« becomes »KKR Midtjylland« when the text is put in.

Names are read whatever the case and the blanks inside the brackets. Knows neither Django nor the
portal: the caller says what each variable stands for.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

NAMES = ("KKR", "region", "antal kommuner", "formand", "næstformand", "valgperiode", "mødedato")

_BY_NAME = {name.casefold(): name for name in NAMES}
_VARIABLE = r"\{(?P<name>[^{}<>]{1,80})\}"
# What stands in a tag is for the browser, not for the reader. The tag comes first, and what looks
# like one but never ends is passed over too, so that a search takes one walk through the text.
_TAG = r"""<[a-zA-Z/!](?:[^"'>]++|"[^"]*+"?|'[^']*+'?)*+>?"""
_IN_TEXT = re.compile(_VARIABLE)
_IN_HTML = re.compile(f"{_TAG}|{_VARIABLE}")


def fill(text: str, values: Mapping[str, str | None], *, is_html: bool) -> str:
    """`text` with the values of its variables, escaped if the text is HTML.

    `values` go by the names above. A variable whose value is None or not given stays as it is
    written, and so does every other word in curly brackets.
    """

    def written(found: re.Match[str]) -> str:
        name = found["name"] and _known(found["name"])
        value = values.get(name) if name else None
        if value is None:
            return found[0]
        return escape(value) if is_html else value

    return (_IN_HTML if is_html else _IN_TEXT).sub(written, text)


def unknown(text: str) -> tuple[str, ...]:
    """The names in curly brackets that are no variables, as they are written, each once."""
    names = (name for name in _names(text) if name and not _known(name))
    return tuple(dict.fromkeys(names))


def missing(text: str, values: Mapping[str, str | None]) -> tuple[str, ...]:
    """The variables in `text` that have no value, each once, in order of use."""
    used = dict.fromkeys(known for name in _names(text) if (known := _known(name)))
    return tuple(name for name in used if values.get(name) is None)


def _names(text: str) -> Iterator[str]:
    for found in _IN_HTML.finditer(text):
        if found["name"]:
            yield _tidy(found["name"])


def _known(name: str) -> str | None:
    return _BY_NAME.get(_tidy(name).casefold())


def _tidy(name: str) -> str:
    """Without blanks around it, one blank between words; editors write some as `&nbsp;`."""
    return " ".join(unescape(name).split())
