"""draw what is fired later"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("drawn_tickets") as drawn:
        drawn.add_column(sa.Column("fired_through", MOMENT, nullable=True))
    with op.batch_alter_table("missed_tickets") as missed:
        missed.add_column(sa.Column("shown_through", MOMENT, nullable=True))
    op.execute("UPDATE drawn_tickets SET fired_through = drawn_at")
    op.execute("UPDATE missed_tickets SET shown_through = shown_at")
    with op.batch_alter_table("drawn_tickets") as drawn:
        drawn.alter_column("fired_through", existing_type=MOMENT, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("missed_tickets") as missed:
        missed.drop_column("shown_through")
    with op.batch_alter_table("drawn_tickets") as drawn:
        drawn.drop_column("fired_through")
