"""Who may do what, what a PIN and a password must be, and how long things last."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import Invalid
from restaurant_order.people.models import Role


class Right(StrEnum):
    """Something a person may or may not do here."""

    RUN_THE_PLACE = "run_the_place"
    """Menu, tables, people and settings."""
    LEAD_MANAGERS = "lead_managers"
    """Hire, change and retire owners and managers."""
    COOK = "cook"
    """Work at the kitchen board."""
    SERVE = "serve"
    """See the floor, take orders, answer requests."""
    TAKE_MONEY = "take_money"
    REOPEN_BILLS = "reopen_bills"


RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.OWNER: frozenset(Right),
    Role.MANAGER: frozenset(Right) - {Right.LEAD_MANAGERS},
    Role.CASHIER: frozenset({Right.SERVE, Right.TAKE_MONEY}),
    Role.WAITER: frozenset({Right.SERVE}),
    Role.COOK: frozenset({Right.COOK}),
}

PIN_LENGTHS: Final = range(4, 7)

PASSWORD_LENGTH: Final = 10
"""Characters a password has at least (NIST SP 800-63B asks for 8)."""

LONGEST_PASSWORD: Final = 200

FREE_TRIES: Final = 4
"""Wrong tries in one place before the first wait."""

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)

FORGET_TRIES_AFTER: Final = timedelta(days=1)

LINK_LASTS: Final = timedelta(minutes=15)
"""How long a link enrols a device."""

CODE_LASTS: Final = timedelta(minutes=10)
"""How long a screen's six digits can be typed."""

CODE_DIGITS: Final = 6

CODES_WAITING: Final = 300
"""Codes that may wait at once: who types one at random finds a screen 3 times in 10,000."""

CODES_PER_PLACE: Final = 20
"""As `CODES_WAITING`, from one network address; one more, and its oldest is dropped, so that nobody
who asks for many keeps the real screen beside them from getting one."""

NETWORK_SPAN: Final = timedelta(minutes=10)
"""How long tries from one network are counted together: a dining room shares one address, and
whoever is kept out by a stranger's tries is let in again soon."""

STRANGE_PASSWORDS: Final = 30
"""Wrong passwords of strangers from one network within `NETWORK_SPAN`, whatever the logins: one
password tried on everybody is guessing too. Known browsers and enrolled devices are not counted."""

TYPED_CODES: Final = 60
"""Wrong table codes a network may type within `NETWORK_SPAN`: slips of a full room; of a code's
40 bits a guesser sees next to nothing."""


def may(role: Role, right: Right) -> bool:
    return right in RIGHTS[role]


def is_allowed(role: Role, roles: Sequence[Role]) -> bool:
    """Whether somebody with `role` may stand where `roles` are asked for; nobody named: anybody.

    Whoever runs the place may stand wherever cashiers, waiters or cooks may.
    """
    if not roles or role in roles or role is Role.OWNER:
        return True
    return role is Role.MANAGER and any(not may(each, Right.RUN_THE_PLACE) for each in roles)


def may_lead(leader: Role, role: Role) -> bool:
    """Whether `leader` may hire, change and retire somebody with `role`."""
    if may(role, Right.RUN_THE_PLACE):
        return may(leader, Right.LEAD_MANAGERS)
    return may(leader, Right.RUN_THE_PLACE)


def has_password(role: Role) -> bool:
    """Whether the role signs in by password, from any browser."""
    return may(role, Right.RUN_THE_PLACE)


def pin_length(role: Role) -> int:
    """Digits of a PIN made by the house: more where more can be done with it."""
    return 6 if may(role, Right.RUN_THE_PLACE) else 4


def checked_pin(pin: str) -> str:
    """The PIN itself. Raises Invalid unless it is 4 to 6 digits that nobody guesses first."""
    if not (len(pin) in PIN_LENGTHS and pin.isascii() and pin.isdigit()):
        raise Invalid(_l("A PIN is 4 to 6 digits."), field="pin")
    if is_guessable(pin):
        raise Invalid(_l("This PIN is too easy to guess."), field="pin")
    return pin


def is_guessable(pin: str) -> bool:
    """Repeats (`7777`, `1212`) and runs (`1234`, `9876`)."""
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    return len(set(pin)) < 3 or steps in ({1}, {-1})


def checked_password(password: str, *, login: str) -> str:
    """The password in NFC. Raises Invalid when it is short, overlong, common or the login."""
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < PASSWORD_LENGTH:
        sentence = _l("At least %(count)s characters, please.", count=PASSWORD_LENGTH)
    elif len(plain) > LONGEST_PASSWORD:
        sentence = _l("At most %(count)s characters, please.", count=LONGEST_PASSWORD)
    elif is_common(plain, login=login):
        sentence = _l("This password is among the first that anybody would try.")
    else:
        return plain
    raise Invalid(sentence, field="password")


def is_common(password: str, *, login: str) -> bool:
    folded = password.casefold()
    if len(set(folded)) < 5 or folded in common_passwords():
        return True
    return bool(login) and login.casefold() in folded


@cache
def common_passwords() -> frozenset[str]:
    """Those of ten characters and more that lists of leaked passwords have at the top."""
    file = Path(__file__).with_name("common_passwords.txt")
    return frozenset(file.read_text("utf-8").split())


def wait_after(tries: int) -> timedelta:
    """How long a place waits after its n-th wrong try: nothing, 30 s, 1 min, 2 min … 15 min."""
    if tries <= FREE_TRIES:
        return timedelta(0)
    doublings = min(tries - FREE_TRIES - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


IDLE_ON_DEVICE: Final = timedelta(hours=12)
LONGEST_ON_DEVICE: Final = timedelta(hours=20)
"""A shift and what comes after it, so that no board signs out in the middle of a rush."""

IDLE_IN_BROWSER: Final = timedelta(hours=8)
LONGEST_IN_BROWSER: Final = timedelta(days=7)


def expires_at(started_at: datetime, last_seen_at: datetime, *, on_device: bool) -> datetime:
    """When a sign-in ends by itself: unused for a while, or after its longest time."""
    idle = IDLE_ON_DEVICE if on_device else IDLE_IN_BROWSER
    longest = LONGEST_ON_DEVICE if on_device else LONGEST_IN_BROWSER
    return min(started_at + longest, last_seen_at + idle)


def typed_digits(typed: str) -> str:
    """The six digits somebody means by `482 913` or `４８２-９１３`. Raises Invalid."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split()).replace("-", "")
    if not (len(plain) == CODE_DIGITS and plain.isascii() and plain.isdigit()):
        raise Invalid(_l("The code on the screen has six digits."), field="code")
    return plain


def is_still_there(seen_at: datetime, moment: datetime, *, stays: int) -> bool:
    """Whether a cook whose last touch was at `seen_at` is taken to be there still. Minutes."""
    return moment - seen_at < timedelta(minutes=stays)
