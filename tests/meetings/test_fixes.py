"""The rule check's own suggestions, taken at one click."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions
from meetings.actions import history
from meetings.models import AgendaItem, Attachment, Meeting
from meetings.review import review
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts, press

WRONG_DAY = "<p>Vi &amp; I mødes torsdag den 19. januar 2022.</p><p>Se www..kl.dk nu.</p>"
BUTTON = "Ret til »onsdag den 19. januar 2022«"
SECOND = "Ret til »www.kl.dk«"


@pytest.fixture
def wrong(agenda, secretary) -> AgendaItem:
    """Item 1.1, whose Baggrund has two faults that the portal can put right."""
    return actions.save_item(agenda.composition, by=secretary, version=1, background=WRONG_DAY)


def where(item: AgendaItem, rule: str) -> dict:
    """What the button at a finding sends, but for the version."""
    meetings = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
    remarks = review(meetings.get(pk=item.meeting_id), now=NOON).remarks
    [found] = [r.finding for r in remarks if r.item == item and r.finding.rule == rule]
    return {"rule": rule, "field": found.field, "start": found.start, "end": found.end}


def test_fix_stands_in_the_text_as_a_new_version_with_a_name_beside_it(wrong, secretary):
    place = where(wrong, "wrong_weekday")
    fixed = actions.fix_finding(wrong, by=secretary, version=2, **place)

    wrong.refresh_from_db()
    assert wrong.background == WRONG_DAY.replace("torsdag", "onsdag")
    assert (fixed.version, wrong.version, wrong.changed_by) == (3, 3, secretary)
    assert [version.background for version in wrong.versions.all()][:2] == [
        wrong.background,
        WRONG_DAY,
    ]
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.by) == ("fix_finding", secretary)
    assert entry.summary == "Rettede Baggrund i punktet »Sammensætning« efter kontrollen"


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 1},
        {"version": 3},
        {"rule": "broken_address"},
        {"rule": "no_such_rule"},
        {"field": "presentation"},
        {"field": "meeting"},
        {"start": 0},
        {"end": 10_000},
    ],
)
def test_what_the_check_does_not_find_there_is_not_touched(wrong, secretary, everything, changes):
    place = {"version": 2, **where(wrong, "wrong_weekday"), **changes}
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.fix_finding(wrong, by=secretary, **place)

    assert everything() == before


def test_finding_that_only_a_person_can_mend_is_not_touched(agenda, secretary, everything):
    text = '<p>Se <a href="https://www.kl.dk/plan">her</a>.</p>'
    item = actions.save_item(agenda.composition, by=secretary, version=1, background=text)
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.fix_finding(item, by=secretary, version=2, **where(item, "empty_link_text"))

    assert everything() == before


def test_other_item_of_the_agenda_is_not_reached_by_the_same_place(
    wrong, agenda, secretary, everything
):
    place = where(wrong, "wrong_weekday")
    before = everything()

    with pytest.raises(actions.AgendaHasChanged):
        actions.fix_finding(agenda.chair, by=secretary, version=1, **place)

    assert everything() == before


def test_item_of_another_meeting_is_not_reached_by_the_same_place(wrong, published, secretary):
    place = where(wrong, "wrong_weekday")

    with pytest.raises(actions.AgendaIsPublished):
        actions.fix_finding(published.items.get(), by=secretary, version=2, **place)


def test_published_agenda_is_not_fixed(wrong, publish, secretary, everything):
    place = where(wrong, "wrong_weekday")
    publish(wrong.meeting)
    before = everything()

    with pytest.raises(actions.AgendaIsPublished):
        actions.fix_finding(wrong, by=secretary, version=2, **place)

    assert everything() == before


def test_deleted_item_is_not_fixed(wrong, secretary):
    place = where(wrong, "wrong_weekday")
    actions.delete_item(wrong, by=secretary, version=2)

    with pytest.raises(actions.AgendaHasChanged):
        actions.fix_finding(wrong, by=secretary, version=2, **place)


def test_fix_that_its_field_has_no_room_for_is_refused(agenda, secretary, everything):
    title = "{KKR}" + "x" * 245
    item = actions.save_item(agenda.composition, by=secretary, version=1, title=title)
    before = everything()

    with pytest.raises(ValidationError):
        actions.fix_finding(item, by=secretary, version=2, **where(item, "leftover_variable"))

    assert everything() == before


def test_fixed_text_is_sanitised_like_any_other(wrong, secretary):
    AgendaItem.objects.filter(pk=wrong.pk).update(
        background="<script>x</script><p>torsdag den 19. januar 2022</p>"
    )
    actions.fix_finding(wrong, by=secretary, version=2, **where(wrong, "wrong_weekday"))

    wrong.refresh_from_db()
    assert wrong.background == history.sanitised({"background": wrong.background})["background"]
    assert "<p>onsdag den 19. januar 2022</p>" in wrong.background


# --- The pages -----------------------------------------------------------------------------------


def review_page(browse, user, item):
    client = browse(user)
    return client, client.get(reverse("agenda-review", args=[item.meeting_id]))


def test_button_on_the_review_page_puts_it_right_and_leads_to_the_next_finding(
    browse, secretary, wrong
):
    client, page = review_page(browse, secretary, wrong)

    response = press(client, page, BUTTON)

    wrong.refresh_from_db()
    assert "onsdag den 19. januar 2022" in wrong.background
    assert list_texts(response, "p", "alert-text") == [
        "»Sammensætning« er rettet. Den tidligere tekst ligger i punktets historik."
    ]
    [(goal, _status)] = response.redirect_chain
    address, _, anchor = goal.partition("#")
    assert address == reverse("agenda-review", args=[wrong.meeting_id])
    assert f'id="{anchor}"' in response.content.decode()
    assert BUTTON not in response.content.decode()


def test_way_back_ends_at_the_last_finding_and_then_at_the_other_list(
    browse, secretary, agenda, wrong
):
    proposal = "<p>Det indstilles, at mødet vælger.</p>"
    actions.save_item(agenda.chair, by=secretary, version=1, recommendation=proposal)
    client, page = review_page(browse, secretary, wrong)
    goals = []
    for button in (SECOND, BUTTON):
        page = press(client, page, button)
        goals.append(page.redirect_chain[0][0].partition("#")[2])

    assert list_texts(page, "strong", "remark-red") == []
    assert goals == ["red-1", "yellow-1"]


def test_finding_without_a_fix_has_no_button(browse, secretary, agenda):
    text = '<p>Se <a href="https://www.kl.dk/plan">her</a>.</p>'
    item = actions.save_item(agenda.composition, by=secretary, version=1, background=text)
    _client, page = review_page(browse, secretary, item)

    assert "Linkteksten »her«" in page.content.decode()
    assert reverse("item-fix", args=[item.meeting_id, item.pk]) not in page.content.decode()


def test_button_in_the_item_leads_back_to_the_item(browse, secretary, wrong):
    client = browse(secretary)
    page = client.get(reverse("item-remarks", args=[wrong.meeting_id, wrong.pk]))

    response = press(client, page, BUTTON)

    goal = reverse("item-edit", args=[wrong.meeting_id, wrong.pk])
    assert response.redirect_chain == [(f"{goal}#item-remarks", 302)]
    wrong.refresh_from_db()
    assert "onsdag den 19. januar 2022" in wrong.background


def test_button_of_a_page_that_is_out_of_date_changes_nothing(browse, secretary, wrong):
    client, page = review_page(browse, secretary, wrong)
    actions.save_item(wrong, by=secretary, version=2, background=f"<p>Ny</p>{WRONG_DAY}")

    response = press(client, page, BUTTON)

    assert response.redirect_chain[0][0] == reverse("agenda-edit", args=[wrong.meeting_id])
    assert "har ændret dagsordenen i mellemtiden" in response.content.decode()
    wrong.refresh_from_db()
    assert wrong.background == f"<p>Ny</p>{WRONG_DAY}"


@pytest.mark.parametrize(
    "changes",
    [
        {"version": ""},
        {"start": "-1"},
        {"start": "x"},
        {"end": "9" * 30},
        {"back": "https://a.dk"},
        {"place": "0"},
        {"rule": "x" * 5000},
    ],
)
def test_made_up_request_changes_nothing(browse, secretary, wrong, everything, changes):
    data = {"version": 2, "back": "red", "place": 1, **where(wrong, "wrong_weekday"), **changes}
    before = everything()

    response = browse(secretary).post(reverse("item-fix", args=[wrong.meeting_id, wrong.pk]), data)

    assert response.url == reverse("agenda-edit", args=[wrong.meeting_id])
    assert everything() == before


def test_too_long_a_title_says_so(browse, secretary, agenda):
    title = "{KKR}" + "x" * 245
    item = actions.save_item(agenda.composition, by=secretary, version=1, title=title)
    client, page = review_page(browse, secretary, item)

    response = press(client, page, "Ret til »KKR Midtjylland«")

    assert list_texts(response, "p", "alert-text")[0].startswith("Kan ikke rettes med et klik: ")


def test_only_the_secretariat_of_the_council_fixes(browse, outsider, wrong, everything):
    data = {"version": 2, "back": "red", "place": 1, **where(wrong, "wrong_weekday")}
    before = everything()

    response = browse(outsider).post(reverse("item-fix", args=[wrong.meeting_id, wrong.pk]), data)

    assert response.status_code == (403 if outsider is None else 404)
    assert everything() == before
