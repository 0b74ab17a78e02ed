"""A computation beside KL's table, the other computations, and what holds."""

import pytest

from councils import audit
from elections.apportionment import Case, ListInput, Method
from elections.models import Composition
from tests.elections.factories import (
    AcceptanceFactory,
    CompositionFactory,
    VoteSourceFactory,
    kl_table_of,
    mayor_of,
    municipalities_of,
    rows_of,
    source_with,
)
from tests.elections.views.pages import text_of, url
from tests.factories import MembershipFactory

# --- Beside KL's table -------------------------------------------------------------------------


def test_computation_that_gives_what_kl_published_says_so(client, council, composition):
    kl_table_of(council, A=(2, 2, 0), B=(1, 1, 0), C=(1, 0, 1))

    page = text_of(client.get(url("composition")))

    assert "Svarer til KL’s tabel Alle lister har de samme tal." in page
    assert "Afviger" not in page
    assert "Kilde til KL’s tabel: KL’s brev" in page


def test_lists_that_differ_from_the_table_of_kl_are_marked(client, council, composition):
    kl_table_of(council, A=(3, 2, 1), B=(1, 1, 0), Q=(2, 0, 2))

    response = client.get(url("composition"))

    assert "Afviger fra KL’s tabel Forskellene er mærket." in text_of(response)
    rows = rows_of(response)
    head = "I alt | Borgm. | Suppl. | I alt | Borgm. | Suppl."
    assert rows[rows.index(head) + 1 :][:5] == [
        "A Ahorn Afviger | 2 | 2 | 0 | 3 | 2 | 1",
        "B Birk | 1 | 1 | 0 | 1 | 1 | 0",
        "C Cypres Afviger | 1 | 0 | 1 | 0 | 0 | 0",
        "Q ikke i stemmetallene Afviger | – | – | – | 2 | 0 | 2",
        "I alt | 4 | 3 | 1 | 6 | 3 | 3",
    ]


# --- Other computations ------------------------------------------------------------------------


def test_latest_by_adams_leads_and_a_trial_says_that_it_is_one(client, composition, compute):
    trial = compute(Method.SAINTE_LAGUE)

    pages = [client.get(url("composition")), client.get(url("composition-version", trial.pk))]

    assert [page.context["composition"] for page in pages] == [composition, trial]
    told = f"Du ser beregning nr. {trial.number}, en prøve med metoden Sainte-Laguë."
    assert [told in text_of(page) for page in pages] == [False, True]
    assert f"Se beregning nr. {composition.number}, som portalen går ud fra" in text_of(pages[1])


def test_void_computation_says_why_it_does_not_count(client, drawn, stopped):
    Composition.objects.filter(pk=drawn.pk).update(is_void=True)

    current, void = (
        client.get(url("composition")),
        client.get(url("composition-version", drawn.pk)),
    )

    assert current.context["composition"] == stopped
    assert f"Beregning nr. {drawn.number} er annulleret: den hviler på" in text_of(void)


def test_all_computations_stand_in_a_list_with_what_became_of_them(
    client, drawn, stopped, council, compute
):
    Composition.objects.filter(pk=drawn.pk).update(is_void=True)
    trial = compute(Method.DHONDT)

    response = client.get(url("composition-list"))

    rows = [row.split(" | ") for row in rows_of(response)[1:]]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("Nr. 3", "d’Hondt", "Ventede på lodtrækning"),
        ("Nr. 2", "Adams (rekonstrueret)", "Annulleret"),
        ("Nr. 1", "Adams (rekonstrueret)", "Portalen går ud fra den"),
    ]
    assert url("composition-version", trial.pk) in response.text


def test_trial_stands_as_that_in_the_list(client, composition, compute):
    compute(Method.DHONDT)

    rows = rows_of(client.get(url("composition-list")))[1:]

    assert [row.split(" | ")[3] for row in rows] == ["Prøve", "Portalen går ud fra den"]


def test_older_computation_is_told_apart_from_the_one_that_leads(client, composition, compute):
    compute()

    rows = rows_of(client.get(url("composition-list")))[1:]

    assert [row.split(" | ")[3] for row in rows] == ["Portalen går ud fra den", "Ældre"]


def test_list_of_computations_says_when_there_is_none(client, council):
    assert rows_of(client.get(url("composition-list")))[1:] == ["Intet er beregnet endnu."]


def test_stored_result_that_does_not_follow_from_its_inputs_is_marked(client, composition):
    Composition.objects.update(result=f"{composition.result} ")

    page = text_of(client.get(url("composition")))

    assert "Ikke det samme Det gemte resultat svarer ikke til det gemte grundlag." in page


def test_name_of_a_list_is_shown_as_text(client, council, lists, compute):
    lists["A"].name = "<script>alert(1)</script>"
    lists["A"].save()
    source_with(council, {"A": 60})
    compute()

    response = client.get(url("composition"))

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.text


# --- What holds --------------------------------------------------------------------------------


def test_composition_that_holds_is_named_with_the_seats_still_to_fill(client, council, composition):
    table = kl_table_of(council, A=(2, 2, 0), C=(3, 0, 3))
    AcceptanceFactory(
        council=council, kl_table=table, composition=composition, differs=True, reason="KL ringede."
    )

    page = text_of(client.get(url("composition")))

    assert (
        "KL’s tabel gælder 5 medlemmer, heraf 2 borgmestre: A 2, C 3. Tabel nr. 1, KL’s brev. "
        "Godkendt 12. januar 2022 kl. 12.00 af Formandskabet." in page
    )
    assert "var forskellige. Begrundelse: KL ringede." in page
    assert "C mangler 3 supplerende medlemmer." in page


@pytest.mark.parametrize(
    ("elected", "told"),
    [
        (0, "A mangler 2 supplerende medlemmer."),
        (1, "A mangler 1 supplerende medlem."),
        (2, "Hver liste har valgt så mange supplerende medlemmer, som den skal."),
        (3, "A har 1 supplerende medlem for meget."),
        (4, "A har 2 supplerende medlemmer for mange."),
    ],
)
def test_members_elected_are_held_against_what_holds(client, council, term, lists, elected, told):
    AcceptanceFactory(council=council, kl_table=kl_table_of(council, A=(2, 0, 2)))
    for _ in range(elected):
        MembershipFactory(council=council, term=term, role="supplementary", elected_by=lists["A"])

    assert told in text_of(client.get(url("composition")))


def test_acceptance_of_a_computation_that_was_annulled_holds_no_more(client, council, drawn):
    AcceptanceFactory(council=council, goes_by="computation", kl_table=None, composition=drawn)
    before = text_of(client.get(url("composition")))
    Composition.objects.filter(pk=drawn.pk).update(is_void=True)

    after = text_of(client.get(url("composition")))

    assert "Portalens beregning gælder" in before
    assert "Portalens beregning gælder" not in after
    assert "Det er ikke registreret, hvilken sammensætning der gælder" in after


def test_what_came_after_the_acceptance_is_told(client, council, composition, compute):
    table = kl_table_of(council, A=(2, 2, 0))
    AcceptanceFactory(council=council, kl_table=table, composition=composition)
    newer = compute()
    kl_table_of(council, A=(4, 2, 2))

    page = text_of(client.get(url("composition")))

    assert f"Siden er der lavet en nyere beregning, nr. {newer.number}." in page
    assert "Siden er der indtastet en nyere tabel fra KL." in page


# --- What was changed since ----------------------------------------------------------------------


CHANGED = "Grundlaget er ændret, siden beregningen blev lavet"


def test_page_tells_what_was_changed_since_the_computation(
    browse, composition, council, secretary, member
):
    before = text_of(browse(secretary).get(url("composition")))
    audit.record("import_votes", council, "Indlæste 7 stemmetal", by=secretary, council=council)

    pages = [text_of(browse(user).get(url("composition"))) for user in (secretary, member)]

    assert CHANGED not in before
    assert all(f"{CHANGED} Indlæste 7 stemmetal (12. januar 2022 kl. " in page for page in pages)
    again = "Beregn sammensætningen igen nedenfor."
    assert [again in page for page in pages] == [True, False]


def test_new_computation_knows_of_the_changes(client, composition, compute, council, secretary):
    audit.record("import_votes", council, "Indlæste 7 stemmetal", by=secretary, council=council)
    newest = compute()

    current, older = (
        text_of(client.get(address))
        for address in (url("composition"), url("composition-version", composition.pk))
    )

    assert f"Nr. {newest.number}, " in current
    assert (CHANGED in current, CHANGED in older) == (False, False)


# --- What the page costs -------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("role", ["member", "secretary"])
def test_composition_page_costs_the_same_whatever_it_shows(
    request, browse, council, term, number, role, django_assert_num_queries
):
    """With so many municipalities, lists, computations, columns and papers."""
    user = request.getfixturevalue(role)
    places = municipalities_of(council, number)
    for place in places:
        mayor_of(place, council, "A")
    case = Case(
        tuple(ListInput(letter, 100, 0, True, True) for letter in "ABC"[:number]),
        municipalities=number,
        valid_votes=300,
    )
    for _ in range(number):
        source = VoteSourceFactory(council=council)
        CompositionFactory(source=source, case=case)
    table = kl_table_of(council, **dict.fromkeys("ABC"[:number], (1, 0, 1)))
    AcceptanceFactory(council=council, kl_table=table)
    client = browse(user)

    with django_assert_num_queries({"member": 10, "secretary": 12}[role]):
        response = client.get(url("composition"))

    assert len(response.context["told"].rows) == number
