"""The table's one cart: everybody at the table adds to it and sees it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from restaurant_order.core import clock
from restaurant_order.core.actor import ActorKind
from restaurant_order.core.database import db, run, table_of
from restaurant_order.core.once import checked_key, fingerprint, same_or_refuse
from restaurant_order.core.refusals import Conflict, Invalid, NotFound
from restaurant_order.core.statements import Ready
from restaurant_order.core.text import clean_note
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.availability import Availability, Problem, availability, problem_of
from restaurant_order.menu.catalogue import Catalogue, CatalogueDish, CatalogueOption, catalogue
from restaurant_order.menu.models import Dish
from restaurant_order.menu.refusals import NotServedNow, SoldOut
from restaurant_order.menu.rules import check_choice, unit_price
from restaurant_order.ordering.facts import CartLineAdded, CartLineChanged, CartLineRemoved
from restaurant_order.ordering.models import CartLine
from restaurant_order.ordering.pricing import Sum, Terms, add_up, price_line
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.house import House
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.seat import seat_or_refuse

MOST_LINES: Final = 100
MOST_OF_ONE: Final = 99


class CartFull(Conflict):
    sentence = _l("The table's cart is full. Please send this order first.")


@dataclass(frozen=True)
class PricedLine:
    """A cart line at today's price. `left`: portions left of a counted dish, else None.

    `missing`: those of its options that are sold out.
    """

    id: int
    version: int
    dish: CatalogueDish
    options: tuple[CatalogueOption, ...]
    quantity: int
    note: str
    guest_id: int | None
    guest_name: str | None
    guest_colour: int | None
    unit_price: int
    sum: Sum
    problem: Problem | None
    left: int | None
    missing: tuple[CatalogueOption, ...] = ()


@dataclass(frozen=True)
class Cart:
    """What the table is about to order. Lines with a problem are shown but not summed."""

    lines: tuple[PricedLine, ...]

    @property
    def sum(self) -> Sum:
        return add_up([line.sum for line in self.lines if line.problem is None])

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def has_problem(self) -> bool:
        return any(line.problem for line in self.lines)


def cart_of(visit_id: int, restaurant: Restaurant | House) -> Cart:
    """The cart as it stands, priced by the server, in the order things were added."""
    menu, left = catalogue(restaurant), availability(restaurant.id)
    rows = run(_CART, {"visit": visit_id}).all()
    return Cart(tuple(_priced(row, menu, left, restaurant) for row in rows))


def terms_of(restaurant: Restaurant | House) -> Terms:
    return Terms(restaurant.tax_mode, restaurant.service_charge, restaurant.service_tax_rate)


def add_to_cart(
    visit: Visit,
    *,
    dish_id: int,
    option_ids: list[int],
    quantity: int,
    note: str,
    key: str,
    by: Guest | StaffMember,
) -> int:
    """The id of the new line; the same key with the same contents gives the first one again.

    Raises Invalid (quantity, options, note), SoldOut, NotServedNow, CartFull, KeyReused,
    VisitOver, NotFound for a dish that is not on the menu.
    """
    checked_key(key)
    _check_quantity(quantity)
    note = clean_note(note)
    asked = fingerprint(dish_id, sorted(option_ids), quantity, note)
    visit_id, actor = visit.id, by.actor
    with transaction():
        seat = seat_or_refuse(visit_id)
        if earlier := run(_WITH_KEY, {"visit": visit_id, "key": key}).one_or_none():
            same_or_refuse(earlier, asked)
            return int(earlier.id)
        if note and not seat.house.notes_allowed:
            raise Invalid(_l("This restaurant takes no notes. Please ask our staff."), field="note")
        dish = catalogue(seat.house).dish(dish_id)
        chosen = check_choice(dish, option_ids)
        refuse_unavailable(dish, chosen, availability(seat.house.id), seat.house.time_zone)
        if run(_COUNT, {"visit": visit_id}).scalar_one() >= MOST_LINES:
            raise CartFull
        values = {
            "visit_id": visit_id,
            "guest_id": actor.id if actor.kind is ActorKind.GUEST else None,
            "dish_id": dish.id,
            "option_ids": sorted(option.id for option in chosen),
            "quantity": quantity,
            "note": note,
            "added_at": clock.now(),
            "key": key,
            "fingerprint": asked,
        }
        line_id = int(run(_INSERT, values).scalar_one())
        record(CartLineAdded(cart_line_id=line_id, **seat.where), by=actor)
        return line_id


def change_cart_line(visit: Visit, line_id: int, *, quantity: int, by: Guest | StaffMember) -> None:
    """Set a line's quantity. Raises NotFound for a line of another visit, Invalid, VisitOver."""
    _check_quantity(quantity)
    visit_id, actor = visit.id, by.actor
    with transaction():
        seat = seat_or_refuse(visit_id)
        if not run(_CHANGE, {"line": line_id, "visit": visit_id, "count": quantity}).rowcount:
            raise NotFound
        record(CartLineChanged(cart_line_id=line_id, **seat.where), by=actor)


def remove_cart_line(visit: Visit, line_id: int, *, by: Guest | StaffMember) -> None:
    """Raises NotFound for a line of another visit or one that is gone, VisitOver."""
    visit_id, actor = visit.id, by.actor
    with transaction():
        seat = seat_or_refuse(visit_id)
        if not run(_REMOVE, {"line": line_id, "visit": visit_id}).rowcount:
            raise NotFound
        record(CartLineRemoved(cart_line_id=line_id, **seat.where), by=actor)


def missing_among(
    options: Iterable[CatalogueOption], left: Availability
) -> tuple[CatalogueOption, ...]:
    """Those that are sold out."""
    return tuple(option for option in options if option.id in left.sold_out_options)


def refuse_unavailable(
    dish: CatalogueDish, options: Collection[CatalogueOption], left: Availability, zone: str
) -> None:
    """Raises SoldOut or NotServedNow, naming the dish, or the option that is sold out."""
    if missing := missing_among(options, left):
        raise SoldOut(missing[0].name)
    match _problem(dish, options, left, zone):
        case Problem.SOLD_OUT:
            raise SoldOut(dish.name)
        case Problem.NOT_SERVED:
            raise NotServedNow(dish.name)


_LINES: Final = table_of(CartLine)
_GUESTS: Final = table_of(Guest)
_CART: Final = Ready(
    select(_LINES, _GUESTS.c.nickname, _GUESTS.c.colour)
    .outerjoin(_GUESTS, _GUESTS.c.id == _LINES.c.guest_id)
    .where(_LINES.c.visit_id == bindparam("visit"))
    .order_by(_LINES.c.id)
)


_THIS: Final = (_LINES.c.id == bindparam("line"), _LINES.c.visit_id == bindparam("visit"))
_WITH_KEY: Final = Ready(
    select(_LINES.c.id, _LINES.c.fingerprint).where(
        _LINES.c.visit_id == bindparam("visit"), _LINES.c.key == bindparam("key")
    )
)
_COUNT: Final = Ready(
    select(func.count()).select_from(_LINES).where(_LINES.c.visit_id == bindparam("visit"))
)
_INSERT: Final = Ready(insert(_LINES).returning(_LINES.c.id))
_CHANGE: Final = Ready(update(_LINES).where(*_THIS).values(quantity=bindparam("count")))
_REMOVE: Final = Ready(delete(_LINES).where(*_THIS))


def _priced(
    row: Row[Any], menu: Catalogue, left: Availability, restaurant: Restaurant | House
) -> PricedLine:
    dish = menu.find(row.dish_id)
    is_served = dish is not None
    dish = dish or _left_the_menu(row.dish_id)
    wanted = set(row.option_ids)
    options = tuple(o for group in dish.groups for o in group.options if o.id in wanted)
    is_served = is_served and len(options) == len(wanted)
    price = unit_price(dish, options)
    return PricedLine(
        id=row.id,
        version=row.version,
        dish=dish,
        options=options,
        quantity=row.quantity,
        note=row.note,
        guest_id=row.guest_id,
        guest_name=row.nickname,
        guest_colour=row.colour,
        unit_price=price,
        sum=price_line(price, row.quantity, dish.tax_rate, terms_of(restaurant)),
        problem=_problem(dish, options, left, restaurant.time_zone)
        if is_served
        else Problem.NOT_SERVED,
        left=left.left(row.dish_id),
        missing=missing_among(options, left),
    )


def _problem(
    dish: CatalogueDish, options: Iterable[CatalogueOption], left: Availability, zone: str
) -> Problem | None:
    if missing_among(options, left):
        return Problem.SOLD_OUT
    return problem_of(dish, left, clock.now(), zone)


def _left_the_menu(dish_id: int) -> CatalogueDish:
    """A dish that was taken off the menu while it lay in a cart: its name, nothing to choose."""
    dish = db.session.get_one(Dish, dish_id)
    return CatalogueDish(
        id=dish.id,
        reference=dish.reference,
        category_id=dish.category_id,
        name=dish.name,
        description={},
        kitchen_name={},
        price=dish.price,
        tax_rate=dish.tax_rate,
        photo=None,
        allergens=None,
        diet_marks=(),
        spice=0,
        station_id=None,
        windows=(),
        category_windows=(),
        groups=(),
    )


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= MOST_OF_ONE:
        raise Invalid(_l("Choose between 1 and %(most)s.", most=MOST_OF_ONE), field="quantity")
