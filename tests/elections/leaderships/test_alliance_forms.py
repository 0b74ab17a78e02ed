"""What the forms about alliances take, refuse and propose."""

import pytest

from elections import leadership_basis
from elections.forms.alliances import AllianceForm, DecisionForm
from tests.elections.leaderships.things import a_notice, at, decide
from tests.factories import AgendaItemFactory

NOW = at("2022-01-12 12:00")
BEFORE = "Datoen ligger før kommunalvalget 16. november 2021."


# --- Notices -------------------------------------------------------------------------------------


@pytest.fixture
def alliance_form(council, term, meeting, composition, lists):
    def make(**data):
        good = {
            "lists": [lists["V"].pk, lists["C"].pk],
            "notified_by": "Gruppen",
            "received_on": "2022-01-12",
            "received_time": "12:00",
        }
        return AllianceForm(
            good | data,
            basis=leadership_basis.basis_of(council, term),
            lists=term.election.lists.not_local(),
            now=NOW,
        )

    return make


def test_notice_is_taken_as_it_was_given(alliance_form, lists):
    form = alliance_form()

    assert form.is_valid()
    facts = form.facts()
    assert set(facts.pop("lists")) == {lists["V"], lists["C"]}
    assert facts == {"notified_by": "Gruppen", "received_at": NOW}


def test_lists_that_take_no_part_are_marked(alliance_form):
    labels = [label for _, label in alliance_form().fields["lists"].choices]

    assert labels == [
        "Socialdemokratiet (A)",
        "Konservative (C)",
        "SF (F)",
        "Kristne (K): deltager ikke, listen er under spærregrænsen",
        "Venstre (V)",
    ]


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"lists": []}, {"lists": ["Vælg mindst to lister."]}),
        ({"received_time": "12:01"}, {"received_on": ["Tidspunktet ligger i fremtiden."]}),
        ({"received_on": "2022-01-13"}, {"received_on": ["Tidspunktet ligger i fremtiden."]}),
        ({"received_on": "2021-11-15"}, {"received_on": [BEFORE]}),
        ({"received_on": "0001-01-01"}, {"received_on": [BEFORE]}),
        ({"notified_by": " "}, {"notified_by": ["Dette felt er påkrævet."]}),
    ],
)
def test_notice_that_cannot_be_is_refused(alliance_form, data, errors):
    assert alliance_form(**data).errors == errors


def test_one_list_is_no_alliance(alliance_form, lists):
    form = alliance_form(lists=[lists["V"].pk, lists["V"].pk])

    assert form.errors == {"lists": ["Et valgforbund har mindst to lister."]}


def test_notice_on_the_election_day_is_taken(alliance_form):
    form = alliance_form(received_on="2021-11-16", received_time="00:00")

    assert form.is_valid()
    assert form.facts()["received_at"] == at("2021-11-16 00:00")


# --- The meeting's decision ----------------------------------------------------------------------


@pytest.fixture
def decision_form(council, term):
    """`decision_form([v_c], **data)` asks about these; without data nobody has answered."""

    def make(notices, **data):
        basis = leadership_basis.basis_of(council, term)
        return DecisionForm(data or None, basis=basis, notices=notices)

    return make


def test_decision_proposes_the_item_and_no_answer(
    decision_form, meeting, items, composition, secretary
):
    AgendaItemFactory(meeting=meeting, title="Eventuelt")
    AgendaItemFactory(title="Valgforbund i et andet møde")
    notices = [a_notice(meeting, secretary, "VC"), a_notice(meeting, secretary, "AF")]

    form = decision_form(notices)

    assert form["item"].initial == items["alliances"]
    assert [label for _, label in form.fields["item"].choices] == [
        "Vælg punktet",
        "1 KKR",
        "1.1 Godkendelse af valgforbund",
        "1.2 Valg af formand og næstformand",
        "2 Eventuelt",
    ]
    assert form["approved"].initial == []
    assert form["reason"].initial == "Ikke godkendt af mødet."


def test_decision_that_is_mended_begins_with_what_the_meeting_approved(
    decision_form, meeting, items, composition, secretary
):
    v_c, a_f = a_notice(meeting, secretary, "VC"), a_notice(meeting, secretary, "AF")
    decide(meeting, secretary, items["alliances"], v_c)
    v_c.refresh_from_db()
    a_f.refresh_from_db()

    assert decision_form([v_c, a_f])["approved"].initial == [str(v_c.pk)]


def test_decision_marks_those_that_came_after_the_deadline_as_it_is_now(
    decision_form, meeting, items, composition, secretary
):
    last = a_notice(meeting, secretary, "VC", "2022-01-13 23:59")
    late = a_notice(meeting, secretary, "AF", "2022-01-14 00:00")
    meeting.starts_at, meeting.ends_at = at("2022-01-18 09:30"), at("2022-01-18 12:00")
    meeting.save()

    mark = "(modtaget efter fristen, som den er nu)"
    assert [label for _, label in decision_form([last, late]).fields["approved"].choices] == [
        "Konservative (C) + Venstre (V), anmeldt af Gruppen VC",
        f"Socialdemokratiet (A) + SF (F), anmeldt af Gruppen AF {mark}",
    ]


def test_decision_needs_a_reason_for_those_that_are_not_approved(
    decision_form, meeting, items, composition, secretary
):
    notice = a_notice(meeting, secretary, "VC")
    data = {"item": items["alliances"].pk, "shown": str(notice.pk), "reason": ""}

    rejected = decision_form([notice], **data)
    approved = decision_form([notice], **data, approved=[notice.pk])

    assert rejected.errors == {"reason": ["Skriv, hvorfor de andre ikke er godkendt."]}
    assert approved.is_valid()
    assert approved.facts() == {
        "item": items["alliances"],
        "shown": {notice.pk},
        "approved": {notice.pk},
        "reason": "",
    }


@pytest.mark.parametrize("shown", ["", "x", "1;2"])
def test_decision_that_does_not_say_what_was_shown_shows_nothing(
    decision_form, meeting, items, composition, secretary, shown
):
    notice = a_notice(meeting, secretary, "VC")

    form = decision_form([notice], item=items["alliances"].pk, shown=shown, approved=[notice.pk])

    assert form.is_valid()
    assert form.facts()["shown"] == set()
