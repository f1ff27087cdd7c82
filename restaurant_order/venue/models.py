"""The place and its furniture."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from restaurant_order.core.database import Model, stored


class TaxMode(StrEnum):
    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class Acceptance(StrEnum):
    """Whether staff look at a guest's order before the kitchen sees it."""

    NEVER = "never"
    FIRST_ORDER = "first_order"
    ALWAYS = "always"


class PassRule(StrEnum):
    """What the pass does about an order of which a station still makes something."""

    BLOCK = "block"
    """Keeps it, unless a manager lets it go."""
    WARN = "warn"
    """Asks once more."""


class WhoBumped(StrEnum):
    """Whom the journal names for what is done at a paired kitchen screen."""

    SCREEN = "screen"
    PERSON = "person"


class TableKind(StrEnum):
    """A counter has no seats: whoever scans its code is a party of its own and takes away."""

    TABLE = "table"
    COUNTER = "counter"


class Shape(StrEnum):
    """What a table looks like from above."""

    SQUARE = "square"
    ROUND = "round"


class Pacing(StrEnum):
    """What a station makes of preparation times: nothing, a hint, or a line that waits for it."""

    OFF = "off"
    ADVISE = "advise"
    HOLD = "hold"


class Restaurant(Model):
    """One place. Rates are basis points, `languages` are BCP 47 tags, first is the default.

    `cook_stays`: minutes without a touch after which a kitchen screen asks again who is there.
    `clear_after`: hours after which a forgotten ticket leaves the board by itself; 0: never.
    `pickup_minutes`: how long a number that is ready stays on the pickup screen.
    `drawn_within`: seconds a kitchen screen has to show a ticket, until that is an alarm.
    `join_within`: minutes in which a table's next round joins a ticket nobody has started; 0 never.
    `courses`: later courses wait until somebody fires them.
    """

    __tablename__ = "restaurants"
    __table_args__ = (
        CheckConstraint("cutoff_hour BETWEEN 0 AND 23", name="cutoff_hour"),
        CheckConstraint("service_charge BETWEEN 0 AND 5000", name="service_charge"),
        CheckConstraint("service_tax_rate BETWEEN 0 AND 10000", name="service_tax_rate"),
        CheckConstraint("cook_stays BETWEEN 1 AND 720", name="cook_stays"),
        CheckConstraint("clear_after BETWEEN 0 AND 72", name="clear_after"),
        CheckConstraint("pickup_minutes BETWEEN 1 AND 240", name="pickup_minutes"),
        CheckConstraint("drawn_within BETWEEN 5 AND 600", name="drawn_within"),
        CheckConstraint("join_within BETWEEN 0 AND 30", name="join_within"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]]
    currency: Mapped[str] = mapped_column(String(3))
    time_zone: Mapped[str] = mapped_column(String(64))
    languages: Mapped[list[str]]
    cutoff_hour: Mapped[int] = mapped_column(default=4)
    tax_mode: Mapped[TaxMode] = mapped_column(stored(TaxMode), default=TaxMode.INCLUSIVE)
    service_charge: Mapped[int] = mapped_column(default=0)
    service_tax_rate: Mapped[int] = mapped_column(default=0)
    acceptance: Mapped[Acceptance] = mapped_column(stored(Acceptance), default=Acceptance.NEVER)
    notes_allowed: Mapped[bool] = mapped_column(default=True)
    who_bumped: Mapped[WhoBumped] = mapped_column(stored(WhoBumped), default=WhoBumped.SCREEN)
    cook_stays: Mapped[int] = mapped_column(default=60)
    join_within: Mapped[int] = mapped_column(default=3)
    courses: Mapped[bool] = mapped_column(default=False)
    base_url: Mapped[str] = mapped_column(String(200), default="")
    accent: Mapped[str] = mapped_column(String(7), default="")
    clear_after: Mapped[int] = mapped_column(default=0)
    pickup_minutes: Mapped[int] = mapped_column(default=20)
    drawn_within: Mapped[int] = mapped_column(default=10)
    pass_rule: Mapped[PassRule] = mapped_column(stored(PassRule), default=PassRule.BLOCK)
    menu_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=0)

    @property
    def language(self) -> str:
        return self.languages[0]


class Area(Model):
    __tablename__ = "areas"
    __table_args__ = (
        Index(
            None,
            "restaurant_id",
            "name",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    name: Mapped[str] = mapped_column(String(40))
    rank: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)


class Table(Model):
    """A table. `visit_id` is the visit that the next scan of its code joins, if any."""

    __tablename__ = "tables"
    __table_args__ = (
        Index(
            None,
            "restaurant_id",
            "name",
            unique=True,
            sqlite_where=text("retired_at IS NULL"),
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    name: Mapped[str] = mapped_column(String(20))
    seats: Mapped[int] = mapped_column(default=2)
    kind: Mapped[TableKind] = mapped_column(stored(TableKind), default=TableKind.TABLE)
    rank: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]
    visit_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=0)

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)


class TableSpot(Model):
    """Where a table stands on its area's plan, in centimetres. Without one it is laid out."""

    __tablename__ = "table_spots"
    __table_args__ = (
        CheckConstraint("x >= 0 AND y >= 0", name="on_the_plan"),
        CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
    )

    table_id: Mapped[int] = mapped_column(
        ForeignKey("tables.id"), primary_key=True, autoincrement=False
    )
    x: Mapped[int]
    y: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    shape: Mapped[Shape] = mapped_column(stored(Shape))


class TableCode(Model):
    """The secret in a table's printed QR: 128 random bits. A renewed one stays, to be recognised.

    It is kept as it is, because it has to be printed again; whoever can read the database can
    sit down at any table anyway.
    """

    __tablename__ = "table_codes"
    __table_args__ = (
        Index(
            "uq_table_codes_current",
            "table_id",
            unique=True,
            sqlite_where=text("renewed_at IS NULL"),
            postgresql_where=text("renewed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("tables.id"), index=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    made_at: Mapped[datetime]
    renewed_at: Mapped[datetime | None]


class Station(Model):
    """Where lines are made. `warn_after`, `late_after`: minutes until a ticket changes colour.

    Takeaway has minutes of its own; None: the same as at the table. `fallback_id`: the station
    whose board shows what no screen here does. Fallbacks never lead in a circle. `capacity`:
    portions it can have in the making at once; None as many as there are. `off_since`: nothing new
    is made here; the first of its fallbacks that is on makes it instead.
    """

    __tablename__ = "stations"
    __table_args__ = (
        UniqueConstraint("restaurant_id", "slug"),
        CheckConstraint("0 < warn_after AND warn_after < late_after", name="thresholds"),
        CheckConstraint(
            "(takeaway_warn_after IS NULL AND takeaway_late_after IS NULL) OR"
            " (0 < takeaway_warn_after AND takeaway_warn_after < takeaway_late_after)",
            name="takeaway_thresholds",
        ),
        CheckConstraint("capacity BETWEEN 1 AND 99", name="capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    slug: Mapped[str] = mapped_column(String(24))
    name: Mapped[dict[str, str]]
    language: Mapped[str | None] = mapped_column(String(16))
    warn_after: Mapped[int] = mapped_column(default=8)
    late_after: Mapped[int] = mapped_column(default=15)
    takeaway_warn_after: Mapped[int | None]
    takeaway_late_after: Mapped[int | None]
    fallback_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    pacing: Mapped[Pacing] = mapped_column(stored(Pacing), default=Pacing.OFF)
    capacity: Mapped[int | None]
    off_since: Mapped[datetime | None]
    rank: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
