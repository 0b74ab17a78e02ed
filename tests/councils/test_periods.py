"""Dated rows, and the promise of the database itself that two of them do not overlap."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from councils.models import Office
from tests.factories import (
    CouncilFactory,
    CouncilMunicipalityFactory,
    LeadershipFactory,
    MembershipFactory,
    MunicipalityFactory,
    OfficeFactory,
    PartyMembershipFactory,
    SecretariatMemberFactory,
    SubstitutionFactory,
)

ONE_MAYOR = "councils_a_municipality_has_one_mayor_at_a_time"
DAY = datetime.timedelta(days=1)
FIRST, LAST = datetime.date(2022, 3, 1), datetime.date(2022, 3, 31)


def refused(name: str):
    """The database refuses what stands inside, for the constraint of that name."""
    return pytest.raises(IntegrityError, match=rf"\b{name}\b")


@pytest.fixture
def municipality(db):
    return MunicipalityFactory(name="Viborg")


@pytest.fixture
def mayor(municipality) -> Office:
    """Mayor in March 2022."""
    return OfficeFactory(
        municipality=municipality, role="mayor", starts_on=FIRST, ends_on=LAST, person__name="Anna"
    )


def next_mayor(mayor: Office, starts_on, ends_on=None) -> Office:
    return OfficeFactory.build(
        person=OfficeFactory(person__name="Bo").person,
        municipality=mayor.municipality,
        role="mayor",
        starts_on=starts_on,
        ends_on=ends_on,
    )


# --- In force ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "holds"),
    [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)],
)
def test_period_is_in_force_from_its_first_to_its_last_day(mayor, at, holds):
    assert Office.objects.in_force(at).filter(pk=mayor.pk).exists() is holds


def test_period_is_not_over_until_its_last_day_is(municipality, mayor):
    endless = OfficeFactory(municipality=municipality, starts_on=datetime.date(2030, 1, 1))

    assert set(Office.objects.not_over(FIRST - DAY)) == {mayor, endless}
    assert set(Office.objects.not_over(LAST)) == {mayor, endless}
    assert set(Office.objects.not_over(LAST + DAY)) == {endless}


def test_period_without_end_is_in_force_for_ever(municipality):
    office = OfficeFactory(municipality=municipality, starts_on=FIRST)

    assert list(Office.objects.in_force(datetime.date(9999, 12, 31))) == [office]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "shares_a_day"),
    [
        (FIRST - 9 * DAY, FIRST - DAY, False),
        (FIRST - 9 * DAY, FIRST, True),
        (LAST, LAST + 9 * DAY, True),
        (LAST + DAY, LAST + 9 * DAY, False),
    ],
)
def test_period_is_within_another_when_they_share_a_day(mayor, starts_on, ends_on, shares_a_day):
    assert Office.objects.within(starts_on, ends_on).filter(pk=mayor.pk).exists() is shares_a_day


# --- Refused by the database ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (FIRST, LAST),  # the same days
        (FIRST - DAY, FIRST),  # the first day is shared
        (LAST, LAST + DAY),  # the last day is shared
        (FIRST + DAY, LAST - DAY),  # inside
        (FIRST - DAY, LAST + DAY),  # around
        (LAST, None),  # open end
        (FIRST - DAY, None),
    ],
)
def test_second_period_is_refused_when_it_shares_a_day(mayor, starts_on, ends_on):
    office = next_mayor(mayor, starts_on, ends_on)

    with refused(ONE_MAYOR), transaction.atomic():
        office.save()
    with refused(ONE_MAYOR), transaction.atomic():
        Office.objects.bulk_create([office])
    assert list(Office.objects.filter(role="mayor")) == [mayor]


def test_periods_may_follow_each_other_day_by_day(mayor):
    next_mayor(mayor, FIRST - 9 * DAY, FIRST - DAY).save()
    next_mayor(mayor, LAST + DAY).save()

    assert Office.objects.filter(role="mayor").count() == 3


def test_later_period_is_refused_when_the_earlier_one_has_no_end(municipality):
    mayor = OfficeFactory(municipality=municipality, role="mayor", starts_on=FIRST)

    with refused(ONE_MAYOR), transaction.atomic():
        next_mayor(mayor, datetime.date(2099, 1, 1)).save()


def test_update_is_refused_when_it_moves_a_period_into_another(mayor):
    successor = next_mayor(mayor, LAST + DAY)
    successor.save()
    offices = Office.objects.filter(pk=mayor.pk)

    with refused(ONE_MAYOR), transaction.atomic():
        offices.update(ends_on=None)
    with refused(ONE_MAYOR), transaction.atomic():
        Office.objects.filter(pk=successor.pk).update(starts_on=LAST)
    mayor.refresh_from_db()
    assert mayor.ends_on == LAST


def test_period_may_be_changed_when_it_only_meets_its_own_former_days(mayor):
    mayor.starts_on, mayor.ends_on = FIRST + DAY, None
    mayor.full_clean()
    mayor.save()

    assert list(Office.objects.values_list("starts_on", "ends_on")) == [(FIRST + DAY, None)]


def test_only_the_rows_it_is_about_exclude_each_other(mayor):
    councillors = OfficeFactory.create_batch(
        2, municipality=mayor.municipality, role="councillor", starts_on=FIRST
    )

    with refused(ONE_MAYOR), transaction.atomic():
        Office.objects.filter(pk=councillors[0].pk).update(role="mayor")
    Office.objects.filter(pk=mayor.pk).update(ends_on=FIRST)
    Office.objects.filter(pk=councillors[0].pk).update(role="mayor", starts_on=FIRST + DAY)
    assert Office.objects.filter(role="mayor").count() == 2


def test_period_of_another_group_is_no_obstacle(mayor):
    OfficeFactory(role="mayor", starts_on=FIRST, ends_on=LAST)

    assert Office.objects.filter(role="mayor").count() == 2


# --- Said in forms -------------------------------------------------------------------------------


def test_overlap_is_said_in_danish_when_a_row_is_validated(mayor):
    with pytest.raises(ValidationError) as error:
        next_mayor(mayor, LAST).full_clean()

    assert error.value.messages == ["Kommunen har allerede en borgmester i perioden."]


def test_validation_has_nothing_to_say_when_the_day_is_free(mayor):
    next_mayor(mayor, LAST + DAY).full_clean()
    next_mayor(mayor, FIRST - DAY, FIRST - DAY).full_clean()


def test_validation_has_nothing_to_say_about_roles_it_is_not_about(mayor):
    office = next_mayor(mayor, LAST)
    office.role = "councillor"

    with refused(ONE_MAYOR), transaction.atomic():
        next_mayor(mayor, LAST).save()  # so that there was something to say
    office.full_clean()


def test_overlap_is_left_unsaid_when_the_form_does_not_hold_the_days(mayor):
    next_mayor(mayor, LAST).full_clean(exclude=["starts_on"])


def test_staff_without_an_account_are_colleagues_and_not_an_overlap(db):
    council = CouncilFactory()
    SecretariatMemberFactory(council=council, user=None, name="Anna")
    colleague = SecretariatMemberFactory.build(council=council, user=None, name="Bo")
    colleague.full_clean()
    colleague.save()

    assert [staff.name for staff in council.secretariat.all()] == ["Anna", "Bo"]


# --- Every dated row -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dated",
    [
        CouncilFactory,
        CouncilMunicipalityFactory,
        LeadershipFactory,
        MembershipFactory,
        OfficeFactory,
        PartyMembershipFactory,
        SecretariatMemberFactory,
        SubstitutionFactory,
    ],
)
def test_period_is_refused_when_it_ends_before_it_starts(db, dated):
    row = dated(starts_on=FIRST, ends_on=FIRST)  # one day is a period
    row.ends_on = FIRST - DAY
    name = f"councils_{row._meta.model_name}_does_not_end_before_it_starts"

    with refused(name), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    assert error.value.messages == ["Slutdatoen ligger før startdatoen."]


# --- Migrations ----------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite remakes tables")
@pytest.mark.django_db(transaction=True)
def test_overlap_is_still_refused_after_a_migration_has_remade_the_table():
    mayor = OfficeFactory(role="mayor", starts_on=FIRST, ends_on=LAST)
    with connection.schema_editor() as editor:
        editor._remake_table(Office)

    assert list(Office.objects.all()) == [mayor]
    successor = next_mayor(mayor, LAST + DAY)
    successor.save()
    with refused(ONE_MAYOR), transaction.atomic():
        Office.objects.filter(pk=successor.pk).update(starts_on=LAST)
    with refused(ONE_MAYOR), transaction.atomic():
        next_mayor(mayor, LAST).save()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite remakes the table instead")
@pytest.mark.django_db(transaction=True)
def test_overlap_is_allowed_only_while_a_migration_has_removed_the_constraint():
    (constraint,) = (c for c in Office._meta.constraints if c.name == ONE_MAYOR)
    mayor = OfficeFactory(role="mayor", starts_on=FIRST, ends_on=LAST)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Office, constraint)
    second = next_mayor(mayor, LAST)
    second.save()
    second.delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Office, constraint)

    with refused(ONE_MAYOR), transaction.atomic():
        next_mayor(mayor, LAST).save()
