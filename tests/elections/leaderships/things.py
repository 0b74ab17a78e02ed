"""What the tests about alliances and the leadership are made of."""

import datetime
import html
import re

from django.urls import reverse
from django.utils import timezone

from councils.models import Council, CouncilMembership, ElectoralList, Term, User
from elections import stored_cases
from elections.actions.alliances import decide_alliances, notify_alliance, open_to_decision
from elections.apportionment import Case, ListInput
from elections.models import AllianceNotice, Composition, VoteSource
from meetings.models import AgendaItem, Meeting
from tests.factories import (
    ElectoralListFactory,
    MembershipFactory,
    PartyMembershipFactory,
    UserFactory,
)

NAMES = {"A": "Socialdemokratiet", "V": "Venstre", "C": "Konservative", "F": "SF", "K": "Kristne"}
# K has 1 of 100 votes and takes no part; A is ahead of V, and V and C together ahead of A.
VOTES = {"A": 40, "V": 30, "C": 20, "F": 9, "K": 1}
# A and V draw lots for both posts.
TIED = {"A": 40, "V": 40, "C": 15, "F": 5}
DRAW = {"drawn_by": "Mødelederen", "witnesses": "To tilforordnede"}


def at(text: str) -> datetime.datetime:
    """A moment in Denmark: »2022-01-14 23:59«."""
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def the_lists() -> dict[str, ElectoralList]:
    return {
        key: ElectoralListFactory(letter=key, name=name, party__name=name)
        for key, name in NAMES.items()
    }


def a_composition(
    council: Council, term: Term, votes: dict[str, int] | None = None, **fields
) -> Composition:
    """Of these votes; a list takes part with 2 per cent."""
    votes = VOTES if votes is None else votes
    case = Case(
        lists=tuple(ListInput(key, number, 0, True, True) for key, number in votes.items()),
        municipalities=10,
        valid_votes=sum(votes.values()),
    )
    source = VoteSource.objects.create(
        council=council,
        election=term.election,
        file_name="stemmer.csv",
        content=b"stemmer",
        provenance="Tal til en test.",
        imported_at=at("2022-01-10 12:00"),
        imported_by=UserFactory(),
    )
    return Composition.objects.create(
        council=council,
        term=term,
        number=Composition.objects.count() + 1,
        source=source,
        method="adams",
        inputs=stored_cases.to_json(case),
        names={key: NAMES[key] for key in votes},
        seats={},
        program_version="1.0.0",
        computed_at=at("2022-01-10 12:00"),
        computed_by=source.imported_by,
        **fields,
    )


def a_notice(
    meeting: Meeting, by: User, letters: str, received_at: str = "2022-01-12 08:00"
) -> AllianceNotice:
    lists = [ElectoralList.objects.get(letter=letter) for letter in letters]
    return notify_alliance(
        meeting, by=by, lists=lists, notified_by=f"Gruppen {letters}", received_at=at(received_at)
    )


def decide(meeting: Meeting, by: User, item: AgendaItem, *approved: AllianceNotice) -> None:
    """The meeting approves these under `item`, and none of the others."""
    notices = AllianceNotice.objects.of(meeting.council, meeting.term)
    decide_alliances(
        meeting,
        by=by,
        item=item,
        shown={notice.pk for notice in open_to_decision(notices)},
        approved={notice.pk for notice in approved},
        reason="Nej",
    )


def a_mayor(council: Council, letter: str, name: str, **fields) -> CouncilMembership:
    """A born member of the party with this letter; »« for none."""
    mayor = MembershipFactory(council=council, person__name=name, **fields)
    if letter:
        party = ElectoralList.objects.get(letter=letter).party
        PartyMembershipFactory(person=mayor.person, party=party)
    return mayor


def url(name: str, *more: int) -> str:
    """An address of KKR Midtjylland."""
    return reverse(name, args=["midtjylland", *more])


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def rows_of(response) -> list[str]:
    """Each table row as a reader sees it: the cells' text, with a bar between them."""
    rows = re.findall(r"<tr.*?</tr>", response.content.decode(), flags=re.DOTALL)
    cells = (re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL) for row in rows)
    return [" | ".join(_text(cell) for cell in row) for row in cells]


def text_of(response) -> str:
    """All words of a page, without the markup."""
    return _text(response.content.decode())


def _text(markup: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", markup)).split())
