"""Whatever goes right and wrong in a day, the served restaurant's output names no secret."""

from http.client import HTTPConnection
from typing import Final
from urllib.parse import urlencode, urlsplit

from sqlalchemy import text

from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.transaction import transaction
from restaurant_order.people.devices import enrol_device, make_enrolment_link
from restaurant_order.people.service import set_pin
from restaurant_order.visits.service import join
from tests.cast import casa_lupo
from tests.servers.databases import opened
from tests.servers.gunicorn import SECRET, Served

PIN: Final = "284613"
WRONG_PIN: Final = "739514"
PASSWORD: Final = "plum harvest lantern"


class Browser:
    """Sends what it is told, and keeps no cookie by itself."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: list[str] = []

    def asks(self, method: str, path: str, cookie: str = "", **fields: str) -> tuple[int, str]:
        """Status, and the value of the first cookie that was set."""
        headers = {"Cookie": cookie, "Origin": self.url}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        line.request(method, path, urlencode(fields) or None, headers)
        answer = line.getresponse()
        self.pages.append(answer.read().decode())
        line.close()
        given = answer.headers.get("Set-Cookie", "").split(";")[0].partition("=")[2]
        return answer.status, given


def test_a_day_of_right_and_wrong_leaves_no_secret_in_the_log(running_app: Served) -> None:
    folder = running_app.data_dir
    browser = Browser(running_app.url)
    with opened(f"sqlite:///{folder / 'restaurant.db'}", folder) as app, app.app_context():
        place = casa_lupo()
        ken = place.person("Ken")
        set_pin(ken, PIN, by=SYSTEM)
        device = enrol_device(place.id, name="Tablet", by=SYSTEM).token
        link = make_enrolment_link(place.id, name="Till", by=SYSTEM).code
        code = place.codes["7"]
        guest = join(place.codes["8"], language="en").token
        ken_id, dish = ken.id, str(place.dishes["lemonade"])

        known = f"device={device}"
        told = [
            browser.asks("GET", f"/t/{code}"),
            browser.asks("GET", f"/t/{code[:-1]}"),
            browser.asks("POST", f"/enrol/{link}", key="x"),
            browser.asks("POST", f"/sign-in/{ken_id}", known, pin=WRONG_PIN),
            browser.asks("POST", f"/sign-in/{ken_id}", known, pin=PIN),
            browser.asks("POST", "/sign-in", known, login="max", password=PASSWORD),
            browser.asks("GET", f"/kitchen/nowhere?pin={PIN}", known),
            browser.asks("POST", "/cart/lines", f"guest={guest}", dish=dish, key="key-of-a-line"),
            browser.asks("POST", "/cart/lines", f"guest={guest}", dish="x" * 10_000, key="y"),
            browser.asks("GET", "/%00%ff/../etc/passwd", f"guest={guest}"),
        ]
        with transaction():
            db.session.execute(text("ALTER TABLE cart_lines RENAME TO gone"))
        told.append(browser.asks("GET", "/cart", f"guest={guest}"))
        with transaction():
            db.session.execute(text("ALTER TABLE gone RENAME TO cart_lines"))

    assert [status for status, _ in told][-1] == 500
    assert "Traceback" not in "".join(browser.pages)
    running_app.process.wait_for_line("Traceback")  # whoever keeps the box has to see the cause
    given = [cookie for _, cookie in told if len(cookie) > 20]
    assert len(given) >= 2
    secrets = [PIN, WRONG_PIN, PASSWORD, SECRET, code, link, device, guest, *given]
    for secret in secrets:
        assert secret not in running_app.process.output
