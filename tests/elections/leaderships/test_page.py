"""What the page about chair and vice-chair says."""

import datetime

import pytest

from elections.models import VoteSource
from tests.elections.leaderships.things import (
    TIED,
    VOTES,
    a_composition,
    a_notice,
    at,
    decide,
    rows_of,
    text_of,
    url,
)


def test_page_says_what_is_missing_before_there_is_anything(browse, council, term, secretary):
    text = text_of(browse(secretary).get(url("leadership")))

    assert "der er ingen sammensætning, som siger, hvilke lister der deltager" in text
    assert "Der er ikke oprettet et konstituerende møde i valgperioden" in text
    assert "Der er ikke anmeldt valgforbund." in text
    assert "Beregn valget" not in text


def test_page_tells_the_deadline_and_how_it_was_counted(browse, meeting, member):
    text = text_of(browse(member).get(url("leadership")))

    assert "Frist for valgforbund fredag d. 14. januar 2022 " in text
    assert (
        "tirsdag d. 18. januar 2022 mandag d. 17. januar 2022 fredag d. 14. januar 2022: fristen"
        in text
    )
    assert "Der er ingen helligdage på hverdage imellem." in text
    assert "(udløbet)" not in text


def test_page_names_the_holidays_that_were_skipped(browse, meeting, member, settings):
    meeting.starts_at, meeting.ends_at = at("2022-04-20 10:00"), at("2022-04-20 12:00")
    meeting.save()
    settings.PORTAL_DATE = datetime.date(2022, 4, 13)

    text = text_of(browse(member).get(url("leadership")))

    assert (
        "Sprunget over, ud over lørdage og søndage: anden påskedag (mandag d. 18. april), "
        "langfredag (fredag d. 15. april), skærtorsdag (torsdag d. 14. april)." in text
    )
    assert "Frist for valgforbund tirsdag d. 12. april 2022 (udløbet)" in text


def test_page_lists_all_notices_with_what_became_of_them(
    browse, meeting, composition, secretary, member
):
    a_notice(meeting, secretary, "VC")
    a_notice(meeting, secretary, "AF", "2022-01-15 00:00")

    rows = rows_of(browse(member).get(url("leadership")))

    late = "Modtaget 15. januar 2022 kl. 00.00, efter fristen fredag d. 14. januar 2022."
    assert rows[:3] == [
        "Lister | Anmeldt af | Modtaget | Status",
        "C Konservative V Venstre | Gruppen VC | 12. januar 2022 kl. 08.00 | Modtaget",
        f"A Socialdemokratiet F SF | Gruppen AF | 15. januar 2022 kl. 00.00 | Afvist {late}",
    ]


def test_page_tells_the_election_step_by_step(browse, meeting, composition, secretary, compute):
    a_notice(meeting, secretary, "VC")
    compute()

    response = browse(secretary).get(url("leadership"))

    assert rows_of(response)[2:] == [
        "Liste eller valgforbund | Stemmer : 1 | Stemmer : 2",
        "C + V | Formand 50 | 25,0",
        "A Socialdemokratiet | Næstformand 40 | 20,0",
        "F SF | 9 | 4,5",
        "Liste | Stemmer : 1 | Stemmer : 2",
        "V Venstre | Formand 30 | 15,0",
        "C Konservative | 20 | 10,0",
    ]
    text = text_of(response)
    assert "Formand V Venstre Posten går til listen." in text
    assert "Foreløbig: valgforbundene er ikke godkendt af mødet endnu." in text
    assert "C + V får formandsposten med 50 stemmer." in text
    assert "Inden for valgforbundet C + V" in text


def test_page_is_no_longer_provisional_when_the_meeting_has_decided(
    browse, meeting, items, composition, secretary, compute
):
    a_notice(meeting, secretary, "VC")
    compute()
    decide(meeting, secretary, items["alliances"])

    text = text_of(browse(secretary).get(url("leadership")))

    assert "da valget blev beregnet. Beregn det igen." in text
    compute()
    assert "Foreløbig" not in text_of(browse(secretary).get(url("leadership")))
    assert "Stemmetallene eller valgforbundene er ændret , siden valget blev beregnet." in text
    assert "Behandlet under »Godkendelse af valgforbund«." in text


def test_members_do_not_read_items_of_a_draft(
    browse, meeting, items, composition, secretary, member
):
    a_notice(meeting, secretary, "VC")
    decide(meeting, secretary, items["alliances"])

    assert "Behandlet under" not in text_of(browse(member).get(url("leadership")))


def test_page_says_which_election_is_current_and_that_it_replaces_the_others(
    browse, composition, compute, member
):
    compute()
    compute()
    client = browse(member)

    assert "Valg nr. 2" in text_of(client.get(url("leadership")))
    newest = "Det er det nyeste valg og gælder i stedet for de tidligere."
    assert newest in text_of(client.get(url("leadership")))
    old = text_of(client.get(url("leadership-version", 1)))
    assert "Du ser valg nr. 1, som er afløst." in old
    assert newest not in old
    assert client.get(url("leadership-version", 3)).status_code == 404


def test_members_see_no_workbench(browse, composition, meeting, secretary, member):
    a_notice(meeting, secretary, "VC")

    served, read = (
        browse(user).get(url("leadership")).content.decode() for user in (secretary, member)
    )

    assert ("Registrér valgforbund" in served, "Registrér valgforbund" in read) == (True, False)
    assert ("Træk tilbage" in served, "Træk tilbage" in read) == (True, False)
    assert "Mødet er ikke holdt endnu." in served


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_whatever_is_on_it(
    browse, council, term, meeting, items, composition, secretary, compute, number,
    django_assert_num_queries,
):  # fmt: skip
    for letters in ["VC", "AF", "AV"][:number]:
        a_notice(meeting, secretary, letters)
        compute()
    client = browse(secretary)
    client.get(url("leadership"))

    with django_assert_num_queries(10):
        client.get(url("leadership"))


# --- What is hidden until it can be done ---------------------------------------------------------


def links(browse, secretary) -> tuple[bool, bool]:
    """Whether the workbench leads to the lots, and to the persons, of election nr. 1."""
    page = browse(secretary).get(url("leadership")).content.decode()
    return url("leadership-lot", 1) in page, url("leadership-name", 1) in page


def test_persons_are_named_once_nothing_is_provisional_or_outdated(
    browse, council, term, meeting, items, composition, secretary, compute
):
    compute()
    complete = links(browse, secretary)
    a_composition(council, term, VOTES | {"A": 41})
    outdated = links(browse, secretary)

    assert (complete, outdated) == ((False, True), (False, False))


def test_provisional_election_leads_neither_to_lots_nor_to_persons(
    browse, council, term, meeting, items, composition, secretary, compute
):
    notice = a_notice(meeting, secretary, "VC")
    compute()
    before = links(browse, secretary)
    decide(meeting, secretary, items["alliances"], notice)

    assert (before, links(browse, secretary)) == ((False, False), (False, False))


def test_lots_are_offered_until_the_votes_are_others(browse, council, term, tied, secretary):
    waiting = links(browse, secretary)
    a_composition(council, term, TIED | {"C": 16})

    assert (waiting, links(browse, secretary)) == ((True, False), (False, False))


def test_tie_of_a_provisional_election_asks_for_no_lots(
    browse, council, term, lists, meeting, secretary, compute
):
    a_composition(council, term, {"A": 40, "V": 25, "C": 25, "F": 10})
    a_notice(meeting, secretary, "VC")
    compute()

    assert links(browse, secretary) == (False, False)


def test_page_marks_a_notice_that_came_after_the_deadline_as_it_is_now(
    browse, meeting, composition, secretary, member
):
    a_notice(meeting, secretary, "VC", "2022-01-14 08:00")
    mark = "Kom efter fristen, som den er nu, og tæller ikke med."
    before = text_of(browse(member).get(url("leadership")))
    meeting.starts_at, meeting.ends_at = at("2022-01-18 09:30"), at("2022-01-18 12:00")
    meeting.save()

    after = text_of(browse(member).get(url("leadership")))

    assert (mark in before, mark in after) == (False, True)


@pytest.mark.parametrize("name", ["leadership", "leadership-try"])
def test_page_says_where_votes_come_from_that_are_not_official(
    browse, composition, compute, member, name
):
    compute()
    text = "Stemmetallene er ikke officielle. Kilde: Tal til en test."
    unofficial = text_of(browse(member).get(url(name)))
    VoteSource.objects.update(is_official=True)

    assert text in unofficial
    assert text not in text_of(browse(member).get(url(name)))
