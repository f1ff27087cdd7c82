"""switch stations off"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOVING = ("order_lines", "line_tasks")


def upgrade() -> None:
    with op.batch_alter_table("stations") as stations:
        stations.add_column(sa.Column("off_since", sa.DateTime(timezone=True), nullable=True))
    for name in MOVING:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("home_id", sa.Integer(), nullable=True))
            table.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
            table.create_foreign_key(op.f(f"fk_{name}_home_id"), "stations", ["home_id"], ["id"])


def downgrade() -> None:
    for name in MOVING:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_home_id"), type_="foreignkey")
            table.drop_column("moved_at")
            table.drop_column("home_id")
    with op.batch_alter_table("stations") as stations:
        stations.drop_column("off_since")
