"""How much somebody may say: a burst, and so much a second for ever."""

import time
from dataclasses import dataclass, field


@dataclass(eq=False)
class Credit:
    """`at_once`: messages in a burst; `per_second`: how many it grows by, up to that."""

    at_once: float
    per_second: float
    _left: float = field(init=False)
    _seen: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._left = self.at_once

    def spend(self) -> bool:
        """Count one message; False when there were too many."""
        now = time.monotonic()
        earned = (now - self._seen) * self.per_second
        self._left = min(self.at_once, self._left + earned) - 1
        self._seen = now
        return self._left >= 0
