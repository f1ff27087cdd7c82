"""A spreadsheet becomes a menu: previewed, confirmed, all of it or nothing."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry, head
from restaurant_order.core.refusals import Forbidden
from restaurant_order.menu.models import Allergen
from restaurant_order.menu.queries import dishes_of
from restaurant_order.menu.service import retire_dish, set_stock
from restaurant_order.menu.sheet import uploads
from restaurant_order.menu.sheet.plan import RowState
from restaurant_order.menu.sheet.refusals import MenuMoved, PreviewExpired
from restaurant_order.menu.sheet.uploads import Preview, confirm, keep_upload, preview
from restaurant_order.menu.sheet.writing import Style, write_menu
from restaurant_order.people.models import StaffMember
from tests.cast import Place, casa_lupo
from tests.data import nypl
from tests.menu.houses import change, looked_at, menu_of, on_menu, taken_over, troubles_of

SOUP = "category,name_en,name_zh-Hans,price,tax_rate\nSoups,Onion soup,洋葱汤,6.50,7\n"

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def house(app_context: None) -> Place:
    return casa_lupo()


def test_a_new_dish_comes_with_its_category(house: Place) -> None:
    taken_over(house, SOUP)
    soups = menu_of(house).categories[-1]
    assert soups.name == {"en": "Soups"}
    assert [(d.name, d.price, d.tax_rate) for d in soups.dishes] == [
        ({"en": "Onion soup", "zh-Hans": "洋葱汤"}, 650, 700)
    ]


def test_a_preview_changes_nothing(house: Place) -> None:
    before = head(house.id)
    plan = looked_at(house, SOUP)
    assert [dish.state for dish in plan.dishes] == [RowState.CREATED]
    assert head(house.id) == before
    assert len(menu_of(house).dishes) == 3


def test_a_second_import_of_the_same_file_changes_nothing(house: Place) -> None:
    taken_over(house, SOUP)
    before, version = head(house.id), house.restaurant.menu_version
    report = taken_over(house, SOUP.replace("\n", "\r\n"))
    assert [line["state"] for line in report] == ["unchanged"]
    assert (head(house.id), house.restaurant.menu_version) == (before, version)


def test_only_the_named_columns_change(house: Place) -> None:
    change(house, "margherita", description={"en": "With basil"}, allergens=(Allergen.MILK,))
    plan = looked_at(house, 'reference,price\nmargherita,"10,50"\n')
    assert [(c.column, c.before, c.after) for c in plan.dishes[0].changes] == [
        ("price", "9.50", "10.50")
    ]
    assert plan.decimal_comma
    assert plan.untouched == 2
    taken_over(house, "reference,price\nmargherita,10.50\n")
    dish = on_menu(house, "margherita")
    assert dish.price == 1050
    assert dish.description == {"en": "With basil"}
    assert len(dish.groups) == 2


def test_a_row_without_reference_means_the_dish_of_its_name(house: Place) -> None:
    taken_over(house, "name_en,price\nLemonade,4.20\n")
    assert on_menu(house, "lemonade").price == 420


def test_dishes_of_one_name_stay_apart_and_find_themselves_again(house: Place) -> None:
    sheet = "name_en,category,price,tax_rate\nTea,Drinks,2,19\nTea,Drinks,3,19\nTEA,Drinks,4,19\n"
    plan = looked_at(house, sheet)
    assert [(notice.row, notice.column) for notice in plan.notices] == [(3, "name_en")]
    assert [line["reference"] for line in taken_over(house, sheet)] == ["tea", "tea-2", "tea-3"]
    assert {line["state"] for line in taken_over(house, sheet + "\n")} == {"unchanged"}


def test_one_bad_cell_stops_the_whole_file(house: Place) -> None:
    sheet = SOUP + "Soups,Bad soup,,six,7\n,No category,,1,7\nSoups,,空,1,7\nSoups,Odd,,1,seven\n"
    plan = looked_at(house, sheet)
    assert troubles_of(plan) == [(3, "price"), (4, "category"), (5, "name_en"), (6, "tax_rate")]
    digest = keep_upload(sheet.encode(), by=house.person("Max"))
    with pytest.raises(MenuMoved):
        confirm(digest, seen=plan.print, by=house.person("Max"))
    assert len(menu_of(house).dishes) == 3


def test_a_damaged_cell_is_blamed_once(house: Place) -> None:
    sheet = "name_en,category,price,tax_rate\nK\ufffdse,So\ufffdps,1,7\n"
    assert troubles_of(looked_at(house, sheet)) == [(2, "name_en"), (2, "category")]


BAD_CELLS = [
    ("price", "-1"),
    ("price", "1,234"),
    ("price", "12.345"),
    ("price", "99999999"),
    ("tax_rate", "101"),
    ("station", "attic"),
    ("allergens", "love"),
    ("diet", "keto"),
    ("spice", "4"),
    ("spice", "-1"),
    ("stock", "1.5"),
    ("stock", "1000000"),
    ("on_menu", "perhaps"),
    ("windows", "Mon 25:00-26:00"),
    ("windows", "whenever"),
    ("options", "Size"),
    ("options", "Size [5]: a | b"),
    ("options", "@nothing"),
    ("options", "Size [1]: a | a"),
    ("name_en", "x" * 121),
    ("name_en", "a\u202eb"),
    ("description_en", "y" * 601),
    ("kitchen_name_zh-Hans", "caf\ufffd"),
    ("name_zh-Hans", "锟斤拷面"),
]


def test_each_cell_that_cannot_be_is_named_by_row_and_column(house: Place) -> None:
    columns = sorted({column for column, _ in BAD_CELLS})
    good = {"name_en": "A", "price": "1", "tax_rate": "7", "category": "Soups"}
    columns += ["category"]
    rows = [good | {column: cell} for column, cell in BAD_CELLS]
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, columns)
    writer.writeheader()
    writer.writerows(rows)
    expected = [(number, column) for number, (column, _) in enumerate(BAD_CELLS, start=2)]
    assert troubles_of(looked_at(house, sheet.getvalue())) == expected


def test_who_confirms_has_seen_exactly_what_happens(house: Place) -> None:
    max_ = house.person("Max")
    digest = keep_upload(b"reference,price,stock\noyster,5,12\n", by=max_)
    seen = preview(digest, by=max_).plan.print
    set_stock(house.dishes["oyster"], 7, by=house.person("Ken"))
    with pytest.raises(MenuMoved):
        confirm(digest, seen=seen, by=house.person("Max"))
    assert on_menu(house, "oyster").price == 400
    again = preview(digest, by=house.person("Max")).plan
    confirm(digest, seen=again.print, by=house.person("Max"))
    assert (house.dish("oyster").price, house.dish("oyster").stock) == (500, 12)


def test_an_edit_that_slips_in_while_the_file_is_read_is_not_overwritten(
    house: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = keep_upload(b"reference,price\noyster,5\n", by=house.person("Max"))
    shown = preview(digest, by=house.person("Max"))

    def look_then_somebody_edits(digest: str, *, by: StaffMember) -> Preview:
        change(house, "oyster", price=700)
        return shown

    monkeypatch.setattr(uploads, "preview", look_then_somebody_edits)
    with pytest.raises(MenuMoved):
        confirm(digest, seen=shown.plan.print, by=house.person("Max"))
    assert on_menu(house, "oyster").price == 700


def test_confirming_twice_takes_the_file_over_once(house: Place) -> None:
    max_ = house.person("Max")
    digest = keep_upload(SOUP.encode(), by=max_)
    seen = preview(digest, by=max_).plan.print
    confirm(digest, seen=seen, by=house.person("Max"))
    confirm(digest, seen=seen, by=house.person("Max"))
    assert len(menu_of(house).dishes) == 4


def test_a_preview_is_kept_for_a_while_only(house: Place) -> None:
    digest = keep_upload(SOUP.encode(), by=house.person("Max"))
    with (
        clock.held_at(clock.now() + timedelta(hours=3)),
        pytest.raises(PreviewExpired),
    ):
        preview(digest, by=house.person("Max"))


def test_another_restaurant_cannot_open_the_preview(house: Place) -> None:
    other = casa_lupo(name="Casa Orso")
    digest = keep_upload(SOUP.encode(), by=house.person("Max"))
    with pytest.raises(PreviewExpired):
        preview(digest, by=other.person("Max"))


def test_only_managers_import(house: Place) -> None:
    with pytest.raises(Forbidden):
        keep_upload(SOUP.encode(), by=house.person("Ken"))


def test_a_removed_dish_comes_back_with_its_row(house: Place) -> None:
    retire_dish(house.dishes["lemonade"], by=house.person("Max"))
    report = taken_over(house, "reference,price\nlemonade,3.80\n")
    assert [line["state"] for line in report] == ["back"]
    assert on_menu(house, "lemonade").id == house.dishes["lemonade"]


def test_the_journal_says_what_changed(house: Place) -> None:
    taken_over(house, "reference,price,stock\nlemonade,4,\noyster,4,20\n")
    entries = db.session.execute(
        select(JournalEntry.kind, JournalEntry.body).order_by(JournalEntry.seq)
    ).all()
    assert [kind for kind, _ in entries] == ["DishEdited", "StockSet", "MenuImported"]
    assert entries[0].body["before"] == {"price": 380}
    assert entries[0].body["after"] == {"price": 400}
    assert (entries[1].body["before"], entries[1].body["after"]) == (12, 20)


def test_a_thousand_real_names_come_in_undamaged(house: Place) -> None:
    sheet = nypl.menu_csv(nypl.names())
    plan = looked_at(house, sheet)
    repairs = {(repair.before, repair.after) for repair in plan.table.repairs}
    assert repairs == set(nypl.DAMAGED.items())
    taken_over(house, sheet)
    kept = [d.name["en"] for d in dishes_of(house.id) if d.reference.startswith("nypl-")]
    assert sorted(kept) == sorted(nypl.right_name(name) for name in nypl.names())
    assert looked_at(house, sheet).changes_nothing
    assert looked_at(house, write_menu(house.restaurant)).changes_nothing


@pytest.mark.parametrize("style", Style)
def test_what_is_exported_imports_without_a_change(house: Place, style: Style) -> None:
    change(house, "margherita", name={"en": "=cmd|' /C calc'!A0", "zh-Hans": "'=1+1"})
    change(house, "lemonade", name={"en": "-5 °C; “cold”\u00a0drink", "zh-Hans": "@柠檬"})
    plan = looked_at(house, write_menu(house.restaurant, style))
    assert plan.troubles == ()
    assert plan.changes_nothing
    assert len(plan.dishes) == 3
