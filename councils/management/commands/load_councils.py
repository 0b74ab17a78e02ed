"""A new portal's councils, before there is anything to log in to."""

from django.core.management.base import BaseCommand
from django.db import transaction

from councils import reference


class Command(BaseCommand):
    help = "Load councils, municipalities, terms and parties. May run twice."

    @transaction.atomic
    def handle(self, **options) -> None:
        loader = reference.Loader()
        reference.load(loader)
        self.stdout.write(loader.report())
