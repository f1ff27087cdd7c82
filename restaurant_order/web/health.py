"""Whether the house is open for business."""

from flask import Blueprint
from sqlalchemy import text

from restaurant_order.core.database import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> dict[str, str]:
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
