"""The names of all rooms. Nobody joins one by its name: see `watch` and `who`."""

from dataclasses import astuple

from restaurant_order.live.region import Scope


def of_region(name: str, scope: Scope, language: str) -> str:
    """Everybody who looks at one region of one scope in one language."""
    values = ":".join("" if value is None else str(value) for value in astuple(scope))
    return f"{name}:{values}:{language}"


def of_guest(guest_id: int) -> str:
    return f"who:guest:{guest_id}"


def of_visit(visit_id: int) -> str:
    return f"who:visit:{visit_id}"


def of_session(session_id: int) -> str:
    """One sign-in of one person on the staff."""
    return f"who:session:{session_id}"


def of_screen(screen_id: int) -> str:
    """One paired kitchen screen."""
    return f"who:screen:{screen_id}"


def of_screen_at(screen_id: int, place: str) -> str:
    """As `of_screen`, while it stands where it does."""
    return f"who:screen:{screen_id}:{place}"
