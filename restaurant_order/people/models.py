"""Who works here, and by what they are recognised."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from restaurant_order.core.actor import Actor, ActorKind
from restaurant_order.core.database import Model, stored


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    CASHIER = "cashier"
    WAITER = "waiter"
    COOK = "cook"


class StaffMember(Model):
    """A person on the staff. `pin_hash` opens an enrolled device, `password_hash` any browser."""

    __tablename__ = "staff"
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
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[Role] = mapped_column(stored(Role))
    language: Mapped[str | None] = mapped_column(String(16))
    login: Mapped[str | None] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(160))
    pin_hash: Mapped[str | None] = mapped_column(String(160))
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)

    restaurant: Mapped[Any] = relationship("Restaurant")
    """Where they work; known by name only, for the venue stands on the people."""

    @property
    def is_manager(self) -> bool:
        return self.role in {Role.OWNER, Role.MANAGER}

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.STAFF, self.id, self.name)


class Device(Model):
    """A browser that the restaurant trusts with PINs. Only the token's hash is kept.

    `next_hash`: of the token that the browser was given with its last sign-in; once it comes back,
    the one before opens nothing any more.
    """

    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    name: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    next_hash: Mapped[str | None] = mapped_column(String(64))
    enrolled_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    restaurant: Mapped[Any] = relationship("Restaurant")


class Enrolment(Model):
    """A link that turns the browsers which open it into devices, while it lasts."""

    __tablename__ = "enrolments"

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    device_name: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    uses_left: Mapped[int]

    restaurant: Mapped[Any] = relationship("Restaurant")

    def is_open(self, moment: datetime) -> bool:
        return self.uses_left > 0 and moment < self.expires_at


class StaffSession(Model):
    """One sign-in of one person in one browser: a row of its own, revocable."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    staff: Mapped[StaffMember] = relationship(lazy="joined")
    device: Mapped[Device | None] = relationship(lazy="joined")


class FailedSignIn(Model):
    """Wrong tries of one person's PIN on one device, or of one login from one browser.

    Counted per place, so that a stranger's guesses never lock the person out everywhere.
    """

    __tablename__ = "failed_sign_ins"

    place: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int]
    blocked_until: Mapped[datetime | None]
    last_at: Mapped[datetime]


class Shows(StrEnum):
    """What a screen on the kitchen's wall opens."""

    STATION = "station"
    ALL = "all"
    PASS = "pass"
    PICKUP = "pickup"


class Screen(Model):
    """A browser on the kitchen's wall, paired by a manager. It cooks by itself, and nothing else.

    `cook` is who has said by PIN that the hands in front of it are theirs, last seen at
    `cook_seen_at`. Only the token's hash is kept.
    """

    __tablename__ = "screens"
    __table_args__ = (
        CheckConstraint(
            "revoked_at IS NOT NULL OR (shows = 'station') = (station_id IS NOT NULL)",
            name="station",
        ),
        CheckConstraint("(cook_id IS NULL) = (cook_seen_at IS NULL)", name="cook"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    restaurant_id: Mapped[int] = mapped_column(ForeignKey("restaurants.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    shows: Mapped[Shows] = mapped_column(stored(Shows))
    station_id: Mapped[int | None] = mapped_column(ForeignKey("stations.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[datetime]
    paired_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    cook_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    cook_seen_at: Mapped[datetime | None]

    restaurant: Mapped[Any] = relationship("Restaurant")
    station: Mapped[Any] = relationship("Station")
    paired_by: Mapped[StaffMember] = relationship(foreign_keys=[paired_by_id])
    cook: Mapped[StaffMember | None] = relationship(foreign_keys=[cook_id])

    @property
    def actor(self) -> Actor:
        return Actor(ActorKind.SCREEN, self.id, self.name)


Hand = StaffMember | Screen
"""Whose hands move a dish: a person's, or those in front of a kitchen screen."""


class Pairing(Model):
    """A browser that shows a six-digit code and waits for a manager to type it.

    `address`: where it asked from, so that one place cannot use up the codes.
    """

    __tablename__ = "pairings"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
