"""What one process at a time does for all: whoever holds the duty goes on holding it."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, bindparam, text
from sqlalchemy.orm import Mapped, mapped_column

from restaurant_order.core import clock
from restaurant_order.core.database import Model, UtcDateTime, db
from restaurant_order.core.transaction import transaction

LASTS: Final = timedelta(seconds=20)
"""How long a duty is kept for a process that does not come back for it."""


class Duty(Model):
    """`until`: from then on another process may take it."""

    __tablename__ = "duties"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(40))
    until: Mapped[datetime]


_TAKE: Final = text(
    "INSERT INTO duties (name, holder, until) VALUES (:name, :holder, :until)"
    " ON CONFLICT (name) DO UPDATE SET holder = :holder, until = :until"
    " WHERE duties.holder = :holder OR duties.until < :now RETURNING name"
).bindparams(bindparam("until", type_=UtcDateTime()), bindparam("now", type_=UtcDateTime()))


class Holder:
    """One process, as far as duties are concerned."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(8)
        self._until: dict[str, datetime] = {}

    def has(self, duty: str) -> bool:
        """Whether the duty is this process's now. Renewed when half its time has passed."""
        now = clock.now()
        if self._until.get(duty, now) > now + LASTS / 2:
            return True
        with transaction():
            values = {"name": duty, "holder": self.name, "until": now + LASTS, "now": now}
            is_mine = db.session.execute(_TAKE, values).first() is not None
        self._until[duty] = now + LASTS if is_mine else now
        return is_mine
