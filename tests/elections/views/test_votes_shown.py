"""The votes that hold, and the files they came from."""

import pytest

from tests.elections.factories import (
    VoteCountFactory,
    VoteSourceFactory,
    a_local_list,
    municipalities_of,
    rows_of,
    source_with,
)
from tests.elections.views.pages import (
    text_of,
    url,
)
from tests.factories import (
    ElectoralListFactory,
)

# --- What holds ----------------------------------------------------------------------------------


def test_votes_stand_in_a_table_with_their_provenance(browse, council, member):
    first, second = municipalities_of(council, 2)
    source = source_with(
        council, {"A": 1_500, "B": 200}, municipality=first, provenance="Rekonstruktion."
    )
    a = ElectoralListFactory(letter="A")
    VoteCountFactory(
        source=source, municipality=second, electoral_list=a, votes=2_000, is_estimated=True
    )
    for letter, votes, is_estimated in (("L", 30, False), ("M", 4, True)):
        VoteCountFactory(
            source=source,
            municipality=second,
            electoral_list=a_local_list(second, letter),
            votes=votes,
            is_estimated=is_estimated,
        )

    response = browse(member).get(url("votes"))

    assert "Ikke officielle. Kilde: Rekonstruktion. Skønnede tal er skrevet" in text_of(response)
    assert f"SHA-256 {source.sha256}" in text_of(response)
    assert "Gyldige stemmer 3.734 (listernes stemmer lagt sammen)" in text_of(response)
    assert "Afgivne stemmer Ikke oplyst" in text_of(response)
    assert rows_of(response) == [
        "Kommune | A | B | Lokale | I alt",
        f"{first} | 1.500 | 200 | – | 1.700",
        f"{second} | ≈ 2.000 | – | ≈ 34 | 2.034",
        "I alt | 3.500 | 200 | 34 | 3.734",
    ]


def test_official_votes_are_called_official(browse, council, member):
    source_with(
        council, {"A": 60}, is_official=True, provenance="KMD.", valid_votes=61, cast_votes=70
    )

    page = text_of(browse(member).get(url("votes")))

    assert "Officielle stemmetal. Kilde: KMD." in page
    assert "Gyldige stemmer 61 Afgivne stemmer 70" in page


def test_council_without_votes_is_offered_to_read_them_in(browse, council, term, secretary, member):
    pages = [browse(user).get(url("votes")).text for user in (secretary, member)]

    assert all("Der er ikke indlæst stemmetal for KKR Midtjylland." in page for page in pages)
    assert [url("votes-import") in page for page in pages] == [True, False]


# --- The files ---------------------------------------------------------------------------------


def test_file_is_handed_out_byte_for_byte(client, council):
    content = b"\xef\xbb\xbfA;\xc3\xa6\r\n\x00\xff"
    source = VoteSourceFactory(council=council, content=content, file_name='a"; x="b.csv')

    response = client.get(url("votes-file", source.pk))

    assert response.content == content
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (f'attachment; filename="stemmetal-{source.pk}.csv"')
    assert response["X-Content-Type-Options"] == "nosniff"


def test_files_are_listed_for_the_secretariat_alone(browse, council, secretary, member):
    first, _ = (VoteSourceFactory(council=council, file_name=f"{n}.csv") for n in (1, 2))

    pages = [browse(user).get(url("votes")) for user in (secretary, member)]

    assert [url("votes-file", first.pk) in page.text for page in pages] == [True, False]
    listed = text_of(pages[0]).partition("Indlæste filer ")[2]
    assert listed.startswith("2.csv, 12. januar 2022 kl. 12.00 af ")
    assert listed.index("(gælder nu)") < listed.index("1.csv,")


# --- What a page costs ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_votes_page_costs_the_same_with_more_municipalities(
    browse, council, secretary, number, django_assert_num_queries
):
    for _ in range(number):
        source = VoteSourceFactory(council=council)
    for municipality in municipalities_of(council, number):
        for letter in "AB":
            entry = ElectoralListFactory(letter=letter)
            VoteCountFactory(source=source, municipality=municipality, electoral_list=entry)
        local = a_local_list(municipality, "L")
        VoteCountFactory(source=source, municipality=municipality, electoral_list=local)
    client = browse(secretary)

    with django_assert_num_queries(10):
        response = client.get(url("votes"))

    assert len(rows_of(response)) == number + 2
