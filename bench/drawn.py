"""From the tap on a phone to the ticket in a real Chromium board's DOM."""

import http.client
import threading
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Page

from bench.house import Cart, House

PER_SECOND: Final = 20

_WATCH_DOM: Final = """() => {
  window.seen = {};
  const note = () => {
    const now = performance.timeOrigin + performance.now();
    for (const ticket of document.querySelectorAll("[data-key^='order-']"))
      window.seen[ticket.dataset.key] ??= now;
  };
  note();
  new MutationObserver(note).observe(document.body, { childList: true, subtree: true });
}"""


@dataclass(frozen=True)
class Delay:
    """Milliseconds; `lost` orders never appeared."""

    p50: float
    p99: float
    count: int
    lost: int


def open_board(browser: Any, base: str, house: House) -> Page:
    """A kitchen screen on the wall that notes when it sees which ticket."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.add_cookies([{"name": "staff", "value": house.staff_cookie, "url": base}])
    page: Page = context.new_page()
    page.goto(f"{base}/kitchen/all")
    page.evaluate(_WATCH_DOM)
    page.wait_for_timeout(1500)
    return page


def place_steadily(base: str, carts: list[Cart]) -> dict[str, float]:
    """Place one order every 50 ms from four phones; when each was tapped (ms), by its key."""
    tapped: dict[str, float] = {}
    start = time.time() + 0.2
    hands = [
        threading.Thread(target=_place, args=(base, carts, hand, start, tapped))
        for hand in range(4)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return tapped


def delays(page: Page, tapped: dict[str, float], order_ids: dict[str, int]) -> Delay:
    """Wait for the last tickets, then compare."""
    page.wait_for_timeout(3000)
    seen: dict[str, float] = page.evaluate("window.seen")
    waited = sorted(
        seen[f"order-{order_ids[key]}"] - at
        for key, at in tapped.items()
        if key in order_ids and f"order-{order_ids[key]}" in seen
    )
    lost = len(tapped) - len(waited)
    return Delay(_at(waited, 0.5), _at(waited, 0.99), len(waited), lost)


def _place(base: str, carts: list[Cart], hand: int, start: float, tapped: dict[str, float]) -> None:
    connection = http.client.HTTPConnection(urlsplit(base).netloc)
    for number in range(hand, len(carts), 4):
        cart = carts[number]
        time.sleep(max(0.0, start + number / PER_SECOND - time.time()))
        tapped[cart.key] = time.time() * 1000
        connection.request(
            "POST",
            "/orders",
            body=urlencode({"key": cart.key, "seen_total": cart.total}),
            headers={
                "Cookie": f"guest={cart.cookie}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise RuntimeError(f"an order was answered {answer.status}")


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] if values else float("nan")
