"""The option groups a file describes, and which of them each row asks."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import Words
from restaurant_order.core.refusals import Invalid
from restaurant_order.menu.checking import checked_group
from restaurant_order.menu.drafts import OptionDraft
from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.beside_options import (
    Described,
    with_kitchen_names,
    with_parts,
    with_stations,
    write_beside,
)
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
    for row, one in described.values():
        group = _planned(menu, table, row, _with_kept(menu, table, one), troubles)
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
) -> tuple[dict[str, tuple[int, Described]], Uses]:
    described: dict[str, tuple[int, Described]] = {}
    uses: Uses = {}
    for row in table.rows:
        found, uses[row.number] = _row(menu, row, troubles)
        for one in found:
            name = one.group.reference
            first, earlier = described.setdefault(name, (row.number, one))
            if earlier != one:
                sentence = _l("Row %(row)s describes “%(name)s” otherwise.", row=first, name=name)
                troubles.append(Trouble(row.number, c.OPTIONS, sentence))
    return described, uses


def _row(
    menu: CurrentMenu, row: Row, troubles: list[Trouble]
) -> tuple[tuple[Described, ...], tuple[Use, ...]]:
    first, *others = menu.languages
    column = Column(c.OPTIONS)
    try:
        cell = read_options(row.cells.get(column, ""), first, menu.currency)
        groups = cell.groups
        for tag in others:
            column = Column(c.OPTIONS, tag)
            if row.cells.get(column):
                groups = translated(groups, row.cells[column], tag)
        column = Column(c.OPTION_STATIONS)
        groups = with_stations(groups, row.cells.get(column, ""), menu.stations)
        for tag in menu.languages:
            column = Column(c.OPTION_KITCHEN_NAMES, tag)
            groups = with_kitchen_names(groups, row.cells.get(column, ""), tag)
        column = Column(c.OPTION_INGREDIENTS)
        described = with_parts(groups, row.cells.get(column, ""), menu.pantry)
    except BadCell as bad:
        troubles.append(Trouble(row.number, column.header, bad.sentence))
        return (), ()
    return described, cell.uses


def _with_kept(menu: CurrentMenu, table: Table, one: Described) -> Described:
    """What no column says stays as it is."""
    group, group_id = one.group, menu.group_id(one.group.reference)
    if group_id is None:
        return one
    before = menu.groups[group_id]
    known = {option.reference: option for option in before.options}
    options = tuple(
        _option_kept(option, known[option.reference], table, menu.languages)
        if option.reference in known
        else option
        for option in group.options
    )
    names = _unsaid(before.name, c.OPTIONS, table, menu.languages)
    is_said = Column(c.OPTION_INGREDIENTS) in table.columns
    return Described(
        replace(group, name=group.name | names, options=options),
        one.parts if is_said else menu.option_parts[group_id],
    )


def _option_kept(
    option: OptionDraft, before: OptionDraft, table: Table, languages: tuple[str, ...]
) -> OptionDraft:
    called = _unsaid(before.kitchen_name, c.OPTION_KITCHEN_NAMES, table, languages)
    is_said = Column(c.OPTION_STATIONS) in table.columns
    return replace(
        option,
        name=option.name | _unsaid(before.name, c.OPTIONS, table, languages),
        kitchen_name=option.kitchen_name | called,
        station_id=option.station_id if is_said else before.station_id,
    )


def _unsaid(words: Words, kind: str, table: Table, languages: tuple[str, ...]) -> Words:
    """The words in languages that have no such column; `options` itself is the first one's."""
    said = {column.language or languages[0] for column in table.columns if column.kind == kind}
    return {tag: text for tag, text in words.items() if tag not in said}


def _planned(
    menu: CurrentMenu, table: Table, row: int, one: Described, troubles: list[Trouble]
) -> PlannedGroup | None:
    group_id = menu.group_id(one.group.reference)
    before = None
    if group_id is not None:
        before = Described(menu.groups[group_id], menu.option_parts[group_id])
    try:
        after = checked_group(one.group, menu.house())
    except Invalid as invalid:
        troubles.append(Trouble(row, _column(invalid), invalid.sentence))
        return None
    changes = _changes(menu, before, Described(after, one.parts))
    if group_id is None:
        group_id = -len(menu.groups) - 1
    menu.groups[group_id] = after
    parts = one.parts if Column(c.OPTION_INGREDIENTS) in table.columns else None
    return PlannedGroup(row, group_id, after, parts, changes) if changes else None


def _column(invalid: Invalid) -> str:
    kind, _dash, language = str(invalid.field).rpartition("_")
    return Column(c.OPTION_KITCHEN_NAMES, language).header if kind == c.KITCHEN_NAME else c.OPTIONS


def _changes(menu: CurrentMenu, before: Described | None, after: Described) -> tuple[Change, ...]:
    old = _lines(menu, before) if before is not None else {}
    new = _lines(menu, after)
    return tuple(
        Change(column.header, old.get(column, ""), line)
        for column, line in new.items()
        if old.get(column, "") != line
    )


def _lines(menu: CurrentMenu, one: Described) -> dict[Column, str]:
    first, *others = menu.languages
    lines = {Column(c.OPTIONS): write_group(one.group, first, menu.currency)}
    names = {Column(c.OPTIONS, tag): write_all_names([one.group], tag) for tag in others}
    return lines | names | write_beside([one], menu.languages, menu.stations, menu.pantry)
