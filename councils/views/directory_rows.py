"""The rows of the Blå Bog's table, as HTML.

Of a few hundred lines a template takes longer than all the rest of the page. Whatever was written
by somebody goes through `escape`.
"""

import datetime
from collections.abc import Iterable
from html import escape

from django.template.defaultfilters import capfirst
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe

from councils.directory import Line, Post

_SUBSTITUTE = '<td data-title="Stedfortræder">{}</td>'
_NO_SUBSTITUTE = _SUBSTITUTE.format('<span class="muted">Ikke registreret</span>')


def rows_of(
    lines: Iterable[Line], at: datetime.date, *, has_council: bool, has_contacts: bool
) -> SafeString:
    """A row for each line as of the day `at`, with a cell for the council and for how to reach the
    person where the table has the columns; without, the role tells how to reach them."""
    badge = render_to_string("councils/_example.html").strip()
    rows = []
    for line in lines:
        party, contact = line.party, _contact(line)
        reached = "" if has_contacts else contact
        letter = f'<span class="letter">{escape(party.letter)}</span> ' if party.letter else ""
        cells = (
            f'<td class="lead">{_who(line, badge)}</td>',
            f'<td class="inline party">{letter}{escape(party.short_name)}</td>',
            f'<td class="inline">{escape(line.place.name)}</td>',
            f'<td class="inline">{escape(line.council.region)}</td>' if has_council else "",
            f"<td>{escape(line.role_label)}{_role(line, at)}{_beneath(reached)}</td>",
            _substitutes(line),
            f'<td class="contact">{contact}</td>' if has_contacts else "",
        )
        rows.append(f"<tr>\n{''.join(cells)}\n</tr>\n")
    return mark_safe("".join(rows))


def _who(line: Line, badge: str) -> str:
    said = _link(line.address, line.name) if line.person else escape(line.name)
    if line.is_example:
        said += f" {badge}"
    if line.leave:
        said += f" {render_to_string('councils/lives/_leave.html', {'leave': line.leave}).strip()}"
    if line.title:
        said += f'<br><span class="muted small">{escape(capfirst(line.title))}</span>'
    return said


def _role(line: Line, at: datetime.date) -> str:
    return _appointed_to(line) or _stands_in_for(line) or _posts(line.posts, at)


def _appointed_to(line: Line) -> str:
    bodies = [
        f'{_link(one.address, one.body)} <span class="muted small">{escape(one.seat)}</span>'
        for one in line.appointed_to
    ]
    return f" til {'<br>'.join(bodies)}" if bodies else ""


def _stands_in_for(line: Line) -> str:
    members = [_link(member.address, member.name) for member in line.stands_in_for]
    return f" for {' og '.join(members)}" if members else ""


def _posts(posts: Iterable[Post], at: datetime.date) -> str:
    return "".join(f"<br><strong>{escape(post.label)}</strong>{_since(post, at)}" for post in posts)


def _since(post: Post, at: datetime.date) -> str:
    """From when somebody leads who does not yet."""
    if post.starts_on <= at:
        return ""
    day = formats.date_format(post.starts_on, "F Y" if post.is_approximate else "j.n.Y")
    return f' <span class="muted small">fra {day}</span>'


def _substitutes(line: Line) -> str:
    if not line.substitutes:
        return _NO_SUBSTITUTE if line.needs_substitute else "<td></td>"
    return _SUBSTITUTE.format(
        "".join(
            _link(one.address, one.name) + (f" ({escape(one.letter)})" if one.letter else "")
            for one in line.substitutes
        )
    )


def _beneath(said: str) -> str:
    return f"<br>{said}" if said else ""


def _contact(line: Line) -> str:
    ways = []
    if line.email:
        ways.append(_link(f"mailto:{line.email}", line.email))
    if line.phone:
        ways.append(_link(f"tel:{line.phone.replace(' ', '')}", line.phone))
    return "<br>".join(ways)


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(text)}</a>'
