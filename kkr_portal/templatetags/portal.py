"""Small parts that many templates share."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """An icon of the design system; decoration unless it has a `label`."""
    sprite = static("vendor/dkfds/all-svg-icons.svg")
    if label:
        return format_html(
            '<svg class="icon-svg" role="img" aria-label="{}" focusable="false">'
            '<use href="{}#{}"></use></svg>',
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="icon-svg" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        sprite,
        name,
    )


@register.filter
def thousands(number: int) -> str:
    """12345 as 12.345."""
    return f"{number:,}".replace(",", ".")
