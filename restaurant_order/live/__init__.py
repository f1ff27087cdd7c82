"""Live screens: push, prove, repair. How to write one: docs/live-screens.md."""

from collections.abc import Sequence

from flask import Flask, current_app

from restaurant_order.core.journal import Told
from restaurant_order.core.transaction import listen
from restaurant_order.live import door, rooms
from restaurant_order.live.page import Shown, blueprint, show
from restaurant_order.live.prove import Prover
from restaurant_order.live.region import Audience, Item, Region, Scope, register
from restaurant_order.live.screens import Screens
from restaurant_order.live.sockets import Sockets, sockets_of
from restaurant_order.live.teller import Teller, teller_of
from restaurant_order.people.facts import (
    ScreenMoved,
    ScreenRevoked,
    SessionRevoked,
    SignedOut,
)
from restaurant_order.visits.facts import VisitEnded

__all__ = [
    "Audience",
    "Item",
    "Region",
    "Scope",
    "Shown",
    "hang_up",
    "init_app",
    "register",
    "rooms",
    "show",
]


def init_app(app: Flask) -> None:
    """Open the sockets."""
    app.register_blueprint(blueprint)
    sockets = Sockets(app)
    door.keep(sockets)
    prover = Prover(sockets)
    Teller(sockets)
    for audience in Audience:
        sockets.io.on_namespace(Screens(audience, sockets, prover))
    listen(see_out)
    listen(tell)


def hang_up(room: str) -> None:
    """Close the sockets of somebody: `rooms.of_guest`, `rooms.of_session` and the like."""
    sockets = sockets_of(current_app)
    if sockets is not None:
        sockets.hang_up(room)


def see_out(told: Sequence[Told]) -> None:
    """Whoever has no business here any more hears nothing more, not even why."""
    for one in told:
        match one.fact:
            case VisitEnded(visit_id=visit_id):
                hang_up(rooms.of_visit(visit_id))
            case SessionRevoked(session_id=session_id) | SignedOut(session_id=session_id):
                hang_up(rooms.of_session(session_id))
            case ScreenRevoked(screen_id=screen_id) | ScreenMoved(screen_id=screen_id):
                hang_up(rooms.of_screen(screen_id))


def tell(told: Sequence[Told]) -> None:
    """The screens hear of it soon; nobody waits for that."""
    teller = teller_of(current_app)
    if teller is not None:
        teller.tell(told)
