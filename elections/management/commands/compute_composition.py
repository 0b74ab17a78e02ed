"""Compositions for other programs, without the portal's database."""

from elections import exchange
from elections.management.commands._json_lines import JsonLinesCommand


class Command(JsonLinesCommand):
    help = "Compute a council's composition from each line of JSON; prints one line of JSON each."
    compute = staticmethod(exchange.compose_json)
    fields = exchange.COMPOSITION_FIELDS
