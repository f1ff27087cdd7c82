"""How long dishes took: which count, from when, on which day, and late against which minutes."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import LineStatus, LineTask, Order, OrderKind, OrderLine
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.service import finish_line, take_back_line
from restaurant_order.ordering.timing import By, Made, grouped, key_of, made, pace_of
from restaurant_order.venue.models import Station
from tests.cast import Place, casa_lupo, phone_at
from tests.ordering.test_placing import order_for

EVENING = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)
"""Half past seven in Berlin."""

FRIDAY = date(2026, 3, 6)

pytestmark = pytest.mark.usefixtures("app_context")

_keys = (f"key-{number:05}" for number in itertools.count())


def cooked(place: Place, dish: str, minutes: float, *, at: datetime = EVENING) -> int:
    """A dish ordered at a moment and finished so many minutes later; its line."""
    with clock.held_at(at):
        order_id = order_for(phone_at(place, "7"), place, dish, key=next(_keys))
        line = order_view(place.id, order_id).lines[0].id
    with clock.held_at(at + timedelta(minutes=minutes)):
        finish_line(place.id, line, by=place.person("Ken"))
    return line


def on(place: Place, day: date = FRIDAY, by: By = By.DISH) -> list[Made]:
    return made(place.restaurant, by=by, first=day, last=day)


def test_median_and_nine_tenths_of_a_dish() -> None:
    place = casa_lupo()
    for minutes in (4, 6, 8, 20):
        cooked(place, "oyster", minutes)
    pace = pace_of(on(place))
    assert (pace.count, pace.median, pace.late) == (4, 7 * 60, 1)
    assert pace.p90 == pytest.approx(16.4 * 60)
    assert pace.late_percent == 25


def test_a_dish_is_late_from_its_stations_minutes_on() -> None:
    place = casa_lupo()
    with transaction():
        db.session.get_one(Station, place.stations["bar"]).late_after = 9
    cooked(place, "lemonade", 9)
    cooked(place, "lemonade", 8.9)
    cooked(place, "oyster", 14)
    assert [one.is_late for one in on(place)] == [True, False, False]


def test_a_held_dish_counts_from_when_it_was_fired() -> None:
    place = casa_lupo()
    line = cooked(place, "oyster", 40)
    with transaction():
        fired = EVENING + timedelta(minutes=30)
        db.session.get_one(OrderLine, line).fired_at = fired
    (one,) = on(place)
    assert (one.began_at, one.seconds) == (fired, 600)


def test_takeaway_is_late_by_its_own_minutes() -> None:
    place = casa_lupo()
    line = cooked(place, "oyster", 12)
    with transaction():
        grill = db.session.get_one(Station, place.stations["grill"])
        grill.takeaway_warn_after, grill.takeaway_late_after = 5, 10
        order = db.session.get_one(Order, db.session.get_one(OrderLine, line).order_id)
        order.kind = OrderKind.TAKEAWAY
    assert [one.is_late for one in on(place)] == [True]


def test_what_was_taken_back_cancelled_or_is_not_ready_does_not_count() -> None:
    place = casa_lupo()
    back = cooked(place, "oyster", 3)
    take_back_line(place.id, back, status=LineStatus.READY, by=place.person("Ken"))
    order_for(phone_at(place, "8"), place, "oyster")
    assert on(place) == []


def test_what_was_cleared_as_forgotten_does_not_count() -> None:
    place = casa_lupo()
    cooked(place, "oyster", 3)
    forgotten = cooked(place, "oyster", 300)
    with transaction():
        line = db.session.get_one(OrderLine, forgotten)
        db.session.get_one(Order, line.order_id).cleared_at = line.ready_at
    assert [one.seconds for one in on(place)] == [180]


def test_after_midnight_is_still_the_evening_and_an_hour_of_its_own() -> None:
    place = casa_lupo()
    cooked(place, "oyster", 5, at=datetime(2026, 3, 6, 23, 30, tzinfo=UTC))
    (late,) = on(place)
    assert (late.day, late.hour) == (FRIDAY, 0)
    assert on(place, FRIDAY + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("moment", "hour"),
    [
        (datetime(2026, 3, 28, 18, 30, tzinfo=UTC), 19),
        (datetime(2026, 3, 29, 18, 30, tzinfo=UTC), 20),
    ],
)
def test_hours_are_the_wall_clocks_in_winter_and_summer(moment: datetime, hour: int) -> None:
    place = casa_lupo()
    cooked(place, "oyster", 5, at=moment)
    assert [one.hour for one in on(place, moment.date(), By.HOUR)] == [hour]


def test_what_several_stations_make_counts_for_each_with_its_own_time() -> None:
    place = casa_lupo()
    line_id = cooked(place, "oyster", 12)
    with transaction():
        db.session.get_one(OrderLine, line_id).is_shared = True
        for station, minutes in (("grill", 12), ("bar", 4)):
            db.session.add(
                LineTask(
                    line_id=line_id,
                    station_id=place.stations[station],
                    restaurant_id=place.id,
                    status=LineStatus.READY,
                    ready_at=EVENING + timedelta(minutes=minutes),
                )
            )
    assert [one.seconds for one in on(place)] == [720]
    by_station = grouped(on(place, by=By.STATION), lambda one: key_of(one, By.STATION))
    assert {key: [one.seconds for one in some] for key, some in by_station.items()} == {
        place.stations["grill"]: [720],
        place.stations["bar"]: [240],
    }


def test_another_restaurants_dishes_are_theirs() -> None:
    place, neighbours = casa_lupo(), casa_lupo(name="Trattoria")
    cooked(neighbours, "oyster", 5)
    assert on(place) == []
    assert len(on(neighbours)) == 1


def test_one_question_to_the_database_and_it_looks_at_the_days_asked_for_only() -> None:
    place = casa_lupo()
    for _ in range(5):
        cooked(place, "oyster", 5)
    restaurant, asked = place.restaurant, list[tuple[str, object]]()

    def listen(_c: object, _k: object, statement: str, values: object, *_more: object) -> None:
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        made(restaurant, by=By.DISH, first=FRIDAY, last=FRIDAY)
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert len(asked) == 1
    if db.engine.dialect.name == "sqlite":
        statement, values = asked[0]
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [str(row[-1]) for row in plan]
        assert not [step for step in steps if step.startswith("SCAN")], steps
