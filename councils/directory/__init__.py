"""The Blå Bog on one day: who is in it, who of them is found, and in which order.

A day's lines are few, whatever the history behind them, so they are filtered and sorted here; only
the day, the councils and the rights are asked of the database.
"""

from councils.directory.further import further_lines_on, register
from councils.directory.lines import add_contacts, add_leaves, internal_numbers, lines_on
from councils.directory.ordering import SORTINGS, Balance, Group, balance, grouped, in_order
from councils.directory.searching import search
from councils.directory.values import Appointed, Line, Post, Role

__all__ = [
    "SORTINGS",
    "Appointed",
    "Balance",
    "Group",
    "Line",
    "Post",
    "Role",
    "add_contacts",
    "add_leaves",
    "balance",
    "further_lines_on",
    "grouped",
    "in_order",
    "internal_numbers",
    "lines_on",
    "register",
    "search",
]
