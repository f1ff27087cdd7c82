"""`wait(minutes)`: so much later, for whoever asks the clock."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from restaurant_order.core import clock


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    real, gone = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + gone[0])

    def wait(minutes: float) -> None:
        gone[0] += timedelta(minutes=minutes)

    return wait
