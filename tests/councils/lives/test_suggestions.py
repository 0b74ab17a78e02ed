"""The first text of an agenda item about an event, and the letters that follow from it."""

import io
import re

import mammoth
import pytest

from councils import actions
from councils.lives import Event, Kind, plan
from councils.lives.letters import Letter, letters
from councils.lives.outcomes import outcome_of
from councils.models import CouncilMembership, LifeEvent
from meetings import agenda_check, richtext
from meetings.suggestions import item_text
from meetings.word_export.letter import WordLetter, letter_bytes
from tests.councils.lives.conftest import LAST_DAY, NEXT_DAY, day
from tests.factories import (
    ElectoralListFactory,
    PartyFactory,
    PartyMembershipFactory,
    PersonFactory,
    SubstitutionFactory,
)
from tests.meetings.conftest import NOON


@pytest.fixture
def record(lives, secretary):
    def record_as_seen(event: Event) -> LifeEvent:
        seen = plan(event).fingerprint
        return actions.record_life_event(event, by=secretary, at=NOON, seen=seen)

    return record_as_seen


@pytest.fixture
def text(lives, record):
    """The item's text, without its tags: `text(event)`."""

    def written(event: Event) -> dict[str, str]:
        item = item_text(outcome_of(record(event)), lives.council)
        return {name: richtext.plain(value) for name, value in item.items()}

    return written


@pytest.fixture
def post(record):
    """The letters: `post(event)`."""

    def drafts(event: Event) -> list[Letter]:
        stored = record(event)
        meetings = dict.fromkeys(stored.councils.values_list("pk", flat=True), day("2023-09-01"))
        return letters(outcome_of(LifeEvent.objects.get(pk=stored.pk)), meetings)

    return drafts


def events(lives) -> list[Event]:
    new = PersonFactory(name="Ny Nellike")
    PartyMembershipFactory(person=lives.substitute, party=lives.party)
    return [
        Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.mayor, LAST_DAY, successor=new),
        Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY),
        Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.substitute, LAST_DAY),
        Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY),
        Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=lives.member),
        Event(Kind.BECAME_MAYOR, new, NEXT_DAY, municipality=lives.town),
        Event(Kind.LEFT_PARTY, lives.member, LAST_DAY, party=PartyFactory()),
        Event(Kind.LEFT_PARTY, lives.mayor, LAST_DAY),
        Event(Kind.LEAVE, lives.member, LAST_DAY, until=day("2023-12-31")),
        Event(Kind.DIED, lives.mayor, LAST_DAY),
        Event(Kind.LEFT_PARTY, lives.substitute, LAST_DAY),
    ]


@pytest.mark.parametrize("number", range(11))
def test_the_rule_check_finds_nothing_but_the_case_that_is_missing(lives, record, number):
    stored = record(events(lives)[number])
    item = item_text(outcome_of(stored), lives.council)

    agenda = agenda_check.Agenda(
        council=agenda_check.CouncilFacts("midtjylland", "KKR Midtjylland", "Midtjylland"),
        kind=agenda_check.Kind.ORDINARY,
        starts_at=NOON.replace(year=2023, month=9, day=1),
        items=(
            agenda_check.Item(number="1", title="KKR", heading=True),
            agenda_check.Item(number="1.1", **item),
        ),
        term=(lives.term.starts_on, lives.term.ends_on),
    )
    found = agenda_check.check(agenda)

    assert {one.rule for one in found} <= {"missing_case_number", "missing_initials"}


@pytest.mark.parametrize("number", range(11))
def test_the_text_is_kept_as_it_was_written(lives, record, number):
    item = item_text(outcome_of(record(events(lives)[number])), lives.council)

    for name in ("background", "recommendation", "presentation"):
        assert item[name]
        assert richtext.clean(item[name]) == item[name]
    assert not re.search(r"None|\{|\s\s|\.\.|,\.", richtext.plain(item["presentation"]))


def test_a_member_who_leaves(lives, text):
    item = text(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY))

    assert item["title"] == "Valg af næstformand efter Medlem Mynte"
    assert "medlem af kommunalbestyrelsen" in item["background"]
    assert "til og med den 30. juni 2023." in item["background"]
    assert "vælger en ny næstformand for resten af valgperioden" in item["recommendation"]
    assert "Pladsen tilhører Ahornpartiet (A)." in item["presentation"]


def test_a_mayor_with_a_successor(lives, text):
    new = PersonFactory(name="Ny Nellike")
    item = text(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=new))

    assert "Ny Nellike er født medlem af KKR Midtjylland fra den 1. juli" in item["recommendation"]
    assert "Viceborgmester Vice Vibe er personlig stedfortræder." in item["presentation"]
    assert "har valgt en ny borgmester" not in item["presentation"]


def test_a_mayor_without_a_successor(lives, text):
    item = text(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY))

    assert "har valgt en ny borgmester, indtræder den nye borgmester" in item["presentation"]


def test_a_member_who_becomes_mayor_goes_on(lives, text):
    item = text(Event(Kind.BECAME_MAYOR, lives.member, NEXT_DAY, municipality=lives.town))

    assert "Medlem Mynte udtræder" not in item["recommendation"]
    assert "Borgmester Bøg udtræder af KKR Midtjylland" in item["recommendation"]
    assert "den 30. juni 2023" in item["recommendation"]


def test_a_leave_of_somebody_who_leads(lives, text):
    item = text(Event(Kind.LEAVE, lives.member, LAST_DAY, until=day("2023-12-31")))

    assert item["title"] == "Orlov til Medlem Mynte"
    assert "opgaverne som næstformand" in item["recommendation"]
    assert "Stedfor Syren er personlig stedfortræder og møder i stedet." in item["presentation"]


def test_a_member_of_a_cooperation_who_leaves_a_party_is_to_be_discussed(lives, text):
    cooperation = ElectoralListFactory(
        election=lives.term.election, letter="LLD", kind="cooperation", party=None, name="Lokale"
    )
    CouncilMembership.objects.filter(pk=lives.supplementary.pk).update(elected_by=cooperation)

    item = text(Event(Kind.LEFT_PARTY, lives.member, LAST_DAY))

    assert "Det skal afklares, om Medlem Mynte fortsætter." in item["presentation"]


def test_a_substitute_who_leaves_the_party_is_to_be_discussed(lives, text):
    PartyMembershipFactory(person=lives.substitute, party=lives.party)

    item = text(Event(Kind.LEFT_PARTY, lives.substitute, LAST_DAY))

    assert "Det skal afklares, om Stedfor Syren fortsætter." in item["presentation"]


def test_each_council_is_told_only_of_its_own(lives, record, other_council):
    SubstitutionFactory(person=lives.member, membership__council=other_council)
    stored = record(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY))

    there = item_text(outcome_of(stored), other_council)

    assert there["title"].startswith("Ny personlig stedfortræder for")
    assert "Ahornpartiet" not in there["presentation"]


def test_names_cannot_be_markup(lives, record):
    lives.member.name = "Medlem <b>Mynte</b> & Søn"
    lives.member.save()
    stored = record(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY))

    item = item_text(outcome_of(stored), lives.council)

    assert "&lt;b&gt;Mynte&lt;/b&gt; &amp; Søn" in item["background"]


# --- Letters -------------------------------------------------------------------------------------


def to(drafts: list[Letter]) -> list[tuple[str, str]]:
    return [(letter.to, letter.subject) for letter in drafts]


def test_letters_when_a_member_leaves(lives, post):
    drafts = post(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY))

    assert to(drafts) == [
        ("Til Medlem Mynte", "Du udtræder af KKR Midtjylland"),
        ("Til gruppen for Ahornpartiet (A) i Midtjylland", "Valg af nyt medlem af KKR Midtjylland"),
    ]
    said = " ".join(drafts[0].paragraphs)
    assert "Samtidig ophører dit hverv som næstformand." in said
    assert "Stedfor Syren, udtræder samme dag" in said


def test_letters_when_a_mayor_is_succeeded(lives, post):
    new = PersonFactory(name="Ny Nellike")
    drafts = post(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=new))

    assert to(drafts) == [
        ("Til Borgmester Bøg", "Du udtræder af KKR Midtjylland"),
        ("Til Ny Nellike", "Velkommen til KKR Midtjylland"),
    ]
    welcome = " ".join(drafts[1].paragraphs)
    assert "fra den 1. juli 2023" in welcome
    assert "viceborgmester Vice Vibe" in welcome
    assert "Næste møde i KKR Midtjylland er den 1. september 2023." in welcome


def test_letters_when_a_substitute_leaves(lives, post):
    drafts = post(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.substitute, LAST_DAY))

    assert to(drafts) == [
        ("Til Stedfor Syren", "Du er ikke længere personlig stedfortræder"),
        ("Til Medlem Mynte", "Du mangler en personlig stedfortræder"),
    ]
    assert "vælges af Ahornpartiet (A)" in drafts[1].paragraphs[-1]


def test_nobody_writes_to_the_dead(lives, post):
    drafts = post(Event(Kind.DIED, lives.member, LAST_DAY))

    assert [letter.to for letter in drafts] == ["Til gruppen for Ahornpartiet (A) i Midtjylland"]


def test_a_member_who_becomes_mayor_is_welcomed_and_not_seen_off(lives, post):
    drafts = post(Event(Kind.STOPPED_AS_MAYOR, lives.mayor, LAST_DAY, successor=lives.member))

    assert [letter.subject for letter in drafts if letter.to == "Til Medlem Mynte"] == [
        "Velkommen til KKR Midtjylland"
    ]


def test_a_leave_needs_no_letter(lives, post):
    assert post(Event(Kind.LEAVE, lives.member, LAST_DAY)) == []


def test_a_row_that_was_deleted_since_is_left_out(lives, record):
    stored = record(Event(Kind.LEFT_MUNICIPAL_COUNCIL, lives.member, LAST_DAY))
    lives.supplementary.substitutions.all().delete()

    assert len(letters(outcome_of(stored), {})) == 2


def test_a_letter_in_word_is_the_same_bytes_and_holds_odd_letters():
    odd = WordLetter(
        sender="Sekretariatet",
        to="Til Å & <B>",
        date="1. maj 2023",
        subject="Emne \x0b",
        paragraphs=("Kære\x00 Å", "Tak."),
        closing=("Hilsen",),
    )

    written = letter_bytes(odd, moment=NOON)

    assert written == letter_bytes(odd, moment=NOON)
    assert mammoth.extract_raw_text(io.BytesIO(written)).value.split("\n\n") == [
        "Sekretariatet",
        "Til Å & <B>",
        "1. maj 2023",
        "Emne",
        "Kære Å",
        "Tak.",
        "Hilsen",
        "",
    ]
