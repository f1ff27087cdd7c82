"""Regions: what a live screen is made of."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from flask import Flask

from restaurant_order.core.journal import Told


class Audience(StrEnum):
    """Who may listen; each has a Socket.IO namespace of its own."""

    DINER = "diner"
    KITCHEN = "kitchen"
    CASHIER = "cashier"

    @property
    def namespace(self) -> str:
        return f"/{self.value}"


@dataclass(frozen=True)
class Scope:
    """What a region is of. Subclass with fields that are int, str or None."""

    restaurant_id: int


@dataclass(frozen=True)
class Item:
    """One thing on a screen. `key`: a-z, 0-9 and "-"; ascending `rank`, then `key`, comes first.

    `version` differs whenever the drawing does. `context` holds the template's variables.
    """

    key: str
    rank: int
    version: int
    context: Mapping[str, Any] = field(compare=False)
    group: str = ""

    def __post_init__(self) -> None:
        if not (self.key.isascii() and self.key.replace("-", "").isalnum()):
            raise ValueError(f"not a key: {self.key!r}")


S = TypeVar("S", bound=Scope)


class Region(ABC, Generic[S]):
    """A list of keyed items, drawn by one template for the page, for pushes and for repair.

    `frame` is a template for the inside of the region, when its items stand in several places.
    `draws`: screens report which tickets (`data-draws`) they have painted.
    `counted_at_once`: scopes for which `versions_by_scope` is asked at a time.
    """

    name: ClassVar[str]
    audience: ClassVar[Audience]
    scope: ClassVar[type[Scope]]
    template: ClassVar[str]
    frame: ClassVar[str | None] = None
    draws: ClassVar[bool] = False
    counted_at_once: ClassVar[int] = 1

    @abstractmethod
    def items(self, scope: S) -> Iterable[Item]:
        """All of it, in any order."""

    @abstractmethod
    def item(self, scope: S, key: str) -> Item | None:
        """One of it; None when it is not, or no longer, there."""

    @abstractmethod
    def versions(self, scope: S) -> Iterable[tuple[str, int]]:
        """(key, version) of all of it, by a query of its own: never from what was pushed."""

    def versions_by_scope(self, scopes: Collection[S]) -> Mapping[S, Iterable[tuple[str, int]]]:
        """`versions` of several scopes of one restaurant.

        Override it, and raise `counted_at_once`, where one query can answer for many screens.
        """
        return {scope: self.versions(scope) for scope in scopes}

    @abstractmethod
    def touched(self, told: Sequence[Told]) -> Iterable[tuple[S, str]]:
        """What may look different after these facts of one restaurant; too much does no harm."""

    def load(self, touches: Collection[tuple[S, str]]) -> Mapping[tuple[S, str], Item | None]:
        """The items touched. One left out is not pushed, None means gone.

        Override it to read once what is shown in several rooms.
        """
        return {(scope, key): self.item(scope, key) for scope, key in touches}

    def frame_context(self, scope: S) -> Mapping[str, Any]:
        """More variables for the frame."""
        return {}


AnyRegion = Region[Any]

_NAME = "live regions"


def register(app: Flask, region: AnyRegion) -> None:
    """Let screens watch this region. Raises ValueError for a name that is taken."""
    known = regions(app)
    if region.name in known:
        raise ValueError(f"two regions are called {region.name}")
    known[region.name] = region


def regions(app: Flask) -> dict[str, AnyRegion]:
    """All regions by name."""
    known: dict[str, AnyRegion] = app.extensions.setdefault(_NAME, {})
    return known
