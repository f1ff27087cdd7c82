"""declare allergies"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("visits", "orders")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("allergies", sa.JSON(), nullable=False, server_default="[]"))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("allergies", existing_type=sa.JSON(), server_default=None)
    op.create_table(
        "allergies_seen",
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("station_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("declared", sa.JSON(), nullable=False),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_allergies_seen_order_id")
        ),
        sa.PrimaryKeyConstraint("order_id", "station_id", name=op.f("pk_allergies_seen")),
    )


def downgrade() -> None:
    op.drop_table("allergies_seen")
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("allergies")
