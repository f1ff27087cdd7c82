"""Opening the demo restaurant, through the same services that people use."""

from restaurant_order.core.actor import SYSTEM
from restaurant_order.demo.book import Book, Member
from restaurant_order.demo.drafting import category_draft, dish_draft, group_draft, ingredient_draft
from restaurant_order.menu import queries as menu_queries
from restaurant_order.menu import service as menu
from restaurant_order.menu.photos import keep_photo
from restaurant_order.menu.recipes import ingredients_of
from restaurant_order.people import queries as people_queries
from restaurant_order.people import service as people
from restaurant_order.people.models import Role, StaffMember
from restaurant_order.venue import queries as venue_queries
from restaurant_order.venue.models import Restaurant
from restaurant_order.venue.rules import Settings
from restaurant_order.venue.service import open_restaurant
from restaurant_order.venue.stations import add_station
from restaurant_order.venue.tables import add_area, add_table, change_table


def seed(book: Book) -> bool:
    """Open the demo restaurant, unless a restaurant is there; whether something was done.

    The staff but for the owner come last: a demo whose owner is alone was interrupted, and the
    next call goes on where it stopped.
    """
    restaurant = _begun(book)
    if restaurant is None:
        return False
    owner = _hire(restaurant, _owner(book))
    _furnish(restaurant, book, owner)
    _write_menu(restaurant, book, owner)
    _write_ingredients(restaurant, book, owner)
    _take_pictures(restaurant, book, owner)
    for member in book.cast.staff:
        _hire(restaurant, member)
    return True


def is_demo(restaurant: Restaurant, book: Book) -> bool:
    return restaurant.name == book.restaurant.name


def _begun(book: Book) -> Restaurant | None:
    """The demo restaurant, new or left unfinished; None if there is nothing to do."""
    there = venue_queries.restaurants()
    if not there:
        return open_restaurant(_settings(book), by=SYSTEM)
    first = there[0]
    unfinished = is_demo(first, book) and len(people_queries.colleagues(first.id)) <= 1
    return first if unfinished else None


def _settings(book: Book) -> Settings:
    told = book.restaurant
    return Settings(
        name=told.name,
        currency=told.currency,
        time_zone=told.time_zone,
        languages=told.languages,
        cutoff_hour=told.cutoff_hour,
        tax_mode=told.tax_mode,
        service_charge=told.service_charge,
        acceptance=told.acceptance,
        accent=told.accent,
    )


def _owner(book: Book) -> Member:
    return next(member for member in book.cast.staff if member.role is Role.OWNER)


def _hire(restaurant: Restaurant, member: Member) -> StaffMember:
    for colleague in people_queries.colleagues(restaurant.id):
        if colleague.name == member.name:
            return colleague
    return people.hire(
        restaurant.id,
        name=member.name,
        role=member.role,
        login=member.login,
        language=member.language,
        by=SYSTEM,
    )


def _furnish(restaurant: Restaurant, book: Book, owner: StaffMember) -> None:
    by = owner.actor
    stations = {station.slug for station in venue_queries.stations(restaurant.id)}
    for station in book.restaurant.stations:
        if station.slug not in stations:
            add_station(
                restaurant,
                name=station.name,
                slug=station.slug,
                warn_after=station.warn_after,
                late_after=station.late_after,
                by=by,
            )
    areas = {area.name: area for area in venue_queries.areas(restaurant.id)}
    tables = {table.name for table in venue_queries.tables(restaurant.id)}
    for told in book.restaurant.areas:
        area = areas.get(told.name) or add_area(restaurant.id, name=told.name, by=by)
        for table in told.tables:
            if table.name not in tables:
                made = add_table(area, name=table.name, seats=table.seats, by=by)
                change_table(made, kind=table.kind, by=by)


def _write_menu(restaurant: Restaurant, book: Book, owner: StaffMember) -> None:
    stations = {station.slug: station.id for station in venue_queries.stations(restaurant.id)}
    groups = {group.reference: group.id for group in menu_queries.groups_of(restaurant.id)}
    for group in book.option_groups:
        if group.key not in groups:
            groups[group.key] = menu.add_group(group_draft(group), by=owner)
    categories = {each.reference: each.id for each in menu_queries.categories_of(restaurant.id)}
    dishes = menu_queries.dishes_by_reference(restaurant.id)
    for category in book.categories:
        if category.key not in categories:
            categories[category.key] = menu.add_category(category_draft(category), by=owner)
        for dish in category.dishes:
            if dish.key not in dishes:
                draft = dish_draft(
                    dish,
                    category_id=categories[category.key],
                    stations=stations,
                    groups=groups,
                )
                menu.add_dish(draft, stock=dish.stock, by=owner)


def _write_ingredients(restaurant: Restaurant, book: Book, owner: StaffMember) -> None:
    written = {one.reference for one in ingredients_of(restaurant.id)}
    found = menu_queries.dishes_by_reference(restaurant.id)
    dishes = {reference: dish.id for reference, dish in found.items()}
    options = {
        (group.reference, option.reference): option.id
        for group in menu_queries.groups_of(restaurant.id)
        for option in group.options
    }
    for told in book.ingredients:
        if told.key not in written:
            draft = ingredient_draft(told, dishes=dishes, options=options)
            menu.add_ingredient(draft, by=owner)


def _take_pictures(restaurant: Restaurant, book: Book, owner: StaffMember) -> None:
    dishes = menu_queries.dishes_by_reference(restaurant.id)
    for told in book.dishes:
        dish = dishes[told.key]
        if dish.photo is None:
            menu.set_photo(dish.id, keep_photo(told.picture.read_bytes()), by=owner)
