"""Everything written can be read: WCAG AA, in light and dark, in any restaurant's colour."""

import itertools

import pytest

from restaurant_order.web.theme import DARK, LIGHT, brand, contrast, parse, text, theme_css
from tests.front.tokens import Theme, colour, meanings

THEMES = pytest.mark.parametrize("theme", ["light", "dark"])

TEXT_ON_GROUND = list(
    itertools.product(
        ("color-ink", "color-ink-soft", "color-ink-faint"),
        ("color-ground", "color-paper", "color-raised", "color-well", "color-hover"),
    )
)
TONES = ("quiet", "new", "busy", "good", "late")
TEXT_ON_TONE = [
    pair
    for tone in TONES
    for pair in (
        ("color-on-tone", f"color-{tone}"),
        (f"color-{tone}-ink", f"color-{tone}-soft"),
        (f"color-{tone}-ink", "color-paper"),
        (f"color-{tone}-ink", "color-ground"),
        ("color-ink", f"color-{tone}-soft"),
        ("color-ink-soft", f"color-{tone}-soft"),
    )
]
TEXT_ON_ACCENT = [
    ("color-on-accent", "color-accent"),
    ("color-on-accent", "color-accent-hover"),
    ("color-accent-ink", "color-accent-soft"),
    ("color-accent-ink", "color-paper"),
    ("color-accent-ink", "color-ground"),
    ("color-accent-ink", "color-raised"),
    ("color-accent-ink", "color-hover"),
    ("color-ink", "color-accent-soft"),
    ("color-ink-soft", "color-accent-soft"),
]
INVERTED = [("color-paper", "color-ink"), ("color-ground", "color-ink")]
SEEN_ON_GROUND = [
    *itertools.product(
        ("color-edge", "color-focus"), ("color-paper", "color-ground", "color-raised")
    ),
    *((f"color-{tone}", "color-paper") for tone in TONES),
    ("color-paper", "color-accent-ink"),
]

HUES = ["#000000", "#ffffff", "#808080", "#ffd400", "#fff8e0", "#b4232a", "#0b1d51", "#00ff00"]
HUES += [text((r, g, b)) for r, g, b in itertools.product((0, 51, 119, 187, 255), repeat=3)]


@THEMES
@pytest.mark.parametrize(
    ("ink", "ground"), TEXT_ON_GROUND + TEXT_ON_TONE + TEXT_ON_ACCENT + INVERTED
)
def test_text_can_be_read_on_its_ground(ink: str, ground: str, theme: Theme) -> None:
    assert contrast(colour(ink, theme), colour(ground, theme)) >= 4.5


@THEMES
@pytest.mark.parametrize(("thing", "ground"), SEEN_ON_GROUND)
def test_controls_and_signs_stand_out(thing: str, ground: str, theme: Theme) -> None:
    assert contrast(colour(thing, theme), colour(ground, theme)) >= 3


@THEMES
@pytest.mark.parametrize("guest", range(1, 9))
def test_a_guests_name_can_be_read_in_their_colour(guest: int, theme: Theme) -> None:
    own = colour(f"guest-{guest}", theme)
    for other in ("color-on-tone", "color-paper", "color-ground", "color-well"):
        assert contrast(own, colour(other, theme)) >= 4.5, other


def test_every_colour_token_is_in_some_pair() -> None:
    tried = set(itertools.chain(*TEXT_ON_GROUND, *TEXT_ON_TONE, *TEXT_ON_ACCENT, *SEEN_ON_GROUND))
    decoration = {"color-line"}
    assert set(meanings("color-")) - tried - decoration == set()


@THEMES
def test_any_restaurants_colour_stays_readable(theme: Theme) -> None:
    for accent in HUES:
        own = {name: text(value) for name, value in brand(parse(accent)).items()}
        for ink, ground in TEXT_ON_ACCENT:
            found = contrast(colour(ink, theme, own), colour(ground, theme, own))
            assert found >= 4.5, f"{accent}: {ink} on {ground} is {found:.2f}"


def test_a_readable_colour_is_worn_unchanged() -> None:
    assert brand(parse("#b4232a"))["light"] == parse("#b4232a")


def test_the_theme_knows_the_grounds_of_the_tokens() -> None:
    for scheme, theme in ((LIGHT, "light"), (DARK, "dark")):
        for token in ("color-paper", "color-ground", "color-raised", "color-hover"):
            assert colour(token, theme) in scheme.grounds, f"{token} in {theme}"  # type: ignore[arg-type]


def test_a_restaurant_without_a_colour_keeps_the_houses_own() -> None:
    assert theme_css("") == ""


@pytest.mark.parametrize("written", ["red", "#fff", "#12345g", "#123456}", " #123456", "#123456\n"])
def test_only_a_plain_colour_reaches_the_stylesheet(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        theme_css(written)
