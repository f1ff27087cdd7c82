"""All-day counts: of dishes, and of what goes into them."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_display.all_day import ALL_DAY, AllDay, all_day
from kitchen_display.board import Board, open_tickets
from kitchen_display.tickets import BoardScope
from restaurant_order.menu.ingredients import IngredientDraft
from restaurant_order.menu.recipes import Recipes
from restaurant_order.menu.service import add_ingredient
from restaurant_order.ordering.models import LineStatus
from tests.kitchen.house import Kitchen, Person
from tests.kitchen.orders import BOARDS, HOT, line, order

PATTY, CHEESE = 1, 2
BOOK = Recipes(
    names={PATTY: {"en": "Patty"}, CHEESE: {"en": "Cheese"}},
    dishes={7: {PATTY: 1, CHEESE: 1}, 8: {PATTY: 2}},
    options={70: {PATTY: 1}, 71: {CHEESE: -1}},
)


def numbers(counts: AllDay) -> dict[str, int]:
    return {
        one.full["en"]: one.open for one in (*counts.dishes, *counts.options, *counts.ingredients)
    }


def counted(*lines: Any) -> AllDay:
    return all_day(open_tickets([order(lines=tuple(lines))], Board(HOT)), BOOK)


def test_pieces_are_counted_across_different_dishes_and_their_options() -> None:
    double = line(2, dish_id=8, name={"en": "Double"}, quantity=2)
    extra = line(3, quantity=3, options=[{"id": 70, "name": {"en": "Extra"}, "price": 0}])
    plain = line(4, options=[{"id": 71, "name": {"en": "No cheese"}, "price": 0}])
    assert numbers(counted(double, extra, plain)) == {
        "Double": 2, "Dumplings": 4, "Extra": 3, "No cheese": 1,
        "Patty": 2 * 2 + 3 * 2 + 1, "Cheese": 3,
    }  # fmt: skip


def test_only_what_is_still_to_be_made_here_counts() -> None:
    done = line(1, status=LineStatus.READY)
    gone = line(2, status=LineStatus.CANCELLED)
    elsewhere = line(3, station=None)
    assert numbers(counted(done, gone, elsewhere, line(4, status=LineStatus.COOKING))) == {
        "Dumplings": 1, "Patty": 1, "Cheese": 1,
    }  # fmt: skip


def test_what_is_held_for_later_is_counted_apart() -> None:
    (now,) = counted(line(1), line(2, quantity=3, fired_at=None)).dishes
    assert (now.open, now.held) == (1, 3)


@given(st.lists(st.tuples(st.sampled_from([7, 8, 9]), st.integers(1, 9), st.booleans())))
def test_no_portion_is_lost_or_counted_twice(wanted: list[tuple[int, int, bool]]) -> None:
    lines = [
        line(n, dish_id=dish, quantity=many, status=LineStatus.COOKING if hot else LineStatus.READY)
        for n, (dish, many, hot) in enumerate(wanted, start=1)
    ]
    for board in BOARDS:
        tickets = open_tickets([order(lines=tuple(lines))] if lines else [], board)
        shown = [each for ticket in tickets for each in ticket.active]
        counts = all_day(tickets, BOOK)
        assert sum(one.open + one.held for one in counts.dishes) == sum(e.quantity for e in shown)


def test_another_content_has_another_version() -> None:
    one = counted(line(1))
    assert one.version != counted(line(1, quantity=2)).version
    assert one.version == counted(line(5)).version
    held = replace(one, dishes=tuple(replace(each, open=0, held=1) for each in one.dishes))
    assert held.version != one.version


@pytest.fixture
def cheese(kitchen: Kitchen) -> int:
    with kitchen.app.app_context():
        place = kitchen.place
        draft = IngredientDraft(name={"en": "Mozzarella"}, dishes={place.dishes["margherita"]: 2})
        return add_ingredient(draft, by=place.person("Max"))


def rows(page: str) -> dict[str, int]:
    found = re.findall(r'counts__number">(\d+)</b>\s*<span class="counts__name">([^<]+?)\s*<', page)
    return {name: int(number) for number, name in found}


def test_the_panel_counts_what_is_on_this_board(kitchen: Kitchen, ken: Person, cheese: int) -> None:
    kitchen.orders("margherita", "lemonade", quantity=3)
    placed = kitchen.orders("margherita", table="8")
    assert rows(ken.sees("/kitchen/grill/all-day")) == {
        "Margherita": 4, "Normal": 4, "Mozzarella": 8,
    }  # fmt: skip
    assert rows(ken.sees("/kitchen/bar/all-day")) == {"Lemonade": 3}
    assert rows(ken.sees("/kitchen/all/all-day")) == {
        "Margherita": 4, "Lemonade": 3, "Normal": 4, "Mozzarella": 8,
    }  # fmt: skip
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert rows(ken.sees("/kitchen/grill/all-day")) == {
        "Margherita": 3, "Normal": 3, "Mozzarella": 6,
    }  # fmt: skip


def test_an_empty_board_says_so(ken: Person) -> None:
    assert "Nothing is left to make" in ken.sees("/kitchen/grill/all-day")


def test_the_proof_counts_what_the_panel_shows(kitchen: Kitchen, cheese: int) -> None:
    kitchen.orders("margherita", "lemonade")
    with kitchen.app.app_context():
        for station in (None, *kitchen.place.stations.values()):
            scope = BoardScope(kitchen.place.id, station)
            shown = [(item.key, item.version) for item in ALL_DAY.items(scope)]
            assert list(ALL_DAY.versions(scope)) == shown


def test_strangers_count_nothing(kitchen: Kitchen, stranger: Person) -> None:
    kitchen.orders("margherita")
    assert rows(stranger.sees("/kitchen/grill/all-day")) == {}
    assert kitchen.signed_in("Wei").browser.get("/kitchen/grill/all-day").status_code in (303, 403)
