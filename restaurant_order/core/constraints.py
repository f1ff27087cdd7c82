"""What only the database can promise: that a name is free, that nothing refers to a row."""

from sqlalchemy.exc import IntegrityError

from restaurant_order.core.database import db
from restaurant_order.core.refusals import Refusal


def flush_or_refuse(refusal: Refusal) -> None:
    """Write what is pending; if a constraint forbids it, raise `refusal`.

    To be called in a transaction for one change at a time, so that the refusal tells the truth.
    It holds in a race too, where asking first would not.
    """
    try:
        db.session.flush()
    except IntegrityError:
        raise refusal from None
