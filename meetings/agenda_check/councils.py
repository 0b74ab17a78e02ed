"""The councils that a checked agenda may belong to, and the terms, without a database."""

import datetime

from meetings.agenda_check.values import CouncilFacts

REGIONS = {
    "hovedstaden": "Hovedstaden",
    "sjaelland": "Sjælland",
    "syddanmark": "Syddanmark",
    "midtjylland": "Midtjylland",
    "nordjylland": "Nordjylland",
}
YEARS_OF_A_TERM = 4
A_TERM_BEGAN = 2022


def facts(slug: str) -> CouncilFacts:
    """The council by the name in its address; raises KeyError. Who chairs it is not known here."""
    region = REGIONS[slug]
    others = tuple(f"KKR {other}" for other in REGIONS.values() if other != region)
    return CouncilFacts(slug, f"KKR {region}", region, others)


def term_of(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and last day of the council term that a day lies in: those of the municipal
    councils, as the portal's `Term` has them."""
    year = day.year - (day.year - A_TERM_BEGAN) % YEARS_OF_A_TERM
    return datetime.date(year, 1, 1), datetime.date(year + YEARS_OF_A_TERM - 1, 12, 31)
