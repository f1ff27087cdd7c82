"""How templates are kept: as Flask does, without a map of their own for each."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """All templates know the same globals, and nobody here gives one of them more.

    Jinja lays a ChainMap over them for each template, and copies and compares it with every
    drawing and every import: a third of what a ticket costs. A dict does that without Python.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
