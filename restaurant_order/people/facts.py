"""What happens around the people who work here. No fact holds a PIN, a password or a token."""

from dataclasses import dataclass
from typing import ClassVar

from restaurant_order.core.journal import Fact


@dataclass(frozen=True, kw_only=True)
class StaffFact(Fact):
    rows: ClassVar[dict[str, str]] = {"staff_id": "staff.version"}

    staff_id: int


@dataclass(frozen=True, kw_only=True)
class StaffHired(StaffFact):
    role: str


@dataclass(frozen=True, kw_only=True)
class StaffChanged(StaffFact):
    """`before` and `after` hold what is different: name, role, language, login."""

    before: dict[str, str | None]
    after: dict[str, str | None]


@dataclass(frozen=True, kw_only=True)
class StaffRetired(StaffFact):
    pass


@dataclass(frozen=True, kw_only=True)
class PinSet(StaffFact):
    pass


@dataclass(frozen=True, kw_only=True)
class PasswordSet(StaffFact):
    pass


@dataclass(frozen=True, kw_only=True)
class SignedIn(StaffFact):
    """`device_id` None: by password, in a browser that is no device."""

    session_id: int
    device_id: int | None


@dataclass(frozen=True, kw_only=True)
class SignInBlocked(StaffFact):
    """Too many wrong tries in one place; the person may still sign in everywhere else."""

    device_id: int | None
    screen_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SignedOut(StaffFact):
    session_id: int


@dataclass(frozen=True, kw_only=True)
class SessionRevoked(StaffFact):
    """Somebody else ended it, or the person's role, PIN, password or device is no longer good."""

    session_id: int


@dataclass(frozen=True, kw_only=True)
class DeviceFact(Fact):
    device_id: int


@dataclass(frozen=True, kw_only=True)
class DeviceEnrolled(DeviceFact):
    pass


@dataclass(frozen=True, kw_only=True)
class DeviceRevoked(DeviceFact):
    pass


@dataclass(frozen=True, kw_only=True)
class EnrolmentLinkMade(Fact):
    enrolment_id: int


@dataclass(frozen=True, kw_only=True)
class ScreenFact(Fact):
    screen_id: int


@dataclass(frozen=True, kw_only=True)
class ScreenPaired(ScreenFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ScreenRenamed(ScreenFact):
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ScreenMoved(ScreenFact):
    """`before` and `after`: what it opens, and of a station which."""

    before: dict[str, str | int | None]
    after: dict[str, str | int | None]


@dataclass(frozen=True, kw_only=True)
class ScreenRevoked(ScreenFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CookIdentified(ScreenFact):
    """Somebody has said by PIN that the hands at this screen are theirs."""

    staff_id: int


@dataclass(frozen=True, kw_only=True)
class CookLeft(ScreenFact):
    """Somebody at the screen has said that they are not this person."""

    staff_id: int
