"""What is told about municipalities, lists and co-operations, and by whom."""

import pytest

from councils.models import AuditEntry, ElectoralList
from elections.models import ListStanding, MunicipalStanding
from tests.elections.factories import (
    ListStandingFactory,
    MunicipalStandingFactory,
    a_cooperation,
    a_local_list,
    mayor_of,
    municipalities_of,
    rows_of,
)
from tests.elections.views.pages import answer_of, errors_of, messages_of, text_of, url
from tests.factories import ElectionFactory, ElectoralListFactory

COLLEAGUE = "En kollega har rettet det samme imens. Åbn siden igen for at se det, og ret så."


# --- All municipalities --------------------------------------------------------------------------


def test_municipalities_stand_with_their_mayors_and_lists(browse, council, lists, member, place):
    council.municipality_periods.exclude(municipality=place).delete()
    council.memberships.exclude(person=member.person).delete()
    second, third = municipalities_of(council, 2)
    mayor = mayor_of(place, council, "A")
    MunicipalStandingFactory(
        municipality=second, mayor="list", mayor_list=lists["B"], represented=[lists["B"]]
    )
    MunicipalStandingFactory(
        municipality=third, represented=[lists["A"], lists["C"]], is_complete=True
    )

    response = browse(member).get(url("standings"))

    assert rows_of(response) == [
        "Kommune | Borgmester | Borgmesterens liste | Lister med plads",
        f"{place} | {mayor.person} | A | Ikke oplyst",
        f"{second} | Ikke i Blå Bog | B (oplyst af sekretariatet) | B (måske flere)",
        f"{third} | Ikke i Blå Bog | Ikke oplyst | A, C",
    ]
    assert "A repræsenteret B repræsenteret C repræsenteret D ikke oplyst" in text_of(response)


@pytest.mark.parametrize("number", [1, 3])
def test_standings_page_costs_the_same_with_more_municipalities(
    client, council, number, django_assert_num_queries
):
    for place in municipalities_of(council, number):
        mayor_of(place, council, "A")
        MunicipalStandingFactory(
            municipality=place,
            mayor="list",
            mayor_list=a_local_list(place, "L"),
            represented=[ElectoralListFactory(letter=letter) for letter in "AB"],
        )

    with django_assert_num_queries(11):
        response = client.get(url("standings"))

    assert len(rows_of(response)) == number + 1


# --- The lists as a whole ------------------------------------------------------------------------


def answers(lists: dict[str, ElectoralList], **given: str) -> dict[str, str]:
    """What the page sends: »ja→nej« for an answer that is changed."""
    sent = {}
    for letter, entry in lists.items():
        shown, _, answer = given.get(letter, "→").partition("→")
        sent |= {f"shown-{entry.pk}": shown, f"list-{entry.pk}": answer}
    return sent


def known_of(council) -> dict[str, bool | None]:
    rows = council.list_standings.values_list("electoral_list__letter", "is_represented")
    return dict(rows)


def test_parties_and_cooperations_of_the_election_are_asked_for(client, council, place):
    a = ElectoralListFactory(letter="A")
    lld = a_cooperation("LLD")
    ElectoralListFactory(letter="M", election=ElectionFactory(held_on="2025-11-18"))
    a_local_list(place, "L")
    ListStandingFactory(council=council, electoral_list=a, is_represented=False)

    form = client.get(url("standings")).context["form"]

    assert {field.name: field.initial for field in form} == {
        f"list-{a.pk}": "nej",
        f"shown-{a.pk}": "nej",
        f"list-{lld.pk}": "",
        f"shown-{lld.pk}": "",
    }


def test_answers_are_saved_as_yes_no_and_not_known(client, council, other_council, lists):
    ListStandingFactory(council=council, electoral_list=lists["C"], is_represented=True)
    ListStandingFactory(council=other_council, electoral_list=lists["B"], is_represented=True)

    response = client.post(url("standings"), answers(lists, A="→ja", B="→nej", C="ja→"))

    assert answer_of(response) == (302, url("standings"))
    assert known_of(council) == {"A": True, "B": False, "C": None}
    assert known_of(other_council) == {"B": True}


def test_answer_that_is_no_choice_is_refused(client, council, lists):
    response = client.post(url("standings"), answers(lists, A="→måske"))

    assert (response.status_code, list(errors_of(response))) == (
        422,
        [f"list-{lists['A'].pk}"],
    )
    assert not ListStanding.objects.exists()


def test_list_with_a_mayor_cannot_be_called_unrepresented(client, council, lists, place):
    mayor_of(place, council, "A")

    response = client.post(url("standings"), answers(lists, A="→nej", B="→ja"))

    assert errors_of(response) == {
        f"list-{lists['A'].pk}": ["Listen har en borgmester og er derfor repræsenteret."]
    }
    assert not council.list_standings.exists()


def test_answer_that_a_colleague_gave_meanwhile_is_not_overwritten(client, council, lists):
    ListStandingFactory(council=council, electoral_list=lists["A"], is_represented=False)

    response = client.post(url("standings"), answers(lists, A="→ja", B="→ja"))

    assert (response.status_code, errors_of(response)) == (422, {"__all__": [COLLEAGUE]})
    assert COLLEAGUE in text_of(response)
    assert known_of(council) == {"A": False}
    assert not AuditEntry.objects.exists()


def test_answer_of_a_colleague_to_another_question_stays(client, council, lists):
    ListStandingFactory(council=council, electoral_list=lists["A"], is_represented=False)

    response = client.post(url("standings"), answers(lists, B="→ja"))

    assert response.status_code == 302
    assert known_of(council) == {"A": False, "B": True}


# --- One municipality ----------------------------------------------------------------------------


def test_form_says_what_the_directory_tells_of_the_mayor(client, council, lists, place):
    mayor = mayor_of(place, council, "A")
    without, nobody = municipalities_of(council, 2)
    independent = mayor_of(without, council, None)

    labels = [
        client.get(url("standing-edit", p.code)).context["form"].fields["mayor"].choices[0]
        for p in (place, without, nobody)
    ]

    assert labels == [
        ("", f"Som i Blå Bog: {mayor.person} (A)"),
        ("", f"Som i Blå Bog: {independent.person}, uden liste"),
        ("", "Som i Blå Bog: ingen borgmester registreret"),
    ]


def test_lists_of_the_municipality_and_parties_are_offered(client, council, lists, place):
    (elsewhere,) = municipalities_of(council, 1)
    local, _ = a_local_list(place, "L"), a_local_list(elsewhere, "M")
    a_cooperation("LLD")
    a_local_list(place, "", name="Øvrige lister")  # several lists in one
    named = a_local_list(place, "Ø", name="Øvrige borgere")
    without_letter = a_local_list(place, "", name="Byens liste")

    form = client.get(url("standing-edit", place.code)).context["form"]

    offered = {*lists.values(), local, named, without_letter}
    assert set(form.fields["represented"].queryset) == offered
    choices = {str(value) for value, _ in form.fields["mayor"].choices}
    assert choices >= {str(entry.pk) for entry in offered}
    assert "Øvrige lister" not in str(form.fields["mayor"].choices)


def test_municipality_is_saved_with_its_lists_and_mayor(client, council, lists, place, secretary):
    local = a_local_list(place, "L")
    sent = {
        "version": 0,
        "mayor": local.pk,
        "represented": [local.pk, lists["A"].pk],
        "is_complete": "on",
        "source": "Kommunens hjemmeside",
    }

    response = client.post(url("standing-edit", place.code), sent)

    assert answer_of(response) == (302, url("standings"))
    assert messages_of(response) == [f"Oplysningerne om {place} er gemt."]
    standing = MunicipalStanding.objects.get()
    assert (standing.mayor, standing.mayor_list, standing.is_complete) == ("list", local, True)
    assert set(standing.represented.all()) == {local, lists["A"]}
    assert (standing.version, standing.changed_by) == (1, secretary)
    form = client.get(url("standing-edit", place.code)).context["form"]
    assert {name: form[name].value() for name in ("mayor", "source", "version")} == {
        "mayor": str(local.pk),
        "source": "Kommunens hjemmeside",
        "version": 1,
    }


@pytest.mark.parametrize("mayor", ["", "outside"])
def test_mayor_of_no_list_is_saved_as_that(client, council, lists, place, mayor):
    client.post(url("standing-edit", place.code), {"version": 0, "mayor": mayor})

    standing = MunicipalStanding.objects.get()
    assert (standing.mayor, standing.mayor_list) == (mayor, None)
    form = client.get(url("standing-edit", place.code)).context["form"]
    assert form["mayor"].value() == mayor


def test_list_of_the_mayor_must_be_among_the_ticked_ones_when_they_are_all(
    client, council, lists, place
):
    sent = {"version": 0, "mayor": lists["A"].pk, "represented": [lists["B"].pk]}

    complete = client.post(url("standing-edit", place.code), sent | {"is_complete": "on"})
    some = client.post(url("standing-edit", place.code), sent)

    assert (complete.status_code, errors_of(complete)) == (
        422,
        {"represented": ["Borgmesterens liste, Ahorn (A), har en plads og skal være krydset af."]},
    )
    assert some.status_code == 302


@pytest.mark.parametrize("field", ["mayor", "represented"])
def test_list_of_another_municipality_or_election_is_refused(client, council, lists, place, field):
    (elsewhere,) = municipalities_of(council, 1)
    foreign = [
        a_local_list(elsewhere, "M"),
        ElectoralListFactory(letter="Z", election=ElectionFactory(held_on="2025-11-18")),
        a_cooperation("LLD"),
    ]

    responses = [
        client.post(url("standing-edit", place.code), {"version": 0, field: entry.pk})
        for entry in foreign
    ]

    assert [list(errors_of(response)) for response in responses] == [[field]] * 3
    assert not MunicipalStanding.objects.exists()


def test_municipality_that_a_colleague_changed_meanwhile_is_not_overwritten(
    client, council, lists, place
):
    MunicipalStandingFactory(
        municipality=place, represented=[lists["C"]], source="Kollegaen", version=1
    )
    sent = {"version": 0, "represented": [lists["A"].pk], "source": "Mig"}

    response = client.post(url("standing-edit", place.code), sent)

    assert (response.status_code, errors_of(response)) == (422, {"__all__": [COLLEAGUE]})
    standing = MunicipalStanding.objects.get()
    assert (standing.source, list(standing.represented.all())) == ("Kollegaen", [lists["C"]])
