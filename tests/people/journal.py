"""What the journal says happened."""

from sqlalchemy import select

from restaurant_order.core.database import db
from restaurant_order.core.journal import JournalEntry


def kinds(restaurant_id: int) -> list[str]:
    return [entry.kind for entry in entries(restaurant_id)]


def entries(restaurant_id: int) -> list[JournalEntry]:
    query = select(JournalEntry).where(JournalEntry.restaurant_id == restaurant_id)
    return list(db.session.scalars(query.order_by(JournalEntry.seq)))
