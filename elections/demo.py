"""The demonstration's votes and KL's table; see demo_data/README.md for how far to trust them."""

from pathlib import Path

from councils.demo import CURRENT_TERM
from councils.models import Council, ElectoralList, Term, User
from councils.reference import Loader, rows
from elections.actions import compositions, standings, votes
from elections.cases import Settings
from elections.models import Acceptance, KLTable
from kkr_portal import clock

DATA = Path(__file__).parent / "demo_data"
VOTES = DATA / "votes_midtjylland_2021.csv"
KL_TABLE = "KL: Dagsorden for KKR Midtjylland 19. januar 2022, punkt 1.2"


def load(loader: Loader, *, by: User) -> None:
    """Votes, which lists are represented, KL's table, and the composition that follows."""
    council, term = Council.objects.get(slug="midtjylland"), Term.objects.get(name=CURRENT_TERM)
    if not council.kl_tables.exists():
        _enter_kl_table(council, term, by)
        loader.created["KL’s tabel"] += 1
    if not council.vote_sources.exists():
        _import(council, term, by)
        loader.created["stemmetal"] += 1
    if not council.compositions.exists():
        compositions.compute_composition(council, term, by=by, settings=Settings())
        loader.created["beregnede sammensætninger"] += 1
    if not council.acceptances.exists():
        _accept_kl_table(council, term, by)
        loader.created["godkendte sammensætninger"] += 1


def _enter_kl_table(council: Council, term: Term, by: User) -> None:
    columns = {
        row["party"]: (int(row["total"]), int(row["mayors"]), int(row["supplementary"]))
        for row in rows(DATA / "kl_composition_midtjylland_2022.csv")
    }
    compositions.enter_kl_table(
        council, term, by=by, source=KL_TABLE, columns=columns, replaces=None
    )


def _import(council: Council, term: Term, by: User) -> None:
    draft = votes.upload_votes(
        council,
        term.election,
        by=by,
        file_name=VOTES.name,
        data=VOTES.read_bytes(),
        is_official=False,
        provenance="Rekonstruktion: de offentliggjorte tal for 90 pct. af stemmerne; resten er "
        "skønnet, så det stemmer med alt, hvad der er offentliggjort.",
        valid_votes=None,
        cast_votes=None,
    )
    votes.import_votes(draft, by=by, based_on=None)
    seats = KLTable.objects.current(council, term).seats
    seated = [letter for letter, (total, _, _) in seats.items() if total]
    lists = ElectoralList.objects.filter(election=term.election, kind="party", letter__in=seated)
    standings.change_list_standings(
        council,
        by=by,
        standings=dict.fromkeys(lists, True),
        source="Følger af KL’s tabel: en liste med pladser er repræsenteret.",
    )


def _accept_kl_table(council: Council, term: Term, by: User) -> None:
    composition = council.compositions.get()
    compositions.accept_composition(
        council,
        term,
        by=by,
        goes_by=Acceptance.GoesBy.KL_TABLE,
        composition=composition.pk,
        kl_table=council.kl_tables.get().pk,
        accepted_by=f"Sekretariatet, {council}",
        accepted_at=clock.now(),
        reason="",
    )
