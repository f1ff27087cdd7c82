"""A rush hour on the running demo: bounded, and it stops by itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from restaurant_order.demo.guests import Guests, Party, Tally


@dataclass(frozen=True)
class Pace:
    """How long and how fast. `minutes` may be a fraction."""

    minutes: float = 3
    orders_per_minute: int = 20

    @property
    def orders(self) -> int:
        return round(self.minutes * self.orders_per_minute)

    @property
    def gap(self) -> float:
        """Seconds from one order to the next."""
        return 60 / self.orders_per_minute


def rush(
    guests: Guests,
    parties: list[Party],
    pace: Pace,
    *,
    tell: Callable[[str], None],
    watch: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> Tally:
    """Let the guests order until the time is over, each order at its due moment.

    A slow server gets fewer orders rather than all of the late ones at once. Raises OSError when
    nobody answers.
    """
    start = watch()
    for number in range(pace.orders):
        due = start + number * pace.gap
        if watch() > start + pace.minutes * 60:
            break
        wait(max(0.0, due - watch()))
        party = guests.dice.choice(parties)
        if guests.order(party):
            tell(f"{party.table}: {len(party.phones)} phones, {guests.tally.orders} orders so far")
    return guests.tally
