"""Short ways to an election inside a council."""

import datetime

from appointments.actions import ballot_draws, ballots
from appointments.balloting.members import Together
from appointments.balloting.stands import LotDue, Stand, stand_of
from appointments.models import Ballot, Candidate, Task
from councils.models import Council, CouncilMembership
from tests.factories import (
    TODAY,
    CandidateFactory,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    MembershipFactory,
    OfficeFactory,
    PersonFactory,
    SeatKindFactory,
    TaskFactory,
)

# Midnight in Denmark as the day of the elections begins.
DRAWN_AT = datetime.datetime(2022, 1, 11, 23, 0, tzinfo=datetime.UTC)
DRAWN = {"drawn_by": "Eksempel Trækker", "witnesses": "Eksempel Vidne", "drawn_at": DRAWN_AT}
NAMES = {"A": "Ahorn", "B": "Birk", "C": "Cypres", "V": "Valnød"}
Members = dict[str, list[CouncilMembership]]


def a_council(council: Council, **heads: int) -> Members:
    """Members by the letter of their list; `council` has one municipality."""
    place = CouncilMunicipalityFactory(council=council).municipality
    return {
        letter: [
            MembershipFactory(
                council=council,
                municipality=place,
                role="supplementary",
                elected_by=ElectoralListFactory(letter=letter, name=NAMES[letter]),
                person__name=f"Eksempel {letter} {number:02}",
            )
            for number in range(count)
        ]
        for letter, count in heads.items()
    }


def a_task(council: Council, number: int = 1, **facts) -> Task:
    facts.setdefault("kind", SeatKindFactory(body__council=council, number=number))
    return TaskFactory(number=number, **facts)


def candidates(task: Task, *letters: str, **facts) -> list[Candidate]:
    """Councillors of the council; each proposed by the list with the letter."""
    place = task.round.council.municipality_periods.first().municipality
    made = []
    for number, letter in enumerate(letters):
        person = PersonFactory(name=f"Eksempel Kandidat {letter} {number}")
        OfficeFactory(person=person, municipality=place)
        entry = ElectoralListFactory(letter=letter, name=NAMES[letter])
        made.append(
            CandidateFactory(**{"task": task, "person": person, "proposed_by": entry} | facts)
        )
    return made


def begun(task: Task, way: str, *, by) -> Ballot:
    task.refresh_from_db()
    return ballots.open_ballot(task, by=by, way=way, held_on=TODAY, version=task.version)


def fresh(ballot: Ballot) -> Stand:
    return stand_of(Ballot.objects.with_task().get(pk=ballot.pk))


def held(ballot: Ballot, *votes: int, of, by, blank: int = 0, present: int = 20) -> Stand:
    """The next round: votes for each of the candidates `of`, in order."""
    counted = {one.pk: number for one, number in zip(of, votes, strict=True)}
    now = fresh(ballot).ballot
    facts = {"by": by, "version": now.version}
    return ballots.record_round(now, votes=counted, blank=blank, present=present, **facts)


def grouped(ballot: Ballot, *groups: str, members: Members, by, outside: str = "") -> Stand:
    """»A«, »C+V«: groups of all members of these lists."""
    together = [
        Together(
            tuple(ElectoralListFactory(letter=letter) for letter in group.split("+")),
            tuple(one for letter in group.split("+") for one in members[letter]),
        )
        for group in groups
    ]
    now = fresh(ballot).ballot
    apart = members[outside] if outside else []
    facts = {"by": by, "version": now.version}
    return ballots.register_groups(now, groups=together, outside=apart, **facts)


def chosen(ballot: Ballot, candidate: Candidate, *, by, number: int | None = None) -> Stand:
    """By the group whose turn it is, unless another `number` is given."""
    stand = fresh(ballot)
    facts = {"by": by, "version": stand.ballot.version}
    number = number or len(stand.choices) + 1
    return ballots.choose(stand.ballot, number=number, candidate=candidate, **facts)


def drawn(ballot: Ballot, *order: str, by) -> Stand:
    stand = fresh(ballot)
    assert isinstance(stand.due, LotDue), stand.due
    facts = {"by": by, "version": stand.ballot.version}
    return ballot_draws.record_draw(stand.ballot, order=order, **facts, **DRAWN)


def states(task: Task) -> dict[str, str]:
    """Of the candidates, by name."""
    return {str(one): one.state for one in task.candidates.select_related("person")}
