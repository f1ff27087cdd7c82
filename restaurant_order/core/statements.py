"""Statements for the paths walked most: compiled once, run without ceremony.

SQLAlchemy's own execution (cache keys, contexts, result objects) takes three times as long as one
of these does with the driver and SQLite in it. `Ready` keeps what it found out the first time: the
text, where each value goes, how columns are read back. Types are converted by SQLAlchemy's own
processors. Whoever listens for statements (a test that counts them), and a statement that is
beyond this, gets SQLAlchemy's way.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Executable
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, MultipleResultsFound, NoResultFound
from sqlalchemy.sql.dml import Insert, UpdateBase

Values = Mapping[str, Any]
Convert = Callable[[Any], Any] | None


class Ready:
    """A statement that never changes. Held in a constant and given to `database.run`."""

    def __init__(self, statement: Executable) -> None:
        self.statement: Final = statement
        self._expands = not isinstance(statement, Insert)  # whose lists are values
        self._plans: dict[tuple[object, ...], _Plan | None] = {}

    def run(self, connection: Connection, values: Values | list[Values] | None) -> Any:
        """The result; with several mappings the statement runs once for each, without rows."""
        many = values if isinstance(values, list) else [values or {}]
        plan = None
        if many and not connection.engine.dispatch.before_cursor_execute:
            plan = self._plan(connection, many)
        if plan is None:
            return connection.execute(self.statement, values)
        return plan.run(connection, many)

    def _plan(self, connection: Connection, many: Sequence[Values]) -> "_Plan | None":
        first, is_many = many[0], len(many) > 1
        key: tuple[object, ...] = (connection.dialect.name, is_many, *first)
        if self._expands:
            key += tuple(len(value) for value in first.values() if isinstance(value, list | tuple))
        if key not in self._plans:
            self._plans[key] = _planned(self.statement, connection, first, is_many=is_many)
        return self._plans[key]


class Rows:
    """What came back, by the names SQLAlchemy's results have."""

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        return self._rows

    def first(self) -> Any:
        return self._rows[0] if self._rows else None

    def one_or_none(self) -> Any:
        if len(self._rows) > 1:
            raise MultipleResultsFound
        return self.first()

    def one(self) -> Any:
        if not self._rows:
            raise NoResultFound
        return self.one_or_none()

    def scalars(self) -> "Rows":
        return Rows([row[0] for row in self._rows], self.rowcount)

    def scalar(self) -> Any:
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        return self.one()[0]


@dataclass
class _Plan:
    """`slots`: for each parameter its name, and where its value comes from."""

    text: str
    slots: list["_Slot"]
    is_positional: bool
    columns: list[Any]
    _shape: tuple[Any, list[tuple[int, Callable[[Any], Any]]]] | None = field(default=None)

    def run(self, connection: Connection, many: Sequence[Values]) -> Rows:
        cursor = connection.connection.cursor()
        sent = [self._parameters(values) for values in many]
        try:
            if len(sent) > 1:
                cursor.executemany(self.text, sent)
            else:
                cursor.execute(self.text, sent[0])
            rows = self._read(cursor, connection) if cursor.description else []
            return Rows(rows, cursor.rowcount)
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(error, self.text, sent, connection) from error
        finally:
            cursor.close()

    def _parameters(self, values: Values) -> Any:
        if self.is_positional:
            return [slot.value(values) for slot in self.slots]
        return {slot.name: slot.value(values) for slot in self.slots}

    def _read(self, cursor: Any, connection: Connection) -> list[Any]:
        if self._shape is None:
            self._shape = self._shaped(cursor.description, connection)
        row, converts = self._shape
        if not converts:
            return [row._make(found) for found in cursor.fetchall()]
        read = []
        for found in cursor.fetchall():
            cells = list(found)
            for at, convert in converts:
                cells[at] = convert(cells[at])
            read.append(row._make(cells))
        return read

    def _shaped(self, description: Any, connection: Connection) -> Any:
        names = [column.keyname for column in self.columns] or [found[0] for found in description]
        converts = [
            (at, convert)
            for at, column in enumerate(self.columns)
            if (convert := _reader(column.type, connection, description[at][1])) is not None
        ]
        return namedtuple("Row", names, rename=True), converts


@dataclass(frozen=True, slots=True)
class _Slot:
    """A constant, or the value (or one of the values) that the caller gives by `key`."""

    name: str
    key: str | None
    at: int | None
    constant: Any
    convert: Convert

    def value(self, values: Values) -> Any:
        if self.key is None:
            return self.constant
        given = values[self.key] if self.at is None else values[self.key][self.at]
        return given if self.convert is None else self.convert(given)


def _planned(
    statement: Any, connection: Connection, values: Values, *, is_many: bool
) -> _Plan | None:
    """None for what has to go SQLAlchemy's way: computed or missing values."""
    names = list(values) if isinstance(statement, UpdateBase) else None
    compiled = statement.compile(
        dialect=connection.dialect, column_keys=names, for_executemany=is_many
    )
    defaults = _defaults(compiled)
    binds = dict(compiled.bind_names.items())
    is_simple = not (compiled.escaped_bind_names or compiled.literal_execute_params)
    if defaults is None or not is_simple or any(bind.callable for bind in binds):
        return None
    text, positions, converts = compiled.string, compiled.positiontup, compiled._bind_processors
    expansion: Mapping[str, list[str]] = {}
    if compiled.post_compile_params:
        expanded = compiled.construct_expanded_state({**defaults, **values})
        text, positions, expansion = (
            expanded.statement,
            expanded.positiontup,
            expanded.parameter_expansion,
        )
        converts = {**converts, **expanded.processors}
    slots: dict[str, _Slot] = {}
    for bind, name in binds.items():
        key = next((key for key in (bind.key, name) if key in values), None)
        if key is None and bind.required and name not in defaults:
            return None
        constant = defaults.get(name, bind.effective_value)
        parts = expansion.get(name)
        for at, part in enumerate([name] if parts is None else parts):
            index = None if parts is None else at
            convert = converts.get(part)
            fixed = constant if index is None or key is not None else constant[index]
            if key is None and convert is not None:
                fixed = convert(fixed)
            slots[part] = _Slot(part, key, index, fixed, convert)
    order = list(slots) if positions is None else positions
    columns = list(compiled._result_columns or [])
    return _Plan(text, [slots[name] for name in order], compiled.positional, columns)


def _defaults(compiled: Any) -> dict[str, Any] | None:
    """Values that columns have by themselves; None where one of them has to be computed."""
    found: dict[str, Any] = {}
    if getattr(compiled, "update_prefetch", ()):
        return None
    for column in getattr(compiled, "insert_prefetch", ()):
        if column.default is None or not column.default.is_scalar:
            return None
        found[column.key] = column.default.arg
    return found


def _reader(kind: Any, connection: Connection, code: object) -> Convert:
    found: Convert = kind._cached_result_processor(connection.dialect, code)
    return found


def _told(error: Exception, text: str, sent: list[Any], connection: Connection) -> Exception:
    """As SQLAlchemy would have told it."""
    base = connection.dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, sent, error, base, dialect=connection.dialect)
