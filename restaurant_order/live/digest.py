"""What a room should show, in one number. `static/js/live/digest.js` computes the same."""

import zlib
from collections.abc import Iterable


def digest(shown: Iterable[tuple[str, int]]) -> int:
    """CRC-32 (as in zlib and PNG) over the sorted lines `key:version`, joined by newlines.

    A checksum that is linear over the whole text tells apart what a sum of hashes would not:
    two items that each missed one step.
    """
    lines = sorted(f"{key}:{version}" for key, version in shown)
    return zlib.crc32("\n".join(lines).encode("ascii"))
