"""PINs and passwords: Argon2id, computed where it holds up nobody."""

import random
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from restaurant_order.core.blocking import elsewhere
from restaurant_order.people.models import Role
from restaurant_order.people.rules import is_guessable, pin_length

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes; kind to a small box."""

_DICE: Final = random.SystemRandom()


def kept(secret: str) -> str:
    """What is kept of a PIN or password."""
    return elsewhere(_HASHER.hash, secret)


def is_right(secret: str, known: str | None) -> bool:
    """Whether `secret` is what was kept. Nothing kept takes as long as something wrong."""
    right = elsewhere(_matches, known or _nobodys(), secret)
    return right and known is not None


def random_pin(role: Role) -> str:
    while True:
        pin = "".join(_DICE.choices("0123456789", k=pin_length(role)))
        if not is_guessable(pin):
            return pin


def _matches(known: str, secret: str) -> bool:
    try:
        return _HASHER.verify(known, secret)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody")
