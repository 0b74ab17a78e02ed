"""The Blå Bog with 25,000 people in its history.

`./kkr manage shell < tests/benchmarks/directory.py` on a demonstration's database that may be
spoilt: what was made before is only used outside of transactions, so the people stay. Compared with
an empty view, in this process and through one gunicorn with one process. Aims, by the rate of an
empty view that is served: 250 lines made anew 0.02 x, with the history half of it, kept from before
0.4 x, not changed 0.5 x.
"""

import datetime
import functools
import http.client
import itertools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable

from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings

from councils.models import (
    ContactDetails,
    Council,
    CouncilMembership,
    Municipality,
    Office,
    Party,
    PartyMembership,
    Person,
    Substitution,
    Term,
    User,
)
from tests.benchmarks.ratios import ratio

SEATS = 125  # with a substitute for each seat, 250 lines
DAY = datetime.timedelta(days=1)
PORT, REQUESTS, ROUNDS = 8766, 40, 9
PAGE, EMPTY = "/blaa-bog/", "/sundhed/"


def fill(people: int, starts_on: datetime.date) -> datetime.date:
    """Terms of people one after the other, 250 at a time; answers with the last one's first day."""
    parties, councils = list(Party.objects.all()), list(Council.objects.all())
    places, term = list(Municipality.objects.all()), Term.objects.order_by("starts_on").first()
    names = [f"Person {n} Navnesen-{n % 997}" for n in range(people)]
    made = Person.objects.bulk_create(Person(name=name) for name in names)
    seats, substitutions, memberships, offices = [], [], [], []
    for n in range(0, people, 2 * SEATS):
        days = {"starts_on": starts_on, "ends_on": starts_on + 300 * DAY}
        pairs = zip(made[n : n + SEATS], made[n + SEATS : n + 2 * SEATS], strict=True)
        for m, (member, substitute) in enumerate(pairs):
            here = {"municipality": places[m % len(places)], **days}
            seat = CouncilMembership(
                person=member, council=councils[m % 5], term=term, role="observer", **here
            )
            seats.append(seat)
            substitutions.append(Substitution(membership=seat, person=substitute, **days))
            for person in (member, substitute):
                party = parties[m % len(parties)]
                memberships.append(PartyMembership(person=person, party=party, **days))
                offices.append(Office(person=person, role="councillor", **here))
        starts_on += 301 * DAY
    contacts = [ContactDetails(person=person, email="en@kkr.example") for person in made]
    for model, rows in (
        (CouncilMembership, seats),
        (Substitution, substitutions),
        (PartyMembership, memberships),
        (Office, offices),
        (ContactDetails, contacts),
    ):
        model.objects.bulk_create(rows, batch_size=2000)
    return starts_on - 301 * DAY


def compare(client: Client, who: str) -> None:
    """In this process, times as long as an empty view, for which nobody needs to be known."""
    page = client.get(PAGE)
    tag = {"If-None-Match": page.headers["ETag"]}
    empty = functools.partial(client.get, EMPTY)

    def made_anew() -> None:
        caches["pages"].clear()
        client.get(PAGE)

    lines = page.content.count(b'class="lead"')
    print(f"{who}, {lines} lines: x an empty view")
    for what, call in (
        ("made anew", made_anew),
        ("kept", lambda: client.get(PAGE)),
        ("not changed", lambda: client.get(PAGE, headers=tag)),
    ):
        print(f"  {what:12} {ratio(call, empty, rounds=41):6.1f}")


def rate(paths: Iterable[str], status: int, tag: str = "") -> float:
    """Answers a second, each on a connection of its own, as a proxy asks."""
    headers = {"Host": "localhost", "If-None-Match": tag}
    started = time.perf_counter()
    for path in itertools.islice(paths, REQUESTS):
        asked = http.client.HTTPConnection("127.0.0.1", PORT)
        asked.request("GET", path, headers=headers)
        answer = asked.getresponse()
        answer.read()
        assert answer.status == status, answer.status
        asked.close()
    return REQUESTS / (time.perf_counter() - started)


def is_up() -> bool:
    try:
        rate(itertools.repeat(EMPTY), 200)
    except (OSError, AssertionError):
        return False
    return True


def compare_served(today: datetime.date, tag: str) -> None:
    """A visitor's rates through a server. What is asked for by a new address is made anew."""
    command = [sys.executable, "-m", "gunicorn", "kkr_portal.wsgi", "--bind", f"127.0.0.1:{PORT}"]
    environment = {**os.environ, "PORTAL_DATE": f"{today}"}
    server = subprocess.Popen([*command, "--log-level", "warning"], env=environment)
    empty, same = itertools.repeat(EMPTY), itertools.repeat(PAGE)
    new = (f"{PAGE}?{'&' * n}" for n in itertools.count(1))
    try:
        while not is_up():
            time.sleep(0.3)
        rounds = [
            (rate(empty, 200), rate(new, 200), rate(same, 200), rate(same, 304, tag))
            for _ in range(ROUNDS)
        ]
    finally:
        server.terminate()
        server.wait()
    print("served to a visitor: x the rate of an empty view")
    for n, what in enumerate(("made anew", "kept", "not changed"), 1):
        print(f"  {what:12} {statistics.median(one[n] / one[0] for one in rounds):6.3f}")


secretary = User.objects.get(email="sekretariat.midtjylland@kkr.example")
for people, starts_on in ((250, datetime.date(2090, 1, 1)), (25_000, datetime.date(2100, 1, 1))):
    today = fill(people, starts_on)
    hosts = [*settings.ALLOWED_HOSTS, "testserver"]
    with override_settings(PORTAL_DATE=today, ALLOWED_HOSTS=hosts):
        print(f"{people} people")
        compare(Client(), "visitor")
        known = Client()
        known.force_login(secretary)
        compare(known, "secretary")
        tag = Client().get(PAGE).headers["ETag"]
    compare_served(today, tag)
