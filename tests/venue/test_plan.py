"""Where tables stand: rearranged as a whole, taken back, and never half."""

import pytest
from flask import Flask

from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid, Refusal
from restaurant_order.venue import plan, queries, tables
from restaurant_order.venue.models import Area, Shape
from restaurant_order.venue.plan import PlanMoved
from restaurant_order.venue.spots import Spot, extent, laid_out, overlaps
from tests.cast import Place, casa_lupo
from tests.people.journal import kinds
from tests.together import together

WINDOW = Spot(120, 40, 160, 90)
CORNER = Spot(400, 300, 100, 100, Shape.ROUND)


def room(place: Place) -> Area:
    return queries.areas(place.id)[0]


def seen(area: Area) -> int:
    db.session.refresh(area)
    return area.version


def where(place: Place) -> dict[str, Spot]:
    return {each.table.name: each.spot for each in plan.plan_of(room(place)).tables}


def test_tables_stand_where_they_were_put(place: Place, olga: Actor) -> None:
    area = room(place)
    spots = {place.tables["7"]: WINDOW, place.tables["8"]: CORNER}
    plan.arrange(area, spots, seen=seen(area), by=olga)
    assert where(place) == {"7": WINDOW, "8": CORNER}
    assert kinds(place.id)[-1] == "PlanChanged"


def test_a_table_nobody_has_placed_stands_below_the_others(place: Place, olga: Actor) -> None:
    area = room(place)
    plan.arrange(area, {place.tables["7"]: WINDOW}, seen=seen(area), by=olga)
    found = {each.table.name: each for each in plan.plan_of(area).tables}
    assert (found["7"].is_placed, found["8"].is_placed) == (True, False)
    assert found["8"].spot.y > WINDOW.bottom


def test_tables_that_are_laid_out_never_stand_on_each_other(place: Place, olga: Actor) -> None:
    for seats in (2, 4, 6, 12):
        names = [f"{seats}-{number}" for number in range(20)]
        tables.add_tables(room(place), names=names, seats=seats, by=olga)
    spots = laid_out(queries.tables(place.id), {})
    assert len(spots) == 82
    assert overlaps(spots) == []
    assert max(spot.right for spot in spots.values()) <= extent(spots.values())[0] <= 4000


@pytest.mark.parametrize(
    "spot",
    [
        Spot(-1, 0, 80, 80), Spot(0, -1, 80, 80), Spot(3950, 0, 80, 80), Spot(0, 3950, 80, 80),
        Spot(0, 0, 29, 80), Spot(0, 0, 80, 0), Spot(0, 0, 801, 80), Spot(0, 0, 80, -80),
    ],
)  # fmt: skip
def test_a_spot_off_the_plan_moves_no_table(place: Place, olga: Actor, spot: Spot) -> None:
    area = room(place)
    before = where(place)
    both = {place.tables["7"]: WINDOW, place.tables["8"]: spot}
    with pytest.raises(Invalid, match="Table 8"):
        plan.arrange(area, both, seen=seen(area), by=olga)
    assert where(place) == before


def test_a_neighbours_table_is_not_moved(place: Place, olga: Actor) -> None:
    other = casa_lupo(name="Trattoria")
    area = room(place)
    with pytest.raises(PlanMoved):
        plan.arrange(area, {other.tables["7"]: WINDOW}, seen=seen(area), by=olga)
    assert where(other)["7"] != WINDOW


def test_a_change_is_taken_back_and_done_again(place: Place, olga: Actor) -> None:
    area = room(place)
    before = where(place)
    assert not plan.may_take_back(area)
    plan.arrange(area, {place.tables["7"]: WINDOW}, seen=seen(area), by=olga)
    after = where(place)
    plan.take_back(area, seen=seen(area), by=olga)
    assert where(place) == before
    plan.take_back(area, seen=seen(area), by=olga)
    assert where(place) == after


def test_nothing_is_taken_back_once_something_else_happened(place: Place, olga: Actor) -> None:
    area = room(place)
    plan.arrange(area, {place.tables["7"]: WINDOW}, seen=seen(area), by=olga)
    tables.rename_area(area, name="Hall", by=olga)
    with pytest.raises(PlanMoved):
        plan.take_back(area, seen=seen(area), by=olga)


def test_taking_back_leaves_out_a_table_that_has_gone(place: Place, olga: Actor) -> None:
    area = room(place)
    both = {place.tables["7"]: WINDOW, place.tables["8"]: CORNER}
    plan.arrange(area, both, seen=seen(area), by=olga)
    plan.arrange(area, {place.tables["7"]: CORNER}, seen=seen(area), by=olga)
    tables.retire_table(queries.table_or_refuse(place.id, place.tables["8"]), by=olga)
    plan.take_back(area, seen=seen(area), by=olga)
    assert where(place) == {"7": WINDOW}


def test_saving_the_same_plan_writes_nothing(place: Place, olga: Actor) -> None:
    area = room(place)
    plan.arrange(area, {place.tables["7"]: WINDOW}, seen=seen(area), by=olga)
    plan.arrange(area, {place.tables["7"]: WINDOW}, seen=seen(area), by=olga)
    assert kinds(place.id).count("PlanChanged") == 1


def arranges(place: Place, spot: Spot, version: int) -> str:
    try:
        plan.arrange(room(place), {place.tables["7"]: spot}, seen=version, by=SYSTEM)
    except Refusal:
        return "refused"
    return "done"


def test_of_two_managers_who_saw_the_same_plan_one_is_told(app: Flask) -> None:
    with app.app_context():
        place = casa_lupo()
        version = room(place).version
    done = together(app, 2, lambda hand: arranges(place, (WINDOW, CORNER)[hand], version))
    assert sorted(map(str, done)) == ["done", "refused"]


def test_without_the_version_that_was_seen_the_second_would_overwrite(place: Place) -> None:
    """The twin: what the version protects from."""
    for spot in (WINDOW, CORNER):
        assert arranges(place, spot, seen(room(place))) == "done"
    assert where(place)["7"] == CORNER
