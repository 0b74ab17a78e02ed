"""Papers: read, attached to the agenda, replaced by a newer edition, and made again."""

import hashlib

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from elections.models import Composition, Paper
from meetings.actions import publish_agenda
from tests.elections.factories import NOON, kl_table_of
from tests.elections.views.pages import answer_of, errors_of, messages_of, text_of, url
from tests.factories import AgendaItemFactory, MeetingFactory

OPEN = {"is_open": "ja"}


@pytest.fixture
def item(council, term):
    """The item about the composition, in an agenda that is a draft."""
    meeting = MeetingFactory(council=council, term=term)
    main = AgendaItemFactory(meeting=meeting, title="KKR")
    AgendaItemFactory(meeting=meeting, parent=main, title="Konstituering")
    return AgendaItemFactory(
        meeting=meeting, parent=main, title="Godkendelse af sammensætning og medlemmer"
    )


@pytest.fixture
def attach(client, composition, item):
    def attach(which: Composition | None = None, **changed):
        page = url("composition-attach", (which or composition).pk)
        return client.post(page, {"item": item.pk, **OPEN, **changed})

    return attach


# --- To read -------------------------------------------------------------------------------------


def test_paper_is_a_pdf_with_a_name_of_its_own(browse, member, composition):
    response = browse(member).get(url("composition-paper", composition.pk))

    assert response["Content-Type"] == "application/pdf"
    name = "sammensaetning-kkr-midtjylland-2022-2026-beregning-1.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert response.content.startswith(b"%PDF-1.7")
    assert not Paper.objects.exists()


def test_computation_that_waits_for_lots_has_no_paper(client, stopped):
    response = client.get(url("composition-paper", stopped.pk))

    assert answer_of(response) == (302, url("composition"))
    assert messages_of(response) == [
        "Beregningen venter på en lodtrækning eller er annulleret, så der er intet papir."
    ]


def test_computation_that_was_annulled_has_no_paper(client, drawn):
    Composition.objects.filter(pk=drawn.pk).update(is_void=True)

    response = client.get(url("composition-paper", drawn.pk))

    assert answer_of(response) == (302, url("composition"))


# --- Attached ------------------------------------------------------------------------------------


def test_item_about_the_composition_is_proposed(client, composition, item):
    form = client.get(url("composition-attach", composition.pk)).context["form"]

    assert (form["item"].value(), form["is_open"].value()) == (item.pk, "ja")


@pytest.mark.parametrize(("answer", "is_open"), [("ja", True), ("nej", False)])
def test_paper_is_attached_to_the_item_of_a_draft(
    attach, client, composition, item, secretary, answer, is_open
):
    response = attach(is_open=answer)

    place = reverse("attachment-list", args=[item.meeting_id, item.pk])
    assert answer_of(response) == (302, place)
    assert messages_of(response) == [f"Papiret er vedhæftet på punktet »{item}«."]
    paper = Paper.objects.get()
    assert (paper.attachment.item, paper.attachment.is_open) == (item, is_open)
    assert (paper.composition, paper.made_by, paper.replaces) == (composition, secretary, None)
    assert paper.sha256 == hashlib.sha256(bytes(paper.pdf)).hexdigest()
    shown = text_of(client.get(place))
    assert "Sammensætning af KKR Midtjylland 2022-2026" in shown
    again = text_of(client.get(url("composition-attach", composition.pk)))
    held_on = date_format(item.meeting.held_on, "j. F Y")
    assert f"{item}, {held_on}: bilaget viser beregning nr. 1" in again


def test_paper_of_a_newer_computation_becomes_a_new_edition(attach, client, compute, item):
    attach()
    newer = compute()

    response = attach(newer)

    assert messages_of(response)[-1] == (
        f"Papiret erstatter den tidligere udgave på punktet »{item}«."
    )
    first, second = Paper.objects.order_by("pk")
    assert second.replaces == first
    assert second.attachment == first.attachment
    assert item.attachments.count() == 1
    place = text_of(client.get(url("composition-attach", newer.pk)))
    assert "bilaget viser beregning nr. 2" in place
    assert "bilaget viser beregning nr. 1" not in place


def test_item_of_a_published_agenda_is_refused_at_its_field(attach, item, secretary):
    publish_agenda(item.meeting, by=secretary, at=NOON, despite="Prøve")

    response = attach()

    assert (response.status_code, list(errors_of(response))) == (422, ["item"])
    assert "Ingen dagsorden i KKR Midtjylland er en kladde med punkter." in text_of(response)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"item": ""}, "item"), ({"item": "x"}, "item"), ({"is_open": ""}, "is_open")],
)
def test_answer_that_is_missing_is_told_at_its_field(attach, changed, field):
    response = attach(**changed)

    assert (response.status_code, list(errors_of(response))) == (422, [field])
    assert not Paper.objects.exists()


def test_item_of_another_council_is_refused(attach, other_council, term):
    theirs = AgendaItemFactory(meeting=MeetingFactory(council=other_council, term=term))

    assert list(errors_of(attach(item=theirs.pk))) == ["item"]
    assert not Paper.objects.exists()


def test_paper_of_a_computation_that_waits_for_lots_is_not_attached(client, stopped, item):
    page = url("composition-attach", stopped.pk)

    shown, sent = client.get(page), client.post(page, {"item": item.pk, **OPEN})

    assert [response.status_code for response in (shown, sent)] == [200, 422]
    for response in (shown, sent):
        assert "så der er intet papir at vedhæfte." in text_of(response)
    assert not Paper.objects.exists()


def test_council_without_a_draft_is_told_so(client, composition):
    assert "Opret et møde" in text_of(client.get(url("composition-attach", composition.pk)))


def test_paper_that_cannot_be_recorded_is_not_attached(attach, item, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError, match="no audit entry"):
        attach()

    assert not Paper.objects.exists()
    assert not item.attachments.exists()


# --- Made again ----------------------------------------------------------------------------------


def test_paper_made_again_is_the_same_even_after_more_is_known(
    attach, browse, member, council, composition, compute
):
    attach()
    kl_table_of(council, A=(3, 2, 1))
    compute()

    response = browse(member).get(url("composition-repeat", composition.pk))

    assert text_of(response).count("Det samme Tegn for tegn som det, der er gemt.") == 2
    assert Paper.objects.get().sha256 in text_of(response)


def test_paper_that_was_tampered_with_is_told(attach, client, composition):
    attach()
    Paper.objects.update(pdf=b"%PDF-1.7 forkert")

    page = text_of(client.get(url("composition-repeat", composition.pk)))

    assert "Det gemte papir er ikke det, der blev dannet: SHA-256 passer ikke." in page
    assert page.count("Tegn for tegn") == 1


def test_computation_without_a_paper_is_repeated_alone(client, stopped):
    page = text_of(client.get(url("composition-repeat", stopped.pk)))

    assert page.count("Tegn for tegn som det, der er gemt.") == 1
    assert "Der er ikke vedhæftet noget papir om denne beregning." in page


# --- Told where one works ------------------------------------------------------------------------


def workbench_of(client) -> str:
    return text_of(client.get(url("composition")))


def test_attachment_with_an_older_computation_is_told(attach, client, compute, item):
    attach()
    shown = workbench_of(client)
    compute()

    told = f"Bilaget til {item} viser beregning nr. 1. Vedhæft papiret om den gældende beregning"
    assert (told in shown, told in workbench_of(client)) == (False, True)


def test_attachment_with_an_annulled_computation_is_told_to_the_secretariat_alone(
    client, browse, member, drawn, item
):
    client.post(url("composition-attach", drawn.pk), {"item": item.pk, **OPEN})
    Composition.objects.filter(pk=drawn.pk).update(is_void=True)

    told = f"viser beregning nr. {drawn.number}, som er annulleret."
    assert [told in workbench_of(who) for who in (client, browse(member))] == [True, False]
