"""Each row against the dish it means: what it would be, and what of that is new."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import Words
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.checking import House, checked_dish
from restaurant_order.menu.drafts import DishDraft, GroupUse, draft_of_dish
from restaurant_order.menu.recipes import Parts
from restaurant_order.menu.sheet import amounts, cells
from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.current import CurrentMenu, dish_cells
from restaurant_order.menu.sheet.hours_cells import read_hours
from restaurant_order.menu.sheet.matching import Match
from restaurant_order.menu.sheet.option_cells import Use
from restaurant_order.menu.sheet.plan import Change, PlannedDish, RowState
from restaurant_order.menu.sheet.refusals import BadCell, Trouble

NEEDED: Final = (c.CATEGORY, c.PRICE, c.TAX_RATE)
"""Beside its name, what a new dish cannot be without."""

T = TypeVar("T")


@dataclass(frozen=True)
class Surroundings:
    """What rows are read against: the menu as it will be, and what was found out before."""

    menu: CurrentMenu
    house: House
    group_ids: dict[str, int]
    categories: dict[int, int]
    uses: dict[int, tuple[Use, ...]]


def plan_dish(match: Match, around: Surroundings, troubles: list[Trouble]) -> PlannedDish | None:
    """None, and more among the troubles, for a row that cannot be read."""
    reader = _RowReader(match, around)
    draft, stock, parts = reader.draft(), reader.stock(), reader.parts()
    if not reader.troubles:
        try:
            draft = checked_dish(draft, around.house)
        except Invalid as invalid:
            reader.blame(c.OPTIONS if invalid.field == "groups" else str(invalid.field), invalid)
    if reader.troubles:
        troubles += reader.troubles
        return None
    dish = match.dish
    changes = _changes(match, around.menu, draft, stock, parts)
    return PlannedDish(
        row=match.row.number,
        dish_id=dish.id if dish is not None else None,
        draft=draft,
        stock_before=dish.stock if dish is not None else None,
        stock=stock,
        parts=parts if Column(c.INGREDIENTS) in match.row.cells else None,
        state=_state(match, changes),
        changes=changes,
    )


class _RowReader:
    """Reads one row's cells over what the dish is now; a missing column changes nothing."""

    def __init__(self, match: Match, around: Surroundings) -> None:
        self.row, self.dish, self.around = match.row, match.dish, around
        self.troubles: list[Trouble] = []
        self.base = (
            draft_of_dish(match.dish)
            if match.dish is not None
            else DishDraft(category_id=0, name={}, price=0, tax_rate=0, reference=match.reference)
        )

    def draft(self) -> DishDraft:
        base, currency = self.base, self.around.menu.currency
        self._refuse_missing()
        return replace(
            base,
            category_id=self.around.categories.get(self.row.number, base.category_id),
            name=self._words(c.NAME, base.name),
            description=self._words(c.DESCRIPTION, base.description),
            kitchen_name=self._words(c.KITCHEN_NAME, base.kitchen_name),
            price=self._cell(c.PRICE, lambda text: amounts.read_money(text, currency), base.price),
            tax_rate=self._cell(c.TAX_RATE, amounts.read_rate, base.tax_rate),
            station_id=self._cell(c.STATION, self._station, base.station_id),
            course=self._cell(c.COURSE, cells.read_course, base.course),
            prep_minutes=self._cell(c.PREP_MINUTES, cells.read_minutes, base.prep_minutes),
            allergens=self._cell(c.ALLERGENS, cells.read_allergens, base.allergens),
            diet_marks=self._cell(c.DIET, cells.read_diet, base.diet_marks),
            spice=self._cell(c.SPICE, cells.read_spice, base.spice),
            on_menu=self._cell(c.ON_MENU, cells.read_yes, base.on_menu),
            windows=self._cell(c.WINDOWS, read_hours, base.windows),
            groups=self._groups(),
        )

    def stock(self) -> int | None:
        return self._cell(c.STOCK, cells.read_stock, self.dish.stock if self.dish else None)

    def parts(self) -> Parts:
        menu = self.around.menu
        now = menu.recipes.dishes.get(self.dish.id, {}) if self.dish else {}
        return self._cell(c.INGREDIENTS, lambda text: cells.read_parts(text, menu.pantry), now)

    def blame(self, column: str, invalid: Invalid) -> None:
        self.troubles.append(Trouble(self.row.number, column, invalid.sentence))

    def _refuse_missing(self) -> None:
        for kind in NEEDED:
            text = self.row.cells.get(Column(kind))
            known = kind == c.CATEGORY and self.row.number in self.around.categories
            if not (text or known) and (text is not None or self.dish is None):
                sentence = _l("Please fill this in.")
                self.troubles.append(Trouble(self.row.number, kind, sentence))

    def _cell(self, kind: str, read: Callable[[str], T], otherwise: T) -> T:
        text = self.row.cells.get(Column(kind))
        if text is None or (not text and kind in NEEDED):
            return otherwise
        try:
            return read(text)
        except BadCell as bad:
            self.troubles.append(Trouble(self.row.number, kind, bad.sentence))
            return otherwise

    def _words(self, kind: str, before: Words) -> Words:
        words = dict(before)
        for tag in self.around.menu.languages:
            text = self.row.cells.get(Column(kind, tag))
            if text is not None:
                words[tag] = " ".join(text.split())
        return words

    def _station(self, text: str) -> int | None:
        return cells.read_station(text, self.around.menu.stations)

    def _groups(self) -> tuple[GroupUse, ...]:
        if Column(c.OPTIONS) not in self.row.cells:
            return self.base.groups
        return tuple(
            GroupUse(
                group_id=self.around.group_ids[use.reference],
                minimum=use.minimum,
                maximum=use.maximum,
                free_count=use.free_count,
                prices=use.prices,
            )
            for use in self.around.uses[self.row.number]
            if use.reference in self.around.group_ids
        )


def _state(match: Match, changes: tuple[Change, ...]) -> RowState:
    if match.dish is None:
        return RowState.CREATED
    if match.dish.retired_at is not None:
        return RowState.BACK
    return RowState.CHANGED if changes else RowState.UNCHANGED


def _changes(
    match: Match, menu: CurrentMenu, draft: DishDraft, stock: int | None, parts: Parts
) -> tuple[Change, ...]:
    """Column by column; for a new dish what it will have."""
    after = dish_cells(menu, draft, stock, parts)
    before: dict[Column, str] = {}
    if match.dish is not None and match.dish.retired_at is None:
        now = menu.recipes.dishes.get(match.dish.id, {})
        before = dish_cells(menu, draft_of_dish(match.dish), match.dish.stock, now)
    return tuple(
        Change(column.header, before.get(column, ""), text)
        for column, text in after.items()
        if column.kind != c.CATEGORY_NAME and before.get(column, "") != text
    )
