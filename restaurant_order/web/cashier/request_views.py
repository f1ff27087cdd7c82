"""Claiming and answering what tables ask for."""

from flask import g
from flask.typing import ResponseReturnValue

from restaurant_order.core.forms import Form, read_form
from restaurant_order.visits import requests
from restaurant_order.web.cashier.blueprint import blueprint, done


@blueprint.post("/requests/<int:request_id>/claim")
def claim_request(request_id: int) -> ResponseReturnValue:
    read_form(Form)
    requests.claim(g.restaurant.id, request_id, by=g.staff)
    return done("/floor/")


@blueprint.post("/requests/<int:request_id>/answer")
def answer_request(request_id: int) -> ResponseReturnValue:
    read_form(Form)
    requests.answer(g.restaurant.id, request_id, by=g.staff)
    return done("/floor/")
