"""miss no ticket"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("restaurants") as batch:
        batch.add_column(
            sa.Column("drawn_within", sa.Integer(), nullable=False, server_default="10")
        )
    with op.batch_alter_table("restaurants") as batch:
        batch.alter_column("drawn_within", existing_type=sa.Integer(), server_default=None)
        batch.create_check_constraint(
            batch.f("ck_restaurants_drawn_within"), "drawn_within BETWEEN 5 AND 600"
        )
    with op.batch_alter_table("stations") as batch:
        batch.add_column(sa.Column("fallback_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_stations_fallback_id"), "stations", ["fallback_id"], ["id"]
        )
    with op.batch_alter_table("drawn_tickets") as batch:
        batch.add_column(sa.Column("board_id", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("drawn_by", sa.String(80), nullable=False, server_default=""))
    with op.batch_alter_table("drawn_tickets") as batch:
        batch.alter_column("board_id", existing_type=sa.Integer(), server_default=None)
        batch.alter_column("drawn_by", existing_type=sa.String(80), server_default=None)
    op.create_table(
        "missed_tickets",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("station_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fallback_id", sa.Integer(), nullable=True),
        sa.Column("hung_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_by", sa.String(80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_missed_tickets_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurants.id"], name=op.f("fk_missed_tickets_restaurant_id")
        ),
        sa.ForeignKeyConstraint(
            ["fallback_id"], ["stations.id"], name=op.f("fk_missed_tickets_fallback_id")
        ),
        sa.PrimaryKeyConstraint("order_id", "station_id", name=op.f("pk_missed_tickets")),
    )
    op.create_index(
        "ix_missed_tickets_open",
        "missed_tickets",
        ["restaurant_id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "duties",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(40), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duties")),
    )


def downgrade() -> None:
    op.drop_table("duties")
    op.drop_table("missed_tickets")
    for table, columns in (
        ("drawn_tickets", ["drawn_by", "board_id"]),
        ("stations", ["fallback_id"]),
        ("restaurants", ["drawn_within"]),
    ):
        with op.batch_alter_table(table) as batch:
            for name in columns:
                if name == "fallback_id":
                    batch.drop_constraint(batch.f("fk_stations_fallback_id"), type_="foreignkey")
                if name == "drawn_within":
                    batch.drop_constraint(batch.f("ck_restaurants_drawn_within"), type_="check")
                batch.drop_column(name)
