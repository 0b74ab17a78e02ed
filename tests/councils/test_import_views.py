"""Members from a spreadsheet, page by page: upload, preview, confirmation."""

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from councils.forms import imports as forms
from councils.models import (
    AuditEntry,
    CouncilMembership,
    CouncilMunicipality,
    ElectoralList,
    Municipality,
    Person,
    Term,
)
from tests.councils.sheets import csv_text, line, xlsx
from tests.factories import (
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    MembershipFactory,
    SecretariatMemberFactory,
    TermFactory,
)

UPLOAD = "/kkr/midtjylland/blaa-bog/indlaes/"
CONFIRM = f"{UPLOAD}bekraeft/"
TEMPLATE = f"{UPLOAD}skabelon.xlsx"
LINES = [line("Åse Holm", substitute="Bo Dam", email="aase@kkr.example")]


@pytest.fixture
def places(council, term):
    CouncilMunicipalityFactory(
        council=council, municipality__name="Aarhus", municipality__code="751"
    )
    ElectoralListFactory(election=term.election, letter="V", party__name="Venstre")
    return council


def sent(data: bytes | None = None, **more) -> dict:
    data = xlsx(LINES) if data is None else data
    file = SimpleUploadedFile("medlemmer.xlsx", data)
    return {"file": file, "term": TermFactory().pk, **more}


def hidden(response) -> dict[str, str]:
    """What the preview carries."""
    found = re.findall(r'name="(parcel|seen)" value="([^"]*)"', response.content.decode())
    return {name: html.unescape(value) for name, value in found}


# --- Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["member", "substitute", "stranger"])
def test_nobody_but_the_councils_secretariat_finds_it(browse, request, places, secretary, who):
    carried = hidden(browse(secretary).post(UPLOAD, sent()))
    client = browse(request.getfixturevalue(who))
    before = Person.objects.count()

    for address in (UPLOAD, TEMPLATE):
        assert client.get(address).status_code == 404
    assert client.post(UPLOAD, sent()).status_code == 404
    assert client.post(CONFIRM, carried | {"trin": "indlaes"}).status_code == 404
    assert Person.objects.count() == before


def test_parcel_is_for_the_council_and_the_person_who_packed_it(
    browse, places, secretary, other_council
):
    colleague = SecretariatMemberFactory(council=places).user
    SecretariatMemberFactory(council=other_council, user=secretary)
    carried = hidden(browse(secretary).post(UPLOAD, sent())) | {"trin": "indlaes"}

    for client, address in [
        (browse(colleague), CONFIRM),
        (browse(secretary), CONFIRM.replace("midtjylland", "nordjylland")),
    ]:
        assert client.post(address, carried).status_code == 302
    assert not Person.objects.exists()


# --- From file to Blå Bog ------------------------------------------------------------------------


def test_file_is_looked_at_and_then_taken_in(browse, secretary, places):
    client = browse(secretary)
    preview = client.post(UPLOAD, sent())
    page = preview.content.decode()

    assert preview.status_code == 200
    assert "Plads som borgmester fra Aarhus, 01.01.2022–31.12.2025" in page
    assert "Stedfortræder: Bo Dam (oprettes)" in page
    assert "aase@kkr.example" not in page.split("<tbody>")[0]  # what is carried is packed
    assert not Person.objects.exists()

    response = client.post(CONFIRM, hidden(preview) | {"trin": "indlaes"}, follow=True)
    assert response.redirect_chain == [("/kkr/midtjylland/blaa-bog/", 302)]
    assert "1 linje er indlæst i Blå Bog." in response.content.decode()
    assert CouncilMembership.objects.get().person.name == "Åse Holm"
    assert AuditEntry.objects.latest("pk").action == "import_members"


def test_same_confirmation_sent_twice_is_done_once(browse, secretary, places):
    client = browse(secretary)
    carried = hidden(client.post(UPLOAD, sent())) | {"trin": "indlaes"}
    client.post(CONFIRM, carried)
    response = client.post(CONFIRM, carried)

    assert response.status_code == 409
    assert "alt i det er registreret" in response.content.decode()
    assert Person.objects.count() == 2


def test_change_meanwhile_shows_the_page_again(browse, secretary, places):
    client = browse(secretary)
    carried = hidden(client.post(UPLOAD, sent())) | {"trin": "indlaes"}
    MembershipFactory(council=places, role="observer", person__name="Åse Holm")
    response = client.post(CONFIRM, carried)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ikke indlæst: Noget er ændret" in page
    assert 'name="valg-2"' in page
    assert CouncilMembership.objects.count() == 1
    again = hidden(response) | {"trin": "se", "valg-2": "ny"}
    preview = client.post(CONFIRM, again)
    assert preview.status_code == 200
    assert '<option value="ny" selected>' in preview.content.decode()
    client.post(CONFIRM, hidden(preview) | {"trin": "indlaes", "valg-2": "ny"})
    assert CouncilMembership.objects.count() == 2


def test_other_answer_than_the_page_showed_is_looked_at_first(browse, secretary, places):
    known = MembershipFactory(council=places, role="observer", person__name="Åse Holm").person
    client = browse(secretary)
    carried = hidden(client.post(UPLOAD, sent()))
    carried = hidden(client.post(CONFIRM, carried | {"valg-2": "ny"})) | {"trin": "indlaes"}
    response = client.post(CONFIRM, carried | {"valg-2": f"{known.pk}"})

    assert response.status_code == 409
    assert Person.objects.count() == 1


# --- What is wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Filen er tom."),
        (b"PK\x03\x04", "Filen er beskadiget eller er ikke et regneark."),
        (csv_text([line(role="<b>Konge")]).encode(), "ikke »&lt;b&gt;Konge«."),
        (xlsx([line("=1+1")]), "Linje 2, Navn: Cellen er en formel."),
        (b"x" * 2_100_000, "Filen er større end 2 MB."),
    ],
)
def test_bad_file_is_told_on_the_page(browse, secretary, places, data, said):
    response = browse(secretary).post(UPLOAD, sent(data))

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Person.objects.exists()


def test_no_file_and_an_unknown_term_are_told_at_their_fields(browse, secretary, places):
    response = browse(secretary).post(UPLOAD, {"term": 0})

    assert response.status_code == 422
    errors = response.context["form"].errors
    assert errors["file"] == ["Vælg en fil."]
    assert "term" in errors


def test_sheet_that_contradicts_the_book_is_told_and_cannot_be_confirmed(browse, secretary, places):
    data = xlsx([line("Bo Dam", substitute="Bo Dam")])
    response = browse(secretary).post(UPLOAD, sent(data))
    page = response.content.decode()

    assert response.status_code == 422
    assert "Linje 2, Stedfortræder: Personen er stedfortræder for sig selv." in page
    assert 'value="indlaes"' not in page
    response = browse(secretary).post(CONFIRM, hidden(response) | {"trin": "indlaes"})
    assert response.status_code == 409
    assert not Person.objects.exists()


def test_many_mistakes_are_cut_short(browse, secretary, places):
    data = csv_text([line(f"Bo {'x' * (n % 90)}", role="?") for n in range(1, 150)]).encode()
    page = browse(secretary).post(UPLOAD, sent(data)).content.decode()

    assert page.count("Rolle: Skriv") == 100
    assert "Og 49 fejl mere." in page


@pytest.mark.parametrize("parcel", ["", "x", "a:b:c", "é"])
def test_parcel_that_was_not_packed_here_is_refused(browse, secretary, places, parcel):
    response = browse(secretary).post(CONFIRM, {"parcel": parcel, "trin": "indlaes"}, follow=True)

    assert response.redirect_chain == [(UPLOAD, 302)]
    assert "Siden er forældet. Upload filen igen." in response.content.decode()


@pytest.mark.parametrize("gone", ["term", "list", "municipality"])
@pytest.mark.parametrize("step", ["se", "indlaes"])
def test_what_the_parcel_names_and_is_gone_is_told_at_the_form(
    browse, secretary, places, gone, step
):
    carried = hidden(browse(secretary).post(UPLOAD, sent())) | {"trin": step}
    match gone:
        case "term":
            Term.objects.all().delete()
        case "list":
            ElectoralList.objects.all().delete()
        case "municipality":
            CouncilMunicipality.objects.all().delete()
            Municipality.objects.all().delete()
    response = browse(secretary).post(CONFIRM, carried)

    assert response.status_code == 422
    page = response.content.decode()
    assert "Valgperioden, en liste eller en kommune i arket findes ikke mere" in page
    assert f'action="{UPLOAD}"' in page
    assert not Person.objects.exists()


def test_parcel_of_yesterday_is_refused(browse, secretary, places, monkeypatch):
    carried = hidden(browse(secretary).post(UPLOAD, sent()))
    monkeypatch.setattr(forms, "_A_DAY", -1)

    assert browse(secretary).post(CONFIRM, carried).status_code == 302


def test_parcel_that_was_changed_is_refused(browse, secretary, places):
    carried = hidden(browse(secretary).post(UPLOAD, sent()))
    parcel = carried["parcel"]
    changed = parcel[:10] + ("a" if parcel[10] != "a" else "b") + parcel[11:]

    assert browse(secretary).post(CONFIRM, {"parcel": changed}).status_code == 302
    assert not Person.objects.exists()


def test_only_a_form_confirms(browse, secretary, places):
    assert browse(secretary).get(CONFIRM).status_code == 405


def test_template_is_there_when_an_election_has_been(browse, secretary, places):
    response = browse(secretary).get(TEMPLATE)

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="skabelon-midtjylland.xlsx"'
    )
    assert browse(secretary).get(UPLOAD).status_code == 200


def test_largest_sheet_goes_through_both_pages(browse, secretary, places):
    names = [
        f"{a}{b} Eksempel" for a in "abcdefghijklmnopqrst" for b in "abcdefghijklmnopqrstuvwxy"
    ]
    lines = [line(name, role="Observatør", email=f"{name[:2]}@kkr.example") for name in names]
    assert len(lines) == 500
    client = browse(secretary)
    preview = client.post(UPLOAD, sent(xlsx(lines)))
    response = client.post(CONFIRM, hidden(preview) | {"trin": "indlaes"})

    assert response.status_code == 302
    assert CouncilMembership.objects.count() == 500


# --- Two at once ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_shown_the_page_again(browse, secretary, places):
    clients = [browse(secretary) for _ in range(2)]
    carried = [hidden(client.post(UPLOAD, sent())) | {"trin": "indlaes"} for client in clients]
    start = threading.Barrier(2)

    def confirm(number: int) -> int:
        start.wait(10)
        try:
            return clients[number].post(CONFIRM, carried[number]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(confirm, (0, 1))) == [302, 409]
    assert Person.objects.count() == 2
    assert AuditEntry.objects.filter(action="import_members").count() == 1
