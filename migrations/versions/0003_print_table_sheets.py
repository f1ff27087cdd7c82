"""print table sheets"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = (
    "sheet_templates",
    "sheet_logos",
    "typed_codes",
    "printed_cards",
    "blank_codes",
    "visit_codes",
)


def upgrade() -> None:
    op.create_table(
        "sheet_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        _restaurant(),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("design", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        *_belonging("sheet_templates", "restaurant_id", "restaurants"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_templates")),
        sa.UniqueConstraint(
            "restaurant_id", "name", name=op.f("uq_sheet_templates_restaurant_id_name")
        ),
    )
    op.create_table(
        "sheet_logos",
        _restaurant(),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_belonging("sheet_logos", "restaurant_id", "restaurants"),
        sa.PrimaryKeyConstraint("restaurant_id", name=op.f("pk_sheet_logos")),
    )
    op.create_table(
        "typed_codes",
        sa.Column("code_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("typed", sa.String(length=8), nullable=False),
        *_belonging("typed_codes", "code_id", "table_codes"),
        sa.PrimaryKeyConstraint("code_id", name=op.f("pk_typed_codes")),
        sa.UniqueConstraint("typed", name=op.f("uq_typed_codes_typed")),
    )
    op.create_table(
        "printed_cards",
        sa.Column("table_id", sa.Integer(), autoincrement=False, nullable=False),
        _restaurant(),
        sa.Column("says", sa.String(length=64), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        *_belonging("printed_cards", "restaurant_id", "restaurants"),
        *_belonging("printed_cards", "table_id", "tables"),
        sa.PrimaryKeyConstraint("table_id", name=op.f("pk_printed_cards")),
    )
    op.create_index(op.f("ix_printed_cards_restaurant_id"), "printed_cards", ["restaurant_id"])
    op.create_table(
        "blank_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        _restaurant(),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        *_belonging("blank_codes", "restaurant_id", "restaurants"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blank_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_blank_codes_code")),
    )
    op.create_index(op.f("ix_blank_codes_restaurant_id"), "blank_codes", ["restaurant_id"])
    op.create_table(
        "visit_codes",
        sa.Column("visit_id", sa.Integer(), autoincrement=False, nullable=False),
        _restaurant(),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_belonging("visit_codes", "restaurant_id", "restaurants"),
        *_belonging("visit_codes", "visit_id", "visits"),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_codes_code")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _restaurant() -> sa.Column[int]:
    return sa.Column("restaurant_id", sa.Integer(), autoincrement=False, nullable=False)


def _belonging(table: str, column: str, to: str) -> list[sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_{column}")
    return [sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)]
