"""What every page must be: accessible, Danish, and no wider than the window."""

import re
from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.browsing import NARROW, WIDE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
AXE = Axe().axe_script
RUN = "options => axe.run(document, options).then((results) => results.violations)"
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
ENGLISH = re.compile(
    r"""\b(
    submit | search | sign\ (in|out|up) | log\ (in|out) | login | password | username | email
    | required | this\ field | please | invalid | error | warning | yes | no | none | true | false
    | save | edit | delete | cancel | next | previous | page | home | close | choose
    | add | remove | insert | update | toggle | merge | split | undo | redo
    | bold | italic | blockquote | paragraph | heading | table | row | column | header | rows
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
# Everything a visitor can read or hear, but not the names by which the editor's icon font draws.
WORDS = """() => {
    const words = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest("script, .material-icons, code") && parent.checkVisibility())
            words.push(walker.currentNode.textContent);
    }
    for (const element of document.querySelectorAll("[title], [aria-label], [placeholder], [alt]"))
        words.push(element.title, element.ariaLabel, element.placeholder, element.alt);
    return [document.title, ...words].filter(Boolean);
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Inspection:
    """Looks at a page again and again, and says in the end what was wrong where."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []

    def look_at(self, name: str) -> None:
        """The page as it stands now, which the report calls `name`."""
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            found = [*_violations(self.page), *_other_faults(self.page)]
            self.complaints += [f"{name}, {width} px: {fault}" for fault in dict.fromkeys(found)]

    def conclude(self) -> None:
        assert not self.complaints, "\n" + "\n".join(self.complaints)


def _other_faults(page: Page) -> Iterator[str]:
    if (headings := page.locator("h1").count()) != 1:
        yield f"{headings} h1 instead of one"
    if (language := page.locator("html").get_attribute("lang")) != "da":
        yield f"lang is {language}"
    if (overflow := page.evaluate(OVERFLOW)) > 0:
        yield f"the document is {overflow} px too wide"
    for text in page.evaluate(WORDS):
        if english := ENGLISH.search(text):
            yield f"English: »{english[0]}« in »{' '.join(text.split())[:80]}«"


def _violations(page: Page) -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for violation in page.evaluate(RUN, OPTIONS):
        if nodes := [node for node in violation["nodes"] if not _is_paper(page, violation, node)]:
            head = f"{violation['id']} ({violation['impact']}): {violation['help']}"
            yield "\n".join([head, *(_describe(node) for node in nodes)])


def _is_paper(page: Page, violation: dict, node: dict) -> bool:
    """A heading in the editor has the level that fits the agenda, not the page around it."""
    if violation["id"] != "heading-order":
        return False
    heading = page.locator(node["target"][0]).first
    return heading.evaluate("element => element.closest('.ProseMirror') !== null")


def _describe(node: dict) -> str:
    messages = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return f"    {' '.join(map(str, node['target']))}\n        {'; '.join(messages)}"
