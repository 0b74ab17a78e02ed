"""The demonstration's votes and KL's table; see demo_data/README.md for how far to trust them."""

from pathlib import Path

from councils.demo import CURRENT_TERM
from councils.models import Council, ElectoralList, Term, User
from councils.reference import Loader, rows
from elections import actions
from elections.apportionment import Method
from elections.models import OfficialSeats

DATA = Path(__file__).parent / "demo_data"
VOTES = DATA / "votes_midtjylland_2021.csv"
KL_TABLE = "KL: Dagsorden for KKR Midtjylland 19. januar 2022, punkt 1.2"


def load(loader: Loader, *, by: User) -> None:
    """Votes, which lists are represented, KL's table, and the composition that follows."""
    council, term = Council.objects.get(slug="midtjylland"), Term.objects.get(name=CURRENT_TERM)
    for row in rows(DATA / "kl_composition_midtjylland_2022.csv"):
        numbers = {name: int(row[name]) for name in ("total", "mayors", "supplementary")}
        loader.ensure(
            OfficialSeats,
            numbers | {"source": KL_TABLE},
            council=council,
            term=term,
            letter=row["party"],
        )
    if not council.vote_sources.exists():
        _import(council, term, by)
        loader.created["stemmetal"] += 1
    if not council.compositions.exists():
        actions.compute_composition(council, term, by=by, method=Method.ADAMS)
        loader.created["beregnede sammensætninger"] += 1


def _import(council: Council, term: Term, by: User) -> None:
    actions.import_votes(
        council,
        term.election,
        by=by,
        file_name=VOTES.name,
        data=VOTES.read_bytes(),
        is_official=False,
        provenance="Rekonstruktion: de offentliggjorte tal for 90 pct. af stemmerne; resten er "
        "skønnet, så det stemmer med alt, hvad der er offentliggjort.",
    )
    seated = OfficialSeats.objects.filter(council=council, term=term, total__gt=0)
    lists = ElectoralList.objects.filter(election=term.election, kind="party")
    actions.change_list_standings(
        council,
        by=by,
        standings=dict.fromkeys(lists.filter(letter__in=seated.values("letter")), True),
        source="Følger af KL’s tabel: en liste med pladser er repræsenteret.",
    )
