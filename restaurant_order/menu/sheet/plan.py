"""What taking a file over would do, row by row; nothing is done yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from restaurant_order.core.once import fingerprint
from restaurant_order.menu.drafts import CategoryDraft, DishDraft, GroupDraft
from restaurant_order.menu.recipes import Parts, Recipes
from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.refusals import Trouble
from restaurant_order.menu.sheet.table import Table


class RowState(StrEnum):
    """`BACK`: the dish was removed once and returns."""

    CREATED = "created"
    CHANGED = "changed"
    BACK = "back"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """One column, as it would be written before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedDish:
    """`dish_id` None: a new one. `stock_before` is what was counted when the plan was made.

    `parts`: what goes into it; None: the file does not say.
    """

    row: int
    dish_id: int | None
    draft: DishDraft
    stock_before: int | None
    stock: int | None
    parts: Parts | None
    state: RowState
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class PlannedGroup:
    """`id` below 0: a new one. `row` is where it is described first.

    `parts`: what goes into its options, by reference; None: the file does not say.
    """

    row: int
    id: int
    draft: GroupDraft
    parts: Mapping[str, Parts] | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class PlannedCategory:
    row: int
    id: int
    draft: CategoryDraft
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Plan:
    """`notices` are worth a look but stop nothing; any of `troubles` stops it all.

    It holds for the menu at `menu_version`, for the stock each dish was found with, and for these
    `recipes` where the file says what goes into what.
    `untouched` counts the dishes of the menu that the file does not mention.
    """

    menu_version: int
    recipes: Recipes
    table: Table
    decimal_comma: bool
    categories: tuple[PlannedCategory, ...]
    groups: tuple[PlannedGroup, ...]
    dishes: tuple[PlannedDish, ...]
    untouched: int
    notices: tuple[Trouble, ...]
    troubles: tuple[Trouble, ...]

    def in_state(self, *states: RowState) -> list[PlannedDish]:
        return [dish for dish in self.dishes if dish.state in states]

    @property
    def changes_nothing(self) -> bool:
        acting = [dish for dish in self.dishes if dish.state is not RowState.UNCHANGED]
        return not (acting or self.groups or self.categories)

    @property
    def says_ingredients(self) -> bool:
        return not {c.INGREDIENTS, c.OPTION_INGREDIENTS}.isdisjoint(
            column.kind for column in self.table.columns
        )

    @property
    def print(self) -> str:
        """A digest of all that would be done; who confirms it has seen exactly that."""
        acting: list[Any] = [
            (dish.row, dish.state, dish.draft.reference, [_told(one) for one in dish.changes])
            for dish in self.dishes
        ]
        acting += [
            (g.row, g.draft.reference, [_told(one) for one in g.changes]) for g in self.groups
        ]
        acting += [
            (k.row, k.draft.reference, [_told(one) for one in k.changes]) for k in self.categories
        ]
        return fingerprint(acting, len(self.troubles))


def _told(change: Change) -> tuple[str, str, str]:
    return change.column, change.before, change.after
