"""A pasted list of dates, as people write them."""

import datetime

import pytest

from meetings.plan import reading

TEN, NOON = datetime.time(10), datetime.time(12)
WEDNESDAY = datetime.date(2022, 1, 19)


def read_one(line: str) -> reading.Line:
    [found] = reading.read(line, starts=TEN, ends=NOON)
    return found


@pytest.mark.parametrize(
    "line",
    [
        "19.1.2022",
        "19.01.2022",
        "19-01-2022",
        "19/1-2022",
        "19/1 2022",
        "19.1.22",
        "19/1-22",
        "19. januar 2022",
        "19. jan. 2022",
        "d. 19. januar 22",
        "Onsdag den 19. januar 2022",
        "ons. d. 19. jan. 2022",
        "Ons 19/1 2022",
        "2022-01-19",
        "- 19.1.2022",
        "• 19. januar 2022",
        "3) 19. januar 2022",
        "  19.1.2022,  ",
    ],
)
def test_date_is_read_in_many_spellings(line):
    found = read_one(line)

    assert (found.date, found.starts, found.ends, found.kind) == (WEDNESDAY, TEN, NOON, "ordinary")
    assert (found.problem, found.time_problem, found.note) == ("", "", "")


@pytest.mark.parametrize(
    ("line", "starts", "ends"),
    [
        ("onsdag den 19. januar 2022 kl. 10-12.30", "10:00", "12:30"),
        ("19.1.2022 kl. 9.30 – 11.00", "09:30", "11:00"),
        ("19.1.2022 9:30-11", "09:30", "11:00"),
        ("19. januar 2022 9-11.30", "09:00", "11:30"),
        ("19.1.22 9-11", "09:00", "11:00"),
        ("19. januar 2022 fra kl. 9 til kl. 11.15", "09:00", "11:15"),
        ("2022-01-19\t13:00\t15:30", "13:00", "15:30"),
        ("19-01-2022;13.00;15.30;Konstituerende", "13:00", "15:30"),
        ("19.1.2022 kl. 13", "13:00", "15:00"),
        ("19.1.2022 klokken 23.30", "23:30", "23:59"),
    ],
)
def test_times_are_read_and_a_start_alone_keeps_the_usual_length(line, starts, ends):
    found = read_one(line)

    assert (found.date, f"{found.starts:%H:%M}", f"{found.ends:%H:%M}") == (WEDNESDAY, starts, ends)
    assert (found.problem, found.time_problem, found.note) == ("", "", "")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("19.1.2022 konstituerende", "constituent"),
        ("Konstituerende møde: onsdag 19/1 2022, kl. 10-12", "constituent"),
        ("Konst. møde 19.1.2022", "constituent"),
        ("19.1.2022 ekstraordinært", "extraordinary"),
        ("19.1.2022 (ekstraordinært møde)", "extraordinary"),
        ("19.1.2022 ordinært møde", "ordinary"),
        ("19.1.2022", "ordinary"),
    ],
)
def test_kind_is_read_from_a_word_in_the_line(line, kind):
    found = read_one(line)

    assert (found.date, found.kind, found.note) == (WEDNESDAY, kind, "")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("næste onsdag", "Der er ingen dato"),
        ("19. marked 2022", "Der er ingen dato"),
        ("5/13-2022", "Der er ingen dato"),
        ("30. februar 2022", "Den dato findes ikke."),
        ("31.6.2022", "Den dato findes ikke."),
        ("29.2.2023", "Den dato findes ikke."),
        ("19. januar", "Årstallet mangler."),
        ("19.1.2022 eller 20.1.2022", "Der står flere datoer."),
        ("tirsdag den 19. januar 2022", "Der står tirsdag, men 19. januar 2022 er en onsdag."),
        ("fre. 19.1.2022", "Der står fredag, men 19. januar 2022 er en onsdag."),
    ],
)
def test_line_without_a_certain_day_has_none_and_says_why(line, problem):
    found = read_one(line)

    assert found.date is None
    assert found.problem.startswith(problem)


def test_times_that_do_not_exist_are_left_open():
    found = read_one("19.1.2022 kl. 25-26")

    assert (found.date, found.starts, found.ends) == (WEDNESDAY, None, None)
    assert found.time_problem == "Det klokkeslæt findes ikke. Vælg det her."


@pytest.mark.parametrize(
    ("line", "word"),
    [("19.1.2022 i Viborg", "i Viborg"), ("19.1.2022 23.00", "23 00")],
)
def test_what_is_not_understood_is_named(line, word):
    assert read_one(line).note.startswith(f"»{word}« er ikke læst.")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("19.1.2022 kl. 10-12, Viborg Rådhus", "Viborg Rådhus"),
        ("onsdag, 19. januar 2022, lokale 3.", "lokale 3"),
        ("19.1.2022, kl. 10-12", ""),
        ("onsdag, 19. januar 2022", ""),
        ("19.1.2022, konstituerende møde", ""),
        ("19.1.2022, møde", ""),
        ("19.1.2022, 10-12", ""),
        ("Viborg, 19.1.2022", ""),
    ],
)
def test_words_after_the_last_comma_are_the_place(line, place):
    found = read_one(line)

    assert (found.date, found.place) == (WEDNESDAY, place)
    assert (found.note == "") is ("Viborg," not in line)


def test_lines_keep_their_number_and_words_and_empty_ones_are_left_out():
    found = reading.read("\n19.1.2022\r\n\n  \n20.1.2022  x", starts=TEN, ends=NOON)

    assert [(line.number, line.text) for line in found] == [(2, "19.1.2022"), (5, "20.1.2022  x")]


@pytest.mark.parametrize(
    "text", ["1" * 9000, "kl. " * 3000, "19.1." * 2000, "- " * 4000, "(" * 900]
)
def test_nonsense_is_refused_quickly(text):
    assert read_one(text).date is None
