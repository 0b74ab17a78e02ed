"""The rule check on a stored agenda: what it reads, and that red stops the publishing."""

import pytest
from django.urls import reverse

from councils.models import AuditEntry
from meetings import actions
from meetings.models import AgendaItem, AgendaPublication, Attachment, Meeting
from meetings.review import review
from tests.factories import LeadershipFactory, MembershipFactory
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts, seen

LEFT_OVER = "<p>Her skrives indstillingen</p>"


@pytest.fixture
def look(agenda):
    """Checks the agenda as it is stored now."""

    def look_again():
        meetings = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
        return review(meetings.get(pk=agenda.meeting.pk), now=NOON)

    return look_again


@pytest.fixture
def wrong(agenda, secretary):
    """Template text was left in item 1.1."""
    return actions.save_item(agenda.composition, by=secretary, version=1, recommendation=LEFT_OVER)


def rules_of(remarks, number: str) -> set[str]:
    return {remark.finding.rule for remark in remarks if remark.number == number}


def test_template_text_is_red_and_leads_to_its_item_and_field(look, wrong):
    found = [remark for remark in look().red if remark.place == "Indstilling"]

    remark = found[0]
    assert (remark.item, remark.number, remark.is_red) == (wrong, "1.1", True)
    assert "Her skrives indstillingen" in remark.finding.excerpt


def test_chair_of_another_council_is_known_from_the_directory(
    look, agenda, other_council, term, secretary
):
    member = MembershipFactory(council=other_council, term=term, person__name="Karla Kongsted")
    LeadershipFactory(membership=member, role="chair")
    before = rules_of(look().remarks, "1.1")
    text = "<p>Formanden, Karla Kongsted, byder velkommen.</p>"
    actions.save_item(agenda.composition, by=secretary, version=1, background=text)

    assert rules_of(look().remarks, "1.1") - before


def test_closed_attachment_is_read_as_closed(look, agenda, attach, secretary):
    attach(agenda.composition, title="Notat om honorarer", is_open=False)
    text = "<p>Se Notat om honorarer.</p>"
    actions.save_item(agenda.composition, by=secretary, version=1, background=text)

    remarks = [
        remark for remark in look().remarks if "Notat om honorarer" in remark.finding.message
    ]
    assert remarks


def test_mark_whose_attachment_was_removed_is_red(look, agenda, attach, secretary):
    kept, doomed = attach(agenda.composition), attach(agenda.composition, title="Kort over byen")
    marks = [f'<p><a href="#bilag-{paper.pk}">./.</a> Se det.</p>' for paper in (kept, doomed)]
    actions.save_item(agenda.composition, by=secretary, version=1, background="".join(marks))
    assert "mark_of_missing_attachment" not in rules_of(look().remarks, "1.1")

    actions.remove_attachment(doomed, by=secretary, version=1)

    [red] = [found for found in look().red if found.finding.rule == "mark_of_missing_attachment"]
    text = AgendaItem.objects.get(pk=agenda.composition.pk).background
    assert text[: red.finding.start].endswith(f'<a href="#bilag-{doomed.pk}">')


def test_attachment_without_its_own_mark_is_named(look, agenda, attach, secretary):
    marked, _other = attach(agenda.composition), attach(agenda.composition, title="Kort over byen")
    text = f'<p><a href="#bilag-{marked.pk}">./.</a> Se Kort over byen.</p>'
    actions.save_item(agenda.composition, by=secretary, version=1, background=text)

    found = [r.finding for r in look().remarks if r.finding.rule == "attachment_without_mark"]
    assert [finding.excerpt for finding in found] == ["Kort over byen"]


def test_heading_is_not_asked_for_text(look, agenda):
    agenda.other_business.title = "Erhverv"
    agenda.other_business.is_heading = True
    agenda.other_business.save()

    assert rules_of(look().remarks, "2") == {"heading_without_items"}


@pytest.mark.parametrize("closed", ["chair", "main"])
def test_reference_to_a_closed_item_is_yellow(look, agenda, secretary, closed):
    text = "<p>Se dagsordenens punkt 1.2.</p>"
    actions.save_item(agenda.other_business, by=secretary, version=1, background=text)
    assert "closed_item_mentioned" not in rules_of(look().remarks, "2")

    item = getattr(agenda, closed)
    AgendaItem.objects.filter(pk=item.pk).update(is_open=False)

    assert "closed_item_mentioned" in rules_of(look().yellow, "2")


def test_items_that_wait_for_a_meeting_are_checked_without_one(council, secretary):
    pool = Meeting.objects.create(council=council, is_pool=True)
    item = actions.add_item(pool, by=secretary, title="Møde i {KKR} mandag den 10. januar 2022")

    meetings = Meeting.objects.with_agenda().with_attachments(Attachment.objects.all())
    found = review(meetings.get(pk=pool.pk), now=NOON).remarks

    assert {remark.item for remark in found} == {item}
    assert "leftover_variable" in {remark.finding.rule for remark in found}


def test_red_stops_publishing_until_somebody_says_why(agenda, wrong, secretary):
    with pytest.raises(actions.AgendaIsWrong):
        actions.publish_agenda(agenda.meeting, by=secretary, at=NOON)
    assert not AgendaPublication.objects.exists()

    publication = actions.publish_agenda(
        agenda.meeting, by=secretary, at=NOON, despite="Formanden vil have den ud"
    )

    assert publication.published_despite == "Formanden vil have den ud"
    assert AuditEntry.objects.first().summary.endswith("trods røde fund: Formanden vil have den ud")


def test_page_lists_what_was_found_with_the_way_to_it(browse, secretary, agenda, wrong):
    response = browse(secretary).get(reverse("agenda-review", args=[agenda.meeting.pk]))

    page = response.content.decode()
    goal = reverse("item-edit", args=[agenda.meeting.pk, wrong.pk])
    assert f'href="{goal}#id_recommendation">Punkt 1.1, Indstilling</a>' in page
    assert "Offentliggør alligevel" in page


def test_page_keeps_the_agenda_unpublished_without_a_reason(browse, secretary, agenda, wrong):
    url = reverse("agenda-publish", args=[agenda.meeting.pk])

    response = browse(secretary).post(url, {"despite": " ", **seen(agenda.meeting)})

    assert response.status_code == 422
    assert list_texts(response, "span", "form-error-message") == [
        "Fejl: Kontrollen har røde fund. Ret dem, eller skriv, hvorfor de ikke skal stoppe den."
    ]
    assert not AgendaPublication.objects.exists()


def test_reason_is_told_to_the_secretariat_alone(browse, secretary, member, agenda, wrong):
    actions.publish_agenda(agenda.meeting, by=secretary, at=NOON, despite="Haster")
    url = reverse("meeting", args=[agenda.meeting.pk])

    assert "trods røde fund: Haster" in browse(secretary).get(url).content.decode()
    assert "Haster" not in browse(member).get(url).content.decode()


def test_page_of_a_published_agenda_leads_to_the_meeting(browse, secretary, published):
    response = browse(secretary).get(reverse("agenda-review", args=[published.pk]))

    assert response.url == reverse("meeting", args=[published.pk])


def test_item_is_checked_alone_where_it_is_written(browse, secretary, agenda, wrong):
    def remarks(item):
        url = reverse("item-remarks", args=[agenda.meeting.pk, item.pk])
        return browse(secretary).get(url).content.decode()

    assert "Her skrives indstillingen" in remarks(wrong)
    assert "Her skrives indstillingen" not in remarks(agenda.chair)


def test_remarks_are_for_the_secretariat_and_for_drafts(
    browse, secretary, member, stranger, agenda, publish
):
    url = reverse("item-remarks", args=[agenda.meeting.pk, agenda.chair.pk])

    assert [browse(user).get(url).status_code for user in (secretary, member, stranger)] == [
        200,
        404,
        404,
    ]
    publish(agenda.meeting)
    assert browse(secretary).get(url).status_code == 404


def test_remarks_of_an_item_of_another_meeting_are_not_found(browse, secretary, agenda):
    url = reverse("item-remarks", args=[agenda.meeting.pk, agenda.chair.pk + 999])

    assert browse(secretary).get(url).status_code == 404
