"""The dish editor: what is typed is on the menu, what cannot be is said beside its field."""

import io

from flask import Flask
from PIL import Image

from restaurant_order.menu.availability import availability
from restaurant_order.menu.photos import photo_folder
from tests.cast import Place
from tests.manager.conftest import As
from tests.manager.menu_pages.desk import Desk
from tests.manager.menu_pages.forms import as_data, fields_of, with_fields


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (800, 600), "orange").save(file, "JPEG")
    return file.getvalue()


def test_saving_what_is_there_changes_nothing(desk: Desk) -> None:
    before = desk.journal_length()
    for name in ("margherita", "oyster", "lemonade"):
        assert desk.send(desk.dish_page(name)).status_code == 303
    assert desk.journal_length() == before


def test_a_dish_is_what_was_typed(desk: Desk) -> None:
    page = desk.dish_page("lemonade")
    answer = desk.send(
        page,
        names=["Lemonade, home-made", "自制柠檬水"],
        descriptions=["With <mint> & ice", ""],
        kitchen_names=["LEMO", ""],
        price="4,20",
        tax_rate="19 %",
        stated="yes",
        allergens=["sulphites"],
        diet=["vegan", "vegetarian"],
        spice="1",
        station=str(desk.place.stations["grill"]),
        opens=["11:00", "22:00", ""],
        closes=["14:30", "00:00", ""],
        days=["0-0", "0-4", "1-6", "2-0"],
        adds=[desk.group_page("size").rpartition("/")[2]],
    )
    assert answer.status_code == 303
    dish = desk.dish("lemonade")
    assert dish.name == {"en": "Lemonade, home-made", "zh-Hans": "自制柠檬水"}
    assert dish.description == {"en": "With <mint> & ice"}
    assert (dish.price, dish.tax_rate, dish.spice) == (420, 1900, 1)
    assert dish.allergens == ("sulphites",)
    assert dish.diet_marks == ("vegetarian", "vegan")
    assert dish.station_id == desk.place.stations["grill"]
    assert [(w.opens, w.closes, w.weekdays) for w in dish.windows] == [
        (660, 870, 0b0010001),
        (1320, 1440, 0b1000000),
    ]
    assert [group.reference for group in dish.groups] == ["size"]
    shown = desk.open(page)
    assert "With &lt;mint&gt; &amp; ice" in shown
    assert "<mint>" not in shown
    assert desk.send(page).status_code == 303
    assert desk.dish("lemonade") == dish


def test_a_dish_asks_a_group_its_own_way(desk: Desk) -> None:
    page = desk.dish_page("margherita")
    answer = desk.send(
        page,
        positions=["2", "1"],
        minimums=["", "1"],
        maximums=["", "3"],
        frees=["", "1"],
        prices=["", "4.00", "", "", "-1,50"],
    )
    assert answer.status_code == 303
    extras, size = desk.dish("margherita").groups
    assert (extras.minimum, extras.maximum, extras.free_count) == (1, 3, 1)
    assert [option.price for option in extras.options] == [120, 150, -150]
    assert [option.price for option in size.options] == [0, 400]
    assert desk.send(page, drops=[desk.group_page("size").rpartition("/")[2]]).status_code == 303
    assert [group.reference for group in desk.dish("margherita").groups] == ["extras"]


def test_nothing_ticked_is_none_of_the_14_and_not_stated_is_not_stated(desk: Desk) -> None:
    page = desk.dish_page("lemonade")
    desk.send(page, stated="no")
    assert desk.dish("lemonade").allergens is None
    desk.send(page, stated="yes", allergens=[])
    assert desk.dish("lemonade").allergens == ()


BAD_FIELDS: list[tuple[str, str | list[str], str]] = [
    ("price", "-1", "field-price-error"),
    ("price", "1,234", "field-price-error"),
    ("price", "four", "field-price-error"),
    ("price", "1000000000", "field-price-error"),
    ("tax_rate", "101", "field-tax_rate-error"),
    ("names", ["", "柠檬水"], "name-en-error"),
    ("names", ["x" * 121, ""], "name-en-error"),
    ("names", ["ok", "a\u202eb"], "name-zh-Hans-error"),
    ("names", ["only one"], "name-en-error"),
    ("descriptions", ["d" * 601, ""], "description-en-error"),
    ("category", "999", "field-category-error"),
    ("station", "999", "field-station-error"),
    ("opens", ["11:00"], "windows-error"),
    ("opens", ["25:00", ""], "windows-error"),
    ("closes", ["12:00", "12:00"], "windows-error"),
    ("closes", ["12:00"], "windows-error"),
    ("days", ["9-9"], "windows-error"),
    ("days", ["²-0"], "windows-error"),
    ("days", ["9" * 5000 + "-0"], "windows-error"),
    ("spice", "7", 'role="alert"'),
    ("spice", "hot", 'role="alert"'),
    ("allergens", ["love"], 'role="alert"'),
    ("diet", ["keto"], 'role="alert"'),
    ("adds", ["999"], "field__error"),
    ("positions", ["1", "x"], "field__error"),
    ("minimums", ["9", ""], "field__error"),
    ("prices", ["x", "", "", "", ""], "field__error"),
    ("prices", ["1"], "field__error"),
]


def test_what_cannot_be_is_said_and_changes_nothing(desk: Desk) -> None:
    page, before = desk.dish_page("margherita"), desk.journal_length()
    for field, value, shown in BAD_FIELDS:
        answer = desk.send(page, stated="yes", **{field: value})
        assert (answer.status_code, shown in answer.text) == (422, True), (field, value)
    assert desk.journal_length() == before


def test_what_was_typed_stays_in_the_refused_form(desk: Desk) -> None:
    page = desk.dish_page("lemonade")
    shown = desk.send(page, names=["Limonata", ""], price="four", opens=["11:00", ""]).text
    assert 'value="Limonata"' in shown
    assert 'value="four"' in shown
    assert 'value="11:00"' in shown


def test_the_second_of_two_managers_is_told_and_may_insist(
    desk: Desk, signed_in: As, place: Place
) -> None:
    page = desk.dish_page("lemonade")
    olga = Desk(desk.app, place, signed_in(place, "Olga"))
    stale = desk.open(page)
    olga.send(page, price="5.00")
    late = as_data(with_fields(fields_of(stale, page), price="6.00"))
    answer = desk.client.post(page, data=late)
    assert answer.status_code == 409
    assert 'value="6.00"' in answer.text
    assert desk.dish("lemonade").price == 500
    again = as_data(fields_of(answer.text, page))
    assert desk.client.post(page, data=again).status_code == 303
    assert desk.dish("lemonade").price == 600


def test_a_refused_form_does_not_forget_what_its_editor_has_seen(
    desk: Desk, signed_in: As, place: Place
) -> None:
    page = desk.dish_page("lemonade")
    stale = fields_of(desk.open(page), page)
    Desk(desk.app, place, signed_in(place, "Olga")).send(page, price="5.00")
    refused = desk.client.post(page, data=as_data(with_fields(stale, price="x")))
    assert refused.status_code == 422
    mended = with_fields(fields_of(refused.text, page), price="6.00")
    assert desk.client.post(page, data=as_data(mended)).status_code == 409


def test_a_new_dish_is_added_once(desk: Desk) -> None:
    new = "/manage/menu/dishes/new"
    answers = [
        desk.send(new, names=["Tea", "茶"], price="3", tax_rate="7").status_code for _ in range(2)
    ]
    assert answers == [303, 422]
    assert desk.references().count("tea") == 1


def test_a_menu_without_categories_says_what_to_do_first(app: Flask, desk: Desk) -> None:
    for name in ("margherita", "oyster", "lemonade"):
        desk.client.post(f"{desk.dish_page(name)}/remove")
    for reference in ("mains", "drinks"):
        desk.client.post(f"{desk.category_page(reference)}/remove")
    assert "The menu is empty" in desk.open("/manage/menu")
    answer = desk.client.get("/manage/menu/dishes/new")
    assert answer.status_code == 422
    assert "Add a category first" in answer.text


def test_the_card_is_drawn_as_it_is_typed(desk: Desk) -> None:
    page = desk.dish_page("lemonade")
    shown = desk.send(page, action=page, names=["Limo <b>", ""], price="oops")
    assert shown.status_code == 422
    drawn = desk.client.post(
        f"{page}/preview",
        data={"category": "1", "names": ["Limo <b>", "柠檬"], "price": "4.50", "tax_rate": "7"},
    )
    assert drawn.status_code == 200
    assert "Limo &lt;b&gt;" in drawn.text
    assert "柠檬" in drawn.text
    assert "€4.50" in drawn.text
    assert "¥" not in drawn.text
    for nonsense in ({}, {"price": "x" * 500}, {"names": ["\ufffd"] * 50, "forged": "1"}):
        assert desk.client.post(f"{page}/preview", data=nonsense).status_code == 200


def test_a_picture_is_kept_in_every_width_and_never_fetched_twice(desk: Desk) -> None:
    page = desk.dish_page("lemonade")
    assert desk.upload(f"{page}/photo", jpeg(), field="photo", name="a.jpg").status_code == 303
    photo = desk.dish("lemonade").photo
    for width in (160, 320, 640, 1280):
        with desk.client.get(f"/photos/{photo}-{width}.webp") as answer:
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == "image/webp"
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert desk.client.post(f"{page}/photo/remove").status_code == 303
    assert desk.dish("lemonade").photo is None


NO_PICTURES = [
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", 422),
    (b"name,price\n", "a.png", 422),
    (b"\xff\xd8\xff\xe0broken", "a.jpg", 422),
    (b"", "", 422),
    (b"\xff\xd8\xff" + b"x" * 9_000_000, "a.jpg", 413),
]


def test_what_is_no_picture_is_refused(desk: Desk) -> None:
    page = desk.dish_page("lemonade")
    for content, name, status in NO_PICTURES:
        answer = desk.upload(f"{page}/photo", content, field="photo", name=name)
        assert answer.status_code == status, content[:20]
    assert desk.dish("lemonade").photo is None
    with desk.app.app_context():
        assert not photo_folder().exists()


NO_PHOTOS = [
    "../restaurant.db",
    "a.webp",
    "0" * 32 + "-161.webp",
    "0" * 32 + "-160.webp",
    "..%2f..%2fx",
    "0" * 31 + "٠-160.webp",
    "." + "0" * 32 + "-160.webp",
]


def test_only_pictures_are_served(desk: Desk) -> None:
    for name in NO_PHOTOS:
        assert desk.client.get(f"/photos/{name}").status_code == 404, name


def test_stock_and_sold_out(desk: Desk) -> None:
    page, oyster = desk.dish_page("oyster"), desk.place.dishes["oyster"]
    assert desk.client.post(f"{page}/stock", data={"stock": "30"}).status_code == 303
    assert desk.client.post(f"{page}/sold-out", data={"until": "today"}).status_code == 303
    with desk.app.app_context():
        now = availability(desk.place.id)
        assert (now.left(oyster), now.is_sold_out(oyster)) == (30, True)
    assert "Nobody can order it." in desk.open(page)
    assert desk.client.post(f"{page}/back").status_code == 303
    assert desk.client.post(f"{page}/stock", data={"stock": ""}).status_code == 303
    with desk.app.app_context():
        now = availability(desk.place.id)
        assert (now.left(oyster), now.is_sold_out(oyster)) == (None, False)


def test_a_stock_that_makes_no_sense_is_refused(desk: Desk) -> None:
    page = desk.dish_page("oyster")
    for stock in ("-1", "1.5", "many", "1000000", "１２"):
        answer = desk.client.post(f"{page}/stock", data={"stock": stock})
        assert (answer.status_code, "field-stock-error" in answer.text) == (422, True), stock


def test_a_removed_dish_is_gone_and_removing_again_finds_nothing(desk: Desk) -> None:
    page = desk.dish_page("lemonade")
    assert "Bills and reports keep it." in desk.open(f"{page}/remove")
    answers = [desk.client.post(f"{page}/remove").status_code for _ in range(2)]
    assert answers == [303, 404]
    assert "lemonade" not in desk.references()
