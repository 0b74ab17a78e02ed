"""The Blå Bog: misspelt names, the order, and all councils at once."""

import html as html_module
import re

import pytest

from tests.councils.pages import DIRECTORY, WHOLE_DIRECTORY, names
from tests.factories import (
    ElectoralListFactory,
    MembershipFactory,
    PartyMembershipFactory,
    PersonFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
)

# --- Misspelt ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Bøhg", ["Åse Bøgh"]),
        ("vibrg", ["Bo Ærenlund", "Søs Holm"]),
        ("holm viborh", ["Søs Holm"]),
        ("aerenlnud", ["Bo Ærenlund"]),
        ("bågh", ["Åse Bøgh"]),  # one letter, though two of »boegh« and »baagh«
        ("Ærenlunt vibrog", ["Bo Ærenlund"]),
    ],
)
def test_who_is_misspelt_once_is_found_where_nobody_is_found_exactly(
    client, blue_book, query, found
):
    response = client.get(DIRECTORY, {"navn": query})

    assert names(response) == found
    assert f"Ingen passer helt til »{query}«. Lignende: " in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "bxxgh",  # two slips
        "vibxxg",
        "sxs",  # too short to guess
        "holm sxs",
        "<script>",
    ],
)
def test_nobody_is_made_up_for_a_wilder_guess(client, blue_book, query):
    response = client.get(DIRECTORY, {"navn": query})

    assert names(response) == []
    said = html_module.escape(f"Ingen passer til »{query}«, heller ikke med en stavefejl.")
    assert said in response.content.decode()


def test_who_is_found_exactly_hides_who_is_only_like_them(client, council, term):
    for name in ("Lars Larsen", "Mads Lassen"):
        MembershipFactory(council=council, term=term, person__name=name)

    response = client.get(DIRECTORY, {"navn": "larsen"})
    assert names(response) == ["Lars Larsen"]
    assert "Lignende" not in response.content.decode()


# --- Order ---------------------------------------------------------------------------------------


@pytest.fixture
def mixed(council, term):
    """Members whose names, municipalities and parties stand in different orders."""
    for name, place, letter in [
        ("Aage Zink", "Viborg", "Ø"),
        ("Øjvind Bo", "Aabenraa", "A"),
        ("Bo Åkjær", "Ærø", "V"),
        ("Zoë Dam", "Odder", ""),
    ]:
        seat = MembershipFactory(
            council=council, term=term, person__name=name, municipality__name=place
        )
        if letter:
            party = ElectoralListFactory(election=term.election, letter=letter).party
            PartyMembershipFactory(person=seat.person, party=party)
    SecretariatMemberFactory(council=council, name="Carla Cæsar", user=None)


@pytest.mark.parametrize(
    ("sorting", "order"),
    [
        ("", "Bo Zoë Øjvind Aage Carla"),
        ("navn", "Bo Zoë Øjvind Aage Carla"),
        ("-navn", "Aage Øjvind Zoë Bo Carla"),
        ("kommune", "Zoë Aage Bo Øjvind Carla"),  # who has none stands last
        ("-kommune", "Øjvind Bo Aage Zoë Carla"),
        ("parti", "Øjvind Bo Aage Zoë Carla"),
        ("-parti", "Aage Bo Øjvind Zoë Carla"),
    ],
)
def test_each_group_of_the_directory_is_sorted_by_the_danish_alphabet(
    client, mixed, sorting, order
):
    response = client.get(DIRECTORY, {"sorter": sorting})

    assert [name.split()[0] for name in names(response)] == order.split()


def test_heads_say_the_order_and_link_to_the_others_with_the_filter(client, mixed):
    html = html_module.unescape(
        client.get(DIRECTORY, {"navn": "o", "sorter": "kommune"}).content.decode()
    )

    assert re.findall(r'aria-sort="(\w+)"', html) == ["ascending"]
    links = re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', html)
    assert links == ["?navn=o&sorter=navn", "?navn=o&sorter=parti", "?navn=o&sorter=-kommune"]
    backwards = client.get(DIRECTORY + links[2]).content.decode()
    assert re.findall(r'aria-sort="(\w+)"', backwards) == ["descending"]
    # A new search keeps the order.
    assert '<input type="hidden" name="sorter" value="kommune"' in html


# --- All councils --------------------------------------------------------------------------------


def test_directory_of_all_shows_everybody_with_their_council(
    client, blue_book, other_council, term
):
    MembershipFactory(council=other_council, term=term, person__name="Nora Nord")

    response = client.get(WHOLE_DIRECTORY)
    assert names(response) == [
        "Bo Ærenlund", "Nora Nord", "Åse Bøgh", "Carla Dam", "Søs Holm", "Sekretær Øst"
    ]  # fmt: skip
    assert '<th scope="col">KKR</th>' in response.content.decode()
    assert names(client.get(WHOLE_DIRECTORY, {"kkr": "nordjylland"})) == ["Nora Nord"]
    assert names(client.get(WHOLE_DIRECTORY, {"kkr": "midtjylland", "navn": "dam"})) == [
        "Carla Dam"
    ]
    assert client.get(WHOLE_DIRECTORY, {"kkr": "sønderjylland"}).status_code == 400


def test_who_stands_in_for_two_is_one_line_in_each_council(client, council, other_council, term):
    seats = [MembershipFactory(council=c, term=term) for c in (council, council, other_council)]
    person = PersonFactory(name="Søs Holm")
    for seat in seats:
        SubstitutionFactory(membership=seat, person=person)

    (here,) = client.get(DIRECTORY, {"navn": "søs"}).context["lines"]
    assert {member.name for member in here.stands_in_for} == {s.person.name for s in seats[:2]}
    assert names(client.get(WHOLE_DIRECTORY, {"navn": "søs"})) == ["Søs Holm", "Søs Holm"]
