"""share a line between stations"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

STATUS = sa.Enum(
    "placed",
    "accepted",
    "cooking",
    "ready",
    "served",
    "cancelled",
    name="linestatus",
    native_enum=False,
    create_constraint=True,
    length=24,
)
OPEN = sa.text("status IN ('accepted', 'cooking')")


def upgrade() -> None:
    with op.batch_alter_table("options") as options:
        options.add_column(sa.Column("station_id", sa.Integer(), nullable=True))
        options.create_foreign_key(
            op.f("fk_options_station_id"), "stations", ["station_id"], ["id"]
        )
    with op.batch_alter_table("order_lines") as lines:
        lines.add_column(
            sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("order_lines") as lines:
        lines.alter_column("is_shared", server_default=None)
    op.create_table(
        "line_tasks",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), nullable=False),
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_seen_at", sa.DateTime(timezone=True), nullable=True),
        *_belonging("line_id", "order_lines"),
        *_belonging("station_id", "stations"),
        *_belonging("restaurant_id", "restaurants"),
        sa.PrimaryKeyConstraint("line_id", "station_id", name=op.f("pk_line_tasks")),
    )
    op.create_index(
        "ix_line_tasks_open",
        "line_tasks",
        ["restaurant_id", "station_id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("line_tasks")
    with op.batch_alter_table("order_lines") as lines:
        lines.drop_column("is_shared")
    with op.batch_alter_table("options") as options:
        options.drop_constraint(op.f("fk_options_station_id"), type_="foreignkey")
        options.drop_column("station_id")


def _belonging(column: str, table: str) -> list[sa.ForeignKeyConstraint]:
    name = op.f(f"fk_line_tasks_{column}")
    return [sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)]
