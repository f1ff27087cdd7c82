"""Columns that say more of the options which `options` describes in the same row.

A line for each group that has something to say, the options' texts in their order:

    extras:  | cold | cold

Who makes them, what the kitchen calls them in a language, what goes into them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.drafts import GroupDraft, OptionDraft
from restaurant_order.menu.pantry import MOST_IN_ONE
from restaurant_order.menu.recipes import Parts
from restaurant_order.menu.sheet import columns as c
from restaurant_order.menu.sheet.cells import Named, read_parts, read_station, write_parts
from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.option_cells import wrong_count
from restaurant_order.menu.sheet.refusals import BadCell
from restaurant_order.menu.sheet.signs import escaped, lines_of, shown

Groups = tuple[GroupDraft, ...]


@dataclass(frozen=True)
class Described:
    """A group and, by option reference, what goes into its options."""

    group: GroupDraft
    parts: Mapping[str, Parts]


def with_stations(groups: Groups, text: str, stations: Named) -> Groups:
    """Raises BadCell."""
    return _each(
        groups, text, lambda option, name: replace(option, station_id=read_station(name, stations))
    )


def with_kitchen_names(groups: Groups, text: str, language: str) -> Groups:
    """Raises BadCell."""
    return _each(
        groups,
        text,
        lambda option, name: replace(
            option, kitchen_name=option.kitchen_name | ({language: name} if name else {})
        ),
    )


def with_parts(groups: Groups, text: str, pantry: Named) -> tuple[Described, ...]:
    """Raises BadCell."""
    said = _read(groups, text)
    return tuple(
        Described(
            group,
            {
                option.reference: read_parts(told, pantry, least=-MOST_IN_ONE)
                for option, told in zip(group.options, said[group.reference], strict=True)
            },
        )
        for group in groups
    )


def write_beside(
    described: Sequence[Described], languages: Iterable[str], stations: Named, pantry: Named
) -> dict[Column, str]:
    """The cells of a row that describes these groups."""

    def written(text_of: Callable[[Described, OptionDraft], str]) -> str:
        lines = [
            (one.group.reference, [text_of(one, option) for option in one.group.options])
            for one in described
        ]
        return "\n".join(
            f"{escaped(reference)}: {' | '.join(texts)}".strip()
            for reference, texts in lines
            if any(texts)
        )

    def station(_one: Described, option: OptionDraft) -> str:
        return escaped(stations[option.station_id][0]) if option.station_id else ""

    def called(tag: str) -> Callable[[Described, OptionDraft], str]:
        return lambda _one, option: escaped(option.kitchen_name.get(tag, ""))

    cells = {
        Column(c.OPTION_STATIONS): written(station),
        Column(c.OPTION_INGREDIENTS): written(
            lambda one, option: write_parts(one.parts.get(option.reference, {}), pantry)
        ),
    }
    return cells | {Column(c.OPTION_KITCHEN_NAMES, tag): written(called(tag)) for tag in languages}


def _each(groups: Groups, text: str, change: Callable[[OptionDraft, str], OptionDraft]) -> Groups:
    said = _read(groups, text)
    return tuple(
        replace(
            group,
            options=tuple(
                change(option, told)
                for option, told in zip(group.options, said[group.reference], strict=True)
            ),
        )
        for group in groups
    )


def _read(groups: Groups, text: str) -> dict[str, Sequence[str]]:
    """A text for each option of each group, empty where none is said. Raises BadCell."""
    said: dict[str, Sequence[str]] = {}
    for line in lines_of(text):
        head, _colon, tail = line.partition(":")
        group, texts = _group(groups, shown(head)), [shown(part) for part in tail.split("|")]
        if group.reference in said:
            raise BadCell(_l("The same group of options is described twice here."))
        if len(texts) != len(group.options):
            raise wrong_count(shown(head), len(texts), group)
        said[group.reference] = [" ".join(each.split()) for each in texts]
    return {
        group.reference: said.get(group.reference, [""] * len(group.options)) for group in groups
    }


def _group(groups: Groups, name: str) -> GroupDraft:
    for group in groups:
        if name.casefold() in {one.casefold() for one in (group.reference, *group.name.values())}:
            return group
    raise BadCell(_l("The column “options” does not describe “%(name)s” here.", name=name[:40]))
