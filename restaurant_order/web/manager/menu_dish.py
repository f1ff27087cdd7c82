"""The dish editor: words, price, allergens, options, hours; beside it its card, picture, stock."""

from flask import Response, g, render_template, request
from flask_babel import gettext as _

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import in_words
from restaurant_order.core.refusals import Invalid, Refusal
from restaurant_order.menu import queries, service
from restaurant_order.menu.availability import availability
from restaurant_order.menu.drafts import DishDraft, draft_of_dish, print_of
from restaurant_order.menu.labels import ALLERGENS, DIETS, WEEKDAYS
from restaurant_order.menu.models import Dish
from restaurant_order.menu.photos import keep_photo
from restaurant_order.web.diner.labels import HEAT
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.menu_dish_form import (
    DishForm,
    draft_from,
    form_of,
    group_rows,
    sent_or,
)
from restaurant_order.web.manager.menu_fields import (
    course_choices,
    kitchen_only,
    money_out,
    short_days,
    station_choices,
    whole_or_none,
)
from restaurant_order.web.manager.menu_preview import cards_of
from restaurant_order.web.redrawing import redraws


class StockForm(Form, frozen=True):
    stock: str = ""


class SoldOutForm(Form, frozen=True):
    """`until`: today, for_good, or a time like 18:00."""

    until: str = "today"


@blueprint.get("/menu/dishes/new")
def new_dish() -> str:
    categories = queries.categories_of(g.restaurant.id)
    if not categories:
        raise Invalid(_("Add a category first; every dish is in one."))
    wanted = request.args.get("category", type=int)
    first = next((one for one in categories if one.id == wanted), categories[0])
    draft = DishDraft(category_id=first.id, name={}, price=0, tax_rate=_usual_rate(first.id))
    return _editor("/manage/menu/dishes/new", None, draft)


@blueprint.post("/menu/dishes/new")
@redraws(new_dish)
def add_dish() -> Response:
    draft = draft_from(read_form(DishForm))
    dish_id = service.add_dish(draft, by=g.staff)
    said = _("%(dish)s is on the menu. Add a picture if you have one.", dish=in_words(draft.name))
    return go(f"/manage/menu/dishes/{dish_id}", said)


@blueprint.get("/menu/dishes/<int:dish_id>")
def menu_dish(dish_id: int) -> str:
    dish = _dish(dish_id)
    return _editor(f"/manage/menu/dishes/{dish_id}", dish, draft_of_dish(dish))


@blueprint.post("/menu/dishes/<int:dish_id>")
@redraws(menu_dish)
def edit_dish(dish_id: int) -> Response:
    form = read_form(DishForm)
    draft = draft_from(form, reference=_dish(dish_id).reference)
    service.edit_dish(dish_id, draft, by=g.staff, seen=form.seen)
    return go(f"/manage/menu/dishes/{dish_id}", _("Saved."))


@blueprint.post("/menu/dishes/new/preview")
def preview_new() -> str:
    return _preview(None)


@blueprint.post("/menu/dishes/<int:dish_id>/preview")
def preview_dish(dish_id: int) -> str:
    return _preview(_dish(dish_id))


@blueprint.post("/menu/dishes/<int:dish_id>/photo")
@redraws(menu_dish)
def change_photo(dish_id: int) -> Response:
    read_form(Form)
    file = request.files.get("photo")
    if file is None or not file.filename:
        raise Invalid(_("Please choose a picture."), field="photo")
    _dish(dish_id)
    with file.stream:
        photo = keep_photo(file.read())
    service.set_photo(dish_id, photo, by=g.staff)
    return go(f"/manage/menu/dishes/{dish_id}", _("The picture is on the menu."))


@blueprint.post("/menu/dishes/<int:dish_id>/photo/remove")
def remove_photo(dish_id: int) -> Response:
    read_form(Form)
    service.set_photo(dish_id, None, by=g.staff)
    return go(f"/manage/menu/dishes/{dish_id}", _("The picture is gone from the menu."))


@blueprint.post("/menu/dishes/<int:dish_id>/stock")
@redraws(menu_dish)
def set_stock(dish_id: int) -> Response:
    form = read_form(StockForm)
    service.set_stock(dish_id, whole_or_none(form.stock, "stock"), by=g.staff)
    return go(f"/manage/menu/dishes/{dish_id}#stock", _("Saved."))


@blueprint.post("/menu/dishes/<int:dish_id>/sold-out")
@redraws(menu_dish)
def sell_out(dish_id: int) -> Response:
    form = read_form(SoldOutForm)
    service.sell_out(dish_id, until=form.until, by=g.staff)
    said = _("%(dish)s is sold out, on every phone.", dish=in_words(_dish(dish_id).name))
    return go(_back_to(dish_id), said)


@blueprint.post("/menu/dishes/<int:dish_id>/back")
def bring_back(dish_id: int) -> Response:
    read_form(Form)
    service.bring_back(dish_id, by=g.staff)
    said = _("%(dish)s can be ordered again.", dish=in_words(_dish(dish_id).name))
    return go(_back_to(dish_id), said)


@blueprint.get("/menu/dishes/<int:dish_id>/remove")
def ask_to_remove_dish(dish_id: int) -> str:
    return confirm(
        title=_("Remove %(dish)s?", dish=in_words(_dish(dish_id).name)),
        text=_("It disappears from the menu for good. Bills and reports keep it."),
        label=_("Remove"),
        back=f"/manage/menu/dishes/{dish_id}",
    )


@blueprint.post("/menu/dishes/<int:dish_id>/remove")
def remove_dish(dish_id: int) -> Response:
    read_form(Form)
    dish = _dish(dish_id)
    service.retire_dish(dish_id, by=g.staff)
    said = _("%(dish)s is no longer on the menu.", dish=in_words(dish.name))
    return go(f"/manage/menu?category={dish.category_id}", said)


def _editor(action: str, dish: Dish | None, draft: DishDraft) -> str:
    seen = print_of(draft) if dish is not None else ""
    form = sent_or(form_of(draft, seen=seen), action)
    groups = queries.groups_of(g.restaurant.id)
    rows = group_rows(form, groups)
    asked = {row.group.id for row in rows}
    now = availability(g.restaurant.id)
    return render_template(
        "manager/menu/dish.html",
        action=action,
        dish=dish,
        form=form,
        seen=seen if _was_overtaken() else form.seen,
        cards=cards_of(form, dish),
        group_rows=rows,
        other_groups=[group for group in groups if group.id not in asked],
        category_choices=[
            (one.id, in_words(one.name)) for one in queries.categories_of(g.restaurant.id)
        ],
        stations=station_choices(_("As its category")),
        courses=course_choices(
            ("", _("As its category")), ("0", _("None: served as soon as it is made"))
        ),
        allergens=ALLERGENS,
        diets=DIETS,
        heats=[("0", _("Not hot")), *((str(level), heat) for level, heat in HEAT.items())],
        weekdays=WEEKDAYS,
        short_days=short_days(),
        money_out=money_out,
        kitchen_only=kitchen_only,
        is_sold_out=dish is not None and now.is_sold_out(dish.id),
    )


def _preview(dish: Dish | None) -> str:
    try:
        form = read_form(DishForm)
    except Refusal:
        form = form_of(DishDraft(category_id=0, name={}, price=0, tax_rate=0))
    return render_template("manager/menu/_preview.html", cards=cards_of(form, dish), form=form)


def _was_overtaken() -> bool:
    return "refusal" in g and not isinstance(g.refusal, Invalid)


def _usual_rate(category_id: int) -> int:
    """The tax rate of the category's last dish, else of the menu's."""
    dishes = queries.dishes_of(g.restaurant.id)
    here = [dish for dish in dishes if dish.category_id == category_id]
    return (here or [*dishes])[-1].tax_rate if dishes else 0


def _back_to(dish_id: int) -> str:
    """The page the button stood on: the list or the editor."""
    if request.referrer and request.referrer.endswith(f"/menu/dishes/{dish_id}"):
        return f"/manage/menu/dishes/{dish_id}"
    return f"/manage/menu?category={_dish(dish_id).category_id}#dish-{dish_id}"


def _dish(dish_id: int) -> Dish:
    return queries.dish_or_refuse(g.restaurant.id, dish_id)
