"""Who does a thing. Passed along, never ambient."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    GUEST = "guest"
    STAFF = "staff"
    SCREEN = "screen"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    kind: ActorKind
    id: int | None
    name: str


SYSTEM = Actor(ActorKind.SYSTEM, None, "system")
