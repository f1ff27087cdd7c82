"""A manager writes down what the kitchen counts."""

import pytest

from restaurant_order.menu.availability import availability
from restaurant_order.menu.recipes import recipes
from tests.manager.menu_pages.desk import Desk

NEW = "/manage/menu/ingredients/new"
LIST = "/manage/menu/ingredients"


def filled(desk: Desk, count: str = "2", option: str = "-2") -> dict[str, str | list[str]]:
    return {
        "names": ["Mozzarella", "马苏里拉"],
        "dish_ids": [str(desk.place.dishes["margherita"])],
        "dish_counts": [count],
        "option_ids": [str(desk.place.options["no-cheese"])],
        "option_counts": [option],
    }


def written(desk: Desk) -> dict[str, tuple[dict[int, int], dict[int, int]]]:
    with desk.app.app_context():
        book = recipes(desk.place.id)
        return {
            name["en"]: (
                {dish: parts[one] for dish, parts in book.dishes.items() if one in parts},
                {option: parts[one] for option, parts in book.options.items() if one in parts},
            )
            for one, name in book.names.items()
        }


def test_an_ingredient_is_written_down_and_changed(desk: Desk) -> None:
    assert desk.client.post(NEW, data=filled(desk)).status_code == 303
    pizza, without = desk.place.dishes["margherita"], desk.place.options["no-cheese"]
    assert written(desk) == {"Mozzarella": ({pizza: 2}, {without: -2})}
    assert "Margherita · No Cheese" in desk.open(LIST)
    page = f"{LIST}/{next(iter(ids(desk)))}"
    assert 'value="-2"' in desk.open(page)
    answer = desk.client.post(page, data={**filled(desk, "3", ""), "seen": seen_on(desk, page)})
    assert answer.status_code == 303
    assert written(desk) == {"Mozzarella": ({pizza: 3}, {})}


def ids(desk: Desk) -> list[int]:
    with desk.app.app_context():
        return list(recipes(desk.place.id).names)


def seen_on(desk: Desk, page: str) -> str:
    return desk.open(page).split('name="seen" value="')[1].split('"')[0]


def test_a_form_filled_in_from_an_old_page_is_told_so(desk: Desk) -> None:
    desk.client.post(NEW, data=filled(desk))
    page = f"{LIST}/{ids(desk)[0]}"
    seen = seen_on(desk, page)
    desk.client.post(page, data={**filled(desk, "3"), "seen": seen})
    answer = desk.client.post(page, data={**filled(desk, "4"), "seen": seen})
    assert (answer.status_code, 'value="4"' in answer.text) == (409, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"names": ["", ""]}, {"names": ["x" * 61, ""]}, {"names": ["One"]},
        {"dish_counts": ["100"]}, {"dish_counts": ["-1"]}, {"dish_counts": ["two"]},
        {"dish_counts": ["1", "2"]}, {"dish_ids": ["999999"]}, {"dish_ids": ["x"]},
        {"option_counts": ["-100"]}, {"option_ids": ["999999"]},
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_changes_nothing(desk: Desk, wrong: dict[str, list[str]]) -> None:
    answer = desk.client.post(NEW, data={**filled(desk), **wrong})
    assert answer.status_code == 422
    assert written(desk) == {}


def test_it_runs_out_comes_back_and_goes_for_good(desk: Desk) -> None:
    desk.client.post(NEW, data=filled(desk))
    page = f"{LIST}/{ids(desk)[0]}"
    desk.client.post(page + "/sold-out", data={"until": "today"})
    assert is_out(desk)
    assert "Sold out" in desk.open(LIST)
    desk.client.post(page + "/back")
    assert not is_out(desk)
    assert "no longer counted" in desk.open(page + "/remove")
    desk.client.post(page + "/remove")
    assert written(desk) == {}


def is_out(desk: Desk) -> bool:
    with desk.app.app_context():
        return availability(desk.place.id).is_sold_out(desk.place.dishes["margherita"])
