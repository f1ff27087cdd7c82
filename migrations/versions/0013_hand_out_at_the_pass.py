"""hand out at the pass"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

RULE = "pass_rule IN ('block', 'warn')"


def upgrade() -> None:
    with op.batch_alter_table("order_lines") as lines:
        lines.add_column(sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("restaurants") as restaurants:
        restaurants.add_column(
            sa.Column("pass_rule", sa.String(24), nullable=False, server_default="block")
        )
    with op.batch_alter_table("restaurants") as restaurants:
        restaurants.alter_column("pass_rule", existing_type=sa.String(24), server_default=None)
        restaurants.create_check_constraint(restaurants.f("ck_restaurants_passrule"), RULE)
    op.execute("UPDATE stations SET slug = slug || '-1' WHERE slug IN ('all', 'pass', 'pickup')")


def downgrade() -> None:
    with op.batch_alter_table("restaurants") as restaurants:
        restaurants.drop_constraint(restaurants.f("ck_restaurants_passrule"), type_="check")
        restaurants.drop_column("pass_rule")
    with op.batch_alter_table("order_lines") as lines:
        lines.drop_column("passed_at")
