"""Browsers that people may use with their PIN: enrolling, links, revoking."""

from flask import Response, g, render_template
from flask_babel import gettext as _

from restaurant_order.core.forms import Form, read_form
from restaurant_order.people import devices as trust
from restaurant_order.people import queries
from restaurant_order.people.models import Device
from restaurant_order.people.recognise import current_device, remember_device
from restaurant_order.qr.images import svg
from restaurant_order.venue.rules import is_out_of_reach
from restaurant_order.web.manager.blueprint import blueprint, confirm, go
from restaurant_order.web.manager.codes import base_url
from restaurant_order.web.redrawing import redraws


class NameForm(Form, frozen=True):
    name: str


@blueprint.get("/devices")
def devices() -> str:
    return render_template(
        "manager/devices.html", devices=queries.devices(g.restaurant.id), this=_this()
    )


@blueprint.post("/devices/here")
@redraws(devices)
def enrol_here() -> Response:
    form = read_form(NameForm)
    if _this() is not None:
        return go("/manage/devices", _("This browser is a device already."))
    enrolled = trust.enrol_device(g.restaurant.id, name=form.name, by=g.staff.actor)
    answer = go("/manage/devices", _("This browser now takes PINs."))
    remember_device(answer, enrolled.token)
    return answer


@blueprint.post("/devices/link")
@redraws(devices)
def make_link() -> str:
    """Shown in this answer only; its code is kept nowhere."""
    form = read_form(NameForm)
    link = trust.make_enrolment_link(g.restaurant.id, name=form.name, by=g.staff.actor)
    base = base_url(g.restaurant)
    address = f"{base}/enrol/{link.code}"
    return render_template(
        "manager/link.html",
        name=form.name,
        address=address,
        expires_at=link.expires_at,
        picture=svg(address, label=_("Code that enrols a device")),
        is_out_of_reach=is_out_of_reach(base),
    )


@blueprint.get("/devices/<int:device_id>/revoke")
def ask_to_revoke(device_id: int) -> str:
    return confirm(
        title=_("Revoke %(name)s?", name=_device(device_id).name),
        text=_("Whoever is signed in there is signed out at once, and PINs stop working on it."),
        label=_("Revoke"),
        back="/manage/devices",
    )


@blueprint.post("/devices/<int:device_id>/revoke")
def revoke(device_id: int) -> Response:
    read_form(Form)
    device = _device(device_id)
    trust.revoke_device(device, by=g.staff.actor)
    return go("/manage/devices", _("%(name)s is no longer trusted.", name=device.name))


def _device(device_id: int) -> Device:
    return queries.device_or_refuse(g.restaurant.id, device_id)


def _this() -> Device | None:
    """This browser, if it is one of this restaurant's devices."""
    device = current_device()
    return device if device is not None and device.restaurant_id == g.restaurant.id else None
