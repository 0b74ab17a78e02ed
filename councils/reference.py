"""What every portal starts from: councils, municipalities, terms, parties and their letters."""

import csv
import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import models

from councils import danish
from councils.models import (
    Council,
    CouncilMunicipality,
    ElectoralList,
    MunicipalElection,
    Municipality,
    Party,
    Term,
)

DATA = Path(__file__).parent / "reference_data"
REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")
REFORM = datetime.date(2007, 1, 1)  # today's municipalities and regions
ELECTION_DAYS = {
    "2010-2014": datetime.date(2009, 11, 17),
    "2014-2018": datetime.date(2013, 11, 19),
    "2018-2022": datetime.date(2017, 11, 21),
    "2022-2026": datetime.date(2021, 11, 16),
    "2026-2030": datetime.date(2025, 11, 18),
}
LETTERS_KNOWN_FOR = "2022-2026"


class Loader:
    """Makes rows that are not there yet and counts them; what is there stays as it is."""

    def __init__(self) -> None:
        self.created: Counter[str] = Counter()

    def ensure(self, model: type[models.Model], defaults: dict | None = None, **key: Any) -> Any:
        row, is_new = model._default_manager.get_or_create(**key, defaults=defaults or {})
        self.created[str(model._meta.verbose_name_plural)] += is_new
        return row

    def report(self) -> str:
        """One line for each kind of row that was made."""
        lines = [f"  {count:4} {name}" for name, count in self.created.items() if count]
        return "\n".join(lines) or "  Everything was there already; nothing was changed."


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load(loader: Loader) -> None:
    """Councils and their municipalities, terms and their elections, parties and their letters."""
    _load_councils(loader)
    _load_terms_and_parties(loader)


def _load_councils(loader: Loader) -> None:
    for position, region in enumerate(REGIONS):
        loader.ensure(
            Council,
            {
                "region": region,
                "slug": danish.slug(region),
                "position": position,
                "starts_on": REFORM,
            },
            name=f"KKR {region}",
        )
    councils = {council.region: council for council in Council.objects.all()}
    for row in rows(DATA / "municipalities.csv"):
        municipality = loader.ensure(Municipality, {"name": row["name"]}, code=row["code"])
        loader.ensure(
            CouncilMunicipality,
            {"starts_on": REFORM},
            council=councils[row["region"]],
            municipality=municipality,
        )


def _load_terms_and_parties(loader: Loader) -> None:
    parties = {
        row["letter"]: loader.ensure(Party, {"short_name": row["short_name"]}, name=row["name"])
        for row in rows(DATA / "parties.csv")
    }
    for name, day in ELECTION_DAYS.items():
        election = loader.ensure(MunicipalElection, held_on=day)
        year = day.year + 1
        days = (datetime.date(year, 1, 1), datetime.date(year + 3, 12, 31))
        loader.ensure(
            Term, {"election": election, "starts_on": days[0], "ends_on": days[1]}, name=name
        )
        # Letters are known for 2021; of the other elections only what the known chairs need.
        for letter in parties if name == LETTERS_KNOWN_FOR else ("A", "V"):
            loader.ensure(
                ElectoralList,
                {"party": parties[letter], "name": parties[letter].name},
                election=election,
                letter=letter,
                kind=ElectoralList.Kind.PARTY,
            )
    loader.ensure(
        ElectoralList,
        {"name": "Lokallisterne i Danmark"},
        election=Term.objects.get(name=LETTERS_KNOWN_FOR).election,
        letter="LLD",
        kind=ElectoralList.Kind.COOPERATION,
    )
