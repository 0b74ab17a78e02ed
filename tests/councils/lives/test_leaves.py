"""That somebody is away is told while it lasts."""

from django.template.loader import render_to_string

from councils.lives.leaves import on_leave
from councils.models import LeaveOfAbsence
from tests.councils.lives.conftest import LAST_DAY, NEXT_DAY, day


def test_a_leave_is_found_on_its_days_in_one_query(lives, django_assert_num_queries):
    leave = LeaveOfAbsence.objects.create(
        person=lives.member, starts_on=day("2023-01-01"), ends_on=LAST_DAY
    )
    people = [lives.member.pk, lives.mayor.pk]

    with django_assert_num_queries(1):
        assert on_leave(people, LAST_DAY) == {lives.member.pk: leave}
    assert on_leave(people, NEXT_DAY) == {}
    assert on_leave([lives.mayor.pk], LAST_DAY) == {}


def test_a_leave_says_until_when_it_lasts():
    def shown(**facts) -> str:
        leave = LeaveOfAbsence(starts_on=day("2023-01-01"), **facts) if facts else None
        return render_to_string("councils/lives/_leave.html", {"leave": leave})

    assert "orlov til 30. juni 2023" in shown(ends_on=LAST_DAY)
    assert "orlov fra 1. januar 2023" in shown(ends_on=None)
    assert "orlov" not in shown()
