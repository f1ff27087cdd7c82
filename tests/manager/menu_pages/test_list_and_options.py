"""The list of the menu, its order, its categories and its options."""

from restaurant_order.menu.availability import availability
from restaurant_order.menu.catalogue import catalogue
from tests.manager.menu_pages.desk import Desk


def test_the_list_shows_what_is_missing(desk: Desk) -> None:
    shown = desk.open("/manage/menu")
    for words in ("Margherita", "玛格丽特", "€9.50", "12 left", "English: complete"):
        assert words in shown
    desk.send(desk.dish_page("lemonade"), names=["Lemonade", ""])
    shown = desk.open("/manage/menu")
    assert "中文 is missing" in shown
    assert "中文: 2 of 3 dishes" in shown


def test_a_category_can_be_shown_alone(desk: Desk) -> None:
    drinks = desk.category_page("drinks").rpartition("/")[2]
    shown = desk.open(f"/manage/menu?category={drinks}")
    assert "Lemonade" in shown
    assert "Margherita" not in shown
    for nonsense in ("999", "x", "-1", ""):
        assert "Margherita" in desk.open(f"/manage/menu?category={nonsense}")


def test_markup_in_a_name_is_shown_as_text(desk: Desk) -> None:
    desk.send(desk.dish_page("lemonade"), names=["<script>alert(1)</script>", ""])
    shown = desk.open("/manage/menu")
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_dishes_and_categories_are_put_in_order(desk: Desk) -> None:
    mains = f"{desk.category_page('mains')}/order"
    assert desk.send(mains, positions=["2", "1"]).status_code == 303
    assert desk.references()[:2] == ["oyster", "margherita"]
    assert desk.send("/manage/menu/order", positions=["9", "3"]).status_code == 303
    assert desk.references()[0] == "lemonade"


def test_an_order_that_is_none_is_refused(desk: Desk) -> None:
    for positions in (["x", "1"], ["-1", "1"], ["1.5", "1"], ["9999999", "1"]):
        assert desk.send("/manage/menu/order", positions=positions).status_code == 422


def test_a_category_is_added_renamed_and_removed(desk: Desk) -> None:
    new = "/manage/menu/categories/new"
    fields = {"names": ["Late", "夜宵"], "opens": ["22:00", ""], "closes": ["02:00", ""]}
    assert desk.send(new, **fields).status_code == 303
    assert desk.send(new, **fields).status_code == 422
    page = desk.category_page("late")
    assert 'value="22:00"' in desk.open(page)
    before = desk.journal_length()
    assert desk.send(page).status_code == 303
    assert desk.journal_length() == before
    assert desk.send(page, names=["Night", ""], station="").status_code == 303
    assert desk.client.post(f"{page}/remove").status_code == 303
    assert desk.client.get(page).status_code == 404


def test_a_category_with_dishes_is_not_removed(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.category_page('drinks')}/remove")
    assert answer.status_code == 409
    assert "There are still dishes in this category." in answer.text


def test_options_are_what_was_typed(desk: Desk) -> None:
    page = desk.group_page("extras")
    before = desk.journal_length()
    assert desk.send(page).status_code == 303
    assert desk.journal_length() == before
    answer = desk.send(
        page,
        names=["Extras", "加料"],
        maximum="3",
        free="1",
        positions=["3", "2", "1", "4", "5", "6"],
        option_names=["Olives", "橄榄", "", "", "No cheese", "", "Egg", "蛋", "", "", "", ""],
        prices=["1,50", "", "-1", "2", "", ""],
        defaults=["0"],
        adds=["3-egg"],
        removes=["2-milk"],
    )
    assert answer.status_code == 303
    group = desk.dish("margherita").groups[1]
    assert [(o.reference, o.price, o.is_default) for o in group.options] == [
        ("no-cheese", -100, False),
        ("olives", 150, True),
        ("egg", 200, False),
    ]
    assert group.options[0].allergens_removed == ("milk",)
    assert group.options[2].allergens_added == ("egg",)
    assert (group.maximum, group.free_count) == (3, 1)


BAD_GROUPS: list[dict[str, str | list[str]]] = [
    {"minimum": "4"},
    {"maximum": "0"},
    {"maximum": "9"},
    {"minimum": "x"},
    {"free": "5"},
    {"names": ["", ""]},
    {"prices": ["x", "", "", "", "", ""]},
    {"prices": [""]},
    {"positions": ["x", "1", "1", "1", "1", "1"]},
    {"option_names": [""] * 12},
    {"option_names": ["a"]},
    {"adds": ["0-love"]},
    {"adds": ["99-milk"]},
    {"removes": ["milk"]},
    {"defaults": ["99"]},
]


def test_options_nobody_could_answer_are_refused(desk: Desk) -> None:
    page, before = desk.group_page("extras"), desk.journal_length()
    for fields in BAD_GROUPS:
        assert desk.send(page, **fields).status_code == 422, fields
    assert desk.journal_length() == before


def test_new_options_are_added_once_and_removed(desk: Desk) -> None:
    new = "/manage/menu/options/new"
    fields = {
        "names": ["Milk", "奶"],
        "option_names": ["Oat", "燕麦", "Soy", "", "", ""],
        "prices": ["0.50", "", ""],
    }
    assert [desk.send(new, **fields).status_code for _ in range(2)] == [303, 422]
    page = desk.group_page("milk")
    assert "None yet. Open a dish and let it ask." in desk.open(page)
    assert desk.client.post(f"{page}/remove").status_code == 303
    assert desk.client.get(page).status_code == 404


def test_removing_options_names_the_dishes_that_lose_them(desk: Desk) -> None:
    page = desk.group_page("size")
    assert "Margherita" in desk.open(f"{page}/remove")
    desk.client.post(f"{page}/remove")
    assert [group.reference for group in desk.dish("margherita").groups] == ["extras"]


def test_an_option_runs_out_and_comes_back(desk: Desk) -> None:
    page, olives = desk.group_page("extras"), desk.place.options["olives"]
    assert desk.client.post(f"{page}/{olives}/sold-out", data={}).status_code == 303
    with desk.app.app_context():
        assert availability(desk.place.id).sold_out_options == {olives}
    assert "Bring back Olives" in desk.open(page)
    assert desk.client.post(f"{page}/{olives}/back").status_code == 303
    with desk.app.app_context():
        assert availability(desk.place.id).sold_out_options == frozenset()


def test_a_large_menu_opens_by_category(desk: Desk) -> None:
    rows = "".join(f"Dish {number},Mains,1,7\n" for number in range(130))
    sheet = f"name_en,category,price,tax_rate\n{rows}".encode()
    there = desk.upload("/manage/menu/import", sheet, field="file", name="menu.csv").location
    desk.send(str(there))
    with desk.app.app_context():
        assert len(catalogue(desk.place.restaurant).dishes) == 133
    shown = desk.open("/manage/menu")
    assert "Dish 129" in shown
    assert "Lemonade" not in shown
