"""The paper about a composition, read back from the finished PDF."""

import re
from fractions import Fraction

import pikepdf
import pytest
from django.db import transaction

from elections import documents
from elections.actions.compositions import compute_composition
from elections.actions.lots import record_lot
from elections.actions.papers import new_paper
from elections.apportionment import Case, ListInput
from elections.cases import Settings
from tests.elections.factories import (
    NOON,
    AcceptanceFactory,
    CompositionFactory,
    a_tied_council,
    kl_table_of,
)
from tests.factories import CouncilFactory, TermFactory, UserFactory
from tests.papers import Paper

LOCAL = Case(
    (
        ListInput("A", 600, 2, True, True),
        ListInput("B", 300, 0, True, True),
        ListInput("C", 5, 0, True, True),
        ListInput("751-L", 80, 1, False, True),
    ),
    municipalities=5,
    valid_votes=1_000,
)


def _composition() -> bytes:
    """With a local mayor, and a table of KL that gives B one seat more."""
    council = CouncilFactory()
    names = {"A": "Socialdemokratiet", "B": "Radikale <Venstre>", "C": "Konservative"}
    composition = CompositionFactory(
        source__council=council, case=LOCAL, names=names | {"751-L": "Ølisten, Aarhus"}
    )
    table = kl_table_of(council, A=(2, 2, 0), B=(2, 0, 2), Ø=(1, 0, 1))
    AcceptanceFactory(
        council=council,
        kl_table=table,
        composition=composition,
        differs=True,
        reason="KL har officielle tal.",
    )
    return documents.paper_pdf(new_paper(composition))


def _after_lots() -> bytes:
    council, by = CouncilFactory(), UserFactory()
    a_tied_council(council)
    stopped = compute_composition(council, TermFactory(), by=by, settings=Settings())
    following = record_lot(
        stopped,
        by=by,
        order="CAB",
        drawn_by="Formanden",
        witnesses="To fra sekretariatet",
        drawn_at=NOON,
    )
    return documents.paper_pdf(new_paper(following))


def _of_another_computation() -> bytes:
    """The one before is the one that was accepted."""
    council = CouncilFactory()
    accepted = CompositionFactory(source__council=council, case=LOCAL)
    AcceptanceFactory(council=council, goes_by="computation", kl_table=None, composition=accepted)
    newer = CompositionFactory(source__council=council, case=LOCAL)
    return documents.paper_pdf(new_paper(newer))


MAKERS = {
    "composition": _composition,
    "after lots": _after_lots,
    "another": _of_another_computation,
}


@pytest.fixture(scope="module")
def print_once(django_db_setup, django_db_blocker):
    """A render takes a while."""
    printed = {}
    with django_db_blocker.unblock():
        for name, make in MAKERS.items():
            with transaction.atomic():
                printed[name] = Paper(make())
                transaction.set_rollback(True)
    return printed


@pytest.fixture(scope="module")
def paper(print_once) -> Paper:
    return print_once["composition"]


@pytest.fixture(scope="module")
def drawn(print_once) -> Paper:
    return print_once["after lots"]


# --- What a screen reader needs ------------------------------------------------------------------


def test_paper_is_tagged_and_tells_its_language_and_title(paper):
    assert str(paper.root.Lang) == "da-DK"
    assert bool(paper.root.MarkInfo.Marked) is True
    assert paper.title == "Sammensætning af KKR Midtjylland 2022-2026"
    assert bool(paper.root.ViewerPreferences.DisplayDocTitle) is True
    assert str(paper.pdf.docinfo.Author) == "KKR Midtjylland"


def test_bookmarks_follow_the_story(paper):
    assert paper.bookmarks == [
        "Sammensætning af KKR Midtjylland 2022-2026",
        "Beregningens resultat",
        "  Ved siden af KL’s tabel",
        "  Andel af stemmer og pladser",
        "1 Stemmerne",
        "2 Hvem deltager",
        "3 Borgmestrene og loftet",
        "4 Antallet af medlemmer",
        "5 Pladserne i den rækkefølge, de blev givet",
        "6 De supplerende medlemmer",
        "7 Kontrol",
        "Grundlaget",
    ]


def test_pictures_are_figures_that_say_what_they_show(paper):
    figures = [figure for figure in _elements(paper) if figure.S == "/Figure"]

    assert [bool(figure.get("/Alt")) for figure in figures] == [True] * len(figures)
    assert len(figures) == 2
    chamber, shares = (str(figure.Alt) for figure in figures)
    assert chamber == "4 medlemmer: A 2 (2 borgmestre), B 1, Lok. 1 (1 borgmester)."
    assert "B 30,0 pct. af stemmerne og 25,0 pct. af pladserne" in shares


def _elements(paper: Paper):
    return list(_below(paper.root.StructTreeRoot.K))


def _below(element):
    for child in element if isinstance(element, pikepdf.Array) else [element]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            if "/K" in child:
                yield from _below(child.K)


def test_fonts_are_parts_of_inter_and_embedded(paper, drawn):
    fonts = [*paper.fonts, *drawn.fonts]
    names = {re.sub(r"^/[A-Z]{6}\+", "", str(font.FontName)) for font in fonts}

    assert {name.split("-")[0] for name in names} == {"Inter"}
    assert all("/FontFile2" in font for font in fonts)


# --- What a reader sees --------------------------------------------------------------------------


def test_paper_tells_the_composition_and_what_holds(paper):
    for words in (
        "4 MEDLEMMER: 3 BORGMESTRE OG 1 SUPPLERENDE",
        "KL’s tabel, godkendt 12. januar 2022 af Formandskabet.",
        "Begrundelse for forskellen: KL har officielle tal.",
        "Metoden er rekonstrueret",
        "Stemmetallene er ikke officielle. Kilde: Tal til en test.",
        "Radikale <Venstre>",
        "Ølisten, Aarhus: 1 borgmester, der er medlem ved siden af fordelingen.",
        "Kontrolberegningen stemmer.",
    ):
        assert words in paper.text


def test_difference_from_the_table_of_kl_is_on_the_paper(paper):
    assert "Afviger fra KL’s tabel" in paper.text
    assert "B Radikale <Venstre> Afviger 1 0 1 2 0 2" in paper.text
    assert "Ø ikke i stemmetallene Afviger" in paper.text
    assert "A Socialdemokratiet 2 2 0 2 2 0" in paper.text
    assert "Kilde til KL’s tabel: KL’s brev" in paper.text


def test_paper_without_lots_and_before_acceptance_says_so(paper, drawn):
    assert "Lodtrækning" not in " ".join(paper.bookmarks)
    assert "Ikke registreret. KL’s brev er afgørende" in drawn.text
    assert "KL’s tabel" not in " ".join(drawn.bookmarks)


def test_lots_are_on_the_paper_with_their_witnesses(drawn):
    assert "6 Lodtrækning" in drawn.bookmarks
    assert "Trukket 12. januar 2022 kl. 12.00 af Formanden om 2 pladser." in drawn.text
    assert "Vidner: To fra sekretariatet. Rækkefølge: 1. C, 2. A, 3. B." in drawn.text
    assert drawn.text.count("afgjort ved lodtrækning") == 2
    assert "fortsætter nr. 1 efter lodtrækning" in drawn.text


def test_other_settings_than_the_official_ones_are_told_on_the_paper(db):
    case = Case(LOCAL.lists, 5, 1_000, threshold_percent=Fraction(5, 2), cap_factor=3)
    composition = CompositionFactory(case=case)

    text = Paper(documents.paper_pdf(new_paper(composition))).text

    assert "Her er spærregrænsen sat til 2,5 pct.; den officielle er 2." in text
    assert "Her er loftet sat til 3 gange; det officielle er 2." in text


def test_paper_about_another_computation_than_the_accepted_one_says_so(print_once, paper):
    words = "Dette papir er om en anden beregning"

    assert words not in paper.text
    assert (
        f"Portalens beregning nr. 1, godkendt 12. januar 2022 af Formandskabet. {words}"
        in " ".join(print_once["another"].text.split())
    )
