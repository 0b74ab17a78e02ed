"""The demonstration's meeting plan and agenda; see demo_data/README.md for the sources."""

import datetime
import tomllib
from pathlib import Path

from django.utils import timezone

from councils.models import Council, Term, User
from councils.reference import Loader, rows
from meetings import actions
from meetings.models import Meeting, StandardItem

DATA = Path(__file__).parent / "demo_data"


def load(loader: Loader, *, by: User) -> None:
    """The meetings of KKR Midtjylland, the agenda of the constituent one as a draft, and the
    standard items that all councils share."""
    load_standard_items(loader, by=by)
    council = Council.objects.get(slug="midtjylland")
    for row in rows(DATA / "meeting_plan_midtjylland_2022_2026.csv"):
        day = datetime.date.fromisoformat(row["date"])
        starts_at = _moment(day, row["starts"])
        if council.meetings.filter(starts_at=starts_at).exists():
            continue
        actions.create_meeting(
            council,
            by=by,
            term=Term.objects.running(day).get(),
            kind=row["kind"],
            starts_at=starts_at,
            ends_at=_moment(day, row["ends"]),
            place=row["place"],
        )
        loader.created["møder"] += 1
    _load_agenda(loader, council, by)


def load_standard_items(loader: Loader, *, by: User | None) -> None:
    """Templates for the three kinds of meetings, where there are no shared items yet."""
    if StandardItem.objects.filter(council=None).exists():
        return
    found = tomllib.loads((DATA / "standard_items.toml").read_text(encoding="utf-8"))
    main = None
    for content in found["item"]:
        level, kinds = content.pop("level"), content.pop("kinds")
        item = actions.create_standard_item(
            by=by,
            council=None,
            parent=main if level == 2 else None,
            **{f"for_{kind}": True for kind in kinds},
            **content,
        )
        main = item if level == 1 else main
        loader.created["standardpunkter"] += 1


def _load_agenda(loader: Loader, council: Council, by: User) -> None:
    agenda = tomllib.loads(
        (DATA / "agenda_midtjylland_2022_01_19.toml").read_text(encoding="utf-8")
    )
    meeting = Meeting.objects.get(
        council=council, starts_at=timezone.make_aware(agenda["meeting"]["starts_at"])
    )
    if meeting.is_published or meeting.items.exists():
        return  # somebody works on it
    actions.change_meeting(
        meeting,
        by=by,
        version=meeting.version,
        term=meeting.term,
        place=agenda["meeting"]["place"],
        practical_note=agenda["meeting"]["practical_note"],
    )
    main = None
    for content in agenda["item"]:
        level = content.pop("level")
        item = actions.add_item(meeting, by=by, parent=main if level == 2 else None, **content)
        main = item if level == 1 else main
        loader.created["dagsordenspunkter"] += 1


def _moment(day: datetime.date, time: str) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(time)))
