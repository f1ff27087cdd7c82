"""Kitchen screens for tests, paired as a manager does it."""

from restaurant_order.people.models import Screen, Shows
from restaurant_order.people.screens import Place as At
from restaurant_order.people.screens import ask_for_code, pair
from tests.cast import Place


def paired(place: Place, *, at: str = "grill", name: str = "Tablet") -> tuple[Screen, str]:
    """A screen and its cookie's token. `at`: a station's slug, or `all`, `pass`, `pickup`."""
    waiting = ask_for_code(None, address="127.0.0.1")
    is_whole = at in set(Shows) - {Shows.STATION}
    opens = At(Shows(at)) if is_whole else At(Shows.STATION, place.stations[at])
    screen = pair(waiting.code, name=name, place=opens, by=place.person("Max"))
    return screen, waiting.token


def paired_screen(place: Place, *, at: str = "grill", name: str = "Tablet") -> Screen:
    return paired(place, at=at, name=name)[0]
