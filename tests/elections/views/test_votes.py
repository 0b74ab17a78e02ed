"""Votes: uploaded, looked at, taken in or discarded, and handed out as they came."""

import pytest

from councils.models import AuditEntry
from elections.actions.votes import import_votes, upload_votes
from elections.forms.votes import MAX_FILE_SIZE
from elections.models import VoteDraft, VoteSource
from tests.elections.factories import (
    VoteCountFactory,
    csv_file,
    municipalities_of,
    rows_of,
    source_with,
)
from tests.elections.views.pages import (
    aarhus,
    answer_of,
    errors_of,
    messages_of,
    text_of,
    upload_of,
    url,
    votes_held,
)
from tests.factories import (
    CouncilMunicipalityFactory,
    ElectoralListFactory,
    SecretariatMemberFactory,
)

STATBANK = "Område;Parti;Stemmer\nAarhus;A. Ahorn;10\nAarhus;Gyldige stemmer;12\n"
STATBANK += "Aarhus;Afgivne stemmer;15\n"
VALGDK = "Afstemningsområde;Listebogstav;Listenavn;Kandidat;Stemmer\n"
VALGDK += "Aarhus - Nord;A;Ahorn;Partiliste;7\nAarhus - Syd;A;Ahorn;X;3\n"


@pytest.fixture
def upload(client, aarhus_with_a):
    """Sends a file for Aarhus, where party A stands."""

    def upload(data: bytes | None, **fields: str):
        return client.post(url("votes-import"), upload_of(data, **fields))

    return upload


@pytest.fixture
def draft(upload) -> VoteDraft:
    """Ten votes for A, uploaded and not taken in."""
    upload(aarhus(10))
    return VoteDraft.objects.get()


def nothing_is_kept() -> bool:
    return not any(m.objects.exists() for m in (VoteDraft, VoteSource, AuditEntry))


# --- Uploading: what is refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "fields", "field", "error"),
    [
        (None, {}, "file", "Dette felt er påkrævet."),
        (b"", {}, "file", "Filen er tom."),
        (b"x" * (MAX_FILE_SIZE + 1), {}, "file", "Filen er større end 10 MB."),
        (aarhus(1), {"provenance": " "}, "provenance", "Dette felt er påkrævet."),
        (aarhus(1), {"provenance": "x" * 501}, "provenance", "må højst have 500 tegn"),
        (aarhus(1), {"valid_votes": "0"}, "valid_votes", "større end eller lig 1"),
        (aarhus(1), {"valid_votes": "1e9"}, "valid_votes", "Indtast et heltal."),
        (aarhus(1), {"cast_votes": "9" * 30}, "cast_votes", "mindre end eller lig 999"),
        (aarhus(1), {"municipality": "9999"}, "municipality", "Marker en gyldig valgmulighed"),
    ],
    ids=[
        "no file",
        "empty",
        "too large",
        "blank provenance",
        "long provenance",
        "no votes valid",
        "no number",
        "huge number",
        "no municipality of the council",
    ],
)
def test_form_error_is_told_in_danish_at_its_field(upload, data, fields, field, error):
    response = upload(data, **fields)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert error in " ".join(errors_of(response)[field])
    assert nothing_is_kept()


def test_bad_file_is_answered_with_all_its_problems_and_nothing_is_kept(upload):
    bad = csv_file(
        "751,Aarhus,A,,Socialdemokratiet,10,exact",
        "751,Aarhus,X,,<b>,x,exact",
        "751,Aarhus,A,,Socialdemokratiet,10,exact",
    )

    response = upload(bad)

    assert response.status_code == 422
    assert text_of(response).count("Linje 3,") == 2
    assert "Linje 3, kolonne party_letter: " in text_of(response)
    assert "Linje 3, kolonne votes: »x«" in text_of(response)
    assert "Linje 4, kolonne list_name: samme kommune og liste som linje 2." in text_of(response)
    assert nothing_is_kept()


def test_words_of_a_bad_file_are_shown_as_text(upload):
    response = upload(csv_file("751,Aarhus,A,,S,<script>,exact"))

    assert "»&lt;script&gt;«" in response.text
    assert "<script>," not in response.text


def test_reading_that_stopped_at_fifty_problems_says_so(upload):
    response = upload(csv_file(*(f"751,Aarhus,A,,S,x{n},exact" for n in range(60))))

    assert len(response.context["problems"]) == 50
    assert "Læsningen stoppede her; der kan være flere fejl." in text_of(response)


@pytest.mark.parametrize(
    ("fields", "field", "error"),
    [
        (
            {"valid_votes": "1233"},
            "valid_votes",
            "Listerne har tilsammen 1.234 stemmer. Der kan ikke være færre gyldige.",
        ),
        (
            {"cast_votes": "1233"},
            "cast_votes",
            "Der er 1.234 gyldige stemmer. Der kan ikke være afgivet færre.",
        ),
        (
            {"valid_votes": "2000", "cast_votes": "1999"},
            "cast_votes",
            "Der er 2.000 gyldige stemmer. Der kan ikke være afgivet færre.",
        ),
    ],
)
def test_totals_that_contradict_are_told_at_their_field(upload, fields, field, error):
    response = upload(aarhus(1234), **fields)

    assert (response.status_code, errors_of(response)) == (422, {field: [error]})
    assert nothing_is_kept()


def test_totals_in_the_file_that_contradict_are_told_at_the_file(upload):
    response = upload(STATBANK.replace("stemmer;15", "stemmer;11").encode())

    error = "Filen oplyser 12 gyldige stemmer, men færre afgivne."
    assert (response.status_code, errors_of(response)) == (422, {"file": [error]})
    assert nothing_is_kept()


def test_totals_that_just_fit_are_kept(upload):
    upload(aarhus(1234), valid_votes="1234", cast_votes="1234")

    draft = VoteDraft.objects.get()
    assert (draft.valid_votes, draft.cast_votes) == (1234, 1234)


def test_page_for_votes_begins_without_errors(client, council):
    response = client.get(url("votes-import"))

    assert response.status_code == 200
    assert "form-error" not in response.text


# --- From the file to the votes that hold --------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "shape", "totals"),
    [
        (aarhus(10), "simple", (None, None)),
        (STATBANK.encode(), "statbank", (12, 15)),
        (VALGDK.encode(), "valgdk", (None, None)),
    ],
    ids=["simple", "statbank", "valgdk"],
)
def test_file_of_each_shape_is_uploaded_looked_at_and_taken_in(
    upload, client, council, secretary, data, shape, totals
):
    uploaded = upload(data, is_official="on")
    draft = VoteDraft.objects.get()
    page = client.get(uploaded["Location"])
    untouched = VoteSource.objects.exists()
    taken = client.post(uploaded["Location"], {"based_on": ""})

    assert answer_of(uploaded) == (302, url("votes-preview", draft.pk))
    assert "Ahorn (A) | 0 | 10 | +10" in rows_of(page)
    assert "Aarhus | 0 | 10" in rows_of(page)
    assert "Intet er indlæst endnu." in text_of(page)
    assert not untouched
    assert answer_of(taken) == (302, url("votes"))
    source = VoteSource.objects.get()
    assert votes_held(source) == {("Aarhus", "Ahorn"): 10}
    assert (source.shape, source.is_official, source.imported_by) == (shape, True, secretary)
    assert (source.valid_votes, source.cast_votes) == totals
    assert not VoteDraft.objects.exists()


def test_file_is_not_official_unless_it_is_said(upload):
    upload(aarhus(10))

    assert not VoteDraft.objects.get().is_official


def test_preview_shows_what_changes_what_stays_and_what_is_missing(
    upload, client, council, aarhus_with_a
):
    kept, _ = municipalities_of(council, 2)
    source = source_with(council, {"A": 1_500}, municipality=kept)
    VoteCountFactory(
        source=source,
        municipality=aarhus_with_a,
        electoral_list=ElectoralListFactory(letter="A"),
        votes=30,
    )
    missing = (
        council.municipality_periods.exclude(municipality__in=[kept, aarhus_with_a])
        .get()
        .municipality
    )

    page = client.get(upload(aarhus(10))["Location"])

    assert f"Beholder deres stemmetal, fordi de ikke står i filen: {kept}." in text_of(page)
    assert f"Har ingen stemmetal, heller ikke efter indlæsningen: {missing}." in text_of(page)
    assert rows_of(page) == [
        "Liste | Nu | Efter | Ændring",
        "Ahorn (A) | 1.530 | 1.510 | −20",
        "I alt | 1.530 | 1.510 | ",
        "Kommune | Nu | Efter",
        "Aarhus | 30 | 10",
    ]


def test_preview_says_when_official_votes_will_not_be_called_so(upload, client, council):
    told = "Stemmetallene under ét bliver mærket som ikke officielle"
    alone = text_of(client.get(upload(aarhus(10), is_official="on")["Location"]))
    kept, _ = municipalities_of(council, 2)
    source = source_with(council, {"A": 30}, municipality=kept)
    mixed = text_of(client.get(upload(aarhus(10), is_official="on")["Location"]))
    unofficial = text_of(client.get(upload(aarhus(10))["Location"]))
    VoteSource.objects.filter(pk=source.pk).update(is_official=True)
    official = text_of(client.get(upload(aarhus(10), is_official="on")["Location"]))

    found = [told in page for page in (alone, mixed, unofficial, official)]
    assert found == [False, True, False, False]


def test_preview_shows_the_totals_of_the_file_and_whether_they_are_used(upload, client, council):
    said = "Filen oplyser selv 12 gyldige og 15 afgivne stemmer."
    whole = text_of(client.get(upload(STATBANK.encode())["Location"]))
    source_with(council, {"A": 30})
    part = text_of(client.get(upload(STATBANK.encode())["Location"]))
    silent = text_of(client.get(upload(aarhus(10))["Location"]))

    assert f"{said} De bruges som totaler, hvis du ikke selv har skrevet nogen." in whole
    assert f"{said} De bruges ikke som totaler, fordi filen ikke dækker alle" in part
    assert "Filen oplyser selv" not in silent


def test_preview_says_when_nothing_changes(upload, client, council, aarhus_with_a):
    source_with(council, {"A": 10}, municipality=aarhus_with_a)

    page = client.get(upload(aarhus(10))["Location"])

    assert "Filen giver de samme stemmer, som portalen allerede har." in text_of(page)


def test_lines_that_are_skipped_are_named(upload, client):
    outside = VALGDK + "København - Nord;A;Ahorn;Partiliste;99\n"
    CouncilMunicipalityFactory(
        council__slug="hovedstaden", municipality__name="København", municipality__code="101"
    )

    page = client.get(upload(outside.encode())["Location"])

    assert (
        "Ikke genkendt eller uden for KKR Linje 4: København hører til et andet KKR: 1 linje med "
        "99 stemmer er sprunget over."
    ) in text_of(page)


def test_file_about_one_municipality_is_read_with_the_one_chosen(upload, client, aarhus_with_a):
    data = VALGDK.replace("Aarhus - ", "").encode()

    assert upload(data).status_code == 422
    chosen = upload(data, municipality=str(aarhus_with_a.pk))
    client.post(chosen["Location"], {"based_on": ""})

    assert votes_held(VoteSource.objects.get()) == {("Aarhus", "Ahorn"): 10}


def test_municipality_that_the_file_does_not_mention_keeps_its_votes(
    upload, client, council, aarhus_with_a
):
    (kept,) = municipalities_of(council, 1)
    before = source_with(council, {"A": 1_500}, municipality=kept)

    client.post(upload(aarhus(10))["Location"], {"based_on": before.pk})

    latest = VoteSource.objects.latest("pk")
    assert votes_held(latest) == {("Aarhus", "Ahorn"): 10, (str(kept), "Ahorn"): 1_500}
    assert latest.based_on == before
    assert "har beholdt deres tidligere stemmetal" in text_of(client.get(url("votes")))


def test_new_upload_takes_the_place_of_the_one_before(upload, draft):
    upload(aarhus(20))

    assert bytes(VoteDraft.objects.get().content) == aarhus(20)
    assert not VoteDraft.objects.filter(pk=draft.pk).exists()


def test_discarded_file_changes_nothing(client, draft):
    response = client.post(url("votes-discard", draft.pk))

    assert answer_of(response) == (302, url("votes"))
    assert messages_of(response) == ["Filen er kasseret. Stemmetallene er uændrede."]
    assert not VoteDraft.objects.exists()
    assert not VoteSource.objects.exists()


# --- Two people ----------------------------------------------------------------------------------


def test_file_that_was_discarded_in_another_window_is_not_found(client, draft):
    client.post(url("votes-discard", draft.pk))

    response = client.post(url("votes-preview", draft.pk), {"based_on": ""})

    assert response.status_code == 404
    assert not VoteSource.objects.exists()


def test_file_is_not_taken_in_after_a_colleague_took_in_another(
    client, council, term, draft, lists
):
    colleague = SecretariatMemberFactory(council=council).user
    theirs = upload_votes(
        council,
        term.election,
        by=colleague,
        file_name="deres.csv",
        data=aarhus(77),
        provenance="KMD",
    )
    import_votes(theirs, by=colleague, based_on=None)

    response = client.post(url("votes-preview", draft.pk), {"based_on": ""})

    assert response.status_code == 200
    assert messages_of(response) == ["Der er indlæst andre stemmetal imens. Se ændringerne igen."]
    assert "Ahorn (A) | 77 | 10 | −67" in rows_of(response)
    assert VoteSource.objects.get().file_name == "deres.csv"
    again = client.post(url("votes-preview", draft.pk), {"based_on": VoteSource.objects.get().pk})
    assert answer_of(again) == (302, url("votes"))
    assert votes_held(VoteSource.objects.latest("pk")) == {("Aarhus", "Ahorn"): 10}


@pytest.mark.parametrize("based_on", ["x", "-1", "²", "9" * 5_000, "1 or 1"])
def test_number_of_the_votes_before_that_is_none_is_taken_for_none(
    client, council, draft, aarhus_with_a, based_on
):
    source_with(council, {"A": 3}, municipality=aarhus_with_a)

    response = client.post(url("votes-preview", draft.pk), {"based_on": based_on})

    assert response.status_code == 200
    assert messages_of(response) == ["Der er indlæst andre stemmetal imens. Se ændringerne igen."]
    assert VoteSource.objects.count() == 1


def test_file_that_no_longer_reads_says_why(client, draft, term):
    term.election.lists.filter(letter="A").update(letter="S")

    pages = [
        client.get(url("votes-preview", draft.pk)),
        client.post(url("votes-preview", draft.pk), {"based_on": ""}),
    ]

    assert [page.status_code for page in pages] == [422, 422]
    assert all("Linje 2, kolonne party_letter" in text_of(page) for page in pages)
    assert not VoteSource.objects.exists()


def test_votes_that_cannot_be_recorded_are_not_stored(client, draft, broken_audit):
    broken_audit()

    with pytest.raises(RuntimeError, match="no audit entry"):
        client.post(url("votes-preview", draft.pk), {"based_on": ""})

    assert not VoteSource.objects.exists()
    assert VoteDraft.objects.exists()
