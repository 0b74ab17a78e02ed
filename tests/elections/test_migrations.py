"""What was stored by the first version is still there after all migrations."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from elections import stored_cases
from elections.apportionment import Case, ListInput
from elections.explanation.repeating import repeat
from elections.models import Composition, KLTable, OfficialSeats, VoteSource

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = [("elections", "0001_initial")]
NOON = datetime.datetime(2022, 1, 12, 11, 0, tzinfo=datetime.UTC)
CASE = Case((ListInput("A", 60, 0, True, True), ListInput("B", 40, 0, True, True)), 3, 100)


@pytest.fixture
def first_version():
    """The tables as they were; afterwards as they are, whatever went wrong."""
    executor = MigrationExecutor(connection)
    executor.migrate(FIRST)
    # What other apps have added since stands on the newer elections, or is of no matter here.
    yield executor.loader.project_state(FIRST).apps
    call_command("flush", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False)


def to_newest() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def some_rows(apps) -> None:
    """Two councils and two terms: three compositions and one in another council; a table of KL for
    each of two councils and for a later term."""
    get = apps.get_model
    user = get("councils", "User").objects.create(email="en@kkr.example", name="En")
    midt, nord = (
        get("councils", "Council").objects.create(
            slug=slug, name=f"KKR {slug}", region=slug, starts_on="2007-01-01"
        )
        for slug in ("midt", "nord")
    )
    terms = [
        get("councils", "Term").objects.create(
            name=f"{year}-{year + 4}",
            election=get("councils", "MunicipalElection").objects.create(
                held_on=f"{year - 1}-11-16"
            ),
            starts_on=f"{year}-01-01",
            ends_on=f"{year + 3}-12-31",
        )
        for year in (2022, 2026)
    ]
    for council, term in ((midt, 0), (nord, 0), (midt, 0), (midt, 1), (midt, 0)):
        source = get("elections", "VoteSource").objects.create(
            council=council,
            election=terms[term].election,
            file_name="tal.csv",
            content=b"tal",
            sha256="0" * 64,
            provenance="KMD",
            imported_at=NOON,
            imported_by=user,
        )
        get("elections", "Composition").objects.create(
            council=council,
            term=terms[term],
            source=source,
            method="adams",
            inputs=stored_cases.to_json(CASE),
            seats={"A": [1, 0, 1], "B": [1, 0, 1]},
            program_version="0.1.0",
            computed_at=NOON,
            computed_by=user,
        )
    for council, term, letter, total in (
        (midt, 0, "V", 9),
        (nord, 0, "A", 4),
        (midt, 0, "A", 10),
        (midt, 1, "A", 5),
    ):
        get("elections", "OfficialSeats").objects.create(
            council=council,
            term=terms[term],
            letter=letter,
            total=total,
            mayors=total - 1,
            supplementary=1,
            source=f"Brev til {council.slug}",
        )


def test_rows_of_the_first_version_survive_all_migrations(first_version):
    some_rows(first_version)

    to_newest()

    compositions_have_numbers_and_nothing_to_compare_with()
    columns_of_kl_are_tables()
    votes_are_there_without_totals()


def compositions_have_numbers_and_nothing_to_compare_with() -> None:
    stored = Composition.objects.order_by("pk")
    assert [(c.council.slug, c.term.name, c.number) for c in stored] == [
        ("midt", "2022-2026", 1),
        ("nord", "2022-2026", 1),
        ("midt", "2022-2026", 2),
        ("midt", "2026-2030", 1),
        ("midt", "2022-2026", 3),
    ]
    first = stored[0]
    assert (first.is_void, first.continues, first.lots, first.names) == (False, None, [], {})
    assert {row.key: row.seats for row in first.outcome.lists} == {"A": 1, "B": 1}
    assert repeat(first).reason.startswith("Beregningen er lavet med version 0.1.0, som ikke")


def columns_of_kl_are_tables() -> None:
    tables = KLTable.objects.order_by("pk")
    assert [(t.council.slug, t.term.name, t.number, t.source, t.seats) for t in tables] == [
        ("midt", "2022-2026", 1, "Brev til midt", {"V": (9, 8, 1), "A": (10, 9, 1)}),
        ("nord", "2022-2026", 1, "Brev til nord", {"A": (4, 3, 1)}),
        ("midt", "2026-2030", 1, "Brev til midt", {"A": (5, 4, 1)}),
    ]
    assert {(t.entered_at, t.entered_by) for t in tables} == {(None, None)}
    assert OfficialSeats.objects.count() == 4


def votes_are_there_without_totals() -> None:
    source = VoteSource.objects.order_by("pk").first()
    assert bytes(source.content) == b"tal"
    assert (source.shape, source.based_on) == ("simple", None)
    assert (source.valid_votes, source.cast_votes) == (None, None)


def test_models_say_what_the_migrations_made(db):
    call_command("makemigrations", "elections", check=True, dry_run=True, verbosity=0)
