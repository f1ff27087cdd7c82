"""What the kitchen needs to know, in the menu's spreadsheet: courses, minutes, ingredients."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry
from restaurant_order.menu.drafts import GroupDraft, OptionDraft, draft_of_group
from restaurant_order.menu.ingredients import (
    IngredientDraft,
    add_ingredient,
    draft_of_ingredient,
    edit_ingredient,
)
from restaurant_order.menu.models import Option
from restaurant_order.menu.pantry import Ingredient
from restaurant_order.menu.queries import group_or_refuse
from restaurant_order.menu.recipes import recipes
from restaurant_order.menu.service import edit_group, retire_dish
from restaurant_order.menu.sheet import uploads
from restaurant_order.menu.sheet.beside_options import (
    Described,
    with_kitchen_names,
    with_parts,
    with_stations,
    write_beside,
)
from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.refusals import MenuMoved
from restaurant_order.menu.sheet.uploads import Preview, confirm, keep_upload, preview
from restaurant_order.menu.sheet.writing import Style, write_menu
from restaurant_order.people.models import StaffMember
from tests.cast import Place, casa_lupo
from tests.menu.houses import change, looked_at, on_menu, taken_over, troubles_of
from tests.menu.test_options_cell import NASTY

pytestmark = pytest.mark.usefixtures("app_context")

NEW = {
    "course", "prep_minutes", "ingredients", "option_stations", "option_ingredients",
    "option_kitchen_names_en", "option_kitchen_names_zh-Hans",
}  # fmt: skip


@pytest.fixture
def house(app_context: None) -> Place:
    """Margherita: course 2, twelve minutes, two mozzarellas, one of which "no cheese" leaves out;
    the bar cuts the olives, which the kitchen calls OLV."""
    place = casa_lupo()
    max_, options = place.person("Max"), place.options
    change(place, "margherita", course=2, prep_minutes=12)
    change(place, "oyster", course=0)
    olives = {"en": "OLV | 1", "zh-Hans": "橄"}
    at_the_bar = changed(
        group_draft(place), "olives", station_id=place.stations["bar"], kitchen_name=olives
    )
    edit_group(group_of(place), at_the_bar, by=max_)
    add_ingredient(
        IngredientDraft(
            name={"en": "Mozzarella", "zh-Hans": "马苏里拉"},
            dishes={place.dishes["margherita"]: 2},
            options={options["no-cheese"]: -1, options["olives"]: 3},
        ),
        by=place.person("Max"),
    )
    add_ingredient(
        IngredientDraft(name={"en": "2x Egg"}, dishes={place.dishes["margherita"]: 1}),
        by=place.person("Max"),
    )
    return place


def group_of(place: Place) -> int:
    return db.session.get_one(Option, place.options["olives"]).group_id


def group_draft(place: Place) -> GroupDraft:
    return draft_of_group(group_or_refuse(place.id, group_of(place)))


def changed(draft: GroupDraft, reference: str, **fields: object) -> GroupDraft:
    options = tuple(
        replace(option, **fields) if option.reference == reference else option  # type: ignore[arg-type]
        for option in draft.options
    )
    return replace(draft, options=options)


def cells_of(place: Place) -> dict[str, dict[str, str]]:
    """The exported rows by reference."""
    text = write_menu(place.restaurant).decode("utf-8-sig")
    return {row["reference"]: row for row in csv.DictReader(io.StringIO(text))}


def sheet(*rows: Mapping[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_it_is_written_down(house: Place) -> None:
    row = cells_of(house)["margherita"]
    assert {name: row[name] for name in NEW} == {
        "course": "2",
        "prep_minutes": "12",
        "ingredients": "2x mozzarella, 1x 2x-egg",
        "option_stations": "extras: bar |  |",
        "option_kitchen_names_en": "extras: OLV \\| 1 |  |",
        "option_kitchen_names_zh-Hans": "extras: 橄 |  |",
        "option_ingredients": "extras: 3x mozzarella |  | -1x mozzarella",
    }
    assert cells_of(house)["oyster"]["course"] == "0"
    assert cells_of(house)["lemonade"]["ingredients"] == ""


@pytest.mark.parametrize("style", Style)
def test_what_is_exported_imports_without_a_change(house: Place, style: Style) -> None:
    plan = looked_at(house, write_menu(house.restaurant, style))
    assert plan.troubles == ()
    assert [dish.changes for dish in plan.dishes] == [(), (), ()]
    assert plan.changes_nothing


def test_a_whole_menu_moves_to_an_empty_restaurant(house: Place) -> None:
    exported, before = write_menu(house.restaurant), cells_of(house)
    other = casa_lupo(name="Casa Orso")
    for name in ("Mozzarella", "2x Egg"):
        add_ingredient(IngredientDraft(name={"en": name}), by=other.person("Max"))
    taken_over(other, exported)
    assert cells_of(other) == before


def test_a_file_without_these_columns_changes_none_of_it(house: Place) -> None:
    before = cells_of(house)
    old = [{name: cell for name, cell in row.items() if name not in NEW} for row in before.values()]
    assert looked_at(house, sheet(*old)).changes_nothing
    taken_over(house, sheet(*({**row, "price": "9"} for row in old)))
    after = cells_of(house)
    assert all(after[one][name] == before[one][name] for one in before for name in NEW)


def test_an_empty_cell_takes_it_away(house: Place) -> None:
    row = cells_of(house)["margherita"]
    report = taken_over(house, sheet(row | dict.fromkeys(NEW, "")))
    assert [line["state"] for line in report] == ["changed"]
    dish = on_menu(house, "margherita")
    assert (dish.course, dish.prep_minutes) == (None, None)
    assert {o.station_id for o in dish.groups[1].options} == {None}
    assert [o.kitchen_name for o in dish.groups[1].options] == [{}, {}, {}]
    assert recipes(house.id).dishes == {}
    assert recipes(house.id).options == {}


def test_the_preview_shows_each_change_in_its_column(house: Place) -> None:
    row = cells_of(house)["margherita"]
    plan = looked_at(
        house,
        sheet(
            row
            | {
                "course": "1",
                "prep_minutes": "",
                "ingredients": "马苏里拉、3×2x egg",
                "option_stations": "Extras： | GRILL | bar",
                "option_ingredients": "",
            }
        ),
    )
    (dish,), (group,) = plan.dishes, plan.groups
    assert [(one.column, one.before, one.after) for one in dish.changes] == [
        ("course", "2", "1"),
        ("prep_minutes", "12", ""),
        ("ingredients", "2x mozzarella, 1x 2x-egg", "1x mozzarella, 3x 2x-egg"),
    ]
    assert [(one.column, one.before, one.after) for one in group.changes] == [
        ("option_stations", "extras: bar |  |", "extras:  | grill | bar"),
        ("option_ingredients", "extras: 3x mozzarella |  | -1x mozzarella", ""),
    ]


def test_only_an_ingredient_changes(house: Place) -> None:
    egg = next(i for i, name in recipes(house.id).names.items() if name["en"] == "2x Egg")
    version = house.dish("lemonade").version
    report = taken_over(house, "reference,ingredients\nlemonade,2x-egg\noyster,\n")
    assert [line["state"] for line in report] == ["changed", "unchanged"]
    assert recipes(house.id).dishes[house.dishes["lemonade"]] == {egg: 1}
    assert recipes(house.id).dishes[house.dishes["margherita"]][egg] == 1
    assert house.dish("lemonade").version > version
    kinds = db.session.scalars(db.select(JournalEntry.kind).order_by(JournalEntry.seq)).all()
    assert list(kinds)[-2:] == ["IngredientEdited", "MenuImported"]


def test_an_option_that_is_gone_takes_its_ingredients_along(house: Place) -> None:
    taken_over(house, 'reference,options\nmargherita,"Extras [0-1]: Rocket | Ham"\n')
    assert recipes(house.id).options == {}


BAD = [
    ("course", "10"),
    ("course", "dessert"),
    ("prep_minutes", "0"),
    ("prep_minutes", "241"),
    ("prep_minutes", "5 min"),
    ("ingredients", "truffle"),
    ("ingredients", "0x mozzarella"),
    ("ingredients", "-1x mozzarella"),
    ("ingredients", "100x mozzarella"),
    ("ingredients", "mozzarella, 2x Mozzarella"),
    ("option_stations", "extras: attic |  |"),
    ("option_stations", "extras: bar"),
    ("option_stations", "sauces: bar |  |"),
    ("option_stations", "bar"),
    ("option_stations", "extras: bar |  |\nExtras:  | bar |"),
    ("option_kitchen_names_en", "extras: " + "x" * 61 + " | |"),
    ("option_kitchen_names_zh-Hans", "extras: a\u202eb | |"),
    ("option_ingredients", "extras: truffle | |"),
    ("option_ingredients", "extras: -100x mozzarella | |"),
]


@pytest.mark.parametrize(("column", "cell"), BAD)
def test_what_cannot_be_is_named_by_row_and_column(house: Place, column: str, cell: str) -> None:
    before = cells_of(house)
    plan = looked_at(house, sheet(before["lemonade"], before["margherita"] | {column: cell}))
    assert troubles_of(plan) == [(3, column)]
    assert cells_of(house) == before


def test_these_columns_speak_of_the_options_in_their_own_row(house: Place) -> None:
    plan = looked_at(house, "reference,option_stations\nmargherita,extras: bar | |\n")
    assert troubles_of(plan) == [(2, "option_stations")]


def test_two_rows_may_not_say_different_things_of_a_group(house: Place) -> None:
    row = cells_of(house)["margherita"]
    twin = row | {"reference": "bianca", "name_en": "Bianca", "option_ingredients": ""}
    assert troubles_of(looked_at(house, sheet(row, twin))) == [(3, "options")]


def test_an_ingredient_edited_while_the_file_is_read_is_not_overwritten(
    house: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = keep_upload(b"reference,ingredients\noyster,mozzarella\n", by=house.person("Max"))
    shown = preview(digest, by=house.person("Max"))
    cheese = db.session.scalars(db.select(Ingredient).order_by(Ingredient.id)).first()
    assert cheese
    edited = replace(draft_of_ingredient(cheese), dishes={house.dishes["lemonade"]: 9})

    def look_then_somebody_edits(digest: str, *, by: StaffMember) -> Preview:
        edit_ingredient(cheese.id, edited, by=house.person("Max"))
        return shown

    monkeypatch.setattr(uploads, "preview", look_then_somebody_edits)
    with pytest.raises(MenuMoved):
        confirm(digest, seen=shown.plan.print, by=house.person("Max"))
    assert house.dishes["oyster"] not in recipes(house.id).dishes
    assert recipes(house.id).dishes[house.dishes["lemonade"]] == {cheese.id: 9}


def test_a_removed_dish_comes_back_with_what_is_in_it(house: Place) -> None:
    retire_dish(house.dishes["lemonade"], by=house.person("Max"))
    report = taken_over(house, "reference,price,ingredients\nlemonade,3.80,4x Mozzarella\n")
    assert [line["state"] for line in report] == ["back"]
    assert list(recipes(house.id).dishes[house.dishes["lemonade"]].values()) == [4]


STATIONS = {1: ("grill", {"en": "Grill"}), 2: ("a:b", {"en": "A | B"})}
PANTRY = {1: ("patty", {"en": "Patty"}), 2: ("2x-egg", {"en": "2x Egg"}), 3: ("鸡蛋", {"zh": "蛋"})}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, 1, 2]),
            st.sampled_from(["", *NASTY]),
            st.dictionaries(
                st.sampled_from([1, 2, 3]), st.integers(-99, 99).filter(bool), max_size=3
            ),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(NASTY),
)
def test_whatever_is_written_reads_back(
    told: list[tuple[int | None, str, dict[int, int]]], name: str
) -> None:
    bare = GroupDraft(
        reference=name,
        name={"en": "Group"},
        options=tuple(OptionDraft(reference=str(n), name={"en": "a"}) for n in range(len(told))),
    )
    full = replace(
        bare,
        options=tuple(
            replace(o, station_id=station, kitchen_name={"en": called} if called else {})
            for o, (station, called, _parts) in zip(bare.options, told, strict=True)
        ),
    )
    one = Described(full, {str(n): parts for n, (_s, _c, parts) in enumerate(told)})
    cells = write_beside([one], ["en"], STATIONS, PANTRY)
    groups = with_stations((bare,), cells[Column("option_stations")], STATIONS)
    groups = with_kitchen_names(groups, cells[Column("option_kitchen_names", "en")], "en")
    assert with_parts(groups, cells[Column("option_ingredients")], PANTRY) == (one,)
