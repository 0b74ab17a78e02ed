"""From a sheet to what it changes: who is meant, what is in the way, and what is written."""

import dataclasses
import datetime

import pytest
from django.db import IntegrityError

from councils import importing
from councils.actions.imports import ImportHasChanged, import_members
from councils.importing import frame_of, plan, read_rows, read_table
from councils.models import (
    AuditEntry,
    ContactDetails,
    CouncilMembership,
    Office,
    PartyMembership,
    Person,
    Substitution,
)
from tests.councils.sheets import line, xlsx
from tests.factories import (
    TERM_END,
    TERM_START,
    TODAY,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    MembershipFactory,
    OfficeFactory,
    PartyMembershipFactory,
    SubstitutionFactory,
)

MID_TERM = datetime.date(2023, 6, 30)
STORED = (Person, Office, PartyMembership, CouncilMembership, Substitution, ContactDetails)


@pytest.fixture
def places(council, term):
    """Aarhus and Viborg, lists A and V: an empty council."""
    for name, code in [("Aarhus", "751"), ("Viborg", "791")]:
        CouncilMunicipalityFactory(
            council=council, municipality__name=name, municipality__code=code
        )
    for letter, name in [("A", "Socialdemokratiet"), ("V", "Venstre")]:
        ElectoralListFactory(election=term.election, letter=letter, party__name=name)
    return council


@pytest.fixture
def sheet(places, term, secretary):
    """Plans for lines, and takes them in."""

    class Sheet:
        user = secretary

        def rows(self, *lines):
            rows, wrong, _ = read_rows(read_table(xlsx(lines)), frame_of(places, term))
            assert wrong == []
            return rows

        def plan(self, *lines, **choices):
            answers = {key.removeprefix("l").replace("_", "-"): v for key, v in choices.items()}
            return plan(places, term, self.rows(*lines), answers, user=self.user, today=TODAY)

        def take_in(self, *lines, seen=None, **choices):
            answers = {key.removeprefix("l").replace("_", "-"): v for key, v in choices.items()}
            found = self.plan(*lines, **choices)
            return import_members(
                places,
                term,
                self.rows(*lines),
                answers,
                by=self.user,
                today=TODAY,
                seen=found.fingerprint if seen is None else seen,
                file_name="medlemmer.xlsx",
            )

    return Sheet()


def told(found) -> list[str]:
    return [str(problem) for problem in found.problems]


def counts() -> list[int]:
    return [model.objects.count() for model in STORED]


@pytest.fixture
def aase(places, term) -> Person:
    """Åse Holm, mayor of Aarhus, Venstre."""
    aarhus = places.municipality_periods.get(municipality__code="751").municipality
    seat = MembershipFactory(
        council=places, term=term, municipality=aarhus, person__name="Åse Holm", ends_on=TERM_END
    )
    OfficeFactory(person=seat.person, municipality=aarhus, role="mayor")
    venstre = term.election.lists.get(letter="V").party
    PartyMembershipFactory(person=seat.person, party=venstre)
    return seat.person


# --- New people ----------------------------------------------------------------------------------


def test_empty_council_is_filled_from_one_sheet(sheet, places, term):
    sheet.take_in(
        line("Åse Holm", title="Rådmand", substitute="Bo Dam", email="aase@kkr.example"),
        line("Carl Eg", role="Supplerende", letter="A", municipality="Viborg", ends_on=MID_TERM),
        line("Bo Dam", role="Stedfortræder", letter="V", municipality="Viborg", phone="12345678"),
        line("Dorte Fyr", role="Observatør", letter=None),
    )

    seats = {seat.person.name: seat for seat in CouncilMembership.objects.filter(council=places)}
    assert set(seats) == {"Åse Holm", "Carl Eg", "Dorte Fyr"}
    aase, carl = seats["Åse Holm"], seats["Carl Eg"]
    assert (aase.role, aase.municipality.name, aase.term) == ("mayor", "Aarhus", term)
    assert (aase.starts_on, aase.ends_on) == (TERM_START, TERM_END)
    assert (carl.ends_on, carl.elected_by.letter) == (MID_TERM, "A")
    assert (aase.left_because, carl.left_because) == ("term_ended", "")
    assert (aase.person.title, aase.person.contact.email) == ("Rådmand", "aase@kkr.example")
    bo = aase.substitutions.get().person
    assert (bo.name, bo.contact.phone, bo.search_key) == ("Bo Dam", "12345678", "bo dam")
    assert bo.party_memberships.get().party.name == "Venstre"
    offices = set(Office.objects.values_list("person__name", "role", "municipality__name"))
    assert offices == {
        ("Åse Holm", "mayor", "Aarhus"),
        ("Carl Eg", "councillor", "Viborg"),
        ("Bo Dam", "councillor", "Viborg"),
    }
    for model in STORED:
        for row in model.objects.all():
            row.full_clean()


def test_it_is_one_entry_in_the_log_and_one_for_each_who_is_new(sheet, secretary, places):
    sheet.take_in(line(substitute="Bo Dam", email="aase@kkr.example"))

    created = AuditEntry.objects.filter(action="create_person", by=secretary, council=places)
    assert {(entry.thing, entry.summary) for entry in created} == {
        (f"councils.person:{person.pk}", f"Oprettede {person} (fra medlemmer.xlsx)")
        for person in Person.objects.all()
    }
    entry = AuditEntry.objects.exclude(action="create_person").get()
    assert (entry.action, entry.by, entry.council) == ("import_members", secretary, places)
    assert entry.summary == (
        "Indlæste medlemmer.xlsx i Blå Bog for 2022-2026: 1 linje, 2 nye personer, 1 ny plads"
    )


def test_substitute_of_two_is_one_new_person(sheet):
    sheet.take_in(
        line("Åse Holm", substitute="Bo Dam"),
        line("Carl Eg", municipality="Viborg", letter="A", substitute="bo dam"),
    )

    assert Person.objects.filter(search_key="bo dam").count() == 1
    assert Substitution.objects.count() == 2


def test_member_substitutes_for_another_member(sheet):
    sheet.take_in(
        line("Åse Holm", substitute="Carl Eg"), line("Carl Eg", municipality="Viborg", letter="A")
    )

    assert Person.objects.count() == 2
    assert Substitution.objects.get().person.memberships.exists()


def test_two_of_one_name_in_one_municipality_are_asked_about(sheet):
    lines = [
        line("Bo Dam", email="a@kkr.example"),
        line("Bo Dam", role="Observatør", email="b@kkr.example"),
    ]
    found = sheet.plan(*lines)
    assert [[value for value, _ in one.options] for one in found.questions] == [
        ["ny"],
        ["linje-2", "ny"],
    ]
    assert not found.is_ready

    assert "allerede en plads i linje 2" in told(sheet.plan(*lines, l2="ny", l3="linje-2"))[0]
    sheet.take_in(*lines, l2="ny", l3="ny")
    assert Person.objects.filter(name="Bo Dam").count() == 2


def test_one_person_in_two_lines_may_have_one_seat_after_the_other(sheet):
    sheet.take_in(
        line("Bo Dam", role="Observatør", ends_on=MID_TERM),
        line("Bo Dam", starts_on=MID_TERM + datetime.timedelta(days=1)),
        l2="ny",
        l3="linje-2",
    )

    assert Person.objects.get(name="Bo Dam").memberships.count() == 2


def test_substitute_who_may_be_either_of_two_lines_is_asked_about(sheet):
    lines = [
        line("Bo Dam", email="a@kkr.example", role="Observatør"),
        line("Bo Dam", municipality="Viborg", email="b@kkr.example", role="Observatør"),
        line("Åse Holm", substitute="Bo Dam"),
    ]
    question = sheet.plan(*lines).questions[0]
    assert (question.key, [value for value, _ in question.options]) == (
        "4-s",
        ["linje-2", "linje-3"],
    )

    sheet.take_in(*lines, l4_s="linje-3")
    assert Substitution.objects.get().person.contact.email == "b@kkr.example"


# --- People who are known ------------------------------------------------------------------------


def test_same_name_in_the_municipality_is_the_same_person_and_nothing_changes(sheet, aase):
    before = counts()
    found = sheet.plan(line("AASE  holm"))

    assert (found.lines[0].who.pk, found.lines[0].done) == (aase.pk, [])
    assert found.writes.is_empty
    assert not found.is_ready
    assert counts() == before


def test_what_is_new_about_somebody_known_is_told_and_written(sheet, aase):
    ContactDetails.objects.create(person=aase, email="gammel@kkr.example", email_visibility=2)
    lines = [line(title="Rådmand", email="ny@kkr.example", phone="12345678", substitute="Bo Dam")]
    assert sheet.plan(*lines).lines[0].done == [
        "Titlen bliver »Rådmand«",
        "E-mail ændres: ny@kkr.example",
        "Telefon tilføjes: 12345678",
        "Stedfortræder: Bo Dam (oprettes)",
    ]

    sheet.take_in(*lines)
    aase.refresh_from_db()
    assert (aase.title, aase.version) == ("Rådmand", 2)
    assert (aase.contact.email, aase.contact.email_visibility, aase.contact.version) == (
        "ny@kkr.example",
        2,
        2,
    )
    assert aase.memberships.get().substitutions.get().person.name == "Bo Dam"


def test_empty_cells_take_nothing_away(sheet, aase):
    Person.objects.filter(pk=aase.pk).update(title="Rådmand")
    ContactDetails.objects.create(person=aase, email="aase@kkr.example")
    SubstitutionFactory(membership=aase.memberships.get())

    assert sheet.plan(line(letter=None)).writes.is_empty


def test_same_name_elsewhere_is_asked_about(sheet, aase):
    lines = [line(municipality="Viborg")]
    found = sheet.plan(*lines)
    assert found.questions[0].options == (
        (f"{aase.pk}", "Åse Holm, Aarhus, Venstre"),
        ("ny", "En ny person"),
    )
    assert (found.is_ready, found.lines[0].who) == (False, None)

    sheet.take_in(*lines, l2="ny")
    assert Person.objects.filter(name="Åse Holm").count() == 2


def test_address_is_known_though_the_name_is_another(sheet, aase):
    ContactDetails.objects.create(person=aase, email="Aase@kkr.example")
    found = sheet.plan(line("Åse Holm Dam", email="aase@KKR.example"))

    assert [value for value, _ in found.questions[0].options] == [f"{aase.pk}", "ny"]


def test_name_and_address_of_two_different_people_are_asked_about(sheet, places, aase):
    other = MembershipFactory(council=places, role="observer", person__name="Eva Fyr").person
    ContactDetails.objects.create(person=other, email="eva@kkr.example")
    found = sheet.plan(line(email="eva@kkr.example"))

    values = [value for value, _ in found.questions[0].options]
    assert values == [f"{aase.pk}", f"{other.pk}", "ny"]


def test_address_of_somebody_in_another_council_is_not_given_away(sheet, other_council):
    person = MembershipFactory(council=other_council).person
    ContactDetails.objects.create(person=person, email="nord@kkr.example")

    found = sheet.plan(line("Bo Dam", email="nord@kkr.example"))
    assert found.questions == []
    assert found.lines[0].who.is_new


def test_what_another_council_keeps_about_somebody_stays(sheet, other_council):
    person = MembershipFactory(council=other_council, person__name="Bo Dam").person
    ContactDetails.objects.create(person=person, email="nord@kkr.example")
    lines = [line("Bo Dam", email="ny@kkr.example", title="Rådmand")]
    sheet.take_in(*lines, l2=f"{person.pk}")

    person.refresh_from_db()
    assert (person.title, person.contact.email) == ("", "nord@kkr.example")
    assert person.memberships.count() == 2


def done(found) -> list[str]:
    return [said for one in found.lines for said in one.done]


@pytest.mark.parametrize("guess", ["nord@kkr.example", "gaet@kkr.example"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_guessed_address_is_not_told_right_or_wrong(sheet, other_council, guess, is_gone):
    last = TODAY - datetime.timedelta(days=1) if is_gone else None
    person = MembershipFactory(
        council=other_council, person__name="Bo Dam", starts_on="2020-01-01", ends_on=last
    ).person
    ContactDetails.objects.create(person=person, email="nord@kkr.example", phone="12345678")
    lines = [line("Bo Dam", email=guess)]
    found = sheet.plan(*lines, l2=f"{person.pk}")

    kept = "Kontaktoplysninger ændres ikke: de føres af et andet KKR"
    assert (f"E-mail bliver: {guess}" if is_gone else kept) in done(found)
    assert "12345678" not in repr(found.writes)
    sheet.take_in(*lines, l2=f"{person.pk}")
    person.contact.refresh_from_db()
    assert person.contact.phone == "12345678"  # the sheet says nothing of it
    assert person.contact.email == (guess if is_gone else "nord@kkr.example")


def test_address_for_everybody_is_compared(sheet, other_council):
    person = MembershipFactory(council=other_council, person__name="Bo Dam").person
    ContactDetails.objects.create(person=person, email="nord@kkr.example", email_visibility=0)

    found = sheet.plan(line("Bo Dam", email="nord@kkr.example"), l2=f"{person.pk}")
    assert "Kontaktoplysninger ændres ikke: de føres af et andet KKR" not in done(found)


def test_place_for_somebody_of_another_council_is_told_to_both(
    sheet, places, other_council, secretary
):
    person = MembershipFactory(council=other_council, person__name="Bo Dam").person
    lines = [line("Bo Dam")]
    assert any(
        "Bo Dam har en plads i KKR Nordjylland" in said
        for said in done(sheet.plan(*lines, l2=f"{person.pk}"))
    )
    sheet.take_in(*lines, l2=f"{person.pk}")

    entry = AuditEntry.objects.get(council=other_council)
    assert (entry.by, entry.thing) == (secretary, f"councils.person:{person.pk}")
    assert entry.summary == "Gav Bo Dam en plads i KKR Midtjylland (fra medlemmer.xlsx)"


def test_rows_whose_municipality_or_list_is_gone_are_no_plan(sheet, places, term):
    rows = sheet.rows(line())
    with pytest.raises(importing.FrameHasChanged):
        plan(
            places,
            term,
            [dataclasses.replace(rows[0], letter="Q")],
            {},
            user=sheet.user,
            today=TODAY,
        )
    with pytest.raises(importing.FrameHasChanged):
        plan(
            places,
            term,
            [dataclasses.replace(rows[0], municipality="999")],
            {},
            user=sheet.user,
            today=TODAY,
        )


@pytest.mark.parametrize("answer", ["0", "-1", "x", "linje-9", "linje-2", "", "ny "])
def test_answer_that_was_not_offered_is_none(sheet, aase, answer):
    assert not sheet.plan(line(municipality="Viborg"), l2=answer).is_ready


def test_known_substitute_is_found_and_several_are_asked_about(sheet, places, aase):
    other = MembershipFactory(council=places)
    bo = SubstitutionFactory(membership=other, person__name="Bo Dam").person
    assert sheet.plan(line(substitute="Bo Dam")).lines[0].done == ["Stedfortræder: Bo Dam"]

    second = SubstitutionFactory(
        membership=MembershipFactory(council=places), person__name="Bo Dam"
    ).person
    found = sheet.plan(line(substitute="Bo Dam"))
    assert [value for value, _ in found.questions[0].options] == [f"{bo.pk}", f"{second.pk}", "ny"]
    sheet.take_in(line(substitute="Bo Dam"), l2_s=f"{second.pk}")
    assert aase.memberships.get().substitutions.get().person == second


# --- What is in the way --------------------------------------------------------------------------


def test_nobody_substitutes_for_themselves_or_in_a_ring(sheet):
    assert told(sheet.plan(line("Bo Dam", substitute="bo dam"))) == [
        "Linje 2, Stedfortræder: Personen er stedfortræder for sig selv."
    ]
    pair = sheet.plan(
        line("Bo Dam", substitute="Eva Fyr"),
        line("Eva Fyr", municipality="Viborg", substitute="Bo Dam"),
        line("Ib Ro", role="Observatør"),
    )
    assert told(pair) == [
        f"Linje {n}, Stedfortræder: 2 medlemmer er stedfortrædere for hinanden i ring."
        for n in (2, 3)
    ]


def test_chain_that_ends_is_no_ring(sheet):
    found = sheet.plan(
        line("Bo Dam", substitute="Eva Fyr"),
        line("Eva Fyr", municipality="Viborg", substitute="Ib Ro"),
    )

    assert told(found) == []


def test_substitute_for_nobody_is_told(sheet):
    found = sheet.plan(line(), line("Bo Dam", role="Stedfortræder"))

    assert told(found) == ["Linje 3, Rolle: Ingen i arket har personen som stedfortræder."]


def test_municipality_has_one_mayor(sheet, aase):
    assert told(sheet.plan(line("Bo Dam", letter="A"))) == [
        "Linje 2, Kommune: Aarhus har Åse Holm som borgmester i perioden.",
        "Linje 2, Kommune: Aarhus har allerede Åse Holm som født medlem i perioden.",
    ]
    both = sheet.plan(line("Bo Dam", municipality="Viborg"), line("Ib Ro", municipality="Viborg"))
    assert "Linje 3, Kommune: Viborg har allerede Bo Dam som født medlem" in told(both)[0]


def test_seat_that_contradicts_what_is_registered_is_told(sheet, aase):
    assert "Linje 2, Rolle: Åse Holm er registreret som født medlem (borgmester) fra Aarhus." in (
        told(sheet.plan(line(role="Supplerende")))
    )
    assert told(sheet.plan(line(ends_on=MID_TERM))) == [
        "Linje 2, Fra: Pladsen er registreret 01.01.2022–31.12.2025. Ret arket eller pladsen."
    ]


def test_other_party_or_substitute_than_registered_is_told(sheet, aase):
    SubstitutionFactory(membership=aase.memberships.get(), person__name="Eva Fyr")

    assert told(sheet.plan(line(letter="A", substitute="Bo Dam"))) == [
        "Linje 2, Parti: Åse Holm er registreret i Venstre. Ret det i portalen.",
        "Linje 2, Stedfortræder: Åse Holm har Eva Fyr som stedfortræder i perioden.",
    ]


def test_nothing_is_written_while_anything_is_in_the_way(sheet, aase):
    before = counts()
    with pytest.raises(ImportHasChanged):
        sheet.take_in(line("Carl Eg", municipality="Viborg"), line("Bo Dam", letter="A"))

    assert counts() == before
    assert not AuditEntry.objects.exists()


def test_what_was_not_seen_is_not_written(sheet, places):
    lines = [line("Bo Dam")]
    seen = sheet.plan(*lines).fingerprint
    MembershipFactory(council=places, person__name="Bo Dam", role="observer")  # meanwhile
    before = counts()

    with pytest.raises(ImportHasChanged):
        sheet.take_in(*lines, seen=seen)
    assert counts() == before


def test_all_or_nothing_where_the_database_refuses(sheet, monkeypatch):
    before = counts()

    def refuse(*args, **kwargs):
        Person.objects.create(name="Halv")
        raise IntegrityError

    monkeypatch.setattr(importing, "write", refuse)
    with pytest.raises(ImportHasChanged):
        sheet.take_in(line())
    assert counts() == before
    assert not AuditEntry.objects.exists()


def test_cost_does_not_grow_with_the_sheet(sheet, django_assert_max_num_queries):
    lines = [
        line(f"Person {letter}", role="Observatør", letter="A", email=f"{n}@kkr.example")
        for n, letter in enumerate("abcdefghijklmnopqrst")
    ]
    lines = [[f"Person {chr(97 + n)}{chr(97 + n)}", *one[1:]] for n, one in enumerate(lines)]

    with django_assert_max_num_queries(20):
        sheet.plan(*lines)
    with django_assert_max_num_queries(60):
        sheet.take_in(*lines)
    assert CouncilMembership.objects.count() == 20
