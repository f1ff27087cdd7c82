"""Following along: how far every dish of the table is."""

from datetime import timedelta

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.clearing import clear_forgotten
from restaurant_order.ordering.passing import hand_out
from restaurant_order.ordering.service import (
    accept_order,
    cancel_line,
    finish_line,
    note_drawn,
    reject_order,
    serve_line,
    start_line,
    take_back_lines,
)
from restaurant_order.web.diner.steps import Step, marks_of
from tests.diner.phones import Lupo, Phone


def here(phone: Phone) -> list[str]:
    """The step each line is at, as it is marked for screen readers."""
    steps = phone.get("/orders").text.split('aria-current="step"><span>')[1:]
    return [step.split("<")[0] for step in steps]


def test_a_dish_goes_step_by_step_from_received_to_served(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.orders("lemonade")
    [order] = lupo.orders("7")
    [line] = order.lines
    seen = here(phone)

    for deed in (start_line, finish_line, serve_line):
        with lupo.inside() as place:
            deed(place.id, line.id, by=place.person("Ken"))
        seen += here(phone)

    assert seen == ["Received", "Cooking", "Ready", "Served"]


def test_it_is_on_the_kitchen_screen_only_once_that_screen_has_drawn_it(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.adds("margherita", "normal")
    phone.sends()
    [order] = lupo.orders("7")
    assert here(phone) == ["Received", "Received"]

    with lupo.inside() as place:
        note_drawn(place.id, [(order.id, place.stations["grill"])])

    assert here(phone) == ["Received", "On the kitchen screen"]


def test_a_rejected_order_says_why_and_costs_nothing(app: Flask) -> None:
    lupo = Lupo(app, acceptance="always")
    phone = lupo.phone("7")
    phone.orders("lemonade")
    [order] = lupo.orders("7")

    with lupo.inside() as place:
        reject_order(place.id, order.id, reason="The bar is <closed>", by=place.person("Carla"))

    page = phone.reads("/orders")
    assert "this order was not accepted. The bar is <closed>" in page
    assert "Total so far €0.00" in page


def test_a_confirmed_order_no_longer_waits(app: Flask) -> None:
    lupo = Lupo(app, acceptance="always")
    phone = lupo.phone("7")
    phone.orders("lemonade")
    [order] = lupo.orders("7")

    with lupo.inside() as place:
        accept_order(place.id, order.id, by=place.person("Carla"))

    assert "will confirm" not in phone.reads("/orders")
    assert here(phone) == ["Received"]


def test_a_cancelled_dish_says_why_and_leaves_the_total(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.adds("margherita", "normal")
    phone.sends()
    [order] = lupo.orders("7")

    with lupo.inside() as place:
        cancel_line(place.id, order.lines[0].id, reason="No lemons", by=place.person("Carla"))

    page = phone.reads("/orders")
    assert "Will not come : No lemons" in page or "Will not come: No lemons" in page
    assert "Total so far €9.50" in page


def test_what_a_rule_cleared_away_is_not_ready_for_ever(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.adds("margherita", "normal")
    phone.sends()
    [order] = lupo.orders("7")
    lemonade, pizza = order.lines
    with lupo.inside() as place:
        finish_line(place.id, lemonade.id, by=place.person("Ken"))
        with transaction():
            place.restaurant.clear_after = 2
    with lupo.inside() as place, clock.held_at(clock.now() + timedelta(hours=3)):
        assert clear_forgotten(place.restaurant) == [order.id]

    page = phone.reads("/orders")
    assert here(phone) == []
    assert page.count("Please ask our staff") == 2
    assert "Will not come" not in page

    with lupo.inside() as place:
        serve_line(place.id, pizza.id, by=place.person("Wei"))
    assert here(phone) == ["Served"]
    assert phone.reads("/orders").count("Closed in the kitchen") == 1


@pytest.mark.parametrize("on_the_way", [False, True])
def test_what_was_bumped_long_before_the_clearing_is_neither_ready_nor_on_its_way(
    lupo: Lupo, on_the_way: bool
) -> None:
    phone = lupo.phone("7")
    phone.adds("lemonade")
    phone.adds("margherita", "normal")
    phone.sends()
    [order] = lupo.orders("7")
    lemonade = order.lines[0]
    with lupo.inside() as place:
        finish_line(place.id, lemonade.id, by=place.person("Ken"))
        if on_the_way:
            hand_out(place.id, [order.id], regardless=True, by=place.person("Olga"))
    assert here(phone)[0] == ("On its way" if on_the_way else "Ready")
    with lupo.inside() as place:
        with transaction():
            place.restaurant.clear_after = 2
        with clock.held_at(clock.now() + timedelta(hours=3)):
            clear_forgotten(place.restaurant)
    assert here(phone) == []

    with lupo.inside() as place:
        serve_line(place.id, lemonade.id, by=place.person("Wei"))
    assert here(phone) == ["Served"]


def test_what_a_cook_finished_after_the_clearing_is_ready(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.orders("lemonade")
    [order] = lupo.orders("7")
    line, later = order.lines[0].id, clock.now() + timedelta(hours=3)
    with lupo.inside() as place:
        with transaction():
            place.restaurant.clear_after = 2
        ken = place.person("Ken")
        with clock.held_at(later):
            clear_forgotten(place.restaurant)
            take_back_lines(place.id, [line], by=ken)
        assert here(phone) == ["Cooking"]
        with clock.held_at(later + timedelta(minutes=5)):
            finish_line(place.id, line, by=ken)
    assert here(phone) == ["Ready"]


def test_what_the_pass_has_handed_out_is_on_its_way(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    phone.orders("lemonade")
    [order] = lupo.orders("7")
    with lupo.inside() as place:
        finish_line(place.id, order.lines[0].id, by=place.person("Ken"))
        hand_out(place.id, [order.id], by=place.person("Ken"))
    assert here(phone) == ["On its way"]


def test_every_dish_says_whose_it_is(lupo: Lupo) -> None:
    anna, ben = lupo.phone("7"), lupo.phone("7")
    anna.post("/me", {"nickname": "Anna", "colour": 1})
    anna.adds("lemonade")
    ben.post("/me", {"nickname": "Ben", "colour": 2})
    ben.adds("margherita", "normal")
    ben.sends()

    page = anna.reads("/orders")

    assert page.index("Lemonade") < page.index("Anna") < page.index("Margherita")
    assert page.count("Ben") >= 2


def test_who_has_ordered_nothing_is_told_what_comes_here(lupo: Lupo) -> None:
    assert "Nothing ordered yet" in lupo.phone("7").reads("/orders")


def test_the_line_of_steps_is_done_up_to_here() -> None:
    assert [mark.state for mark in marks_of(Step.COOKING)] == [
        "done",
        "done",
        "now",
        "next",
        "next",
    ]


def test_what_is_served_has_nothing_to_come() -> None:
    assert {mark.state for mark in marks_of(Step.SERVED)} == {"done"}
