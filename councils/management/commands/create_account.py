"""The first accounts of a new portal, before anybody can log in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from councils import actions
from councils.models import Council
from kkr_portal import clock


class Command(BaseCommand):
    help = "Make an account; its owner sets the password by »Glemt adgangskode« on the log-in page."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email", help="the address to log in with")
        parser.add_argument("name", help="the name of the account's owner")
        parser.add_argument(
            "--secretariat",
            metavar="COUNCIL",
            action="append",
            default=[],
            help="slug of a council whose things the account may edit, e.g. midtjylland; may recur",
        )

    @transaction.atomic
    def handle(self, *, email: str, name: str, secretariat: list[str], **options) -> None:
        try:
            user = actions.create_account(by=None, email=email, name=name)
            for slug in secretariat:
                council = Council.objects.get(slug=slug)
                actions.appoint_secretary(user, council, by=None, starts_on=clock.today())
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        except Council.DoesNotExist as error:
            known = ", ".join(Council.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no council {slug!r}. Known: {known}.") from error
        self.stdout.write(f"Made the account {user.email}.")
