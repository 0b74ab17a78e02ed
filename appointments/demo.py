"""The demonstration's regional bodies, and a round in which none of their seats is filled yet; see
demo_data/README.md for the sources."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from appointments.models import Body, Organisation, Round, Seat, SeatKind, Task
from councils.demo import CURRENT_TERM
from councils.models import Council, Term
from councils.reference import Loader, rows
from meetings.models import AgendaItem

DATA = Path(__file__).parent / "demo_data"
ROUND = "Udpegninger 2022-2026"
TEXTS = ("kind", "legal_basis", "description", "composition", "source")
KIND_TEXTS = ("appointer", "role", "eligibility", "held_by", "note")


def load(loader: Loader) -> None:
    """The bodies of all councils with their seats, and the round of KKR Midtjylland."""
    councils = {council.slug: council for council in Council.objects.all()}
    term = Term.objects.get(name=CURRENT_TERM)
    bodies = list(rows(DATA / "bodies.csv"))
    for row in bodies:
        _load_body(loader, row, councils, term)
    _load_successors(bodies, councils)
    # What others follow comes first, whatever the order in the file.
    kinds = sorted(
        enumerate(rows(DATA / "seat_kinds.csv")), key=lambda pair: bool(pair[1]["follows"])
    )
    for position, row in kinds:
        _load_kind(loader, row, councils[row["council"]], position)
    _load_round(loader, councils["midtjylland"], term)


def _load_body(loader: Loader, row: dict[str, str], councils: dict, term: Term) -> None:
    council = councils[row["council"]]
    facts = {name: row[name] for name in TEXTS} | {
        # When most of them began nobody told us; only that they are there in this term.
        "starts_on": _day(row["starts_on"]) or term.starts_on,
        "is_approximate": not row["starts_on"],
        "ends_on": _day(row["ends_on"]),
        "own_term_starts_on": _day(row["own_term_starts_on"]),
        "own_term_years": int(row["own_term_years"]) if row["own_term_years"] else None,
    }
    body = loader.ensure(Body, facts, council=council, name=row["name"])
    if not body.other_councils.exists():
        body.other_councils.set(councils[slug] for slug in _split(row["other_councils"]))


def _load_successors(bodies: Iterable[dict[str, str]], councils: dict) -> None:
    for row in bodies:
        council = councils[row["council"]]
        for name in _split(row["successors"]):
            body = Body.objects.get(council=council, name=row["name"])
            body.successors.add(Body.objects.get(council=council, name=name))


def _load_kind(loader: Loader, row: dict[str, str], council: Council, position: int) -> None:
    body = Body.objects.get(council=council, name=row["body"])
    if body.seat_kinds.filter(label=row["label"]).exists():
        return  # somebody may have changed it
    follows = None
    if row["follows"]:
        of, label = row["follows"].split("|")
        follows = SeatKind.objects.get(body__council=council, body__name=of, label=label)
    name = row["appointing_organisation"]
    kind = loader.ensure(
        SeatKind,
        {
            **{name: row[name] for name in KIND_TEXTS},
            "position": position,
            "number": int(row["number"]) if row["number"] else None,
            "council": council if row["appointer"] == "council" else None,
            "appointing_organisation": _organisation(loader, name) if name else None,
            "nominates_jointly": bool(row["nominates_jointly"]),
            "has_vote": bool(int(row["has_vote"])) if row["has_vote"] else None,
            "least_sme": int(row["least_sme"] or 0),
            "follows": follows,
        },
        body=body,
        label=row["label"],
    )
    kind.nominators.set(_organisation(loader, name) for name in _split(row["nominators"]))
    if not kind.held_by:
        for number in range(1, (kind.number or 0) + 1):
            loader.ensure(Seat, kind=kind, number=number)


def _load_round(loader: Loader, council: Council, term: Term) -> None:
    """Its tasks, without candidates: nobody published any."""
    if Round.objects.filter(council=council, term=term, name=ROUND).exists():
        return  # somebody works on it
    round_ = loader.ensure(Round, council=council, term=term, name=ROUND)
    for row in rows(DATA / "tasks_midtjylland_2022_2026.csv"):
        kind = SeatKind.objects.get(
            body__council=council, body__name=row["body"], label=row["label"]
        )
        item = AgendaItem.objects.filter(
            meeting__council=council, meeting__is_pool=False, title=row["item"]
        ).first()
        loader.ensure(
            Task,
            {
                "number": kind.number,
                "nominations_due_on": _day(row["nominations_due_on"]),
                "starts_on": _day(row["starts_on"]),
                "ends_on": _day(row["ends_on"]),
                "decided_in": item,
                "note": row["note"],
            },
            round=round_,
            kind=kind,
        )


def _organisation(loader: Loader, name: str) -> Organisation:
    return loader.ensure(Organisation, name=name)


def _split(names: str) -> list[str]:
    return names.split(";") if names else []


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
