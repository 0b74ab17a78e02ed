"""KL's table: typed, pasted or from a file, and which of the two compositions holds."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.models import AuditEntry
from elections.models import KLTable
from tests.elections.factories import kl_table_of, municipalities_of
from tests.elections.views.pages import answer_of, errors_of, messages_of, text_of, url

SAVED = "KL’s tabel er gemt. Registrér nu, om den eller beregningen gælder."
COLLEAGUE = "En kollega har gemt en anden tabel imens. Åbn siden igen for at se den."


def nothing_is_stored() -> bool:
    return not KLTable.objects.exists() and not AuditEntry.objects.exists()


def typed(**numbers: str) -> dict[str, str]:
    return {"source": "KL’s brev"} | numbers


def pasted(text: str, **more) -> dict[str, str]:
    return {"source": "KL’s brev", "text": text, **more}


# --- Typed ---------------------------------------------------------------------------------------


def test_typed_table_is_stored_with_the_rest_as_supplementary(client, council, lists, secretary):
    municipalities_of(council, 4)

    response = client.post(
        url("kl-table-edit"), typed(total_0="10", mayors_0="4", total_2="2", mayors_1="")
    )

    assert answer_of(response) == (302, url("composition"))
    assert messages_of(response) == [SAVED]
    table = KLTable.objects.get()
    assert (table.number, table.source, table.entered_by) == (1, "KL’s brev", secretary)
    assert table.seats == {"A": (10, 4, 6), "B": (0, 0, 0), "C": (2, 0, 2), "D": (0, 0, 0)}


@pytest.mark.parametrize("mayors", [3, 5])
def test_table_with_more_or_fewer_mayors_than_municipalities_is_stored_with_a_warning(
    client, council, lists, mayors
):
    municipalities_of(council, 4)
    text = f"A;10;{mayors}"

    typed_in = client.post(url("kl-table-edit"), typed(total_0="10", mayors_0=str(mayors)))
    newest = KLTable.objects.get().pk
    pasted_in = client.post(url("kl-table-import"), pasted(text, replaces=str(newest)))

    warning = f"Tabellen har {mayors} borgmestre, men der er 4 kommuner. Se den efter."
    assert messages_of(typed_in) == [SAVED, warning]
    assert messages_of(pasted_in)[-2:] == [SAVED, warning]
    assert KLTable.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "field", "error"),
    [
        (typed(total_0="1", mayors_0="2"), "mayors_0", "Listen har flere borgmestre end medlem"),
        (typed(mayors_1="1"), "mayors_1", "Listen har flere borgmestre end medlemmer."),
        (typed(total_0="-1"), "total_0", "større end eller lig 0"),
        (typed(total_0="201"), "total_0", "mindre end eller lig 200"),
        (typed(total_0="1e9"), "total_0", "Indtast et heltal."),
        (typed(total_0="2,5"), "total_0", "Indtast et heltal."),
        ({"source": " ", "total_0": "1"}, "source", "Dette felt er påkrævet."),
        ({"source": "x" * 201, "total_0": "1"}, "source", "må højst have 200 tegn"),
        (typed(), "__all__", "Tabellen er tom: skriv mindst én lists medlemmer."),
        (typed(total_0="0"), "__all__", "Tabellen er tom: skriv mindst én lists medlemmer."),
    ],
)
def test_number_that_cannot_be_is_told_at_its_field(client, council, lists, sent, field, error):
    response = client.post(url("kl-table-edit"), sent)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert error in errors_of(response)[field][0]
    assert error in text_of(response)
    assert nothing_is_stored()


def test_form_begins_with_the_table_that_is_there(client, council, lists):
    table = kl_table_of(council, A=(10, 4, 6), C=(2, 0, 2))

    response = client.get(url("kl-table-edit"))

    form = response.context["form"]
    values = {name: form[name].value() for name in ("total_0", "mayors_0", "total_2", "total_1")}
    assert values == {"total_0": 10, "mayors_0": 4, "total_2": 2, "total_1": ""}
    assert form["replaces"].value() == table.pk
    assert form["source"].value() is None  # another table has another source
    assert "afløser tabel nr. 1, som bliver liggende." in text_of(response)


def test_newer_table_replaces_the_older_which_stays(client, council, lists):
    before = kl_table_of(council, A=(10, 4, 6))

    client.post(url("kl-table-edit"), typed(total_0="9", replaces=str(before.pk)))

    assert [table.number for table in council.kl_tables.all()] == [2, 1]
    assert council.kl_tables.first().seats["A"] == (9, 0, 9)


@pytest.mark.parametrize("replaces", ["", "0", "9" * 30, "x"])
@pytest.mark.parametrize("name", ["kl-table-edit", "kl-table-import"])
def test_table_that_a_colleague_saved_meanwhile_is_not_replaced(
    client, council, lists, name, replaces
):
    kl_table_of(council, A=(10, 4, 6))

    sent = typed(total_0="9", text="A;9;0;9", replaces=replaces)
    response = client.post(url(name), sent)

    assert response.status_code == 422
    if replaces != "x":
        assert errors_of(response) == {"__all__": [COLLEAGUE]}
        assert COLLEAGUE in text_of(response)
    assert council.kl_tables.get().seats == {"A": (10, 4, 6)}


# --- Pasted, or a file ---------------------------------------------------------------------------

DOWN = "A;10;4;6\nC;2;0;2\n"
ACROSS = "\tA\tC\tI alt\nI alt\t10\t2\t12\nBorgmestre\t4\t0\t4\nSupplerende\t6\t2\t8\n"


PDF = "  A C I alt\nI alt 10 2 12\nBorgmestre 4 0 4\nSupplerende medlemmer 6 2 8\n"


@pytest.mark.parametrize(
    "text", [DOWN, ACROSS, "a,10,4\nc,2,0", PDF], ids=["down", "across", "short", "from a PDF"]
)
def test_pasted_table_is_stored(client, council, lists, text):
    response = client.post(url("kl-table-import"), pasted(text))

    assert answer_of(response) == (302, url("composition"))
    assert KLTable.objects.get().seats == {"A": (10, 4, 6), "C": (2, 0, 2)}


@pytest.mark.parametrize("data", [DOWN.encode(), DOWN.encode("utf-8-sig")], ids=["plain", "bom"])
def test_table_from_a_file_is_stored(client, council, lists, data):
    file = SimpleUploadedFile("tabel.csv", data)

    response = client.post(url("kl-table-import"), {"source": "KL", "file": file})

    assert answer_of(response) == (302, url("composition"))
    assert KLTable.objects.get().seats == {"A": (10, 4, 6), "C": (2, 0, 2)}


def test_all_problems_of_a_pasted_table_are_listed_and_nothing_is_stored(client, council, lists):
    text = "A;10;4;5\nX;1;0;1\nB;x;0\nC;1;0;1\nC;1;0;1\nD;<b>;1\n"

    response = client.post(url("kl-table-import"), pasted(text))

    assert response.status_code == 422
    assert response.context["problems"] == (
        "A: borgmestre og supplerende giver ikke i alt.",
        "X: ingen liste ved valget har det bogstav.",
        "B: skriv i alt, borgmestre og supplerende som hele tal.",
        "C: står to gange.",
        "D: skriv i alt, borgmestre og supplerende som hele tal.",
    )
    assert "Tabellen er ikke gemt A: borgmestre og supplerende giver ikke i alt." in text_of(
        response
    )
    assert "&lt;b&gt;" in response.text  # what was pasted stands in the field again
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("sent", "field", "error"),
    [
        ({"text": ""}, "text", "Indsæt tabellen, eller vælg en fil."),
        ({"text": "  \n"}, "text", "Indsæt tabellen, eller vælg en fil."),
        ({"text": "A" * 20_001}, "text", "må højst have 20000 tegn"),
        ({"text": DOWN, "file": b"A;1"}, "file", "Vælg enten en fil eller indsæt tabellen"),
        ({"file": b"A;\xe6"}, "file", "Filen er ikke gemt som UTF-8."),
        ({"file": b""}, "file", "Den indsendte fil er tom."),
        ({"file": b"A" * 100_001}, "file", "Filen er for stor til at være KL’s tabel."),
    ],
    ids=["nothing", "blanks", "too long", "both", "latin-1", "empty file", "too large"],
)
def test_table_that_cannot_be_read_is_told_at_its_field(client, council, lists, sent, field, error):
    if "file" in sent:
        sent = sent | {"file": SimpleUploadedFile("tabel.csv", sent["file"])}

    response = client.post(url("kl-table-import"), {"source": "KL"} | sent)

    assert response.status_code == 422
    assert error in " ".join(errors_of(response)[field])
    assert nothing_is_stored()
