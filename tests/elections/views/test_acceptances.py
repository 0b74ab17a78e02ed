"""Which composition holds: KL's table or the computation, and why."""

import pytest

from elections.models import Acceptance
from tests.elections.factories import kl_table_of, rows_of
from tests.elections.views.pages import answer_of, errors_of, messages_of, text_of, url

# --- What holds ----------------------------------------------------------------------------------

AGREED = {"A": (2, 2, 0), "B": (1, 1, 0), "C": (1, 0, 1)}
DIFFERENT = {"A": (3, 2, 1), "B": (1, 1, 0)}


@pytest.fixture
def accept(client, composition):
    """Sends what the page shows, with these changes."""

    def accept(**changed):
        form = client.get(url("composition-accept")).context["form"]
        sent = {
            "goes_by": "kl_table",
            "accepted_by": "Mødet",
            "accepted_on": "2022-01-11",
            "accepted_time": "10:00",
            "composition": form["composition"].value() or "",
            "kl_table": form["kl_table"].value() or "",
        }
        return client.post(url("composition-accept"), sent | changed)

    return accept


def test_table_that_agrees_is_accepted_without_a_reason(accept, council, composition, secretary):
    table = kl_table_of(council, **AGREED)

    response = accept()

    assert answer_of(response) == (302, url("composition"))
    assert messages_of(response) == ["Det er registreret, hvilken sammensætning der gælder."]
    accepted = Acceptance.objects.get()
    assert (accepted.goes_by, accepted.kl_table, accepted.composition, accepted.differs) == (
        "kl_table",
        table,
        composition,
        False,
    )
    assert (accepted.accepted_by, accepted.recorded_by) == ("Mødet", secretary)
    assert f"{accepted.accepted_at:%Y-%m-%d %H:%M}" == "2022-01-11 09:00"  # in UTC


@pytest.mark.parametrize("goes_by", ["kl_table", "computation"])
def test_reason_is_asked_for_at_its_field_where_the_two_differ(accept, council, goes_by):
    kl_table_of(council, **DIFFERENT)

    refused = accept(goes_by=goes_by, reason="  ")
    accepted = accept(goes_by=goes_by, reason="KL’s brev er afgørende.")

    assert refused.status_code == 422
    error = "Beregningen og KL’s tabel er forskellige. Skriv, hvorfor den valgte gælder."
    assert errors_of(refused) == {"reason": [error]}
    assert accepted.status_code == 302
    acceptance = Acceptance.objects.get()
    assert (acceptance.differs, acceptance.reason) == (True, "KL’s brev er afgørende.")


def test_page_shows_the_two_side_by_side(client, council, composition):
    kl_table_of(council, **DIFFERENT)

    response = client.get(url("composition-accept"))

    assert "Afviger fra KL’s tabel" in text_of(response)
    assert "C Cypres Afviger | 1 | 0 | 1 | 0 | 0 | 0" in rows_of(response)


@pytest.mark.parametrize(
    ("changed", "field", "error"),
    [
        ({"goes_by": "computation"}, None, ""),
        ({"goes_by": "kl_table"}, "goes_by", "KL’s tabel er ikke indtastet endnu."),
        ({"goes_by": "begge"}, "goes_by", "Marker en gyldig valgmulighed."),
        ({"goes_by": ""}, "goes_by", "Dette felt er påkrævet."),
        ({"accepted_by": ""}, "accepted_by", "Dette felt er påkrævet."),
        ({"accepted_on": "2022-01-13"}, "accepted_on", "Tidspunktet ligger i fremtiden."),
        ({"accepted_on": "0001-01-01"}, "accepted_on", "Datoen ligger før kommunalvalget."),
        ({"accepted_on": "2021-11-15"}, "accepted_on", "Datoen ligger før kommunalvalget."),
        ({"accepted_on": "9999-12-31"}, "accepted_on", "Tidspunktet ligger i fremtiden."),
        ({"accepted_time": ""}, "accepted_time", "Dette felt er påkrævet."),
        ({"reason": "x" * 1_001}, "reason", "må højst have 1000 tegn"),
    ],
)
def test_acceptance_that_cannot_be_is_told_at_its_field(accept, council, changed, field, error):
    response = accept(**{"goes_by": "computation"} | changed)

    if field is None:
        assert response.status_code == 302
        return
    assert (response.status_code, list(errors_of(response))) == (422, [field])
    assert error in errors_of(response)[field][0]
    assert not Acceptance.objects.exists()


def test_computation_that_waits_for_lots_cannot_be_accepted(client, council, stopped):
    kl_table_of(council, **AGREED)
    sent = {
        "goes_by": "computation",
        "accepted_by": "Mødet",
        "accepted_on": "2022-01-11",
        "accepted_time": "10:00",
        "composition": stopped.pk,
    }

    response = client.post(url("composition-accept"), sent)

    assert errors_of(response) == {"goes_by": ["Der er ingen færdig beregning."]}
    assert not Acceptance.objects.exists()


def test_acceptance_of_what_is_no_longer_newest_is_refused(
    accept, client, council, composition, compute
):
    table = kl_table_of(council, **AGREED)
    stale = {"composition": composition.pk, "kl_table": table.pk}
    text = "Der er kommet en nyere beregning eller tabel. Åbn siden igen for at se dem."

    kl_table_of(council, **AGREED)
    newer_table = accept(**stale)
    compute()
    newer_computation = accept(composition=composition.pk)

    for response in (newer_table, newer_computation):
        assert (response.status_code, errors_of(response)) == (422, {"__all__": [text]})
        assert text in text_of(response)
    assert not Acceptance.objects.exists()
    assert accept().status_code == 302


def test_what_was_accepted_before_stays_in_the_history(accept, client, council):
    kl_table_of(council, **AGREED)
    accept()

    page = client.get(url("composition-accept"))
    accept(goes_by="computation")

    assert "Nu gælder KL’s tabel, godkendt 11. januar 2022 af Mødet." in text_of(page)
    assert [a.goes_by for a in Acceptance.objects.all()] == ["computation", "kl_table"]


def test_acceptance_that_cannot_be_recorded_is_not_stored(accept, council, broken_audit):
    kl_table_of(council, **AGREED)
    broken_audit()

    with pytest.raises(RuntimeError, match="no audit entry"):
        accept()

    assert not Acceptance.objects.exists()


def test_nothing_can_be_accepted_where_there_is_neither_table_nor_computation(client, council):
    empty = client.get(url("composition-accept"))
    kl_table_of(council, A=(1, 0, 1))
    with_table = client.get(url("composition-accept"))

    words = "Der er hverken en beregning eller en tabel fra KL endnu."
    shown = [
        (words in text_of(page), 'name="goes_by"' in page.text) for page in (empty, with_table)
    ]
    assert shown == [(True, False), (False, True)]
