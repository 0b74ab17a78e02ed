"""The demonstration's regional bodies; see demo_data/README.md for the sources."""

from pathlib import Path

from appointments.models import Body
from councils.demo import CURRENT_TERM
from councils.models import Council, Term
from councils.reference import Loader, rows

DATA = Path(__file__).parent / "demo_data"


def load(loader: Loader) -> None:
    """The bodies of KKR Midtjylland."""
    council, term = Council.objects.get(slug="midtjylland"), Term.objects.get(name=CURRENT_TERM)
    for row in rows(DATA / "bodies_midtjylland.csv"):
        loader.ensure(
            Body, {**row, "starts_on": term.starts_on}, council=council, name=row.pop("name")
        )
