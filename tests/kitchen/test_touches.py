"""A cook's touches: once, by the right person, at the right station, and never for good."""

from collections.abc import Callable
from typing import Final

import pytest
from flask import Flask

from restaurant_order.ordering.models import Disposition, LineStatus
from restaurant_order.visits.service import join
from tests.kitchen.house import Kitchen, Person, Placed

TICKET: Final = "/kitchen/grill/tickets/{order}"
LINE: Final = "/kitchen/grill/lines/{line}"

BEFORE: Final[dict[str, LineStatus]] = {
    TICKET + "/start": LineStatus.ACCEPTED,
    TICKET + "/bump": LineStatus.COOKING,
    TICKET + "/recall": LineStatus.READY,
    LINE + "/done": LineStatus.COOKING,
    LINE + "/take-back": LineStatus.READY,
}
AFTER: Final[dict[str, str]] = {
    TICKET + "/start": "cooking",
    TICKET + "/bump": "ready",
    TICKET + "/recall": "cooking",
    LINE + "/done": "ready",
    LINE + "/take-back": "cooking",
}
SEEING: Final = [TICKET + "/seen", LINE + "/seen"]

each_touch = pytest.mark.parametrize("touch", [*BEFORE, *SEEING])
each_move = pytest.mark.parametrize("touch", BEFORE)


@pytest.fixture
def ready_for(kitchen: Kitchen) -> Callable[[str], Placed]:
    """An order of two pizzas at the moment at which a touch makes sense."""

    def prepared(touch: str) -> Placed:
        placed = kitchen.orders("margherita", "margherita", "lemonade")
        if touch in SEEING:
            kitchen.cancels(placed.lines[0])
        else:
            kitchen.set_status(Placed(placed.id, placed.lines[:2]), BEFORE[touch])
        return placed

    return prepared


def path(touch: str, placed: Placed) -> str:
    return touch.format(order=placed.id, line=placed.lines[0])


@each_move
def test_a_touch_moves_what_it_is_for_and_nothing_else(
    touch: str, kitchen: Kitchen, ken: Person, ready_for: Callable[[str], Placed]
) -> None:
    placed = ready_for(touch)
    assert ken.taps(path(touch, placed)).status_code == 200
    moved = 1 if touch.startswith(LINE) else 2
    expected = [AFTER[touch]] * moved + [BEFORE[touch].value] * (2 - moved) + ["accepted"]
    assert kitchen.status_of(placed) == expected


@pytest.mark.parametrize("touch", SEEING)
def test_a_cancellation_leaves_the_board_once_it_was_seen(
    touch: str, kitchen: Kitchen, ken: Person, ready_for: Callable[[str], Placed]
) -> None:
    placed = ready_for(touch)
    assert "Guest left" in ken.sees()
    assert ken.taps(path(touch, placed)).status_code == 200
    assert kitchen.is_seen(placed.lines[0])
    assert "Guest left" not in ken.sees()


@each_touch
def test_a_second_touch_is_told_kindly_and_changes_nothing(
    touch: str,
    kitchen: Kitchen,
    ken: Person,
    lena: Person,
    ready_for: Callable[[str], Placed],
) -> None:
    placed = ready_for(touch)
    ken.taps(path(touch, placed))
    before = kitchen.status_of(placed)
    answer = lena.taps(path(touch, placed))
    assert answer.status_code == 409
    assert "A colleague was faster. Here is how it stands now." in answer.text
    assert kitchen.status_of(placed) == before


@each_touch
def test_every_touch_can_be_undone(
    touch: str, kitchen: Kitchen, ken: Person, ready_for: Callable[[str], Placed]
) -> None:
    placed = ready_for(touch)
    before = kitchen.status_of(placed)
    answer = ken.takes_back(ken.taps(path(touch, placed)))
    assert answer.status_code == 200
    assert kitchen.status_of(placed) == before
    assert not kitchen.is_seen(placed.lines[0])


@each_touch
def test_an_undo_works_once(
    touch: str, kitchen: Kitchen, ken: Person, ready_for: Callable[[str], Placed]
) -> None:
    placed = ready_for(touch)
    answer = ken.taps(path(touch, placed))
    ken.takes_back(answer)
    before = kitchen.status_of(placed)
    assert ken.takes_back(answer).status_code == 409
    assert kitchen.status_of(placed) == before


@each_touch
def test_nobody_but_this_restaurants_cooks_touches_the_board(
    touch: str,
    kitchen: Kitchen,
    stranger: Person,
    app: Flask,
    ready_for: Callable[[str], Placed],
) -> None:
    placed = ready_for(touch)
    before = kitchen.status_of(placed)
    with app.app_context():
        cookie = join(kitchen.place.codes["7"], language="en").token
    assert kitchen.signed_in("Carla").taps(path(touch, placed)).status_code == 403
    assert kitchen.signed_in("Wei").taps(path(touch, placed)).status_code == 403
    assert stranger.taps(path(touch, placed)).status_code == 404
    assert Person(app, guest=cookie).taps(path(touch, placed)).status_code in (303, 401)
    assert kitchen.status_of(placed) == before


@each_touch
def test_another_stations_dishes_are_not_touched_from_here(
    touch: str, kitchen: Kitchen, ken: Person, ready_for: Callable[[str], Placed]
) -> None:
    placed = kitchen.orders("lemonade")
    assert ken.taps(path(touch, placed)).status_code == 404
    assert kitchen.status_of(placed) == ["accepted"]


@each_touch
def test_a_touch_carries_nothing_but_itself(
    touch: str, kitchen: Kitchen, ken: Person, ready_for: Callable[[str], Placed]
) -> None:
    placed = ready_for(touch)
    before = kitchen.status_of(placed)
    assert ken.taps(path(touch, placed), status="served").status_code == 422
    assert kitchen.status_of(placed) == before


def test_undoing_a_bump_of_what_nobody_had_started_leaves_it_waiting(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita", "margherita")
    ken.taps(path(LINE + "/done", placed))
    ken.takes_back(ken.taps(path(TICKET + "/bump", placed)))
    assert kitchen.status_of(placed) == ["ready", "accepted"]


def test_without_script_the_board_comes_back_with_its_undo(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    answer = ken.taps(path(TICKET + "/bump", placed), script=False)
    assert (answer.status_code, answer.location) == (303, "/kitchen/grill")
    page = ken.browser.get(answer.location)
    assert "7 #1 done" in page.text
    ken.takes_back(page)
    assert kitchen.status_of(placed) == ["accepted"]
    assert "7 #1 done" not in ken.sees()


def test_a_recalled_ticket_returns_to_its_old_place(kitchen: Kitchen, ken: Person) -> None:
    first = kitchen.orders("margherita")
    second = kitchen.orders("margherita", table="8")
    ken.taps(path(TICKET + "/bump", first))
    assert ken.tickets() == [f"order-{second.id}"]
    ken.taps(path(TICKET + "/recall", first))
    assert ken.tickets() == [f"order-{first.id}", f"order-{second.id}"]


def test_what_is_on_the_board_or_at_the_table_cannot_be_recalled(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita", "margherita")
    ken.taps(path(LINE + "/done", placed))
    assert ken.taps(path(TICKET + "/recall", placed)).status_code == 409
    assert kitchen.status_of(placed) == ["ready", "accepted"]
    kitchen.set_status(placed, LineStatus.SERVED)
    assert ken.taps(path(TICKET + "/recall", placed)).status_code == 409
    assert kitchen.status_of(placed) == ["served", "served"]


def test_bumping_does_not_hide_a_cancellation_nobody_has_seen(
    kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita", "margherita")
    kitchen.cancels(placed.lines[0])
    answer = ken.taps(path(TICKET + "/bump", placed))
    assert (answer.status_code, "Look at it first" in answer.text) == (409, True)
    assert kitchen.status_of(placed) == ["cancelled", "accepted"]
    assert path(TICKET + "/bump", placed) not in ken.sees()
    ken.taps(path(TICKET + "/seen", placed))
    assert ken.taps(path(TICKET + "/bump", placed)).status_code == 200
    assert ken.tickets() == []


def test_the_cook_reads_whether_to_keep_or_to_throw_away(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita", "margherita")
    ken.taps(path(TICKET + "/start", placed))
    kitchen.cancels(placed.lines[0], disposition=Disposition.WASTE)
    kitchen.cancels(placed.lines[1], disposition=Disposition.STOCK)
    board = ken.sees()
    assert "Throw it away" in board
    assert "Keep it for the next one" in board


def test_the_board_of_all_finishes_what_every_station_makes(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita", "lemonade")
    assert ken.taps(f"/kitchen/all/tickets/{placed.id}/bump").status_code == 200
    assert kitchen.status_of(placed) == ["ready", "ready"]


@pytest.mark.parametrize(
    "forged",
    [
        {"deed": "finish", "lines": "-1"},
        {"deed": "finish", "lines": str(2**70)},
        {"deed": "serve", "lines": "1"},
        {"deed": "finish"},
        {"lines": "1"},
    ],
)
def test_a_forged_undo_changes_nothing(
    forged: dict[str, str], kitchen: Kitchen, ken: Person
) -> None:
    placed = kitchen.orders("margherita")
    assert ken.taps("/kitchen/grill/undo", **forged).status_code == 422
    assert kitchen.status_of(placed) == ["accepted"]


def test_an_undo_of_another_stations_or_restaurants_lines_finds_nothing(
    kitchen: Kitchen, ken: Person, stranger: Person
) -> None:
    placed = kitchen.orders("margherita", "lemonade")
    kitchen.set_status(placed, LineStatus.READY)
    both = list(placed.lines)
    assert ken.taps("/kitchen/grill/undo", deed="finish", lines=both).status_code == 404
    assert stranger.taps("/kitchen/all/undo", deed="finish", lines=both).status_code == 404
    assert kitchen.status_of(placed) == ["ready", "ready"]


def test_an_undo_takes_back_all_it_names_or_nothing(kitchen: Kitchen, ken: Person) -> None:
    placed = kitchen.orders("margherita")
    kitchen.cancels(placed.lines[0])
    ken.taps(path(LINE + "/seen", placed))
    lines = [placed.lines[0], 999_999]
    assert ken.taps("/kitchen/grill/undo", deed="see", lines=lines).status_code == 404
    assert kitchen.is_seen(placed.lines[0])
