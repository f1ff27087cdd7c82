"""say where cancelled food goes"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

IS_WASTE = "disposition = 'waste'"


def upgrade() -> None:
    with op.batch_alter_table("order_lines") as lines:
        lines.add_column(sa.Column("disposition", sa.String(24), nullable=True))
        lines.create_check_constraint(
            lines.f("ck_order_lines_disposition"), "disposition IN ('stock', 'waste')"
        )
    op.create_index(
        "ix_order_lines_wasted",
        "order_lines",
        ["restaurant_id", "cancelled_at"],
        sqlite_where=sa.text(IS_WASTE),
        postgresql_where=sa.text(IS_WASTE),
    )


def downgrade() -> None:
    op.drop_index("ix_order_lines_wasted", "order_lines")
    with op.batch_alter_table("order_lines") as lines:
        lines.drop_constraint(lines.f("ck_order_lines_disposition"), type_="check")
        lines.drop_column("disposition")
