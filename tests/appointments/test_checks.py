"""What the checks of a round find, in plain values."""

import datetime

import pytest

from appointments.balance import Balance, Verdict, count
from appointments.board.values import Candidate, State, Status, Task
from appointments.checks import Others, Severity, check, check_body
from appointments.models import Candidate as StoredCandidate

DUE = datetime.date(2022, 1, 10)


def candidate(pk: int, **facts) -> Candidate:
    given = {"person": pk, "name": f"Person {pk}", "proposed_on": DUE, **facts}
    return Candidate(pk=pk, **given)


def task(*candidates: Candidate, **facts) -> Task:
    given = {"pk": 1, "body": 1, "name": "Forum: Medlem", "number": 1, **facts}
    return Task(candidates=candidates, **given)


def found(one: Task, *others: Task) -> list[tuple[str, str]]:
    return [(f.severity, f.sentence) for f in check(one, Others.of([one, *others]))]


def test_the_states_are_those_that_are_stored():
    assert {state.value for state in State} == set(StoredCandidate.State.values)


def test_a_task_without_candidates_says_how_many_it_lacks():
    assert found(task(number=2)) == [("mangler", "2 af 2 pladser har ingen kandidat.")]


def test_a_task_with_a_candidate_for_each_seat_is_ready():
    one = task(candidate(1))

    assert (one.status, found(one)) == (Status.READY, [])


def test_who_was_withdrawn_or_not_chosen_is_not_counted():
    one = task(candidate(1, state="withdrawn"), candidate(2, state="not_chosen"))

    assert (one.status, found(one)) == (
        Status.MISSING,
        [("mangler", "Pladsen har ingen kandidat.")],
    )


def test_a_task_is_chosen_when_every_seat_is():
    chosen = candidate(1, state="chosen")

    assert task(chosen, number=2).status is Status.MISSING
    assert task(chosen, candidate(2), number=2).status is Status.READY
    assert task(chosen, candidate(2)).status is Status.CHOSEN
    assert task(chosen, is_decided=True).status is Status.DECIDED


def test_more_chosen_than_seats_is_wrong():
    one = task(candidate(1, state="chosen"), candidate(2, state="chosen"))

    assert found(one) == [("fejl", "2 er valgt, men der skal kun besættes 1.")]


def test_more_seats_than_the_body_has_is_wrong():
    one = task(candidate(1), candidate(2), number=2, places=1)

    assert found(one) == [("fejl", "Runden besætter 2, men forummet har kun 1 af pladserne.")]


def test_who_is_no_longer_eligible_is_wrong_and_comes_first():
    one = task(candidate(1, reason_against="Er ikke borgmester."), number=2)

    assert found(one) == [
        ("fejl", "Person 1 kan ikke vælges. Er ikke borgmester."),
        ("mangler", "1 af 2 pladser har ingen kandidat."),
    ]


@pytest.mark.parametrize(("may", "severity"), [(True, "bemaerk"), (False, "fejl")])
def test_a_reason_settles_it_only_where_staff_may_know_better(may, severity):
    one = candidate(1, reason_against="Intet.", may_be_overruled=may, overruled_because="Region")

    assert [said[0] for said in found(task(one))] == [severity]


def test_the_same_person_for_several_tasks_is_a_notice():
    one, other = task(candidate(1)), task(candidate(2, person=1), pk=2, name="Råd: Formand")

    assert found(one, other) == [("bemaerk", "Person 1 er også kandidat til Råd: Formand.")]


def test_somebody_withdrawn_elsewhere_is_no_double():
    other = task(candidate(2, person=1, state="withdrawn"), pk=2)

    assert found(task(candidate(1)), other) == []


def test_who_sits_somewhere_already_is_a_notice():
    one = task(candidate(1, elsewhere=("Råd (Formand)",)))

    assert found(one) == [("bemaerk", "Person 1 sidder allerede i Råd (Formand).")]


def test_a_personal_alternate_is_missing_for_each_who_has_none():
    others = candidate(3, is_alternate=True, alternate_of=1)
    one = task(candidate(1), candidate(2), others, number=2, alternates="personal")

    assert found(one) == [("mangler", "Personlig suppleant mangler for Person 2.")]


def test_a_personal_alternate_is_asked_for_of_those_chosen_only():
    one = task(candidate(1, state="chosen"), candidate(2), alternates="personal")

    assert found(one) == [("mangler", "Personlig suppleant mangler for Person 1.")]


def test_shared_alternates_are_missing_while_there_is_none():
    assert found(task(candidate(1), alternates="shared")) == [
        ("mangler", "Fælles suppleanter mangler.")
    ]
    one = task(candidate(1), candidate(2, is_alternate=True), alternates="shared")
    assert found(one) == []


def test_too_few_from_small_companies_are_told():
    one = task(candidate(1), candidate(2), number=2, least_sme=1)

    assert found(one) == [("mangler", "Mindst 1 skal komme fra en SMV; det gør 0 af kandidaterne.")]
    assert found(task(candidate(1, is_sme=True), least_sme=1)) == []


def test_who_came_late_is_told_with_the_reason():
    late = candidate(
        1, late_after=DUE, proposed_on=datetime.date(2022, 1, 11), overruled_because="Ferie"
    )

    assert found(task(late)) == [
        (
            "bemaerk",
            (
                "Person 1 er modtaget 11. januar 2022, efter fristen 10. januar 2022."
                " Taget med fordi: Ferie"
            ),
        )
    ]


def test_nothing_is_said_of_a_task_that_is_decided():
    assert found(task(number=9, is_decided=True)) == []


# --- Women and men -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("women", "men", "unknown", "verdict"),
    [
        (1, 1, 0, Verdict.EVEN),
        (2, 1, 0, Verdict.EVEN),  # an odd number: one more of either
        (2, 0, 0, Verdict.UNEVEN),
        (3, 1, 0, Verdict.UNEVEN),
        (1, 0, 1, Verdict.OPEN),
        (2, 0, 1, Verdict.OPEN),
        (3, 0, 1, Verdict.UNEVEN),
        (0, 0, 2, Verdict.OPEN),
        (1, 1, 1, Verdict.EVEN),  # whatever the third is
        (0, 0, 0, Verdict.EVEN),
    ],
)
def test_a_balance_is_judged_by_those_who_stated_a_gender(women, men, unknown, verdict):
    assert Balance(women, men, unknown).verdict is verdict


def test_nobody_is_counted_for_a_gender_that_was_not_stated():
    assert str(count(["woman", "", "man", "woman"])) == "2 kvinder, 1 mand, 1 ikke oplyst"


def nominated(pk: int, gender: str, by: int = 1, **facts) -> Candidate:
    return candidate(pk, gender=gender, nominated_by=(by,), by=f"Org {by}", **facts)


NOMINATED = {"is_nominated": True, "gender_rule": "per_nomination"}


def test_who_nominates_one_must_propose_a_woman_and_a_man():
    assert found(task(nominated(1, "woman"), **NOMINATED)) == [
        (
            "mangler",
            (
                "Org 1 skal foreslå både en kvinde og en mand, men har foreslået 1 kvinde, 0 mænd"
                " (ligestillingsloven kapitel 4)."
            ),
        )
    ]
    assert found(task(nominated(1, "woman"), nominated(2, "man"), **NOMINATED)) == []


def test_who_nominates_several_must_propose_as_many_women_as_men():
    one = task(nominated(1, "man"), nominated(2, "man"), number=2, **NOMINATED)

    assert found(one) == [
        (
            "mangler",
            (
                "Org 1 skal foreslå lige mange kvinder og mænd, men har foreslået 0 kvinder, 2 mænd"
                " (ligestillingsloven kapitel 4)."
            ),
        )
    ]


def test_a_nomination_stays_even_when_only_one_of_the_two_is_chosen():
    both = (nominated(1, "woman", state="chosen"), nominated(2, "man", state="not_chosen"))

    assert found(task(*both, **NOMINATED)) == []


def test_the_council_may_nominate_a_woman_and_a_man_for_one_seat():
    both = (
        candidate(1, gender="woman", state="chosen"),
        candidate(2, gender="man", state="chosen"),
    )

    assert found(task(*both, council_nominates=True, gender_rule="per_nomination")) == []
    three = (*both, candidate(3, state="chosen"))
    assert found(task(*three, council_nominates=True))[0][0] == "fejl"


def test_each_nomination_is_judged_alone():
    one = task(nominated(1, "man", 1), nominated(2, "woman", 2), number=2, **NOMINATED)

    assert len(found(one)) == 2


def test_a_nomination_with_somebody_not_stated_is_left_open():
    one = task(nominated(1, "man"), nominated(2, ""), **NOMINATED)

    assert found(one) == [
        (
            "bemaerk",
            (
                "Om indstillingen fra Org 1 er ligelig, kan ikke ses: 0 kvinder, 1 mand,"
                " 1 ikke oplyst."
            ),
        )
    ]


@pytest.mark.parametrize("facts", [{"gender_rule": ""}, {"gender_rule": "none"}])
def test_no_balance_is_asked_for_where_no_rule_is_known(facts):
    assert found(task(nominated(1, "man"), is_nominated=True, **facts)) == []


def test_an_exemption_with_its_reason_settles_the_nomination():
    assert found(task(nominated(1, "man"), exemption="Kun én kunne", **NOMINATED)) == []


def test_the_council_nominates_all_together():
    one = task(
        candidate(1, gender="man", proposed_by=1),
        candidate(2, gender="woman", proposed_by=2),
        council_nominates=True,
        gender_rule="per_nomination",
        number=2,
    )

    assert found(one) == []


def test_an_unbalanced_body_is_told_only_where_all_of_it_must_be_balanced():
    after = Balance(women=1, men=4)

    assert [f.severity for f in check_body("balanced", after, [""])] == [Severity.MISSING]
    assert check_body("per_nomination", after, [""]) == ()
    assert check_body("balanced", after, ["", "Begrundet"]) == ()
    assert check_body("balanced", Balance(2, 3), [""]) == ()
    assert [f.severity for f in check_body("balanced", Balance(1, 0, 1), [""])] == [Severity.NOTICE]
