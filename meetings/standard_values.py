"""Standard items as a council reads them: what the variables stand for, and what is put in."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from councils.models import Council, CouncilMunicipality, Leadership, Term
from meetings import richtext, variables
from meetings.models import AgendaItem, Meeting, StandardItem
from meetings.models.items import ItemContent
from meetings.numbering import NumberedItem

Values = Mapping[str, str | None]

FIELDS = ("title", *StandardItem.SECTIONS, "internal_note")  # those that may hold variables
LIST = ", ".join(f"{{{name}}}" for name in variables.NAMES)
WHY_MISSING = {
    "antal kommuner": "Ingen kommuner er registreret i rådet den dag.",
    "formand": "Ingen formand er registreret den dag.",
    "næstformand": "Ingen næstformand er registreret den dag.",
    "valgperiode": "Dagen ligger uden for de valgperioder, portalen kender.",
    "mødedato": "Sættes ind, når punktet kommer på et mødes dagsorden.",
}
_ROLES = {Leadership.Role.CHAIR: "formand", Leadership.Role.VICE_CHAIR: "næstformand"}
# What stands for a variable while a text becomes a preview: signs that nobody can type.
_SIGN = re.compile("\ue000(\\d+)\ue001")
_SIGNS = {name: f"\ue000{place}\ue001" for place, name in enumerate(variables.NAMES)}


# --- Values --------------------------------------------------------------------------------------


def values_on(councils: Iterable[Council], day: datetime.date) -> dict[int, Values]:
    """What the variables stand for on a day, by the council's key; for all in three queries."""
    return _values(councils, day, Term.objects.running(day).first())


def values_at(meeting: Meeting, *, today: datetime.date) -> Values:
    """The same at a meeting; an item that waits for one is read as of `today`."""
    if meeting.is_pool:
        return values_on([meeting.council], today)[meeting.council_id]
    [values] = _values([meeting.council], meeting.held_on, meeting.term).values()
    return {**values, "mødedato": formats.date_format(meeting.held_on, r"l \d\e\n j. F Y")}


def _values(
    councils: Iterable[Council], day: datetime.date, term: Term | None
) -> dict[int, Values]:
    councils = list(councils)
    here = {"council__in": [council.pk for council in councils]}
    periods = CouncilMunicipality.objects.in_force(day).filter(**here)
    municipalities = Counter(periods.values_list("council", flat=True))
    leaders: dict[int, dict[str, str]] = defaultdict(dict)
    leaderships = Leadership.objects.in_force(day).filter(**here)
    people = leaderships.values_list("council", "role", "membership__person__name")
    for council, role, name in people:
        leaders[council][_ROLES[role]] = name
    return {
        council.pk: {
            "KKR": council.name,
            "region": council.region,
            "antal kommuner": str(municipalities[council.pk] or "") or None,
            "formand": leaders[council.pk].get("formand"),
            "næstformand": leaders[council.pk].get("næstformand"),
            "valgperiode": term.name.replace("-", "–") if term else None,
            "mødedato": None,
        }
        for council in councils
    }


# --- Texts ---------------------------------------------------------------------------------------


def filled(standard: StandardItem, values: Values) -> dict[str, Any]:
    """Its content with the variables filled in; those without a value stay as they are."""
    content = standard.content
    for name in FIELDS:
        is_html = name in StandardItem.SECTIONS
        text = variables.fill(content[name], values, is_html=is_html)
        longest = AgendaItem._meta.get_field(name).max_length
        # A title that grew too long keeps its variables, and the rule check asks for it.
        if longest is None or len(text) <= longest:
            content[name] = text
    return content


def missing(item: ItemContent, values: Values) -> tuple[str, ...]:
    """The variables of an item that have no value, each once."""
    return variables.missing(" ".join(getattr(item, name) for name in FIELDS), values)


def shown(text: str, values: Values, *, is_html: bool) -> SafeString:
    """`text` for a preview, with a mark around each value and around what has none."""

    def marked(sign: re.Match[str]) -> str:
        name = variables.NAMES[int(sign[1])]
        value = values.get(name)
        if value is None:
            return format_html('<mark class="no-value">{{{}}}</mark>', name)
        return format_html('<mark class="value" title="{{{}}}">{}</mark>', name, value)

    signed = variables.fill(_SIGN.sub("", text), _SIGNS, is_html=is_html)
    signed = richtext.clean(signed) if is_html else conditional_escape(signed)
    return mark_safe(_SIGN.sub(marked, signed))


# --- Templates -----------------------------------------------------------------------------------


def template(items: Iterable[StandardItem]) -> list[NumberedItem]:
    """Standard items in their order as the agenda they make.

    A sub-item whose main item is not among them stands as a main item, so that none is left out.
    """
    items = list(items)
    keys = {item.pk for item in items}
    below: dict[int | None, list[StandardItem]] = defaultdict(list)
    for item in items:
        below[item.parent_id if item.parent_id in keys else None].append(item)
    return [
        NumberedItem(
            str(number),
            main,
            tuple(
                NumberedItem(f"{number}.{place}", sub, ())
                for place, sub in enumerate(below[main.pk], start=1)
            ),
        )
        for number, main in enumerate(below[None], start=1)
    ]
