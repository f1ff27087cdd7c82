"""Equal dishes as one row: only what is made alike, nothing lost, nothing told twice."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchen_display.combine import rows_of
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.ordering.models import LineStatus, OrderLine
from restaurant_order.ordering.views import LineView
from tests.kitchen.house import Kitchen, Person
from tests.kitchen.orders import BAR, HOT, line

LARGE = [{"id": 1, "name": {"en": "Large"}, "price": 0}]
SMALL = [{"id": 2, "name": {"en": "Small"}, "price": 0}]


def test_equal_dishes_stand_on_one_row_with_their_sum() -> None:
    (row,) = rows_of([line(1, quantity=2), line(2), line(3)])
    assert (row.quantity, [each.id for each in row.lines]) == (4, [1, 2, 3])


@pytest.mark.parametrize(
    "differing",
    [
        {"note": "no salt"},
        {"options": SMALL},
        {"options": [LARGE[0] | {"kitchen_name": {"en": "XL"}}]},
        {"dish_id": 8},
        {"kitchen_name": {"en": "Dump"}},
        {"station_id": BAR.id},
        {"status": LineStatus.READY},
        {"course": 2},
        {"order_id": 99},
        {"status": LineStatus.CANCELLED},
    ],
)
def test_what_is_made_otherwise_stands_alone(differing: dict[str, object]) -> None:
    lines = [line(1, options=LARGE), replace(line(2, options=LARGE), **differing)]  # type: ignore[arg-type]
    assert [row.is_combined for row in rows_of(lines)] == [False, False]


def test_what_somebody_with_an_allergy_ordered_stands_with_nobody_elses() -> None:
    lines = [line(1, guest_id=5), line(2, guest_id=6), line(3, guest_id=5)]
    assert [len(row.lines) for row in rows_of(lines, apart={5})] == [2, 1]


def test_each_cancellation_has_to_be_looked_at() -> None:
    gone = LineStatus.CANCELLED
    assert len(rows_of([line(1, status=gone), line(2, status=gone)])) == 2


def test_a_row_is_being_cooked_once_all_of_it_is() -> None:
    cooking, waiting = line(1, status=LineStatus.COOKING), line(2)
    assert rows_of([cooking, waiting])[0].status is LineStatus.ACCEPTED
    assert rows_of([cooking, replace(cooking, id=3)])[0].status is LineStatus.COOKING


def test_a_row_names_each_guest_once() -> None:
    lines = [line(n, guest_name=name, guest_colour=n) for n, name in enumerate(("Mia", "Tom"))]
    assert [name for name, _ in rows_of([*lines, lines[0]])[0].guests] == ["Mia", "Tom"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(LineStatus)),
            st.sampled_from(["", "no salt"]),
            st.sampled_from([HOT.id, BAR.id]),
            st.integers(1, 3),
        ),
        max_size=12,
    )
)
def test_rows_hold_every_line_once(drawn: list[tuple[LineStatus, str, int, int]]) -> None:
    lines: list[LineView] = [
        line(n, status=status, note=note, station_id=station, dish_id=dish)
        for n, (status, note, station, dish) in enumerate(drawn)
    ]
    shown = [each.id for row in rows_of(lines) for each in row.lines]
    assert sorted(shown) == [each.id for each in lines]
    for row in rows_of(lines):
        assert len({(each.note, each.dish_id, each.station_id) for each in row.lines}) == 1


def test_a_tap_on_the_row_finishes_all_of_it_and_can_be_undone(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita", "margherita", "oyster")
    answer = ken.taps("/kitchen/grill/lines/done", lines=list(placed.lines[:2]))
    assert "2× Margherita done" in answer.text
    assert kitchen.status_of(placed) == ["ready", "ready", "accepted"]
    ken.takes_back(answer)
    assert kitchen.status_of(placed) == ["accepted"] * 3


def test_a_row_of_done_dishes_goes_back_as_one(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita", "margherita")
    kitchen.set_status(placed, LineStatus.READY)
    answer = ken.taps("/kitchen/grill/lines/take-back", lines=list(placed.lines))
    assert kitchen.status_of(placed) == ["cooking", "cooking"]
    ken.takes_back(answer)
    assert kitchen.status_of(placed) == ["ready", "ready"]


def test_what_a_colleague_finished_meanwhile_stays_finished(
    kitchen: Kitchen, ken: Person, lena: Person
) -> None:
    placed = kitchen.orders("margherita", "margherita")
    lena.taps(f"/kitchen/grill/lines/{placed.lines[0]}/done")
    answer = ken.taps("/kitchen/grill/lines/done", lines=list(placed.lines))
    assert kitchen.status_of(placed) == ["ready", "ready"]
    ken.takes_back(answer)
    assert kitchen.status_of(placed) == ["ready", "accepted"]
    ken.taps("/kitchen/grill/lines/done", lines=list(placed.lines))
    again = ken.taps("/kitchen/grill/lines/done", lines=list(placed.lines))
    assert again.status_code == 409


def test_a_row_is_of_one_order_and_one_station(kitchen: Kitchen, ken: Person) -> None:
    one, other = kitchen.orders("margherita", "lemonade"), kitchen.orders("margherita", table="8")
    for forged in ([one.lines[0], other.lines[0]], list(one.lines), [999_999]):
        assert ken.taps("/kitchen/grill/lines/done", lines=forged).status_code == 404
    assert ken.taps("/kitchen/grill/lines/done").status_code == 422
    assert kitchen.status_of(one) == ["accepted", "accepted"]


def test_both_ways_of_reading_stand_in_the_ticket(kitchen: Kitchen, ken: Person) -> None:
    kitchen.orders("margherita", "margherita")
    page = ken.sees()
    assert page.count('class="same"') == 1
    assert page.count('<li class="line" data-status="accepted"') == 2
    assert "data-combine" in page


def test_what_was_held_meanwhile_stays_held_and_the_rest_of_the_row_is_done(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita", "margherita")
    with kitchen.app.app_context(), transaction():
        line = db.session.get_one(OrderLine, placed.lines[1])
        line.course, line.fired_at = 2, None
    answer = ken.taps("/kitchen/grill/lines/done", lines=list(placed.lines))
    assert answer.status_code == 200
    assert kitchen.status_of(placed) == ["ready", "accepted"]
    ken.takes_back(answer)
    assert kitchen.status_of(placed) == ["accepted", "accepted"]
    again = ken.taps("/kitchen/grill/lines/done", lines=[placed.lines[1]])
    assert (again.status_code, "held" in again.text) == (409, True)
