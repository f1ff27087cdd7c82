r"""Option groups in a cell, one a line, as a manager can write them in Excel.

    Size [1]: Regular* | Large +3.50
    extras = Extras [0-3 free 1]: Cheese +1.00 {+milk} | no onion -0.50
    @spice
    @size [1]: large +5.00

`[1]` exactly one, `[0-3]` up to three, `free 1` the first costs nothing, without brackets as many
as one likes; `*` preset; `reference = ` before a name where the one made from the name would not
do; `{+milk -egg}` allergens added and removed. `@` asks a group that another row describes, with
limits and prices of this dish's own. `\` before a sign makes it an ordinary one.

The column of another language only names things: `份量: 标准份 | 大份`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.drafts import GroupDraft, OptionDraft
from restaurant_order.menu.models import Allergen
from restaurant_order.menu.references import reference_from
from restaurant_order.menu.sheet.amounts import read_money, write_money
from restaurant_order.menu.sheet.cells import read_allergen_list
from restaurant_order.menu.sheet.refusals import BadCell
from restaurant_order.menu.sheet.signs import escaped, lines_of, shown

_BOUNDS: Final = re.compile(
    r"\[\s*(?P<least>\d{1,3})\s*(?:-\s*(?P<most>\d{1,3})\s*)?(?:free\s*(?P<free>\d{1,3})\s*)?\]$"
)
_PRICE: Final = re.compile(r"(?:^|\s)(?P<sign>[+-])\s*(?P<amount>[^\s\d]*\d\S*)$")
_ALLERGENS: Final = re.compile(r"\{(?P<inside>[^{}]*)\}$")
_CHANGED: Final = re.compile(r"([+-])([^+-]+)")


@dataclass(frozen=True)
class Use:
    """A dish asks a group, perhaps with limits and prices of its own."""

    reference: str
    minimum: int | None = None
    maximum: int | None = None
    free_count: int | None = None
    prices: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class OptionCell:
    """`groups` are described here; `uses` are what this dish asks, in order."""

    groups: tuple[GroupDraft, ...]
    uses: tuple[Use, ...]


def read_options(text: str, language: str, currency: str) -> OptionCell:
    """What the cell of the first language says. Raises BadCell."""
    groups: list[GroupDraft] = []
    uses: dict[str, Use] = {}
    for line in lines_of(text):
        if line.startswith("@"):
            use = _use(line[1:], currency)
            uses[use.reference] = use
        else:
            group = _group(line, language, currency)
            groups.append(group)
            uses.setdefault(group.reference, Use(group.reference))
    if len({group.reference for group in groups}) < len(groups):
        raise BadCell(_l("The same group of options is described twice here."))
    return OptionCell(tuple(groups), tuple(uses.values()))


def translated(groups: Sequence[GroupDraft], text: str, language: str) -> tuple[GroupDraft, ...]:
    """The groups with names from another language's cell: as many, in the same order.

    Raises BadCell.
    """
    lines = [line for line in lines_of(text) if not line.startswith("@")]
    if len(lines) != len(groups):
        raise BadCell(
            _l(
                "%(count)s groups here, but %(wanted)s in the column “options”.",
                count=len(lines),
                wanted=len(groups),
            )
        )
    return tuple(
        _with_names(group, line, language) for group, line in zip(groups, lines, strict=True)
    )


def wrong_count(name: str, count: int, group: GroupDraft) -> BadCell:
    """A line beside `options` does not have a text for each option of its group."""
    return BadCell(
        _l(
            "“%(name)s” has %(count)s options here, but %(wanted)s in the column “options”.",
            name=name[:40],
            count=count,
            wanted=len(group.options),
        )
    )


def write_group(group: GroupDraft, language: str, currency: str, *, comma: bool = False) -> str:
    """The line that describes a group, names in the first language."""
    options = (_write_option(option, language, currency, comma) for option in group.options)
    bounds = _write_bounds(group.minimum, group.maximum, group.free_count or None)
    name = escaped(group.name.get(language, ""))
    return f"{escaped(group.reference)} = {name} {bounds}: {' | '.join(options)}"


def write_names(group: GroupDraft, language: str) -> str:
    """The group's line in another language's column."""
    options = (escaped(option.name.get(language, "")) for option in group.options)
    return f"{escaped(group.name.get(language, ''))}: {' | '.join(options)}"


def write_all_names(groups: Sequence[GroupDraft], language: str) -> str:
    """Another language's cell; empty where none of the groups has a word in it."""
    words = [words for group in groups for words in (group.name, *(o.name for o in group.options))]
    if not any(each.get(language) for each in words):
        return ""
    return "\n".join(write_names(group, language) for group in groups)


def write_use(use: Use, currency: str, *, comma: bool = False) -> str:
    """The line that asks a group described elsewhere."""
    line = f"@{escaped(use.reference)}"
    if use.minimum is not None:
        line += " " + _write_bounds(use.minimum, use.maximum, use.free_count)
    prices = (
        f"{escaped(reference)} {_write_price(price, currency, comma)}"
        for reference, price in sorted(use.prices.items())
    )
    return f"{line}: {' | '.join(prices)}" if use.prices else line


def _group(line: str, language: str, currency: str) -> GroupDraft:
    head, colon, tail = line.partition(":")
    options = tuple(_option(part, language, currency) for part in tail.split("|") if part.strip())
    if not colon or not options:
        raise BadCell(_l("“%(text)s”: a colon and options are missing.", text=shown(line)[:40]))
    head, bounds = _without_bounds(head)
    reference, name = _named(head)
    least, most, free = bounds or (0, len(options), 0)
    return GroupDraft(
        reference=reference,
        name={language: name},
        options=options,
        minimum=least,
        maximum=most,
        free_count=free or 0,
    )


def _option(text: str, language: str, currency: str) -> OptionDraft:
    rest, price, is_default = text.strip(), 0, False
    added: tuple[Allergen, ...] = ()
    removed: tuple[Allergen, ...] = ()
    while True:
        if rest.endswith("*"):
            rest, is_default = rest[:-1].rstrip(), True
        elif found := _ALLERGENS.search(rest):
            rest, (added, removed) = rest[: found.start()].rstrip(), _allergens(found["inside"])
        elif found := _PRICE.search(rest):
            rest, price = rest[: found.start()].rstrip(), _price(found, currency)
        else:
            break
    reference, name = _named(rest)
    return OptionDraft(
        reference=reference,
        name={language: name},
        price=price,
        is_default=is_default,
        allergens_added=added,
        allergens_removed=removed,
    )


def _use(line: str, currency: str) -> Use:
    head, _, tail = line.partition(":")
    head, bounds = _without_bounds(head)
    least, most, free = bounds or (None, None, None)
    prices = {}
    for part in tail.split("|"):
        found = _PRICE.search(part.strip())
        if found is not None:
            prices[shown(part.strip()[: found.start()])] = _price(found, currency)
        elif part.strip():
            raise BadCell(_l("“%(text)s”: a price like +1.50 is missing.", text=shown(part)[:40]))
    return Use(shown(head), least, most, free, prices)


def _without_bounds(head: str) -> tuple[str, tuple[int, int, int | None] | None]:
    found = _BOUNDS.search(head.strip())
    if found is None:
        if "[" in head:
            raise BadCell(_l("Limits like [1], [0-3] or [1-2 free 1], please."))
        return head, None
    least = int(found["least"])
    most = int(found["most"]) if found["most"] else least
    free = int(found["free"]) if found["free"] else None
    return head.strip()[: found.start()], (least, most, free)


def _named(text: str) -> tuple[str, str]:
    """Reference and name of `reference = name`, or of a name alone. Raises BadCell."""
    before, equals, after = text.partition("=")
    name = shown(after if equals else before)
    if not name:
        raise BadCell(_l("An option here has no name."))
    return (shown(before) if equals else reference_from(name)), name


def _price(found: re.Match[str], currency: str) -> int:
    amount = read_money(found["amount"], currency)
    return -amount if found["sign"] == "-" else amount


def _allergens(text: str) -> tuple[tuple[Allergen, ...], tuple[Allergen, ...]]:
    signed = text.strip() if text.strip()[:1] in ("+", "-", "") else f"+{text.strip()}"
    by_sign: dict[str, str] = {"+": "", "-": ""}
    for sign, names in _CHANGED.findall(signed):
        by_sign[sign] += f",{names}"
    return read_allergen_list(by_sign["+"]), read_allergen_list(by_sign["-"])


def _with_names(group: GroupDraft, line: str, language: str) -> GroupDraft:
    head, _, tail = line.partition(":")
    names = [shown(part) for part in tail.split("|")]
    if len(names) != len(group.options):
        raise wrong_count(shown(head), len(names), group)
    options = tuple(
        replace(option, name={**option.name, language: name})
        for option, name in zip(group.options, names, strict=True)
    )
    return replace(group, name={**group.name, language: shown(head)}, options=options)


def _write_option(option: OptionDraft, language: str, currency: str, comma: bool) -> str:
    name = option.name.get(language, "")
    parts = [] if option.reference == reference_from(name) else [escaped(option.reference), "="]
    parts.append(escaped(name) + ("*" if option.is_default else ""))
    if option.price:
        parts.append(_write_price(option.price, currency, comma))
    changed = [f"+{allergen.value}" for allergen in option.allergens_added]
    changed += [f"-{allergen.value}" for allergen in option.allergens_removed]
    if changed:
        parts.append("{" + " ".join(changed) + "}")
    return " ".join(parts)


def _write_bounds(least: int | None, most: int | None, free: int | None) -> str:
    span = f"{least}" if least == most else f"{least}-{most}"
    return f"[{span}]" if free is None else f"[{span} free {free}]"


def _write_price(price: int, currency: str, comma: bool) -> str:
    sign = "-" if price < 0 else "+"
    return sign + write_money(abs(price), currency, comma=comma)
