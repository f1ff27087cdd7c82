"""pace the kitchen: rounds that join, courses, preparation times, runners"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)

COLUMNS = {
    "restaurants": [("join_within", sa.Integer(), "3"), ("courses", sa.Boolean(), sa.false())],
    "stations": [("pacing", sa.String(24), "off"), ("capacity", sa.Integer(), None)],
    "categories": [("course", sa.Integer(), None)],
    "dishes": [("course", sa.Integer(), None), ("prep_minutes", sa.Integer(), None)],
    "orders": [("joins_id", sa.Integer(), None)],
    "order_lines": [
        ("course", sa.Integer(), None),
        ("prep_minutes", sa.Integer(), None),
        ("fired_at", MOMENT, None),
        ("start_at", MOMENT, None),
        ("released_at", MOMENT, None),
        ("taken_at", MOMENT, None),
        ("taken_by_id", sa.Integer(), None),
    ],
}
CHECKS = {
    "restaurants": [("join_within", "join_within BETWEEN 0 AND 30")],
    "stations": [
        ("pacing", "pacing IN ('off', 'advise', 'hold')"),
        ("capacity", "capacity BETWEEN 1 AND 99"),
    ],
    "categories": [("course", "course BETWEEN 1 AND 9")],
    "dishes": [
        ("course", "course BETWEEN 0 AND 9"),
        ("prep_minutes", "prep_minutes BETWEEN 1 AND 240"),
    ],
}
REFERENCES = {"orders": ("joins_id", "orders"), "order_lines": ("taken_by_id", "staff")}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name, kind, default in columns:
                nullable = default is None
                batch.add_column(sa.Column(name, kind, nullable=nullable, server_default=default))
        with op.batch_alter_table(table) as batch:
            for name, kind, default in columns:
                if default is not None:
                    batch.alter_column(name, existing_type=kind, server_default=None)
            for name, rule in CHECKS.get(table, ()):
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)
            if table in REFERENCES:
                column, to = REFERENCES[table]
                batch.create_foreign_key(op.f(f"fk_{table}_{column}"), to, [column], ["id"])
    op.create_index(
        "ix_orders_joined",
        "orders",
        ["joins_id"],
        sqlite_where=sa.text("joins_id IS NOT NULL"),
        postgresql_where=sa.text("joins_id IS NOT NULL"),
    )
    op.execute("UPDATE order_lines SET fired_at = accepted_at")


def downgrade() -> None:
    op.drop_index("ix_orders_joined", "orders")
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name, _ in CHECKS.get(table, ()):
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            if table in REFERENCES:
                column, _ = REFERENCES[table]
                batch.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
        with op.batch_alter_table(table) as batch:
            for name, _, _ in columns:
                batch.drop_column(name)
