"""Ingredients: what somebody counts, and what is sold out together with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, g, render_template, request
from flask_babel import gettext as _
from msgspec import field

from restaurant_order.core import clock
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Invalid, Refusal
from restaurant_order.menu import queries, service
from restaurant_order.menu.ingredients import (
    LONGEST_NAME,
    IngredientDraft,
    draft_of_ingredient,
    ingredient_or_refuse,
)
from restaurant_order.menu.models import Option
from restaurant_order.menu.pantry import Ingredient
from restaurant_order.menu.recipes import ingredients_of
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.menu_fields import Id, whole, words_in, words_out
from restaurant_order.web.redrawing import redraws

HERE: Final = "/manage/menu/ingredients"


class IngredientForm(Form, frozen=True, kw_only=True):
    """`dish_ids` and `dish_counts` belong together by row, as do the options'; empty is none."""

    seen: str = ""
    names: list[str]
    dish_ids: list[Id] = field(default_factory=list)
    dish_counts: list[str] = field(default_factory=list)
    option_ids: list[Id] = field(default_factory=list)
    option_counts: list[str] = field(default_factory=list)


class RunOutForm(Form, frozen=True):
    until: str = "today"


@dataclass(frozen=True)
class Row:
    """A dish or an option, and how many are in one portion of it."""

    id: int
    name: str
    search: str
    count: str


@dataclass(frozen=True)
class Listed:
    ingredient: Ingredient
    used_in: tuple[str, ...]
    is_out: bool


@blueprint.get("/menu/ingredients")
def menu_ingredients() -> str:
    dishes = {dish.id: in_words(dish.name) for dish in queries.dishes_of(g.restaurant.id)}
    options = {o.id: in_words(o.name) for o in _all_options()}
    listed = [
        Listed(
            ingredient=one,
            used_in=tuple(
                [dishes[use.dish_id] for use in one.dishes if use.dish_id in dishes]
                + [options[use.option_id] for use in one.options if use.option_id in options]
            ),
            is_out=one.sold_out_until is not None and one.sold_out_until > clock.now(),
        )
        for one in ingredients_of(g.restaurant.id)
    ]
    return render_template("manager/menu/ingredients.html", listed=listed)


@blueprint.get("/menu/ingredients/new")
def new_ingredient() -> str:
    return _editor(f"{HERE}/new", None, IngredientDraft(name={}))


@blueprint.post("/menu/ingredients/new")
@redraws(new_ingredient)
def add_ingredient() -> Response:
    service.add_ingredient(_draft(read_form(IngredientForm)), by=g.staff)
    return go(HERE, _("Saved."))


@blueprint.get("/menu/ingredients/<int:ingredient_id>")
def menu_ingredient(ingredient_id: int) -> str:
    ingredient = ingredient_or_refuse(g.restaurant.id, ingredient_id)
    return _editor(f"{HERE}/{ingredient_id}", ingredient, draft_of_ingredient(ingredient))


@blueprint.post("/menu/ingredients/<int:ingredient_id>")
@redraws(menu_ingredient)
def edit_ingredient(ingredient_id: int) -> Response:
    form = read_form(IngredientForm)
    service.edit_ingredient(ingredient_id, _draft(form), by=g.staff, seen=form.seen)
    return go(HERE, _("Saved."))


@blueprint.post("/menu/ingredients/<int:ingredient_id>/sold-out")
def sell_out_ingredient(ingredient_id: int) -> Response:
    form = read_form(RunOutForm)
    service.sell_out_ingredient(ingredient_id, until=form.until, by=g.staff)
    return go(HERE, _("Sold out, on every phone."))


@blueprint.post("/menu/ingredients/<int:ingredient_id>/back")
def bring_back_ingredient(ingredient_id: int) -> Response:
    read_form(Form)
    service.bring_back_ingredient(ingredient_id, by=g.staff)
    return go(HERE, _("It can be ordered again."))


@blueprint.get("/menu/ingredients/<int:ingredient_id>/remove")
def ask_to_remove_ingredient(ingredient_id: int) -> str:
    ingredient = ingredient_or_refuse(g.restaurant.id, ingredient_id)
    return confirm(
        title=_("Remove %(ingredient)s?", ingredient=in_words(ingredient.name)),
        text=_("It is no longer counted. The dishes stay as they are."),
        label=_("Remove"),
        back=f"{HERE}/{ingredient_id}",
    )


@blueprint.post("/menu/ingredients/<int:ingredient_id>/remove")
def remove_ingredient(ingredient_id: int) -> Response:
    read_form(Form)
    service.remove_ingredient(ingredient_id, by=g.staff)
    return go(HERE, _("The ingredient is gone."))


def _editor(action: str, ingredient: Ingredient | None, draft: IngredientDraft) -> str:
    now = draft.print if ingredient is not None else ""
    form = _sent_or(_form_of(draft, seen=now), action)
    was_overtaken = "refusal" in g and not isinstance(g.refusal, Invalid)
    dishes = dict(zip(form.dish_ids, form.dish_counts, strict=False))
    options = dict(zip(form.option_ids, form.option_counts, strict=False))
    return render_template(
        "manager/menu/ingredient.html",
        action=action,
        ingredient=ingredient,
        form=form,
        seen=now if was_overtaken else form.seen,
        dishes=_dish_rows(dishes),
        options=_option_rows(options),
        longest=LONGEST_NAME,
    )


def _dish_rows(counts: dict[int, str]) -> list[tuple[str, list[Row]]]:
    """By category, in the menu's order."""
    dishes = queries.dishes_of(g.restaurant.id)
    return [
        (
            in_words(category.name),
            [
                Row(dish.id, in_words(dish.name), _search(dish.name), counts.get(dish.id, ""))
                for dish in dishes
                if dish.category_id == category.id
            ],
        )
        for category in queries.categories_of(g.restaurant.id)
    ]


def _option_rows(counts: dict[int, str]) -> list[tuple[str, list[Row]]]:
    return [
        (
            in_words(group.name),
            [
                Row(one.id, in_words(one.name), _search(one.name), counts.get(one.id, ""))
                for one in group.options
            ],
        )
        for group in queries.groups_of(g.restaurant.id)
    ]


def _form_of(draft: IngredientDraft, *, seen: str) -> IngredientForm:
    return IngredientForm(
        seen=seen,
        names=words_out(draft.name),
        dish_ids=list(draft.dishes),
        dish_counts=[str(count) for count in draft.dishes.values()],
        option_ids=list(draft.options),
        option_counts=[str(count) for count in draft.options.values()],
    )


def _sent_or(form: IngredientForm, action: str) -> IngredientForm:
    if "refusal" not in g or request.path != action:
        return form
    try:
        return read_form(IngredientForm)
    except Refusal:
        return form


def _draft(form: IngredientForm) -> IngredientDraft:
    """Raises Invalid."""
    return IngredientDraft(
        name=words_in(form.names, "names"),
        dishes=_counts(form.dish_ids, form.dish_counts, "dishes"),
        options=_counts(form.option_ids, form.option_counts, "options", signed=True),
    )


def _counts(
    ids: Sequence[int], texts: Sequence[str], field: str, *, signed: bool = False
) -> dict[int, int]:
    if len(ids) != len(texts) or len(set(ids)) < len(ids):
        raise Invalid(field=field)
    found = {}
    for row, text in zip(ids, texts, strict=True):
        bare = text.strip()
        minus = signed and bare[:1] in ("-", "−")
        if bare and (count := whole(bare[1:] if minus else bare, field)):
            found[row] = -count if minus else count
    return found


def _all_options() -> list[Option]:
    return [option for group in queries.groups_of(g.restaurant.id) for option in group.options]


def _search(name: dict[str, str]) -> str:
    return " ".join(name.values())
