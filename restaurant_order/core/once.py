"""Twice is once: whatever creates food or money carries a key made before the first try."""

import hashlib
import json
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from restaurant_order.core.refusals import Conflict, Invalid


class KeyReused(Conflict):
    code = "key_reused"
    sentence = _l("This was sent before with other contents. Please look again and send it anew.")


class Keyed:
    """Mixed into nouns that must not be made twice; the noun adds its own UNIQUE over `key`."""

    key: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(32))


def fingerprint(*parts: Any) -> str:
    """A digest of what was asked for; equal requests have equal fingerprints."""
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def checked_key(key: str) -> str:
    """The key itself. Raises Invalid unless it is 8 to 64 of A-Z a-z 0-9 - _."""
    plain = key.replace("-", "").replace("_", "")
    if not (8 <= len(key) <= 64 and plain.isascii() and plain.isalnum()):
        raise Invalid(_l("This form has lost its key. Please open the page again."), field="key")
    return key


def same_or_refuse(earlier: Keyed, print_now: str) -> None:
    """Raises KeyReused when the key comes back with other contents."""
    if earlier.fingerprint != print_now:
        raise KeyReused
