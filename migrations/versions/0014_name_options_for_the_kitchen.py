"""name options for the kitchen"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("options") as options:
        options.add_column(
            sa.Column("kitchen_name", sa.JSON(), nullable=False, server_default="{}")
        )
    with op.batch_alter_table("options") as options:
        options.alter_column("kitchen_name", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("options") as options:
        options.drop_column("kitchen_name")
