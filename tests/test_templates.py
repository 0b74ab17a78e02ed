"""What no template may hold, since the browser would refuse it or show nothing."""

import re
from pathlib import Path

import pytest
from django.contrib.messages.constants import DEBUG, DEFAULT_TAGS

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What the policy forbids would silently do nothing in the browser.
INLINE = re.compile(
    r"""\sstyle\s*= | <style | \s(on\w+|hx-on[:\w-]*)\s*= | javascript: | <script(?![^>]*\ssrc=)""",
    re.IGNORECASE | re.VERBOSE,
)
MESSAGE_TAGS = {tag for level, tag in DEFAULT_TAGS.items() if level != DEBUG}
ICON_TAG = re.compile(r"{%\s*icon\s+(\S+)")


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        '<button onclick="go()">',
        "<a href='javascript:go()'>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
    ],
)
def test_inline_code_would_be_found(html):
    assert INLINE.search(html)


def test_templates_hold_no_inline_code():
    assert len(TEMPLATES) > 40
    assert [f"{path}" for path in TEMPLATES if INLINE.search(path.read_text())] == []


def test_every_icon_used_is_in_the_sprite():
    sprite = (ROOT / "static/vendor/dkfds/all-svg-icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {name for path in TEMPLATES for name in ICON_TAG.findall(path.read_text())}
    named = {name.strip('"') for name in used if name.startswith('"')}

    assert len(named) > 5
    assert named - known == set()
    assert used - {f'"{name}"' for name in named} <= {"message.level_tag"}
    assert MESSAGE_TAGS - known == set()
