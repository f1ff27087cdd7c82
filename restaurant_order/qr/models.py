"""What is kept about printed sheets."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from restaurant_order.core.database import Model


class SheetTemplate(Model):
    """A design somebody saved under a name."""

    __tablename__ = "sheet_templates"
    __table_args__ = (UniqueConstraint("restaurant_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    name: Mapped[str] = mapped_column(String(60))
    design: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class SheetLogo(Model):
    """The restaurant's logo as a PNG made here."""

    __tablename__ = "sheet_logos"

    restaurant_id: Mapped[int] = mapped_column(
        ForeignKey("restaurants.id"), primary_key=True, autoincrement=False
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class TypedCode(Model):
    """What a guest types who cannot scan. It belongs to one table code and is renewed with it."""

    __tablename__ = "typed_codes"

    code_id: Mapped[int] = mapped_column(
        ForeignKey("table_codes.id"), primary_key=True, autoincrement=False
    )
    typed: Mapped[str] = mapped_column(String(8), unique=True)


class PrintedCard(Model):
    """What was last printed for a table, so that a card that has become wrong is known."""

    __tablename__ = "printed_cards"

    table_id: Mapped[int] = mapped_column(
        ForeignKey("tables.id"), primary_key=True, autoincrement=False
    )
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"), index=True)
    says: Mapped[str] = mapped_column(String(64))
    printed_at: Mapped[datetime]


class BlankCode(Model):
    """A sticker printed before anybody knew for which table. Bound by scanning it."""

    __tablename__ = "blank_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"), index=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]


class VisitCode(Model):
    """A code for one visit only: shown on a screen, dead when the bill is settled."""

    __tablename__ = "visit_codes"

    visit_id: Mapped[int] = mapped_column(
        ForeignKey("visits.id"), primary_key=True, autoincrement=False
    )
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    code: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime]
