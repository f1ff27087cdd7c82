"""How a time of day is written, to whomever: `19:45`, as on the restaurant's wall.

English alone would say `7:45 PM`. Boards have no room for it, people type `19:45` everywhere, and
a table's waiter, cook and guest should read one time as the same one.
"""

from datetime import datetime
from zoneinfo import ZoneInfo


def wall_time(moment: datetime, zone: str) -> str:
    """The moment where the restaurant is."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def minute_of_day(minute: int) -> str:
    """`480` -> `08:00`; hours beyond midnight begin anew."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
