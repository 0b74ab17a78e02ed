"""List co-operations: made, joined and left."""

import datetime

import pytest

from councils.models import ElectoralList
from elections.models import CooperationMember
from tests.elections.factories import (
    a_cooperation,
    a_local_list,
    municipalities_of,
    rows_of,
)
from tests.elections.views.pages import answer_of, errors_of, text_of, url

# --- Co-operations -------------------------------------------------------------------------------


def test_cooperations_stand_with_their_lists(browse, council, term, member):
    (place,) = municipalities_of(council, 1)
    a_cooperation("LLD", a_local_list(place, "L"), name="Lokallisterne i Danmark")

    page = text_of(browse(member).get(url("cooperations")))

    assert (
        f"LLD Lokallisterne i Danmark Lokalliste L (L), {place} (anmeldt 1. oktober 2021)" in page
    )


def test_new_cooperation_leads_to_its_lists(client, council):
    response = client.post(url("cooperations"), {"name": "Lokallisterne", "letter": "lld"})

    cooperation = ElectoralList.objects.get(kind="cooperation")
    assert (cooperation.letter, cooperation.name) == ("LLD", "Lokallisterne")
    assert answer_of(response) == (302, url("cooperation-edit", cooperation.pk))


@pytest.mark.parametrize(
    ("sent", "field", "error"),
    [
        ({"name": "", "letter": "LLD"}, "name", "Dette felt er påkrævet."),
        ({"name": "X", "letter": ""}, "letter", "Dette felt er påkrævet."),
        ({"name": "X", "letter": "LLDDKX"}, "letter", "må højst have 5 tegn"),
        ({"name": "X", "letter": "L-D"}, "letter", "Brug kun bogstaver."),
        ({"name": "X", "letter": "L1"}, "letter", "Brug kun bogstaver."),
        ({"name": "X", "letter": "a"}, "letter", "En anden liste ved valget har den forkortelse."),
        ({"name": "x" * 101, "letter": "L"}, "name", "må højst have 100 tegn"),
    ],
)
def test_cooperation_that_cannot_be_is_told_at_its_field(client, lists, sent, field, error):
    response = client.post(url("cooperations"), sent)

    assert (response.status_code, list(errors_of(response))) == (422, [field])
    assert error in errors_of(response)[field][0]
    assert not ElectoralList.objects.filter(kind="cooperation").exists()


def test_local_list_joins_and_leaves(client, council, place):
    cooperation, local = a_cooperation("LLD"), a_local_list(place, "L")
    page = url("cooperation-edit", cooperation.pk)

    joined = client.post(page, {"local_list": local.pk, "notified_on": "2021-10-01"})

    assert answer_of(joined) == (302, page)
    member = CooperationMember.objects.get()
    assert (member.local_list, member.notified_on) == (local, datetime.date(2021, 10, 1))
    assert "Der er ingen lokale lister at tilføje." in text_of(client.get(page))
    left = client.post(url("cooperation-leave", member.pk))
    assert answer_of(left) == (302, page)
    assert not CooperationMember.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "error"),
    [
        ({"notified_on": "2022-01-13"}, "notified_on", "Datoen ligger i fremtiden."),
        ({"notified_on": ""}, "notified_on", "Dette felt er påkrævet."),
        ({"local_list": ""}, "local_list", "Dette felt er påkrævet."),
        ({"local_list": "999999"}, "local_list", "Marker en gyldig valgmulighed."),
    ],
)
def test_member_that_cannot_be_is_told_at_its_field(client, council, place, changed, field, error):
    cooperation, local = a_cooperation("LLD"), a_local_list(place, "L")
    sent = {"local_list": local.pk, "notified_on": "2022-01-12"} | changed

    response = client.post(url("cooperation-edit", cooperation.pk), sent)

    assert (response.status_code, list(errors_of(response))) == (422, [field])
    assert error in errors_of(response)[field][0]
    assert not CooperationMember.objects.exists()


def test_only_free_local_lists_of_the_councils_own_municipalities_join(
    client, council, other_council, lists, place
):
    (elsewhere,) = municipalities_of(other_council, 1)
    free, taken = a_local_list(place, "L"), a_local_list(place, "M")
    a_cooperation("NORD", taken)
    cooperation = a_cooperation("LLD")
    a_local_list(elsewhere, "N")
    a_local_list(place, "", name="Øvrige lister")  # several lists in one

    form = client.get(url("cooperation-edit", cooperation.pk)).context["form"]

    assert list(form.fields["local_list"].queryset) == [free]


def test_list_of_another_councils_municipality_can_be_seen_and_not_removed(
    client, council, other_council
):
    (elsewhere,) = municipalities_of(other_council, 1)
    cooperation = a_cooperation("LLD", a_local_list(elsewhere, "N"))
    member = CooperationMember.objects.get()

    page = client.get(url("cooperation-edit", cooperation.pk))
    refused = client.post(url("cooperation-leave", member.pk))

    assert f"{elsewhere} | Lokalliste N (N) | 1. oktober 2021 | " in rows_of(page)
    assert url("cooperation-leave", member.pk) not in page.text
    assert refused.status_code == 404
    assert CooperationMember.objects.exists()
