"""A file on its way into the menu: kept, looked at, confirmed."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, select

from restaurant_order.core import clock
from restaurant_order.core.blocking import elsewhere
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Forbidden
from restaurant_order.core.transaction import transaction
from restaurant_order.menu.editing import lock_menu
from restaurant_order.menu.models import Dish, MenuUpload
from restaurant_order.menu.recipes import recipes
from restaurant_order.menu.sheet.applying import apply_plan
from restaurant_order.menu.sheet.columns import STOCK, Column
from restaurant_order.menu.sheet.decoding import Encoding
from restaurant_order.menu.sheet.plan import Plan
from restaurant_order.menu.sheet.planning import plan_import
from restaurant_order.menu.sheet.refusals import MenuMoved, PreviewExpired
from restaurant_order.menu.sheet.table import Table, read_table
from restaurant_order.people.models import StaffMember
from restaurant_order.venue.models import Restaurant

KEPT_FOR: Final = timedelta(hours=2)


@dataclass(frozen=True)
class Preview:
    digest: str
    plan: Plan


def keep_upload(content: bytes, *, encoding: Encoding | None = None, by: StaffMember) -> str:
    """Keep a file for its preview; returns its digest. Raises BadFile, Forbidden.

    `encoding` is what somebody said when the guess was wrong.
    """
    if not by.is_manager:
        raise Forbidden
    languages = db.session.get_one(Restaurant, by.restaurant_id).languages
    elsewhere(read_table, content, tuple(languages), encoding=encoding)
    digest = hashlib.sha256((encoding or "").encode() + b"\0" + content).hexdigest()
    with transaction():
        expired = MenuUpload.kept_at < clock.now() - KEPT_FOR
        db.session.execute(delete(MenuUpload).where(expired))
        db.session.merge(
            MenuUpload(
                restaurant_id=by.restaurant_id,
                digest=digest,
                encoding=encoding,
                content=content,
                kept_at=clock.now(),
                report=None,
            )
        )
    return digest


def preview(digest: str, *, by: StaffMember) -> Preview:
    """What the kept file would do to the menu as it is now. Raises PreviewExpired."""
    upload = _kept(digest, by)
    restaurant = db.session.get_one(Restaurant, by.restaurant_id)
    return Preview(digest, plan_import(restaurant, _table(upload, restaurant)))


def confirm(digest: str, *, seen: str, by: StaffMember) -> None:
    """Take the kept file over, all of it or nothing.

    `seen` is the `print` of the plan that was shown. Raises MenuMoved when it would do something
    else by now or has troubles, PreviewExpired, Forbidden. Twice is once: a file that was taken
    over is not taken over again.
    """
    upload = _kept(digest, by)
    if upload.report is not None:
        return
    plan = preview(digest, by=by).plan
    if plan.print != seen or plan.troubles:
        raise MenuMoved
    with transaction():
        restaurant = lock_menu(by)
        upload = _kept(digest, by)
        if upload.report is None:
            _refuse_if_moved(plan, restaurant)
            upload.report = apply_plan(plan, restaurant, digest=digest, by=by)
            upload.content = b""


def report_of(digest: str, *, by: StaffMember) -> list[dict[str, Any]]:
    """What was done, a dict per row: row, reference, name, state. Raises PreviewExpired."""
    upload = _kept(digest, by)
    if upload.report is None:
        raise PreviewExpired
    return upload.report


def _refuse_if_moved(plan: Plan, restaurant: Restaurant) -> None:
    """The plan was made before the lock, which guests' orders wait for; so it is short."""
    if restaurant.menu_version != plan.menu_version:
        raise MenuMoved
    if Column(STOCK) in plan.table.columns:
        counted = select(Dish.id, Dish.stock).where(Dish.restaurant_id == restaurant.id)
        now = {row.id: row.stock for row in db.session.execute(counted)}
        if any(now[one.dish_id] != one.stock_before for one in plan.dishes if one.dish_id):
            raise MenuMoved
    if plan.says_ingredients and recipes(restaurant.id) != plan.recipes:
        raise MenuMoved


def _kept(digest: str, by: StaffMember) -> MenuUpload:
    upload = db.session.get(MenuUpload, (by.restaurant_id, digest))
    if upload is None or upload.kept_at < clock.now() - KEPT_FOR:
        raise PreviewExpired
    return upload


def _table(upload: MenuUpload, restaurant: Restaurant) -> Table:
    if upload.report is not None:
        raise PreviewExpired
    encoding = Encoding(upload.encoding) if upload.encoding else None
    return elsewhere(read_table, upload.content, tuple(restaurant.languages), encoding=encoding)
