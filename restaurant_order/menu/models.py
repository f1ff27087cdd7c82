"""Categories, dishes and their options. Prices are minor units, tax rates basis points."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from restaurant_order.core.database import Model


class Allergen(StrEnum):
    """The 14 of Annex II, Regulation (EU) No 1169/2011."""

    GLUTEN = "gluten"
    CRUSTACEANS = "crustaceans"
    EGG = "egg"
    FISH = "fish"
    PEANUTS = "peanuts"
    SOY = "soy"
    MILK = "milk"
    NUTS = "nuts"
    CELERY = "celery"
    MUSTARD = "mustard"
    SESAME = "sesame"
    SULPHITES = "sulphites"
    LUPIN = "lupin"
    MOLLUSCS = "molluscs"


class DietMark(StrEnum):
    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    HALAL = "halal"
    KOSHER = "kosher"
    GLUTEN_FREE = "gluten_free"
    LACTOSE_FREE = "lactose_free"


HOTTEST: Final = 3
"""Spice level, from 0."""

FOR_GOOD: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Sold out until somebody says otherwise."""


LAST_COURSE: Final = 9


class Category(Model):
    """A page of the menu; its station and course hold for what names none of its own.

    `course` None: served as soon as it is made, whatever else the table eats.
    """

    __tablename__ = "categories"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "reference"),
        CheckConstraint("course BETWEEN 1 AND 9", name="course"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    reference: Mapped[str] = mapped_column(String(60))
    name: Mapped[dict[str, str]]
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    course: Mapped[int | None]
    rank: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)

    dishes: Mapped[list["Dish"]] = relationship(back_populates="category", order_by="Dish.rank")
    windows: Mapped[list["Window"]] = relationship(cascade="all, delete-orphan")


class Dish(Model):
    """One dish. `reference` is its stable name in imports.

    `stock` None is unlimited. `sold_out_until` in the past or None: not sold out; the far future
    (`FOR_GOOD`): until somebody says otherwise. `allergens` None: not stated. `photo` names the
    picture's files. `course` None: its category's; 0: at once. `prep_minutes` from the first touch
    to done, None: not known. A retired dish is gone from every list but stays in old bills.
    """

    __tablename__ = "dishes"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "reference"),
        CheckConstraint("stock IS NULL OR stock >= 0", name="stock"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("tax_rate BETWEEN 0 AND 10000", name="tax_rate"),
        CheckConstraint("spice BETWEEN 0 AND 3", name="spice"),
        CheckConstraint("course BETWEEN 0 AND 9", name="course"),
        CheckConstraint("prep_minutes BETWEEN 1 AND 240", name="prep_minutes"),
        Index(
            "ix_dishes_limited",
            "restaurant_id",
            sqlite_where=text("stock IS NOT NULL OR sold_out_until IS NOT NULL"),
            postgresql_where=text("stock IS NOT NULL OR sold_out_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id"), index=True)
    reference: Mapped[str] = mapped_column(String(60))
    name: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]]
    kitchen_name: Mapped[dict[str, str]]
    price: Mapped[int]
    tax_rate: Mapped[int]
    photo: Mapped[str | None] = mapped_column(String(64))
    allergens: Mapped[list[str] | None]
    diet_marks: Mapped[list[str]]
    spice: Mapped[int] = mapped_column(default=0)
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    course: Mapped[int | None]
    prep_minutes: Mapped[int | None]
    stock: Mapped[int | None]
    sold_out_until: Mapped[datetime | None]
    on_menu: Mapped[bool] = mapped_column(default=True)
    rank: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)

    category: Mapped[Category] = relationship(back_populates="dishes")
    groups: Mapped[list["DishOptionGroup"]] = relationship(
        cascade="all, delete-orphan", order_by="DishOptionGroup.rank"
    )
    windows: Mapped[list["Window"]] = relationship(cascade="all, delete-orphan")


class OptionGroup(Model):
    """A question about a dish: choose `minimum` to `maximum`; the first `free_count` cost nothing.

    Shared by as many dishes as like it.
    """

    __tablename__ = "option_groups"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "reference"),
        CheckConstraint("0 <= minimum AND minimum <= maximum AND maximum >= 1", name="bounds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    reference: Mapped[str] = mapped_column(String(60))
    name: Mapped[dict[str, str]]
    minimum: Mapped[int] = mapped_column(default=0)
    maximum: Mapped[int] = mapped_column(default=1)
    free_count: Mapped[int] = mapped_column(default=0)

    options: Mapped[list["Option"]] = relationship(
        cascade="all, delete-orphan", order_by="Option.rank"
    )


class Option(Model):
    """One answer. `price` is added to the dish's and may be negative.

    `station_id`: this part is made there, besides what the dish's own station makes.
    `kitchen_name`: what the kitchen calls it, where that is not what the menu says.
    """

    __tablename__ = "options"
    __table_args__ = (UniqueConstraint("group_id", "reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("option_groups.id"))
    reference: Mapped[str] = mapped_column(String(60))
    name: Mapped[dict[str, str]]
    kitchen_name: Mapped[dict[str, str]] = mapped_column(default=dict)
    price: Mapped[int] = mapped_column(default=0)
    is_default: Mapped[bool] = mapped_column(default=False)
    allergens_added: Mapped[list[str]]
    allergens_removed: Mapped[list[str]]
    sold_out_until: Mapped[datetime | None]
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    rank: Mapped[int] = mapped_column(default=0)


class DishOptionGroup(Model):
    """A group as one dish asks it; what is None is the group's own.

    `prices` overrides option prices for this dish: `{"<option reference>": minor units}`.
    """

    __tablename__ = "dish_option_groups"

    dish_id: Mapped[int] = mapped_column(ForeignKey("dishes.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("option_groups.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(default=0)
    minimum: Mapped[int | None]
    maximum: Mapped[int | None]
    free_count: Mapped[int | None]
    prices: Mapped[dict[str, int]]

    group: Mapped[OptionGroup] = relationship()


class Window(Model):
    """When a category or a dish is served: on `weekdays` from `opens` to `closes`.

    Minutes after local midnight; `closes` <= `opens` reaches into the next day. `weekdays` is a
    bit per day, Monday 1 to Sunday 64. What has no window is served always.
    """

    __tablename__ = "menu_windows"
    __table_args__ = (
        CheckConstraint("(category_id IS NULL) <> (dish_id IS NULL)", name="of_one"),
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
        CheckConstraint("opens BETWEEN 0 AND 1439 AND closes BETWEEN 0 AND 1440", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    dish_id: Mapped[int | None] = mapped_column(ForeignKey("dishes.id"), index=True)
    weekdays: Mapped[int] = mapped_column(default=127)
    opens: Mapped[int]
    closes: Mapped[int]


class MenuUpload(Model):
    """A menu file between its preview and its confirmation; `report` once it was taken over.

    `digest` is of its content and of the encoding somebody chose for it.
    """

    __tablename__ = "menu_uploads"

    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    encoding: Mapped[str | None] = mapped_column(String(24))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]
    report: Mapped[list[dict[str, Any]] | None]
