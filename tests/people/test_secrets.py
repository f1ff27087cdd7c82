"""What a guess at a kept PIN costs a thief. The other tests do not pay that price."""

from collections.abc import Iterator
from time import process_time

import pytest

from restaurant_order.people import secrets
from tests.servers.quick_opening import HARD_HASHER

pytestmark = pytest.mark.usefixtures("app_context")

PIN = "284613"


@pytest.fixture(autouse=True)
def hard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in service."""
    monkeypatch.setattr(secrets, "_HASHER", HARD_HASHER)
    secrets._nobodys.cache_clear()
    yield
    secrets._nobodys.cache_clear()


def test_a_guess_costs_nineteen_mebibytes_and_two_passes() -> None:
    kept = secrets.kept(PIN)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert secrets.is_right(PIN, kept)
    assert not secrets.is_right(PIN[::-1], kept)


def test_the_same_pin_is_kept_differently_each_time() -> None:
    assert secrets.kept(PIN) != secrets.kept(PIN)


def test_nobodys_pin_takes_as_long_as_a_wrong_one() -> None:
    known = secrets.kept(PIN)
    assert not secrets.is_right(PIN, None)
    assert _effort("999999", None) > _effort("999999", known) / 4


def _effort(guess: str, known: str | None) -> float:
    """Seconds of computing; the least of three."""
    efforts = []
    for _ in range(3):
        start = process_time()
        secrets.is_right(guess, known)
        efforts.append(process_time() - start)
    return min(efforts)
