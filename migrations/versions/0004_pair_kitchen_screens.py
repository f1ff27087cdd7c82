"""pair kitchen screens"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    _let_journal_name("guest", "staff", "screen", "system")
    with op.batch_alter_table("restaurants") as restaurants:
        restaurants.add_column(
            sa.Column("who_bumped", sa.String(24), nullable=False, server_default="screen")
        )
        restaurants.add_column(
            sa.Column("cook_stays", sa.Integer(), nullable=False, server_default="60")
        )
    with op.batch_alter_table("restaurants") as restaurants:
        restaurants.alter_column("who_bumped", server_default=None)
        restaurants.alter_column("cook_stays", server_default=None)
        restaurants.create_check_constraint(
            op.f("ck_restaurants_whobumped"), "who_bumped IN ('screen', 'person')"
        )
        restaurants.create_check_constraint(
            op.f("ck_restaurants_cook_stays"), "cook_stays BETWEEN 1 AND 720"
        )
    _add_screens()
    _add_pairings()


def downgrade() -> None:
    op.drop_table("pairings")
    op.drop_table("screens")
    with op.batch_alter_table("restaurants") as restaurants:
        for name in ("whobumped", "cook_stays"):
            restaurants.drop_constraint(op.f(f"ck_restaurants_{name}"), type_="check")
    with op.batch_alter_table("restaurants") as restaurants:
        restaurants.drop_column("who_bumped")
        restaurants.drop_column("cook_stays")
    op.execute("UPDATE journal SET actor_kind = 'system' WHERE actor_kind = 'screen'")
    _let_journal_name("guest", "staff", "system")


def _let_journal_name(*kinds: str) -> None:
    said = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("journal") as journal:
        journal.drop_constraint(op.f("ck_journal_actorkind"), type_="check")
        journal.create_check_constraint(op.f("ck_journal_actorkind"), f"actor_kind IN ({said})")


def _add_screens() -> None:
    op.create_table(
        "screens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "shows",
            sa.Enum(
                "station",
                "all",
                "pass",
                "pickup",
                name="shows",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("station_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_by_id", sa.Integer(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cook_id", sa.Integer(), nullable=True),
        sa.Column("cook_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "revoked_at IS NOT NULL OR (shows = 'station') = (station_id IS NOT NULL)",
            name=op.f("ck_screens_station"),
        ),
        sa.CheckConstraint(
            "(cook_id IS NULL) = (cook_seen_at IS NULL)", name=op.f("ck_screens_cook")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_screens_{column}"))
            for column, to in (
                ("restaurant_id", "restaurants"),
                ("station_id", "stations"),
                ("paired_by_id", "staff"),
                ("cook_id", "staff"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_screens_token_hash")),
    )
    op.create_index(op.f("ix_screens_restaurant_id"), "screens", ["restaurant_id"])
    op.create_index(op.f("ix_screens_cook_id"), "screens", ["cook_id"])


def _add_pairings() -> None:
    op.create_table(
        "pairings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pairings_token_hash")),
        sa.UniqueConstraint("code", name=op.f("uq_pairings_code")),
    )
    op.create_index(op.f("ix_pairings_address"), "pairings", ["address"])
    op.create_index(op.f("ix_pairings_expires_at"), "pairings", ["expires_at"])
