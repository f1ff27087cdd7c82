"""What happens on the board itself."""

from dataclasses import dataclass

from restaurant_order.ordering.facts import LineFact


@dataclass(frozen=True, kw_only=True)
class CancellationSeen(LineFact):
    """A cook has looked at a cancelled line; it leaves the board."""


@dataclass(frozen=True, kw_only=True)
class CancellationUnseen(LineFact):
    """That was a slip of the finger; it stands there again."""


@dataclass(frozen=True, kw_only=True)
class CancellationSeenAtPass(LineFact):
    """The pass has looked at a dish that was cancelled when it stood there ready."""


@dataclass(frozen=True, kw_only=True)
class CancellationUnseenAtPass(LineFact):
    """It has not, after all."""
