"""Computing a composition, and saying which one holds."""

import datetime

from django.db import transaction

from councils import audit
from councils.models import Council, Term, User
from elections import apportionment, cases, exchange, stored_cases
from elections.apportionment import Case, InvalidInput, Lot, LotsRequired
from elections.models import Acceptance, Composition, DrawnLot, KLTable, OfficialSeats, VoteSource
from kkr_portal import clock
from kkr_portal.version import VERSION


class VotesMissing(Exception):
    """No votes have been imported for the council in the term."""


class HasChanged(Exception):
    """Something newer is there than what the page showed."""


@transaction.atomic
def compute_composition(
    council: Council, term: Term, *, by: User, settings: cases.Settings
) -> Composition:
    """Computes and stores the composition from the latest votes.

    At a tie it is stored without seats, and goes on at once where lots were drawn for exactly these
    figures before. Raises VotesMissing and cases.RepresentationUnknown.
    """
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    source = VoteSource.objects.latest_for(council, term)
    if source is None:
        raise VotesMissing
    case = cases.case_for(council, term, source, settings)
    composition = Composition(
        council=council,
        term=term,
        source=source,
        method=settings.method.value,
        inputs=stored_cases.to_json(case),
        names=cases.names_for(council, term.election, [entry.key for entry in case.lists]),
    )
    drawn = _lot_for_same_case(composition)
    if drawn is not None:
        composition.continues = drawn.composition
        composition.lots = [stored_cases.lot_to_json(Lot(tuple(drawn.order), drawn.seats))]
    return _store(composition, case, by=by)


@transaction.atomic
def continue_composition(stopped: Composition, *, by: User, lot: Lot) -> Composition:
    """The computation that stopped at a tie, gone on with after lots were drawn.

    Raises HasChanged where there is a newer one by the same method, or where votes, mayors or lists
    are others by now: nobody draws for old figures.
    """
    newer = Composition.objects.of(stopped.council, stopped.term).filter(
        method=stopped.method, is_void=False, pk__gt=stopped.pk
    )
    if newer.exists() or _inputs_now(stopped) != stopped.inputs:
        raise HasChanged
    following = Composition(
        council=stopped.council,
        term=stopped.term,
        source=stopped.source,
        method=stopped.method,
        inputs=stopped.inputs,
        names=stopped.names,
        lots=[*stopped.lots, stored_cases.lot_to_json(lot)],
        continues=stopped,
    )
    return _store(following, stored_cases.from_json(stopped.inputs), by=by)


@transaction.atomic
def enter_kl_table(
    council: Council,
    term: Term,
    *,
    by: User | None,
    source: str,
    columns: dict[str, tuple[int, int, int]],
    replaces: int | None,
) -> KLTable:
    """Stores the table that KL published: all members, mayors and supplementary ones by letter.

    `replaces` is the id of the table that the page showed; raises HasChanged where there is a newer
    one.
    """
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    before = KLTable.objects.current(council, term)
    if (before.pk if before else None) != replaces:
        raise HasChanged
    table = KLTable.objects.create(
        council=council,
        term=term,
        number=before.number + 1 if before else 1,
        source=source,
        entered_at=clock.now(),
        entered_by=by,
    )
    OfficialSeats.objects.bulk_create(
        OfficialSeats(
            table=table, letter=letter, total=total, mayors=mayors, supplementary=supplementary
        )
        for letter, (total, mayors, supplementary) in columns.items()
    )
    audit.record(
        "enter_kl_table", table, f"Indtastede KL’s tabel for {term}", by=by, council=council
    )
    return table


@transaction.atomic
def accept_composition(
    council: Council,
    term: Term,
    *,
    by: User,
    goes_by: str,
    composition: int | None,
    kl_table: int | None,
    accepted_by: str,
    accepted_at: datetime.datetime,
    reason: str,
) -> Acceptance:
    """Says that the portal's computation or KL's table holds, and who decided so.

    `composition` and `kl_table` are the ids of what the page showed side by side; raises HasChanged
    where one of them is no longer the newest, and ValidationError where a reason is missing.
    """
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    leading = Composition.objects.of(council, term).leading()
    table = KLTable.objects.current(council, term)
    shown = (composition, kl_table)
    if shown != (leading.pk if leading else None, table.pk if table else None):
        raise HasChanged
    if goes_by == Acceptance.GoesBy.COMPUTATION and not (leading and leading.is_complete):
        raise HasChanged
    acceptance = Acceptance(
        council=council,
        term=term,
        goes_by=goes_by,
        composition=leading,
        kl_table=table,
        accepted_by=accepted_by,
        accepted_at=accepted_at,
        differs=differs(leading, table),
        reason=reason,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    acceptance.full_clean()
    acceptance.save()
    audit.record(
        "accept_composition",
        acceptance,
        f"Registrerede, at {acceptance.get_goes_by_display()} gælder for {term}, "
        f"godkendt af {accepted_by}",
        by=by,
        council=council,
    )
    return acceptance


def differs(composition: Composition | None, table: KLTable | None) -> bool:
    """Whether the computation and KL's table give some list different numbers.

    Neither knows everything: a table or a computation that is not there differs from nothing, and
    KL's table has no columns for local lists outside every co-operation.
    """
    if composition is None or table is None or not composition.is_complete:
        return False
    local = {entry["key"] for entry in composition.inputs["lists"] if not entry["may_take_part"]}
    ours = {
        key: tuple(seats)
        for key, seats in composition.seats.items()
        if any(seats) and key not in local
    }
    theirs = {letter: seats for letter, seats in table.seats.items() if any(seats)}
    return ours != theirs


def _inputs_now(composition: Composition) -> dict | None:
    """What the same computation would start from today; None where it cannot be made."""
    source = VoteSource.objects.latest_for(composition.council, composition.term)
    settings = cases.settings_of(stored_cases.from_json(composition.inputs))
    try:
        case = cases.case_for(composition.council, composition.term, source, settings)
    except (cases.RepresentationUnknown, InvalidInput):
        return None
    return stored_cases.to_json(case)


def _store(composition: Composition, case: Case, *, by: User) -> Composition:
    """Computes, gives it the next number, stores it, and writes the audit entry."""
    outcome = apportionment.compose(case, composition.drawn)
    composition.number = Composition.objects.next_number(composition.council, composition.term)
    composition.seats = _seats(outcome)
    composition.result = exchange.canonical(exchange.composition_to_json(outcome, case))
    composition.program_version = VERSION
    composition.computed_at, composition.computed_by = clock.now(), by
    composition.save()
    waits = "" if composition.seats else "; den venter på en lodtrækning"
    audit.record(
        "compute_composition",
        composition,
        f"Beregnede sammensætningen {composition.term} (nr. {composition.number}) med metoden "
        f"{composition.get_method_display()}{waits}",
        by=by,
        council=composition.council,
    )
    return composition


def _seats(outcome: apportionment.Composition | LotsRequired) -> dict[str, list[int]]:
    if isinstance(outcome, LotsRequired):
        return {}
    return {row.key: [row.seats, row.mayors, row.supplementary] for row in outcome.lists}


def _lot_for_same_case(composition: Composition) -> DrawnLot | None:
    """The draw that counts for exactly these figures and settings, if there was one."""
    lots = DrawnLot.objects.filter(
        composition__council=composition.council,
        composition__term=composition.term,
        annulled_at=None,
    ).select_related("composition")
    same = (lot for lot in lots if lot.composition.inputs == composition.inputs)
    return next(same, None)
