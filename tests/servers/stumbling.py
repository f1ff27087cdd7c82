"""What people who see or hear a page otherwise would stumble over, as axe finds it."""

from typing import Any, Final

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS: Final = {"serious", "critical"}

ASK: Final = """async more => {
    const { violations } = await axe.run({ resultTypes: ["violations"], ...more });
    return violations.map(({ id, impact, nodes }) => [id, impact, nodes.map(node => node.html)]);
}"""

ARRIVE: Final = """() => document.getAnimations()
    .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime))
    .forEach(one => one.finish())"""
"""What fades in or slides is where it is going: on the way its colours are nobody's."""

WORN: Final = """() => {
    const root = document.documentElement;
    return [root.dataset.theme ?? "", getComputedStyle(root).colorScheme];
}"""

WEAR: Final = """theme => {
    const root = document.documentElement;
    const still = new CSSStyleSheet();
    still.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets.push(still);
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    root.getBoundingClientRect();
    document.adoptedStyleSheets.pop();
}"""
"""At once: a colour on its way to another is neither."""


def stumbling_blocks(page: Page) -> list[str]:
    """What is seriously wrong with the page, one line each.

    All of axe's rules are asked in the theme the page has. Light and dark differ in colours alone
    (tokens.css), so the other theme is asked for what can be read.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(Axe().axe_script)
    page.evaluate(ARRIVE)
    found = _found(page)
    chosen, scheme = page.evaluate(WORN)
    page.evaluate(WEAR, "light" if scheme == "dark" else "dark")
    found += _found(page, runOnly={"type": "rule", "values": ["color-contrast"]})
    page.evaluate(WEAR, chosen)
    return found


def _found(page: Page, **more: Any) -> list[str]:
    return [
        f"{rule}: {html[:160]}"
        for rule, impact, nodes in page.evaluate(ASK, more)
        for html in nodes
        if impact in SERIOUS
    ]
