"""Which dish each row means: by its reference, else by its name."""

from collections import defaultdict
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.models import Dish
from restaurant_order.menu.references import free_reference
from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.current import CurrentMenu
from restaurant_order.menu.sheet.refusals import Trouble
from restaurant_order.menu.sheet.table import Row, Table


@dataclass(frozen=True)
class Match:
    """A row and its dish; None: a new one, under `reference`."""

    row: Row
    dish: Dish | None
    reference: str


def match_rows(
    menu: CurrentMenu, table: Table, troubles: list[Trouble], notices: list[Trouble]
) -> list[Match]:
    """In the file's order.

    A row without a reference means the dish of exactly its name in the first language; the second
    such row the second such dish. References come first, so that no name takes another's dish.
    """
    matching = _Matching(menu, notices)
    by_row: dict[int, Match] = {}
    for row in table.rows:
        reference = row.cells.get(Column(c.REFERENCE), "")
        if not reference:
            continue
        if reference in matching.claimed:
            sentence = _l("This reference is in the file twice.")
            troubles.append(Trouble(row.number, c.REFERENCE, sentence))
            continue
        by_row[row.number] = matching.by_reference(row, reference)
    for row in table.rows:
        if row.number not in by_row and not row.cells.get(Column(c.REFERENCE), ""):
            by_row[row.number] = matching.by_name(row)
    return [by_row[row.number] for row in table.rows if row.number in by_row]


class _Matching:
    def __init__(self, menu: CurrentMenu, notices: list[Trouble]) -> None:
        self.menu, self.notices = menu, notices
        self.first = menu.languages[0]
        self.claimed: set[str] = set()
        self.named: dict[str, int] = {}
        self.free: dict[str, list[Dish]] = defaultdict(list)
        for dish in sorted(menu.dishes.values(), key=lambda dish: dish.id, reverse=True):
            if dish.retired_at is None:
                self.free[dish.name.get(self.first, "")].append(dish)

    def by_reference(self, row: Row, reference: str) -> Match:
        self.claimed.add(reference)
        return Match(row, self.menu.dishes.get(reference), reference)

    def by_name(self, row: Row) -> Match:
        name = " ".join(row.cells.get(Column(c.NAME, self.first), "").split())
        self._notice_twin(row, name)
        waiting = self.free[name]
        while waiting:
            dish = waiting.pop()
            if dish.reference not in self.claimed:
                return self.by_reference(row, dish.reference)
        return self.by_reference(row, free_reference(name, self.claimed | self.menu.dishes.keys()))

    def _notice_twin(self, row: Row, name: str) -> None:
        earlier = self.named.setdefault(name, row.number)
        if earlier != row.number:
            sentence = _l("Row %(row)s has the same name; both are kept apart.", row=earlier)
            self.notices.append(Trouble(row.number, Column(c.NAME, self.first).header, sentence))
