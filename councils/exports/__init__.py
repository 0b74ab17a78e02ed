"""A council's Blå Bog to take away: as a spreadsheet, as contacts, and as data for programs.

`Book` is what all of them are made from; each format is a function from a book to bytes.
"""

from councils.exports.books import Book, book_on
from councils.exports.popolo import popolo_json
from councils.exports.tables import csv_bytes, xlsx_bytes
from councils.exports.vcards import card_of, vcards

__all__ = ["Book", "book_on", "card_of", "csv_bytes", "popolo_json", "vcards", "xlsx_bytes"]
