"""Option groups: questions that dishes share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, g, render_template, request
from flask_babel import gettext as _
from msgspec import field

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Invalid, Refusal
from restaurant_order.menu import queries, service
from restaurant_order.menu.availability import availability
from restaurant_order.menu.drafts import (
    GroupDraft,
    OptionDraft,
    draft_of_group,
    print_of,
)
from restaurant_order.menu.labels import ALLERGENS
from restaurant_order.menu.models import Allergen, OptionGroup
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.menu_fields import (
    kitchen_only,
    kitchen_words_in,
    kitchen_words_out,
    money_in,
    money_out,
    station_choices,
    whole,
    whole_or_none,
    words_in,
    words_out,
)
from restaurant_order.web.redrawing import redraws

SPARE_OPTIONS: Final = 3
"""Empty rows for more options below those there are."""


class GroupForm(Form, frozen=True, kw_only=True):
    """All as text. Lists belong together by row: `references` (empty: a new option), `positions`,
    `prices`, `stations` (empty: none of its own), `option_names` with one text per language in each
    row, `kitchen_names` with one more for each language of the kitchen alone; `defaults` are rows,
    `adds` and `removes` are `row-allergen`.
    """

    seen: str = ""
    names: list[str]
    minimum: str
    maximum: str
    free: str = "0"
    references: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    prices: list[str] = field(default_factory=list)
    stations: list[str] = field(default_factory=list)
    option_names: list[str] = field(default_factory=list)
    kitchen_names: list[str] = field(default_factory=list)
    defaults: list[str] = field(default_factory=list)
    adds: list[str] = field(default_factory=list)
    removes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class OptionRow:
    """An option as its row shows it."""

    reference: str
    position: str
    price: str
    station: str
    names: list[str]
    kitchen_names: list[str]
    is_default: bool
    adds: frozenset[str]
    removes: frozenset[str]


class AvailabilityForm(Form, frozen=True):
    until: str = "today"


@blueprint.get("/menu/options")
def menu_options() -> str:
    groups = queries.groups_of(g.restaurant.id)
    used = queries.use_counts(g.restaurant.id)
    return render_template("manager/menu/options.html", groups=groups, used=used)


@blueprint.get("/menu/options/new")
def new_group() -> str:
    draft = GroupDraft(name={}, options=(), minimum=1, maximum=1)
    return _editor("/manage/menu/options/new", None, draft)


@blueprint.post("/menu/options/new")
@redraws(new_group)
def add_group() -> Response:
    group_id = service.add_group(_draft(read_form(GroupForm)), by=g.staff)
    said = _("The options are there. Now let dishes ask for them.")
    return go(f"/manage/menu/options/{group_id}", said)


@blueprint.get("/menu/options/<int:group_id>")
def menu_group(group_id: int) -> str:
    group = queries.group_or_refuse(g.restaurant.id, group_id)
    return _editor(f"/manage/menu/options/{group_id}", group, draft_of_group(group))


@blueprint.post("/menu/options/<int:group_id>")
@redraws(menu_group)
def edit_group(group_id: int) -> Response:
    form = read_form(GroupForm)
    service.edit_group(group_id, _draft(form), by=g.staff, seen=form.seen)
    return go(f"/manage/menu/options/{group_id}", _("Saved."))


@blueprint.post("/menu/options/<int:group_id>/<int:option_id>/sold-out")
def sell_out_option(group_id: int, option_id: int) -> Response:
    form = read_form(AvailabilityForm)
    service.sell_out_option(option_id, until=form.until, by=g.staff)
    return go(f"/manage/menu/options/{group_id}#stock", _("Sold out, on every phone."))


@blueprint.post("/menu/options/<int:group_id>/<int:option_id>/back")
def bring_back_option(group_id: int, option_id: int) -> Response:
    read_form(Form)
    service.bring_back_option(option_id, by=g.staff)
    return go(f"/manage/menu/options/{group_id}#stock", _("It can be chosen again."))


@blueprint.get("/menu/options/<int:group_id>/remove")
def ask_to_remove_group(group_id: int) -> str:
    group = queries.group_or_refuse(g.restaurant.id, group_id)
    names = ", ".join(in_words(dish.name) for dish in queries.dishes_asking(group_id))
    return confirm(
        title=_("Remove the options %(group)s?", group=in_words(group.name)),
        text=_("These dishes no longer ask for them: %(dishes)s", dishes=names)
        if names
        else _("No dish asks for them."),
        label=_("Remove"),
        back=f"/manage/menu/options/{group_id}",
    )


@blueprint.post("/menu/options/<int:group_id>/remove")
def remove_group(group_id: int) -> Response:
    read_form(Form)
    service.remove_group(group_id, by=g.staff)
    return go("/manage/menu/options", _("The options are gone."))


def _editor(action: str, group: OptionGroup | None, draft: GroupDraft) -> str:
    now = print_of(draft) if group is not None else ""
    form = _sent_or(_form_of(draft, seen=now), action)
    was_overtaken = "refusal" in g and not isinstance(g.refusal, Invalid)
    return render_template(
        "manager/menu/group.html",
        action=action,
        group=group,
        form=form,
        seen=now if was_overtaken else form.seen,
        answers=_rows(form),
        stations=station_choices(_("Nobody else: as the dish")),
        dishes=queries.dishes_asking(group.id) if group is not None else [],
        allergens=ALLERGENS,
        kitchen_only=kitchen_only,
        money_out=money_out,
        sold_out=availability(g.restaurant.id).sold_out_options,
    )


def _form_of(draft: GroupDraft, *, seen: str) -> GroupForm:
    spare = [OptionDraft(name={})] * SPARE_OPTIONS
    options = [*draft.options, *spare]
    return GroupForm(
        seen=seen,
        names=words_out(draft.name),
        minimum=str(draft.minimum),
        maximum=str(draft.maximum),
        free=str(draft.free_count),
        references=[option.reference for option in options],
        positions=[str(place) for place in range(1, len(options) + 1)],
        prices=[money_out(option.price) if option.price else "" for option in options],
        stations=[str(option.station_id or "") for option in options],
        option_names=[text for option in options for text in words_out(option.name)],
        kitchen_names=[t for option in options for t in kitchen_words_out(option.kitchen_name)],
        defaults=[str(row) for row, option in enumerate(options) if option.is_default],
        adds=[f"{row}-{a}" for row, one in enumerate(options) for a in one.allergens_added],
        removes=[f"{row}-{a}" for row, one in enumerate(options) for a in one.allergens_removed],
    )


def _sent_or(form: GroupForm, action: str) -> GroupForm:
    if "refusal" not in g or request.path != action:
        return form
    try:
        return read_form(GroupForm)
    except Refusal:
        return form


def _rows(form: GroupForm) -> list[OptionRow]:
    width, kitchen_width = _widths()
    parts = zip(form.references, form.positions, form.prices, strict=False)
    return [
        OptionRow(
            reference=reference,
            position=position,
            price=price,
            station=form.stations[row] if row < len(form.stations) else "",
            names=_texts(form.option_names, row, width),
            kitchen_names=_texts(form.kitchen_names, row, kitchen_width),
            is_default=str(row) in form.defaults,
            adds=_of_row(form.adds, row),
            removes=_of_row(form.removes, row),
        )
        for row, (reference, position, price) in enumerate(parts)
    ]


def _draft(form: GroupForm) -> GroupDraft:
    """What the fields say; a row without any name is no option. Raises Invalid."""
    (width, kitchen_width), rows = _widths(), _rows(form)
    lengths = {len(form.references), len(form.positions), len(form.prices)}
    texts = len(form.option_names), len(form.kitchen_names)
    if len(lengths) > 1 or texts != (width * len(rows), kitchen_width * len(rows)):
        raise Invalid(field="options")
    if not _ticked_rows(form) <= {str(row) for row in range(len(rows))}:
        raise Invalid(field="options")
    named = [row for row in rows if any(name.strip() for name in row.names)]
    placed = sorted(named, key=lambda row: whole(row.position, "options"))
    return GroupDraft(
        name=words_in(form.names, "names"),
        minimum=whole(form.minimum, "minimum"),
        maximum=whole(form.maximum, "maximum"),
        free_count=whole(form.free, "free_count"),
        options=tuple(_option(row) for row in placed),
    )


def _option(row: OptionRow) -> OptionDraft:
    return OptionDraft(
        reference=row.reference,
        name=words_in(row.names, "options"),
        kitchen_name=kitchen_words_in(row.kitchen_names, "options"),
        price=money_in(row.price, "options", signed=True) if row.price.strip() else 0,
        is_default=row.is_default,
        station_id=whole_or_none(row.station, "options"),
        allergens_added=_allergens(row.adds),
        allergens_removed=_allergens(row.removes),
    )


def _widths() -> tuple[int, int]:
    """How many languages an option has a name in, and a kitchen name."""
    width = len(g.restaurant.languages)
    return width, width + len(kitchen_only())


def _texts(all_texts: list[str], row: int, width: int) -> list[str]:
    return (all_texts[row * width : (row + 1) * width] + [""] * width)[:width]


def _ticked_rows(form: GroupForm) -> set[str]:
    marked = {each.partition("-")[0] for each in (*form.adds, *form.removes)}
    return marked | set(form.defaults)


def _of_row(ticked: Sequence[str], row: int) -> frozenset[str]:
    return frozenset(
        each.partition("-")[2] for each in ticked if each.partition("-")[0] == str(row)
    )


def _allergens(names: frozenset[str]) -> tuple[Allergen, ...]:
    if not names <= set(Allergen):
        raise Invalid(field="options")
    return tuple(allergen for allergen in Allergen if allergen in names)
