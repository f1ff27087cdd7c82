"""A database's schema as plain values, so that two can be compared."""

from typing import Any

from sqlalchemy import Engine, text

Schema = dict[str, Any]

_COLUMNS = text(
    "SELECT table_name, column_name, udt_name, character_maximum_length, is_nullable"
    " FROM information_schema.columns WHERE table_schema = 'public'"
)
_CONSTRAINTS = text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
)
_INDEXES = text("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")


def schema_of(engine: Engine) -> Schema:
    """Tables, columns, constraints and indexes, but not the migrations' own table."""
    read = _of_sqlite if engine.dialect.name == "sqlite" else _of_postgres
    with engine.connect() as connection:
        return read(connection)


def _of_sqlite(connection: Any) -> Schema:
    rows = connection.execute(text("SELECT name, tbl_name, sql FROM sqlite_master"))
    return {
        name: sorted(_parts(sql)) if name == table else " ".join(sql.split())
        for name, table, sql in rows
        if sql and table != "alembic_version"
    }


def _of_postgres(connection: Any) -> Schema:
    return {
        str(place): sorted(
            tuple(row) for row in connection.execute(query) if row[0] != "alembic_version"
        )
        for place, query in enumerate((_COLUMNS, _CONSTRAINTS, _INDEXES))
    }


def _parts(sql: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE, in whatever order."""
    parts, depth, part = [], 0, ""
    for char in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append(" ".join(part.split()))
            part = ""
        else:
            part += char
    return [*parts, " ".join(part.split())]
