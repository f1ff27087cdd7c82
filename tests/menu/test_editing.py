"""A manager's edits: each one transaction, one fact, one version of the menu more."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry, head
from restaurant_order.core.refusals import Conflict, Forbidden, Invalid, NotFound
from restaurant_order.menu.drafts import (
    CategoryDraft,
    DishDraft,
    GroupDraft,
    GroupUse,
    OptionDraft,
    draft_of_category,
    draft_of_dish,
    draft_of_group,
    print_of,
)
from restaurant_order.menu.entries import Hours
from restaurant_order.menu.models import Allergen, Category, OptionGroup
from restaurant_order.menu.queries import categories_of, groups_of
from restaurant_order.menu.service import (
    NotEmpty,
    add_category,
    add_dish,
    add_group,
    edit_category,
    edit_dish,
    edit_group,
    remove_group,
    retire_category,
    retire_dish,
    set_photo,
    sort_categories,
    sort_dishes,
)
from restaurant_order.people.models import StaffMember
from tests.cast import Place, casa_lupo
from tests.menu.houses import change, draft_of, menu_of, on_menu

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def house(app_context: None) -> Place:
    return casa_lupo()


@pytest.fixture
def max_(house: Place) -> StaffMember:
    return house.person("Max")


def last_entry() -> JournalEntry:
    return db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()  # type: ignore[return-value]  # there is one


def category(house: Place, reference: str) -> Category:
    return next(one for one in categories_of(house.id) if one.reference == reference)


def group(house: Place, reference: str) -> OptionGroup:
    return next(one for one in groups_of(house.id) if one.reference == reference)


def test_a_new_dish_is_last_in_its_category(house: Place, max_: StaffMember) -> None:
    add_dish(
        DishDraft(
            category_id=category(house, "mains").id,
            name={"en": "Crème brûlée", "zh-Hans": "  焦糖 布丁 "},
            price=650,
            tax_rate=700,
            allergens=(Allergen.MILK, Allergen.EGG),
            windows=(Hours(600, 900),),
        ),
        stock=4,
        by=max_,
    )
    dish = menu_of(house).categories[0].dishes[-1]
    assert dish.reference == "creme-brulee"
    assert dish.name == {"en": "Crème brûlée", "zh-Hans": "焦糖 布丁"}
    assert dish.allergens == (Allergen.EGG, Allergen.MILK)
    assert dish.station_id == house.stations["grill"]
    assert dish.windows == (Hours(600, 900),)


def test_an_edit_tells_before_and_after_and_raises_the_version(house: Place) -> None:
    version, before = house.restaurant.menu_version, head(house.id)
    change(house, "lemonade", price=420)
    assert on_menu(house, "lemonade").price == 420
    assert house.restaurant.menu_version == version + 1
    assert head(house.id) == before + 1
    entry = last_entry()
    assert (entry.kind, entry.actor_name) == ("DishEdited", "Max")
    assert (entry.body["before"], entry.body["after"]) == ({"price": 380}, {"price": 420})


def test_saving_without_a_change_leaves_no_trace(house: Place) -> None:
    version, before = house.restaurant.menu_version, head(house.id)
    change(house, "margherita")
    assert (house.restaurant.menu_version, head(house.id)) == (version, before)


def test_the_later_of_two_managers_is_told(house: Place, max_: StaffMember) -> None:
    seen = print_of(draft_of(house, "lemonade"))
    change(house, "lemonade", price=420)
    stale = replace(draft_of(house, "lemonade"), price=999)
    with pytest.raises(Conflict):
        edit_dish(house.dishes["lemonade"], stale, by=max_, seen=seen)
    assert on_menu(house, "lemonade").price == 420


def test_a_language_that_is_switched_off_keeps_its_words(house: Place) -> None:
    house.restaurant.languages = ["en"]
    db.session.commit()
    change(house, "lemonade", name={"en": "Cold lemonade"})
    assert house.dish("lemonade").name == {"en": "Cold lemonade", "zh-Hans": "柠檬水"}


BAD_DISHES: list[tuple[dict[str, Any], str]] = [
    ({"price": -1}, "price"),
    ({"price": 100_000_000}, "price"),
    ({"tax_rate": 10_001}, "tax_rate"),
    ({"spice": 4}, "spice"),
    ({"name": {"zh-Hans": "茶"}}, "name_en"),
    ({"name": {"en": "  "}}, "name_en"),
    ({"name": {"en": "x" * 121}}, "name_en"),
    ({"name": {"en": "a\u202eb"}}, "name_en"),
    ({"name": {"en": "a\x00b"}}, "name_en"),
    ({"description": {"en": "d" * 601}}, "description_en"),
    ({"category_id": 999}, "category"),
    ({"station_id": 999}, "station"),
    ({"groups": (GroupUse(group_id=999),)}, "groups"),
    ({"windows": (Hours(-1, 60),)}, "windows"),
    ({"windows": (Hours(60, 1441),)}, "windows"),
    ({"windows": (Hours(60, 120, 0),)}, "windows"),
    ({"windows": tuple(Hours(n, n + 1) for n in range(21))}, "windows"),
    ({"reference": "margherita"}, "reference"),
]


def test_what_a_dish_cannot_be_is_refused_by_field(house: Place) -> None:
    for fields, blamed in BAD_DISHES:
        with pytest.raises(Invalid) as refusal:
            change(house, "lemonade", **fields)
        assert refusal.value.field == blamed
    assert head(house.id) == 0


def test_another_restaurants_category_is_none_of_ours(house: Place) -> None:
    other = casa_lupo(name="Casa Orso")
    theirs = category(other, "drinks").id
    with pytest.raises(Invalid):
        change(house, "lemonade", category_id=theirs)
    with pytest.raises(NotFound):
        edit_dish(other.dishes["lemonade"], draft_of(house, "lemonade"), by=house.person("Max"))


def test_a_retired_dish_leaves_the_menu_but_not_the_bills(house: Place, max_: StaffMember) -> None:
    retire_dish(house.dishes["lemonade"], by=max_)
    assert "lemonade" not in {dish.reference for dish in menu_of(house).dishes}
    assert house.dish("lemonade").name["en"] == "Lemonade"
    with pytest.raises(NotFound):
        set_photo(house.dishes["lemonade"], None, by=max_)


def test_a_dish_off_the_menu_is_hidden_from_guests(house: Place) -> None:
    change(house, "lemonade", on_menu=False)
    assert menu_of(house).find(house.dishes["lemonade"]) is None


def test_a_dish_asks_a_shared_group_its_own_way(house: Place) -> None:
    size, extras = group(house, "size"), group(house, "extras")
    asks = GroupUse(group_id=size.id, prices={"large": 400})
    limits = GroupUse(group_id=extras.id, maximum=1, free_count=1)
    change(house, "lemonade", groups=(limits, asks))
    first, second = on_menu(house, "lemonade").groups
    assert (first.reference, first.minimum, first.maximum, first.free_count) == ("extras", 0, 1, 1)
    assert [option.price for option in second.options] == [0, 400]
    assert [option.price for option in on_menu(house, "margherita").groups[0].options] == [0, 250]


@pytest.mark.parametrize(
    "use",
    [
        {"minimum": 4},
        {"maximum": 0},
        {"maximum": 4},
        {"minimum": 2, "maximum": 1},
        {"free_count": 3},
        {"prices": {"caviar": 100}},
        {"prices": {"olives": 100_000_000}},
    ],
)
def test_a_dish_cannot_ask_what_nobody_could_answer(house: Place, use: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        change(house, "lemonade", groups=(GroupUse(group_id=group(house, "extras").id, **use),))


def test_an_edited_group_changes_in_every_dish(house: Place, max_: StaffMember) -> None:
    extras = group(house, "extras")
    draft = draft_of_group(extras)
    more = (*draft.options[1:], OptionDraft(name={"en": "Truffle"}, price=900))
    edit_group(extras.id, replace(draft, options=more, maximum=3), by=max_)
    asked = on_menu(house, "margherita").groups[1]
    assert [option.reference for option in asked.options] == ["rocket", "no-cheese", "truffle"]
    assert asked.options[0].id == house.options["rocket"]
    assert asked.maximum == 3
    assert last_entry().body["dish_ids"] == [house.dishes["margherita"]]


BAD_GROUPS: list[dict[str, Any]] = [
    {"minimum": 3},
    {"maximum": 0},
    {"maximum": 9},
    {"minimum": -1},
    {"free_count": 3},
    {"options": ()},
    {"name": {}},
    {"options": (OptionDraft(name={"en": " "}),)},
    {"options": (OptionDraft(name={"en": "a"}, price=-100_000_000),)},
    {"options": tuple(OptionDraft(name={"en": "a"}, reference="a") for _ in range(2))},
    {"options": tuple(OptionDraft(name={"en": "a"}, is_default=True) for _ in range(3))},
    {"options": tuple(OptionDraft(name={"en": "a"}) for _ in range(101))},
]


def test_a_group_nobody_could_answer_is_refused(house: Place) -> None:
    extras = group(house, "extras")
    for fields in BAD_GROUPS:
        with pytest.raises(Invalid):
            edit_group(extras.id, replace(draft_of_group(extras), **fields), by=house.person("Max"))
    assert head(house.id) == 0


def test_a_group_cannot_shrink_below_what_a_dish_asks(house: Place, max_: StaffMember) -> None:
    extras = group(house, "extras")
    change(house, "lemonade", groups=(GroupUse(group_id=extras.id, minimum=2, maximum=3),))
    one = replace(draft_of_group(extras), options=draft_of_group(extras).options[:1], maximum=1)
    with pytest.raises(Invalid):
        edit_group(extras.id, one, by=house.person("Max"))
    assert len(group(house, "extras").options) == 3


def test_a_removed_group_is_asked_no_more(house: Place, max_: StaffMember) -> None:
    remove_group(group(house, "size").id, by=max_)
    assert [one.reference for one in on_menu(house, "margherita").groups] == ["extras"]


def test_a_new_group_waits_for_dishes(house: Place, max_: StaffMember) -> None:
    add_group(
        GroupDraft(name={"en": "Milk"}, options=(OptionDraft(name={"en": "Oat"}, price=50),)),
        by=max_,
    )
    assert group(house, "milk").options[0].reference == "oat"


def test_a_category_is_added_edited_sorted_and_retired(house: Place, max_: StaffMember) -> None:
    late = CategoryDraft(name={"en": "Late"}, windows=(Hours(1320, 120),))
    late_id = add_category(late, by=max_)
    sort_categories([late_id, category(house, "drinks").id], by=house.person("Max"))
    assert [one.reference for one in menu_of(house).categories] == ["late", "drinks", "mains"]
    seen = print_of(draft_of_category(category(house, "late")))
    renamed = replace(late, name={"en": "Night", "zh-Hans": "夜宵"}, windows=())
    edit_category(late_id, renamed, by=house.person("Max"), seen=seen)
    assert menu_of(house).categories[0].windows == ()
    with pytest.raises(Conflict):
        edit_category(late_id, late, by=house.person("Max"), seen=seen)
    retire_category(late_id, by=house.person("Max"))
    assert [one.reference for one in menu_of(house).categories] == ["drinks", "mains"]


def test_a_category_with_dishes_stays(house: Place, max_: StaffMember) -> None:
    with pytest.raises(NotEmpty):
        retire_category(category(house, "drinks").id, by=max_)
    retire_dish(house.dishes["lemonade"], by=house.person("Max"))
    retire_category(category(house, "drinks").id, by=house.person("Max"))


def test_dishes_come_in_the_order_they_are_put(house: Place, max_: StaffMember) -> None:
    sort_dishes(category(house, "mains").id, [house.dishes["oyster"]], by=max_)
    dishes = menu_of(house).categories[0].dishes
    assert [dish.reference for dish in dishes] == ["oyster", "margherita"]


@pytest.mark.parametrize("name", ["Ken", "Wei", "Carla"])
def test_only_managers_edit(house: Place, name: str) -> None:
    mains = category(house, "mains").id
    deeds: list[Callable[[StaffMember], object]] = [
        lambda by: edit_dish(house.dishes["lemonade"], draft_of(house, "lemonade"), by=by),
        lambda by: add_dish(draft_of(house, "lemonade"), by=by),
        lambda by: retire_dish(house.dishes["lemonade"], by=by),
        lambda by: set_photo(house.dishes["lemonade"], "a" * 32, by=by),
        lambda by: sort_dishes(mains, [], by=by),
        lambda by: add_category(CategoryDraft(name={"en": "x"}), by=by),
        lambda by: edit_category(mains, CategoryDraft(name={"en": "x"}), by=by),
        lambda by: retire_category(mains, by=by),
        lambda by: sort_categories([], by=by),
        lambda by: remove_group(group(house, "size").id, by=by),
    ]
    for deed in deeds:
        with pytest.raises(Forbidden):
            deed(house.person(name))
    assert head(house.id) == 0


def test_the_menu_is_read_once_per_version(house: Place) -> None:
    first = menu_of(house)
    assert menu_of(house) is first
    change(house, "lemonade", price=1)
    assert menu_of(house) is not first
    assert menu_of(house).version == house.restaurant.menu_version


def test_a_draft_of_a_dish_says_all_of_it(house: Place) -> None:
    change(
        house,
        "margherita",
        windows=(Hours(900, 60, 3), Hours(600, 700), Hours(600, 660)),
        allergens=None,
        spice=2,
    )
    assert draft_of_dish(house.dish("margherita")).windows == (
        Hours(600, 660),
        Hours(600, 700),
        Hours(900, 60, 3),
    )
    assert on_menu(house, "margherita").allergens is None


@pytest.mark.parametrize("minutes", [0, 241])
def test_minutes_that_cannot_be_are_refused(house: Place, minutes: int) -> None:
    with pytest.raises(Invalid):
        change(house, "oyster", prep_minutes=minutes)
