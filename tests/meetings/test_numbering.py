"""The numbers of agenda items, without a database."""

from dataclasses import dataclass

import pytest

from meetings import numbering


@dataclass(frozen=True)
class Item:
    pk: int
    parent_id: int | None = None
    number: str = ""


def numbers(items: list[Item]) -> list[tuple[str, int]]:
    return [(row.number, row.item.pk) for row in numbering.flat(numbering.numbered(items))]


def test_numbers_count_main_items_and_begin_again_below_each():
    items = [Item(10), Item(20), Item(11, 10), Item(21, 20), Item(12, 10), Item(30)]

    assert numbers(items) == [
        ("1", 10),
        ("1.1", 11),
        ("1.2", 12),
        ("2", 20),
        ("2.1", 21),
        ("3", 30),
    ]


def test_numbers_follow_the_order_of_the_items_and_not_their_ids():
    assert numbers([Item(3), Item(1), Item(5, 1), Item(4, 1)]) == [
        ("1", 3),
        ("2", 1),
        ("2.1", 5),
        ("2.2", 4),
    ]


def test_numbers_go_on_after_nine_when_there_are_many_sub_items():
    items = [Item(1), *(Item(100 + place, 1) for place in range(1, 12))]

    assert [number for number, _ in numbers(items)][-3:] == ["1.9", "1.10", "1.11"]


def test_number_is_kept_when_it_was_frozen_though_the_order_is_another():
    items = [Item(2, number="2"), Item(1, number="1"), Item(11, 1, number="1.4")]

    assert numbers(items) == [("2", 2), ("1", 1), ("1.4", 11)]


def test_number_of_a_new_sub_item_follows_the_frozen_number_of_its_main_item():
    assert numbers([Item(7, number="4"), Item(8, 7)]) == [("4", 7), ("4.1", 8)]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([Item(1, number="1"), Item(2), Item(3)], ["1", "2", "3"]),
        # 2 was taken back with the edition it stood in: its number is not given to another.
        ([Item(1, number="1"), Item(3, number="3"), Item(4)], ["1", "3", "4"]),
        (
            [Item(1, number="1"), Item(11, 1, number="1.9"), Item(12, 1)],
            ["1", "1.9", "1.10"],
        ),
    ],
)
def test_what_comes_after_a_publication_goes_on_after_the_highest_number(items, expected):
    assert [number for number, _ in numbers(items)] == expected


ONE, TWO = Item(1, number="1"), Item(2, number="2")
SUB = Item(11, 1, number="1.1")
NEW, OTHER = Item(8), Item(9)


@pytest.mark.parametrize(
    ("order", "keeps"),
    [
        ([(ONE, None), (TWO, None), (NEW, None)], True),
        ([(ONE, None), (TWO, None), (OTHER, None), (NEW, None)], True),
        ([(ONE, None), (SUB, 1), (NEW, 1), (TWO, None)], True),
        ([(NEW, None), (OTHER, None)], True),
        ([(TWO, None), (ONE, None)], False),
        ([(ONE, None), (NEW, None), (TWO, None)], False),
        ([(ONE, None), (SUB, None), (TWO, None)], False),
        ([(ONE, None), (TWO, None), (SUB, 2)], False),
        ([(ONE, None), (NEW, 1), (SUB, 1)], False),
    ],
)
def test_published_items_keep_their_main_item_and_stand_before_what_is_new(order, keeps):
    assert numbering.keeps_frozen(order) is keeps


def test_numbered_nests_sub_items_below_their_main_item():
    [main] = numbering.numbered([Item(1), Item(2, 1)])

    assert (main.number, [sub.number for sub in main.children]) == ("1", ["1.1"])


def test_agenda_without_items_has_no_numbers():
    assert numbering.numbered([]) == []
