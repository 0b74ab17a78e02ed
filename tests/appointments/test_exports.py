"""Those who are appointed, to take away: the same lines, nothing live, and no contact details."""

import csv
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from councils.models import ContactDetails
from tests.factories import (
    TODAY,
    AppointmentFactory,
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    OfficeFactory,
    PersonFactory,
    SeatFactory,
    SeatKindFactory,
)

pytestmark = pytest.mark.django_db

LIVE = '=HYPERLINK("http://ond.example")'


@pytest.fixture
def appointed(council, term):
    """Somebody on a seat; the name would be a formula."""
    home = CouncilMunicipalityFactory(council=council, municipality__name="Viborg").municipality
    person = PersonFactory(name=LIVE, is_example=True)
    OfficeFactory(person=person, municipality=home)
    ContactDetails.objects.create(
        person=person, email="hemmelig@kkr.example", phone="12 34 56 78", email_visibility=0
    )
    kind = SeatKindFactory(body__council=council, body__name="+Rådet", label="Politiker")
    return AppointmentFactory(
        seat=SeatFactory(kind=kind),
        person=person,
        due_on=TODAY,
        way="in_unison",
        elected_by=ElectoralListFactory(letter="A"),
    )


def fetched(client, name: str, **asked):
    return client.get(reverse("appointed-file", args=["midtjylland", name]), asked)


def test_csv_holds_the_lines_with_nothing_live(client, appointed):
    response = fetched(client, "udpegninger.csv")

    text = response.content.decode("utf-8-sig")
    heads, row = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert dict(zip(heads, row, strict=True)) == {
        "Navn": f"'{LIVE}",
        "Forum": "'+Rådet",
        "Plads": "Politiker",
        "Rolle": "Medlem",
        "Liste": "A",
        "Kommune": "Viborg",
        "Fra": "01.01.2022",
        "Til": "12.01.2022",
        "Fungerer videre": "",
        "Hvordan": "Valgt i enighed",
        "Suppleant": "",
        "Bemærkning": "Opdigtet eksempel",
    }
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="udpegninger-kkr-midtjylland-2022-01-12.csv"'
    )


def test_excel_holds_texts_and_real_days(client, appointed):
    response = fetched(client, "udpegninger.xlsx", dato="2022-01-13")

    book = load_workbook(io.BytesIO(response.content))
    row = [cell.value for cell in book["Udpegninger"][2]]
    assert (row[0], row[6].date(), row[8]) == (LIVE, appointed.starts_on, "ja")
    assert {cell.data_type for cell in book["Udpegninger"][2]} <= {"s", "d", "n"}
    assert book["Om"]["A1"].value == "KKR"


def test_json_tells_the_same_to_programs(client, appointed):
    told = json.loads(fetched(client, "udpegninger.json").content)

    (one,) = told["appointments"]
    assert (told["council"], told["date"]) == ("KKR Midtjylland", "2022-01-12")
    assert (one["person"], one["body"], one["list"]) == (LIVE, "+Rådet", "A")
    assert one["person_url"] == f"http://testserver/personer/{appointed.person_id}/"
    assert (one["due_on"], one["carried_over"], one["way"]) == ("2022-01-12", False, "in_unison")


@pytest.mark.parametrize("name", ["udpegninger.csv", "udpegninger.xlsx", "udpegninger.json"])
def test_no_file_has_contact_details_whoever_asks(client, browse, secretary, appointed, name):
    for reader in (client, browse(secretary)):
        content = fetched(reader, name).content
        if name.endswith("xlsx"):
            sheet = load_workbook(io.BytesIO(content))["Udpegninger"]
            content = str([[cell.value for cell in row] for row in sheet]).encode()
        assert b"hemmelig" not in content
        assert b"12 34 56 78" not in content


def test_files_hold_what_the_filter_lets_pass(client, appointed):
    other = SeatFactory(kind__body__council=appointed.seat.kind.body.council)
    AppointmentFactory(seat=other)

    told = json.loads(fetched(client, "udpegninger.json", liste="A").content)

    assert len(told["appointments"]) == 1


def test_a_wrong_filter_gives_no_file(client, appointed):
    response = fetched(client, "udpegninger.csv", dato="x")

    assert response.status_code == 400
    assert "Indtast en gyldig dato." in response.text


def test_other_files_are_not_found(client, appointed):
    assert fetched(client, "udpegninger.pdf").status_code == 404
