"""What a phone downloads the first time it opens the menu."""

from typing import Any

from playwright.sync_api import Browser

from bench.house import Cart


def first_visit(browser: Browser, base: str, cart: Cart) -> dict[str, float]:
    """kB on the wire, all of it and script alone, compressed as a browser asks for it."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "guest", "value": cart.cookie, "url": base}])
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def answered(told: dict[str, Any]) -> None:
        kinds[told["requestId"]] = told["type"]

    def loaded(told: dict[str, Any]) -> None:
        sizes[told["requestId"]] = int(told["encodedDataLength"])

    devtools.on("Network.responseReceived", answered)
    devtools.on("Network.loadingFinished", loaded)
    devtools.send("Network.enable")
    page.goto(f"{base}/menu")
    page.wait_for_timeout(1500)
    context.close()
    script = sum(size for request, size in sizes.items() if kinds.get(request) == "Script")
    return {
        "kB": round(sum(sizes.values()) / 1000, 1),
        "script kB": round(script / 1000, 1),
        "requests": len(sizes),
    }
