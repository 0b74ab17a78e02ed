"""Templates for meetings, for a new portal: texts to start from, changed on the portal's pages."""

from django.core.management.base import BaseCommand
from django.db import transaction

from councils.reference import Loader
from meetings import demo


class Command(BaseCommand):
    help = (
        "Load standard items that all councils share, for constituent, ordinary and extraordinary"
        " meetings. Does nothing where there are shared ones already."
    )

    @transaction.atomic
    def handle(self, **options) -> None:
        loader = Loader()
        demo.load_standard_items(loader, by=None)
        self.stdout.write(loader.report())
