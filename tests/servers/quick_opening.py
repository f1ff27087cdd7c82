"""Opening the application a thousand times, without compiling it a thousand times.

Werkzeug generates code for every address and Jinja for every template of every application they
are in: nine tenths of what a test's own application costs. The code depends on its source alone,
so it is kept for the next one.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any, Final

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class KeptTemplates(BytecodeCache):
    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._kept[bucket.key, bucket.checksum] = bucket.code


KEPT_TEMPLATES: Final = KeptTemplates()


def keep_compiled_rules() -> None:
    compile_builder: Callable[[Rule, bool], Any] = vars(Rule)["_compile_builder"]
    kept: dict[object, Any] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        what = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if what not in kept:
            kept[what] = compile_builder(rule, append_unknown)
        return kept[what]

    setattr(Rule, "_compile_builder", once)  # noqa: B010 - a method, which mypy guards
