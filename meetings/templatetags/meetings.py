"""Showing texts, and the numbers and sizes of attachments."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from meetings import numbering, richtext

register = template.Library()


@register.filter
def rich_text(html: str) -> SafeString:
    """`html`, sanitised as if it were stored."""
    return mark_safe(richtext.clean(html))


@register.filter
def keep_ranges(text: str) -> SafeString:
    """`text` with ranges like 2022–2026 kept on one line."""
    kept = re.sub(r"\d+–\d+", r'<span class="range">\g<0></span>', conditional_escape(text))
    return mark_safe(kept)


@register.filter
def attachment_number(item_number: str, position: int) -> str:
    """`{{ row.number|attachment_number:attachment.position }}`, e.g. 1.2.1."""
    return numbering.attachment_number(item_number, position)


@register.filter
def attachment_count(row: numbering.NumberedItem) -> int:
    """How many attachments an item and its sub-items have; needs `with_attachments()`."""
    return sum(len(r.item.shown_attachments) for r in (row, *row.children))


@register.filter
def file_size(size: int) -> str:
    """A number of bytes as `84 kB` or `1,2 MB`, never less than 1 kB; the blank does not break."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{size / 1_000_000:.1f}\N{NO-BREAK SPACE}MB".replace(".", ",")
