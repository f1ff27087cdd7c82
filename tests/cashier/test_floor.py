"""Tables at a glance, and what comes in."""

import re
from datetime import timedelta

import pytest

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.times import wall_time
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.service import note_drawn, start_line
from restaurant_order.venue.models import Table, TableKind
from restaurant_order.venue.tables import change_table
from restaurant_order.web.cashier.tiles import tile_versions
from tests.cashier.screens import House, new_key


def test_a_tile_says_what_matters_most_at_its_table(careful: House) -> None:
    till = careful.screen()
    assert till.tile("7").startswith("7 Free")
    phone = careful.phone("7")
    assert till.tile("7").startswith("7 Seated")
    phone.adds()
    assert till.tile("7").startswith("7 Choosing")
    phone.sends()
    assert "New order" in till.tile("7")
    assert "€3.80" in till.tile("7")
    visit_id = int(phone.guest.visit_id)
    order = careful.bill(visit_id).orders[0].id
    till.post(f"/floor/orders/{order}/acceptance")
    assert "In the kitchen" in till.tile("7")
    careful.cooks(visit_id)
    assert "To serve" in till.tile("7")
    till.post(f"/floor/orders/{order}/service")
    assert "Served" in till.tile("7")
    phone.post("/requests", {"kind": "bill_cash", "key": new_key()})
    assert "Bill, please" in till.tile("7")
    assert till.tile("8").startswith("8 Free")


def test_an_accepted_order_goes_to_the_kitchen(careful: House) -> None:
    visit_id, waiter = careful.party(), careful.screen("Wei")
    order = careful.bill(visit_id).orders[0]
    assert f"Order {order.number}" in waiter.reads("/floor/")
    assert waiter.post(f"/floor/orders/{order.id}/acceptance").status_code == 303
    assert careful.status(order.lines[0].id) is LineStatus.ACCEPTED


def test_the_second_to_answer_an_order_is_told_kindly(careful: House) -> None:
    visit_id = careful.party()
    order = careful.bill(visit_id).orders[0].id
    careful.screen("Wei").post(f"/floor/orders/{order}/acceptance")
    again = careful.screen("Carla").post(f"/floor/orders/{order}/acceptance")
    assert again.status_code == 409
    assert "answered already" in again.text
    late = careful.screen("Carla").post(
        f"/floor/orders/{order}/rejection", {"reason": "rejected:closing"}
    )
    assert late.status_code == 409
    assert careful.status(careful.line(visit_id)) is LineStatus.ACCEPTED


def test_the_guests_read_why_their_order_was_rejected(careful: House) -> None:
    phone = careful.phone("7")
    phone.orders()
    order = careful.orders("7")[0].id
    sent = careful.screen().post(f"/floor/orders/{order}/rejection", {"words": "No ice today"})
    assert sent.status_code == 303
    assert "No ice today" in phone.reads("/orders")


def test_an_offered_reason_is_read_in_the_guests_own_language(careful: House) -> None:
    phone = careful.phone("7", language="zh-Hans")
    phone.orders()
    order = careful.orders("7")[0].id
    careful.screen().post(f"/floor/orders/{order}/rejection", {"reason": "rejected:closing"})
    assert "抱歉，后厨即将打烊" in phone.reads("/orders")


@pytest.mark.parametrize(("language", "said"), [("en", "ready about"), ("zh-Hans", "左右做好")])
def test_the_guests_read_when_a_delayed_order_will_be_ready(
    careful: House, language: str, said: str
) -> None:
    phone, till = careful.phone("7", language=language), careful.screen()
    phone.orders()
    order = careful.orders("7")[0]
    page = f"/floor/orders/{order.id}/promise"
    assert "Accept, and tell the table" in till.reads(page)
    assert till.post(page, {"minutes": 30}).status_code == 303
    assert careful.status(order.lines[0].id) is LineStatus.ACCEPTED
    promised = careful.orders("7")[0].promised_at
    assert promised
    assert timedelta(minutes=29) < promised - clock.now() <= timedelta(minutes=30)
    with careful.inside() as place:
        time = wall_time(promised, place.restaurant.time_zone)
    assert said in phone.reads("/orders")
    assert time in phone.reads("/orders")
    assert f"The table was told: ready about {time}" in till.reads(
        f"/floor/visits/{order.visit_id}"
    )


def test_a_time_is_told_anew_until_all_is_ready(careful: House) -> None:
    phone, till = careful.phone("7"), careful.screen()
    phone.orders()
    order = careful.orders("7")[0]
    page = f"/floor/orders/{order.id}/promise"
    till.post(f"/floor/orders/{order.id}/acceptance")
    for minutes in (15, 45):
        assert till.post(page, {"minutes": minutes}).status_code == 303
    told = careful.orders("7")[0].promised_at
    assert told
    assert told - clock.now() > timedelta(minutes=44)
    careful.cooks(order.visit_id)
    assert "ready about" not in phone.reads("/orders")
    late = till.post(page, {"minutes": 15})
    assert late.status_code == 409
    assert "Nothing of this order is still to be made" in late.text
    assert careful.orders("7")[0].promised_at == told


def test_a_rejected_order_is_promised_to_nobody(careful: House) -> None:
    visit_id, till = careful.party(), careful.screen()
    order = careful.bill(visit_id).orders[0].id
    till.post(f"/floor/orders/{order}/rejection", {"reason": "rejected:closing"})
    before = careful.rows()
    assert till.post(f"/floor/orders/{order}/promise", {"minutes": 15}).status_code == 409
    assert careful.rows() == before


@pytest.mark.parametrize("minutes", ["", "4", "181", "-15", "1.5", "soon", "1e9", "9" * 30])
def test_a_time_that_makes_no_sense_changes_nothing(careful: House, minutes: str) -> None:
    visit_id = careful.party()
    order, before = careful.bill(visit_id).orders[0], careful.rows()
    answer = careful.screen().post(f"/floor/orders/{order.id}/promise", {"minutes": minutes})
    assert answer.status_code == 422
    assert "Tell" in answer.text or "tell" in answer.text
    assert careful.rows() == before
    assert careful.status(order.lines[0].id) is LineStatus.PLACED


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reason": "because"},
        {"words": "\u202eolleh"},
        {"words": "x" * 201},
        {"words": "bell\x07"},
        {"words": " "},
    ],
)
def test_an_order_is_not_rejected_without_a_readable_reason(
    careful: House, fields: dict[str, str]
) -> None:
    visit_id, before = careful.party(), careful.rows()
    order, before = careful.bill(visit_id).orders[0].id, careful.rows()
    answer = careful.screen().post(f"/floor/orders/{order}/rejection", fields)
    assert answer.status_code == 422
    assert "Reject the order" in answer.text
    assert careful.rows() == before


def test_what_is_ready_is_carried_and_a_slip_taken_back(house: House) -> None:
    visit_id, waiter = house.party(), house.screen("Wei")
    line = house.line(visit_id)
    early = waiter.post(f"/floor/lines/{line}/service")
    assert early.status_code == 409
    house.cooks(visit_id)
    assert "Ready to serve" in waiter.reads("/floor/")
    assert waiter.post(f"/floor/lines/{line}/service").status_code == 303
    assert house.status(line) is LineStatus.SERVED
    assert waiter.post(f"/floor/lines/{line}/service").status_code == 409
    assert waiter.post(f"/floor/lines/{line}/return").status_code == 303
    assert house.status(line) is LineStatus.READY
    assert waiter.post(f"/floor/lines/{line}/return").status_code == 409


def test_a_cancelled_dish_leaves_the_bill_with_its_reason(house: House) -> None:
    visit_id, waiter = house.party(), house.screen("Wei")
    path = f"/floor/lines/{house.line(visit_id)}/cancellation"
    assert waiter.post(path, {}).status_code == 422
    assert (
        waiter.post(path, {"reason": "cancelled:mistake"}).location == f"/floor/visits/{visit_id}"
    )
    assert house.bill(visit_id).due == 0
    assert "Ordered by mistake" in waiter.reads(f"/floor/visits/{visit_id}")
    assert waiter.post(path, {"reason": "cancelled:mistake"}).status_code == 409


def test_once_cooking_has_begun_the_page_asks_where_the_food_goes(house: House) -> None:
    visit_id, waiter = house.party(), house.screen("Wei")
    line = house.line(visit_id)
    path = f"/floor/lines/{line}/cancellation"
    assert "Thrown away" not in waiter.reads(path)
    with house.inside() as place:
        start_line(place.id, line, by=place.person("Ken"))
    assert "Thrown away" in waiter.reads(path)
    answer = waiter.post(path, {"reason": "cancelled:mistake"})
    assert (answer.status_code, "Where does the food go?" in answer.text) == (422, True)
    assert (
        waiter.post(path, {"reason": "cancelled:mistake", "disposition": "cat"}).status_code == 422
    )
    assert house.status(line) is LineStatus.COOKING
    waiter.post(path, {"reason": "cancelled:mistake", "disposition": "waste"})
    assert house.status(line) is LineStatus.CANCELLED


def test_a_ready_dish_is_cancelled_until_it_is_served(house: House) -> None:
    visit_id, waiter = house.party(), house.screen("Wei")
    panel, line = f"/floor/visits/{visit_id}", house.line(visit_id)
    path = f"/floor/lines/{line}/cancellation"
    house.cooks(visit_id)
    assert path in waiter.get(panel).text
    assert "Back to stock" in waiter.reads(path)
    assert waiter.post(path, {"reason": "cancelled:changed"}).status_code == 422
    assert house.bill(visit_id).due == 380
    waiter.post(f"/floor/lines/{line}/service")
    assert path not in waiter.get(panel).text
    wish = {"reason": "cancelled:changed", "disposition": "waste"}
    assert waiter.post(path, wish).status_code == 409
    waiter.post(f"/floor/lines/{line}/return")
    assert waiter.post(path, wish).status_code == 303
    assert house.bill(visit_id).due == 0
    assert house.status(line) is LineStatus.CANCELLED


def test_nothing_is_cancelled_on_a_settled_bill(house: House) -> None:
    visit_id = house.settled()
    path = f"/floor/lines/{house.line(visit_id)}/cancellation"
    answer = house.screen("Max").post(path, {"reason": "cancelled:mistake"})
    assert answer.status_code == 410
    assert "its bill is settled" in answer.text
    assert house.bill(visit_id).due == 0


def test_a_request_is_claimed_once_and_done_once(house: House) -> None:
    phone = house.phone("7")
    phone.post("/requests", {"kind": "water", "key": new_key()})
    wei, carla = house.screen("Wei"), house.screen("Carla")
    assert "Water, please" in carla.reads("/floor/")
    assert wei.post("/floor/requests/1/claim").status_code == 303
    assert carla.post("/floor/requests/1/claim").status_code == 409
    assert "Wei is on it" in carla.reads("/floor/")
    assert carla.post("/floor/requests/1/answer").status_code == 303
    assert wei.post("/floor/requests/1/answer").status_code == 409
    assert "Water, please" not in carla.reads("/floor/")


def test_a_ticket_on_no_kitchen_screen_alarms_the_floor(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    order = house.bill(visit_id).orders[0]
    assert "No kitchen screen" not in till.reads("/floor/alarms")
    with clock.held_at(clock.now() + timedelta(seconds=12)):
        said = till.reads("/floor/alarms")
        assert f"order {order.number} (Bar)" in said
        with house.inside() as place:
            note_drawn(place.id, [(order.id, place.stations["bar"])])
        assert "No kitchen screen" not in till.reads("/floor/alarms")


def test_a_free_table_is_opened_once(house: House) -> None:
    waiter, table = house.screen("Wei"), house.place.tables["8"]
    assert "Open the table" in waiter.reads(f"/floor/tables/{table}")
    first = waiter.post(f"/floor/tables/{table}/visit")
    again = waiter.post(f"/floor/tables/{table}/visit")
    assert first.location == again.location == waiter.get(f"/floor/tables/{table}").location


def test_a_script_gets_the_panel_alone(house: House) -> None:
    visit_id, waiter = house.party(), house.screen("Wei")
    page = waiter.get(f"/floor/visits/{visit_id}", **{"HX-Request": "true"}).text
    assert page.strip().startswith('<section class="panel" id="panel"')
    assert "till__rail" not in page


def test_reading_the_floor_asks_no_more_for_forty_tables(house: House) -> None:
    from sqlalchemy import event

    till, counts = house.screen(), []
    with house.inside():
        engine = db.engine
    for _ in range(2):
        asked: list[str] = []
        watch = lambda *about, asked=asked: asked.append(str(about[2]))  # noqa: E731 # a listener
        event.listen(engine, "before_cursor_execute", watch)
        till.get("/floor/")
        event.remove(engine, "before_cursor_execute", watch)
        counts.append(len(asked))
        with house.inside() as place:
            area = db.session.get_one(Table, place.tables["7"]).area_id
            db.session.add_all(
                Table(restaurant_id=place.id, area_id=area, name=f"N{n}", rank=n)
                for n in range(100 * (1 + len(counts)), 100 * (1 + len(counts)) + 40)
            )
            db.session.commit()
    assert counts[1] <= counts[0]


def test_settling_by_script_answers_with_the_empty_panel_and_a_word(house: House) -> None:
    visit_id, till = house.party(), house.screen()
    till.pays(visit_id, "3.80")
    by_script = {"HX-Request": "true"}
    answer = till.post(f"/floor/visits/{visit_id}/settlement", **by_script)
    shown = till.get(answer.location, **by_script).text
    assert 'id="panel"' in shown
    assert 'hx-swap-oob="beforeend:.toasts"' in shown
    assert "Table 7 is settled" in shown


def test_guests_without_a_name_bear_their_numbers(careful: House) -> None:
    till, phone = careful.screen(), careful.phone("7")
    careful.phone("7")

    page = till.get(f"/floor/visits/{phone.guest.visit_id}").text

    assert re.findall(r'class="guest__mark"[^>]*>([^<]*)<', page) == ["1", "2"]


def test_a_counter_is_called_by_its_name_and_counts_its_bills(house: House) -> None:
    till = house.screen()
    with house.app.app_context():
        table = db.session.get_one(Table, house.place.tables["8"])
        change_table(
            table, name="Takeout", kind=TableKind.COUNTER, by=house.place.person("Olga").actor
        )
    assert till.tile("8").startswith("Takeout No open bills Takeaway")
    phone = house.phone("8")
    assert till.tile("8").startswith("Takeout 1 open bill Takeaway")
    assert "Table" not in phone.reads("/orders").split("Takeout")[0]
    visit = f"/floor/visits/{int(phone.guest.visit_id)}"
    till.post(f"{visit}/settlement")
    shown = till.reads("/floor/")
    assert "Takeout is settled" in shown
    assert "Table Takeout" not in shown
    assert till.tile("8").startswith("Takeout No open bills")


def test_at_a_counter_a_bill_is_settled_and_no_table_freed(house: House) -> None:
    house.changes(Table, house.place.tables["8"], kind=TableKind.COUNTER)
    till, phone = house.screen(), house.phone("8")
    visit = f"/floor/visits/{int(phone.guest.visit_id)}"
    assert "Close the bill" in till.reads(visit)
    assert "Close this bill?" in till.get(visit).text
    phone.orders("lemonade")
    answer = till.pays(int(phone.guest.visit_id), "3.80")
    for page in (till.reads(answer.location), till.reads(visit)):
        assert "Settle the bill" in page
    for path in (answer.location, visit, f"{visit}/allergies"):
        assert not re.search(r"\b(this|the) table\b", till.reads(path)), path
    assert "Settle and free the table" in till.reads(till.pays(house.party("7"), "3.80").location)


def test_every_change_of_a_counters_bills_reaches_its_tile(house: House) -> None:
    with house.app.app_context():
        table = db.session.get_one(Table, house.place.tables["8"])
        change_table(table, kind=TableKind.COUNTER, by=house.place.person("Olga").actor)
    versions = [version_of_tile(house, "8")]
    visit_id = int(house.phone("8").guest.visit_id)
    versions.append(version_of_tile(house, "8"))
    house.screen().post(f"/floor/visits/{visit_id}/settlement")
    versions.append(version_of_tile(house, "8"))
    assert versions == sorted(set(versions))


def version_of_tile(house: House, table: str) -> int:
    with house.inside():
        return dict(tile_versions(house.place.id))[house.place.tables[table]]
