"""From the code on the table to the menu, in one tap and no form."""

from typing import Final

from flask import Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from restaurant_order.core.languages import current_language
from restaurant_order.people.recognise import current_staff, network
from restaurant_order.qr import service as codes
from restaurant_order.qr.refusals import StickerUnbound
from restaurant_order.visits import service
from restaurant_order.visits.recognise import COOKIE, current_guest
from restaurant_order.visits.service import table_has
from restaurant_order.web.diner.blueprint import blueprint

COOKIE_LASTS: Final = 36 * 3600
"""Seconds: longer than any evening; what ends a visit is its bill, not its cookie."""

UNKEPT: Final = {"Cache-Control": "no-store"}
"""Of a refusal that must not stand in the way of the scan that follows."""


@blueprint.get("/t/<code>")
@blueprint.get("/T/<code>")
def join(code: str) -> AnyResponse:
    """Sit down. Whoever sits here already stays who they are; the URL loses the code.

    Capitals make a coarser code on paper and mean the same.

    Nobody sits down by a link preview, nor by a browser that fetches ahead: it is sent away, and
    comes again when its owner does. Nor by a picture or a frame on somebody's page: a scan opens a
    page of its own, and says so (`Sec-Fetch-Dest`); older browsers say nothing, and are seated.
    """
    if request.method == "HEAD":
        return Response(status=204)
    if "prefetch" in (request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""):
        return Response(status=503, headers=UNKEPT)
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return Response(status=403, headers=UNKEPT)
    code = code.lower()
    guest = current_guest()
    if guest is not None and table_has(guest.visit, code):
        return redirect("/menu", 303)
    try:
        joined = service.join(code, language=current_language(), network=network())
    except service.UnknownCode:
        own = codes.visit_behind(code)
        if own is None:
            return _sticker(code)
        if guest is not None and guest.visit_id == own.id:
            return redirect("/menu", 303)
        joined = service.join_visit(own.id, language=current_language())
    answer = redirect("/menu", 303)
    answer.set_cookie(
        COOKIE,
        joined.token,
        max_age=COOKIE_LASTS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]) or request.is_secure,
    )
    return answer


def _sticker(code: str) -> AnyResponse:
    """One that waits for its table: staff are asked which, guests are told.

    Raises UnknownCode for any other code.
    """
    blank = codes.blank_of(code)
    if blank is None:
        raise service.UnknownCode
    staff = current_staff()
    if staff is None or staff.restaurant_id != blank.restaurant_id:
        raise StickerUnbound
    return redirect(f"/floor/stickers/{code}", 303)
