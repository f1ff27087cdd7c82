"""Categories: the pages of the menu."""

from flask import Response, g, render_template
from flask_babel import gettext as _
from msgspec import field

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import in_words
from restaurant_order.menu import queries, service
from restaurant_order.menu.drafts import CategoryDraft, draft_of_category, print_of
from restaurant_order.menu.labels import WEEKDAYS
from restaurant_order.menu.models import Category
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.menu_fields import (
    course_choices,
    hours_in,
    hours_out,
    short_days,
    station_choices,
    whole_or_none,
    words_in,
    words_out,
)
from restaurant_order.web.redrawing import redraws


class CategoryForm(Form, frozen=True, kw_only=True):
    """`names` by language; `opens` and `closes` with `days` as `row-day`."""

    seen: str = ""
    names: list[str]
    station: str = ""
    course: str = ""
    opens: list[str] = field(default_factory=list)
    closes: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)

    @property
    def draft(self) -> CategoryDraft:
        return CategoryDraft(
            name=words_in(self.names, "names"),
            station_id=whole_or_none(self.station, "station"),
            course=whole_or_none(self.course, "course"),
            windows=hours_in(self.opens, self.closes, self.days),
        )


@blueprint.get("/menu/categories/new")
def new_category() -> str:
    return _editor("/manage/menu/categories/new", None, CategoryDraft(name={}))


@blueprint.post("/menu/categories/new")
@redraws(new_category)
def add_category() -> Response:
    draft = read_form(CategoryForm).draft
    category_id = service.add_category(draft, by=g.staff)
    return go(f"/manage/menu?category={category_id}", _("Now add the first dish to it."))


@blueprint.get("/menu/categories/<int:category_id>")
def menu_category(category_id: int) -> str:
    category = queries.category_or_refuse(g.restaurant.id, category_id)
    action = f"/manage/menu/categories/{category_id}"
    return _editor(action, category, draft_of_category(category))


@blueprint.post("/menu/categories/<int:category_id>")
@redraws(menu_category)
def edit_category(category_id: int) -> Response:
    form = read_form(CategoryForm)
    service.edit_category(category_id, form.draft, by=g.staff, seen=form.seen)
    return go(f"/manage/menu?category={category_id}", _("Saved."))


@blueprint.get("/menu/categories/<int:category_id>/remove")
def ask_to_remove_category(category_id: int) -> str:
    category = queries.category_or_refuse(g.restaurant.id, category_id)
    return confirm(
        title=_("Remove the category %(category)s?", category=in_words(category.name)),
        text=_("Its dishes have to be moved or removed first."),
        label=_("Remove"),
        back=f"/manage/menu/categories/{category_id}",
    )


@blueprint.post("/menu/categories/<int:category_id>/remove")
@redraws(ask_to_remove_category)
def remove_category(category_id: int) -> Response:
    read_form(Form)
    service.retire_category(category_id, by=g.staff)
    return go("/manage/menu", _("The category is gone."))


def _editor(action: str, category: Category | None, draft: CategoryDraft) -> str:
    opens, closes, days = hours_out(draft.windows)
    return render_template(
        "manager/menu/category.html",
        action=action,
        category=category,
        seen=print_of(draft) if category is not None else "",
        names=words_out(draft.name),
        station=draft.station_id or "",
        stations=station_choices(_("None: dishes say so themselves")),
        course=draft.course or "",
        courses=course_choices(("", _("None: served as soon as it is made"))),
        hours={"opens": opens, "closes": closes, "days": days},
        weekdays=WEEKDAYS,
        short_days=short_days(),
    )
