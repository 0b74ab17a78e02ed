"""Where in a text the words are that somebody looked for: a piece of it with these words marked."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from councils.danish_stems import Question, Wanted, Word, readable

LENGTH = 240  # letters of a snippet, about two lines on a screen and five on a telephone
_BEFORE = 60  # letters in front of the first word that is marked
_MOST = 200  # places that are looked at


def marked(text: str, question: Question) -> SafeString:
    """The whole text with the words that were asked for marked."""
    text = readable(text)
    return _marked(text, 0, len(text), question.places(text))


def snippet(text: str, question: Question) -> SafeString:
    """The piece of a text in which most of the words are, or its beginning if there are none."""
    text = readable(text)
    places = question.places(text)[:_MOST]
    start, end = _piece(text, _best(places))
    inside = [place for place in places if start <= place[0].start and place[0].end <= end]
    return format_html(
        "{}{}{}",
        "… " if start else "",
        _marked(text, start, end, inside),
        " …" if end < len(text) else "",
    )


def _best(places: Sequence[tuple[Word, Wanted]]) -> int:
    """Where the piece with most different words begins; the first of them."""

    def score(place: tuple[Word, Wanted]) -> int:
        last = place[0].start + LENGTH - _BEFORE
        return len({wanted for word, wanted in places if place[0].start <= word.start < last})

    return max(places, key=score)[0].start if places else 0


def _piece(text: str, first: int) -> tuple[int, int]:
    """From where to where a piece goes that has the word at `first` in it, in whole words."""
    start = max(0, first - _BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", first, end), first) if " " in text[first:end] else end
    return start, min(end, len(text))


def _marked(text: str, start: int, end: int, places: Sequence[tuple[Word, Wanted]]) -> SafeString:
    ends = [start, *(word.end for word, _ in places)]
    pieces = [
        (text[before : word.start], text[word.start : word.end])
        for before, (word, _) in zip(ends, places, strict=False)
    ]
    found = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", found, text[ends[-1] : end])
