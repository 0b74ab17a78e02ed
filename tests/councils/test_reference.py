"""What every portal starts from, loaded once and again."""

import io

from django.core.management import call_command

from councils.models import Council, ElectoralList, Municipality, Person, Term, User
from tests.factories import TODAY


def load_councils() -> str:
    out = io.StringIO()
    call_command("load_councils", stdout=out)
    return out.getvalue()


def test_councils_are_loaded_with_all_98_municipalities(db):
    said = load_councils()

    assert [
        (council.slug, Municipality.objects.belonging_to(council, TODAY).count())
        for council in Council.objects.all()
    ] == [
        ("hovedstaden", 29),
        ("sjaelland", 17),
        ("syddanmark", 22),
        ("midtjylland", 19),
        ("nordjylland", 11),
    ]
    assert Municipality.objects.count() == 98
    assert [" ".join(line.split()) for line in said.splitlines()] == [
        "5 kommunekontaktråd",
        "98 kommuner",
        "98 kommuner i KKR",
        "12 partier",
        "5 kommunalvalg",
        "5 valgperioder",
        "21 lister",
    ]


def test_terms_follow_the_elections_without_a_gap(db):
    load_councils()

    terms = [
        (f"{t.starts_on}", f"{t.ends_on}", t.election.held_on.year) for t in Term.objects.all()
    ]
    assert terms == [
        ("2026-01-01", "2029-12-31", 2025),
        ("2022-01-01", "2025-12-31", 2021),
        ("2018-01-01", "2021-12-31", 2017),
        ("2014-01-01", "2017-12-31", 2013),
        ("2010-01-01", "2013-12-31", 2009),
    ]


def test_letters_are_known_for_2021_with_the_list_cooperation(db):
    load_councils()

    lists = ElectoralList.objects.filter(election__term__name="2022-2026")
    letters = set(lists.filter(kind="party").values_list("letter", flat=True))
    assert letters == {"A", "B", "C", "D", "F", "G", "I", "K", "O", "V", "Ø", "Å"}
    assert list(lists.exclude(kind="party").values_list("letter", "kind")) == [
        ("LLD", "cooperation")
    ]


def test_councils_come_without_people_and_accounts(db):
    load_councils()

    assert not Person.objects.exists()
    assert not User.objects.exists()


def test_second_load_changes_nothing_and_says_so(db):
    load_councils()
    Municipality.objects.filter(name="Viborg").update(name="Viborg Kommune")

    assert load_councils() == "  Everything was there already; nothing was changed.\n"
    assert Municipality.objects.filter(name="Viborg Kommune").exists()
    assert Municipality.objects.count() == 98
