"""The dish editor's fields, both ways: a dish as it is written in them, and what they say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import g, request
from msgspec import field

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid, Refusal
from restaurant_order.menu.drafts import DishDraft, GroupUse
from restaurant_order.menu.models import Allergen, DietMark, OptionGroup
from restaurant_order.menu.sheet.amounts import write_rate
from restaurant_order.web.manager.menu_fields import (
    hours_in,
    hours_out,
    kitchen_words_in,
    kitchen_words_out,
    money_in,
    money_out,
    rate_in,
    whole,
    whole_or_none,
    words_in,
    words_out,
)

Member = TypeVar("Member", bound=StrEnum)


class DishForm(Form, frozen=True, kw_only=True):
    """All as text, as the page shows it and as it comes back.

    Lists of one length belong together: texts by language; `opens` and `closes` with `days` as
    `row-day`; `groups` with `positions`, `minimums`, `maximums`, `frees`; `priced` (as
    `group:option reference`) with `prices`.
    """

    seen: str = ""
    category: str
    names: list[str]
    descriptions: list[str] = field(default_factory=list)
    kitchen_names: list[str] = field(default_factory=list)
    price: str
    tax_rate: str
    station: str = ""
    course: str = ""
    prep_minutes: str = ""
    stated: str = "no"
    allergens: list[str] = field(default_factory=list)
    diet: list[str] = field(default_factory=list)
    spice: str = "0"
    on_menu: str = ""
    opens: list[str] = field(default_factory=list)
    closes: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    minimums: list[str] = field(default_factory=list)
    maximums: list[str] = field(default_factory=list)
    frees: list[str] = field(default_factory=list)
    drops: list[str] = field(default_factory=list)
    adds: list[str] = field(default_factory=list)
    priced: list[str] = field(default_factory=list)
    prices: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class GroupRow:
    """A group the dish asks, with what the dish has of its own in it, as text."""

    group: OptionGroup
    position: str
    minimum: str
    maximum: str
    free: str
    prices: dict[str, str]
    is_dropped: bool

    @property
    def has_own(self) -> bool:
        return any((self.minimum, self.maximum, self.free, *self.prices.values()))


def form_of(draft: DishDraft, *, seen: str = "") -> DishForm:
    """The fields of a dish."""
    opens, closes, days = hours_out(draft.windows)
    own = [
        (f"{use.group_id}:{reference}", price)
        for use in draft.groups
        for reference, price in use.prices.items()
    ]
    return DishForm(
        seen=seen,
        category=str(draft.category_id),
        names=words_out(draft.name),
        descriptions=words_out(draft.description),
        kitchen_names=kitchen_words_out(draft.kitchen_name),
        price=money_out(draft.price) if draft.price else "",
        tax_rate=write_rate(draft.tax_rate),
        station=str(draft.station_id or ""),
        course=_text(draft.course),
        prep_minutes=_text(draft.prep_minutes),
        stated="no" if draft.allergens is None else "yes",
        allergens=list(draft.allergens or ()),
        diet=list(draft.diet_marks),
        spice=str(draft.spice),
        on_menu="on" if draft.on_menu else "",
        opens=opens,
        closes=closes,
        days=days,
        groups=[str(use.group_id) for use in draft.groups],
        positions=[str(place) for place, _use in enumerate(draft.groups, start=1)],
        minimums=[_text(use.minimum) for use in draft.groups],
        maximums=[_text(use.maximum) for use in draft.groups],
        frees=[_text(use.free_count) for use in draft.groups],
        priced=[key for key, _price in own],
        prices=[money_out(price) for _key, price in own],
    )


def sent_or(form: DishForm, action: str) -> DishForm:
    """What was sent to a refusing form of this page, else `form`."""
    if "refusal" not in g or request.path != action:
        return form
    try:
        return read_form(DishForm)
    except Refusal:
        return form


def draft_from(form: DishForm, *, reference: str = "") -> DishDraft:
    """What the fields say. Raises Invalid, naming the field."""
    return DishDraft(
        reference=reference,
        category_id=whole(form.category, "category"),
        name=words_in(form.names, "names"),
        description=words_in(form.descriptions, "descriptions"),
        kitchen_name=kitchen_words_in(form.kitchen_names, "kitchen_names"),
        price=money_in(form.price, "price"),
        tax_rate=rate_in(form.tax_rate, "tax_rate"),
        station_id=whole_or_none(form.station, "station"),
        course=whole_or_none(form.course, "course"),
        prep_minutes=whole_or_none(form.prep_minutes, "prep_minutes"),
        allergens=_allergens(form),
        diet_marks=tuple(_member(DietMark, mark, "diet") for mark in form.diet),
        spice=whole(form.spice, "spice"),
        on_menu=form.on_menu == "on",
        windows=hours_in(form.opens, form.closes, form.days),
        groups=_uses(form),
    )


def group_rows(form: DishForm, groups: Sequence[OptionGroup]) -> list[GroupRow]:
    """The groups the fields name, for drawing; what does not fit is left out."""
    known = {str(group.id): group for group in groups}
    own = dict(zip(form.priced, form.prices, strict=False))
    parts = zip(form.groups, form.positions, form.minimums, form.maximums, form.frees, strict=False)
    return [
        GroupRow(
            group=known[group_id],
            position=position,
            minimum=minimum,
            maximum=maximum,
            free=free,
            prices={
                option.reference: own.get(f"{group_id}:{option.reference}", "")
                for option in known[group_id].options
            },
            is_dropped=group_id in form.drops,
        )
        for group_id, position, minimum, maximum, free in parts
        if group_id in known
    ]


def _allergens(form: DishForm) -> tuple[Allergen, ...] | None:
    if form.stated != "yes":
        return None
    return tuple(_member(Allergen, name, "allergens") for name in form.allergens)


def _member(kind: type[Member], name: str, field: str) -> Member:
    try:
        return kind(name)
    except ValueError:
        raise Invalid(field=field) from None


def _uses(form: DishForm) -> tuple[GroupUse, ...]:
    parts = form.positions, form.minimums, form.maximums, form.frees
    if any(len(part) != len(form.groups) for part in parts) or len(form.priced) != len(form.prices):
        raise Invalid(field="groups")
    placed = [
        (whole(form.positions[row], "groups"), row, _use(form, row))
        for row, group_id in enumerate(form.groups)
        if group_id not in form.drops
    ]
    added = [GroupUse(group_id=whole(group_id, "groups")) for group_id in form.adds]
    return (*(use for _position, _row, use in sorted(placed, key=lambda p: p[:2])), *added)


def _use(form: DishForm, row: int) -> GroupUse:
    group_id = form.groups[row]
    own = zip(form.priced, form.prices, strict=True)
    return GroupUse(
        group_id=whole(group_id, "groups"),
        minimum=whole_or_none(form.minimums[row], "groups"),
        maximum=whole_or_none(form.maximums[row], "groups"),
        free_count=whole_or_none(form.frees[row], "groups"),
        prices={
            key.partition(":")[2]: money_in(price, "groups", signed=True)
            for key, price in own
            if key.startswith(f"{group_id}:") and price.strip()
        },
    )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
