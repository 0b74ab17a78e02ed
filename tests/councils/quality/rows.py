"""Plain rows for the checks, each with the least it needs."""

import datetime
import itertools
import re

from councils import danish
from councils.quality import Check, Facts
from councils.quality.values import (
    Contact,
    ElectedBy,
    Leave,
    Membership,
    Municipality,
    Office,
    Party,
    Person,
    Post,
    SeatElsewhere,
    Substitution,
    Term,
)
from tests.factories import TERM_END, TERM_START

AT = datetime.date(2023, 6, 15)
BEFORE = AT - datetime.timedelta(days=1)
TERM = Term(TERM_START, TERM_END, "2022-2026")
VIBORG, SKIVE = Municipality(1, "Viborg"), Municipality(2, "Skive")
AHORN, BIRK = Party(1, "Ahornpartiet"), Party(2, "Birkepartiet")
LIST_A = ElectedBy("Ahornpartiet (A)", AHORN.pk)
COOPERATION = ElectedBy("Samarbejdet (L)", None)

_numbers = itertools.count(1)


def person(name: str, party: Party | None = AHORN, **facts) -> Person:
    key = danish.fold(name)
    return Person(next(_numbers), name, danish.sort_key(name), key, party=party, **facts)


def seat(
    who: Person | str,
    role: str = "mayor",
    *,
    starts_on=TERM_START,
    ends_on=TERM_END,
    place: Municipality = VIBORG,
    elected_by: ElectedBy | None = None,
    term: Term = TERM,
) -> Membership:
    who = person(who) if isinstance(who, str) else who
    if role == "supplementary":
        elected_by = elected_by or LIST_A
    return Membership(starts_on, ends_on, next(_numbers), who, place, role, term, elected_by)


def stands_in(
    who: Person | str, for_: Membership, starts_on=TERM_START, ends_on=TERM_END
) -> Substitution:
    who = person(who) if isinstance(who, str) else who
    return Substitution(starts_on, ends_on, for_, who)


def office(
    who: Person, role: str = "mayor", starts_on=TERM_START, ends_on=TERM_END, place=VIBORG
) -> Office:
    return Office(starts_on, ends_on, who, place, role)


def post(
    membership: Membership, role: str = "chair", starts_on=TERM_START, ends_on=TERM_END
) -> Post:
    label = {"chair": "Formand", "vice_chair": "Næstformand"}[role]
    return Post(starts_on, ends_on, membership, role, label)


def elsewhere(
    who: Person, *, council="KKR Nordjylland", is_other=True, place=SKIVE, ends_on=TERM_END
) -> SeatElsewhere:
    return SeatElsewhere(TERM_START, ends_on, who.pk, council, is_other, place.pk)


def leave(who: Person, starts_on=TERM_START, ends_on=None) -> Leave:
    return Leave(starts_on, ends_on, who)


def contacts(**details: tuple[Person, str]) -> dict[int, Contact]:
    """By the name of whatever: person and e-mail address."""
    return {who.pk: Contact(email, "") for who, email in details.values()}


def facts(**rows) -> Facts:
    """The Blå Bog of KKR Midtjylland on AT."""
    fixed = {"council": "KKR Midtjylland", "at": AT, "term": TERM}
    return Facts(**{**fixed, **{name: _frozen(value) for name, value in rows.items()}})


def said(check: Check, **rows) -> list[str]:
    """What a check finds in the rows; each sentence has the names of its places, in their order."""
    found = list(check.find(facts(**rows)))
    for finding in found:
        assert finding.places
        names = ".*".join(re.escape(place.name) for place in finding.places)
        assert re.search(names, finding.sentence)
    return [finding.sentence for finding in found]


def _frozen(value):
    return tuple(value) if isinstance(value, list) else value
