"""The categories a file names: known ones, perhaps renamed, and new ones."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import Words
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.checking import checked_category
from restaurant_order.menu.drafts import CategoryDraft
from restaurant_order.menu.references import free_reference
from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.current import CurrentMenu
from restaurant_order.menu.sheet.plan import Change, PlannedCategory
from restaurant_order.menu.sheet.refusals import Trouble
from restaurant_order.menu.sheet.table import Row, Table


def plan_categories(
    menu: CurrentMenu, table: Table, troubles: list[Trouble]
) -> tuple[list[PlannedCategory], dict[int, int]]:
    """What changes, and each row's category. `menu` afterwards holds them as they will be."""
    reading = _Reading(menu, troubles)
    for row in table.rows:
        reading.read(row)
    house, planned = menu.house(), []
    for category_id, names in reading.names.items():
        before = menu.categories[category_id]
        after = replace(before, name=before.name | names)
        try:
            menu.categories[category_id] = checked_category(after, house)
        except Invalid as invalid:
            troubles.append(Trouble(reading.rows[category_id], c.CATEGORY, invalid.sentence))
        changes = _changes(before, names)
        if changes or category_id < 0:
            row_number = reading.rows[category_id]
            planned.append(
                PlannedCategory(row_number, category_id, menu.categories[category_id], changes)
            )
    return planned, reading.category_of_row


class _Reading:
    def __init__(self, menu: CurrentMenu, troubles: list[Trouble]) -> None:
        self.menu, self.troubles = menu, troubles
        self.category_of_row: dict[int, int] = {}
        self.names: dict[int, Words] = {}
        self.rows: dict[int, int] = {}
        self._known: dict[str, int] = {}
        for category_id, draft in reversed(list(menu.categories.items())):
            for name in (*draft.name.values(), draft.reference):
                self._known[name.casefold()] = category_id

    def read(self, row: Row) -> None:
        first = self.menu.languages[0]
        named = row.cells.get(Column(c.CATEGORY_NAME, first), "")
        text = row.cells.get(Column(c.CATEGORY), "") or named
        if not text:
            return
        category_id = self._known.get(text.casefold())
        if category_id is None:
            category_id = self._add(text, named or text)
        self.category_of_row[row.number] = category_id
        self.rows.setdefault(category_id, row.number)
        for tag in self.menu.languages:
            self._note(category_id, tag, row)

    def _add(self, text: str, name: str) -> int:
        category_id = -len(self.menu.categories) - 1
        taken = {draft.reference for draft in self.menu.categories.values()}
        self.menu.categories[category_id] = CategoryDraft(
            reference=free_reference(text, taken), name={self.menu.languages[0]: name}
        )
        self._known[text.casefold()] = self._known[name.casefold()] = category_id
        self.names[category_id] = {}
        return category_id

    def _note(self, category_id: int, tag: str, row: Row) -> None:
        column = Column(c.CATEGORY_NAME, tag)
        text, names = row.cells.get(column, ""), self.names.setdefault(category_id, {})
        if text and names.setdefault(tag, text) != text:
            sentence = _l("An earlier row calls this category “%(name)s”.", name=names[tag])
            self.troubles.append(Trouble(row.number, column.header, sentence))


def _changes(before: CategoryDraft, names: Words) -> tuple[Change, ...]:
    return tuple(
        Change(Column(c.CATEGORY_NAME, tag).header, before.name.get(tag, ""), name)
        for tag, name in names.items()
        if before.name.get(tag, "") != name
    )
