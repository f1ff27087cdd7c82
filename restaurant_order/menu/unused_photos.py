"""Pictures that no dish names any more leave the disk."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from math import inf
from pathlib import Path
from typing import Final

from sqlalchemy import select

from restaurant_order.core import clock
from restaurant_order.core.database import db
from restaurant_order.menu.models import Dish
from restaurant_order.menu.photos import photo_folder

JUST_KEPT: Final = timedelta(minutes=10)
"""A picture is kept before its dish names it: what is younger may be on its way to one."""

log = logging.getLogger(__name__)


def drop_unused_photos() -> int:
    """Remove them, in all their widths; how many files went. A second time changes nothing.

    The same picture has one name: it stays for as long as any dish of any restaurant names it. Not
    within a transaction, or one that is rolled back would have lost its picture.

    First asked is who is named, and last how old a file is: what a dish names since was kept since.
    """
    before = (clock.now() - JUST_KEPT).timestamp()
    named = set(db.session.scalars(select(Dish.photo).where(Dish.photo.is_not(None))))
    unnamed = [file for file in _files() if _photo_of(file) not in named]
    return sum(_drop(file) for file in unnamed if _kept_at(file) < before)


def _files() -> Iterator[Path]:
    """Those of pictures, half written ones too."""
    folder = photo_folder()
    return folder.glob("*.webp") if folder.is_dir() else iter(())


def _kept_at(file: Path) -> float:
    """Never, when another process has just removed it."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return inf


def _photo_of(file: Path) -> str:
    """Of a half written one, a name that no dish has."""
    return file.name.partition("-")[0]


def _drop(file: Path) -> bool:
    try:
        file.unlink()
    except FileNotFoundError:  # another process was faster
        return False
    except OSError as error:
        log.warning("an unused picture cannot be removed: %s", error.strerror)
        return False
    return True
