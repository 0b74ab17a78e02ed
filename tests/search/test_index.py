"""What is searched follows what is stored, in every way in which it changes."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F

from councils.danish_stems import Question, stems
from councils.search import StemsField, fill, words_of_html
from meetings import actions
from meetings.models import (
    AgendaItem,
    Attachment,
    Meeting,
    PublishedAttachment,
    PublishedItem,
)
from tests.factories import AgendaItemFactory, MeetingFactory
from tests.meetings.conftest import NOON
from tests.search.test_danish_stems import FORMS

MODELS = [AgendaItem, Attachment, Meeting, PublishedAttachment, PublishedItem]


def found(model, question: str) -> list:
    """The rows of a model that meet a question."""
    return list(model.objects.filter(stems__found=Question.of(question)).order_by("pk"))


def index_is_true() -> None:
    """Every row is found by each of its words, and what it does not say is not."""
    for model in MODELS:
        field = model._meta.get_field("stems")
        for row in model.objects.all():
            assert row.stems == field.made_from(row)
        told = {stem for row in model.objects.all() for stem in row.stems.split()}
        for stem in told:
            expected = [r for r in model.objects.order_by("pk") if _has(r, stem)]
            assert found(model, stem) == expected, (model, stem)
        if connection.vendor == "sqlite":
            assert _rows_of_fts(model) == list(
                model.objects.values_list("pk", flat=True).order_by("pk")
            )


def _has(row, word: str) -> bool:
    question = Question.of(word)
    return bool(question.wanted) and all(
        any(wanted.is_met_by(stem) for stem in row.stems.split()) for wanted in question.wanted
    )


def _rows_of_fts(model) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {model._meta.indexes[0].name} ORDER BY rowid")
        return [pk for (pk,) in cursor.fetchall()]


@pytest.mark.parametrize("forms", FORMS)
def test_a_word_is_found_in_all_its_inflections(meeting, forms):
    words = [word for word in forms.split() if not word.startswith("næst")]
    items = [AgendaItemFactory(meeting=meeting, title=f"Om {word}") for word in words]
    AgendaItemFactory(meeting=meeting, title="Eventuelt")

    for word in words:
        assert found(AgendaItem, word) == items
        assert found(AgendaItem, word.upper()) == items


def test_texts_are_found_without_their_tags(meeting):
    item = AgendaItemFactory(
        meeting=meeting,
        background="<p>Salg af jord</p><p>nord for</p>"
        "<table><tr><td>vej</td><td>sti</td></tr></table>",
        presentation="<p>For<strong>retnings</strong>orden &amp; "
        '<a href="https://blåbær.example">her</a></p>',
    )

    for word in ("jorden", "nord", "veje", "stier", "forretningsordener"):
        assert found(AgendaItem, word) == [item]
    for word in ("strong", "href", "https", "blåbær", "amp", "jordnord", "vejsti"):
        assert found(AgendaItem, word) == []


def test_words_of_html_are_what_a_reader_sees():
    html = "<p>1 &lt; 2 og <em>k</em>ursiv</p><ul><li>a</li><li>b</li></ul>x<br>y"

    assert words_of_html(html) == "1 < 2 og kursiv a b x y"


def test_all_words_must_be_there_in_title_or_text(meeting):
    both = AgendaItemFactory(meeting=meeting, title="Udpegninger", background="<p>Rådet</p>")
    AgendaItemFactory(meeting=meeting, title="Udpegning", background="<p>Andet</p>")
    AgendaItemFactory(meeting=meeting, title="Rådet")

    assert found(AgendaItem, "råd udpegning") == [both]
    assert found(AgendaItem, "og der") == []


@pytest.mark.parametrize(
    "typed",
    [
        "'",
        '"',
        "møde'",
        'møde" OR "x',
        "møde:*",
        "møde*",
        "møde & !x",
        "%",
        "_",
        "\\",
        "møde -x",
        "🙂 møde",
        "(møde",
        "^møde",
        "møde;--",
        "stems:møde",
        "NEAR(møde)",
    ],
)
def test_signs_that_databases_know_are_only_signs(meeting, typed):
    AgendaItemFactory(meeting=meeting, title="Eventuelt")
    item = AgendaItemFactory(meeting=meeting, title="Mødets stems or near x")

    assert found(AgendaItem, typed) == ([item] if "møde" in typed else [])


def test_the_index_stays_true_through_the_life_of_an_agenda(
    agenda, attach, publish, issue, secretary
):
    by = {"by": secretary}
    paper = attach(agenda.chair, title="Notat om regler")
    attach(agenda.composition, title="Brev", is_open=False)
    index_is_true()
    publish(agenda.meeting)
    index_is_true()
    assert [item.title for item in found(PublishedItem, "formandskaber")] == ["Formandskab"]
    assert [one.title for one in found(PublishedAttachment, "regel")] == ["Notat om regler"]

    actions.amend_agenda(agenda.meeting, at=NOON, version=1, **by)
    agenda.chair.refresh_from_db()
    content = {**agenda.chair.content, "title": "Ledelse", "background": "<p>Nyt valg</p>"}
    actions.save_item(agenda.chair, version=agenda.chair.version, **by, **content)
    index_is_true()
    assert found(AgendaItem, "ledelsen valget") == [agenda.chair]
    actions.discard_amendment(agenda.meeting, version=1, **by)
    index_is_true()
    assert found(AgendaItem, "ledelsen") == []
    actions.withdraw_agenda(agenda.meeting, at=NOON, version=1, reason="Fejl", **by)
    index_is_true()
    paper.refresh_from_db()
    actions.remove_attachment(paper, version=paper.version, **by)
    index_is_true()
    agenda.other_business.refresh_from_db()
    actions.delete_item(agenda.other_business, version=agenda.other_business.version, **by)
    index_is_true()
    assert found(AgendaItem, "eventuelt") == []


def test_rows_made_and_deleted_in_bulk_are_followed(meeting):
    usual = {"meeting": meeting, "changed_by": AgendaItemFactory(meeting=meeting).changed_by}
    usual["changed_at"] = NOON
    made = AgendaItem.objects.bulk_create(
        AgendaItem(title=f"Udpegning {n}", **usual) for n in range(3)
    )
    assert found(AgendaItem, "udpegninger") == made
    AgendaItem.objects.filter(pk=made[0].pk).delete()
    index_is_true()
    assert found(AgendaItem, "udpegninger") == made[1:]
    AgendaItem.objects.update(position=F("position") + 1)
    index_is_true()


def test_what_is_rolled_back_is_not_found(meeting):
    with transaction.atomic():
        AgendaItemFactory(meeting=meeting, title="Fortrudt")
        transaction.set_rollback(True)

    assert found(AgendaItem, "fortrudt") == []


def test_a_meeting_is_found_by_kind_day_and_place(meeting):
    meeting.refresh_from_db()

    for question in (
        "konstituerende møder",
        "januar 2022",
        "19. januar",
        "19.1.2022",
        "19.01",
        "onsdag",
        "silkeborg",
    ):
        assert found(Meeting, question) == [meeting], question
    assert found(Meeting, "18. januar") == []


def test_stems_can_be_made_again(meeting):
    item = AgendaItemFactory(meeting=meeting, title="Møder")
    AgendaItem.objects.update(stems="gammel")
    assert found(AgendaItem, "gammel") == [item]

    assert (fill(AgendaItem), fill(AgendaItem)) == (1, 0)
    index_is_true()


def test_the_command_makes_all_stems_again(meeting, capsys):
    AgendaItemFactory(meeting=meeting, title="Møder")
    AgendaItem.objects.update(stems="")
    Meeting.objects.update(stems="")

    call_command("renew_search")

    assert "2 rows" in capsys.readouterr().out
    index_is_true()


def test_field_says_the_same_for_rows_of_another_time(meeting):
    field = Meeting._meta.get_field("stems")
    assert isinstance(field, StemsField)
    assert stems("mødet") <= set(field.made_from(meeting).split())


# --- Tables that are made anew -------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite remakes tables")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [AgendaItem, Meeting])
def test_index_is_true_after_a_migration_has_remade_the_table(model):
    item = AgendaItemFactory(title="Møder", meeting=MeetingFactory())
    with connection.schema_editor() as editor:
        editor._remake_table(model)

    index_is_true()
    item.title = "Valg"
    item.save()
    AgendaItemFactory(title="Udpegning", meeting=item.meeting)
    index_is_true()
    assert (found(AgendaItem, "møder"), found(AgendaItem, "valget")) == ([], [item])
    item.delete()
    index_is_true()


@pytest.mark.django_db(transaction=True)
def test_an_index_can_be_taken_away_and_made_again():
    item = AgendaItemFactory(title="Møder")
    (index,) = AgendaItem._meta.indexes
    with connection.schema_editor() as editor:
        editor.remove_index(AgendaItem, index)
    item.title = "Valg"
    item.save()
    with connection.schema_editor() as editor:
        editor.add_index(AgendaItem, index)

    index_is_true()
    assert found(AgendaItem, "valget") == [item]


@pytest.mark.django_db(transaction=True)
def test_rows_that_were_there_before_are_found_after_the_migration():
    executor = MigrationExecutor(connection)
    executor.migrate([("meetings", "0011_books_and_kept_papers")])
    try:
        apps = executor.loader.project_state([("meetings", "0011_books_and_kept_papers")]).apps
        _some_rows(apps)
    finally:
        call_command("migrate", verbosity=0, interactive=False)

    assert [item.title for item in found(AgendaItem, "mødet")] == ["Møder"]
    assert len(found(Meeting, "januar 2022")) == 1
    index_is_true()
    AgendaItem.objects.all().delete()
    index_is_true()


def _some_rows(apps) -> None:
    get = apps.get_model
    user = get("councils", "User").objects.create(email="en@kkr.example", name="En")
    council = get("councils", "Council").objects.create(
        slug="midt", name="KKR Midt", region="Midt", starts_on="2007-01-01"
    )
    election = get("councils", "MunicipalElection").objects.create(held_on="2021-11-16")
    term = get("councils", "Term").objects.create(
        name="2022-2026", election=election, starts_on="2022-01-01", ends_on="2025-12-31"
    )
    meeting = get("meetings", "Meeting").objects.create(
        council=council, term=term, starts_at=NOON, ends_at="2022-01-12T13:00:00Z"
    )
    get("meetings", "AgendaItem").objects.create(
        meeting=meeting, title="Møder", changed_at=NOON, changed_by=user
    )
