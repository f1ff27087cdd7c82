"""How far a dish has come, as its guest reads it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.ordering.models import LineStatus
from restaurant_order.ordering.views import LineView, OrderView


class Step(StrEnum):
    RECEIVED = "received"
    ON_SCREEN = "on_screen"
    COOKING = "cooking"
    READY = "ready"
    SERVED = "served"


NAMES: Final = {
    Step.RECEIVED: _l("Received"),
    Step.ON_SCREEN: _l("On the kitchen screen"),
    Step.COOKING: _l("Cooking"),
    Step.READY: _l("Ready"),
    Step.SERVED: _l("Served"),
}

_REACHED: Final = {
    LineStatus.PLACED: Step.RECEIVED,
    LineStatus.COOKING: Step.COOKING,
    LineStatus.READY: Step.READY,
    LineStatus.SERVED: Step.SERVED,
}


@dataclass(frozen=True)
class Mark:
    """One step of the way; `state`: done, now or next."""

    name: object
    state: str
    is_here: bool


def step_of(line: LineView, order: OrderView) -> Step | None:
    """Where the line is; None when it will not come, or nobody knows: a rule cleared it away.

    "On the kitchen screen" is said only when a screen of its station has drawn it.
    """
    if line.status is LineStatus.CANCELLED:
        return None
    if order.was_cleared(line):
        return None
    if line.is_held:
        return Step.RECEIVED
    if line.status is LineStatus.ACCEPTED:
        return Step.ON_SCREEN if order.is_drawn(line) else Step.RECEIVED
    return _REACHED[line.status]


def marks_of(reached: Step) -> list[Mark]:
    """The whole way. What is served has nothing to come."""
    steps = list(Step)
    here = steps.index(reached)
    return [Mark(NAMES[step], _state(i, here), i == here) for i, step in enumerate(steps)]


def _state(at: int, here: int) -> str:
    if at < here or here == len(Step) - 1:
        return "done"
    return "now" if at == here else "next"
