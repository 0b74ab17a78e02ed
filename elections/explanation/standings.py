"""What is known of each municipality: its mayor's list, and the lists with a seat."""

from dataclasses import dataclass

from councils.models import Municipality
from elections.cases import Standings
from elections.models import MunicipalStanding


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """`mayor_key` is the list the mayor counts for; `mayor_is_told`, that the secretariat named it
    and not the Blå Bog. `standing` is None where nobody told anything."""

    municipality: Municipality
    mayor_name: str
    mayor_key: str
    mayor_is_told: bool
    standing: MunicipalStanding | None
    seated: list[str]


def municipality_rows(standings: Standings) -> list[MunicipalityRow]:
    """All the council's municipalities."""
    mayors = {seat.municipality.pk: seat for seat in standings.mayors}
    rows = []
    for municipality in standings.municipalities:
        seat, standing = mayors.get(municipality.pk), standings.told.get(municipality.pk)
        seated = list(standing.represented.all()) if standing else []
        rows.append(
            MunicipalityRow(
                municipality=municipality,
                mayor_name=seat.name if seat else "",
                # A local list's key names its municipality first, which the row says already.
                mayor_key=seat.key.removeprefix(f"{municipality.code}-") if seat else "",
                mayor_is_told=bool(seat and seat.is_told),
                standing=standing,
                seated=[entry.letter or entry.name for entry in seated],
            )
        )
    return rows
