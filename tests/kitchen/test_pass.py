"""The pass: whole orders, ticks that arrive, and nothing handed out that a station still has."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from kitchen_display.pass_tickets import PASS_TICKETS
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.transaction import transaction
from restaurant_order.live import Scope
from restaurant_order.live.prove import Prover
from restaurant_order.menu.models import Option
from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.service import finish_line
from restaurant_order.people import service as people
from restaurant_order.venue.models import PassRule
from tests.cast import casa_lupo
from tests.kitchen.house import Kitchen, Person, Placed
from tests.kitchen.test_push import Wall, statements

PASS = "/kitchen/pass"


def out_of(placed: Placed) -> str:
    return f"{PASS}/tickets/{placed.id}/out"


def finishes(kitchen: Kitchen, *lines: int) -> None:
    with kitchen.app.app_context():
        for line_id in lines:
            finish_line(kitchen.place.id, line_id, by=kitchen.place.person("Lena"))


def pin_of_max(kitchen: Kitchen) -> str:
    with kitchen.app.app_context():
        max_ = kitchen.place.person("Max")
        people.set_pin(max_, "739164", by=max_.actor)
    return "739164"


def rule(kitchen: Kitchen, wanted: PassRule) -> None:
    with kitchen.app.app_context(), transaction():
        kitchen.place.restaurant.pass_rule = wanted


def rocket_at_the_bar(kitchen: Kitchen) -> None:
    with kitchen.app.app_context(), transaction():
        option = db.session.get_one(Option, kitchen.place.options["rocket"])
        option.station_id = kitchen.place.stations["bar"]
        kitchen.place.restaurant.menu_version += 1


def handed_out_by(kitchen: Kitchen) -> list[tuple[int | None, list[int]]]:
    with kitchen.app.app_context():
        found = db.session.scalars(
            select(JournalEntry).where(JournalEntry.kind == "OrderPassed")
        ).all()
        return [(entry.actor_id, entry.body["unfinished"]) for entry in found]


def test_it_is_chosen_like_a_station(kitchen: Kitchen, ken: Person) -> None:
    kitchen.orders("margherita", "lemonade")
    page = ken.sees("/kitchen/")
    assert re.search(r'href="/kitchen/pass".*?<b>1</b>', page, re.DOTALL)


def test_an_order_is_whole_there_and_says_who_still_cooks(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita", "lemonade")
    page = ken.sees(PASS)
    assert ken.tickets(PASS) == [f"order-{placed.id}"]
    assert page.index("Margherita") < page.index("Lemonade")
    assert "0 of 2 ready" in page
    finishes(kitchen, placed.lines[0])
    page = ken.sees(PASS)
    assert "1 of 2 ready" in page
    assert re.search(r"Still cooking:.*Bar <b>1</b>", page, re.DOTALL)
    assert not re.search(r"Still cooking:.*Grill <b>", page, re.DOTALL)


def test_a_complete_order_is_handed_out_and_comes_back_when_it_was_a_slip(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita", "lemonade")
    finishes(kitchen, *placed.lines)
    assert "Ready to go" in ken.sees(PASS)
    answer = ken.taps(out_of(placed))
    assert answer.status_code == 200
    assert ken.tickets(PASS) == []
    assert kitchen.status_of(placed) == ["ready", "ready"]
    ken.takes_back(answer)
    assert ken.tickets(PASS) == [f"order-{placed.id}"]
    assert ken.taps(out_of(placed), script=False).headers["Location"] == PASS


def test_handing_out_leaves_the_stations_and_the_floor_alone(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita", "lemonade")
    finishes(kitchen, placed.lines[0])
    kitchen.signed_in("Max").taps(out_of(placed), regardless="on")
    assert ken.tickets(PASS) == []
    assert ken.tickets("/kitchen/bar") == [f"order-{placed.id}"]
    assert kitchen.status_of(placed) == ["ready", "accepted"]


def test_what_a_station_still_has_is_not_handed_out(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita", "lemonade")
    finishes(kitchen, placed.lines[0])
    assert ken.taps(out_of(placed)).status_code == 409
    refused = ken.taps(out_of(placed), regardless="on")
    assert refused.status_code == 403
    assert "Only a manager can let this order go" in refused.text
    assert ken.tickets(PASS) == [f"order-{placed.id}"]
    assert handed_out_by(kitchen) == []


def test_a_managers_pin_lets_it_go_and_is_recorded(kitchen: Kitchen, ken: Person) -> None:
    placed, pin = kitchen.orders("margherita", "lemonade"), pin_of_max(kitchen)
    max_ = kitchen.place.staff["Max"]
    sheet = ken.sees(out_of(placed))
    assert "Still cooking" in sheet
    assert f'value="{max_}"' in sheet
    assert "1× Margherita" in sheet
    wrong = ken.taps(out_of(placed), regardless="on", manager=max_, pin="482913")
    assert wrong.status_code == 422
    assert wrong.headers["HX-Retarget"] == "#details-body"
    assert "This PIN is not right" in wrong.text
    assert ken.tickets(PASS) == [f"order-{placed.id}"]
    assert ken.taps(out_of(placed), regardless="on", manager=max_, pin=pin).status_code == 200
    assert handed_out_by(kitchen) == [(max_, list(placed.lines))]
    assert ken.tickets(PASS) == []


@pytest.mark.parametrize("name", ["Ken", "Carla", "Wei"])
def test_only_a_managers_word_counts(kitchen: Kitchen, ken: Person, name: str) -> None:
    placed = kitchen.orders("margherita")
    with kitchen.app.app_context():
        person = kitchen.place.person(name)
        people.set_pin(person, "8261", by=kitchen.place.person("Max").actor)
    word = {"regardless": "on", "manager": kitchen.place.staff[name], "pin": "8261"}
    assert ken.taps(out_of(placed), **word).status_code == 404
    assert handed_out_by(kitchen) == []


def test_guessing_a_managers_pin_is_slowed_down(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    pin = pin_of_max(kitchen)
    word = {"regardless": "on", "manager": kitchen.place.staff["Max"]}
    for _ in range(5):
        ken.taps(out_of(placed), **word, pin="111111")
    blocked = ken.taps(out_of(placed), **word, pin=pin)
    assert blocked.status_code == 429
    assert handed_out_by(kitchen) == []


def test_wrong_pins_at_one_screen_do_not_lock_the_manager_out_of_another(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita")
    pin = pin_of_max(kitchen)
    word = {"regardless": "on", "manager": kitchen.place.staff["Max"]}
    for _ in range(5):
        ken.taps(out_of(placed), **word, pin="111111")
    assert ken.taps(out_of(placed), **word, pin=pin).status_code == 429
    assert kitchen.signed_in("Lena").taps(out_of(placed), **word, pin=pin).status_code == 200


def test_a_manager_who_is_signed_in_needs_no_pin(kitchen: Kitchen) -> None:
    placed, boss = kitchen.orders("margherita"), kitchen.signed_in("Max")
    sheet = boss.sees(out_of(placed))
    assert "Hand out anyway" in sheet
    assert 'name="pin"' not in sheet
    assert boss.taps(out_of(placed), regardless="on").status_code == 200
    assert handed_out_by(kitchen) == [(kitchen.place.staff["Max"], list(placed.lines))]


def test_a_pass_that_only_warns_asks_once_more(kitchen: Kitchen, ken: Person) -> None:
    rule(kitchen, PassRule.WARN)
    placed = kitchen.orders("margherita")
    assert ken.taps(out_of(placed)).status_code == 409
    sheet = ken.sees(out_of(placed))
    assert "Hand out anyway" in sheet
    assert 'name="pin"' not in sheet
    assert ken.taps(out_of(placed), regardless="on").status_code == 200
    assert ken.tickets(PASS) == []


def test_what_was_handed_out_can_be_called_back(kitchen: Kitchen, ken: Person) -> None:
    first, second = kitchen.orders("margherita"), kitchen.orders("lemonade", table="8")
    finishes(kitchen, *first.lines, *second.lines)
    ken.taps(out_of(first))
    ken.taps(out_of(second))
    listed = ken.sees(f"{PASS}/recall")
    assert listed.index("Lemonade") < listed.index("Margherita")
    answer = ken.taps(f"{PASS}/tickets/{first.id}/recall")
    assert ken.tickets(PASS) == [f"order-{first.id}"]
    assert ken.taps(f"{PASS}/tickets/{first.id}/recall").status_code == 409
    ken.takes_back(answer)
    assert ken.tickets(PASS) == []


def test_what_no_station_makes_is_ticked_at_the_pass(kitchen: Kitchen, ken: Person) -> None:
    with kitchen.app.app_context(), transaction():
        kitchen.place.dish("lemonade").category.station_id = None
        kitchen.place.restaurant.menu_version += 1
    placed = kitchen.orders("margherita", "lemonade")
    pizza, lemonade = placed.lines
    answer = ken.taps(f"{PASS}/lines/{lemonade}/done")
    assert kitchen.status_of(placed) == ["accepted", "ready"]
    ken.takes_back(answer)
    assert kitchen.status_of(placed)[1] in {"accepted", "cooking"}
    assert ken.taps(f"{PASS}/lines/{pizza}/done").status_code == 404
    assert kitchen.status_of(placed)[0] == "accepted"


def test_a_dish_of_several_stations_shows_each_ones_tick(kitchen: Kitchen, ken: Person) -> None:
    rocket_at_the_bar(kitchen)
    placed = kitchen.orders("margherita", more=("rocket",))
    ken.taps(f"/kitchen/grill/lines/{placed.lines[0]}/done")
    assert ken.tickets("/kitchen/grill") == []
    assert ken.tickets("/kitchen/bar") == [f"order-{placed.id}"]
    page = ken.sees(PASS)
    parts = re.search(r'<span class="line__parts">(.*?)</span></span>', page, re.DOTALL)
    assert parts
    assert re.search(r'class="elsewhere" data-done>.*?Grill', parts[1], re.DOTALL)
    assert re.search(r'class="elsewhere">.*?Bar', parts[1], re.DOTALL)
    ken.taps(f"/kitchen/bar/tickets/{placed.id}/bump")
    assert "Ready to go" in ken.sees(PASS)


def test_a_cancelled_dish_is_seen_by_each_of_its_stations(kitchen: Kitchen, ken: Person) -> None:
    rocket_at_the_bar(kitchen)
    placed = kitchen.orders("margherita", more=("rocket",))
    (line,) = placed.lines
    kitchen.cancels(line)
    answer = ken.taps(f"/kitchen/grill/lines/{line}/seen")
    assert (ken.tickets("/kitchen/grill"), ken.tickets("/kitchen/bar")) == (
        [],
        [f"order-{placed.id}"],
    )
    assert not kitchen.is_seen(line)
    ken.takes_back(answer)
    assert ken.tickets("/kitchen/grill") == [f"order-{placed.id}"]
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/seen")
    ken.taps(f"/kitchen/bar/tickets/{placed.id}/seen")
    assert kitchen.is_seen(line)
    assert ken.tickets("/kitchen/bar") == []


def test_a_station_calls_back_its_part(kitchen: Kitchen, ken: Person) -> None:
    rocket_at_the_bar(kitchen)
    placed = kitchen.orders("margherita", more=("rocket",))
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert "Margherita" in ken.sees("/kitchen/grill/recall")
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/recall")
    assert ken.tickets("/kitchen/grill") == [f"order-{placed.id}"]
    assert ken.tickets("/kitchen/bar") == [f"order-{placed.id}"]


@pytest.mark.parametrize("deed", ["start", "bump", "seen", "recall"])
def test_stations_work_is_not_done_at_the_pass(kitchen: Kitchen, ken: Person, deed: str) -> None:
    placed = kitchen.orders("margherita")
    expected = 409 if deed in ("recall", "seen") else 404
    assert ken.taps(f"{PASS}/tickets/{placed.id}/{deed}").status_code == expected
    assert ken.taps(f"{PASS}/lines/done", lines=placed.lines[0]).status_code == 404
    assert kitchen.status_of(placed) == ["accepted"]


def test_strangers_hand_nothing_out(app: Flask, kitchen: Kitchen, stranger: Person) -> None:
    placed = kitchen.orders("margherita")
    finishes(kitchen, *placed.lines)
    for person in (Person(app), stranger, kitchen.signed_in("Carla"), kitchen.signed_in("Wei")):
        for path in (out_of(placed), f"{PASS}/tickets/{placed.id}/recall"):
            assert person.taps(path).status_code in {401, 403, 404, 303}
        assert person.taps(f"{PASS}/undo", lines=placed.lines[0]).status_code in {
            401,
            403,
            404,
            303,
        }
    assert handed_out_by(kitchen) == []


def test_nonsense_changes_nothing(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    finishes(kitchen, *placed.lines)
    assert ken.taps(out_of(placed), surprise="yes").status_code == 422
    assert ken.taps(out_of(placed), manager="0").status_code == 422
    assert ken.taps(f"{PASS}/tickets/999999/out").status_code == 404
    assert ken.taps(f"{PASS}/undo", lines="x").status_code == 422
    assert ken.tickets(PASS) == [f"order-{placed.id}"]


def test_a_tick_arrives_at_the_pass(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Prover, "start", lambda _self, _audience: None)
    placed = kitchen.orders("margherita", "lemonade")
    wall = Wall(kitchen, "pass")
    finishes(kitchen, placed.lines[0])
    assert "1 of 2 ready" in wall.hears()[0]["html"]
    finishes(kitchen, placed.lines[1])
    assert "Ready to go" in wall.hears()[0]["html"]
    kitchen.signed_in("Ken").taps(out_of(placed))
    assert [patch["html"] for patch in wall.hears()] == [None]


def test_what_the_pass_proves_is_what_it_shows(kitchen: Kitchen) -> None:
    rocket_at_the_bar(kitchen)
    place = kitchen.place
    orders = {status: kitchen.orders("margherita", "lemonade") for status in LineStatus}
    for status, placed in orders.items():
        kitchen.set_status(placed, status)
    out = kitchen.orders("lemonade")
    kitchen.signed_in("Max").taps(out_of(out), regardless="on")
    with kitchen.app.app_context():
        scope = Scope(place.id)
        shown = [(item.key, item.version) for item in PASS_TICKETS.items(scope)]
        assert sorted(shown) == sorted(PASS_TICKETS.versions(scope))
        assert len(shown) == 3
        for order in (*orders.values(), out):
            pushed = PASS_TICKETS.item(scope, f"order-{order.id}")
            assert (pushed is not None) == (f"order-{order.id}" in dict(shown))


def test_a_push_to_the_pass_costs_the_same_however_full_it_is(kitchen: Kitchen, app: Flask) -> None:
    placed = kitchen.orders("margherita", "lemonade")

    def draw() -> None:
        PASS_TICKETS.load([(Scope(kitchen.place.id), f"order-{placed.id}")])

    alone = statements(app, draw)
    for _ in range(10):
        kitchen.orders("margherita", table="8")
    assert statements(app, draw) == alone


def test_another_house_has_a_pass_of_its_own(app: Flask, kitchen: Kitchen) -> None:
    kitchen.orders("margherita")
    with app.app_context():
        other = casa_lupo(name="Casa Orso")
    assert Kitchen(app, other).signed_in("Ken").tickets(PASS) == []


def test_the_board_of_all_takes_back_its_own_look_and_no_stations(
    kitchen: Kitchen, ken: Person
) -> None:
    rocket_at_the_bar(kitchen)
    placed = kitchen.orders("margherita", more=("rocket",))
    kitchen.cancels(placed.lines[0])
    ken.taps(f"/kitchen/bar/tickets/{placed.id}/seen")
    answer = ken.taps(f"/kitchen/all/tickets/{placed.id}/seen")
    assert ken.tickets("/kitchen/grill") == []
    ken.takes_back(answer)
    assert ken.tickets("/kitchen/grill") == [f"order-{placed.id}"]
    assert ken.tickets("/kitchen/bar") == []
