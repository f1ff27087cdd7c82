"""Draw the demo's dish pictures again: `python -m restaurant_order.demo.draw_pictures ICONS`.

ICONS is `icons.json` of the npm package `@iconify-json/fluent-emoji` (see pictures/README.md).
Needs what the browser tests need: playwright and Chromium at /usr/bin/chromium.
"""

import io
import json
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER: Final = Path(__file__).parent
WIDTH, HEIGHT, QUALITY = 800, 600, 80

SHADOW: Final = '<filter id="s" x="-30%" y="-30%" width="160%" height="170%"><feDropShadow dx="0" \
dy="10" stdDeviation="12" flood-color="#2a1a10" flood-opacity=".32"/></filter>'

VESSELS: Final = {
    "plate": '<g filter="url(#s)"><circle cx="400" cy="300" r="258" fill="#fffdf9"/></g>'
    '<circle cx="400" cy="300" r="250" fill="none" stroke="#c9d4dc" stroke-width="4"/>'
    '<circle cx="400" cy="300" r="196" fill="#f3efe8"/>'
    '<circle cx="400" cy="304" r="192" fill="#fbf9f5"/>',
    "slate": '<g filter="url(#s)"><circle cx="400" cy="300" r="256" fill="#3d4349"/></g>'
    '<circle cx="400" cy="300" r="206" fill="#343a40"/>'
    '<circle cx="400" cy="300" r="246" fill="none" stroke="#565e66" stroke-width="3"/>',
    "board": '<g filter="url(#s)"><rect x="130" y="70" width="540" height="460" rx="46" \
fill="#c8935c"/></g><rect x="142" y="82" width="516" height="436" rx="36" fill="#d6a670"/>'
    '<path d="M150 170h500M150 255h500M150 345h500M150 430h500" stroke="#c8965f" \
stroke-width="5" stroke-linecap="round"/>',
    "cloth": '<g filter="url(#s)" transform="rotate(-8 400 300)"><rect x="160" y="80" width="480" \
height="440" rx="10" fill="#f7f3ec"/></g><g transform="rotate(-8 400 300)" fill="none" \
stroke="#b8443c"><rect x="182" y="102" width="436" height="396" stroke-width="7"/>\
<rect x="198" y="118" width="404" height="364" stroke-width="2"/></g>',
    "coaster": '<g filter="url(#s)"><circle cx="400" cy="300" r="232" fill="#8a5a3b"/></g>'
    '<circle cx="400" cy="300" r="216" fill="#f2e3c9"/>'
    '<circle cx="400" cy="300" r="196" fill="none" stroke="#d9c29b" stroke-width="4"/>',
}

PLACES: Final = {
    1: [(400, 300, 380, 0)],
    2: [(302, 300, 245, -14), (498, 305, 245, 12)],
    3: [(400, 195, 212, 0), (296, 360, 212, -20), (504, 360, 212, 18)],
}
"""Centre x, centre y, size and turn of the dish itself, by how many pieces there are."""

CORNERS: Final = [(104, 118, 152, -16), (696, 482, 152, 14)]


def compose(icons: dict[str, Any], ground: list[str], recipe: dict[str, Any]) -> str:
    """The picture as SVG: a lit ground, what the dish stands on, the dish, two ingredients."""
    pieces = [(recipe["art"], place) for place in PLACES[recipe.get("count", 1)]]
    pieces += zip(recipe["beside"], CORNERS, strict=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<defs>{SHADOW}<radialGradient id="g" cx=".4" cy=".3" r=".9"><stop '
        f'stop-color="{ground[0]}"/><stop offset="1" stop-color="{ground[1]}"/></radialGradient>'
        f'</defs><rect width="100%" height="100%" fill="url(#g)"/>{VESSELS[recipe["on"]]}'
        + "".join(_piece(icons[name]["body"], *place) for name, place in pieces)
        + "</svg>"
    )


def _piece(body: str, x: int, y: int, size: int, turn: int) -> str:
    icon = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{body}</svg>'
    source = b64encode(icon.encode()).decode()
    return (
        f'<g filter="url(#s)"><image href="data:image/svg+xml;base64,{source}" '
        f'x="{x - size / 2}" y="{y - size / 2}" width="{size}" height="{size}" '
        f'transform="rotate({turn} {x} {y})"/></g>'
    )


def main(icons_file: str) -> None:
    icons = json.loads(Path(icons_file).read_text("utf-8"))["icons"]
    recipes = json.loads((FOLDER / "pictures/recipes.json").read_text("utf-8"))
    menu = json.loads((FOLDER / "menu.json").read_text("utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for category in menu:
            for dish in category["dishes"]:
                ground = recipes["grounds"][category["key"]]
                drawn = compose(icons, ground, recipes["dishes"][dish["key"]])
                page.set_content(f'<body style="margin:0">{drawn}')
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                picture.save(FOLDER / f"pictures/{dish['key']}.webp", quality=QUALITY, method=6)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
