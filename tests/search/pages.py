"""Reads a page of hits."""

import re

from django.test.html import parse_html

from tests.meetings.pages import _elements, _text


class Page:
    """What somebody sees of an answer."""

    def __init__(self, response) -> None:
        self.response, self.status = response, response.status_code
        _, _, main = response.content.decode().partition("<main")
        self.html = main.partition("</main>")[0]
        self.text = " ".join(re.sub("<[^>]+>", "", self.html).split())

    @property
    def titles(self) -> dict[str, list[str]]:
        """The hits' titles with the badges behind them, by kind."""
        return {
            group.kind.key: [
                " ".join([_plain(hit.title), *(text for _, text in hit.badges)])
                for hit in group.hits
            ]
            for group in self.response.context.get("groups", [])
        }

    @property
    def counts(self) -> dict[str, str]:
        return {group.kind.key: group.count for group in self.response.context.get("groups", [])}

    @property
    def marked(self) -> list[str]:
        """The words that are marked."""
        return [_text(element) for element in _elements(self.response, "mark")]

    @property
    def addresses(self) -> list[str]:
        return re.findall(r'class="search-title" href="([^"]+)"', self.html)


def _plain(html: str) -> str:
    return _text(parse_html(f"<p>{html}</p>"))
