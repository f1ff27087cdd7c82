"""Following along: how far every dish of the table is."""

from flask import Flask

from restaurant_order.ordering.service import (
    accept_order,
    cancel_line,
    finish_line,
    note_drawn,
    reject_order,
    serve_line,
    start_line,
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
