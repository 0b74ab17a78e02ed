"""Papers that are kept, those that are prepared, and those that cannot be made."""

import datetime
import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import formats, timezone

from kkr_portal import clock, errors, pdf
from kkr_portal.workshop import Limit, LimitReached
from meetings import actions, exports, kept_papers, readable
from meetings.chores import Chores
from meetings.documents import Layout
from meetings.models import AgendaItem, KeptPaper
from tests.meetings.test_concurrency import at_once  # noqa: F401 -- a fixture
from tests.papers import Paper

DRAFT, INTERNAL_DRAFT = "agenda-draft-pdf", "agenda-draft-internal-pdf"


@pytest.fixture
def sets(monkeypatch):
    """How many papers were set, one after the other: `len(sets)`."""
    done = []
    do = pdf._workshop.do

    def counted(function, *args, **facts):
        done.append(function)
        return do(function, *args, **facts)

    monkeypatch.setattr(pdf._workshop, "do", counted)
    return done


@pytest.fixture
def closed(agenda, secretary):
    """1.3 is closed."""
    actions.add_item(
        agenda.meeting, by=secretary, parent=agenda.main, title="Grundsalg", is_open=False
    )
    wrote(agenda.meeting, seconds_ago=3600)
    return agenda


def get(client, name: str, meeting):
    return client.get(reverse(name, args=[meeting.pk]))


def wrote(meeting, *, seconds_ago: float) -> None:
    moment = clock.now() - datetime.timedelta(seconds=seconds_ago)
    meeting.items.update(changed_at=moment)


def is_at(monkeypatch, moment: datetime.datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


# --- Kept ----------------------------------------------------------------------------------------


def test_unchanged_draft_is_set_once_and_is_the_same_each_time(browse, agenda, secretary, sets):
    client = browse(secretary)

    once, again = (get(client, DRAFT, agenda.meeting).content for _ in range(2))

    assert once == again
    assert len(sets) == 1


def test_changed_draft_is_set_anew_and_the_former_one_is_still_there(
    browse, agenda, secretary, sets
):
    client = browse(secretary)
    before = get(client, DRAFT, agenda.meeting).content
    actions.save_item(agenda.chair, by=secretary, version=1, title="Formand og næstformand")
    after = get(client, DRAFT, agenda.meeting).content
    actions.save_item(agenda.chair, by=secretary, version=2, title="Formandskab")
    back = get(client, DRAFT, agenda.meeting).content

    assert "Formand og næstformand" in Paper(after).text
    assert back == before
    assert len(sets) == 2


def test_change_of_time_or_place_is_a_change(browse, agenda, secretary, sets):
    client = browse(secretary)
    get(client, DRAFT, agenda.meeting)
    agenda.meeting.place = "Viborg"
    agenda.meeting.save()

    assert "Viborg" in Paper(get(client, DRAFT, agenda.meeting).content).text


def test_draft_says_when_it_was_made_not_when_it_was_fetched(
    browse, agenda, secretary, monkeypatch
):
    noon = datetime.datetime(2022, 1, 12, 11, 0, tzinfo=datetime.UTC)
    is_at(monkeypatch, noon)
    client = browse(secretary)
    made = get(client, DRAFT, agenda.meeting).content

    is_at(monkeypatch, noon + datetime.timedelta(hours=2))
    fetched = get(client, DRAFT, agenda.meeting).content
    actions.save_item(agenda.chair, by=secretary, version=1, title="Et andet punkt")
    anew = get(client, DRAFT, agenda.meeting).content

    assert fetched == made
    assert "12. januar 2022 kl. 12.00" in Paper(made).text
    assert "12. januar 2022 kl. 14.00" in Paper(anew).text


def test_layouts_and_items_are_kept_apart(agenda, sets):
    def draft():
        return readable.draft(agenda.meeting.pk, is_whole=True)

    now = clock.now()
    for _ in range(2):
        papers = {
            exports.layout_pdf(draft(), Layout.NORMAL, issued_at=now),
            exports.layout_pdf(draft(), Layout.LARGE, issued_at=now),
            exports.layout_pdf(draft().excerpt(agenda.chair.pk), Layout.NORMAL, issued_at=now),
            exports.layout_pdf(draft(), Layout.SCREEN, issued_at=now, address="https://a.example/"),
        }
        assert len(papers) == 4
    assert len(sets) == 4


def test_two_who_set_the_same_at_once_get_the_same(db):
    assert kept_papers.keep("a" * 64, b"first") == b"first"
    assert kept_papers.keep("a" * 64, b"second") == b"first"


def test_very_large_paper_is_handed_out_but_not_kept(db, monkeypatch):
    monkeypatch.setattr(kept_papers, "_LARGEST", 10)
    assert kept_papers.keep("a" * 64, b"x" * 11) == b"x" * 11
    assert not KeptPaper.objects.exists()


def test_another_style_sheet_font_or_printer_makes_another_paper(monkeypatch, tmp_path, settings):
    def made_from() -> str:
        pdf._printer.cache_clear()
        pdf._file_hash.cache_clear()
        return pdf.fingerprint("<p>", "css/print-large.css")

    (tmp_path / "css").mkdir()
    (tmp_path / "fonts").mkdir()
    settings.STATICFILES_DIRS = [tmp_path]
    seen = set()
    for name in ("css/print.css", "css/print-large.css", "fonts/A.ttf", "fonts/B.ttf"):
        (tmp_path / name).write_text("")
    for name in ("css/print.css", "css/print-large.css", "fonts/B.ttf"):
        seen.add(made_from())
        (tmp_path / name).write_text("other")
    seen.add(made_from())
    monkeypatch.setattr(pdf, "version", lambda name: "999")
    seen.add(made_from())
    assert len(seen) == 5
    pdf._printer.cache_clear()
    pdf._file_hash.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_paper_that_many_ask_for_at_once_is_set_once(
    agenda,
    publish,
    browse,
    sets,
    at_once,  # noqa: F811
):
    publish(agenda.meeting)
    sets.clear()

    answers = at_once(*[lambda: get(browse(), "agenda-large", agenda.meeting)] * 5)

    assert len({answer.content for answer in answers}) == 1
    assert len(sets) == 1


def test_paper_that_came_while_one_waited_in_vain_is_handed_out(agenda, monkeypatch):
    """Another process of the portal made it."""
    draft = readable.draft(agenda.meeting.pk, is_whole=True)
    paper = exports.agenda_print(draft, issued_at=clock.now(), layout=Layout.NORMAL)

    def waited(watch):
        kept_papers.keep(paper.fingerprint, b"theirs")
        raise LimitReached(Limit.TURN)

    monkeypatch.setattr(pdf, "turn", waited)
    assert kept_papers.printed(paper, issued_at=clock.now()) == b"theirs"

    KeptPaper.objects.all().delete()
    monkeypatch.setattr(kept_papers, "keep", lambda *what: None)
    with pytest.raises(LimitReached, match="others were served"):
        kept_papers.printed(paper, issued_at=clock.now())


def test_nobody_fills_the_store_by_asking_at_other_addresses(
    agenda, attach, publish, browse, settings
):
    attach(agenda.chair)
    settings.PORTAL_URL = "https://portal.example"
    publish(agenda.meeting)

    path = reverse("agenda-screen", args=[agenda.meeting.pk])
    papers = {
        browse().get(path, headers={"Host": f"testserver:{port}"}).content for port in (80, 81, 82)
    }

    assert len(papers) == KeptPaper.objects.count() == 1
    links = [goal for _, goal in Paper(papers.pop()).links if ":" in goal]
    assert [goal.partition("/bilag/")[0] for goal in links] == ["https://portal.example"]


def test_portal_that_does_not_know_its_address_makes_no_links_into_itself(
    agenda, attach, publish, browse
):
    attach(agenda.chair)
    publish(agenda.meeting)
    paper = Paper(get(browse(), "agenda-screen", agenda.meeting).content)
    assert [goal for _, goal in paper.links if ":" in goal] == []


@pytest.mark.parametrize("name", [DRAFT, "agenda-large", "agenda-word"])
def test_what_was_made_is_not_sent_again_when_the_reader_has_it(
    agenda, secretary, browse, name, monkeypatch
):
    is_at(monkeypatch, clock.now())
    client = browse(secretary)
    first = get(client, name, agenda.meeting)
    again = client.get(
        reverse(name, args=[agenda.meeting.pk]), headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "private, no-cache"


# --- Let go of -----------------------------------------------------------------------------------


def test_papers_that_nobody_used_for_a_fortnight_go(browse, agenda, secretary):
    today = timezone.localdate()  # a demonstration's day stands still
    for days in (0, 14, 15):
        used_on = today - datetime.timedelta(days=days)
        KeptPaper.objects.create(made_from=str(days), content=b"", used_on=used_on)

    Chores().do()

    assert set(KeptPaper.objects.values_list("made_from", flat=True)) == {"0", "14"}


def test_paper_that_is_used_stays(browse, agenda, secretary, sets):
    client = browse(secretary)
    get(client, DRAFT, agenda.meeting)
    KeptPaper.objects.update(used_on=timezone.localdate() - datetime.timedelta(days=14))

    get(client, DRAFT, agenda.meeting)

    assert KeptPaper.objects.get().used_on == timezone.localdate()


# --- Whose ---------------------------------------------------------------------------------------


def test_nobody_gets_a_paper_that_was_kept_for_readers_with_other_rights(
    browse, closed, secretary, publish, member, sets
):
    client = browse(secretary)
    whole = get(client, INTERNAL_DRAFT, closed.meeting).content
    public = get(client, DRAFT, closed.meeting).content
    assert ["Grundsalg" in Paper(paper).text for paper in (whole, public)] == [True, False]

    publish(closed.meeting)
    for _ in range(2):
        own = get(browse(member), "agenda-internal-large", closed.meeting)
        everybodys = get(browse(), "agenda-large", closed.meeting)
        refused = get(browse(), "agenda-internal-large", closed.meeting)
        assert "Grundsalg" in Paper(own.content).text
        assert "Grundsalg" not in Paper(everybodys.content).text
        assert refused.status_code == 302
    assert len(sets) == 4


def test_item_that_is_closed_later_is_gone_from_everybodys_paper(browse, agenda, secretary):
    client = browse(secretary)
    before = get(client, DRAFT, agenda.meeting).content
    actions.save_item(agenda.composition, by=secretary, version=1, is_open=False)
    after = get(client, DRAFT, agenda.meeting).content

    assert ["Sammensætning" in Paper(paper).text for paper in (before, after)] == [True, False]


# --- Prepared ------------------------------------------------------------------------------------


def no_workshop(*args, **facts):
    raise AssertionError("Nothing was to be set here")


def test_draft_is_prepared_soon_after_the_last_change(browse, closed, secretary, monkeypatch):
    wrote(closed.meeting, seconds_ago=6)
    Chores().do()
    monkeypatch.setattr(pdf._workshop, "do", no_workshop)
    client = browse(secretary)

    assert "Grundsalg" in Paper(get(client, INTERNAL_DRAFT, closed.meeting).content).text
    assert "Grundsalg" not in Paper(get(client, DRAFT, closed.meeting).content).text


def test_papers_of_an_edition_are_prepared(browse, closed, publish, member, settings, monkeypatch):
    settings.PORTAL_URL = "https://portal.example"
    edition = publish(closed.meeting)

    exports.prepare_edition(edition)

    monkeypatch.setattr(pdf._workshop, "do", no_workshop)
    for layout in ("large", "screen"):
        public = get(browse(), f"agenda-{layout}", closed.meeting).content
        internal = get(browse(member), f"agenda-internal-{layout}", closed.meeting).content
        assert ["Grundsalg" in Paper(paper).text for paper in (public, internal)] == [False, True]


def test_attachments_too_large_to_be_bound_are_told_without_reading_them(
    agenda, attach, settings, django_assert_num_queries
):
    attach(agenda.chair)
    draft = readable.draft(agenda.meeting.pk, is_whole=True)
    settings.BOOK_MAX_BYTES = size = draft.papers[0][1].current.size

    with django_assert_num_queries(0):
        exports.refuse_too_large(draft)
        settings.BOOK_MAX_BYTES = size - 1
        with pytest.raises(LimitReached, match="MB of attachments"):
            exports.refuse_too_large(draft)


def test_agenda_without_anything_closed_has_two_papers_to_prepare(agenda, publish, sets):
    edition = publish(agenda.meeting)
    sets.clear()
    exports.prepare_edition(edition)
    assert len(sets) == 2


@pytest.mark.parametrize("seconds_ago", [1, 130, -60])
def test_draft_that_is_written_on_or_was_long_ago_is_not_prepared(agenda, sets, seconds_ago):
    wrote(agenda.meeting, seconds_ago=seconds_ago)
    Chores().do()
    assert sets == []


def test_draft_is_prepared_once_for_each_pause(agenda, secretary, sets):
    chores = Chores()
    wrote(agenda.meeting, seconds_ago=10)
    for _ in range(3):
        chores.do()
    assert len(sets) == 1

    actions.save_item(agenda.chair, by=secretary, version=1, title="Et andet punkt")
    chores.do()
    assert len(sets) == 1  # somebody is still writing
    wrote(agenda.meeting, seconds_ago=6)
    chores.do()
    assert len(sets) == 2
    assert KeptPaper.objects.count() == 1  # the former one was prepared for nobody


def test_prepared_paper_of_others_stays_while_its_content_does(closed, secretary, sets):
    """The public one, when only something closed was changed."""
    chores = Chores()
    wrote(closed.meeting, seconds_ago=10)
    chores.do()
    item = closed.meeting.items.get(title="Grundsalg")
    actions.save_item(item, by=secretary, version=item.version, title="Grundkøb")
    wrote(closed.meeting, seconds_ago=6)
    chores.do()

    assert len(sets) == 3
    assert KeptPaper.objects.count() == 2


def test_draft_that_goes_beyond_a_limit_is_not_tried_again_and_again(agenda, sets, settings):
    settings.WORKSHOP_MAX_SECONDS = 0.01
    chores = Chores()
    wrote(agenda.meeting, seconds_ago=10)
    for _ in range(3):
        chores.do()
    assert len(sets) == 1


def test_published_agenda_and_pool_are_not_prepared(agenda, publish, council, secretary, sets):
    publish(agenda.meeting)
    pool = actions.open_pool(council, by=secretary)
    actions.add_item(pool, by=secretary, title="Senere")
    AgendaItem.objects.update(changed_at=clock.now() - datetime.timedelta(seconds=6))
    sets.clear()

    Chores().do()

    assert sets == []


def test_preparing_ends_where_the_day_begins_again_at_midnight(
    agenda, secretary, sets, monkeypatch
):
    """What was written at ten to midnight lies in the demonstration's future all the next day."""
    chores = Chores()
    day = datetime.datetime(2026, 3, 1, 23, 50, tzinfo=timezone.get_default_timezone())
    is_at(monkeypatch, day)
    wrote(agenda.meeting, seconds_ago=0)
    for minutes in (0, 0.2, 5, 9.9, 10.1, 11, 600):
        is_at(monkeypatch, day + datetime.timedelta(minutes=minutes))
        chores.do()
    assert len(sets) == 1

    moment = day + datetime.timedelta(hours=10)
    is_at(monkeypatch, moment)
    actions.save_item(agenda.chair, by=secretary, version=1, title="Et andet punkt")
    AgendaItem.objects.filter(pk=agenda.chair.pk).update(changed_at=clock.now())
    is_at(monkeypatch, moment + datetime.timedelta(seconds=6))
    chores.do()
    assert len(sets) == 2


def test_one_round_without_anything_to_do_is_quick(agenda, django_assert_max_num_queries):
    chores = Chores()
    chores.do()
    with django_assert_max_num_queries(6):
        chores.do()


# --- Papers that cannot be made ------------------------------------------------------------------


def test_paper_that_takes_too_long_is_answered_with_a_page(
    browse, agenda, secretary, settings, caplog
):
    settings.WORKSHOP_MAX_SECONDS = 0.01

    response = get(browse(secretary), DRAFT, agenda.meeting)

    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "120"
    assert "<h1>PDF-filen kunne ikke dannes</h1>" in page
    assert "Det tog for lang tid at danne PDF-filen." in page
    assert "Traceback" not in page
    path = reverse(DRAFT, args=[agenda.meeting.pk])
    assert f"No paper for GET {path}: it took too long" in caplog.messages
    assert not KeptPaper.objects.exists()


def test_nothing_of_a_publication_is_lost_or_done_by_halves(
    browse, closed, secretary, settings, everything
):
    settings.WORKSHOP_MAX_SECONDS = 0.01
    before = everything()
    form = {"despite": "Formanden er enig i det.", "change_note": "", "seen": seen(closed)}
    client = browse(secretary)
    path = reverse("agenda-publish", args=[closed.meeting.pk])

    response = client.post(path, form, headers={"referer": "http://testserver/hvor/fra/"})

    page = response.content.decode()
    assert response.status_code == 503
    assert "Det tog for lang tid at danne PDF-filen. Portalen har ikke ændret noget." in page
    assert "Formanden er enig i det." in page
    assert form["seen"] not in page
    assert 'href="/hvor/fra/"' in page
    assert everything() == before

    settings.WORKSHOP_MAX_SECONDS = 60
    client.post(path, form)
    closed.meeting.refresh_from_db()
    assert closed.meeting.current_publication.internal_pdf is not None


def seen(agenda) -> str:
    return readable.fingerprint(readable.draft(agenda.meeting.pk, is_whole=True))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (LimitReached(Limit.TURN), "Vent et par minutter, og prøv igen."),
        (LimitReached(Limit.MEMORY), "PDF-filen blev for stor."),
        (LimitReached(Limit.DEPTH), "inden i hinanden"),
        (LimitReached(Limit.LIFE), "gik i stå"),
        (pdf.ForeignResource("https://x.example/"), "henviser til en fil, som ikke hører til"),
    ],
)
def test_every_reason_is_told_in_danish(rf, db, error, said):
    response = answer(rf.get("/"), error)
    assert response.status_code == 503
    assert said in response.content.decode()


def test_script_is_told_the_reason(rf, db):
    request = rf.post("/", headers={"accept": "application/json"})
    response = answer(request, LimitReached(Limit.TIME))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "120"
    assert json.loads(response.content)["reason"] == "Det tog for lang tid at danne PDF-filen."


def test_other_errors_stay_errors(rf, db):
    assert answer(rf.get("/"), ValueError()) is None


def answer(request, error: Exception):
    request.user = AnonymousUser()
    return errors.ErrorPagesMiddleware(None).process_exception(request, error)


def test_every_limit_has_its_words():
    assert set(errors._LIMITS) == set(Limit)


def test_foreign_resource_reaches_whoever_asked_for_the_paper():
    with pytest.raises(pdf.ForeignResource, match=r"https://x\.example/a\.png"):
        pdf.render_html('<img src="https://x.example/a.png">')


def test_moment_of_a_draft_is_the_readers_and_never_the_sign_for_it(agenda):
    draft = readable.draft(agenda.meeting.pk, is_whole=True)
    now = clock.now()
    said = Paper(exports.layout_pdf(draft, Layout.NORMAL, issued_at=now)).text
    assert formats.date_format(now, "j. F Y") in said
    assert "\ue000" not in said
