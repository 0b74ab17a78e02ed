"""The demonstration: real councils and public office-holders, made-up members, role accounts."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

import appointments.demo
import councils.demo
import elections.demo
import meetings.demo
from councils.models import User
from councils.reference import Loader


class Command(BaseCommand):
    help = "Load the demonstration data. May run twice: what is there already stays as it is."

    @transaction.atomic
    def handle(self, **options) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration has log-ins whose password everybody knows. It is only loaded "
                "where DEMO is set, and never into a database with real data."
            )
        loader = Loader()
        councils.demo.load(loader)
        secretary = User.objects.get(email="sekretariat.midtjylland@kkr.example")
        elections.demo.load(loader, by=secretary)
        meetings.demo.load(loader, by=secretary)
        appointments.demo.load(loader)
        self.stdout.write(loader.report())
        self.stdout.write(f"Log in with the password {councils.demo.PASSWORD} as one of")
        for email in User.objects.filter(email__endswith="@kkr.example").order_by("email"):
            self.stdout.write(f"  {email.email:40} {email.name}")
