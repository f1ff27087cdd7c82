"""The bare address."""

from flask import Flask

from restaurant_order.core.database import db
from restaurant_order.visits.service import join
from tests.cast import casa_lupo


def test_a_stranger_is_told_to_scan_and_staff_where_to_sign_in(app: Flask) -> None:
    page = app.test_client().get("/")
    assert page.status_code == 200
    assert "scan the code" in page.text
    assert 'href="/sign-in"' in page.text


def test_a_guest_goes_on_to_the_menu(app: Flask) -> None:
    with app.app_context():
        token = join(casa_lupo().codes["7"], language="en").token
        db.session.rollback()
    client = app.test_client()
    client.set_cookie("guest", token)
    assert client.get("/").location == "/menu"
