"""The Blå Bog as files, each read back by something else than what wrote it."""

import csv
import datetime
import io
import json

import pytest
from openpyxl import load_workbook

from councils import exports
from councils.exports.tables import LIVE, inert
from councils.models import ContactDetails, Person
from tests.councils.pages import EMAIL, MID_TERM, PHONE, THE_DAY_AFTER
from tests.factories import TODAY, LeadershipFactory, MembershipFactory, SubstitutionFactory

HOST = "https://portal.example"
MAY, END = datetime.date(2022, 5, 31), datetime.date(2025, 12, 31)


def address(path: str) -> str:
    return HOST + path


@pytest.fixture
def book(blue_book) -> exports.Book:
    """As everybody may have it."""
    return exports.book_on(TODAY, blue_book)


@pytest.fixture
def whole_book(blue_book, secretary) -> exports.Book:
    return exports.book_on(TODAY, blue_book, reader=secretary, today=TODAY)


def csv_rows(book: exports.Book) -> list[dict]:
    data = exports.csv_bytes(book)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def xlsx_rows(book: exports.Book) -> list[tuple]:
    return list(load_workbook(io.BytesIO(exports.xlsx_bytes(book)))["Blå Bog"].values)


def cards(book: exports.Book, form: str = "4.0") -> list[list[tuple[str, str]]]:
    """Name and value of each property of each card, as a reader finds them (RFC 6350, 3)."""
    text = exports.vcards(book, form, address).decode()
    assert text.endswith("\r\n")
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    pairs = [tuple(line.split(":", 1)) for line in lines]
    ends = [number for number, pair in enumerate(pairs) if pair == ("END", "VCARD")]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [pairs[start:end] for start, end in zip(starts, ends, strict=True)]


def card(book: exports.Book, name: str, form: str = "4.0") -> dict[str, str]:
    return next(dict(pairs) for pairs in cards(book, form) if ("FN", name) in pairs)


def popolo(book: exports.Book) -> dict:
    return json.loads(exports.popolo_json(book, address))


# --- Spreadsheets --------------------------------------------------------------------------------


def test_csv_has_everybody_with_party_seat_and_substitute(book):
    rows = {row["Navn"]: row for row in csv_rows(book)}

    assert list(rows) == ["Bo Ærenlund", "Carla Dam", "Sekretær Øst", "Søs Holm", "Åse Bøgh"]
    assert rows["Bo Ærenlund"] | {"Kommune": "Viborg", "Post": "Formand"} == rows["Bo Ærenlund"]
    assert (rows["Bo Ærenlund"]["Parti"], rows["Bo Ærenlund"]["Partinavn"]) == (
        "A",
        "Socialdemokratiet",
    )
    assert rows["Bo Ærenlund"]["Stedfortræder"] == "Søs Holm"
    assert rows["Søs Holm"]["Stedfortræder for"] == "Bo Ærenlund"
    assert rows["Carla Dam"]["Rolle"] == "Observatør uden stemmeret"
    assert (rows["Åse Bøgh"]["Fra"], rows["Åse Bøgh"]["Til"]) == ("01.01.2022", "")


def test_excel_has_the_same_with_real_dates(book):
    heads, *rows = xlsx_rows(book)
    found = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}

    assert [{key: value or "" for key, value in row.items()}["Navn"] for row in found.values()] == [
        row["Navn"] for row in csv_rows(book)
    ]
    assert found["Åse Bøgh"]["Fra"] == datetime.datetime(2022, 1, 1)  # noqa: DTZ001 -- as Excel
    assert found["Åse Bøgh"]["E-mail"] is None


def test_contact_details_are_there_for_those_who_may_and_the_secretariats_for_all(book, whole_book):
    assert EMAIL not in exports.csv_bytes(book).decode("utf-8-sig")
    found = {row["Navn"]: row for row in csv_rows(whole_book)}
    assert (found["Åse Bøgh"]["E-mail"], found["Åse Bøgh"]["Telefon"]) == (EMAIL, PHONE)
    assert (book.people_with_contacts, whole_book.people_with_contacts) == (0, 1)


def test_public_contact_details_are_not_collected_for_everybody(blue_book):
    ContactDetails.objects.update(email_visibility=0, phone_visibility=0)
    book = exports.book_on(TODAY, blue_book)

    for data in (exports.csv_bytes(book), exports.vcards(book), exports.popolo_json(book)):
        assert EMAIL not in data.decode("utf-8-sig")


@pytest.mark.parametrize("sign", LIVE)
def test_no_cell_is_a_formula_whatever_somebody_is_called(blue_book, sign):
    name = f'{sign}HYPERLINK("x";"{sign}1")'
    Person.objects.filter(name="Åse Bøgh").update(name=name)
    book = exports.book_on(TODAY, blue_book)

    assert f"'{name}" in {row["Navn"] for row in csv_rows(book)}
    sheet = load_workbook(io.BytesIO(exports.xlsx_bytes(book)))["Blå Bog"]
    cell = next(one for one in sheet["A"] if "HYPERLINK" in one.value)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == name.strip()


def test_harmless_text_stays_as_it_is():
    assert [inert(text) for text in ("", "Bo", "a=b", "'x", " =1")] == [
        "",
        "Bo",
        "a=b",
        "'x",
        " =1",
    ]


def test_signs_that_no_cell_may_hold_are_left_out(blue_book):
    Person.objects.filter(name="Åse Bøgh").update(name='Å\x01s\x0be;\x1b "Bøgh"')
    book = exports.book_on(TODAY, blue_book)

    assert 'Åse; "Bøgh"' in {row["Navn"] for row in csv_rows(book)}
    assert 'Åse; "Bøgh"' in {row[0] for row in xlsx_rows(book)}


def test_second_sheet_says_what_the_file_is(book, whole_book):
    about = [
        dict(list(load_workbook(io.BytesIO(exports.xlsx_bytes(one)))["Om"].values))
        for one in (book, whole_book)
    ]

    assert about[0]["KKR"] == "KKR Midtjylland"
    assert about[0]["Pr. dato"].date() == TODAY
    assert about[0]["Kontaktoplysninger"] == "Kun sekretariatets."
    assert "Må ikke videregives" in about[1]["Kontaktoplysninger"]


def test_day_that_is_known_by_its_year_only_is_told_so(council, term):
    seat = MembershipFactory(
        council=council, term=term, is_approximate=True, ends_on=datetime.date(2025, 12, 31)
    )
    book = exports.book_on(TODAY, council)

    assert [(row["Fra"], row["Til"]) for row in csv_rows(book)] == [("2022", "2025")]
    days = popolo(book)["memberships"][0]
    assert (days["start_date"], days["end_date"]) == ("2022", "2025")
    assert days["person_id"] == f"person/{seat.person_id}"


# --- Contacts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["4.0", "3.0"])
def test_card_says_who_somebody_is(whole_book, form):
    found = card(whole_book, "Åse Bøgh", form)

    assert found["VERSION"] == form
    assert found["N"] == "Bøgh;Åse;;;"
    assert found["ORG"] == "KKR Midtjylland"
    assert found["ROLE"] == "Borgmester"
    assert found["EMAIL;TYPE=work"] == EMAIL
    assert found["NOTE"] == "V Venstre\\nAarhus Kommune"
    assert found["URL"].startswith(f"{HOST}/personer/")
    assert ("KIND" in found) == (form == "4.0")
    number = "TEL;VALUE=uri;TYPE=work" if form == "4.0" else "TEL;TYPE=work"
    assert found[number].removeprefix("tel:") == "+4512345678"


def test_public_cards_have_no_contact_details(book):
    assert not any("TEL" in name or "EMAIL" in name for pairs in cards(book) for name, _ in pairs)


def test_somebody_with_two_places_has_one_card(blue_book):
    soes = Person.objects.get(name="Søs Holm")
    other = MembershipFactory(council=blue_book, person__name="Dan Dam")
    SubstitutionFactory(membership=other, person=soes)
    MembershipFactory(council=blue_book, person=soes, role="observer")
    book = exports.book_on(TODAY, blue_book)

    found = [pairs for pairs in cards(book) if ("FN", "Søs Holm") in pairs]
    assert len(found) == 1
    said = dict(found[0])
    assert set(said["ROLE"].split("\\, ")) == {"Observatør uden stemmeret", "Stedfortræder"}
    assert "Stedfortræder for Bo Ærenlund og Dan Dam" in said["NOTE"]


def test_two_people_of_one_name_have_two_cards(council, term):
    for _ in range(2):
        MembershipFactory(council=council, term=term, person__name="Bo Dam")

    found = cards(exports.book_on(TODAY, council))
    assert [dict(pairs)["FN"] for pairs in found] == ["Bo Dam", "Bo Dam"]
    assert len({dict(pairs)["UID"] for pairs in found}) == 2


def test_lines_are_folded_between_letters_and_marks_are_escaped(council, term):
    name = "Bø; " + "æ" * 60 + ", Øst\\" + "\x07"
    MembershipFactory(council=council, term=term, person__name=name)
    data = exports.vcards(exports.book_on(TODAY, council))

    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # raises where a letter is cut in two
    whole = data.decode().replace("\r\n ", "")
    assert "FN:Bø\\; " + "æ" * 60 + "\\, Øst\\\\\r\n" in whole


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("+46 70 12", "tel:+467012"),
        ("0046 70 12", "tel:+467012"),
        ("(12) 34-56 78", "tel:+4512345678"),
        ("12 34", "12 34"),
    ],
)
def test_number_is_told_as_it_is_dialled_where_that_is_certain(blue_book, secretary, phone, said):
    ContactDetails.objects.update(phone=phone)
    book = exports.book_on(TODAY, blue_book, reader=secretary, today=TODAY)

    found = card(book, "Åse Bøgh")
    assert said in (found.get("TEL;VALUE=uri;TYPE=work"), found.get("TEL;TYPE=work"))


def test_name_of_one_word_is_the_family_name(council, term):
    MembershipFactory(council=council, term=term, person__name="Å")

    assert card(exports.book_on(TODAY, council), "Å")["N"] == "Å;;;;"


# --- Popolo --------------------------------------------------------------------------------------


def test_every_key_leads_to_something_in_the_file(whole_book):
    found = popolo(whole_book)
    ids = {
        kind: [one["id"] for one in found[kind]]
        for kind in ("persons", "organizations", "posts", "areas")
    }

    for kind in ids.values():
        assert len(kind) == len(set(kind))
    for one in [*found["memberships"], *found["posts"]]:
        for key, kind in [
            ("person_id", "persons"),
            ("stands_in_for_id", "persons"),
            ("organization_id", "organizations"),
            ("on_behalf_of_id", "organizations"),
            ("post_id", "posts"),
            ("area_id", "areas"),
        ]:
            assert key not in one or one[key] in ids[kind]


def test_people_posts_and_substitutes_stand_as_documented(whole_book):
    found = popolo(whole_book)
    persons = {one["name"]: one for one in found["persons"]}
    aase, bo, soes = (persons[name]["id"] for name in ("Åse Bøgh", "Bo Ærenlund", "Søs Holm"))

    assert persons["Åse Bøgh"]["contact_details"] == [
        {"type": "email", "value": EMAIL},
        {"type": "voice", "value": PHONE},
    ]
    assert found["date"] == "2022-01-12"
    of = {one["person_id"]: one for one in found["memberships"] if "post_id" in one}
    assert of[aase]["post_id"] == "kkr/midtjylland/foedt-medlem/751"
    assert of[aase]["on_behalf_of_id"] == "parti/venstre"
    assert of[bo]["post_id"] == "kkr/midtjylland/formand"
    stand_ins = [one for one in found["memberships"] if "stands_in_for_id" in one]
    assert [(one["person_id"], one["stands_in_for_id"]) for one in stand_ins] == [(soes, bo)]
    venstre = next(one for one in found["organizations"] if one["id"] == "parti/venstre")
    assert venstre["identifiers"] == [{"scheme": "listebogstav", "identifier": "V"}]


@pytest.mark.parametrize(
    ("post_ends", "seat_ends", "said"),
    [
        (None, None, None),
        (MAY, None, "2022-05-31"),
        (None, MAY, "2022-05-31"),
        (MAY, END, "2022-05-31"),
    ],
)
def test_post_ends_when_it_or_the_seat_does(council, term, post_ends, seat_ends, said):
    seat = MembershipFactory(council=council, term=term, ends_on=seat_ends)
    begins = TODAY + datetime.timedelta(days=7)
    LeadershipFactory(membership=seat, council=council, starts_on=begins, ends_on=post_ends)

    post = popolo(exports.book_on(TODAY, council))["memberships"][1]

    assert post["post_id"] == "kkr/midtjylland/formand"
    assert (post["start_date"], post.get("end_date")) == ("2022-01-19", said)


def test_book_of_another_day_has_the_parties_of_that_day(blue_book):
    parties = [
        {row["Navn"]: row["Parti"] for row in csv_rows(exports.book_on(day, blue_book))}["Åse Bøgh"]
        for day in (MID_TERM, THE_DAY_AFTER)
    ]

    assert parties == ["V", "M"]


def test_book_of_a_day_without_anybody_is_empty_but_whole(council):
    book = exports.book_on(datetime.date(1970, 1, 1), council)

    assert csv_rows(book) == []
    assert len(xlsx_rows(book)) == 1
    assert exports.vcards(book) == b""
    assert popolo(book)["persons"] == []


def test_number_of_queries_does_not_grow(blue_book, django_assert_num_queries):
    for number in range(5):
        seat = MembershipFactory(council=blue_book, person__name=f"Ny {number}")
        SubstitutionFactory(membership=seat)

    with django_assert_num_queries(7):
        book = exports.book_on(TODAY, blue_book)
        exports.csv_bytes(book)
        exports.vcards(book)
        exports.popolo_json(book)
