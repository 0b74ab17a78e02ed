"""Makes what is searched again, after a change of councils/danish_stems.py."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from councils.search import StemsField, fill


class Command(BaseCommand):
    help = "Makes the stems of everything that can be searched again."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        models = [
            model
            for model in apps.get_models()
            if any(isinstance(field, StemsField) for field in model._meta.fields)
        ]
        changed = sum(fill(model) for model in models)
        self.stdout.write(f"{changed} rows had other stems.")
