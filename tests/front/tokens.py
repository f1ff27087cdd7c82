"""What tokens.css comes to in each theme, worked out without a browser."""

import re
from pathlib import Path
from typing import Final, Literal

from restaurant_order.web.theme import Colour, parse

STATIC: Final = Path(__file__).parents[2] / "static"
SOURCE: Final = (STATIC / "css" / "tokens.css").read_text()

Theme = Literal["light", "dark"]

_DECLARED: Final = dict(re.findall(r"(--[\w-]+):\s*([^;{}]+);", SOURCE))
_VAR: Final = re.compile(r"var\((--[\w-]+)(?:,\s*((?:[^()]|\((?:[^()]|\([^()]*\))*\))*))?\)")


def colour(token: str, theme: Theme, brand: dict[str, str] | None = None) -> Colour:
    """The colour of a token, e.g. `color-ink`, for a restaurant with or without a brand."""
    return parse(_resolved(f"var(--{token})", theme, brand or {}).strip())


def meanings(prefix: str) -> list[str]:
    """All tokens of that name, without the leading dashes."""
    return [name[2:] for name in _DECLARED if name.startswith(f"--{prefix}")]


def _resolved(value: str, theme: Theme, brand: dict[str, str]) -> str:
    def replace(found: re.Match[str]) -> str:
        name, fallback = found.group(1), found.group(2) or ""
        if name in ("--if-light", "--if-dark"):
            return fallback if name == f"--if-{theme}" else ""
        if name.startswith("--brand-"):
            return brand.get(name.removeprefix("--brand-"), fallback)
        return _DECLARED[name]

    while "var(" in value:
        value = _VAR.sub(replace, value)
    return value
