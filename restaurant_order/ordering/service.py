"""The verbs of ordering, one door: carts, placing, moving lines, receipts of screens."""

from restaurant_order.ordering.answering import accept_order, promise_order, reject_order
from restaurant_order.ordering.cancelling import cancel_held, cancel_line
from restaurant_order.ordering.cart import add_to_cart, change_cart_line, remove_cart_line
from restaurant_order.ordering.declaring import (
    declare_allergy,
    see_allergies,
    unsee_allergies,
)
from restaurant_order.ordering.drawn import note_drawn
from restaurant_order.ordering.firing import (
    bring_back_lines,
    fire_course,
    fire_lines,
    hold_course,
    hold_lines,
    take_lines,
    take_order,
)
from restaurant_order.ordering.moves import (
    finish_line,
    finish_ticket,
    serve_line,
    serve_order,
    start_line,
    start_ticket,
    take_back_line,
    take_back_lines,
)
from restaurant_order.ordering.placing import place
from restaurant_order.ordering.rush import rush_order, unrush_order

__all__ = [
    "accept_order",
    "add_to_cart",
    "bring_back_lines",
    "cancel_held",
    "cancel_line",
    "change_cart_line",
    "declare_allergy",
    "finish_line",
    "finish_ticket",
    "fire_course",
    "fire_lines",
    "hold_course",
    "hold_lines",
    "note_drawn",
    "place",
    "promise_order",
    "reject_order",
    "remove_cart_line",
    "rush_order",
    "see_allergies",
    "serve_line",
    "serve_order",
    "start_line",
    "start_ticket",
    "take_back_line",
    "take_back_lines",
    "take_lines",
    "take_order",
    "unrush_order",
    "unsee_allergies",
]
