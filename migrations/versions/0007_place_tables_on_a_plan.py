"""place tables on a plan"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "table_spots",
        sa.Column("table_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column(
            "shape",
            sa.Enum(
                "square", "round",
                name="shape", native_enum=False, create_constraint=True, length=24,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("x >= 0 AND y >= 0", name=op.f("ck_table_spots_on_the_plan")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_table_spots_has_a_size")),
        sa.ForeignKeyConstraint(
            ["table_id"], ["tables.id"], name=op.f("fk_table_spots_table_id")
        ),
        sa.PrimaryKeyConstraint("table_id", name=op.f("pk_table_spots")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("table_spots")
