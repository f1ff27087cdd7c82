"""cancel what is ready"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INDEX = "ix_order_lines_cancelled_at_pass"
UNSEEN = sa.text("status = 'cancelled' AND ready_at IS NOT NULL AND cancel_seen_at_pass IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("order_lines") as lines:
        lines.add_column(
            sa.Column("cancel_seen_at_pass", sa.DateTime(timezone=True), nullable=True)
        )
        lines.create_index(
            INDEX,
            ["restaurant_id", "order_id"],
            sqlite_where=UNSEEN,
            postgresql_where=UNSEEN,
        )


def downgrade() -> None:
    with op.batch_alter_table("order_lines") as lines:
        lines.drop_index(INDEX, sqlite_where=UNSEEN, postgresql_where=UNSEEN)
        lines.drop_column("cancel_seen_at_pass")
