"""A council's whole history is right on each day: one term with its events, asked day by day.

Whatever answers for a day must say what the chronicle in tests/councils/term.py says.
"""

import csv
import datetime
import io
import re
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from councils import documents, exports
from councils.lives import Kind
from councils.models import ContactDetails, Council, Person, User
from tests.councils.pages import DIRECTORY
from tests.councils.term import DAYS, MAYOR, MEMBER, ONE_DAY, PEOPLE, Play, day, expected, the_term
from tests.papers import Paper

on_each_day = pytest.mark.parametrize("at", DAYS, ids=str)


@pytest.fixture(scope="module")
def whole_term(django_db_setup, django_db_blocker):
    """The term, done once, with what was said of each day before later events were known."""
    with django_db_blocker.unblock(), transaction.atomic():
        play, told = Play(), {}
        for until in map(day, the_term(play)):
            told |= {at: said(Client(), at) for at in DAYS if at < until and at not in told}
        yield SimpleNamespace(play=play, told=told)
        transaction.set_rollback(True)


@pytest.fixture
def play(db, whole_term) -> Play:
    return whole_term.play


# --- What is said of a day -----------------------------------------------------------------------


def plain(html: str) -> str:
    """Words alone. A post that somebody has later is told on earlier days too: left out."""
    html = re.sub(r"<br>\s*<strong>[^<]+</strong> <span[^>]*>fra [\d.]+</span>", "", html)
    return " ".join(re.sub("<[^>]+>", " ", html).split()).replace("Eksempel ", "")


def page_of(client: Client, at: datetime.date, **asked) -> str:
    return client.get(DIRECTORY, {"dato": at.isoformat(), **asked}).content.decode()


def lines_of(page: str) -> dict[str, tuple]:
    """The politicians of the page's table, as the chronicle has them."""
    found = {}
    for row in re.findall(r'<tr>\s*<td class="lead"><a .*?</tr>', page, re.DOTALL):
        lead, party, *cells = map(plain, re.findall(r"<td.*?</td>", row, re.DOTALL)[:5])
        name, _, leave = lead.partition(" ")
        assert name not in found
        found[name] = (party.partition(" ")[0], *cells, leave)
    return found


def rows_of(client: Client, at: datetime.date) -> dict[str, tuple]:
    """Those of the CSV file, which tells of no leave."""
    url = reverse("directory-file", args=["midtjylland", "blaa-bog.csv"])
    text = client.get(url, {"dato": at.isoformat()}).content.decode("utf-8-sig")
    found = {}
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";"):
        post = re.sub(r"(, )?\w+ fra [\d.]+", "", row["Post"])
        stands_in = f"for {row['Stedfortræder for']}" if row["Stedfortræder for"] else ""
        role = plain(f"{row['Rolle']} {post} {stands_in}")
        name, other = plain(row["Navn"]), plain(row["Stedfortræder"])
        found |= {name: (row["Parti"], row["Kommune"], role, other)} if name in PEOPLE else {}
    return found


def said(client: Client, at: datetime.date) -> tuple[dict, dict]:
    return lines_of(page_of(client, at)), rows_of(client, at)


def as_told(lines: dict[str, tuple]) -> tuple[dict, dict]:
    """What both must say; the file has nobody's letter but one's own."""
    bare = re.compile(r" \(.\)|Ikke registreret")
    return lines, {name: (*line[:3], bare.sub("", line[3])) for name, line in lines.items()}


def members(lines: dict[str, tuple]) -> dict[str, str]:
    """With their letters."""
    return {name: one[0] for name, one in lines.items() if one[2].startswith((MAYOR, MEMBER))}


# --- Day by day ----------------------------------------------------------------------------------


@on_each_day
def test_page_and_file_say_who_sat_also_before_later_events_were_known(
    client, play, whole_term, at
):
    assert whole_term.told[at] == said(client, at) == as_told(expected(at))


@on_each_day
def test_page_counts_lists_and_genders_of_those_who_sat(client, play, at):
    wanted, page = expected(at), plain(page_of(client, at))

    sits = members(wanted)
    numbers = [f"{len(sits)} medlemmer", f"{len(wanted) - len(sits)} stedfortrædere"]
    assert all(number in page for number in numbers) is bool(wanted)
    for letter in {line[0] for line in wanted.values()}:
        found = lines_of(page_of(client, at, parti=letter))
        assert found == {name: line for name, line in wanted.items() if line[0] == letter}
    genders = Counter(PEOPLE[name].partition(" ")[2] for name in wanted)
    told = re.findall(r"(\d+) (?:kvinder?|mand|mænd|ikke oplyst) \(", page)
    assert [*map(int, told)] == [genders[one] for one in ("woman", "man", "") if wanted]
    mayors = [line for line in wanted.values() if line[2].startswith(MAYOR)]
    assert ("Listen er ikke fuldstændig" in page) is (len(mayors) < len(play.towns))


@on_each_day
def test_who_has_a_place_reads_how_to_reach_all_who_have_one_then_or_later(play, at):
    placed = {name for later in DAYS if later >= at for name in expected(later)}
    for name, person in play.people.items():
        account = User.objects.create(person=person, email=f"konto{person.pk}@kkr.example")
        is_in = name in expected(at)
        assert Council.objects.open_to(account, at).exists() is is_in, name
        seen = ContactDetails.objects.visible_to(account, at).exclude(shown_email="")
        reached = Person.objects.filter(pk__in=[one["person_id"] for one in seen])
        assert {plain(str(one)) for one in reached} == (placed if is_in else set()), name


@pytest.mark.parametrize("at", [day("2022-05-31"), day("2023-10-01"), day("2024-09-01")], ids=str)
def test_paper_says_who_sat(play, at):
    paper = Paper(documents.directory_print(exports.book_on(at, play.council)).pdf())
    wanted = expected(at)

    assert f"pr. {at.day}. " in paper.text
    index = paper.pages[-1].partition("Navneregister")[2]
    assert set(re.findall(r"(\w+), Eksempel", index)) == set(wanted)
    shelves = re.findall(r"([AB]) \w+partiet (\d) medlem", paper.text)
    assert {letter: int(n) for letter, n in shelves} == Counter(members(wanted).values())
    for name, line in wanted.items():
        row = " ".join(filter(None, [f"Eksempel {name}", *line[1:3]]))
        assert line[2].startswith("Stedf") or row in paper.text
        assert f"Eksempel {line[3]}".replace("Eksempel Ikke", "Ikke") in paper.text


@pytest.mark.parametrize(
    ("name", "today", "told"),
    [
        ("Ahorn", "2022-06-01", "Periode 1. januar 2022 – 31. maj 2022 (ikke længere borgmester)"),
        ("Birk", "2022-05-31", "for Ahorn Periode 1. januar 2022 – 31. maj 2022"),
        ("Birk", "2022-05-31", "Borgmester, Byby 1. juni 2022 – 31. december 2025 Vicebo"),
        (
            "Ceder",
            "2024-03-10",
            "Formand 20. juni 2022 – 10. marts 2024 Næstformand 1. januar 2022",
        ),
        ("Ceder", "2024-03-10", "Periode 1. januar 2022 – 10. marts 2024 Stedfortræder"),
        ("Ceder", "2024-03-11", "Periode 1. januar 2022 – 10. marts 2024 (død)"),
        ("Dild", "2024-09-01", "Ahornpartiet 1. september 2024 – 31. december 2025 Birkepartiet"),
        ("Eg", "2022-10-31", "Periode 1. januar 2022 – 31. oktober 2022 Stedfortræder"),
        ("Eg", "2022-11-01", "Periode 1. januar 2022 – 31. oktober 2022 (udtrådt af partiet)"),
        ("Gran", "2023-01-31", "Gran Pladser i KKR"),
        ("Gran", "2023-06-30", "Gran orlov til 30. juni 2023 Pladser i KKR"),
        ("Gran", "2023-07-01", "Lind 16. oktober 2023 – 31. december 2025 Hassel 1. januar 2022 –"),
        ("Gran", "2023-07-01", "Gran Pladser i KKR"),
    ],
)
def test_page_of_a_person_has_the_periods_and_what_is_so_today(
    client, play, settings, name, today, told
):
    settings.PORTAL_DATE = day(today)
    page = client.get(reverse("person", args=[play.people[name].pk])).content.decode()

    assert told in plain(page.partition("<main")[2])


@pytest.mark.parametrize(
    ("name", "last", "change"),
    [
        ("Kirsebær", "2023-01-15", "Jasmin: A, Byby, Supplerende medlem, Ikke registreret"),
        ("Gran", "2025-09-30", "Lind:"),
    ],
    ids=["recorded late", "recorded before"],
)
def test_event_shows_on_its_days_whenever_it_is_recorded(
    client, play, settings, name, last, change
):
    settings.PORTAL_DATE = today = day("2024-10-01")
    last, first = day(last), day(last) + ONE_DAY
    play.happen(Kind.LEFT_MUNICIPAL_COUNCIL, name, f"{last}")

    for at in sorted({*DAYS, last, first}):
        assert said(client, at) == as_told(expected(at, f"{first} {change}\n{first} {name}:")), at
    account = User.objects.create(person=play.people[name], email="konto@kkr.example")
    for now in (last, today, first):
        settings.PORTAL_DATE = now
        assert (name in lines_of(client.get(DIRECTORY).content.decode())) is (now <= last)
        assert Council.objects.open_to(account, now).exists() is (now <= last)
