"""The menu page as bytes: compressed, named, and ready to be sent again and again."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import brotli

from restaurant_order.web.guard import FORBIDDING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BROTLI_QUALITY: Final = 5
GZIP_LEVEL: Final = 6


@dataclass(frozen=True)
class Packed:
    """The whole answer to one kind of browser, a small WSGI application.

    `about_body` is left out for whoever has this very page already.
    """

    body: bytes
    etag: str
    headers: list[tuple[str, str]]
    about_body: list[tuple[str, str]]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 NOT MODIFIED", [*self.headers])
            return []
        start_response("200 OK", [*self.headers, *self.about_body])
        return [self.body]


def packed(html: bytes, encoding: str) -> Packed:
    """`encoding`: "br", "gzip" or none."""
    body = _compressed(html, encoding)
    etag = f'"{hashlib.sha256(html).hexdigest()[:20]}{encoding}"'
    headers = FORBIDDING | {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Encoding, Accept-Language",
    }
    about_body = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    if encoding:
        about_body.append(("Content-Encoding", encoding))
    return Packed(body, etag, list(headers.items()), about_body)


def _compressed(html: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(html, quality=BROTLI_QUALITY))
    return gzip.compress(html, GZIP_LEVEL, mtime=0) if encoding else html
