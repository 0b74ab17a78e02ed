"""Moving and copying items between agendas, as a secretary does it."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from meetings import actions
from meetings.models import AgendaItem, Meeting
from meetings.views import moving
from tests.factories import AgendaItemFactory, MeetingFactory, UserFactory
from tests.meetings.conftest import NOON
from tests.meetings.pages import list_texts


@pytest.fixture
def spring(council, term) -> Meeting:
    """Another coming meeting with an empty agenda."""
    return MeetingFactory(council=council, term=term)


def to_transfer(item: AgendaItem) -> str:
    return reverse("item-transfer", args=[item.meeting_id, item.pk])


def to_reuse(meeting: Meeting) -> str:
    return reverse("item-reuse", args=[meeting.pk])


def choices(response) -> list[str]:
    return [label for _, label in response.context["form"].fields["to"].choices]


def alerts(response) -> list[str]:
    return [text.replace(" .", ".") for text in list_texts(response, "p", "alert-text")]


# --- To another meeting -------------------------------------------------------------------------


def test_page_offers_coming_agendas_that_may_change_and_the_pool(
    browse, secretary, agenda, spring, published, council, other_council, term
):
    past = {"starts_at": NOON.replace(year=2021), "ends_at": NOON.replace(year=2021, hour=14)}
    MeetingFactory(council=council, term=term, **past)
    MeetingFactory(council=other_council, term=term)

    response = browse(secretary).get(to_transfer(agenda.chair))

    assert choices(response) == ["Ikke planlagte punkter", f"{spring.label}, ordinært møde"]
    assert published.is_published


def test_move_leads_back_and_links_to_the_other_agenda(browse, secretary, agenda, spring):
    data = {"to": spring.pk, "version": 1, "move": ""}

    response = browse(secretary).post(to_transfer(agenda.main), data, follow=True)

    assert list_texts(response, "a", "item-title") == ["1 Eventuelt"]
    assert alerts(response) == [f"Punktet »KKR« er flyttet til dagsordenen {spring.label}."]
    goal = reverse("agenda-edit", args=[spring.pk])
    assert f'<a href="{goal}#punkt-{agenda.main.pk}">' in response.text
    assert spring.items.count() == 3


def test_move_to_the_pool_opens_it(browse, secretary, agenda):
    data = {"to": "pool", "version": 1, "move": ""}

    response = browse(secretary).post(to_transfer(agenda.chair), data, follow=True)

    assert alerts(response) == ["Punktet »Formandskab« er flyttet til ikke planlagte punkter."]
    assert Meeting.objects.get(is_pool=True).items.get() == agenda.chair


def test_item_of_the_pool_goes_to_a_meeting(browse, secretary, agenda, council):
    pool = actions.open_pool(council, by=secretary)
    item = actions.add_item(pool, by=secretary, title="Grøn omstilling")

    page = browse(secretary).get(to_transfer(item))
    data = {"to": agenda.meeting.pk, "version": 1, "move": ""}
    response = browse(secretary).post(to_transfer(item), data, follow=True)

    assert "Ikke planlagte punkter" not in choices(page)
    assert response.redirect_chain[-1][0] == reverse("pool", args=["midtjylland"])
    assert agenda.meeting.items.filter(title="Grøn omstilling").exists()


@pytest.mark.parametrize("with_attachments", [True, False])
def test_copy_leaves_the_item_and_takes_papers_along_only_when_asked(
    browse, secretary, agenda, spring, attach, with_attachments
):
    attach(agenda.chair)
    data = {"to": spring.pk, "version": 1, "copy": ""}
    data |= {"with_attachments": "on"} if with_attachments else {}

    response = browse(secretary).post(to_transfer(agenda.chair), data, follow=True)

    said = f"Punktet »Formandskab« er kopieret til dagsordenen {spring.label}."
    assert alerts(response) == [said]
    assert agenda.meeting.items.count() == 4
    assert spring.items.get().attachments.count() == (1 if with_attachments else 0)


def test_what_went_out_is_copied_and_never_moved(browse, secretary, published, spring, everything):
    item = published.items.get()
    page = browse(secretary).get(to_transfer(item))
    before = everything()

    refused = browse(secretary).post(
        to_transfer(item), {"to": spring.pk, "version": item.version, "move": ""}
    )

    assert 'name="move"' not in page.text
    assert refused.status_code == 409
    assert everything() == before
    browse(secretary).post(to_transfer(item), {"to": spring.pk, "version": 1, "copy": ""})
    assert [copied.title for copied in spring.items.all()] == ["Regnskab"]


@pytest.mark.parametrize("to", ["", "999", "x", "own", "stranger's", "published"])
def test_target_that_cannot_be_is_refused_at_the_field(
    browse, secretary, agenda, published, other_council, term, everything, to
):
    target = {
        "own": agenda.meeting.pk,
        "stranger's": MeetingFactory(council=other_council, term=term).pk,
        "published": published.pk,
    }.get(to, to)
    before = everything()

    response = browse(secretary).post(
        to_transfer(agenda.chair), {"to": target, "version": 1, "move": ""}
    )

    assert response.status_code == 422
    [error] = list_texts(response, "span", "form-error-message")
    assert error == (
        "Fejl: Den dagsorden kan ikke vælges længere. Vælg en anden."
        if to
        else "Fejl: Vælg, hvor punktet skal hen."
    )
    assert everything() == before


def test_move_shows_the_page_again_when_a_colleague_wrote_in_the_item(
    browse, secretary, agenda, spring
):
    actions.save_item(agenda.chair, by=UserFactory(), version=1, title="Formand")
    data = {"to": spring.pk, "version": 1, "move": ""}

    response = browse(secretary).post(to_transfer(agenda.chair), data)

    assert response.status_code == 409
    assert alerts(response) == [
        "En kollega har rettet eller flyttet punktet i mellemtiden. Her er det, som det står nu."
    ]
    assert 'name="version" value="2"' in response.text
    assert spring.items.count() == 0


def test_refused_move_leaves_no_empty_pool(browse, secretary, agenda):
    actions.save_item(agenda.chair, by=UserFactory(), version=1, title="Formand")
    data = {"to": "pool", "version": 1, "move": ""}

    browse(secretary).post(to_transfer(agenda.chair), data)

    assert not Meeting.objects.filter(is_pool=True).exists()


def test_move_leads_to_the_agenda_when_a_colleague_deleted_the_item(
    browse, secretary, agenda, spring
):
    address = to_transfer(agenda.chair)
    actions.delete_item(agenda.chair, by=UserFactory(), version=1)

    response = browse(secretary).post(
        address, {"to": spring.pk, "version": 1, "move": ""}, follow=True
    )

    assert alerts(response) == ["En kollega har ændret dagsordenen i mellemtiden. Prøv igen."]


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (actions.AgendaIsPublished(), "offentliggjort den ene af de to"),
        (actions.NumbersAreFrozen(), "Punktet kan kopieres, men ikke flyttes."),
        (ProtectedError("", set()), "En registreret beslutning"),
    ],
)
def test_every_refusal_is_told(browse, secretary, agenda, spring, monkeypatch, refusal, words):
    def refuse(*args, **kwargs):
        raise refusal

    monkeypatch.setattr(moving.actions, "transfer_item", refuse)
    data = {"to": spring.pk, "version": 1, "move": ""}

    response = browse(secretary).post(to_transfer(agenda.chair), data)

    assert response.status_code == 409
    [said] = alerts(response)
    assert words in said


def test_move_out_of_a_closed_main_item_says_that_it_closed_the_item(
    browse, secretary, agenda, spring
):
    AgendaItem.objects.filter(pk=agenda.main.pk).update(is_open=False)
    data = {"to": spring.pk, "version": 1, "move": ""}

    response = browse(secretary).post(to_transfer(agenda.chair), data, follow=True)

    said = "Punktet »Formandskab« er blevet lukket, fordi hovedpunktet var det."
    assert said in alerts(response)
    assert spring.items.get().is_open is False


@pytest.mark.parametrize("count", [3, 5])
def test_later_meetings_are_folded_away_until_one_is_chosen(
    browse, secretary, agenda, council, term, count
):
    meetings = MeetingFactory.create_batch(count, council=council, term=term)
    last = max(meetings, key=lambda meeting: meeting.starts_at)
    client = browse(secretary)

    page = client.get(to_transfer(agenda.chair))
    sent = client.post(to_transfer(agenda.chair), {"to": last.pk, "version": ""})

    first = [choice.choice_label for choice in page.context["form"].first_choices]
    assert (first[0], len(first)) == ("Ikke planlagte punkter", 4)
    assert (f"Senere møder ({count - 3})" in page.text) is (count > 3)
    assert (sent.status_code, "<details open>" in sent.text) == (422, count > 3)
    assert page.text.count('name="to"') == count + 1


# --- Somebody was writing in it -----------------------------------------------------------------


def moved_to(spring, item, by) -> AgendaItem:
    return actions.transfer_item(item, by=by, to=spring, version=1)


def test_text_of_somebody_whose_item_was_moved_is_compared_where_it_is_now(
    browse, secretary, agenda, spring
):
    moved_to(spring, agenda.chair, UserFactory())
    old = reverse("item-edit", args=[agenda.meeting.pk, agenda.chair.pk])
    data = {"title": "Formand", "is_open": "True", "version": 1}

    response = browse(secretary).post(old, data)

    assert response.status_code == 409
    assert alerts(response)[0] == f"Punktet blev imens flyttet til dagsorden {spring.label}."
    goal = reverse("item-edit", args=[spring.pk, agenda.chair.pk])
    assert f'action="{goal}"' in response.text
    assert spring.items.get().title == "Formandskab"


def test_autosave_of_an_item_that_was_moved_is_a_conflict(browse, secretary, agenda, spring):
    moved_to(spring, agenda.chair, UserFactory(name="Anne Jensen"))
    old = reverse("item-autosave", args=[agenda.meeting.pk, agenda.chair.pk])
    data = {"title": "Formand", "is_open": "True", "version": 1}

    response = browse(secretary).post(old, data)

    assert response.status_code == 409
    assert (response.json()["reason"], response.json()["by"]) == ("changed", "Anne Jensen")


def test_page_of_an_item_that_was_moved_says_where_it_is(browse, secretary, agenda, spring):
    moved_to(spring, agenda.chair, secretary)

    response = browse(secretary).get(
        reverse("item-edit", args=[agenda.meeting.pk, agenda.chair.pk])
    )

    assert response.status_code == 404
    assert f"dagsorden {spring.label}." in response.text


# --- From another meeting -----------------------------------------------------------------------


def reusable(response) -> list[str]:
    return [row.item.title for _, rows in response.context["agendas"] for row in rows]


def test_reuse_lists_the_other_agendas_of_the_council_the_latest_first(
    browse, secretary, agenda, spring, council, term, other_council
):
    AgendaItemFactory(meeting=spring, title="Budget")
    strange = MeetingFactory(council=other_council, term=term)
    AgendaItemFactory(meeting=strange, title="Fremmed")
    here = MeetingFactory(council=council, term=term)

    response = browse(secretary).get(to_reuse(here))

    assert reusable(response) == ["Budget", "KKR", "Sammensætning", "Formandskab", "Eventuelt"]


@pytest.mark.parametrize(
    ("words", "found"), [("formand", ["Formandskab"]), ("SÆTNING", ["Sammensætning"]), ("x", [])]
)
def test_reuse_finds_titles(browse, secretary, agenda, spring, words, found):
    response = browse(secretary).get(to_reuse(spring), {"soeg": words})

    assert reusable(response) == found


def test_reuse_keeps_the_numbers_of_the_agenda_when_only_some_items_are_found(
    browse, secretary, agenda, spring
):
    response = browse(secretary).get(to_reuse(spring), {"soeg": "formand"})

    assert [row.number for _, rows in response.context["agendas"] for row in rows] == ["1.2"]


@pytest.mark.parametrize("count", [1, 3])
def test_reuse_costs_the_same_queries_when_there_are_more_meetings(
    browse, secretary, spring, council, term, attach, django_assert_num_queries, count
):
    for meeting in MeetingFactory.create_batch(count, council=council, term=term):
        attach(AgendaItemFactory(meeting=meeting))
    client = browse(secretary)

    with django_assert_num_queries(11):
        response = client.get(to_reuse(spring))

    assert len(reusable(response)) == count


def test_reuse_has_pages_that_keep_the_search(browse, secretary, spring, council, term):
    for meeting in MeetingFactory.create_batch(6, council=council, term=term):
        AgendaItemFactory(meeting=meeting, title="Åben drøftelse")
    client = browse(secretary)

    first = client.get(to_reuse(spring), {"soeg": "åben"})
    second = client.get(to_reuse(spring), {"soeg": "åben", "side": 2})

    assert (len(reusable(first)), len(reusable(second))) == (5, 1)
    assert f'href="{to_reuse(spring)}?soeg=%C3%A5ben&amp;side=2"' in first.text
    assert client.get(to_reuse(spring), {"side": 3}).status_code == 404


def test_reuse_copies_and_keeps_the_search(browse, secretary, published, spring):
    item = published.items.get()
    address = f"{to_reuse(spring)}?soeg=regn"

    response = browse(secretary).post(address, {"item": item.pk}, follow=True)

    assert response.redirect_chain == [(address, 302)]
    assert alerts(response) == [f"Punktet Regnskab er kopieret til dagsordenen {spring.label}."]
    assert [copied.title for copied in spring.items.all()] == ["Regnskab"]


@pytest.mark.parametrize("which", ["none", "own", "stranger's"])
def test_reuse_refuses_what_it_did_not_offer(
    browse, secretary, agenda, other_council, term, everything, which
):
    strange = AgendaItemFactory(meeting=MeetingFactory(council=other_council, term=term))
    item = {"none": "", "own": agenda.chair.pk, "stranger's": strange.pk}[which]
    before = everything()

    response = browse(secretary).post(to_reuse(agenda.meeting), {"item": item}, follow=True)

    assert alerts(response) == ["En kollega har ændret dagsordenen i mellemtiden. Prøv igen."]
    assert everything() == before


def test_reuse_leads_to_the_meeting_when_the_agenda_went_out(
    browse, secretary, agenda, published, everything
):
    before = everything()

    response = browse(secretary).post(to_reuse(published), {"item": agenda.chair.pk}, follow=True)

    assert response.redirect_chain == [(reverse("meeting", args=[published.pk]), 302)]
    assert everything() == before


# --- Where it goes, and what is there already ---------------------------------------------------


def here(response) -> set[str]:
    """The titles that are marked as being on the agenda already."""
    rows = [row.item for _, rows in response.context["agendas"] for row in rows]
    marked = [
        thing.title for thing in [*rows, *response.context["standard_items"]] if thing.is_here
    ]
    assert response.text.count("Er allerede på dagsordenen") == len(marked)
    return set(marked)


def test_reuse_marks_what_is_on_the_agenda_already(browse, secretary, agenda, spring):
    for title in ("Velkommen i {KKR}", "Ukendt"):
        actions.create_standard_item(by=secretary, council=None, title=title)
    AgendaItemFactory(meeting=spring, title=" FORMANDSKAB ")
    AgendaItemFactory(meeting=spring, title="Velkommen i KKR Midtjylland")

    response = browse(secretary).get(to_reuse(spring))

    assert here(response) == {"Formandskab", "Velkommen i {KKR}"}


@pytest.mark.parametrize("kind", ["copy", "standard"])
def test_placement_is_for_both_lists_and_is_kept(browse, secretary, agenda, spring, kind):
    main = AgendaItemFactory(meeting=spring, title="Åbning")
    standard = actions.create_standard_item(by=secretary, council=None, title="Formandskab")
    address, data = {
        "copy": (to_reuse(spring), {"item": agenda.chair.pk}),
        "standard": (reverse("item-from-standard", args=[spring.pk]), {"standard": standard.pk}),
    }[kind]

    response = browse(secretary).post(address, {**data, "parent": main.pk}, follow=True)

    assert main.children.get().title == "Formandskab"
    assert f'<option value="{main.pk}" selected>' in response.text
    assert response.redirect_chain == [(f"{to_reuse(spring)}?placering={main.pk}", 302)]


@pytest.mark.parametrize("kind", ["copy", "standard"])
def test_heading_below_a_main_item_is_refused_at_the_placement(
    browse, secretary, agenda, spring, everything, kind
):
    main = AgendaItemFactory(meeting=spring, title="Åbning")
    facts = {"title": "KKR", "is_heading": True}
    standard = actions.create_standard_item(by=secretary, council=None, **facts)
    address, data = {
        "copy": (to_reuse(spring), {"item": agenda.main.pk, "with_attachments": "on"}),
        "standard": (reverse("item-from-standard", args=[spring.pk]), {"standard": standard.pk}),
    }[kind]
    before = everything()

    response = browse(secretary).post(address, {**data, "parent": main.pk})

    [error] = list_texts(response, "span", "form-error-message")
    assert error.startswith("Fejl: »KKR« kan ikke blive underpunkt")
    assert response.status_code == 422
    assert f'<option value="{main.pk}" selected>' in response.text
    assert f'<form class="wide-form" id="reuse-form" method="post" action="{to_reuse(spring)}"' in (
        response.text
    )
    assert everything() == before


@pytest.mark.parametrize("kind", ["copy", "standard"])
def test_placement_on_another_agenda_is_refused(
    browse, secretary, agenda, spring, everything, kind
):
    standard = actions.create_standard_item(by=secretary, council=None, title="Formandskab")
    address, data = {
        "copy": (to_reuse(spring), {"item": agenda.chair.pk}),
        "standard": (reverse("item-from-standard", args=[spring.pk]), {"standard": standard.pk}),
    }[kind]
    before = everything()

    response = browse(secretary).post(address, {**data, "parent": agenda.main.pk}, follow=True)

    assert alerts(response) == ["En kollega har ændret dagsordenen i mellemtiden. Prøv igen."]
    assert everything() == before


# --- Who may ------------------------------------------------------------------------------------


def test_pages_are_only_there_for_the_secretariat(browse, outsider, agenda, spring):
    expected = 302 if outsider is None else 404
    for address in (to_transfer(agenda.chair), to_reuse(spring)):
        assert browse(outsider).get(address).status_code == expected
