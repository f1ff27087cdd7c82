"""keep a menu file between its preview and its confirmation"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "menu_uploads",
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=24), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["restaurant_id"],
            ["restaurants.id"],
            name=op.f("fk_menu_uploads_restaurant_id"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "digest", name=op.f("pk_menu_uploads")),
    )


def downgrade() -> None:
    op.drop_table("menu_uploads")
