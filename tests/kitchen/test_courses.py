"""Courses on the board: held in sight, fired and held by touch, five seconds to think again."""

import pytest

from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import OrderLine
from tests.kitchen.house import Kitchen, Person, Placed


@pytest.fixture
def placed(kitchen: Kitchen) -> Placed:
    """A margherita and, held as the second course, oysters and a lemonade."""
    order = kitchen.orders("margherita", "oyster", "lemonade")
    with kitchen.app.app_context(), transaction():
        for line_id in order.lines[1:]:
            line = db.session.get_one(OrderLine, line_id)
            line.course, line.fired_at = 2, None
    return order


def held(kitchen: Kitchen, placed: Placed) -> list[bool]:
    with kitchen.app.app_context():
        lines = [db.session.get_one(OrderLine, line) for line in placed.lines]
        return [line.fired_at is None for line in lines]


def test_a_held_dish_is_on_the_ticket_and_answers_no_touch(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    board = ken.sees()
    assert board.count("data-held") == 1
    assert "Held" in board
    assert ken.taps(f"/kitchen/grill/lines/{placed.lines[1]}/done").status_code == 409
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/bump")
    assert kitchen.status_of(placed) == ["ready", "accepted", "accepted"]
    assert ken.tickets() == [f"order-{placed.id}"]
    assert 'data-stage="held"' in ken.sees()


def test_one_station_fires_the_course_on_all_and_the_undo_holds_it_again(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    answer = ken.taps(f"/kitchen/grill/tickets/{placed.id}/courses/2/fire")
    assert "course 2 fired" in answer.text
    assert held(kitchen, placed) == [False, False, False]
    assert "data-held" not in ken.sees("/kitchen/bar")
    assert ken.takes_back(answer).status_code == 200
    assert held(kitchen, placed) == [False, True, True]


def test_a_course_that_somebody_began_stays_fired(
    kitchen: Kitchen, ken: Person, lena: Person, placed: Placed
) -> None:
    answer = ken.taps(f"/kitchen/grill/tickets/{placed.id}/courses/2/fire")
    lena.taps(f"/kitchen/bar/lines/{placed.lines[2]}/done")
    assert ken.takes_back(answer).status_code == 409
    assert ken.taps(f"/kitchen/grill/tickets/{placed.id}/courses/2/hold").status_code == 409
    assert held(kitchen, placed) == [False, False, False]


def test_holding_from_the_details_can_be_undone(
    kitchen: Kitchen, ken: Person, placed: Placed
) -> None:
    ken.taps(f"/kitchen/grill/tickets/{placed.id}/courses/2/fire")
    assert "Hold course 2" in ken.sees(f"/kitchen/grill/tickets/{placed.id}")
    answer = ken.taps(f"/kitchen/grill/tickets/{placed.id}/courses/2/hold")
    assert held(kitchen, placed) == [False, True, True]
    ken.takes_back(answer)
    assert held(kitchen, placed) == [False, False, False]


def test_another_restaurant_neither_fires_nor_takes_back(
    kitchen: Kitchen, stranger: Person, placed: Placed
) -> None:
    path = f"/kitchen/all/tickets/{placed.id}/courses/2/fire"
    assert stranger.taps(path).status_code == 404
    forged = {"deed": "fire", "lines": [str(line) for line in placed.lines[1:]]}
    assert stranger.taps("/kitchen/all/undo", **forged).status_code == 409
    assert held(kitchen, placed) == [False, True, True]
