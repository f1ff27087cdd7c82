"""Every address of the menu's pages: who may go there, and whose menu they find."""

from typing import Final

from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.core.journal import head
from restaurant_order.menu.ingredients import IngredientDraft
from restaurant_order.menu.queries import categories_of, groups_of
from restaurant_order.menu.service import add_ingredient
from tests.cast import Place
from tests.manager.conftest import As

PAGES: Final = (
    "/manage/menu",
    "/manage/menu/order",
    "/manage/menu/dishes/new",
    "/manage/menu/categories/new",
    "/manage/menu/options",
    "/manage/menu/options/new",
    "/manage/menu/ingredients",
    "/manage/menu/ingredients/new",
    "/manage/menu/import",
    "/manage/menu/export",
    "/manage/menu/export?style=china",
)

PAGES_OF_ROWS: Final = (
    "/manage/menu/dishes/{dish}",
    "/manage/menu/dishes/{dish}/remove",
    "/manage/menu/categories/{category}",
    "/manage/menu/categories/{category}/order",
    "/manage/menu/categories/{category}/remove",
    "/manage/menu/options/{group}",
    "/manage/menu/options/{group}/remove",
    "/manage/menu/ingredients/{ingredient}",
    "/manage/menu/ingredients/{ingredient}/remove",
)

DISH: Final = {"category": "{category}", "names": ["Tea", ""], "price": "1", "tax_rate": "7"}
GROUP: Final = {
    "names": ["Milk", ""], "minimum": "1", "maximum": "1", "references": ["x"], "positions": ["1"],
    "prices": [""], "option_names": ["Oat", ""],
}  # fmt: skip

INGREDIENT: Final = {"names": ["Yeast", ""], "dish_ids": ["{dish}"], "dish_counts": ["1"]}

CHANGES: Final[dict[str, dict[str, object]]] = {
    "/manage/menu/order": {"ids": ["{category}"], "positions": ["1"]},
    "/manage/menu/dishes/new": DISH,
    "/manage/menu/categories/new": {"names": ["Late", ""]},
    "/manage/menu/options/new": GROUP,
    "/manage/menu/ingredients/new": INGREDIENT,
}

CHANGES_OF_ROWS: Final[dict[str, dict[str, object]]] = {
    "/manage/menu/dishes/{dish}": DISH,
    "/manage/menu/dishes/{dish}/photo/remove": {},
    "/manage/menu/dishes/{dish}/stock": {"stock": "3"},
    "/manage/menu/dishes/{dish}/sold-out": {"until": "today"},
    "/manage/menu/dishes/{dish}/back": {},
    "/manage/menu/dishes/{dish}/remove": {},
    "/manage/menu/categories/{category}": {"names": ["Late", ""]},
    "/manage/menu/categories/{category}/order": {"ids": ["{dish}"], "positions": ["1"]},
    "/manage/menu/categories/{category}/remove": {},
    "/manage/menu/options/{group}": GROUP,
    "/manage/menu/options/{group}/{option}/sold-out": {"until": "today"},
    "/manage/menu/options/{group}/{option}/back": {},
    "/manage/menu/options/{group}/remove": {},
    "/manage/menu/ingredients/{ingredient}": INGREDIENT,
    "/manage/menu/ingredients/{ingredient}/sold-out": {"until": "today"},
    "/manage/menu/ingredients/{ingredient}/back": {},
    "/manage/menu/ingredients/{ingredient}/remove": {},
}


def ids_of(app: Flask, place: Place) -> dict[str, int]:
    with app.app_context():
        return {
            "dish": place.dishes["oyster"],
            "category": categories_of(place.id)[0].id,
            "group": groups_of(place.id)[0].id,
            "option": place.options["large"],
            "ingredient": add_ingredient(
                IngredientDraft(name={"en": "Flour"}), by=place.person("Max")
            ),
        }


def filled(fields: dict[str, object], ids: dict[str, int]) -> dict[str, object]:
    def fill(value: object) -> object:
        return (
            [fill(each) for each in value] if isinstance(value, list) else str(value).format(**ids)
        )

    return {name: fill(value) for name, value in fields.items()}


def test_a_manager_opens_every_page(app: Flask, place: Place, as_max: FlaskClient) -> None:
    ids = ids_of(app, place)
    for address in PAGES + PAGES_OF_ROWS:
        assert as_max.get(address.format(**ids)).status_code == 200, address


def test_nobody_else_opens_or_changes_anything(app: Flask, place: Place, signed_in: As) -> None:
    ids = ids_of(app, place)
    others = [signed_in(place, name) for name in ("Carla", "Wei", "Ken")]
    with app.app_context():
        before = head(place.id)
    for client, refused, sent_away in [(other, 403, 403) for other in others] + [
        (app.test_client(), 401, 303)
    ]:
        for address in PAGES + PAGES_OF_ROWS:
            assert client.get(address.format(**ids)).status_code == sent_away, address
        for address, fields in (CHANGES | CHANGES_OF_ROWS).items():
            answer = client.post(address.format(**ids), data=filled(fields, ids))
            assert answer.status_code == refused, address
    with app.app_context():
        assert head(place.id) == before


def test_another_restaurants_rows_are_not_found(
    app: Flask, place: Place, neighbours: Place, as_max: FlaskClient
) -> None:
    theirs = ids_of(app, neighbours)
    with app.app_context():
        before = head(neighbours.id)
    for address in PAGES_OF_ROWS:
        assert as_max.get(address.format(**theirs)).status_code == 404, address
    for address, fields in CHANGES_OF_ROWS.items():
        answer = as_max.post(address.format(**theirs), data=filled(fields, theirs))
        assert answer.status_code == 404, address
    with app.app_context():
        assert head(neighbours.id) == before


def test_a_field_that_nobody_asked_for_is_refused(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    ids = ids_of(app, place)
    with app.app_context():
        before = head(place.id)
    for address, fields in (CHANGES | CHANGES_OF_ROWS).items():
        forged = filled(fields, ids) | {"restaurant_id": "2"}
        assert as_max.post(address.format(**ids), data=forged).status_code == 422, address
    with app.app_context():
        assert head(place.id) == before
