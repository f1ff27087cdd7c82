"""Proofs as a measure of time: however slow the machine, a screen is true again after so many."""

from typing import Any, Final

from playwright.sync_api import Page

from tests.servers.process import PATIENCE

ENOUGH: Final = 3
"""One may be too old to count, the next finds what is wrong, and by this one it is fetched."""

COUNT: Final = """() => {
    const kind = customElements.get("live-region").prototype;
    const { proof } = kind;
    window.proofs = [];
    let at = -Infinity;
    kind.proof = function (said, isLast) {
        const isFirst = !isLast && this === document.querySelector("live-region");
        if (isFirst && performance.now() - at > 1000) {
            at = performance.now();
            proofs.push(said.head);
        }
        return proof.call(this, said, isLast);
    };
}"""


def count_proofs(page: Page) -> None:
    """From now on, those of the page's first region. What had piled up counts as one."""
    page.evaluate(COUNT)


def wait_for_proofs(page: Page, head: int, *, unless: str, arg: Any) -> None:
    """Until the screen must know what was journalled up to `head`, or `unless(arg)` holds."""
    page.wait_for_function(
        f"""([arg, head, enough]) => ({unless})(arg)
            || proofs.filter(one => one >= head).length >= enough""",
        arg=[arg, head, ENOUGH],
        timeout=PATIENCE * 1000,
    )
