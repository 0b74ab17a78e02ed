"""The book of 30 annexes of 10 pages against pikepdf putting the same pages behind each other.

`./kkr manage shell < tests/benchmarks/binding.py`
"""

import io

import pikepdf

from meetings.binding import Annex, bind
from tests.benchmarks.ratios import ratio
from tests.meetings.binding.files import A4, make_pdf

agenda = make_pdf(*[A4] * 20)
annexes = [Annex(n, f"Bilag 1.{n}", "Titel", "punkt-1", make_pdf(*[A4] * 10)) for n in range(1, 31)]


def merge() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(agenda)) as book:
        for annex in annexes:
            book.pages.extend(pikepdf.open(io.BytesIO(annex.pdf)).pages)
        book.save(file)
    return file.getvalue()


share = ratio(lambda: bind(agenda, annexes, title="Bog"), merge, rounds=5)
print(f"Book of 320 pages, stamped and with bookmarks: {share:.2f} x a bare merge by pikepdf")
