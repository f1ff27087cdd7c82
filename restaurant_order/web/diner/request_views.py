"""Asking for a waiter, water, the bill."""

from uuid import uuid4

from flask import flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from restaurant_order.core.forms import Form, read_form
from restaurant_order.visits.models import RequestKind
from restaurant_order.visits.requests import ask
from restaurant_order.web.diner.blueprint import blueprint
from restaurant_order.web.diner.labels import REQUEST_ICONS, REQUESTS
from restaurant_order.web.diner.pages import done, page
from restaurant_order.web.diner.table_bar import table_bar


class Asking(Form, frozen=True):
    kind: RequestKind
    key: str


@blueprint.get("/requests")
def requests() -> str:
    kinds = [(kind, REQUESTS[kind], REQUEST_ICONS[kind], str(uuid4())) for kind in RequestKind]
    return page("requests", "/requests", kinds=kinds, table=g.visit.table, **table_bar())


@blueprint.post("/requests")
def make_request() -> ResponseReturnValue:
    """Twice the same is once: whoever waits already has the older request."""
    form = read_form(Asking)
    ask(g.visit, kind=form.kind, key=form.key, by=g.guest)
    flash(_("We have told the staff."))
    return done(url_for("diner.requests"))
