"""What dishes are made of: counted, and sold out together with what it is in."""

from datetime import timedelta

import pytest
from flask import Flask

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.core.refusals import Forbidden, Invalid, NotFound
from restaurant_order.menu.availability import availability
from restaurant_order.menu.editing import Overtaken
from restaurant_order.menu.ingredients import IngredientDraft, draft_of_ingredient
from restaurant_order.menu.pantry import Ingredient
from restaurant_order.menu.queries import groups_of
from restaurant_order.menu.recipes import recipes
from restaurant_order.menu.service import (
    add_ingredient,
    bring_back_ingredient,
    edit_ingredient,
    remove_group,
    remove_ingredient,
    sell_out,
    sell_out_ingredient,
)
from tests.cast import Place, casa_lupo

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def house(app_context: None) -> Place:
    return casa_lupo()


def cheese(house: Place, **differing: object) -> IngredientDraft:
    """Two in a Margherita, one more with olives, none with "no cheese"."""
    plain: dict[str, object] = {
        "name": {"en": "Mozzarella", "zh-Hans": "马苏里拉"},
        "dishes": {house.dishes["margherita"]: 2},
        "options": {house.options["olives"]: 1, house.options["no-cheese"]: -2},
    }
    return IngredientDraft(**{**plain, **differing})  # type: ignore[arg-type]  # by name


def added(house: Place, **differing: object) -> int:
    return add_ingredient(cheese(house, **differing), by=house.person("Max"))


def test_an_ingredient_is_counted_in_dishes_and_options(house: Place) -> None:
    part = added(house)
    book = recipes(house.id)
    pizza, olives = house.dishes["margherita"], house.options["olives"]
    assert book.parts_of(pizza, [], 3) == {part: 6}
    assert book.parts_of(pizza, [olives, house.options["rocket"]], 1) == {part: 3}
    assert book.parts_of(pizza, [house.options["no-cheese"]], 4) == {}
    assert book.parts_of(house.dishes["lemonade"], [house.options["no-cheese"]], 1) == {}
    assert book.names[part]["en"] == "Mozzarella"


def test_what_it_is_in_sells_out_with_it_and_comes_back_with_it(house: Place) -> None:
    part, ken = added(house), house.person("Ken")
    sell_out_ingredient(part, until=None, by=ken)
    here = availability(house.id)
    assert here.sold_out_dishes == {house.dishes["margherita"]}
    assert here.sold_out_options == {house.options["olives"]}
    bring_back_ingredient(part, by=house.person("Ken"))
    assert availability(house.id).key == (frozenset(), frozenset(), availability(house.id).key[2])


def test_it_comes_back_by_itself_when_the_time_has_come(house: Place) -> None:
    sell_out_ingredient(added(house), until="today", by=house.person("Ken"))
    assert availability(house.id).is_sold_out(house.dishes["margherita"])
    with clock.held_at(clock.now() + timedelta(days=1, minutes=1)):
        assert not availability(house.id).is_sold_out(house.dishes["margherita"])


def test_a_dish_sold_out_by_itself_stays_so_when_its_ingredient_is_back(house: Place) -> None:
    part, ken = added(house), house.person("Ken")
    sell_out(house.dishes["margherita"], until="for_good", by=ken)
    sell_out_ingredient(part, until=None, by=house.person("Ken"))
    bring_back_ingredient(part, by=house.person("Ken"))
    assert availability(house.id).is_sold_out(house.dishes["margherita"])


def test_every_dish_that_looks_different_is_marked(house: Place) -> None:
    part = added(house, dishes={house.dishes["oyster"]: 1})
    sell_out_ingredient(part, until=None, by=house.person("Ken"))
    fact = db.session.scalars(db.select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert fact is not None
    offered_with_olives = house.dishes["margherita"]
    assert fact.kind == "IngredientSoldOut"
    assert fact.body["dish_ids"] == sorted([offered_with_olives, house.dishes["oyster"]])
    db.session.expire_all()
    assert house.dish("oyster").version == house.dish("margherita").version == fact.seq


def test_an_edit_replaces_what_it_was_in(house: Place) -> None:
    part = added(house)
    oyster = house.dishes["oyster"]
    draft = cheese(house, dishes={oyster: 3}, options={})
    edit_ingredient(part, draft, by=house.person("Max"))
    db.session.expire_all()
    kept = draft_of_ingredient(db.session.get_one(Ingredient, part))
    assert (kept.dishes, kept.options) == ({oyster: 3}, {})


def test_who_saves_over_somebody_elses_edit_is_told(house: Place) -> None:
    part = added(house)
    seen = draft_of_ingredient(db.session.get_one(Ingredient, part)).print
    edit_ingredient(part, cheese(house, options={}), by=house.person("Max"), seen=seen)
    with pytest.raises(Overtaken):
        edit_ingredient(part, cheese(house, dishes={}), by=house.person("Olga"), seen=seen)


def test_one_that_is_removed_holds_nothing_back(house: Place) -> None:
    part = added(house)
    sell_out_ingredient(part, until=None, by=house.person("Ken"))
    remove_ingredient(part, by=house.person("Max"))
    assert not availability(house.id).sold_out_dishes
    assert recipes(house.id).names == {}


def test_options_that_are_removed_are_no_longer_counted(house: Place) -> None:
    part = added(house)
    extras = next(group for group in groups_of(house.id) if group.reference == "extras")
    remove_group(extras.id, by=house.person("Max"))
    db.session.expire_all()
    assert draft_of_ingredient(db.session.get_one(Ingredient, part)).options == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": {}},
        {"name": {"en": "x" * 61}},
        {"name": {"en": "a\u202eb"}},
        {"dishes": {10**6: 1}},
        {"dishes": {1: 0}},
        {"dishes": {1: 100}},
        {"options": {10**6: 1}},
        {"options": {1: -100}},
    ],
)
def test_nonsense_is_refused(wrong: dict[str, object], house: Place) -> None:
    with pytest.raises(Invalid):
        added(house, **wrong)
    assert recipes(house.id).names == {}


def test_a_form_sent_twice_adds_one(house: Place) -> None:
    added(house)
    with pytest.raises(Invalid):
        added(house)
    assert len(recipes(house.id).names) == 1


def test_only_a_manager_edits_and_only_in_the_own_house(app: Flask, house: Place) -> None:
    part = added(house)
    elsewhere = casa_lupo(name="Casa Orso")
    for name in ("Ken", "Wei", "Carla"):
        with pytest.raises(Forbidden):
            remove_ingredient(part, by=house.person(name))
    for verb in (
        lambda: remove_ingredient(part, by=elsewhere.person("Max")),
        lambda: edit_ingredient(part, cheese(elsewhere), by=elsewhere.person("Max")),
        lambda: sell_out_ingredient(part, until=None, by=elsewhere.person("Ken")),
        lambda: bring_back_ingredient(part, by=elsewhere.person("Ken")),
    ):
        with pytest.raises(NotFound):
            verb()
    with pytest.raises(Invalid):
        added(house, name={"en": "Olive"}, dishes={elsewhere.dishes["oyster"]: 1})
    assert not availability(house.id).sold_out_dishes
