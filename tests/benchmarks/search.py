"""What a search costs in the database: 250 published agendas of 20 items with 250 words each.

`./kkr manage shell < tests/benchmarks/search.py` on the demonstration's database, where nothing of
it stays. Aim: less than 10 ms in the database for a whole page, at its best of ten times: what else
runs on the machine is not the point.
"""

import datetime
import itertools
import random
import time

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory

from councils.models import Council, Term, User
from kkr_portal.search import show_search
from meetings.models import AgendaItem, AgendaPublication, Meeting, PublishedItem

QUESTIONS = [
    "kommune",  # in all items
    "kommune møder",  # both in many
    "udpegninger",  # in one of twenty
    "forretningsorden",  # in one of a hundred
    "findesikke",
]
random.seed(1)
SOUNDS = ["ba", "de", "ki", "lo", "mu", "ne", "po", "ra", "si", "tu", "vø", "gå"]
WORDS = ["".join(random.choices(SOUNDS, k=random.randint(2, 5))) for _ in range(8000)]
COMMON = list(itertools.accumulate(1 / n for n in range(1, len(WORDS) + 1)))


def text(number: int) -> str:
    words = random.choices(WORDS, cum_weights=COMMON, k=240)
    words += ["kommunen", *["mødet"] * (number % 2 == 0), *["udpegning"] * (number % 20 == 0)]
    words += ["forretningsordenen"] * (number % 100 == 0)
    random.shuffle(words)
    return f"<p>{' '.join(words)}</p>"


def store(meetings: int, items: int) -> None:
    by, term = User.objects.first(), Term.objects.first()
    councils = list(Council.objects.all())
    day = datetime.datetime(2007, 1, 1, 9, tzinfo=datetime.UTC)
    for number in range(meetings):
        start = day + datetime.timedelta(days=20 * number)
        meeting = Meeting.objects.create(
            council=councils[number % len(councils)],
            term=term,
            starts_at=start,
            ends_at=start + datetime.timedelta(hours=2),
        )
        edition = AgendaPublication.objects.create(
            meeting=meeting, version=1, published_at=start, published_by=by, pdf=b"%PDF", sha256=""
        )
        told = [
            {"title": f"Punkt {WORDS[n]}", "position": n, "number": str(n), "background": text(n)}
            for n in range(number * items, (number + 1) * items)
        ]
        stored = AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, changed_at=start, changed_by=by, **one) for one in told
        )
        PublishedItem.objects.bulk_create(
            PublishedItem(publication=edition, key=item.pk, **one)
            for item, one in zip(stored, told, strict=True)
        )
        meeting.current_publication = edition
        meeting.save()


def spent(user, question: str) -> tuple[float, float, float]:
    """Milliseconds in the database, in all, and of the slowest query."""
    queries = []

    def note(execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            queries.append(1000 * (time.perf_counter() - started))

    request = RequestFactory().get("/soeg/", {"q": question})
    request.user, request.csp_nonce = user, ""
    started = time.perf_counter()
    with connection.execute_wrapper(note):
        show_search(request)
    return sum(queries), 1000 * (time.perf_counter() - started), max(queries)


with transaction.atomic():
    store(250, 20)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    secretary = User.objects.filter(secretariat_work__council__slug="midtjylland").first()
    for user in (AnonymousUser(), secretary):
        for question in QUESTIONS:
            times = [spent(user, question) for _ in range(12)][2:]
            database, whole, slowest = map(min, zip(*times, strict=True))
            print(
                f"{connection.vendor} {user!s:.12} »{question}«: {database:.1f} ms in the", end=" "
            )
            print(f"database, its slowest query {slowest:.1f} ms, the whole page {whole:.0f} ms")
    transaction.set_rollback(True)
