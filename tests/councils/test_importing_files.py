"""What a spreadsheet says, line by line, and every way in which it can be wrong."""

import datetime
import io
import time
import zipfile

import pytest
from openpyxl import load_workbook

from councils.importing import FileRefused, frame_of, read_rows, read_table, template_xlsx
from councils.importing.values import MAX_ROWS
from tests.councils.sheets import HEADS, csv_text, line, xlsx
from tests.factories import TERM_END, TERM_START

pytestmark = pytest.mark.django_db


@pytest.fixture
def frame(blue_book, term):
    return frame_of(blue_book, term)


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        read_table(data)
    return "; ".join(map(str, caught.value.problems))


def read(frame, *lines, **how):
    return read_rows(read_table(xlsx(lines, **how)), frame)


def problems(frame, **cells) -> list[str]:
    return [str(problem) for problem in read(frame, line(**cells))[1]]


# --- Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_however_it_was_saved(frame, delimiter, code):
    data = csv_text([line("Åse Ærø; Dam", municipality="Viborg")], delimiter=delimiter)
    table = read_table(data.encode(code))
    rows, wrong, _ = read_rows(table, frame)

    assert (wrong, rows[0].name, rows[0].municipality) == ([], "Åse Ærø; Dam", "791")
    assert bool(table.notices) == (code == "cp1252")  # only there somebody should look


@pytest.mark.parametrize(
    "data",
    [
        csv_text([line("Åse")]).encode().decode("cp1252").encode(),  # Ã…se
        csv_text([line("Åse")]).encode("cp1252").decode("utf-8", "replace").encode(),
        b"Navn;Kommune;Rolle\nB\x81;Aarhus;Borgmester",  # neither UTF-8 nor Windows-1252
        "Navn;Kommune;Rolle".encode("utf-16-le"),  # without its mark
        b"\x00\x01\x02",
    ],
)
def test_csv_in_a_wrong_code_is_refused(data):
    assert "Gem den som csv med UTF-8" in refusal(data)


def test_excel_and_csv_say_the_same(frame):
    lines = [line(starts_on="01.02.2022", phone="12 34 56 78"), line("Bo", role="Stedfortræder")]
    found = [
        read_rows(read_table(data), frame)[0]
        for data in (xlsx(lines), csv_text(lines).encode("utf-8-sig"))
    ]

    assert found[0] == found[1]


def test_heads_are_known_in_any_order_and_spelling_and_others_are_told(frame):
    table = read_table(b"rolle;NAVN;kommune;Alder\nBorgmester;Bo Dam;Viborg;50")

    assert read_rows(table, frame)[0][0].name == "Bo Dam"
    assert table.notices == ["Kolonner, der ikke er læst: Alder."]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Kolonnen mangler"),
        (b"Navn;Parti\nBo;A", "Linje 1: Kolonnen mangler: Kommune, Rolle."),
        (b"Navn;Navn;Kommune;Rolle\nBo;Bo;x;y", "Kolonnen står der to gange: Navn."),
        (b"Navn;Kommune;Rolle\n;;\n", "Der står ingen personer i arket."),
        (b'Navn;Kommune;Rolle\n"Bo;x;y', "et felt begynder med"),
        (b"Navn;Kommune;Rolle\n=1+1;x;y", "Linje 2, Navn: Cellen er en formel."),
        (b"PK\x03\x04 not a zip", "ikke et regneark"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "gammelt format eller beskyttet med adgangskode"),
        (b"x" * 2_000_001, "større end 2 MB"),
    ],
)
def test_file_that_is_no_such_sheet_is_refused(data, said):
    if data == b"":
        with pytest.raises(FileRefused):
            read_table(data)
    else:
        assert said in refusal(data)


def test_our_own_inert_cells_are_what_they_were(frame):
    data = csv_text([line(phone="'+45 12 34 56 78")]).encode()

    assert read_rows(read_table(data), frame)[0][0].phone == "+45 12 34 56 78"


def test_formula_is_refused_at_its_cell():
    data = xlsx([line(), line(email='=HYPERLINK("http://x")')])

    assert refusal(data).startswith("Linje 3, E-mail: Cellen er en formel.")


def test_error_of_a_program_is_refused():
    assert "Linje 2, Titel: Cellen indeholder fejlen #N/A." in refusal(xlsx([line(title="#N/A")]))


def test_merged_cells_are_refused_at_their_line():
    data = xlsx([line(), line("Bo")], change=lambda book: book.active.merge_cells("D2:D3"))

    assert "Linje 2: Cellerne D2:D3 er flettet." in refusal(data)


def test_hidden_sheets_are_not_read_and_hidden_lines_are(frame):
    def hide(book):
        other = book.create_sheet("Løn", 0)
        other.append(HEADS)
        other.append(line("Skjult Person"))
        other.sheet_state = "hidden"
        book["Sheet"].row_dimensions[2].hidden = True

    rows, wrong, notices = read(frame, line(), change=hide)
    assert ([row.name for row in rows], wrong) == (["Åse Holm"], [])
    assert notices == [
        "Skjulte ark er ikke læst: Løn.",
        "Arket har skjulte linjer. De er læst med.",
    ]


def test_lines_are_counted_as_they_stand(frame):
    wrong = read(frame, [None] * 10, [], line(role="Konge"))[1]

    assert str(wrong[0]).startswith("Linje 4, Rolle: ")


def test_more_lines_than_a_council_can_have_are_refused_soon():
    data = csv_text([line(f"Person {n}") for n in range(MAX_ROWS + 1)]).encode()
    assert "flere end 500 linjer" in refusal(data)
    rows = [["Bo", "Aarhus", "x"]] * 100_000
    data = xlsx(rows, heads=["Navn", "Kommune", "Rolle"])
    assert len(data) < 2_000_000
    started = time.monotonic()
    assert "flere end 500 linjer" in refusal(data)
    assert time.monotonic() - started < 20  # some 0.1 s; the machine may be busy


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_archive_that_unpacks_to_too_much_is_refused():
    bomb = packed(unpacked(xlsx([line()])) | {"xl/media/x.xml": b"0" * 30_000_000})
    assert len(bomb) < 100_000
    assert "fylder for meget" in refusal(bomb)
    assert "fylder for meget" in refusal(packed({f"{n}": b"" for n in range(501)}))


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_xml_with_words_of_its_own_is_refused(code):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode(code)
    parts = unpacked(xlsx([line()]))

    assert "beskadiget" in refusal(packed(parts | {"xl/sharedStrings.xml": bomb}))


def test_macros_are_refused():
    parts = unpacked(xlsx([line()]))
    assert "makroer" in refusal(packed(parts | {"xl/vbaProject.bin": b""}))


@pytest.mark.parametrize("cut", [30, 200, 1000, -30])
def test_half_a_file_is_refused(cut):
    assert "beskadiget" in refusal(xlsx([line()])[:cut])


def test_word_file_is_no_spreadsheet():
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    assert "beskadiget" in refusal(packed(parts))


# --- Lines ---------------------------------------------------------------------------------------


def test_line_says_what_it_says(frame):
    rows, wrong, _ = read(
        frame,
        line(
            title=" Rådmand ",
            role="supplerende medlem",
            letter="v",
            municipality="Aarhus Kommune",
            starts_on=datetime.date(2022, 2, 1),
            substitute="Bo  Dam",
            phone=12345678,
        ),
    )

    assert wrong == []
    row = rows[0]
    assert (row.title, row.role, row.letter, row.municipality) == (
        "Rådmand",
        "supplementary",
        "V",
        "751",
    )
    assert (row.starts_on, row.ends_on) == (datetime.date(2022, 2, 1), TERM_END)
    assert (row.substitute, row.phone) == ("Bo Dam", "12345678")
    assert type(row).from_json(row.as_json()) == row


@pytest.mark.parametrize(
    "said",
    [
        "01.02.2022",
        "1.2.2022",
        "1-2-2022",
        "01/02/2022",
        "2022-02-01",
        "1. februar 2022",
        datetime.date(2022, 2, 1),
        datetime.datetime(2022, 2, 1),  # noqa: DTZ001 -- as Excel has it
    ],
)
def test_date_is_read_as_text_and_as_a_date(frame, said):
    assert read(frame, line(starts_on=said))[0][0].starts_on == datetime.date(2022, 2, 1)


def test_without_days_a_seat_is_for_the_term(frame):
    row = read(frame, line())[0][0]
    assert (row.starts_on, row.ends_on, row.are_days_given) == (TERM_START, TERM_END, False)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"name": None}, "Linje 2, Navn: Navnet mangler."),
        ({"name": "Å"}, "Linje 2, Navn: »Å« er ikke et navn."),
        ({"name": 17}, "Linje 2, Navn: »17« er ikke et navn."),
        ({"name": "x" * 151}, "Linje 2, Navn: Teksten er på 151 tegn."),
        ({"name": "Bo\u202eDam"}, "Linje 2, Navn: Cellen indeholder tegn, som ikke kan ses."),
        ({"name": True}, "Linje 2, Navn: Skriv tekst i cellen."),
        ({"role": "Konge"}, "Linje 2, Rolle: Skriv Borgmester, Supplerende, Observatør eller"),
        ({"role": None}, "Linje 2, Rolle: Skriv"),
        ({"letter": "Q"}, "Linje 2, Parti: »Q« er ikke et listebogstav ved valget. Der er A, M, V"),
        ({"role": "Supplerende", "letter": None}, "Linje 2, Parti: Et supplerende medlem er valgt"),
        ({"municipality": "Odense"}, "Linje 2, Kommune: »Odense« er ikke en af KKR’s kommuner."),
        ({"municipality": None}, "Linje 2, Kommune: Kommunen mangler."),
        ({"email": "aase"}, "Linje 2, E-mail: »aase« er ikke en e-mailadresse."),
        ({"phone": "ring!"}, "Linje 2, Telefon: Skriv telefonnummeret med tal"),
        ({"starts_on": "i går"}, "Linje 2, Fra: »i går« er ikke en dato."),
        ({"starts_on": 2022}, "Linje 2, Fra: »2022« er ikke en dato."),
        ({"starts_on": "31.02.2022"}, "Linje 2, Fra: »31.02.2022« er ikke en dato."),
        ({"starts_on": "1.1.2021"}, "Linje 2, Fra: 01.01.2021 ligger uden for valgperioden"),
        ({"ends_on": "1.1.2026"}, "Linje 2, Til: 01.01.2026 ligger uden for valgperioden"),
        (
            {"starts_on": "2.3.2022", "ends_on": "1.3.2022"},
            "Linje 2, Til: Slutdatoen ligger før startdatoen.",
        ),
        ({"role": "Stedfortræder", "substitute": "Bo Dam"}, "Linje 2, Stedfortræder: En stedfort"),
        ({"role": "Observatør", "substitute": "Bo Dam"}, "Linje 2, Stedfortræder: En observatør"),
    ],
)
def test_mistake_is_told_at_its_line_and_column(frame, cells, said):
    assert any(problem.startswith(said) for problem in problems(frame, **cells))


def test_all_mistakes_are_told_at_once(frame):
    wrong = problems(frame, name=None, letter="Q", email="x", phone="y", starts_on="z")

    assert [problem.split(":")[0] for problem in wrong] == [
        f"Linje 2, {column}" for column in ("Fra", "Navn", "Parti", "E-mail", "Telefon")
    ]


@pytest.mark.parametrize("name", ["Ib", "Å Ø", "x" * 120, "Jean-Luc d’Æ"])
def test_short_long_and_odd_names_are_names(frame, name):
    rows, wrong, notices = read(frame, line(name))

    assert (rows[0].name, wrong) == (name, [])
    assert bool(notices) == (" " not in name)  # has no family name


def test_same_line_twice_is_told_and_two_of_one_name_are_not(frame):
    same = read(frame, line(), line())[1]
    two = read(frame, line(email="a@x.example"), line(email="b@x.example", role="Observatør"))[1]

    assert [str(one) for one in same] == [
        "Linje 3, Navn: Linjen er den samme som linje 2. Fjern den ene."
    ]
    assert two == []


# --- The template --------------------------------------------------------------------------------


def test_template_offers_the_councils_own_and_is_read_back(frame):
    data = template_xlsx(frame)
    book = load_workbook(io.BytesIO(data))

    assert [cell.value for cell in book["Medlemmer"][1]] == HEADS
    columns = [
        [cell.value for cell in column if cell.value] for column in book.worksheets[1].columns
    ]
    assert columns[0] == ["Kommune", "Viborg", "Aarhus"]
    assert columns[1] == ["Parti", "A", "M", "V"]
    assert columns[2][1:] == ["Borgmester", "Supplerende", "Observatør", "Stedfortræder"]
    rules = {
        str(rule.sqref): rule.formula1 for rule in book["Medlemmer"].data_validations.dataValidation
    }
    assert rules == {
        "D2:D501": "Valgmuligheder!$A$2:$A$3",
        "C2:C501": "Valgmuligheder!$B$2:$B$4",
        "E2:E501": "Valgmuligheder!$C$2:$C$5",
    }
    assert "Der står ingen personer i arket." in refusal(data)
    for column, value in enumerate(line(), start=1):
        book["Medlemmer"].cell(2, column).value = value
    file = io.BytesIO()
    book.save(file)
    assert read_rows(read_table(file.getvalue()), frame)[0][0].name == "Åse Holm"
