"""The Blå Bog with 25,000 people in its history.

`./kkr manage shell < tests/benchmarks/directory.py` on the demonstration's database, where nothing
of it stays. Compared with the page of a day without anybody, and with a view that does nothing.
Aim: 250 lines made anew take at most 50 times as long as an empty view.
"""

import datetime
import functools

from django.conf import settings
from django.db import transaction
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

PEOPLE, SEATS = 25_000, 125  # with a substitute for each seat, 250 lines
DAY = datetime.timedelta(days=1)


def fill() -> datetime.date:
    """Terms of people one after the other, 250 at a time; answers with the last one's first day."""
    parties, councils = list(Party.objects.all()), list(Council.objects.all())
    places, term = list(Municipality.objects.all()), Term.objects.order_by("starts_on").first()
    names = [f"Person {n} Navnesen-{n % 997}" for n in range(PEOPLE)]
    people = Person.objects.bulk_create(Person(name=name) for name in names)
    starts_on = datetime.date(2050, 1, 1)
    seats, substitutions, memberships, offices = [], [], [], []
    for n in range(0, PEOPLE, 2 * SEATS):
        days = {"starts_on": starts_on, "ends_on": starts_on + 300 * DAY}
        for m, (member, substitute) in enumerate(
            zip(people[n : n + SEATS], people[n + SEATS : n + 2 * SEATS], strict=True)
        ):
            here = {"municipality": places[m % len(places)], **days}
            seat = CouncilMembership(
                person=member, council=councils[m % 5], term=term, role="observer", **here
            )
            seats.append(seat)
            substitutions.append(Substitution(membership=seat, person=substitute, **days))
            for person in (member, substitute):
                memberships.append(
                    PartyMembership(person=person, party=parties[m % len(parties)], **days)
                )
                offices.append(Office(person=person, role="councillor", **here))
        starts_on += 301 * DAY
    for model, rows in (
        (CouncilMembership, seats),
        (Substitution, substitutions),
        (PartyMembership, memberships),
        (Office, offices),
        (ContactDetails, [ContactDetails(person=p, email="en@kkr.example") for p in people]),
    ):
        model.objects.bulk_create(rows, batch_size=2000)
    return starts_on - 301 * DAY


def compare(client: Client, who: str, day: datetime.date) -> None:
    address = f"/blaa-bog/?dato={day}"
    page = client.get(address)
    lines = page.content.count(b"<tr>") - 1
    tag = {"If-None-Match": page.headers["ETag"]}
    print(f"{who}, {lines} lines: x a page without lines, x an empty view")
    for what, call in (
        ("made anew", lambda: client.get(address)),
        ("not changed", lambda: client.get(address, headers=tag)),
        ("one found", lambda: client.get(f"{address}&navn=navnesen+500")),
        ("misspelt", lambda: client.get(f"{address}&navn=navnesne+500")),
    ):
        shares = [
            ratio(call, functools.partial(client.get, other))
            for other in ("/blaa-bog/?dato=1900-01-01", "/sundhed/")
        ]
        print(f"  {what:12} {shares[0]:6.1f} {shares[1]:6.1f}")


with transaction.atomic(), override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
    last = fill()
    reader = Client()
    compare(reader, "visitor", last)
    reader.force_login(User.objects.get(email="sekretariat.midtjylland@kkr.example"))
    compare(reader, "secretary", last)
    transaction.set_rollback(True)
