"""Standard items: what their variables stand for, their one order, and the copies they become."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from councils.models import AuditEntry, Council
from meetings import actions, standard_values
from meetings.models import AgendaItem, Meeting, StandardItem
from meetings.review import review
from tests.factories import (
    TODAY,
    CouncilMunicipalityFactory,
    LeadershipFactory,
    MembershipFactory,
    SecretariatMemberFactory,
)
from tests.meetings.conftest import NOON

ALL = " ".join(f"{{{name}}}" for name in standard_values.variables.NAMES)


@pytest.fixture
def standard(secretary):
    """Makes a standard item, shared unless told otherwise: `standard("Eventuelt", "ordinary")`."""

    def make(title: str, *kinds: str, council=None, **content) -> StandardItem:
        chosen = {f"for_{kind}": True for kind in kinds}
        return actions.create_standard_item(
            by=secretary, council=council, title=title, **chosen, **content
        )

    return make


@pytest.fixture
def chair(council, term):
    membership = MembershipFactory(council=council, term=term, person__name="Kim <Ærø> Friis")
    return LeadershipFactory(membership=membership, starts_on=TODAY)


def outline(meeting: Meeting) -> list[tuple[str, str]]:
    items = meeting.items.select_related("parent").order_by("position", "pk")
    return [(str(item.parent or ""), item.title) for item in items]


def order(council: Council, kind: str) -> list[str]:
    rows = standard_values.template(StandardItem.objects.usable_in(council).of_kind(kind))
    return [f"{row.number} {row.item}" for main in rows for row in (main, *main.children)]


# --- Values --------------------------------------------------------------------------------------


def test_variables_stand_for_what_holds_in_each_council_on_the_day(
    council, other_council, term, chair
):
    CouncilMunicipalityFactory.create_batch(2, council=council)

    values = standard_values.values_on([council, other_council], TODAY)

    assert values == {
        council.pk: {
            "KKR": "KKR Midtjylland",
            "region": "Midtjylland",
            "antal kommuner": "2",
            "formand": "Kim <Ærø> Friis",
            "næstformand": None,
            "valgperiode": "2022–2026",
            "mødedato": None,
        },
        other_council.pk: {
            "KKR": "KKR Nordjylland",
            "region": "Nordjylland",
            "antal kommuner": None,
            "formand": None,
            "næstformand": None,
            "valgperiode": "2022–2026",
            "mødedato": None,
        },
    }


def test_variables_stand_for_nothing_where_nobody_knows(council, term, chair):
    day_before = TODAY - datetime.timedelta(days=1)
    assert standard_values.values_on([council], day_before)[council.pk]["formand"] is None
    long_ago = standard_values.values_on([council], datetime.date(2001, 1, 1))[council.pk]
    assert long_ago["valgperiode"] is None


def test_at_a_meeting_its_own_day_counts(meeting, chair):
    chair.starts_on = meeting.held_on
    chair.save()

    values = standard_values.values_at(meeting, today=TODAY)

    assert (values["formand"], values["mødedato"]) == (
        "Kim <Ærø> Friis",
        "onsdag den 19. januar 2022",
    )


def test_item_that_waits_for_a_meeting_is_read_as_of_today(council, secretary, term, chair):
    pool = actions.open_pool(council, by=secretary)

    values = standard_values.values_at(pool, today=TODAY)

    assert (values["formand"], values["mødedato"]) == ("Kim <Ærø> Friis", None)


def test_values_of_all_councils_take_as_many_queries_as_those_of_one(
    council, other_council, term, chair, django_assert_num_queries
):
    for number in (1, 2):
        with django_assert_num_queries(3):
            standard_values.values_on([council, other_council][:number], TODAY)


@pytest.mark.parametrize("is_html", [True, False])
def test_preview_marks_values_and_what_has_none_and_escapes_both(council, term, chair, is_html):
    values = standard_values.values_on([council], TODAY)[council.pk]

    shown = standard_values.shown("<p>{formand} & {Næstformand}</p>", values, is_html=is_html)

    marked = (
        '<mark class="value" title="{formand}">Kim &lt;Ærø&gt; Friis</mark> &amp; '
        '<mark class="no-value">{næstformand}</mark>'
    )
    assert shown == (f"<p>{marked}</p>" if is_html else f"&lt;p&gt;{marked}&lt;/p&gt;")


# --- Writing -------------------------------------------------------------------------------------


def test_create_sanitises_and_is_written_in_the_log_of_every_council(secretary, stranger):
    item = actions.create_standard_item(
        by=secretary, council=None, title="Nyt", background="<p onclick=x>A<script>b</script></p>"
    )

    assert item.background == "<p>A</p>"
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.council) == ("create_standard_item", secretary, None)
    assert entry.summary == "Oprettede standardpunktet »Nyt« (fælles for alle KKR)"
    for user, slug in ((secretary, "midtjylland"), (stranger, "nordjylland")):
        seen = AuditEntry.objects.visible_to(user, TODAY).about(Council.objects.get(slug=slug))
        assert list(seen) == [entry]


def test_log_tells_what_is_shared_to_secretariats_only(standard, member, council):
    standard("Nyt")
    assert not AuditEntry.objects.visible_to(member, TODAY).about(council).exists()


def test_save_stores_and_counts_up(standard, secretary, council):
    item = standard("Gammel", "ordinary")

    saved = actions.save_standard_item(
        item, by=secretary, version=1, council=None, title="Ny", for_ordinary=False
    )

    assert (saved.title, saved.version, saved.kinds, saved.council) == ("Ny", 2, [], None)


def test_save_over_a_newer_version_stores_nothing(standard, secretary, everything):
    item = standard("Gammel")
    actions.save_standard_item(item, by=secretary, version=1, council=None, title="Deres")
    before = everything()

    with pytest.raises(actions.StandardItemHasChanged) as conflict:
        actions.save_standard_item(item, by=secretary, version=1, council=None, title="Min")
    same = actions.save_standard_item(item, by=secretary, version=1, council=None, title="Deres")

    assert conflict.value.stored.title == same.title == "Deres"
    assert everything() == before


def test_shared_item_stays_shared(standard, secretary, council):
    item = standard("Fælles")

    actions.save_standard_item(item, by=secretary, version=1, council=council, title="Mit")

    assert StandardItem.objects.get().council is None


def test_save_and_delete_say_so_when_the_item_is_gone(standard, secretary):
    item = standard("Væk")
    StandardItem.objects.all().delete()

    for act in (
        lambda: actions.save_standard_item(item, by=secretary, version=1, council=None, title="X"),
        lambda: actions.delete_standard_item(item, by=secretary, version=1),
        lambda: actions.move_standard_item(
            item, by=secretary, council=None, kind="ordinary", steps=1
        ),
    ):
        with pytest.raises(actions.StandardItemIsGone):
            act()


def test_delete_is_refused_over_sub_items_and_over_a_newer_version(standard, secretary, everything):
    main = standard("KKR")
    sub = standard("Referat", parent=main)
    before = everything()

    with pytest.raises(actions.StandardItemHasSubItems):
        actions.delete_standard_item(main, by=secretary, version=1)
    with pytest.raises(actions.StandardItemHasChanged):
        actions.delete_standard_item(sub, by=secretary, version=2)
    assert everything() == before

    actions.delete_standard_item(sub, by=secretary, version=1)
    actions.delete_standard_item(main, by=secretary, version=1)
    assert not StandardItem.objects.exists()


def test_sub_items_stand_below_main_items_that_all_their_readers_have(
    standard, council, other_council
):
    main, own = standard("KKR"), standard("Vores", council=council)
    sub = standard("Referat", parent=main)

    for wrong in (
        {"parent": sub},
        {"parent": own},
        {"parent": own, "council": other_council},
        {"parent": main, "is_heading": True},
    ):
        with pytest.raises(ValidationError):
            standard("Forkert", **wrong)
    for item, changes in ((main, {"parent": own}), (main, {"council": council})):
        for name, value in changes.items():
            setattr(item, name, value)
        with pytest.raises(ValidationError):
            item.full_clean()


# --- Order ---------------------------------------------------------------------------------------


def test_shared_and_own_items_have_one_order_and_others_keep_their_place(
    standard, secretary, council, other_council
):
    standard("A", "ordinary")
    standard("Nord", "ordinary", council=other_council)
    own = standard("B", "ordinary", council=council)
    standard("C", "constituent")
    standard("D", "ordinary")

    def move(steps: int) -> bool:
        return actions.move_standard_item(
            own, by=secretary, council=council, kind="ordinary", steps=steps
        )

    assert [move(-1), move(-1)] == [True, False]
    assert order(council, "ordinary") == ["1 B", "2 A", "3 D"]
    assert order(other_council, "ordinary") == ["1 A", "2 Nord", "3 D"]
    assert [move(1), move(1), move(1)] == [True, True, False]
    assert order(council, "ordinary") == ["1 A", "2 D", "3 B"]
    assert order(other_council, "ordinary") == ["1 A", "2 Nord", "3 D"]


def test_sub_items_move_below_their_main_item(standard, secretary, council):
    main = standard("KKR", "ordinary")
    standard("Referat", "ordinary", parent=main)
    second = standard("Meddelelser", "ordinary", parent=main)

    moved = actions.move_standard_item(
        second, by=secretary, council=council, kind="ordinary", steps=-1
    )

    assert moved
    assert order(council, "ordinary") == ["1 KKR", "1.1 Meddelelser", "1.2 Referat"]


def test_item_of_another_council_does_not_move(standard, secretary, council, other_council):
    item = standard("Nord", "ordinary", council=other_council)
    standard("A", "ordinary")
    arguments = {"by": secretary, "council": council, "kind": "ordinary", "steps": 1}
    assert actions.move_standard_item(item, **arguments) is False


def test_sub_item_without_its_main_item_stands_as_a_main_item(standard, council):
    main = standard("KKR", "constituent")
    standard("Mødeplan", "constituent", "ordinary", parent=main)

    assert order(council, "ordinary") == ["1 Mødeplan"]
    assert order(council, "constituent") == ["1 KKR", "1.1 Mødeplan"]


# --- Using ---------------------------------------------------------------------------------------


def test_use_adds_a_copy_with_its_variables_filled_in(standard, secretary, agenda, chair):
    item = standard(
        "Møde i {kkr}",
        recommendation="<p>{formand} og {næstformand}: {mødedato}</p>",
        case_number="SAG-2022-00001",
        minutes=10,
        is_open=False,
    )
    AuditEntry.objects.all().delete()

    used = actions.use_standard_item(agenda.meeting, item, by=secretary)

    used.refresh_from_db()
    assert (used.parent, used.position, used.title) == (None, 1, "Møde i KKR Midtjylland")
    assert used.recommendation == (
        "<p>Kim &lt;Ærø&gt; Friis og {næstformand}: onsdag den 19. januar 2022</p>"
    )
    assert (used.case_number, used.minutes, used.is_open) == ("SAG-2022-00001", 10, False)
    assert used.versions.get().content == used.content
    assert [(e.action, e.summary) for e in AuditEntry.objects.all()] == [
        ("use_standard_item", "Tilføjede standardpunktet »Møde i KKR Midtjylland«")
    ]


def test_variable_without_a_value_is_found_by_the_rule_check(standard, secretary, meeting):
    actions.use_standard_item(meeting, standard("Tale ved {næstformand}"), by=secretary)

    stored = Meeting.objects.with_agenda().with_attachments(_attachments()).get(pk=meeting.pk)
    found = [remark.finding.rule for remark in review(stored, now=NOON).red]
    assert "leftover_variable" in found


def _attachments():
    return AgendaItem._meta.get_field("attachments").related_model.objects.all()


def test_title_that_grows_too_long_keeps_its_variables(standard, secretary, meeting):
    title = "x" * 245 + "{KKR}"
    used = actions.use_standard_item(meeting, standard(title), by=secretary)
    assert used.title == title


def test_items_of_other_councils_cannot_be_used(
    standard, secretary, meeting, other_council, everything
):
    item = standard("Nord", council=other_council)
    before = everything()

    with pytest.raises(actions.StandardItemIsGone):
        actions.use_standard_item(meeting, item, by=secretary)

    assert everything() == before


def test_template_fills_an_empty_agenda_in_its_order(
    standard, secretary, council, other_council, meeting
):
    last = standard("Eventuelt", "constituent")
    main = standard("KKR", "constituent", is_heading=True)
    standard("Nord", "constituent", council=other_council)
    standard("Uden")
    standard("Budget", "ordinary")
    standard("Mødeplan i {KKR}", "constituent", parent=main)
    standard("Vores", "constituent", parent=main, council=council)
    actions.move_standard_item(last, by=secretary, council=council, kind="constituent", steps=1)
    AuditEntry.objects.all().delete()

    made = actions.fill_from_template(meeting, by=secretary)

    assert sorted(outline(meeting)) == [
        ("", "Eventuelt"),
        ("", "KKR"),
        ("KKR", "Mødeplan i KKR Midtjylland"),
        ("KKR", "Vores"),
    ]
    assert [item.title for item in made][::3] == ["KKR", "Eventuelt"]
    assert meeting.items.get(title="KKR").is_heading is True
    assert all(item.versions.count() == 1 for item in made)
    entries = AuditEntry.objects.values_list("action", "council", "summary")
    summary = "Tilføjede 4 standardpunkter til konstituerende møde i KKR Midtjylland 19.01.2022"
    assert list(entries) == [("fill_from_template", council.pk, summary)]


def test_template_is_refused_when_there_are_items_or_the_agenda_went_out(
    standard, secretary, agenda, published, everything
):
    standard("Eventuelt", "constituent", "ordinary")
    pool = actions.open_pool(agenda.meeting.council, by=secretary)
    before = everything()

    for full in (agenda.meeting, pool):
        with pytest.raises(actions.AgendaHasChanged):
            actions.fill_from_template(full, by=secretary)
    with pytest.raises(actions.AgendaIsPublished):
        actions.fill_from_template(published, by=secretary)
    with pytest.raises(actions.AgendaIsPublished):
        actions.use_standard_item(published, StandardItem.objects.get(), by=secretary)

    assert everything() == before


def test_template_without_items_does_nothing(secretary, meeting, everything):
    before = everything()
    assert actions.fill_from_template(meeting, by=secretary) == []
    assert everything() == before


def test_what_was_used_stays_when_the_standard_item_changes(standard, secretary, meeting):
    item = standard("Gammel")
    used = actions.use_standard_item(meeting, item, by=secretary)

    actions.save_standard_item(item, by=secretary, version=1, council=None, title="Ny")
    actions.delete_standard_item(item, by=secretary, version=2)

    used.refresh_from_db()
    assert used.title == "Gammel"


# --- Rights --------------------------------------------------------------------------------------


def test_secretariats_see_their_own_and_the_shared_ones(
    standard, secretary, stranger, member, council, other_council
):
    standard("Fælles")
    standard("Midt", council=council)
    standard("Nord", council=other_council)
    former = SecretariatMemberFactory(
        council=council, ends_on=TODAY - datetime.timedelta(days=1)
    ).user

    def seen(user) -> list[str]:
        items = StandardItem.objects.visible_to(user, TODAY)
        return [item.title for item in items.order_by("title")]

    assert [seen(user) for user in (secretary, stranger, member, former)] == [
        ["Fælles", "Midt"],
        ["Fælles", "Nord"],
        [],
        [],
    ]


# --- The texts that come with the portal ---------------------------------------------------------


def test_templates_of_a_new_portal_are_loaded_once(db):
    call_command("load_standard_items", stdout=io.StringIO())
    call_command("load_standard_items", stdout=io.StringIO())

    assert StandardItem.objects.count() == 11
    assert set(AuditEntry.objects.values_list("by", "council")) == {(None, None)}
    for item in StandardItem.objects.all():
        for name in standard_values.FIELDS:
            assert standard_values.variables.unknown(getattr(item, name)) == ()


@pytest.mark.parametrize("kind", ["constituent", "ordinary", "extraordinary"])
def test_agendas_from_those_templates_have_no_red_findings(
    council, term, meeting, secretary, kind, chair
):
    call_command("load_standard_items", stdout=io.StringIO())
    vice = MembershipFactory(council=council, term=term, person__name="Bo Berg")
    LeadershipFactory(membership=vice, role="vice_chair", starts_on=TODAY)
    CouncilMunicipalityFactory(council=council)
    meeting.kind = kind
    meeting.save()

    actions.fill_from_template(meeting, by=secretary)

    stored = Meeting.objects.with_agenda().with_attachments(_attachments()).get(pk=meeting.pk)
    assert [(r.finding.rule, r.number) for r in review(stored, now=NOON).red] == []
    assert stored.all_items
