"""How long the kitchen takes, as a manager reads it, follows it down and takes it home."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.models import Allergen, Dish
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.service import (
    declare_allergy,
    finish_line,
    rush_order,
    see_allergies,
    serve_line,
    start_line,
    take_lines,
)
from tests.cast import Place, phone_at
from tests.manager.conftest import As
from tests.ordering.test_placing import order_for

_keys = (f"key-{number:05}" for number in itertools.count())


def cooked(place: Place, dish: str, minutes: float, *, days_ago: int = 0) -> None:
    """Ordered this many minutes before now, or on another day, and just finished."""
    end = clock.now() - timedelta(days=days_ago)
    with clock.held_at(end - timedelta(minutes=minutes)):
        order_id = order_for(phone_at(place, "7"), place, dish, key=next(_keys))
    with clock.held_at(end):
        line = order_view(place.id, order_id).lines[0].id
        finish_line(place.id, line, by=place.person("Ken"))


@pytest.fixture
def busy(place: Place, as_max: FlaskClient) -> FlaskClient:
    with as_max.application.app_context():
        for minutes in (4, 6, 20):
            cooked(place, "oyster", minutes)
        cooked(place, "lemonade", 2)
    return as_max


def words(page: str) -> str:
    return " ".join(page.split())


def test_dishes_stand_there_with_median_nine_tenths_and_late_share(busy: FlaskClient) -> None:
    page = words(busy.get("/manage/statistics").text)
    oyster = page[page.index(">Oyster</a>") : page.index(">Lemonade</a>")]
    for said in (">3</td>", ">6:00</td>", "<b>17:12</b>", ">33&nbsp;%</td>"):
        assert said in oyster
    assert ">0&nbsp;%</td>" in page[page.index(">Lemonade</a>") :]


def test_by_station_and_by_hour(busy: FlaskClient) -> None:
    stations = busy.get("/manage/statistics?by=station").text
    assert stations.index(">Grill</a>") < stations.index(">Bar</a>")
    assert ":00 – " in busy.get("/manage/statistics?by=hour").text


def test_a_dish_leads_to_its_tickets_the_slowest_first(place: Place, busy: FlaskClient) -> None:
    address = f"/manage/statistics/tickets?by=dish&key={place.dishes['oyster']}"
    page = busy.get(address).text
    assert page.index("<b>20:00</b>") < page.index("<b>6:00</b>") < page.index("<b>4:00</b>")
    assert "Lemonade" not in page
    assert "#3</b>" in page
    linked = busy.get("/manage/statistics").text
    assert f"key={place.dishes['oyster']}" in linked


def served_to_whom_nuts_are_poison(place: Place) -> int:
    """Ordered at seven in the evening; what followed, a minute after the other."""
    evening = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
    wei, ken = place.person("Wei"), place.person("Ken")
    with clock.held_at(evening):
        phone = phone_at(place, "7")
        nuts = [Allergen.NUTS]
        declare_allergy(phone.visit_id, guest_id=None, allergens=nuts, text="", by=wei)
        order_id = order_for(phone, place, "oyster", key=next(_keys))
        line = order_view(place.id, order_id).lines[0].id
    deeds: list[Callable[[], object]] = [
        lambda: see_allergies(place.id, order_id, [place.stations["grill"]], by=ken),
        lambda: rush_order(place.id, order_id, reason="Train at eight", by=wei),
        lambda: start_line(place.id, line, by=ken),
        lambda: finish_line(place.id, line, by=ken),
        lambda: take_lines(place.id, [line], by=wei),
        lambda: serve_line(place.id, line, by=wei),
    ]
    for minutes, deed in enumerate(deeds, start=1):
        with clock.held_at(evening + timedelta(minutes=minutes)):
            deed()
    return order_id


def test_a_ticket_says_what_became_of_each_dish_and_when(
    place: Place, neighbours: Place, signed_in: As, as_max: FlaskClient
) -> None:
    with as_max.application.app_context():
        order_id = served_to_whom_nuts_are_poison(place)
    address = f"/manage/statistics/orders/{order_id}"
    key = place.dishes["oyster"]
    tickets = f"/manage/statistics/tickets?key={key}&from=2026-03-14&to=2026-03-14"
    assert f'href="{address}"' in as_max.get(tickets).text
    page = words(as_max.get(address).text)
    for said in ("Seen by Ken 19:01 (Nuts)", "19:02 Train at eight", ">19:03<", ">19:04<"):
        assert said in page
    assert '19:05 <span class="soft small">Wei</span>' in page
    assert 'data-label="At the table">19:06<' in page
    assert signed_in(place, "Ken").get(address).status_code == 403
    assert signed_in(neighbours, "Max").get(address).status_code == 404


def test_the_files_hold_the_same(place: Place, busy: FlaskClient) -> None:
    answer = busy.get("/manage/statistics.csv?by=dish")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    header, oyster, lemonade = answer.data.decode("utf-8-sig").splitlines()
    assert header == "what,times_made,median_minutes,p90_minutes,late_percent"
    assert oyster == "Oyster,3,6.00,17.20,33.3"
    assert lemonade.startswith("Lemonade,1,2.00,2.00")
    tickets = busy.get(f"/manage/statistics/tickets.csv?by=station&key={place.stations['bar']}")
    (_header, only) = tickets.data.decode("utf-8-sig").splitlines()
    assert only.endswith(",7,Lemonade,1,Bar,2.00,0")


def test_no_cell_of_a_file_is_taken_for_a_formula(place: Place, as_max: FlaskClient) -> None:
    with as_max.application.app_context():
        with transaction():
            db.session.get_one(Dish, place.dishes["oyster"]).name = {"en": '=HYPERLINK("x")'}
            place.restaurant.menu_version += 1
        cooked(place, "oyster", 5)
    for path in ("statistics.csv", f"statistics/tickets.csv?key={place.dishes['oyster']}"):
        said = as_max.get(f"/manage/{path}").data.decode("utf-8-sig")
        assert '"\'=HYPERLINK(""x"")"' in said


def test_other_days_are_left_out_and_can_be_asked_for(place: Place, as_max: FlaskClient) -> None:
    with as_max.application.app_context():
        cooked(place, "oyster", 5, days_ago=10)
        day = (clock.now() - timedelta(days=12)).date()
    assert "Nothing was made on these days" in as_max.get("/manage/statistics").text
    assert ">Oyster</a>" in as_max.get(f"/manage/statistics?from={day}").text


@pytest.mark.parametrize(
    "query",
    ["from=x", "to=9999-99-99", "by=guest", "from=2026-02-01&to=2020-01-01", "from=2000-01-01",
     "by=hour&from=２０２６-01-01"],
)  # fmt: skip
def test_nonsense_shows_the_last_week_by_dish(query: str, busy: FlaskClient) -> None:
    assert busy.get(f"/manage/statistics?{query}").status_code == 200


@pytest.mark.parametrize("key", ["", "x", "-1", "٧", "9" * 40])
def test_what_is_no_dish_is_not_found(key: str, busy: FlaskClient) -> None:
    assert busy.get(f"/manage/statistics/tickets?key={key}").status_code == 404


def test_a_dish_that_nobody_ordered_says_so(busy: FlaskClient) -> None:
    page = busy.get("/manage/statistics/tickets?key=424242")
    assert page.status_code == 200
    assert "Nothing was made on these days" in page.text


def test_only_those_who_run_the_place_see_it_and_only_their_own(
    place: Place, neighbours: Place, signed_in: As, busy: FlaskClient
) -> None:
    for name in ("Ken", "Wei", "Carla"):
        assert signed_in(place, name).get("/manage/statistics").status_code == 403
        assert signed_in(place, name).get("/manage/statistics.csv").status_code == 403
    theirs = signed_in(neighbours, "Max")
    assert "Nothing was made" in theirs.get("/manage/statistics").text
    key = place.dishes["oyster"]
    assert "Oyster" not in theirs.get(f"/manage/statistics/tickets?key={key}").text


def test_it_speaks_chinese(busy: FlaskClient, place: Place) -> None:
    busy.post("/manage/language", data={"language": "zh-Hans"})
    page = busy.get("/manage/statistics").text
    assert ">生蚝</a>" in page
