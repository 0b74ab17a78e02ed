"""Reads pages as somebody in front of a browser would."""

from django.test import Client
from django.test.html import Element, parse_html

from meetings import numbering, readable
from meetings.models import Meeting


def press(client: Client, response, label: str):
    """Sends the form whose button says `label`, with all its fields, and follows where it leads."""
    [form] = [
        form
        for form in _elements(response, "form")
        if label in [_text(button) for button in _below(form, "button")]
    ]
    fields = [dict(field.attributes) for field in _below(form, "input")]
    data = {field["name"]: field.get("value", "") for field in fields}
    return client.post(dict(form.attributes)["action"], data, follow=True)


def seen(meeting: Meeting) -> dict[str, str]:
    """What the publishing page sends along about the agenda that it showed."""
    return {"seen": readable.fingerprint(readable.draft(meeting.pk, is_whole=True))}


def shown_pairs(meeting: Meeting) -> list[tuple[int, int | None]]:
    """Each item with its main item, if any, in the order that a page shows now."""
    rows = numbering.flat(numbering.numbered(meeting.items.all()))
    return [(row.item.pk, row.item.parent_id) for row in rows]


def shown_order(meeting: Meeting) -> str:
    """The same as the page's script writes it."""
    return ",".join(f"{pk}:{main}" if main else f"{pk}" for pk, main in shown_pairs(meeting))


def sent_plan(term, *rows: dict, step: str = "opret", **fields) -> dict:
    """What the preview of a term's meetings sends; a row has a day of its own, the rest is usual.

    Without rows it is one ordinary meeting on an ordinary day.
    """
    data = {"term": term.pk, "starts": "10:00", "ends": "12:00", "place": "", "dates": "1.3.2022"}
    usual = {"is_included": "on", "held_on": "2022-03-01", "kind": "ordinary"}
    usual |= {"starts": "10:00", "ends": "12:00", "place": "Viborg", "written": ""}
    rows = rows or ({},)
    data |= {"raekker-TOTAL_FORMS": len(rows), "raekker-INITIAL_FORMS": 0, "trin": step, "set": ""}
    for number, row in enumerate(rows):
        data |= {f"raekker-{number}-{name}": text for name, text in {**usual, **row}.items()}
    return data | fields


def list_texts(response, name: str, css_class: str) -> list[str]:
    """What the elements of a name and class say, blanks taken together."""
    return [
        _text(element)
        for element in _elements(response, name)
        if css_class in dict(element.attributes).get("class", "").split()
    ]


def _elements(response, name: str) -> list[Element]:
    return _below(parse_html(response.content.decode()), name)


def _below(element: Element, name: str) -> list[Element]:
    found = []
    for child in element.children:
        if isinstance(child, Element):
            found += [child] if child.name == name else []
            found += _below(child, name)
    return found


def _text(element: Element) -> str:
    parts = [_text(c) if isinstance(c, Element) else c for c in element.children]
    return " ".join(" ".join(parts).split())
