"""The option groups a file describes, and which of them each row asks."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import Words
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.checking import checked_group
from restaurant_order.menu.drafts import GroupDraft
from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.current import CurrentMenu
from restaurant_order.menu.sheet.option_cells import (
    Use,
    read_options,
    translated,
    write_all_names,
    write_group,
)
from restaurant_order.menu.sheet.plan import Change, PlannedGroup
from restaurant_order.menu.sheet.refusals import BadCell, Trouble
from restaurant_order.menu.sheet.table import Row, Table

Uses = dict[int, tuple[Use, ...]]


def plan_groups(
    menu: CurrentMenu, table: Table, troubles: list[Trouble]
) -> tuple[list[PlannedGroup], Uses]:
    """What changes, and what each row asks. `menu` afterwards holds groups as they will be."""
    described, uses = _read(menu, table, troubles)
    planned = []
    for reference, (row, draft) in described.items():
        group = _planned(menu, reference, row, _with_kept_names(menu, table, draft), troubles)
        if group is not None:
            planned.append(group)
    known = {group.reference for group in menu.groups.values()} | described.keys()
    for number, asked in uses.items():
        for use in asked:
            if use.reference not in known:
                sentence = _l("No row describes the options “%(name)s”.", name=use.reference)
                troubles.append(Trouble(number, c.OPTIONS, sentence))
    return planned, uses


def _read(
    menu: CurrentMenu, table: Table, troubles: list[Trouble]
) -> tuple[dict[str, tuple[int, GroupDraft]], Uses]:
    described: dict[str, tuple[int, GroupDraft]] = {}
    uses: Uses = {}
    for row in table.rows:
        groups, uses[row.number] = _row(menu, row, troubles)
        for group in groups:
            first, earlier = described.setdefault(group.reference, (row.number, group))
            if earlier != group:
                sentence = _l(
                    "Row %(row)s describes “%(name)s” otherwise.", row=first, name=group.reference
                )
                troubles.append(Trouble(row.number, c.OPTIONS, sentence))
    return described, uses


def _row(
    menu: CurrentMenu, row: Row, troubles: list[Trouble]
) -> tuple[tuple[GroupDraft, ...], tuple[Use, ...]]:
    first, *others = menu.languages
    column = Column(c.OPTIONS)
    try:
        cell = read_options(row.cells.get(column, ""), first, menu.currency)
        groups = cell.groups
        for tag in others:
            column = Column(c.OPTIONS, tag)
            if row.cells.get(column):
                groups = translated(groups, row.cells[column], tag)
    except BadCell as bad:
        troubles.append(Trouble(row.number, column.header, bad.sentence))
        return (), ()
    return groups, cell.uses


def _with_kept_names(menu: CurrentMenu, table: Table, draft: GroupDraft) -> GroupDraft:
    """Names in languages that have no column stay, and so do the options' stations."""
    group_id = menu.group_id(draft.reference)
    if group_id is None:
        return draft
    before = menu.groups[group_id]
    absent = [tag for tag in menu.languages[1:] if Column(c.OPTIONS, tag) not in table.columns]
    names = {option.reference: option.name for option in before.options}
    stations = {option.reference: option.station_id for option in before.options}
    options = tuple(
        replace(
            option,
            name=option.name | _only(names.get(option.reference, {}), absent),
            station_id=stations.get(option.reference),
        )
        for option in draft.options
    )
    return replace(draft, name=draft.name | _only(before.name, absent), options=options)


def _only(words: Words, tags: list[str]) -> Words:
    return {tag: words[tag] for tag in tags if tag in words}


def _planned(
    menu: CurrentMenu, reference: str, row: int, draft: GroupDraft, troubles: list[Trouble]
) -> PlannedGroup | None:
    group_id = menu.group_id(reference)
    before = menu.groups[group_id] if group_id is not None else None
    try:
        after = checked_group(draft, menu.house())
    except Invalid as invalid:
        troubles.append(Trouble(row, c.OPTIONS, invalid.sentence))
        return None
    changes = _changes(menu, before, after)
    if group_id is None:
        group_id = -len(menu.groups) - 1
    menu.groups[group_id] = after
    return PlannedGroup(row, group_id, after, changes) if changes else None


def _changes(menu: CurrentMenu, before: GroupDraft | None, after: GroupDraft) -> tuple[Change, ...]:
    old = _lines(menu, before) if before is not None else {}
    new = _lines(menu, after)
    return tuple(
        Change(column.header, old.get(column, ""), line)
        for column, line in new.items()
        if old.get(column, "") != line
    )


def _lines(menu: CurrentMenu, group: GroupDraft) -> dict[Column, str]:
    first, *others = menu.languages
    lines = {Column(c.OPTIONS): write_group(group, first, menu.currency)}
    return lines | {Column(c.OPTIONS, tag): write_all_names([group], tag) for tag in others}
