"""A day and a time of day that together are one moment in Denmark."""

import datetime

from django import forms
from django.utils import timezone

EARLIEST = datetime.datetime(1900, 1, 1)  # noqa: DTZ001 -- local, like what a form gives


def past_moment(
    form: forms.Form, *, day: str, time: str, now: datetime.datetime
) -> datetime.datetime | None:
    """The moment in the fields `day` and `time` of a form that is being cleaned; None where one of
    them is missing. One after `now` is an error at the day."""
    data = form.cleaned_data
    if not data.get(day) or not data.get(time):
        return None
    local = datetime.datetime.combine(data[day], data[time])
    # An absurd year cannot be made aware; it lies before whatever a form asks about.
    moment = timezone.make_aware(max(local, EARLIEST))
    if moment > now:
        form.add_error(day, "Tidspunktet ligger i fremtiden.")
    return moment
