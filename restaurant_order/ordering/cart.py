"""The table's one cart: everybody at the table adds to it and sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, bindparam, delete, func, select, update

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.once import checked_key, fingerprint, same_or_refuse
from restaurant_order.core.refusals import Conflict, Invalid, NotFound
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
from restaurant_order.venue.models import Restaurant
from restaurant_order.visits.models import Guest, Visit
from restaurant_order.visits.service import running_or_refuse

MOST_LINES: Final = 100
MOST_OF_ONE: Final = 99


class CartFull(Conflict):
    sentence = _l("The table's cart is full. Please send this order first.")


@dataclass(frozen=True)
class PricedLine:
    """A cart line at today's price. `left`: portions left of a counted dish, else None."""

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


def cart_of(visit_id: int, restaurant: Restaurant) -> Cart:
    """The cart as it stands, priced by the server, in the order things were added."""
    menu, left = catalogue(restaurant), availability(restaurant.id)
    rows = db.session.execute(_CART, {"visit": visit_id}).all()
    return Cart(tuple(_priced(row, menu, left, restaurant) for row in rows))


def terms_of(restaurant: Restaurant) -> Terms:
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
    with transaction():
        running = running_or_refuse(visit.id)
        if earlier := _with_key(running.id, key):
            same_or_refuse(earlier, asked)
            return earlier.id
        restaurant = running.restaurant
        if note and not restaurant.notes_allowed:
            raise Invalid(_l("This restaurant takes no notes. Please ask our staff."), field="note")
        dish = catalogue(restaurant).dish(dish_id)
        chosen = check_choice(dish, option_ids)
        refuse_unavailable(dish, chosen, availability(restaurant.id), restaurant.time_zone)
        _refuse_too_full(running.id)
        line = CartLine(
            visit_id=running.id,
            guest_id=by.id if isinstance(by, Guest) else None,
            dish_id=dish.id,
            option_ids=sorted(option.id for option in chosen),
            quantity=quantity,
            note=note,
            added_at=clock.now(),
            key=key,
            fingerprint=asked,
        )
        db.session.add(line)
        db.session.flush()
        record(CartLineAdded(cart_line_id=line.id, **_where(running)), by=by.actor)
        return line.id


def change_cart_line(visit: Visit, line_id: int, *, quantity: int, by: Guest | StaffMember) -> None:
    """Set a line's quantity. Raises NotFound for a line of another visit, Invalid, VisitOver."""
    _check_quantity(quantity)
    with transaction():
        running = running_or_refuse(visit.id)
        changed = db.session.execute(
            update(CartLine)
            .where(CartLine.id == line_id, CartLine.visit_id == running.id)
            .values(quantity=quantity)
            .returning(CartLine.id)
            .execution_options(synchronize_session=False)
        )
        if changed.first() is None:
            raise NotFound
        record(CartLineChanged(cart_line_id=line_id, **_where(running)), by=by.actor)


def remove_cart_line(visit: Visit, line_id: int, *, by: Guest | StaffMember) -> None:
    """Raises NotFound for a line of another visit or one that is gone, VisitOver."""
    with transaction():
        running = running_or_refuse(visit.id)
        removed = db.session.execute(
            delete(CartLine)
            .where(CartLine.id == line_id, CartLine.visit_id == running.id)
            .returning(CartLine.id)
            .execution_options(synchronize_session=False)
        )
        if removed.first() is None:
            raise NotFound
        record(CartLineRemoved(cart_line_id=line_id, **_where(running)), by=by.actor)


def refuse_unavailable(
    dish: CatalogueDish, options: Iterable[CatalogueOption], left: Availability, zone: str
) -> None:
    """Raises SoldOut or NotServedNow, naming the dish."""
    match _problem(dish, options, left, zone):
        case Problem.SOLD_OUT:
            raise SoldOut(dish.name)
        case Problem.NOT_SERVED:
            raise NotServedNow(dish.name)


_CART: Final = (
    select(CartLine.__table__, Guest.nickname, Guest.colour)
    .outerjoin(Guest, Guest.id == CartLine.guest_id)
    .where(CartLine.visit_id == bindparam("visit"))
    .order_by(CartLine.id)
)


def _priced(
    row: Row[Any], menu: Catalogue, left: Availability, restaurant: Restaurant
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
    )


def _problem(
    dish: CatalogueDish, options: Iterable[CatalogueOption], left: Availability, zone: str
) -> Problem | None:
    if any(option.id in left.sold_out_options for option in options):
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


def _with_key(visit_id: int, key: str) -> CartLine | None:
    return db.session.scalar(
        select(CartLine).where(CartLine.visit_id == visit_id, CartLine.key == key)
    )


def _refuse_too_full(visit_id: int) -> None:
    lines = db.session.scalar(
        select(func.count()).select_from(CartLine).where(CartLine.visit_id == visit_id)
    )
    if (lines or 0) >= MOST_LINES:
        raise CartFull


def _where(visit: Visit) -> dict[str, int]:
    return {
        "restaurant_id": visit.restaurant_id,
        "visit_id": visit.id,
        "table_id": visit.table_id,
    }
