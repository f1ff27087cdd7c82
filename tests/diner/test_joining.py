"""From the code on the table to the menu."""

import re

import pytest

from restaurant_order.core import clock
from restaurant_order.venue.models import TableCode
from restaurant_order.visits.service import MOST_GUESTS
from tests.diner.phones import Lupo, Phone, text_of

EVERY_PAGE = ["/menu", "/menu/dishes/1", "/cart", "/cart/bar", "/orders", "/requests", "/me"]
EVERY_DEED = [
    "/cart/lines", "/cart/lines/1", "/cart/lines/1/removal", "/cart/lines/restored",
    "/orders", "/requests", "/me", "/language",
]  # fmt: skip


def test_a_scan_leads_to_the_menu_at_once_and_leaves_no_code_in_the_address(lupo: Lupo) -> None:
    phone = lupo.phone()

    answer = phone.scans("7")

    assert (answer.status_code, answer.location) == (303, "/menu")
    assert "Margherita" in phone.reads("/menu")


def test_the_cookie_stays_with_the_browser_and_this_site(lupo: Lupo) -> None:
    cookie = lupo.phone().scans("7").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_never_travels_without_it(lupo: Lupo) -> None:
    phone = lupo.phone()
    code = lupo.place.codes["7"]

    answer = phone.browser.get(f"/t/{code}", base_url="https://lupo.example")

    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("header", ["Sec_Purpose", "Purpose"])
def test_a_browser_that_fetches_ahead_seats_nobody(lupo: Lupo, header: str) -> None:
    answer = lupo.phone().scans("7", **{header: "prefetch;prerender"})

    assert answer.status_code == 503
    assert lupo.counts()["guests"] == 0


@pytest.mark.parametrize("dest", ["image", "iframe", "script", "empty", "object", "video"])
def test_a_picture_on_any_page_seats_nobody(lupo: Lupo, dest: str) -> None:
    answer = lupo.phone().scans("7", Sec_Fetch_Dest=dest)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")
    assert "Set-Cookie" not in answer.headers
    assert (lupo.counts()["guests"], lupo.counts()["visits"]) == (0, 0)


def test_a_scan_that_says_it_is_a_page_is_seated(lupo: Lupo) -> None:
    assert lupo.phone().scans("7", Sec_Fetch_Dest="document").location == "/menu"


def test_a_link_preview_seats_nobody(lupo: Lupo) -> None:
    answer = lupo.app.test_client().head(f"/t/{lupo.place.codes['7']}")

    assert answer.status_code == 204
    assert lupo.counts()["guests"] == 0


def test_a_full_table_sends_the_next_phone_to_the_staff_and_keeps_its_own(lupo: Lupo) -> None:
    phones = [lupo.phone("7") for _ in range(MOST_GUESTS)]

    answer = lupo.phone().scans("7")

    assert answer.status_code == 429
    assert "This table is full" in text_of(answer)
    assert "Set-Cookie" not in answer.headers
    assert phones[0].scans("7").location == "/menu"
    assert lupo.counts()["guests"] == MOST_GUESTS


def test_who_scans_again_is_still_the_same_guest(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    before = phone.guest.id

    assert phone.scans("7").location == "/menu"

    assert phone.guest.id == before
    assert lupo.counts()["guests"] == 1


def test_who_scans_another_table_sits_there_from_then_on(lupo: Lupo) -> None:
    phone = lupo.phone("7")

    phone.scans("8")

    assert "Table 8" in phone.reads("/cart")


def test_an_unknown_code_is_answered_kindly(lupo: Lupo) -> None:
    answer = lupo.phone().get("/t/aaaaaaaaaaaaaaaaaaaaaaaaaa")

    assert answer.status_code == 404
    assert "Please ask our staff" in text_of(answer)
    assert lupo.counts()["guests"] == 0


def test_a_renewed_code_is_told_from_an_unknown_one(lupo: Lupo) -> None:
    lupo.changes(TableCode, 1, renewed_at=clock.now())

    answer = lupo.phone().scans("7")

    assert answer.status_code == 410
    assert "This code has been replaced" in text_of(answer)


def test_without_a_scan_there_is_no_menu(lupo: Lupo) -> None:
    answer = lupo.phone().get("/menu")

    assert answer.status_code == 401
    assert "Please scan the code on your table" in text_of(answer)


@pytest.mark.parametrize("path", ["/menu", "/t/aaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_who_cannot_scan_is_led_to_where_a_code_is_typed(lupo: Lupo, path: str) -> None:
    lost = lupo.phone()
    assert re.search(r'<a class="button"[^>]* href="/"', lost.get(path).text)
    assert 'name="typed"' in lost.get("/").text


def test_a_made_up_cookie_opens_nothing(lupo: Lupo) -> None:
    phone = lupo.phone()
    phone.browser.set_cookie("guest", "x" * 43)

    assert phone.get("/menu").status_code == 401
    assert phone.get("/cart").status_code == 401


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_once_the_bill_is_settled_every_page_says_goodbye(lupo: Lupo, path: str) -> None:
    phone = lupo.phone("7")
    lupo.says_goodbye_to("7")

    answer = phone.get(path)

    assert answer.status_code == 410
    assert "Thank you for your visit" in text_of(answer)


@pytest.mark.parametrize("path", EVERY_DEED)
def test_once_the_bill_is_settled_nothing_can_be_done(lupo: Lupo, path: str) -> None:
    phone = lupo.phone("7")
    phone.adds()
    lupo.says_goodbye_to("7")
    before = lupo.counts()

    answer = phone.post(path, {"key": "key-00000000"})

    assert answer.status_code == 410
    assert lupo.counts() == before


def test_a_script_is_sent_to_the_goodbye_page(lupo: Lupo) -> None:
    phone = lupo.phone("7")
    lupo.says_goodbye_to("7")

    answer = phone.post("/cart/lines/1", {"quantity": 2}, HX_Request="true")

    assert answer.headers["HX-Refresh"] == "true"


def test_the_next_party_sees_nothing_of_the_last_one(lupo: Lupo) -> None:
    anna = lupo.phone("7")
    anna.post("/me", {"nickname": "Anna", "colour": 1})
    anna.orders("lemonade", note="for Anna only")
    anna.post("/requests", {"kind": "waiter", "key": "key-anna-asks"})
    lupo.says_goodbye_to("7")

    later = lupo.phone("7")

    for path in EVERY_PAGE:
        page = later.get(path).text
        assert "Anna" not in page
    assert "Nothing ordered yet" in later.reads("/orders")
    assert lupo.orders("7") == []


def test_two_tables_see_nothing_of_each_other(lupo: Lupo) -> None:
    seven, eight = lupo.phone("7"), lupo.phone("8")

    seven.orders("lemonade", note="table seven")

    assert "table seven" in seven.reads("/orders")
    assert "table seven" not in eight.reads("/orders")


def test_a_chinese_phone_is_spoken_to_in_chinese(lupo: Lupo) -> None:
    phone = lupo.phone("7", language="zh-CN,zh;q=0.9,en;q=0.5")

    page = phone.get("/menu")

    assert '<html lang="zh-Hans"' in page.text
    assert "玛格丽特" in text_of(page)


def test_a_language_nobody_wrote_the_menu_in_falls_back_to_the_restaurants_first(
    lupo: Lupo,
) -> None:
    assert '<html lang="en"' in lupo.phone("7", language="fr-FR").get("/menu").text


def test_guests_of_one_table_are_told_apart(lupo: Lupo) -> None:
    one, two = lupo.phone("7"), lupo.phone("7")

    assert one.guest.nickname != two.guest.nickname
    assert one.guest.colour != two.guest.colour
    assert one.guest.visit_id == two.guest.visit_id


def test_the_guests_cookie_is_all_it_takes(lupo: Lupo) -> None:
    """A code that was renewed meanwhile does not put anybody out who sits there already."""
    phone: Phone = lupo.phone("7")
    lupo.changes(TableCode, 1, renewed_at=clock.now())

    assert phone.get("/menu").status_code == 200
