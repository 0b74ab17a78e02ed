"""What the secretary sends: files of votes, the method to compute with, who is represented."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from councils.models import AuditEntry
from elections.forms import MAX_FILE_SIZE
from elections.models import Composition, ListStanding, VoteCount, VoteSource
from tests.elections.factories import (
    ListStandingFactory,
    a_local_list,
    a_tied_council,
    csv_file,
    mayor_of,
    municipalities_of,
    source_with,
    text_of,
)
from tests.factories import (
    CouncilMunicipalityFactory,
    ElectionFactory,
    ElectoralListFactory,
    MunicipalityFactory,
)

A = "751,Aarhus,A,,Socialdemokratiet,10,exact"


def url(name: str) -> str:
    return reverse(name, args=["midtjylland"])


def nothing_is_stored() -> bool:
    return not any(m.objects.exists() for m in (VoteSource, VoteCount, Composition, AuditEntry))


@pytest.fixture
def client(browse, secretary, term):
    return browse(secretary)


# --- Votes ---------------------------------------------------------------------------------------


@pytest.fixture
def upload(client, council):
    """Sends a file for Aarhus, where party A stands."""
    CouncilMunicipalityFactory(
        council=council, municipality__code="751", municipality__name="Aarhus"
    )
    ElectoralListFactory(letter="A")

    def upload(data: bytes | None, provenance: str = "KMD", **fields: str):
        fields |= {"provenance": provenance}
        if data is not None:
            fields["file"] = SimpleUploadedFile("tal.csv", data)
        return client.post(url("votes-import"), fields)

    return upload


def errors_of(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_good_file_is_stored_and_leads_to_the_composition(upload, council, secretary):
    response = upload(csv_file(A), is_official="on")

    assert (response.status_code, response["Location"]) == (302, url("composition"))
    source = VoteSource.objects.get()
    assert (source.council, source.imported_by) == (council, secretary)
    assert (source.file_name, source.provenance, source.is_official) == ("tal.csv", "KMD", True)
    assert bytes(source.content) == csv_file(A)


def test_file_is_not_official_unless_it_is_said(upload):
    upload(csv_file(A))

    assert not VoteSource.objects.get().is_official


def test_bad_file_is_answered_with_all_its_problems_and_nothing_is_stored(upload):
    response = upload(csv_file(A, "751,Aarhus,X,,<b>,x,exact", A))

    assert response.status_code == 422
    assert (
        "Filen er ikke indlæst"
        " Linje 3, kolonne party_letter: intet parti havde bogstavet »X« ved valget."
        " Linje 3, kolonne votes: »x« er ikke et helt, ikke-negativt tal."
        " Linje 4, kolonne list_name: samme kommune og liste som linje 2."
    ) in text_of(response)
    assert nothing_is_stored()


def test_words_of_a_bad_file_are_shown_as_text(upload):
    response = upload(csv_file("751,Aarhus,A,,S,<script>,exact"))

    assert "»&lt;script&gt;« er ikke et helt" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "provenance", "field", "error"),
    [
        (None, "KMD", "file", "Dette felt er påkrævet."),
        (b"", "KMD", "file", "Filen er tom."),
        (b"x" * (MAX_FILE_SIZE + 1), "KMD", "file", "Filen er større end 2 MB."),
        (csv_file(A), "", "provenance", "Dette felt er påkrævet."),
        (csv_file(A), " ", "provenance", "Dette felt er påkrævet."),
        (csv_file(A), "x" * 501, "provenance", "må højst have 500 tegn (den har 501)."),
    ],
    ids=["no file", "empty", "too large", "no provenance", "blank provenance", "long provenance"],
)
def test_form_error_is_told_in_danish_at_its_field(upload, data, provenance, field, error):
    response = upload(data, provenance)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert error in text_of(response)
    assert nothing_is_stored()


def test_largest_file_that_is_read_has_two_megabytes(upload):
    response = upload(b"x\n" * (MAX_FILE_SIZE // 2))

    assert errors_of(response) == {}
    assert "Linje 1, kolonne municipality_code: kolonnen mangler." in text_of(response)


def test_page_for_votes_begins_without_errors(client, council):
    response = client.get(url("votes-import"))

    assert response.status_code == 200
    assert "form-error" not in response.content.decode()


# --- The computation -----------------------------------------------------------------------------


def compute(client, method: str = "adams") -> tuple[str, str]:
    """Where the answer leads, and what is said there."""
    response = client.post(url("composition-compute"), {"method": method})
    page = client.get(response["Location"])
    (message,) = page.context["messages"]
    assert str(message) in text_of(page)
    return response["Location"], str(message)


def test_composition_is_computed_with_the_chosen_method(client, council, secretary):
    source_with(council, {"A": 60, "B": 40})

    place, message = compute(client, "sainte_lague")

    composition = Composition.objects.get()
    assert (composition.method, composition.computed_by) == ("sainte_lague", secretary)
    assert place == reverse("composition-version", args=["midtjylland", composition.pk])
    assert message == "Sammensætningen er beregnet og gemt."


def test_computation_says_that_it_waits_for_lots_when_lists_are_tied(client, council):
    a_tied_council(council)

    _, message = compute(client, "adams")

    assert message == "Grundlaget er gemt, men beregningen venter på en lodtrækning."


@pytest.mark.parametrize("method", ["hare", "", "ADAMS"])
def test_unknown_method_is_refused(client, council, method):
    source_with(council, {"A": 60})

    assert compute(client, method) == (url("composition"), "Vælg en af metoderne på listen.")
    assert not Composition.objects.exists()


def test_computing_without_votes_leads_to_importing_them(client, council):
    assert compute(client) == (url("votes-import"), "Indlæs først stemmetallene.")
    assert nothing_is_stored()


def test_computing_with_unknown_representation_leads_to_the_question(client, council):
    source_with(council, {"A": 60, "B": 40}, represented="A")
    name = ElectoralListFactory(letter="B").name

    assert compute(client) == (
        url("standings-edit"),
        f"Oplys først, om disse lister er repræsenteret: {name} (B).",
    )
    assert not Composition.objects.exists()


def test_computing_where_no_list_takes_part_says_so(client, council):
    (municipality,) = municipalities_of(council, 1)
    source = source_with(council, {}, municipality=municipality)
    source.counts.create(
        municipality=municipality, electoral_list=a_local_list(municipality, "L"), votes=9
    )

    place, message = compute(client)

    assert (place, message[:41]) == (
        url("composition"),
        "Ingen liste opfylder betingelserne, så de",
    )
    assert not Composition.objects.exists()


def test_computing_with_more_mayors_than_municipalities_says_so(client, council):
    source_with(council, {"A": 60})
    for _ in range(2):
        mayor_of(MunicipalityFactory(), council, "A")

    place, message = compute(client)

    assert (place, message[:24]) == (url("composition"), "Tallene modsiger hinande")
    assert not Composition.objects.exists()


# --- Who is represented --------------------------------------------------------------------------


def test_standings_are_asked_for_parties_and_cooperations_of_the_election(client, council):
    a = ElectoralListFactory(letter="A")
    lld = ElectoralListFactory(letter="LLD", kind="cooperation", party=None)
    ElectoralListFactory(letter="M", election=ElectionFactory(held_on="2025-11-18"))
    a_local_list(municipalities_of(council, 1)[0], "L")
    ListStandingFactory(council=council, electoral_list=a, is_represented=False)

    form = client.get(url("standings-edit")).context["form"]

    asked = {field.name: field.initial for field in form}
    assert asked == {f"list-{a.pk}": "nej", f"list-{lld.pk}": ""}


def test_standings_are_saved_as_yes_no_and_not_known(client, council, other_council):
    lists = {letter: ElectoralListFactory(letter=letter) for letter in "ABC"}
    ListStandingFactory(council=council, electoral_list=lists["C"], is_represented=True)
    ListStandingFactory(council=other_council, electoral_list=lists["B"], is_represented=True)
    answers = {"A": "ja", "B": "nej", "C": ""}

    response = client.post(
        url("standings-edit"),
        {f"list-{entry.pk}": answers[letter] for letter, entry in lists.items()},
    )

    assert (response.status_code, response["Location"]) == (302, url("composition"))
    known = council.list_standings.values_list("electoral_list__letter", "is_represented")
    assert dict(known) == {"A": True, "B": False, "C": None}
    assert other_council.list_standings.get().is_represented


def test_answer_that_is_no_choice_is_refused(client, council):
    a = ElectoralListFactory(letter="A")

    response = client.post(url("standings-edit"), {f"list-{a.pk}": "måske"})

    assert response.status_code == 422
    assert "måske er ikke en af de tilgængelige valgmuligheder" in text_of(response)
    assert not ListStanding.objects.exists()


def test_list_with_a_mayor_cannot_be_called_unrepresented(client, council):
    a = ElectoralListFactory(letter="A")
    mayor_of(municipalities_of(council, 1)[0], council, "A")

    response = client.post(url("standings-edit"), {f"list-{a.pk}": "nej"})

    assert response.status_code == 422
    assert response.context["form"].errors == {
        f"list-{a.pk}": ["Listen har en borgmester og er derfor repræsenteret."]
    }
    assert not council.list_standings.exists()
