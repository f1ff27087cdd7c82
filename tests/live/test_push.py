"""Who hears of an order, what they hear, and who must not."""

import pytest
from sqlalchemy import event, text

from restaurant_order.core.database import db
from restaurant_order.core.languages import current_language
from restaurant_order.core.transaction import record, transaction
from restaurant_order.live.draw import nobody
from restaurant_order.ordering.facts import OrderPlaced
from restaurant_order.ordering.service import finish_line, reject_order
from restaurant_order.venue.models import Acceptance
from tests.cast import casa_lupo
from tests.live.house import House, Screen
from tests.live.regions import StationScope


def keys(screen: Screen) -> list[str]:
    return [patch["key"] for patch in screen.hears()]


def test_an_order_is_heard_at_its_own_table_and_in_the_kitchen_only(house: House) -> None:
    seven, beside, eight = house.phone("7"), house.phone("7"), house.phone("8")
    for phone in (seven, beside, eight):
        phone.looks_at("/test/table")
    kitchen = house.staff("Ken").looks_at("/test/station/")

    order = house.order(seven)

    assert keys(seven) == keys(beside) == keys(kitchen) == [f"order-{order}"]
    assert eight.hears() == []


def test_an_order_is_not_heard_in_another_restaurant(house: House) -> None:
    with house.app.app_context():
        other = casa_lupo(name="Other place")
    theirs = house.staff("Ken", place=other).looks_at("/test/station/")
    house.order(house.phone("7"))
    assert theirs.hears() == []


def test_an_order_is_heard_at_the_stations_that_make_it(house: House) -> None:
    grill = house.staff("Ken").looks_at(f"/test/station/{house.place.stations['grill']}")
    bar = house.staff("Lena").looks_at(f"/test/station/{house.place.stations['bar']}")
    house.order(house.phone("7"))
    assert [patch["html"] is None for patch in grill.hears()] == [True]
    assert [patch["html"] is None for patch in bar.hears()] == [False]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_what_is_pushed_is_what_the_page_shows_to_the_byte(house: House, language: str) -> None:
    phone = house.phone("7", language=language).looks_at("/test/table")
    order = house.order(phone)
    with house.app.app_context():
        (line,) = db.session.scalars(text("SELECT id FROM order_lines")).all()
        finish_line(house.place.id, line, by=house.place.person("Ken"))

    first, last = phone.hears()

    assert first["html"] != last["html"]
    assert last["html"] in phone.opens("/test/table")
    assert last["html"] in phone.repairs().text
    assert phone.shows() == {f"order-{order}": last["version"]}
    assert ("柠檬水" in last["html"]) == (language == "zh-Hans")
    assert "&lt;b&gt;now&lt;/b&gt;" in last["html"]


def test_each_reader_hears_their_own_language(house: House) -> None:
    english, chinese = house.phone("7"), house.phone("7", language="zh-Hans")
    for phone in (english, chinese):
        phone.looks_at("/test/table")
    house.order(english)
    assert "Lemonade" in english.hears()[0]["html"]
    assert "柠檬水" in chinese.hears()[0]["html"]


def test_what_is_pushed_does_not_depend_on_who_did_it(house: House) -> None:
    """The cook's own language, cookies and session stay out of what the table reads."""
    phone = house.phone("7").looks_at("/test/table")
    house.order(phone)
    phone.hears()
    page = phone.opens("/test/table")
    with house.app.test_request_context(headers={"Cookie": "language=zh-Hans"}):
        (line,) = db.session.scalars(text("SELECT id FROM order_lines")).all()
        before = current_language()
        finish_line(house.place.id, line, by=house.place.person("Ken"))
        assert current_language() == before == "zh-Hans"
    (patch,) = phone.hears()
    assert "Lemonade" in patch["html"]
    assert patch["html"] not in page
    assert patch["html"] in phone.opens("/test/table")


def test_a_patch_says_where_in_the_journal_it_stands_and_what_happened(house: House) -> None:
    phone = house.phone("7").looks_at("/test/table")
    house.order(phone)
    (patch,) = phone.hears()
    with house.app.app_context():
        head = db.session.scalar(text("SELECT seq FROM journal_heads"))
    assert patch["head"] == patch["version"] == head
    assert "OrderPlaced" in patch["kinds"]
    assert patch["room"] == phone.room


def test_an_order_turned_down_is_gone(house: House) -> None:
    with house.app.app_context(), transaction():
        house.place.restaurant.acceptance = Acceptance.ALWAYS
    phone = house.phone("7").looks_at("/test/table")
    order = house.order(phone)
    phone.hears()
    with house.app.app_context():
        reject_order(house.place.id, order, reason="closed", by=house.place.person("Carla"))
    (patch,) = phone.hears()
    assert (patch["key"], patch["html"]) == (f"order-{order}", None)


def test_an_order_shown_on_many_boards_is_read_once(house: House) -> None:
    grill, bar = house.place.stations["grill"], house.place.stations["bar"]
    for path in ("", "", str(grill), str(bar)):
        house.staff("Ken", language="zh-Hans" if path else "en").looks_at(f"/test/station/{path}")
    house.order(house.phone("7"))
    assert house.stations.readings == 1


def test_nothing_is_read_for_a_board_nobody_looks_at(house: House) -> None:
    phone = house.phone("7").looks_at("/test/table")
    house.order(phone)
    assert (house.stations.readings, house.rounds.readings) == (0, 1)


def test_what_was_rolled_back_is_not_heard(house: House) -> None:
    phone = house.phone("7").looks_at("/test/table")
    order = house.order(phone)
    phone.hears()

    def placed_and_broken() -> None:
        with transaction():
            record(_placed(house, phone, order), by=house.place.person("Ken").actor)
            raise ZeroDivisionError

    with house.app.app_context(), pytest.raises(ZeroDivisionError):
        placed_and_broken()
    assert phone.hears() == []


def test_a_region_that_fails_costs_neither_the_order_nor_the_other_regions(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone = house.phone("7").looks_at("/test/table")
    kitchen = house.staff("Ken").looks_at("/test/station/")
    monkeypatch.setattr(house.rounds, "load", lambda touches: 1 / 0)
    house.order(phone)
    assert phone.hears() == []
    assert len(kitchen.hears()) == 1
    assert "test-rounds was not pushed after" in caplog.text


def test_nothing_is_drawn_or_sent_while_the_database_is_being_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer gets in at once while the push is being drawn."""
    phone = house.phone("7").looks_at("/test/table")
    wrote = []
    load = house.rounds.load

    def load_and_write(touches: object) -> object:
        with db.engine.connect().execution_options(writes=True) as other:
            other.execute(text("UPDATE restaurants SET accent = ''"))
            other.commit()
            wrote.append(True)
        return load(touches)  # type: ignore[arg-type]

    monkeypatch.setattr(house.rounds, "load", load_and_write)
    house.order(phone)
    assert wrote == [True]
    assert len(phone.hears()) == 1


def test_without_any_screen_a_push_asks_the_database_nothing(house: House) -> None:
    phone = house.phone("7")
    order = house.order(phone)
    with house.app.app_context():
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        with transaction():
            record(_placed(house, phone, order), by=house.place.person("Ken").actor)
    after_commit = statements[max(i for i, s in enumerate(statements) if "UPDATE" in s) + 1 :]
    assert after_commit == []


def _placed(house: House, phone: Screen, order: int) -> OrderPlaced:
    return OrderPlaced(
        restaurant_id=house.place.id,
        visit_id=phone.visit_id,
        table_id=house.place.tables["7"],
        order_id=order,
        cart_line_ids=(),
    )


def test_with_several_processes_the_restaurant_is_read_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for each item of each region, to know in which languages it may be watched."""
    scope = StationScope(house.place.id)
    monkeypatch.setattr(house.sockets, "is_shared", True)
    statements: list[str] = []
    with nobody(house.app):
        event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
        told = [house.sockets.watches(house.stations, scope) for _ in range(5)]
    assert {watch.language for watches in told for watch in watches} >= {"en", "zh-Hans"}
    assert len([said for said in statements if "FROM restaurants" in said]) == 1
