"""Opening the application a thousand times, without compiling its addresses a thousand times.

Werkzeug generates code for every address of every application it makes: three quarters of what a
test's own application costs. The code depends on the address alone, so it is kept.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


def keep_compiled_rules() -> None:
    compile_builder: Callable[[Rule, bool], Any] = vars(Rule)["_compile_builder"]
    kept: dict[object, Any] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        what = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if what not in kept:
            kept[what] = compile_builder(rule, append_unknown)
        return kept[what]

    setattr(Rule, "_compile_builder", once)  # noqa: B010 - a method, which mypy guards
