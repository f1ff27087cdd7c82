"""take food away and rush it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

COLUMNS = {
    "tables": [("kind", sa.String(24), "table")],
    "orders": [
        ("kind", sa.String(24), "dine_in"),
        ("rushed_at", sa.DateTime(timezone=True), None),
        ("rush_reason", sa.String(200), ""),
        ("cleared_at", sa.DateTime(timezone=True), None),
    ],
    "restaurants": [("clear_after", sa.Integer(), "0"), ("pickup_minutes", sa.Integer(), "20")],
    "stations": [
        ("takeaway_warn_after", sa.Integer(), None),
        ("takeaway_late_after", sa.Integer(), None),
    ],
}
CHECKS = {
    "tables": [("tablekind", "kind IN ('table', 'counter')")],
    "orders": [("orderkind", "kind IN ('dine_in', 'takeaway')")],
    "restaurants": [
        ("clear_after", "clear_after BETWEEN 0 AND 72"),
        ("pickup_minutes", "pickup_minutes BETWEEN 1 AND 240"),
    ],
    "stations": [
        (
            "takeaway_thresholds",
            "(takeaway_warn_after IS NULL AND takeaway_late_after IS NULL) OR"
            " (0 < takeaway_warn_after AND takeaway_warn_after < takeaway_late_after)",
        )
    ],
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name, kind, default in columns:
                batch.add_column(_column(name, kind, default))
        with op.batch_alter_table(table) as batch:
            for name, kind, default in columns:
                if default is not None:
                    batch.alter_column(name, existing_type=kind, server_default=None)
            for name, rule in CHECKS[table]:
                batch.create_check_constraint(batch.f(f"ck_{table}_{name}"), rule)


def downgrade() -> None:
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name, _ in CHECKS[table]:
                batch.drop_constraint(batch.f(f"ck_{table}_{name}"), type_="check")
        with op.batch_alter_table(table) as batch:
            for name, _, _ in columns:
                batch.drop_column(name)


def _column(name: str, kind: sa.types.TypeEngine[object], default: str | None) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=default is None, server_default=default)
