"""Showing texts: what somebody just wrote, and ranges of years that stay on one line."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from meetings import richtext

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
