"""How many parties a counter takes: there each scan opens a visit, and anybody may scan."""

from datetime import timedelta
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import TooMany
from restaurant_order.people.tries import Blocked, count_here

MOST_FROM_NETWORK: Final = 200
"""Parties that one network opens at one counter within `WITHIN`: a queue behind the shop's Wi-Fi
in which somebody new scans every three seconds, and no kitchen cooks that fast."""

MOST_AT_COUNTER: Final = 600
"""The same from all networks."""

WITHIN: Final = timedelta(minutes=10)


class CounterCrowded(TooMany):
    code = "counter_crowded"
    sentence = _l(
        "This code was scanned very often just now. Please order with our staff,"
        " or scan it again in a few minutes."
    )


def count_party(table_id: int, network: str) -> None:
    """Within the caller's transaction: one more phone wants a visit of its own.

    Raises CounterCrowded; who sits here already is not asked.
    """
    try:
        count_here(f"counter {table_id} {network}", most=MOST_FROM_NETWORK, within=WITHIN)
        count_here(f"counter {table_id}", most=MOST_AT_COUNTER, within=WITHIN)
    except Blocked:
        raise CounterCrowded from None
