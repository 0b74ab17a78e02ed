"""Forgets what only served to reach people who have not sat in any council for years."""

import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from councils import actions
from councils.models.privacy import forgettable, forgettable_staff
from kkr_portal import clock


class Command(BaseCommand):
    help = (
        "Removes contact details, portrait, gender, title, suggestions and account link of people"
        " whose last place in any council ended more than RETENTION_YEARS ago. Name, party and"
        " seats stay. Who was made that long ago and never had a place loses name and party too;"
        " former secretariat staff lose address, number and account. To be run once a day or a"
        " month."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say whom, change nothing")

    def handle(self, *, dry_run: bool, **options) -> None:
        if settings.RETENTION_YEARS < 1:  # would forget people who still sit
            raise CommandError("RETENTION_YEARS must be at least 1.")
        before = years_before(clock.today(), settings.RETENTION_YEARS)
        number = 0
        for person in forgettable(before):
            if dry_run:
                self.stdout.write(f"Would forget {person} (no. {person.pk}).")
            else:
                try:
                    removed = actions.forget_person(person, by=None, before=before)
                except actions.IsProtected:  # they got a place a moment ago
                    continue
                if not removed:  # of somebody without a place whom something keeps
                    continue
                self.stdout.write(f"Forgot of {person} (no. {person.pk}): {', '.join(removed)}.")
            number += 1
        staff = self._forget_staff(before, dry_run)
        people = "1 person" if number == 1 else f"{number} people"
        done = "would be forgotten" if dry_run else "forgotten"
        self.stdout.write(f"{people} {done}, whose last place ended before {before}.")
        if staff:
            self.stdout.write(f"{staff} of former staff {done}, whose work ended before {before}.")

    def _forget_staff(self, before: datetime.date, dry_run: bool) -> int:
        number = 0
        for member in forgettable_staff(before):
            if dry_run or actions.forget_staff(member, by=None, before=before):
                done = "Would forget" if dry_run else "Forgot"
                self.stdout.write(f"{done} how to reach {member} (former staff no. {member.pk}).")
                number += 1
        return number


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day `years` earlier, 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
