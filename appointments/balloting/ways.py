"""In which ways a council can choose the people for a task."""

from appointments.chosen import is_elected
from appointments.models import Ballot, Task

Way = Ballot.Way
# Held step by step; the others are agreed on or decided at once.
ELECTIONS = (Way.MAJORITY, Way.PROPORTIONAL)


def ways_of(task: Task) -> list[Way]:
    """Those that apply, the usual one first. One person is elected by majority, several to the same
    task proportionally (the councils' standing orders § 4(4) with the local government act § 24;
    official). Seats that organisations nominate to are not elected; where nobody is known to
    nominate and the seats are not for councillors, both can be right."""
    if task.kind.nominators.all():
        return [Way.NOMINATED]
    several = [Way.PROPORTIONAL, Way.IN_UNISON, Way.DEVIATION]
    ways = [Way.MAJORITY, Way.IN_UNISON] if task.number == 1 else several
    return ways if is_elected(task) else [*ways, Way.NOMINATED]
