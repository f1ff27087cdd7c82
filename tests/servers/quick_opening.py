"""Opening the application a thousand times, without preparing it a thousand times.

Each test has an application and a database of its own. What an application works out from its
source alone, though, is the same in all of them: the code Werkzeug makes for each address, Jinja
for each template, SQLAlchemy for each statement, the headers of each static file. All of it is
kept for the next one. Nothing is kept that a request or a row could have had a part in.
"""

from collections.abc import Callable
from functools import cache
from types import CodeType
from typing import Any, Final

from argon2 import PasswordHasher
from flask_sqlalchemy import SQLAlchemy
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from restaurant_order.core import database
from restaurant_order.people import secrets
from restaurant_order.web import assets

STATEMENTS: Final = 5_000
"""Compiled statements kept for each kind of database."""

HARD_HASHER: Final = vars(secrets)["_HASHER"]
EASY_HASHER: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2id as well; what it costs in service is for tests/people/test_secrets.py to say."""


class KeptTemplates(BytecodeCache):
    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._kept[bucket.key, bucket.checksum] = bucket.code


KEPT_TEMPLATES: Final = KeptTemplates()


def open_quickly() -> None:
    """From now on, in this process. Doing it twice is doing it once."""
    if Rule.compile.__module__ != __name__:
        _keep_rules()
        _keep_static_files()
        _keep_statements()
        _write_in_memory()
        setattr(secrets, "_HASHER", EASY_HASHER)  # noqa: B010 - Final, which mypy guards


def _keep_rules() -> None:
    compile_rule: Callable[[Rule], None] = Rule.compile
    kept: dict[object, Rule] = {}

    def compile(self: Rule) -> None:
        assert self.map is not None
        known = tuple(self.map.converters.items())
        place = (self.subdomain, self.host, self.map.host_matching, self.merge_slashes)
        what = (self.rule, repr(self.defaults), *place, known)
        if what not in kept:
            compile_rule(self)
            kept[what] = self
            return
        like = vars(kept[what])
        self._parts, self._trace = like["_parts"], like["_trace"]
        self._converters, self.arguments = like["_converters"], set(like["arguments"])
        self._build = like["_build"].__func__.__get__(self)
        self._build_unknown = like["_build_unknown"].__func__.__get__(self)

    setattr(Rule, "compile", compile)  # noqa: B010 - a method, which mypy guards


def _keep_static_files() -> None:
    add_files: Callable[..., None] = WhiteNoise.add_files
    kept: dict[tuple[str, str], dict[str, Any]] = {}

    def once(self: Any, root: str, prefix: str) -> None:
        if (root, prefix) not in kept:
            others, self.files = self.files, {}
            add_files(self, root, prefix)
            kept[root, prefix], self.files = self.files, others
        self.files.update(kept[root, prefix])

    setattr(WhiteNoise, "add_files", once)  # noqa: B010 - a method, which mypy guards
    assets.digest_of_all = cache(assets.digest_of_all)


def _keep_statements() -> None:
    """An engine speaks the dialect of the first of its kind, and knows what that one compiled.

    Connections are no part of this: every engine has a pool of its own.
    """
    make_engine: Callable[..., Engine] = vars(SQLAlchemy)["_make_engine"]
    kept: dict[str, Engine] = {}

    def make(self: SQLAlchemy, *how: Any) -> Engine:
        engine = make_engine(self, *how)
        if engine.dialect.name not in kept:
            kept[engine.dialect.name] = engine
            engine._compiled_cache = LRUCache(STATEMENTS)
            setattr(engine.dialect, "initialize", _once(engine.dialect.initialize))  # noqa: B010
        first = kept[engine.dialect.name]
        setattr(engine.dialect, "initialize", first.dialect.initialize)  # noqa: B010
        engine.dialect = engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
        return engine

    setattr(SQLAlchemy, "_make_engine", make)  # noqa: B010 - a method, which mypy guards


def _write_in_memory() -> None:
    """What SQLite writes need not reach the disk, as with PostgreSQL (HURRY): a test that pulls the
    plug does it to a server, which is a process of its own.
    """
    set_up: Callable[[Any, object], None] = vars(database)["_set_up"]

    def set_up_in_a_hurry(connection: Any, record: object) -> None:
        set_up(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    setattr(database, "_set_up", set_up_in_a_hurry)  # noqa: B010 - a function, which mypy guards


def _once(get_to_know: Callable[[Connection], None]) -> Callable[[Connection], None]:
    """A dialect asks the first server it meets; the others here are the same one."""
    is_known = False

    def once(connection: Connection) -> None:
        nonlocal is_known
        if not is_known:
            get_to_know(connection)
            is_known = True

    return once
