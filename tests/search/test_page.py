"""The page of hits: what it shows of each kind, how it is narrowed, and what nobody should type."""

import datetime

import pytest
from django.urls import reverse

from appointments.models import Appointment, Body
from councils.danish_stems import Question
from councils.models import CouncilMembership
from kkr_portal import hits
from kkr_portal.snippets import LENGTH, marked, snippet
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    MeetingFactory,
    MembershipFactory,
    PersonFactory,
    SeatFactory,
    SubstitutionFactory,
)


@pytest.fixture
def body(council) -> Body:
    return Body.objects.create(
        council=council,
        name="Sundhedsklynge Midt",
        kind="statutory",
        description="Samarbejde om borgernes sundhed.",
        source="Brochure",
        starts_on=datetime.date(2022, 1, 1),
    )


@pytest.fixture
def ten_items(council, term, publish):
    """An agenda of ten items that went out."""
    meeting = MeetingFactory(council=council, term=term)
    for number in range(10):
        AgendaItemFactory(meeting=meeting, title=f"Havn {number}")
    publish(meeting)
    return meeting


def test_an_item_is_shown_with_council_meeting_and_the_words_marked(search, agenda, publish):
    agenda.composition.presentation = "<p>Rådet <em>udpegede</em> &lt;ingen&gt; & flere.</p>"
    agenda.composition.save()
    publish(agenda.meeting)

    page = search("rådets sammensætninger")

    assert page.titles == {"punkter": ["1.1 Sammensætning"]}
    assert page.marked == ["Sammensætning", "Rådet"]
    assert page.addresses == [f"/moeder/{agenda.meeting.pk}/#punkt-{agenda.composition.pk}"]
    assert "KKR Midtjylland · Konstituerende møde 19. januar 2022 · SAG-2021-06268" in page.text
    assert "&lt;ingen&gt; &amp; flere." in page.html


def test_the_place_that_a_hit_leads_to_is_on_the_page(search, browse, amended, secretary):
    AgendaItemFactory(meeting=amended.meeting, title="Formandskabets rejse")
    page = search("formandskab", secretary)

    assert len(page.addresses) == 2
    for address in page.addresses:
        path, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in browse(secretary).get(path).content.decode()


def test_an_attachment_leads_to_its_file_and_its_item(search, browse, agenda, attach, publish):
    attach(agenda.chair, title="Udkast til forretningsorden")
    publish(agenda.meeting)

    page = search("forretningsordenen")

    assert page.titles == {"bilag": ["Udkast til forretningsorden"]}
    assert f'<a href="/moeder/{agenda.meeting.pk}/#punkt-{agenda.chair.pk}">1.2 Forma' in page.html
    assert "Bilag 1.2.1 · KKR Midtjylland" in page.text
    assert browse().get(page.addresses[0]).headers["Content-Type"] == "application/pdf"


def test_a_person_is_found_by_parts_of_the_name(search, council, term):
    person = PersonFactory(name="Åse Bøgh-Eksempel", is_example=True)
    membership = MembershipFactory(
        council=council, term=term, person=person, municipality__name="Viborg"
    )
    substitute = SubstitutionFactory(membership=membership, person__name="Bo Aase").person

    page = search("aase")
    assert page.titles == {"personer": ["Bo Aase", "Åse Bøgh-Eksempel Eksempel"]}
    assert page.addresses == [f"/personer/{substitute.pk}/", f"/personer/{person.pk}/"]
    assert "Stedfortræder for Åse Bøgh-Eksempel, KKR Midtjylland" in page.text
    assert "Født medlem (borgmester), Viborg, KKR Midtjylland" in page.text
    assert search("bøgh eksempel").counts == {"personer": "1"}
    CouncilMembership.objects.update(ends_on=datetime.date(2022, 1, 5))
    assert "KKR Midtjylland (ikke i dag)" in search("bøgh").text


def test_somebody_who_only_is_appointed_is_found_with_the_body(search, council, other_council):
    seat = SeatFactory(kind__body__name="Energirådet", kind__label="Politiker")
    person = AppointmentFactory(
        seat=seat, person__name="Eksempel Elm", ends_on=datetime.date(2025, 12, 31)
    ).person

    page = search("elm", kkr="midtjylland")
    assert page.addresses == [f"/personer/{person.pk}/"]
    assert "Udpeget til Energirådet (Politiker)" in page.text
    assert search("elm", kkr="nordjylland").counts == {}
    Appointment.objects.update(ends_on=datetime.date(2022, 1, 5))
    assert "Udpeget til Energirådet (Politiker) (ikke i dag)" in search("elm").text


def test_a_meeting_is_found_by_council_and_day(search, meeting, published):
    assert search("konstituerende midtjylland").titles == {
        "moeder": ["Konstituerende møde 19. januar 2022"]
    }
    assert search("19. januar 2022").counts == {"moeder": "1"}
    assert search("silkeborg møder").counts == {"moeder": "2"}


def test_a_body_of_today_is_found(search, body, settings):
    page = search("borgere sundheden")
    assert page.titles == {"fora": ["Sundhedsklynge Midt"]}
    assert page.addresses == [f"/fora/{body.pk}/"]
    assert page.marked == ["borgernes", "sundhed"]

    settings.PORTAL_DATE = datetime.date(2021, 12, 31)
    assert search("borgere sundheden").titles == {}


def test_hits_can_be_narrowed_to_a_council_and_a_kind(
    search, ten_items, other_council, term, publish
):
    other = MeetingFactory(council=other_council, term=term)
    AgendaItemFactory(meeting=other, title="Havn i nord")
    MembershipFactory(council=other_council, term=term, person__name="Eva Havn")
    publish(other)

    assert search("havn").counts == {"personer": "1", "punkter": "11"}
    assert search("havn", kkr="nordjylland").counts == {"personer": "1", "punkter": "1"}
    assert search("havn", kkr="midtjylland").counts == {"punkter": "10"}
    assert search("havn", kkr="nordjylland", vis="punkter").counts == {"punkter": "1"}
    assert search("havn", kkr="midtjylland", vis="personer").counts == {}


def test_few_hits_of_each_kind_are_shown_and_all_of_one(search, ten_items, monkeypatch):
    monkeypatch.setattr("kkr_portal.search.ON_A_PAGE", 4)
    page = search("havn")
    assert len(page.titles["punkter"]) == 5
    assert page.counts == {"punkter": "10"}
    assert 'href="?q=havn&amp;vis=punkter"' in page.html

    seen = [t for n in "123" for t in search("havn", vis="punkter", side=n).titles["punkter"]]
    assert [title.split()[-1] for title in seen] == list("0123456789")
    assert "side=3" in search("havn", vis="punkter", side="2").html
    assert "Flere" not in search("havn", vis="punkter", side="3").text


@pytest.mark.parametrize("side", ["0", "4", "-1", "x", "9" * 400])
def test_a_page_that_is_not_there_is_a_404(search, ten_items, side):
    page = search("havn", vis="punkter", side=side)

    assert page.status == 404
    assert "Søgningen har kun siderne 1 til 1." in page.text


def test_more_hits_than_are_counted_are_said_so(search, ten_items, monkeypatch):
    for module in ("hits", "search"):
        monkeypatch.setattr(f"kkr_portal.{module}.MOST", 7)

    assert search("havn").counts == {"punkter": "over 7"}


def test_titles_come_first_then_the_latest_meetings(search, council, term, publish):
    for month, facts in enumerate(
        [{"title": "Om havne"}, {"background": "<p>havn</p>", "title": "A"}, {"title": "Havn nu"}],
        start=2,
    ):
        starts_at = datetime.datetime(2022, month, 1, 9, tzinfo=datetime.UTC)
        meeting = MeetingFactory(council=council, term=term, starts_at=starts_at)
        AgendaItemFactory(meeting=meeting, **facts)
        publish(meeting)

    assert search("havn").titles["punkter"] == ["1 Havn nu", "1 Om havne", "1 A"]


# --- What is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("", 200, "Her søges i navne"),
        ("   ", 200, "Her søges i navne"),
        ("a", 200, "mindst to tegn"),
        ("🙂", 200, "mindst to tegn"),
        ("%", 200, "mindst to tegn"),
        ("_", 200, "mindst to tegn"),
        ("'", 200, "mindst to tegn"),
        ("og der", 200, "Småord"),
        ("x" * 500, 400, "Denne værdi må højst have 200 tegn"),
        ("ord " * 30, 200, "Intet passer til"),
        (" ".join(f"o{n}" for n in range(13)), 400, "Søg efter højst 12 ord ad gangen."),
        ("a\x00b", 400, "Null-tegn"),
        ("x" * 200, 200, "Intet passer til"),
        ("' OR 1=1; DROP TABLE meetings_agendaitem --", 200, "Intet passer til"),
        ('møde" AND NEAR("a" "b")', 200, "Intet passer til"),
        ("møde:* & !(x | y) <-> z", 200, "Intet passer til"),
        ("%ex_", 200, "Intet passer til"),
        ("<script>alert(1)</script>", 200, "Intet passer til »&lt;script&gt;"),
        ("{{ 7|add:7 }}", 200, "Intet passer til"),
    ],
)
def test_whatever_is_typed_is_answered(search, meeting, question, status, said):
    page = search(question)

    assert page.status == status
    assert said in page.text
    assert page.titles == {}


@pytest.mark.parametrize("where", [{"vis": "alt"}, {"kkr": "x"}, {"vis": "punkter'"}])
def test_a_filter_that_does_not_exist_is_refused_at_its_field(search, meeting, where):
    page = search("møde", **where)

    assert (page.status, page.titles) == (400, {})
    [field] = page.response.context["form"].errors
    assert field == next(iter(where))


def test_nothing_at_all_is_typed(browse, db):
    response = browse().get(reverse("search"))

    assert response.status_code == 200
    assert "Her søges i navne" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("role", ["nobody", "member", "secretary"])
def test_the_number_of_queries_does_not_depend_on_the_hits(
    request, browse, council, term, attach, publish, django_assert_num_queries, rows, role
):
    user = None if role == "nobody" else request.getfixturevalue(role)
    for n in range(rows):
        meeting = MeetingFactory(council=council, term=term, place="Havn")
        draft = MeetingFactory(council=council, term=term)
        for agenda in (meeting, draft):
            item = AgendaItemFactory(meeting=agenda, title=f"Havn {n}")
            attach(item, title=f"Havn {n}")
        publish(meeting)
        seat = MembershipFactory(council=council, term=term, person__name=f"Havn {n}")
        SubstitutionFactory(membership=seat, person__name=f"Mads Havn {n}")
        AppointmentFactory(person=seat.person)
        Body.objects.create(
            council=council, name=f"Havn {n}", source="X", starts_on=datetime.date(2022, 1, 1)
        )
    client = browse(user)
    with django_assert_num_queries({"nobody": 16, "member": 20, "secretary": 23}[role]):
        response = client.get("/soeg/", {"q": "havn"})

    groups = response.context["groups"]
    assert [group.kind for group in groups] == list(hits.KINDS)
    items = rows * (2 if role == "secretary" else 1)
    counts = [group.page.paginator.count for group in groups]
    assert counts == [2 * rows, items, items, rows, rows]


# --- Snippets ------------------------------------------------------------------------------------


def test_what_is_marked_is_escaped_piece_by_piece():
    question = Question.of("møder b script")

    assert marked('<b>Mødet</b> & "møde"', question) == (
        "&lt;<mark>b</mark>&gt;<mark>Mødet</mark>&lt;/<mark>b</mark>&gt; &amp; "
        "&quot;<mark>møde</mark>&quot;"
    )
    assert marked("", question) == ""


def test_a_snippet_shows_where_most_words_are():
    text = f"møde {'x ' * 300}rådets møde om havnen {'y ' * 300}"

    piece = snippet(text, Question.of("møde råd havn"))

    assert "<mark>rådets</mark> <mark>møde</mark> om <mark>havnen</mark>" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < LENGTH + 60


@pytest.mark.parametrize("text", ["", "kort", "ord " * 100, "x" * 5000, "møde" * 500])
def test_a_snippet_without_a_hit_is_the_beginning(text):
    piece = snippet(text, Question.of("findes"))

    assert piece == text[: len(piece)] or piece.endswith(" …")
    assert len(piece) <= LENGTH + 2


def test_a_very_long_word_that_is_a_hit_is_shown():
    piece = snippet("a " * 200 + "x" * 900, Question.of("x" * 60))

    assert len(piece) < 2 * LENGTH
