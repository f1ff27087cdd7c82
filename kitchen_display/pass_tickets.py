"""The live region of the pass: one item per order, its ticks arriving as stations finish."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kitchen_display import queries
from kitchen_display.board import Station, joined_up, key_of, patience_of
from kitchen_display.pass_board import AtStation, PassTicket, pass_ticket
from kitchen_display.queries import PASS
from kitchen_display.tickets import rank_of
from restaurant_order.core import clock
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region, Scope
from restaurant_order.live.draw import read_once
from restaurant_order.live.orders import on_tickets_once, ticket_ids_once
from restaurant_order.ordering.facts import OrderFact
from restaurant_order.ordering.views import LineView, OrderView

Stations = Mapping[int | None, Station]
Touch = tuple[Scope, str]


@dataclass(frozen=True)
class Group:
    """Lines of one station, with how far it is; or those that several stations make."""

    lines: list[LineView]
    station: Station | None = None
    progress: AtStation | None = None
    is_shared: bool = False


class PassTickets(Region[Scope]):
    """Not a receipt for the stations: what the pass has drawn, no cook has seen."""

    name = "pass"
    audience = Audience.KITCHEN
    scope = Scope
    template = "kitchen/_pass_ticket.html"

    def items(self, scope: Scope) -> Iterable[Item]:
        stations = _stations(scope.restaurant_id)
        orders = queries.orders_at_pass(scope.restaurant_id)
        return [item for order in orders if (item := _item(order, stations))]

    def item(self, scope: Scope, key: str) -> Item | None:
        return self.load([(scope, key)])[scope, key]

    def versions(self, scope: Scope) -> Iterable[tuple[str, int]]:
        found = queries.versions_at_pass(scope.restaurant_id)
        return [(key_of(order_id), version) for order_id, version in found]

    def touched(self, told: Sequence[Told]) -> Iterable[Touch]:
        facts = [one.fact for one in told if isinstance(one.fact, OrderFact)]
        for restaurant_id in {fact.restaurant_id for fact in facts}:
            orders = {fact.order_id for fact in facts if fact.restaurant_id == restaurant_id}
            for ticket_id in set(ticket_ids_once(restaurant_id, orders).values()):
                yield Scope(restaurant_id), key_of(ticket_id)

    def load(self, touches: Collection[Touch]) -> dict[Touch, Item | None]:
        drawn: dict[Touch, Item | None] = {}
        for scope in {scope for scope, _ in touches}:
            keys = {key for one, key in touches if one == scope}
            stations = _stations(scope.restaurant_id)
            ids = {int(key.removeprefix("order-")) for key in keys}
            orders = joined_up(on_tickets_once(scope.restaurant_id, ids))
            items = {key_of(order.id): _item(order, stations) for order in orders}
            drawn |= {(scope, key): items.get(key) for key in keys}
        return drawn


PASS_TICKETS = PassTickets()


def _stations(restaurant_id: int) -> dict[int | None, Station]:
    found = read_once(("stations", restaurant_id), lambda: queries.stations(restaurant_id))
    return {station.id: station for station in found}


def _item(order: OrderView, stations: Stations) -> Item | None:
    ticket = pass_ticket(order, now=clock.now())
    if not ticket.is_open:
        return None
    whole = ticket.whole
    warn_after, late_after = patience_of(whole, stations)
    return Item(
        key=ticket.key,
        rank=rank_of(whole),
        version=order.version,
        context={
            "ticket": ticket,
            "whole": whole,
            "order": order,
            "board": PASS,
            "stations": stations,
            "groups": _groups(ticket, stations),
            "warn_after": warn_after,
            "late_after": late_after,
        },
    )


def _groups(ticket: PassTicket, stations: Stations) -> list[Group]:
    """Lines under the station that makes them; what several make comes last."""
    progress = {one.station_id: one for one in ticket.stations}
    found = []
    for each in (*stations, None):
        lines = [one for one in ticket.lines if not one.parts and one.station_id == each]
        if lines:
            found.append(Group(lines, stations.get(each), progress.get(each)))
    shared = [line for line in ticket.lines if line.parts]
    return [*found, Group(shared, is_shared=True)] if shared else found
