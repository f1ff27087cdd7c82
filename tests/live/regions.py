"""Two regions only tests know: a table's rounds on its phones, and tickets in the kitchen."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Flask, g, render_template
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from restaurant_order import live
from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Audience, Item, Region, Scope
from restaurant_order.ordering.facts import OrderFact
from restaurant_order.ordering.models import LineStatus, Order, OrderLine
from restaurant_order.ordering.queries import orders_by_id
from restaurant_order.ordering.views import OrderView
from restaurant_order.people.recognise import staff_or_refuse
from restaurant_order.visits.recognise import guest_or_refuse

S = TypeVar("S", bound=Scope)

ITEM = """
<article {{ live }} data-draws="{{ order.id }}:{{ station or 0 }}">
  <h2>{{ order.table_name }} <a href="{{ url_for('health.healthz') }}">{{ order.number }}</a></h2>
  {% for line in order.lines %}
  <p data-status="{{ line.status }}">{{ line.quantity }} {{ line.name|words }}, {{ line.note }}</p>
  {% endfor %}
  <p>{{ order.total|money }}, {{ order.placed_at|clock }}, {{ language }} {{ direction }}</p>
  <details><summary>note</summary>
    <input aria-label="note" value="{{ order.version }}"><input aria-label="seen" type="checkbox">
  </details>
</article>
"""
PAGE = """
{% extends "layouts/base.html" %}
{% from "components/connection.html" import connection with context %}
{% from "components/live_region.html" import live_region, live_scripts with context %}
{% block scripts %}{{ live_scripts() }}{% endblock %}
{% block body %}<main id="main">{{ connection() }}
{% call live_region(shown, label="orders") %}nothing yet{% endcall %}</main>{% endblock %}
"""


@dataclass(frozen=True)
class TableScope(Scope):
    visit_id: int


@dataclass(frozen=True)
class StationScope(Scope):
    station_id: int | None = None


class Orders(Region[S]):
    """What both have in common. Counts how often orders are read for a push."""

    template = "test/item.html"
    readings = 0

    def item(self, scope: S, key: str) -> Item | None:
        return self.load([(scope, key)])[scope, key]

    def load(self, touches: Collection[tuple[S, str]]) -> Mapping[tuple[S, str], Item | None]:
        self.readings += 1
        ids = {int(key.removeprefix("order-")) for _, key in touches}
        (restaurant_id,) = {scope.restaurant_id for scope, _ in touches}
        orders = {f"order-{o.id}": o for o in orders_by_id(restaurant_id, ids)}
        return {(scope, key): self.item_of(scope, orders.get(key)) for scope, key in touches}

    def item_of(self, scope: S, order: OrderView | None) -> Item | None:
        if order is None or order.rejected_at is not None:
            return None
        station = getattr(scope, "station_id", None)
        context: dict[str, Any] = {"order": order, "station": station}
        return Item(f"order-{order.id}", rank=order.id, version=order.version, context=context)


class Rounds(Orders[TableScope]):
    name = "test-rounds"
    audience = Audience.DINER
    scope = TableScope

    def items(self, scope: TableScope) -> Iterable[Item]:
        ids = [int(key.removeprefix("order-")) for key, _ in self.versions(scope)]
        found = orders_by_id(scope.restaurant_id, ids)
        return [item for order in found if (item := self.item_of(scope, order))]

    def versions(self, scope: TableScope) -> Iterable[tuple[str, int]]:
        own = select(Order.id, Order.version).where(Order.visit_id == scope.visit_id)
        rows = db.session.execute(own.where(Order.rejected_at.is_(None)))
        return [(f"order-{row.id}", row.version) for row in rows]

    def touched(self, told: Sequence[Told]) -> Iterable[tuple[TableScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, OrderFact):
                scope = TableScope(fact.restaurant_id, fact.visit_id)
                yield scope, f"order-{fact.order_id}"


class Stations(Orders[StationScope]):
    name = "test-stations"
    audience = Audience.KITCHEN
    scope = StationScope
    draws = True

    def items(self, scope: StationScope) -> Iterable[Item]:
        ids = [int(key.removeprefix("order-")) for key, _ in self.versions(scope)]
        found = orders_by_id(scope.restaurant_id, ids)
        return [item for order in found if (item := self.item_of(scope, order))]

    def item_of(self, scope: StationScope, order: OrderView | None) -> Item | None:
        if order is None or not any(_is_at(line, scope) for line in order.lines):
            return None
        return super().item_of(scope, order)

    def versions(self, scope: StationScope) -> Iterable[tuple[str, int]]:
        lines = select(OrderLine.order_id).where(OrderLine.status == LineStatus.ACCEPTED)
        if scope.station_id is not None:
            lines = lines.where(OrderLine.station_id == scope.station_id)
        mine = select(Order.id, Order.version).where(Order.restaurant_id == scope.restaurant_id)
        rows = db.session.execute(mine.where(Order.id.in_(lines)))
        return [(f"order-{row.id}", row.version) for row in rows]

    def touched(self, told: Sequence[Told]) -> Iterable[tuple[StationScope, str]]:
        for fact in (one.fact for one in told):
            if isinstance(fact, OrderFact):
                for station in (None, 1, 2, 3, 4):
                    scope = StationScope(fact.restaurant_id, station)
                    yield scope, f"order-{fact.order_id}"


def _is_at(line: Any, scope: StationScope) -> bool:
    return line.status is LineStatus.ACCEPTED and scope.station_id in (None, line.station_id)


def add_to(app: Flask) -> tuple[Rounds, Stations]:
    """The regions, and a page for each."""
    rounds, stations = Rounds(), Stations()
    live.register(app, rounds)
    live.register(app, stations)
    own = DictLoader({"test/item.html": ITEM, "test/page.html": PAGE})
    app.jinja_env.loader = ChoiceLoader([own, app.jinja_env.loader])  # type: ignore[list-item]
    pages = Blueprint("test_pages", __name__)

    @pages.get("/test/table")
    def table() -> str:
        guest = guest_or_refuse()
        scope = TableScope(guest.visit.restaurant_id, guest.visit_id)
        return render_template("test/page.html", shown=live.show(rounds, scope))

    @pages.get("/test/station/", defaults={"station": None})
    @pages.get("/test/station/<int:station>")
    def station(station: int | None) -> str:
        staff_or_refuse()
        shown = live.show(stations, StationScope(g.restaurant.id, station))
        return render_template("test/page.html", shown=shown)

    app.register_blueprint(pages)
    return rounds, stations
