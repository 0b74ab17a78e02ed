"""An event that was recorded: read, taken back, listed and written about."""

from django.urls import reverse

from councils.lives import Kind
from councils.models import (
    AuditEntry,
    CouncilMembership,
)
from tests.councils.lives.conftest import NEXT_DAY
from tests.councils.lives.pages import record
from tests.factories import (
    LeadershipFactory,
    MembershipFactory,
    PersonFactory,
    SubstitutionFactory,
)

# --- Taking back ---------------------------------------------------------------------------------


def test_an_event_is_undone_after_a_question(lives, clerk, stored, secretary):
    undo = reverse("life-event-undo", args=[stored.pk])
    asked_first = clerk.get(undo)
    assert "sat tilbage" in asked_first.text
    stored.refresh_from_db()
    assert stored.undone_at is None

    assert clerk.post(undo).status_code == 302

    stored.refresh_from_db()
    assert stored.undone_by == secretary
    lives.supplementary.refresh_from_db()
    assert lives.supplementary.left_because == "term_ended"
    page = clerk.get(reverse("life-event", args=[stored.pk]))
    assert "Fortrudt" in page.text
    assert "Fortryd hændelsen" not in page.text
    assert clerk.get(reverse("life-letter", args=[stored.pk, 1])).status_code == 404


def test_undoing_twice_says_who_did_it(clerk, stored):
    undo = reverse("life-event-undo", args=[stored.pk])
    clerk.post(undo)

    again = clerk.post(undo, follow=True)

    assert "allerede fortrudt af Sekretær Midt" in again.text
    assert AuditEntry.objects.filter(action="undo_life_event").count() == 1


def test_what_changed_since_cannot_be_undone_and_the_page_says_so(lives, clerk, stored):
    CouncilMembership.objects.filter(pk=lives.supplementary.pk).update(ends_on="2023-05-31")

    page = clerk.post(reverse("life-event-undo", args=[stored.pk]))

    assert page.status_code == 409
    assert "kan ikke fortrydes, og intet er ændret" in page.text


def test_an_event_whose_place_was_taken_since_cannot_be_undone(lives, clerk):
    first = record(clerk, lives.mayor, Kind.STOPPED_AS_MAYOR, successor="ingen")
    new = PersonFactory(name="Ny Nellike")
    later = record(clerk, new, Kind.BECAME_MAYOR, on="2023-08-01", municipality=lives.town.pk)
    LeadershipFactory(
        membership=MembershipFactory(council=lives.council),
        council=lives.council,
        starts_on=NEXT_DAY,
    )  # a new chair: what stood there before has no room

    page = clerk.post(reverse("life-event-undo", args=[first.pk]))

    assert page.status_code == 409
    first.refresh_from_db()
    assert (first.undone_at, later.undone_at) == (None, None)


# --- Lists and letters ---------------------------------------------------------------------------


def test_the_list_has_the_newest_first_and_pages(lives, clerk, stored):
    record(clerk, lives.mayor, Kind.LEAVE)
    address = reverse("life-events", args=["midtjylland"])

    page = clerk.get(address)

    assert page.text.index("Borgmester Bøg: får orlov") < page.text.index("Medlem Mynte: udtræder")
    assert clerk.get(address, {"side": "2"}).status_code == 404


def test_a_letter_is_a_word_file_and_stands_on_the_page(clerk, stored):
    page = clerk.get(reverse("life-event", args=[stored.pk]))
    assert "Til gruppen for Ahornpartiet (A) i Midtjylland" in page.text

    file = clerk.get(reverse("life-letter", args=[stored.pk, 1]))

    assert file.headers["Content-Type"].endswith("wordprocessingml.document")
    assert (
        'filename="du-udtraeder-af-kkr-midtjylland-til-medlem-mynte.docx"'
        in (file.headers["Content-Disposition"])
    )
    assert file.content.startswith(b"PK")
    assert clerk.get(reverse("life-letter", args=[stored.pk, 99])).status_code == 404


def test_pages_ask_the_database_no_more_for_more_rows(
    lives, clerk, stored, django_assert_max_num_queries
):
    for _ in range(5):
        SubstitutionFactory(person=lives.mayor, membership__council=lives.council, ends_on=None)
    event = record(clerk, lives.mayor, Kind.DIED, successor=str(lives.deputy.pk))

    with django_assert_max_num_queries(30):
        clerk.get(reverse("life-event", args=[event.pk]))
    with django_assert_max_num_queries(20):
        clerk.get(reverse("life-events", args=["midtjylland"]))
