"""What the forms about lots, leaders and trials take, refuse and propose."""

import datetime

import pytest
from django.http import QueryDict

from elections import leadership_basis
from elections.apportionment import elect_leadership
from elections.forms.leaderships import LeadershipLotForm, PersonsForm, TrialForm, UnisonForm
from tests.elections.leaderships.things import NAMES, at

NOW = at("2022-01-12 12:00")
VOTES = {"F": 9, "A": 40, "V": 30}


# --- Lots ----------------------------------------------------------------------------------------


def test_lots_are_for_posts():
    tie = elect_leadership({"A": 40, "V": 20, "C": 20}, [["V", "C"]])

    form = LeadershipLotForm(tie=tie, names=NAMES, now=NOW, not_before=NOW)

    assert [place.help_text for place in form.places] == [
        "får formandsposten",
        "får næstformandsposten",
    ]
    assert form.fields["place_1"].choices == [
        ("", "Vælg"),
        ("A", "A Socialdemokratiet"),
        ("C+V", "C + V"),
    ]


def test_lots_leave_somebody_without_a_post():
    tie = elect_leadership({"A": 30, "V": 20, "C": 20})

    form = LeadershipLotForm(tie=tie, names=NAMES, now=NOW, not_before=NOW)

    assert [place.help_text for place in form.places] == [
        "får næstformandsposten",
        "får ingen post",
    ]


@pytest.fixture
def lot_form():
    """A draw that is right, by the data given: found on 11 January at noon in Denmark."""

    def make(**data):
        good = {
            "place_1": "A",
            "place_2": "V",
            "drawn_by": "Mødelederen",
            "witnesses": "To tilforordnede",
            "drawn_on": "2022-01-11",
            "drawn_time": "12:00",
        }
        tie = elect_leadership({"A": 40, "V": 40})
        found = at("2022-01-11 12:00:30")
        return LeadershipLotForm(good | data, tie=tie, names=NAMES, now=NOW, not_before=found)

    return make


@pytest.mark.parametrize(
    ("witnesses", "errors"),
    [
        ("Mødelederen", {"witnesses": ["Et vidne er en anden end den, der trak."]}),
        (" mødelederen  ", {"witnesses": ["Et vidne er en anden end den, der trak."]}),
        ("Mødelederen, Referenten", {}),
        ("Referenten", {}),
    ],
)
def test_whoever_drew_is_not_the_only_witness(lot_form, witnesses, errors):
    assert lot_form(witnesses=witnesses).errors == errors


@pytest.mark.parametrize(
    ("day", "time"), [("2022-01-11", "11:59"), ("2022-01-10", "12:00"), ("0001-01-01", "00:00")]
)
def test_draw_before_the_tie_was_found_is_refused_with_the_moment_in_words(lot_form, day, time):
    text = "Lodtrækningen kan ikke ligge før beregningen, 11. januar 2022 kl. 12.00."

    assert lot_form(drawn_on=day, drawn_time=time).errors == {"drawn_on": [text]}


# --- Persons -------------------------------------------------------------------------------------


@pytest.fixture
def persons_form(meeting, items, council, term, leaders):
    def make(form_class=PersonsForm, **data):
        members = leadership_basis.electable(council, term, datetime.date(2022, 1, 19))
        return form_class(
            data or None,
            meeting=meeting,
            chairs=[m for m in members if m.list_key == "A"],
            vice_chairs=[m for m in members if m.list_key in "AV"],
        )

    return make


def test_only_members_of_the_lists_can_be_chosen(persons_form, leaders, items):
    items["alliances"].title = "Godkendelse af valgforbund til valg af KKR’s formand"
    items["alliances"].save()

    form = persons_form()

    assert [label for _, label in form.fields["chair"].choices] == [
        "Vælg",
        f"Eksempel Anna (A), {leaders['A'].municipality}",
    ]
    assert len(form.fields["vice_chair"].choices) == 3
    assert form["item"].initial == items["election"]
    assert "chair" in persons_form(chair=leaders["C"].pk).errors


def test_chair_and_vice_chair_are_two_persons(persons_form, leaders, items):
    anna = leaders["A"].pk

    form = persons_form(chair=anna, vice_chair=anna, item=items["election"].pk)

    assert form.errors == {
        "vice_chair": ["Formand og næstformand skal være to forskellige personer."]
    }


def test_unison_takes_a_note(persons_form, leaders, items):
    form = persons_form(
        UnisonForm,
        chair=leaders["A"].pk,
        vice_chair=leaders["V"].pk,
        item=items["election"].pk,
        note="Enige",
    )

    assert list(form.fields) == ["chair", "vice_chair", "replace", "item", "note"]
    assert form.is_valid()
    assert form.facts() == {
        "chair": leaders["A"],
        "vice_chair": leaders["V"],
        "replace": False,
        "item": items["election"],
        "note": "Enige",
    }


@pytest.mark.parametrize("form_class", [PersonsForm, UnisonForm])
def test_nothing_is_replaced_until_it_is_asked_and_ticked(persons_form, leaders, items, form_class):
    good = {"chair": leaders["A"].pk, "vice_chair": leaders["V"].pk, "item": items["election"].pk}
    empty, ticked = persons_form(form_class), persons_form(form_class, **good, replace="on")
    asked = persons_form(form_class, **good, replace="")
    hidden_at_first = asked["replace"].is_hidden
    asked.offer_to_replace()

    assert (empty["replace"].is_hidden, empty["replace"].value()) == (True, None)
    assert (hidden_at_first, asked["replace"].is_hidden) == (True, False)
    assert ticked["replace"].is_hidden is False
    assert [form.is_valid() for form in (asked, ticked)] == [True, True]
    assert [form.facts()["replace"] for form in (asked, ticked)] == [False, True]


# --- Trials --------------------------------------------------------------------------------------


def trial(address: str, alliances=()) -> TrialForm:
    return TrialForm(QueryDict(address), votes=VOTES, names=NAMES, alliances=alliances)


def test_trial_asks_about_each_list_the_largest_first():
    form = trial("")

    assert [field.label for field in form] == ["A Socialdemokratiet", "V Venstre", "F SF"]
    assert [text for _, text in form.fields["A"].choices] == [
        "Alene",
        "Valgforbund 1",
        "Valgforbund 2",
        "Valgforbund 3",
        "Valgforbund 4",
    ]


def test_trial_begins_with_the_alliances_that_stand():
    form = trial("", [["A", "F"]])

    assert form.is_valid()
    assert form.alliances() == [["A", "F"]]
    assert [form[key].value() for key in "AFV"] == ["1", "1", None]


def test_trial_follows_the_address_alone_when_it_says_something():
    form = trial("A=&V=2&F=2", [["A", "F"]])

    assert form.is_valid()
    assert form.alliances() == [["F", "V"]]


def test_list_alone_in_an_alliance_is_no_alliance():
    form = trial("A=1&V=2&F=2")

    assert form.is_valid()
    assert (form.alliances(), form.lonely()) == ([["F", "V"]], ["A"])


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        ("A=1&K=1", {"__all__": ["Adressen nævner noget, siden ikke kender: K."]}),
        ("A=1&A=2", {"__all__": ["Adressen nævner A mere end én gang."]}),
        ("A=9", {"A": ["»9« er ikke et af valgforbundene."]}),
        ("q=%3Cscript%3E", {"__all__": ["Adressen nævner noget, siden ikke kender: q."]}),
    ],
)
def test_address_that_says_something_else_is_refused(address, errors):
    assert trial(address).errors == errors
