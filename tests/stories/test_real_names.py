"""A thousand names from real menus: imported, ordered on a phone, shown in the kitchen."""

import pytest
from playwright.sync_api import expect

from restaurant_order.core.database import db
from restaurant_order.menu.sheet.uploads import confirm, keep_upload, preview
from restaurant_order.people.models import StaffMember
from tests.data import nypl
from tests.stories.house import KITCHEN, House
from tests.stories.test_main_job import choose

pytestmark = pytest.mark.browser

DISH = "Schweizer Käse"
"""One of the two names that come damaged."""


def test_a_damaged_name_reaches_the_kitchen_whole(house: House) -> None:
    import_names(house)
    kitchen = house.at_work("cook", KITCHEN)
    kitchen.goto("/kitchen/all")
    phone = house.phone("T3")
    choose(phone, DISH)
    phone.goto("/cart")
    phone.get_by_role("button", name="Send the order").click()
    expect(kitchen.locator(".ticket[data-table='T3']")).to_contain_text(DISH)
    assert house.complaints == []


def import_names(house: House) -> None:
    with house.app.app_context():
        manager = db.session.get_one(StaffMember, house.people["manager"])
        digest = keep_upload(nypl.menu_csv(nypl.names()).encode(), by=manager)
        shown = preview(digest, by=manager)
        assert shown.plan.troubles == ()
        confirm(digest, seen=shown.plan.print, by=manager)
