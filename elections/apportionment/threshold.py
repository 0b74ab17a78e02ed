"""Which lists take part in the allocation."""

from elections.apportionment.inputs import Case, Denominator, ListInput
from elections.apportionment.results import Status


def status_of(entry: ListInput, case: Case) -> Status:
    """Whether the list takes part, or the first thing that keeps it out.

    Source: KL's statutes § 15(2), official: at least 2 % of the votes *and* a seat in a
    municipal council of the area; a local list outside every co-operation never takes part
    (§ 6). Exactly 2 % is enough.
    """
    if not entry.may_take_part:
        return Status.LOCAL_OUTSIDE
    if not _reaches_threshold(entry, case, case.denominator):
        return Status.UNDER_THRESHOLD
    if not entry.is_represented:
        return Status.NOT_REPRESENTED
    return Status.TAKES_PART


def near_threshold(case: Case) -> tuple[str, ...]:
    """Keys of the lists whose part hangs on which votes the threshold is a percentage of.

    Between the two readings lie only lists that meet every other condition. Empty when the
    number of votes cast is unknown, since then there is only one reading.
    """
    if case.cast_votes is None:
        return ()
    return tuple(
        entry.key
        for entry in case.lists
        if entry.may_take_part
        and entry.is_represented
        and _reaches_threshold(entry, case, Denominator.VALID)
        and not _reaches_threshold(entry, case, Denominator.CAST)
    )


def _reaches_threshold(entry: ListInput, case: Case, denominator: Denominator) -> bool:
    total = case.votes_counted(denominator)
    if total is None or not entry.votes:
        # A list without votes has no quotient, so it takes part in nothing, whatever the
        # threshold; an unknown total is refused when the case is made.
        return False
    percent = case.threshold_percent
    return entry.votes * 100 * percent.denominator >= percent.numerator * total
