"""Chairs and vice-chairs for other programs, without the portal's database."""

from elections import exchange
from elections.management.commands._json_lines import JsonLinesCommand


class Command(JsonLinesCommand):
    help = "Elect chair and vice-chair from each line of JSON; prints one line of JSON each."
    compute = staticmethod(exchange.elect_leadership_json)
    fields = exchange.LEADERSHIP_FIELDS
