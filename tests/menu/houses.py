"""Casa Lupo with its menu open for editing: shorthands of the menu's tests."""

from dataclasses import replace
from typing import Any

from restaurant_order.menu.catalogue import Catalogue, CatalogueDish, catalogue
from restaurant_order.menu.drafts import DishDraft, draft_of_dish
from restaurant_order.menu.service import edit_dish
from restaurant_order.menu.sheet.decoding import Encoding
from restaurant_order.menu.sheet.plan import Plan
from restaurant_order.menu.sheet.uploads import confirm, keep_upload, preview, report_of
from tests.cast import Place


def menu_of(place: Place) -> Catalogue:
    return catalogue(place.restaurant)


def on_menu(place: Place, reference: str) -> CatalogueDish:
    return next(dish for dish in menu_of(place).dishes if dish.reference == reference)


def draft_of(place: Place, reference: str) -> DishDraft:
    return draft_of_dish(place.dish(reference))


def change(place: Place, reference: str, /, **fields: Any) -> None:
    draft = replace(draft_of(place, reference), **fields)
    edit_dish(place.dishes[reference], draft, by=place.person("Max"))


def looked_at(place: Place, sheet: str | bytes, *, encoding: Encoding | None = None) -> Plan:
    """The preview of a sheet."""
    content = sheet.encode() if isinstance(sheet, str) else sheet
    digest = keep_upload(content, encoding=encoding, by=place.person("Max"))
    return preview(digest, by=place.person("Max")).plan


def taken_over(place: Place, sheet: str | bytes) -> list[dict[str, Any]]:
    """A sheet previewed and confirmed; its report."""
    content = sheet.encode() if isinstance(sheet, str) else sheet
    max_ = place.person("Max")
    digest = keep_upload(content, by=max_)
    shown = preview(digest, by=max_)
    assert shown.plan.troubles == ()
    confirm(digest, seen=shown.plan.print, by=place.person("Max"))
    return report_of(digest, by=place.person("Max"))


def troubles_of(plan: Plan) -> list[tuple[int, str]]:
    return [(trouble.row, trouble.column) for trouble in plan.troubles]
