"""Pages about standard items: who may write them, that nothing is lost, and how they are used."""

import datetime

import pytest
from django.urls import reverse

from meetings import actions
from meetings.models import AgendaItem, Meeting, StandardItem
from tests.factories import CouncilFactory, LeadershipFactory, MembershipFactory
from tests.meetings.conftest import LATE
from tests.meetings.pages import list_texts

FIELDS = {
    "audience": "alle",
    "kinds": ["ordinary"],
    "title": "Meddelelser i {KKR}",
    "parent": "",
    "case_number": "",
    "minutes": "10",
    "is_open": "True",
    "background": "",
    "recommendation": "<p>Det indstilles, at {KKR} lytter.</p>",
    "presentation": "",
    "internal_note": "",
}
UNKNOWN = (
    "Fejl: Ukendt variabel: {borgmester}. Brug {KKR}, {region}, {antal kommuner}, {formand}, "
    "{næstformand}, {valgperiode}, {mødedato}."
)


@pytest.fixture
def standard(secretary):
    """Makes a standard item, shared unless told otherwise: `standard("Eventuelt", "ordinary")`."""

    def make(title: str, *kinds: str, council=None, **content) -> StandardItem:
        chosen = {f"for_{kind}": True for kind in kinds}
        return actions.create_standard_item(
            by=secretary, council=council, title=title, **chosen, **content
        )

    return make


def url(name: str, item: StandardItem | None = None, slug: str = "midtjylland") -> str:
    return reverse(name, args=[slug, item.pk] if item else [slug])


# --- Rights --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["standard-item-edit", "standard-item-preview"])
def test_pages_of_one_item_are_for_those_who_have_it(
    browse, secretary, stranger, member, standard, council, other_council, name
):
    shared, own = standard("Fælles"), standard("Midt", council=council)

    assert browse(secretary).get(url(name, own)).status_code == 200
    assert browse(stranger).get(url(name, shared, "nordjylland")).status_code == 200
    assert browse(stranger).get(url(name, own, "nordjylland")).status_code == 404
    assert browse(stranger).get(url(name, own)).status_code == 404
    assert browse(member).get(url(name, shared)).status_code == 404


@pytest.mark.parametrize(
    "name", ["standard-item-edit", "standard-item-move", "standard-item-delete"]
)
def test_nobody_changes_what_is_of_another_council(
    browse, stranger, standard, council, everything, name
):
    own = standard("Midt", "ordinary", council=council)
    data = {**FIELDS, "version": 1, "direction": "op", "kind": "ordinary"}
    before = everything()

    for slug in ("midtjylland", "nordjylland"):
        browse(stranger).post(url(name, own, slug), data)

    assert everything() == before


# --- Writing -------------------------------------------------------------------------------------


def test_list_shows_templates_with_the_numbers_items_will_get(
    browse, secretary, standard, council, other_council
):
    main = standard("KKR", "ordinary", "constituent")
    standard("Mødeplan", "constituent", parent=main)
    standard("Meddelelser", "ordinary", council=council, parent=main)
    standard("Nord", "ordinary", council=other_council)
    standard("Temadrøftelse")

    page = browse(secretary).get(url("standard-items"))

    assert list_texts(page, "a", "item-title") == [
        "1 KKR",
        "1.1 Mødeplan",
        "1 KKR",
        "1.1 Meddelelser",
        "Temadrøftelse",
    ]
    assert "kun KKR Midtjylland" in page.text
    assert "Ingen standardpunkter kommer automatisk på de møder." in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_row_and_for_three(
    browse, secretary, standard, django_assert_num_queries, rows
):
    for number in range(rows):
        main = standard(f"Punkt {number}", "ordinary")
        standard(f"Under {number}", "ordinary", parent=main)
    client = browse(secretary)

    with django_assert_num_queries(5):
        page = client.get(url("standard-items"))
    assert len(list_texts(page, "a", "item-title")) == 2 * rows


@pytest.mark.parametrize(("audience", "slug"), [("alle", None), ("eget", "midtjylland")])
def test_new_item_is_for_all_or_for_the_own_council(browse, secretary, council, audience, slug):
    response = browse(secretary).post(url("standard-item-create"), {**FIELDS, "audience": audience})

    item = StandardItem.objects.get()
    assert response.url == url("standard-item-edit", item)
    assert (item.council and item.council.slug, item.kinds, item.minutes) == (
        slug,
        [Meeting.Kind.ORDINARY],
        10,
    )
    assert (item.title, item.recommendation) == (FIELDS["title"], FIELDS["recommendation"])
    assert (item.version, item.changed_by) == (1, secretary)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"title": ""}, "Fejl: Dette felt er påkrævet."),
        ({"audience": ""}, "Fejl: Dette felt er påkrævet."),
        ({"title": "Møde med {borgmester}"}, UNKNOWN),
        ({"background": "<p>Til <strong>{ borgmester }</strong></p>"}, UNKNOWN),
        ({"internal_note": "{borgmester}"}, UNKNOWN),
        ({"is_heading": "on"}, "Fejl: En overskrift har hverken tekst eller sagsnummer."),
        (
            {"is_heading": "on", "recommendation": "", "parent": "MAIN"},
            "Fejl: En overskrift er altid et hovedpunkt.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_is_stored(
    browse, secretary, standard, everything, wrong, error
):
    main = standard("KKR", "ordinary")
    item = standard("Gammel", "ordinary", council=main.council)
    data = {**FIELDS, **wrong, "version": 1}
    if data["parent"] == "MAIN":
        data["parent"] = main.pk
    before = everything()

    created = browse(secretary).post(url("standard-item-create"), data)

    assert created.status_code == 422
    assert list_texts(created, "span", "form-error-message") == [error]
    if "audience" not in wrong:  # what is shared stays so, whatever is sent
        saved = browse(secretary).post(url("standard-item-edit", item), data)
        assert (saved.status_code, list_texts(saved, "span", "form-error-message")) == (
            422,
            [error],
        )
        assert "Gammel" in saved.text
    assert everything() == before


def test_save_changes_the_item_and_stays_or_goes_back(browse, secretary, standard):
    item = standard("Gammel", "constituent")
    page = url("standard-item-edit", item)

    first = browse(secretary).post(page, {**FIELDS, "version": 1})
    second = browse(secretary).post(page, {**FIELDS, "version": 2, "save_and_close": ""})

    item.refresh_from_db()
    assert (item.title, item.kinds, item.version) == (FIELDS["title"], ["ordinary"], 3)
    assert (first.url, second.url) == (page, url("standard-items"))


def test_save_over_a_newer_version_gives_both_texts_back(
    browse, secretary, stranger, standard, everything
):
    item = standard("Gammel", "ordinary", recommendation="<p>Deres tekst</p>")
    actions.save_standard_item(item, by=stranger, version=1, council=None, title="Deres")
    before = everything()

    response = browse(secretary).post(url("standard-item-edit", item), {**FIELDS, "version": 1})

    assert (response.status_code, everything()) == (409, before)
    assert "Sekretær Nord gemte standardpunktet" in response.text
    assert "tekst</del>" in response.text
    assert "Det gemte punkt hører til: ordinært møde. Placering: hovedpunkt." in response.text
    assert response.context["form"]["title"].value() == FIELDS["title"]
    assert 'name="version" value="2"' in response.text

    again = browse(secretary).post(url("standard-item-edit", item), {**FIELDS, "version": 2})
    item.refresh_from_db()
    assert (again.status_code, item.title) == (302, FIELDS["title"])


def test_text_comes_back_when_the_item_was_deleted(browse, secretary, standard, everything):
    item = standard("Væk")
    actions.delete_standard_item(item, by=secretary, version=1)
    before = everything()

    response = browse(secretary).post(url("standard-item-edit", item), {**FIELDS, "version": 1})

    assert (response.status_code, everything()) == (409, before)
    assert FIELDS["title"] in response.text
    assert f'action="{url("standard-item-create")}"' in response.text


def test_own_item_can_become_shared_but_not_the_reverse(browse, secretary, standard, council):
    item = standard("Vores", council=council)
    page = url("standard-item-edit", item)

    browse(secretary).post(page, {**FIELDS, "version": 1, "audience": "alle"})
    item.refresh_from_db()
    assert item.council is None
    browse(secretary).post(page, {**FIELDS, "version": 2, "audience": "eget"})
    item.refresh_from_db()
    assert (item.council, item.version) == (None, 3)


def test_item_moves_within_a_template(browse, secretary, standard):
    standard("A", "ordinary")
    item = standard("B", "ordinary")
    data = {"direction": "op", "kind": "ordinary"}

    response = browse(secretary).post(url("standard-item-move", item), data)

    assert response.url == f"{url('standard-items')}#ordinary-{item.pk}"
    assert [str(other) for other in StandardItem.objects.all()] == ["B", "A"]


@pytest.mark.parametrize("data", [{}, {"direction": "ind"}, {"direction": "op", "kind": "x"}])
def test_item_does_not_move_elsewhere(browse, secretary, standard, everything, data):
    standard("A", "ordinary")
    item = standard("B", "ordinary")
    before = everything()

    assert browse(secretary).post(url("standard-item-move", item), data).status_code == 302
    assert everything() == before


def test_delete_asks_for_the_version_that_was_seen(browse, secretary, standard):
    item = standard("A")
    page = url("standard-item-delete", item)

    for stale in ({}, {"version": 2}):
        assert browse(secretary).post(page, stale).url == url("standard-item-edit", item)
        assert StandardItem.objects.exists()
    assert browse(secretary).post(page, {"version": 1}).url == url("standard-items")
    assert not StandardItem.objects.exists()
    assert browse(secretary).post(page, {"version": 1}).url == url("standard-items")


def test_delete_of_a_main_item_leaves_it_when_it_has_sub_items(browse, secretary, standard):
    main = standard("KKR")
    standard("Under", parent=main)

    page = browse(secretary).post(url("standard-item-delete", main), {"version": 1}, follow=True)

    assert "Punktet har underpunkter. Flyt eller slet dem først." in page.text
    assert StandardItem.objects.count() == 2


# --- Reading -------------------------------------------------------------------------------------


def test_shared_item_is_shown_as_it_reads_in_each_council(
    browse, secretary, standard, council, other_council, term
):
    membership = MembershipFactory(council=council, term=term, person__name="Kim Friis")
    LeadershipFactory(membership=membership, starts_on=datetime.date(2022, 2, 1))
    item = standard("Møde i {KKR}", background="<p>{formand} byder velkommen</p>")
    own = standard("Møde", council=council)
    page = url("standard-item-preview", item)

    before = browse(secretary).get(page)
    after = browse(secretary).get(page, {"dato": "2022-02-01"})

    titles = ["Møde i KKR Midtjylland", "Møde i KKR Nordjylland"]
    assert list_texts(before, "p", "reading-title") == titles
    assert before.text.count("Ingen formand er registreret den dag.") == 2
    assert after.text.count("Ingen formand er registreret den dag.") == 1
    assert '<mark class="value" title="{formand}">Kim Friis</mark> byder' in after.text
    only = browse(secretary).get(url("standard-item-preview", own))
    assert list_texts(only, "p", "reading-title") == ["Møde"]


def test_preview_of_no_day_says_so(browse, secretary, standard):
    page = url("standard-item-preview", standard("A"))
    response = browse(secretary).get(page, {"dato": "i går"})
    assert response.status_code == 400
    assert list_texts(response, "span", "form-error-message") == ["Fejl: Indtast en gyldig dato."]
    assert browse(secretary).get(page, {"dato": "0001-01-01"}).status_code == 200


@pytest.mark.parametrize("councils", [1, 3])
def test_preview_costs_the_same_for_one_council_and_for_three(
    browse, secretary, standard, django_assert_num_queries, councils
):
    for number in range(councils - 1):
        CouncilFactory(slug=f"raad-{number}")
    page = url("standard-item-preview", standard("Møde i {KKR}"))
    client = browse(secretary)

    with django_assert_num_queries(9):
        response = client.get(page)
    assert len(list_texts(response, "p", "reading-title")) == councils


# --- Into an agenda ------------------------------------------------------------------------------


def test_picked_item_goes_to_the_end_and_missing_values_are_told(
    browse, secretary, standard, agenda
):
    item = standard("Tale ved {formand} i {KKR}")
    page = reverse("item-from-standard", args=[agenda.meeting.pk])

    shown = browse(secretary).get(reverse("item-reuse", args=[agenda.meeting.pk]))
    assert f'name="standard" value="{item.pk}"' in shown.text
    done = browse(secretary).post(page, {"standard": item.pk}, follow=True)

    made = agenda.meeting.items.filter(parent=None)[1]
    assert made.title == "Tale ved {formand} i KKR Midtjylland"
    assert done.redirect_chain[0][0] == reverse("item-reuse", args=[agenda.meeting.pk])
    assert "Portalen kender ikke værdien af {formand}." in done.text
    assert reverse("item-edit", args=[agenda.meeting.pk, made.pk]) in done.text


def test_item_that_is_gone_or_of_another_council_is_not_picked(
    browse, secretary, standard, agenda, other_council, everything
):
    item = standard("Nord", council=other_council)
    page = reverse("item-from-standard", args=[agenda.meeting.pk])
    before = everything()

    for data in ({"standard": item.pk}, {"standard": 0}, {}):
        response = browse(secretary).post(page, data, follow=True)
        assert "En kollega har slettet standardpunktet i mellemtiden." in response.text
    assert everything() == before


def test_choices_cost_the_same_for_one_item_and_for_three(
    browse, secretary, standard, agenda, django_assert_max_num_queries
):
    page = reverse("item-reuse", args=[agenda.meeting.pk])
    client = browse(secretary)
    standard("A")
    with django_assert_max_num_queries(40) as first:
        client.get(page)
    standard("B")
    standard("C")
    with django_assert_max_num_queries(len(first)):
        client.get(page)


def test_empty_agenda_offers_its_template(browse, secretary, standard, meeting, agenda_page):
    standard("KKR", "constituent")
    standard("Eventuelt", "constituent")
    standard("Budget", "ordinary")

    shown = browse(secretary).get(agenda_page)
    assert "Hent standardpunkterne for konstituerende møder (2 punkter)" in shown.text
    done = browse(secretary).post(reverse("agenda-fill", args=[meeting.pk]), follow=True)

    assert done.redirect_chain == [(agenda_page, 302)]
    assert "2 standardpunkter er tilføjet." in done.text
    assert [item.title for item in meeting.items.all()] == ["KKR", "Eventuelt"]
    assert "Hent standardpunkterne" not in done.text
    again = browse(secretary).post(reverse("agenda-fill", args=[meeting.pk]), follow=True)
    assert "En kollega har ændret dagsordenen" in again.text
    assert meeting.items.count() == 2


@pytest.fixture
def agenda_page(meeting) -> str:
    return reverse("agenda-edit", args=[meeting.pk])


def test_agenda_without_a_template_offers_none(browse, secretary, standard, meeting, agenda_page):
    standard("Budget", "ordinary")

    assert "Hent standardpunkterne" not in browse(secretary).get(agenda_page).text
    done = browse(secretary).post(reverse("agenda-fill", args=[meeting.pk]), follow=True)
    assert "Der er ingen standardpunkter til mødetypen." in done.text


@pytest.mark.parametrize("name", ["agenda-fill", "item-from-standard", "item-import"])
def test_agendas_of_others_are_left_alone(browse, outsider, standard, meeting, everything, name):
    item = standard("KKR", "constituent")
    before = everything()

    response = browse(outsider).post(reverse(name, args=[meeting.pk]), {"standard": item.pk})

    assert response.status_code == (403 if outsider is None else 404)
    assert everything() == before


@pytest.mark.parametrize("name", ["agenda-fill", "item-from-standard"])
def test_agenda_that_went_out_is_left_alone(browse, secretary, standard, published, name):
    item = standard("KKR", "constituent", "ordinary")

    page = browse(secretary).post(
        reverse(name, args=[published.pk]), {"standard": item.pk}, follow=True
    )

    assert "En kollega har offentliggjort dagsordenen i mellemtiden." in page.text
    assert published.items.count() == 1


def test_text_that_is_saved_twice_was_saved_at_the_time_on_danish_clocks(
    browse, secretary, standard
):
    item, client = standard("Meddelelser"), browse(secretary)
    client.post(url("standard-item-edit", item), {**FIELDS, "version": item.version})
    StandardItem.objects.update(changed_at=LATE)

    page = client.post(
        url("standard-item-edit", item), {**FIELDS, "version": item.version}, follow=True
    )

    assert "Standardpunktet er gemt kl. 00.30." in page.text


# --- A new meeting -------------------------------------------------------------------------------

NEW = {"held_on": "2022-03-01", "starts": "10:00", "ends": "12:00", "kind": "ordinary"}


@pytest.mark.parametrize(("more", "titles"), [({"with_template": "on"}, ["Budget"]), ({}, [])])
def test_new_meeting_begins_with_its_template_if_wanted(
    browse, secretary, standard, council, term, more, titles
):
    standard("KKR", "constituent")
    standard("Budget", "ordinary")
    page = reverse("meeting-create", args=[council.slug])

    form = browse(secretary).get(page).context["form"]
    assert form["with_template"].value() is True
    browse(secretary).post(page, {**NEW, **more})

    assert [item.title for item in Meeting.objects.get().items.all()] == titles


def test_new_meeting_asks_for_no_template_where_there_is_none(
    browse, secretary, standard, council, other_council, term
):
    standard("Løst")
    standard("Nord", "ordinary", council=other_council)
    page = reverse("meeting-create", args=[council.slug])

    assert "with_template" not in browse(secretary).get(page).context["form"].fields
    browse(secretary).post(page, {**NEW, "with_template": "on"})
    assert (Meeting.objects.count(), AgendaItem.objects.count()) == (1, 0)


def test_no_meeting_is_left_when_its_template_cannot_be_added(
    browse, secretary, standard, council, term, monkeypatch, everything
):
    standard("Budget", "ordinary")
    before = everything()

    def fail(*args, **kwargs):
        raise RuntimeError("no template")

    monkeypatch.setattr(actions, "fill_from_template", fail)
    with pytest.raises(RuntimeError, match="no template"):
        browse(secretary).post(
            reverse("meeting-create", args=[council.slug]), {**NEW, "with_template": "on"}
        )

    assert everything() == before


def test_meeting_that_exists_is_edited_without_that_question(browse, secretary, standard, meeting):
    standard("KKR", "constituent")
    page = browse(secretary).get(reverse("meeting-edit", args=[meeting.pk]))
    assert "standardpunkterne" not in page.text
