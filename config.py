"""Settings from the environment. Nonsense is refused aloud, naming the variable.

`python config.py` says whether the environment is in order.
"""

import os
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

BODY_LIMIT: Final = 8 * 1024 * 1024
"""Bytes of one request body: a dish photo or a menu file."""

FIELDS_LIMIT: Final = 256 * 1024
"""Bytes that all fields of one form that are no files may take in memory."""

PARTS_LIMIT: Final = 500
"""Fields and files in one form."""

SECRET_LENGTH: Final = 32
"""Characters a secret key has at least."""

SECRET_FILE: Final = "secret_key"
"""The file in DATA_DIR that `make run` keeps its secret key in."""


Network = IPv4Network | IPv6Network

THIS_MACHINE: Final = "127.0.0.1, ::1"


class BadSetting(ValueError):
    """A variable holds nonsense, or is missing; the sentence names it."""


class AsyncMode(StrEnum):
    EVENTLET = "eventlet"
    THREADING = "threading"


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a deployment may choose.

    `base_url` is what the printed codes point at, without a trailing slash. `trusted_proxies`
    counts the proxies in front whose `X-Forwarded-*` headers are believed, and `proxy_addresses`
    are those that the last of them connects from. `threads` matters to
    the threading mode only, where every open socket holds one thread for its whole life.
    """

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    data_dir: Path
    redis_url: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://localhost:8000"
    async_mode: AsyncMode = AsyncMode.EVENTLET
    threads: int = 400
    trusted_proxies: int = 0
    proxy_addresses: tuple[Network, ...] = ()
    log_level: LogLevel = LogLevel.INFO

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read `env`. Raises BadSetting. A relative DATA_DIR counts from the working folder."""
        read = _Reader(env)
        data_dir = Path(read.text("DATA_DIR", "var")).absolute()
        host = read.text("HOST", "127.0.0.1")
        port = read.number("PORT", 8000, least=1, most=65535)
        return cls(
            secret_key=read.parsed("SECRET_KEY", _kept_secret(data_dir), _secret),
            database_url=read.parsed("DATABASE_URL", _own_database(data_dir), _database),
            data_dir=data_dir,
            redis_url=read.parsed("REDIS_URL", "", _redis) or None,
            host=host,
            port=port,
            base_url=read.parsed("BASE_URL", f"http://{_name_of(host)}:{port}", _base_url),
            async_mode=AsyncMode(read.choice("ASYNC_MODE", AsyncMode.EVENTLET)),
            threads=read.number("THREADS", 400, least=60, most=4000),
            trusted_proxies=read.number("TRUSTED_PROXIES", 0, least=0, most=8),
            proxy_addresses=read.networks("PROXY_ADDRESSES", THIS_MACHINE),
            log_level=LogLevel(read.choice("LOG_LEVEL", LogLevel.INFO)),
        )

    @property
    def cookie_secure(self) -> bool:
        """Whether guests come over https, so that their cookies must never travel without it."""
        return self.base_url.startswith("https://")

    def to_flask(self) -> dict[str, Any]:
        """The same, by the names Flask and its extensions look for."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MAX_CONTENT_LENGTH": BODY_LIMIT,
            "MAX_FORM_MEMORY_SIZE": FIELDS_LIMIT,
            "MAX_FORM_PARTS": PARTS_LIMIT,
            "SESSION_COOKIE_SECURE": self.cookie_secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PREFERRED_URL_SCHEME": urlsplit(self.base_url).scheme,
            "DATA_DIR": self.data_dir,
            "REDIS_URL": self.redis_url,
            "BASE_URL": self.base_url,
            "ASYNC_MODE": self.async_mode.value,
            "TRUSTED_PROXIES": self.trusted_proxies,
            "PROXY_ADDRESSES": self.proxy_addresses,
            "LOG_LEVEL": self.log_level.value,
        }


class _Reader:
    """Variables by name. One that is empty counts as absent, as compose files leave them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def text(self, name: str, default: str) -> str:
        return self._env.get(name, "").strip() or default

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise BadSetting(f"{name}: {text!r} is not a whole number")
        if not least <= int(text) <= most:
            raise BadSetting(f"{name}: {text} is not between {least} and {most}")
        return int(text)

    def choice(self, name: str, default: StrEnum) -> str:
        text = self.text(name, default.value)
        allowed = [member.value for member in type(default)]
        if text not in allowed:
            raise BadSetting(f"{name}: {text!r} is none of {', '.join(allowed)}")
        return text

    def networks(self, name: str, default: str) -> tuple[Network, ...]:
        try:
            return tuple(ip_network(each.strip()) for each in self.text(name, default).split(","))
        except ValueError as error:
            raise BadSetting(f"{name}: {error}") from None

    def parsed(self, name: str, default: str, parse: Callable[[str], str]) -> str:
        try:
            return parse(self.text(name, default))
        except ValueError as error:
            raise BadSetting(f"{name}: {error}") from None


def _name_of(host: str) -> str:
    """What guests' phones call a server that listens there, as far as it can know."""
    if host in ("0.0.0.0", "::"):
        return _address_on_the_network()
    if host in ("127.0.0.1", "::1"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _address_on_the_network() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # sends nothing; the system says which way it would
        except OSError:
            return "localhost"
        address: str = asked.getsockname()[0]
        return address


def _kept_secret(data_dir: Path) -> str:
    file = data_dir / SECRET_FILE
    try:
        return file.read_text("utf-8").strip() if file.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"SECRET_KEY: the kept one cannot be read: {error}") from None


def _secret(text: str) -> str:
    if not text:
        raise ValueError(f"missing; `make run` writes a random one to DATA_DIR/{SECRET_FILE}")
    if len(text) < SECRET_LENGTH:
        raise ValueError(f"shorter than {SECRET_LENGTH} characters")
    return text


def _own_database(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'restaurant.db'}"


def _database(url: str) -> str:
    """`url` as SQLAlchemy takes it: PostgreSQL through psycopg 3, SQLite by an absolute path."""
    scheme, _, rest = url.partition("://")
    if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and rest[1:] not in ("", ":memory:"):
        return f"sqlite:///{Path(rest[1:]).absolute()}"
    raise ValueError("is neither postgresql://user:password@host/name nor sqlite:///path/to/file")


def _redis(url: str) -> str:
    if url and not (url.startswith(("redis://", "rediss://", "unix://"))):
        raise ValueError("is not redis://host:port/number, rediss:// or unix://")
    return url


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not http://host or https://host")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError(f"{url!r} has more than a scheme, a host and a port")
    return url.rstrip("/")


if __name__ == "__main__":
    try:
        Settings.from_environment(os.environ)
    except BadSetting as error:
        sys.exit(str(error))
