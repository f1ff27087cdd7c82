"""The plan on the boards: each station reads when to begin its own part."""

import re

import pytest

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Dish
from restaurant_order.ordering.planning import keep_plan
from restaurant_order.venue.models import Pacing, Station
from restaurant_order.venue.paces import pace_station
from tests.kitchen.house import Kitchen, Person, Placed
from tests.kitchen.test_pass import rocket_at_the_bar


@pytest.fixture
def placed(kitchen: Kitchen) -> Placed:
    return at_its_pace(kitchen)


def at_its_pace(kitchen: Kitchen) -> Placed:
    """A pizza of grill and bar that takes 4 minutes, and oysters that take 12.

    The grill holds back, the bar takes advice.
    """
    rocket_at_the_bar(kitchen)
    place = kitchen.place
    with kitchen.app.app_context():
        with transaction():
            for name, minutes in (("margherita", 4), ("oyster", 12)):
                db.session.get_one(Dish, place.dishes[name]).prep_minutes = minutes
            place.restaurant.menu_version += 1
        for station, pacing in (("grill", Pacing.HOLD), ("bar", Pacing.ADVISE)):
            found = db.session.get_one(Station, place.stations[station])
            pace_station(found, pacing, capacity=None, by=SYSTEM)
    order = kitchen.orders("margherita", "oyster", more=("rocket",))
    plans(kitchen)
    return order


def plans(kitchen: Kitchen) -> None:
    with kitchen.app.app_context():
        keep_plan(kitchen.place.restaurant)


def pizza_on(page: str) -> str:
    """How a board shows the pizza."""
    (found,) = [
        line for line in re.findall(r'<li class="line".*?</li>', page, re.S) if "Marg" in line
    ]
    return str(found)


def test_the_station_that_holds_back_shows_its_part_shut(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    pizza = pizza_on(ken.sees("/kitchen/grill"))
    assert "data-early" in pizza
    assert "Start in" in pizza
    assert "<form" not in pizza


@pytest.mark.parametrize("board", ["bar", "all"])
def test_where_it_may_begin_it_says_when_and_takes_a_touch(
    kitchen: Kitchen, ken: Person, placed: Placed, board: str
) -> None:
    """The board of all speaks for the bar, too."""
    pizza = pizza_on(ken.sees(f"/kitchen/{board}"))
    assert "data-early" not in pizza
    assert "Start in" in pizza
    assert f"/kitchen/{board}/lines/{placed.lines[0]}/done" in pizza


def test_a_part_that_is_begun_has_no_plan_and_the_others_keep_theirs(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    ken.taps(f"/kitchen/bar/tickets/{placed.id}/start")
    plans(kitchen)
    assert "Start in" not in pizza_on(ken.sees("/kitchen/bar"))
    assert "Start in" not in pizza_on(ken.sees("/kitchen/all"))
    assert "Start in" in pizza_on(ken.sees("/kitchen/grill"))


def test_the_head_starts_what_is_held_back(kitchen: Kitchen, ken: Person, placed: Placed) -> None:
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/start")
    pizza = pizza_on(ken.sees("/kitchen/grill"))
    assert "data-early" not in pizza
    assert 'data-status="cooking"' in pizza


def test_the_pass_waits_for_both_whatever_the_plan_says(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    page = ken.sees("/kitchen/pass")
    assert "0 of 2 ready" in page
    assert re.search(r"Still cooking:.*Grill <b>2</b>.*Bar <b>1</b>", page, re.S)
    assert "Start in" not in page
