"""plan lines that several stations make"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENTS = ("start_at", "released_at")


def upgrade() -> None:
    with op.batch_alter_table("line_tasks") as tasks:
        for name in MOMENTS:
            tasks.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("line_tasks") as tasks:
        for name in reversed(MOMENTS):
            tasks.drop_column(name)
