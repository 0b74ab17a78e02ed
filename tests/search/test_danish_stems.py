"""The forms of a word have one stem, and other words have another one."""

import pytest

from councils.danish_stems import LONGEST, Question, stem, stems

FORMS = """
forretningsorden forretningsordenen forretningsordener forretningsordenens forretningsordner
godkendt godkendes godkende godkender godkendte
borgmester borgmestre borgmesteren borgmestrene borgmesterens borgmestrenes
møde møder mødet møderne mødets mødernes
udpegning udpegninger udpegningen udpegningerne udpegningens
kommune kommuner kommunen kommunerne kommunernes kommunens kommunes
råd rådet rådene rådets råds
medlem medlemmer medlemmet medlemmerne medlemmernes
stedfortræder stedfortrædere stedfortræderen stedfortræderne
formand formænd formanden formændene næstformand næstformænd
dagsorden dagsordenen dagsordener dagsordner
indstilling indstillinger indstillingen indstillingerne
indstille indstiller indstilles indstillet indstillede
drøfte drøfter drøftes drøftet drøftede
budget budgettet budgetter budgetterne
minister ministre ministeren ministrene
center centre centeret centret centrene
regel regler reglen reglerne
kapitel kapitler kapitlet kapitlerne
model modeller modellen modellerne
projekt projekter projektet projekternes
offentlig offentligt offentlige
åben åbent åbne åbner åbnet
forum forummer forummet fora
ministerium ministerier ministeriet ministeriernes
museum museer museet museerne
by byer byen byerne byens
år året årene årets
barn børn barnet børnene
bog bøger bogen bøgerne
bus busser bussen busserne
tilskud tilskuddet tilskuddene
trafik trafikken trafikkens
klima klimaet klimaets
""".strip().splitlines()
FORMAND = "formand"  # a compound of it has a stem of its own


@pytest.mark.parametrize("forms", FORMS)
def test_all_forms_of_a_word_have_one_stem(forms):
    words = [word.removeprefix("næst") for word in forms.split()]

    assert {stem(word) for word in words} == {stem(words[0])}


@pytest.mark.parametrize(
    "words",
    """ord råd
møde mod
region religion
kommune komme
havn havre
politi politik
vej vejr
el eller
by bus
skole skål
næstformand formand""".splitlines(),
)
def test_other_words_have_other_stems(words):
    first, second = words.split()

    assert stem(first) != stem(second)


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("Aabenraa", "Åbenrå"),
        ("MØDE", "møde"),
        ("mo\N{COMBINING RING ABOVE}de", "mo̊de"),
        ("Ma\N{COMBINING RING ABOVE}l", "Mål"),
        ("råd\N{SOFT HYPHEN}hus", "rådhus"),
        ("Émile", "emile"),
    ],
)
def test_spelling_does_not_matter(written, also):
    assert stems(written) == stems(also)


@pytest.mark.parametrize("word", ["a", "7", "2022", "06268", "a1b2", "ttt", "Æ", "你好", "ß", "²"])
def test_what_is_no_danish_word_stays_what_it_is(word):
    assert stem(word) == stem(stem(word))
    assert stem(word).isalnum()


def test_a_stem_holds_nothing_that_a_database_would_read_as_a_command():
    text = """'"*:&|!()<->-^~@ %_\\ NEAR/2 møde:* råd" OR NOT 🙂 ;-- \x00"""

    assert stems(text) == {"near", "2", "moed", "raad", "or", "not"}


def test_a_very_long_word_is_cut():
    assert len(stem("a" * 5000)) == LONGEST


def test_small_words_tell_nothing():
    assert stems("og det er der, eller ikke") == set()


@pytest.mark.parametrize(
    ("question", "text", "is_met"),
    [
        ("møder", "Mødet begynder kl. 9", True),
        ("møde", "Mødeplan for 2022", True),  # as its beginning
        ("forretn", "Ny forretningsorden", True),
        ("møde råd", "Mødet", False),
        ("møde råd", "Rådets møde", True),
        ("by", "Bygningen", False),  # too short for a beginning
        ("møde for rådet", "Rådets møde", True),
        ("2022", "SAG-2022-06268", True),
        ("plan", "Mødeplan", False),
    ],
)
def test_a_question_is_met_by_a_text_with_all_its_words(question, text, is_met):
    assert Question.of(question).is_met_by(text) is is_met
