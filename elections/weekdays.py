"""Weekdays before a meeting: Monday to Friday, Danish public holidays excluded. [setting]

KL's rules say »weekdays« and do not define them. Grundlovsdag, 24 December and 31 December are no
public holidays by law, and so they count as weekdays here.
"""

import datetime
from dataclasses import dataclass

import holidays

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Countdown:
    """How a deadline was counted, from the meeting backwards.

    `counted`: the weekdays, the one nearest to the meeting first; the last of them is the deadline.
    `skipped`: days off among them that are no ordinary weekend, with their Danish names.
    """

    meeting_day: datetime.date
    counted: tuple[datetime.date, ...]
    skipped: tuple[tuple[datetime.date, str], ...]

    @property
    def last_day(self) -> datetime.date:
        """The last day on which a notice is in time, until the end of that day. [setting]"""
        return self.counted[-1]


def count_down(meeting_day: datetime.date, weekdays: int = 3) -> Countdown:
    """The weekdays before the meeting one by one, until there are enough.

    Raises ValueError for fewer weekdays than one. Source: the councils' standing orders § 4(2)
    (official); what a weekday is, is a setting.
    """
    if weekdays < 1:
        raise ValueError(f"A deadline lies at least one weekday before, not {weekdays}.")
    counted: list[datetime.date] = []
    skipped: list[tuple[datetime.date, str]] = []
    day = meeting_day
    # It knows each year's own law: Store bededag was a public holiday until 2023.
    public = holidays.country_holidays("DK", language="da")
    while len(counted) < weekdays:
        day -= ONE_DAY
        if day.weekday() >= SATURDAY:
            continue
        if day in public:
            skipped.append((day, public[day]))
        else:
            counted.append(day)
    return Countdown(meeting_day, tuple(counted), tuple(skipped))
