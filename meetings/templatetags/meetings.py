"""Showing formatted text that somebody just wrote and that is not stored."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from meetings import richtext

register = template.Library()


@register.filter
def rich_text(html: str) -> SafeString:
    """`html`, sanitised as if it were stored."""
    return mark_safe(richtext.clean(html))
