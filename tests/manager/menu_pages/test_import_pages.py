"""A spreadsheet through the browser: up, looked at, confirmed, reported; and down again."""

import pytest

from restaurant_order.menu.service import set_stock
from tests.cast import Place
from tests.manager.conftest import As
from tests.manager.menu_pages.desk import Desk
from tests.manager.menu_pages.forms import as_data, fields_of

SHEET = "reference,name_en,name_zh-Hans,category,price,tax_rate,stock\n"
LEMONADE = "lemonade,Lemonade,柠檬水,drinks,4.10,19,\n"
KAESE = "kaese,KÃ¤se,奶酪,Mains,8,7,5\n"
IMPORT = "/manage/menu/import"


def uploaded(desk: Desk, content: bytes | str) -> str:
    body = content.encode() if isinstance(content, str) else content
    answer = desk.upload(IMPORT, body, field="file", name="menu.csv")
    assert answer.status_code == 303
    return str(answer.location)


def test_a_file_is_looked_at_confirmed_and_reported(desk: Desk) -> None:
    preview = uploaded(desk, SHEET + LEMONADE + KAESE)
    shown = desk.open(preview)
    for words in ("KÃ¤se", "Käse", "4.10", "3.80", "Read as UTF-8", "2 dishes of the menu are not"):
        assert words in shown
    assert desk.dish("lemonade").price == 380
    answer = desk.send(preview)
    assert answer.status_code == 303
    assert desk.dish("lemonade").price == 410
    assert desk.dish("kaese").name == {"en": "Käse", "zh-Hans": "奶酪"}
    report = desk.open(str(answer.location))
    assert "Row 2 · lemonade" in report
    assert "Row 3 · kaese" in report
    assert desk.client.get(preview).status_code == 404


def test_mistakes_are_listed_and_nothing_can_be_confirmed(desk: Desk) -> None:
    preview = uploaded(desk, SHEET + LEMONADE + ",<b>Soup</b>,,Mains,x,7,\n")
    shown = desk.open(preview)
    assert "There are mistakes in this file" in shown
    assert '<td data-label="Row">3</td>' in shown
    assert "Import it" not in shown
    assert desk.client.post(preview, data={"seen": "0" * 32}).status_code == 409
    assert desk.dish("lemonade").price == 380


def test_a_menu_that_has_moved_on_is_shown_anew(desk: Desk) -> None:
    preview = uploaded(desk, SHEET + LEMONADE + "oyster,Oyster,生蚝,mains,4,7,20\n")
    page = desk.open(preview)
    with desk.app.app_context():
        set_stock(desk.place.dishes["oyster"], 3, by=desk.place.person("Ken"))
    stale = as_data(fields_of(page, preview))
    answer = desk.client.post(preview, data=stale)
    assert answer.status_code == 409
    assert "The menu was changed meanwhile." in answer.text
    assert desk.dish("lemonade").price == 380
    assert desk.send(preview).status_code == 303
    assert desk.dish("lemonade").price == 410


def test_confirming_twice_is_once(desk: Desk) -> None:
    preview = uploaded(desk, SHEET + LEMONADE)
    fields = as_data(fields_of(desk.open(preview), preview))
    before = desk.journal_length()
    assert [desk.client.post(preview, data=fields).status_code for _ in range(2)] == [303, 303]
    assert desk.journal_length() == before + 2


def test_nothing_to_change_says_so(desk: Desk) -> None:
    preview = uploaded(desk, "reference,price\nlemonade,3.80\n")
    assert "Nothing would change" in desk.open(preview)


NO_MENUS = [
    (b"", ""),
    (b"", "menu.csv"),
    (b"hello", "menu.csv"),
    (b"PK\x03\x04\0\0", "menu.xlsx"),
    (b"name_en\n" + b"x" * 2_200_000, "menu.csv"),
    (b'name_en,price\n"open,1\n', "menu.csv"),
]


def test_what_is_no_menu_is_refused_beside_its_field(desk: Desk) -> None:
    for content, name in NO_MENUS:
        answer = desk.upload(IMPORT, content, field="file", name=name)
        assert (answer.status_code, "field-file-error" in answer.text) == (422, True), content[:20]


def test_an_encoding_nobody_knows_is_refused(desk: Desk) -> None:
    answer = desk.client.post(IMPORT, data={"encoding": "klingon"})
    assert answer.status_code == 422


def test_a_preview_belongs_to_its_restaurant(desk: Desk, neighbours: Place, signed_in: As) -> None:
    preview = uploaded(desk, SHEET + LEMONADE)
    theirs = signed_in(neighbours, "Max")
    assert theirs.get(preview).status_code == 404
    assert theirs.post(preview, data={"seen": "x"}).status_code == 404
    for nonsense in ("x", "0" * 64, "0" * 64 + "/report", "%00"):
        assert desk.client.get(f"{IMPORT}/{nonsense}").status_code == 404


@pytest.mark.parametrize("style", ["comma", "semicolon", "china"])
def test_what_was_downloaded_goes_up_again_without_a_change(desk: Desk, style: str) -> None:
    answer = desk.client.get(f"/manage/menu/export?style={style}")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="menu-')
    assert "Nothing would change" in desk.open(uploaded(desk, answer.data))


def test_a_style_nobody_knows_is_not_found(desk: Desk) -> None:
    assert desk.client.get("/manage/menu/export?style=klingon").status_code == 404
