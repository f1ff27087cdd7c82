"""Doing what a plan says, within the caller's transaction."""

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.core.transaction import record
from restaurant_order.menu.categories import category_added, change_category, new_category
from restaurant_order.menu.dishes import change_dish, new_dish, next_rank
from restaurant_order.menu.drafts import DishDraft
from restaurant_order.menu.facts import MenuImported, StockSet
from restaurant_order.menu.ingredients import change_recipes
from restaurant_order.menu.models import Category, Dish, OptionGroup
from restaurant_order.menu.option_groups import change_group, group_added, new_group
from restaurant_order.menu.queries import dishes_by_reference, option_ids_of
from restaurant_order.menu.recipes import Parts
from restaurant_order.menu.references import free_reference
from restaurant_order.menu.sheet.breathing import breathing
from restaurant_order.menu.sheet.plan import Plan, PlannedDish, RowState
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Restaurant

Report = list[dict[str, Any]]


def apply_plan(plan: Plan, restaurant: Restaurant, *, digest: str, by: StaffMember) -> Report:
    """Returns a line per row. A plan that changes nothing leaves no trace."""
    if not plan.changes_nothing:
        _Applying(plan, restaurant, by).run(digest)
        restaurant.menu_version += 1
    return [
        {
            "row": dish.row,
            "reference": dish.draft.reference,
            "name": dish.draft.name,
            "state": dish.state.value,
        }
        for dish in plan.dishes
    ]


class _Applying:
    """Ids below 0 in the plan become the real ones of what is made for them."""

    def __init__(self, plan: Plan, restaurant: Restaurant, by: StaffMember) -> None:
        self.plan, self.restaurant, self.by = plan, restaurant, by
        self.category_ids: dict[int, int] = {}
        self.group_ids: dict[int, int] = {}
        self.ranks: dict[int, int] = {}

    def run(self, digest: str) -> None:
        self._categories()
        self._groups()
        known = {dish.id: dish for dish in dishes_by_reference(self.restaurant.id).values()}
        created = [self._create(one) for one in breathing(self.plan.in_state(RowState.CREATED))]
        with db.session.no_autoflush:
            for planned in breathing(self.plan.in_state(RowState.CHANGED, RowState.BACK)):
                if planned.dish_id is not None:
                    self._change(planned, known[planned.dish_id])
        db.session.flush()
        self._ingredients(created)
        self._record(digest, created)

    def _categories(self) -> None:
        taken = set(
            db.session.scalars(
                select(Category.reference).where(Category.restaurant_id == self.restaurant.id)
            )
        )
        for planned in self.plan.categories:
            if planned.id < 0:
                reference = free_reference(planned.draft.reference, taken)
                category = new_category(
                    self.restaurant, replace(planned.draft, reference=reference)
                )
                taken.add(reference)
                self.category_ids[planned.id] = category.id
                record(category_added(category), by=self.by.actor)
            else:
                category = db.session.get_one(Category, planned.id)
                edited = change_category(category, planned.draft, self.restaurant)
                if edited is not None:
                    record(edited, by=self.by.actor)

    def _groups(self) -> None:
        for planned in self.plan.groups:
            if planned.id < 0:
                group = new_group(self.restaurant, planned.draft)
                self.group_ids[planned.id] = group.id
                record(group_added(group), by=self.by.actor)
            else:
                group = db.session.get_one(OptionGroup, planned.id)
                edited = change_group(group, planned.draft, self.restaurant)
                if edited is not None:
                    record(edited, by=self.by.actor)

    def _create(self, planned: PlannedDish) -> Dish:
        draft = self._with_real_ids(planned.draft)
        rank = self.ranks.get(draft.category_id)
        if rank is None:
            rank = next_rank(draft.category_id)
        self.ranks[draft.category_id] = rank + 1
        return new_dish(
            self.restaurant, draft, reference=draft.reference, stock=planned.stock, rank=rank
        )

    def _change(self, planned: PlannedDish, dish: Dish) -> None:
        dish.retired_at = None
        if planned.stock != planned.stock_before:
            before, dish.stock = dish.stock, planned.stock
            counted = StockSet(
                restaurant_id=dish.restaurant_id, dish_id=dish.id, before=before, after=dish.stock
            )
            record(counted, by=self.by.actor)
        edited = change_dish(dish, self._with_real_ids(planned.draft), self.restaurant)
        if edited is not None:
            record(edited, by=self.by.actor)

    def _ingredients(self, created: list[Dish]) -> None:
        dishes = {
            planned.dish_id: planned.parts
            for planned in self.plan.in_state(RowState.CHANGED, RowState.BACK)
            if planned.dish_id is not None and planned.parts is not None
        }
        for planned, dish in zip(self.plan.in_state(RowState.CREATED), created, strict=True):
            if planned.parts is not None:
                dishes[dish.id] = planned.parts
        options: dict[int, Parts] = {}
        for group in self.plan.groups:
            if group.parts is not None:
                ids = option_ids_of(self.group_ids.get(group.id, group.id))
                options |= {ids[reference]: parts for reference, parts in group.parts.items()}
        for edited in change_recipes(self.restaurant, dishes=dishes, options=options):
            record(edited, by=self.by.actor)

    def _with_real_ids(self, draft: DishDraft) -> DishDraft:
        return replace(
            draft,
            category_id=self.category_ids.get(draft.category_id, draft.category_id),
            groups=tuple(
                replace(use, group_id=self.group_ids.get(use.group_id, use.group_id))
                for use in draft.groups
            ),
        )

    def _record(self, digest: str, created: list[Dish]) -> None:
        states = Counter(dish.state for dish in self.plan.dishes)
        record(
            MenuImported(
                restaurant_id=self.restaurant.id,
                digest=digest,
                created=states[RowState.CREATED],
                changed=states[RowState.CHANGED] + states[RowState.BACK],
                unchanged=states[RowState.UNCHANGED],
                dish_ids=tuple(dish.id for dish in created),
            ),
            by=self.by.actor,
        )
