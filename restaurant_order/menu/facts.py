"""What happens to the menu. `before` and `after` hold the fields that changed, for the journal."""

from dataclasses import dataclass
from typing import Any, ClassVar

from restaurant_order.core.journal import Fact

DISH_ROW = {"dish_id": "dishes.version"}
CATEGORY_ROW = {"category_id": "categories.version"}


@dataclass(frozen=True, kw_only=True)
class DishFact(Fact):
    rows: ClassVar[dict[str, str]] = DISH_ROW

    dish_id: int


@dataclass(frozen=True, kw_only=True)
class DishAdded(DishFact):
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class DishEdited(DishFact):
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class DishRetired(DishFact):
    pass


@dataclass(frozen=True, kw_only=True)
class DishSoldOut(DishFact):
    """`until` is an ISO moment; None when the last portion went, or until somebody says so."""

    until: str | None
    by_stock: bool = False


@dataclass(frozen=True, kw_only=True)
class DishBack(DishFact):
    pass


@dataclass(frozen=True, kw_only=True)
class StockSet(DishFact):
    """Counted by a person. None: unlimited."""

    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class StockTaken(DishFact):
    """Some of a limited dish was ordered; `left` is above 0, else it is DishSoldOut."""

    quantity: int
    left: int


@dataclass(frozen=True, kw_only=True)
class StockGivenBack(DishFact):
    quantity: int
    left: int


@dataclass(frozen=True, kw_only=True)
class OptionFact(Fact):
    """`dish_ids` are the dishes that offer the option."""

    rows: ClassVar[dict[str, str]] = {"dish_ids": "dishes.version"}

    option_id: int
    dish_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OptionSoldOut(OptionFact):
    until: str | None


@dataclass(frozen=True, kw_only=True)
class OptionBack(OptionFact):
    pass


@dataclass(frozen=True, kw_only=True)
class IngredientFact(Fact):
    """`dish_ids` are the dishes it is in, and those that offer an option it is in."""

    rows: ClassVar[dict[str, str]] = {
        "ingredient_id": "ingredients.version",
        "dish_ids": "dishes.version",
    }

    ingredient_id: int
    dish_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class IngredientAdded(IngredientFact):
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class IngredientEdited(IngredientFact):
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class IngredientRemoved(IngredientFact):
    before: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class IngredientSoldOut(IngredientFact):
    """`until` is an ISO moment; None until somebody says so."""

    until: str | None


@dataclass(frozen=True, kw_only=True)
class IngredientBack(IngredientFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CategoryFact(Fact):
    rows: ClassVar[dict[str, str]] = CATEGORY_ROW

    category_id: int


@dataclass(frozen=True, kw_only=True)
class CategoryAdded(CategoryFact):
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CategoryEdited(CategoryFact):
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CategoryRetired(CategoryFact):
    pass


@dataclass(frozen=True, kw_only=True)
class GroupFact(Fact):
    """`dish_ids` are the dishes that ask this question."""

    rows: ClassVar[dict[str, str]] = {"dish_ids": "dishes.version"}

    group_id: int
    dish_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroupAdded(GroupFact):
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class GroupEdited(GroupFact):
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class GroupRemoved(GroupFact):
    before: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MenuSorted(Fact):
    """Categories, or the dishes of `category_id`, were put in another order."""

    category_id: int | None
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MenuImported(Fact):
    """A file was taken over. `dish_ids` are new; each changed dish has a fact of its own."""

    digest: str
    created: int
    changed: int
    unchanged: int
    dish_ids: tuple[int, ...]
