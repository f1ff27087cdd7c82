"""The one clock. Everything that asks for the time asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_held: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _held or datetime.now(UTC)


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment; for tests and dry runs, never for serving."""
    global _held
    before, _held = _held, moment.astimezone(UTC)
    try:
        yield
    finally:
        _held = before


def business_day(moment: datetime, *, zone: str, cutoff_hour: int) -> date:
    """The day whose takings `moment` belongs to: it changes at `cutoff_hour` (0-23) local time."""
    return (moment.astimezone(ZoneInfo(zone)) - timedelta(hours=cutoff_hour)).date()
