"""count ingredients"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "ingredients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restaurant_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("sold_out_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurants.id"], name=op.f("fk_ingredients_restaurant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingredients")),
        sa.UniqueConstraint(
            "restaurant_id", "reference", name=op.f("uq_ingredients_restaurant_id_reference")
        ),
    )
    is_out = sa.text("sold_out_until IS NOT NULL")
    op.create_index(
        "ix_ingredients_sold_out",
        "ingredients",
        ["restaurant_id"],
        sqlite_where=is_out,
        postgresql_where=is_out,
    )
    _create_use("dish_ingredients", "dish_id", "dishes", "count BETWEEN 1 AND 99")
    _create_use(
        "option_ingredients",
        "option_id",
        "options",
        "count <> 0 AND count BETWEEN -99 AND 99",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_table("option_ingredients")
    op.drop_table("dish_ingredients")
    op.drop_table("ingredients")


def _create_use(table: str, column: str, of: str, bounds: str, ondelete: str | None = None) -> None:
    op.create_table(
        table,
        sa.Column("ingredient_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(column, sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(bounds, name=op.f(f"ck_{table}_count")),
        sa.ForeignKeyConstraint(
            ["ingredient_id"], ["ingredients.id"], name=op.f(f"fk_{table}_ingredient_id")
        ),
        sa.ForeignKeyConstraint(
            [column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
        ),
        sa.PrimaryKeyConstraint("ingredient_id", column, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
