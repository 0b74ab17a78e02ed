"""The Blå Bog on paper, read back from the PDF."""

import datetime
import re

import pytest

from councils import documents, exports
from councils.models import Person
from tests.councils.pages import EMAIL, MID_TERM, PHONE, THE_DAY_AFTER
from tests.factories import TODAY, MembershipFactory, SubstitutionFactory
from tests.papers import Paper

PARTS = [
    "Formandskab",
    "Sekretariat",
    "Medlemmer efter liste",
    "Medlemmer efter kommune",
    "Stedfortrædere",
    "Navneregister",
]
WARNING = "Med kontaktoplysninger. Må ikke videregives."


def printed(council, at=TODAY, **reader) -> Paper:
    return Paper(documents.directory_print(exports.book_on(at, council, **reader)).pdf())


@pytest.fixture
def paper(blue_book) -> Paper:
    return printed(blue_book)


def test_paper_has_its_parts_in_order_with_bookmarks(paper):
    assert [title for title in paper.bookmarks if not title.startswith(" ")][-6:] == PARTS
    assert "  A Socialdemokratiet" in paper.bookmarks
    assert paper.title == "Blå Bog, KKR Midtjylland, 12. januar 2022"


def test_contents_and_index_lead_to_the_right_pages(paper):
    pages = {
        part: int(number)
        for part, number in re.findall(rf"({'|'.join(PARTS)}) (\d+)", paper.pages[1])
    }
    assert list(pages) == PARTS
    for part, number in pages.items():
        assert part in paper.pages[number - 1]
    index = paper.pages[-1]
    assert re.search(rf"Bøgh, Åse[ .]+{pages['Medlemmer efter liste']}\b", index)
    assert re.search(rf"Holm, Søs[ .]+{pages['Stedfortrædere']}\b", index)
    places = [place for page, place in paper.links if page == len(paper.pages)]
    aase = Person.objects.get(name="Åse Bøgh").pk
    assert f"medlem-{aase}" in places


def test_somebody_who_sits_and_substitutes_has_both_pages_in_the_index(blue_book):
    bo = Person.objects.get(name="Bo Ærenlund")
    SubstitutionFactory(membership=Person.objects.get(name="Åse Bøgh").memberships.get(), person=bo)
    paper = printed(blue_book)

    assert re.search(r"Ærenlund, Bo[ .]+(\d+) ?, (?!\1)\d+", paper.pages[-1])


def test_lists_come_by_letter_and_the_letters_are_of_the_day(blue_book):
    before, after = (printed(blue_book, at=day) for day in (MID_TERM, THE_DAY_AFTER))

    assert [title.strip() for title in before.bookmarks if title.startswith("  ")] == [
        "A Socialdemokratiet",
        "V Venstre",
        "Observatører uden stemmeret",
    ]
    assert "M Moderaterne" in after.text
    assert "Blå Bog pr. 1. juli 2023" in after.pages[1]


def test_contact_details_are_only_in_the_paper_for_those_who_may(blue_book, paper, secretary):
    whole = printed(blue_book, reader=secretary, today=TODAY)

    assert EMAIL not in paper.text
    assert WARNING not in paper.text
    assert EMAIL in whole.text.replace(" ", "")
    assert PHONE in whole.text
    assert all(WARNING in text for text in whole.pages)


def test_paper_is_tagged_and_names_heads_of_rows(paper):
    tags = paper.tags

    assert tags.count("H2") == 7
    assert {"Table", "TH", "TOC", "L"} & set(tags) >= {"Table", "TH", "L"}
    assert str(paper.root.Lang) == "da-DK"


def test_council_without_anybody_has_a_paper_that_says_so(council):
    paper = printed(council, at=datetime.date(1970, 1, 1))

    assert "Ingen medlemmer er registreret." in paper.text
    assert "Navneregister" not in paper.text


def test_hostile_and_long_names_stay_on_their_page(council, term):
    name = "<script>alert(1)</script> & " + "Wolfeschlegelsteinhausenbergerdorff" * 3
    seat = MembershipFactory(council=council, term=term, person__name=name)
    SubstitutionFactory(membership=seat, person__name="I")
    paper = printed(council)

    assert "<script>alert(1)</script> &" in paper.text
    assert re.search(r"\bI[ .]+\d", paper.pages[-1])


def test_same_book_is_the_same_paper(blue_book):
    first, second = (documents.directory_print(exports.book_on(TODAY, blue_book)) for _ in "12")
    other = documents.directory_print(exports.book_on(MID_TERM, blue_book))

    assert first.fingerprint == second.fingerprint != other.fingerprint
    assert first.pdf() == second.pdf()
