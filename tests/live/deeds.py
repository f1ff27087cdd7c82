"""What guests do in these tests."""

from itertools import count
from secrets import token_hex

from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.menu.models import Dish
from restaurant_order.ordering.cart import cart_of
from restaurant_order.ordering.service import add_to_cart, place
from restaurant_order.visits.models import Guest

_numbers = count()


def order_lemonade(guest: Guest) -> int:
    """Two lemonades, placed; the order's id."""
    mine = Dish.restaurant_id == guest.visit.restaurant_id
    lemonade = db.session.scalars(select(Dish.id).where(mine, Dish.reference == "lemonade")).one()
    key = f"{token_hex(4)}-{next(_numbers)}"
    add_to_cart(
        guest.visit,
        dish_id=lemonade,
        option_ids=[],
        quantity=2,
        note="<b>now</b>",
        key=key,
        by=guest,
    )
    seen = cart_of(guest.visit_id, guest.visit.restaurant).sum.total
    return place(guest.visit, key=key, seen_total=seen, note="", by=guest)
