"""What dishes and options are made of, as far as somebody counts it."""

from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from restaurant_order.core.database import Model

MOST_IN_ONE: Final = 99
"""Of an ingredient in one portion."""


class Ingredient(Model):
    """Counted by the piece: a patty, a ball of mozzarella. `sold_out_until` as a dish's.

    While it is sold out, so is every dish it is in and every option that adds it.
    """

    __tablename__ = "ingredients"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "reference"),
        Index(
            "ix_ingredients_sold_out",
            "restaurant_id",
            sqlite_where=text("sold_out_until IS NOT NULL"),
            postgresql_where=text("sold_out_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    reference: Mapped[str] = mapped_column(String(60))
    name: Mapped[dict[str, str]]
    sold_out_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)

    dishes: Mapped[list["DishIngredient"]] = relationship(
        cascade="all, delete-orphan", order_by="DishIngredient.dish_id"
    )
    options: Mapped[list["OptionIngredient"]] = relationship(
        cascade="all, delete-orphan", order_by="OptionIngredient.option_id"
    )


class DishIngredient(Model):
    """One portion of the dish has `count` of the ingredient in it."""

    __tablename__ = "dish_ingredients"
    __table_args__ = (CheckConstraint("count BETWEEN 1 AND 99", name="count"),)

    ingredient_id: Mapped[int] = mapped_column(ForeignKey("ingredients.id"), primary_key=True)
    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"), primary_key=True, index=True)
    count: Mapped[int]


class OptionIngredient(Model):
    """Choosing the option adds `count` to a portion; below 0 it leaves so many out."""

    __tablename__ = "option_ingredients"
    __table_args__ = (CheckConstraint("count <> 0 AND count BETWEEN -99 AND 99", name="count"),)

    ingredient_id: Mapped[int] = mapped_column(ForeignKey("ingredients.id"), primary_key=True)
    option_id: Mapped[int] = mapped_column(
        ForeignKey("options.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    count: Mapped[int]
