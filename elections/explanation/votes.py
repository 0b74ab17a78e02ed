"""Votes in tables: those that hold, and what a newly uploaded file would change."""

from dataclasses import dataclass

from councils import danish
from councils.models import ElectoralList, Municipality
from elections import votefiles
from elections.models import VoteSource
from kkr_portal.templatetags.portal import thousands

Cell = tuple[int, bool]  # votes, and whether they are estimated


@dataclass(frozen=True, slots=True)
class VoteTable:
    """Municipalities down, parties across, the local lists of a municipality added up."""

    parties: list[ElectoralList]
    rows: list[tuple[Municipality, list[Cell | None], int]]
    column_totals: list[int]
    total: int
    has_estimates: bool


def vote_table(source: VoteSource) -> VoteTable:
    """The votes of a source, parties with most votes first."""
    cells: dict[tuple[int, int | str], Cell] = {}
    counts = source.counts.values_list(
        "municipality", "electoral_list", "electoral_list__kind", "votes", "is_estimated"
    )
    totals: dict[int | str, int] = {}
    for municipality, entry, kind, votes, is_estimated in counts:
        column = "local" if kind == ElectoralList.Kind.LOCAL else entry
        before, was_estimated = cells.get((municipality, column), (0, False))
        cells[municipality, column] = (before + votes, was_estimated or is_estimated)
        totals[column] = totals.get(column, 0) + votes
    local = totals.pop("local", 0)
    lists = ElectoralList.objects.in_bulk(totals)
    columns = sorted(totals, key=lambda pk: (-totals[pk], lists[pk].letter))
    municipalities = Municipality.objects.filter(pk__in={place for place, _ in cells})
    places = [*columns, "local"]
    return VoteTable(
        parties=[lists[pk] for pk in columns],
        rows=[
            (
                municipality,
                row := [cells.get((municipality.pk, column)) for column in places],
                sum(cell[0] for cell in row if cell),
            )
            for municipality in municipalities
        ],
        column_totals=[*(totals[pk] for pk in columns), local],
        total=sum(totals.values()) + local,
        has_estimates=any(is_estimated for _, is_estimated in cells.values()),
    )


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list's votes in all the council's municipalities, before and with the new file."""

    name: str
    before: int
    after: int

    @property
    def change(self) -> str:
        difference = self.after - self.before
        sign = "" if not difference else "+" if difference > 0 else "−"
        return f"{sign}{thousands(abs(difference))}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a file would change; `is_unchanged`, that it is nothing at all.

    `municipalities` name, votes before and after, for each that the file mentions; `kept` are
    those that keep what they have, `missing` those that then have no votes at all.
    """

    file: votefiles.VoteFile
    lists: list[ListChange]
    municipalities: list[tuple[str, int, int]]
    kept: list[str]
    missing: list[str]
    is_unchanged: bool

    @property
    def totals(self) -> tuple[int, int]:
        return sum(row.before for row in self.lists), sum(row.after for row in self.lists)


def preview(
    file: votefiles.VoteFile, context: votefiles.Context, before: VoteSource | None
) -> Preview:
    """What would hold after taking in `file`, beside what holds `before`."""
    old, new = _old_votes(before), _new_votes(file, context)
    mentioned = {code for code, _ in new}
    kept = {place: votes for place, votes in old.items() if place[0] not in mentioned}
    after = kept | new
    names = sorted({name for _, name in (*old, *after)}, key=danish.sort_key)
    lists = [
        ListChange(
            name,
            sum(votes for place, votes in old.items() if place[1] == name),
            sum(votes for place, votes in after.items() if place[1] == name),
        )
        for name in names
    ]
    known = sorted(context.municipalities.items(), key=lambda row: danish.sort_key(row[1]))
    with_votes = {code for code, _ in after}
    return Preview(
        file=file,
        lists=sorted(lists, key=lambda row: (-abs(row.after - row.before), -row.after)),
        municipalities=[
            (name, _votes_in(code, old), _votes_in(code, new))
            for code, name in known
            if code in mentioned
        ],
        kept=[name for code, name in known if code in {place for place, _ in kept}],
        missing=[name for code, name in known if code not in with_votes],
        is_unchanged=all(old.get(place, 0) == after.get(place, 0) for place in {*old, *after}),
    )


Votes = dict[tuple[str, str], int]  # by municipality code and the list's name


def _old_votes(source: VoteSource | None) -> Votes:
    if source is None:
        return {}
    counts = source.counts.select_related("electoral_list", "municipality")
    votes: Votes = {}
    for count in counts:
        entry = count.electoral_list
        is_local = entry.kind == ElectoralList.Kind.LOCAL
        name = _local_name(count.municipality.name, entry.name) if is_local else str(entry)
        votes[count.municipality.code, name] = votes.get((count.municipality.code, name), 0) + (
            count.votes
        )
    return votes


def _new_votes(file: votefiles.VoteFile, context: votefiles.Context) -> Votes:
    votes: Votes = {}
    for row in file.rows:
        if row.party_letter:
            name = f"{context.parties[row.party_letter]} ({row.party_letter})"
        else:
            municipality = context.municipalities[row.municipality_code]
            name = _local_name(municipality, row.list_name)
        place = (row.municipality_code, name)
        votes[place] = votes.get(place, 0) + row.votes
    return votes


def _local_name(municipality: str, name: str) -> str:
    return f"{name}, {municipality}"


def _votes_in(code: str, votes: Votes) -> int:
    return sum(number for place, number in votes.items() if place[0] == code)
