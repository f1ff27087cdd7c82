"""Style and script: small, and kept for good."""

import gzip
import os
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from restaurant_order import create_app


@pytest.fixture
def served(tmp_path: Path) -> Flask:
    """The application as it is served, compressed."""
    env = {"SECRET_KEY": "s" * 40, "DATA_DIR": str(tmp_path), "TRUSTED_PROXIES": "1"}
    return create_app(Settings.from_environment({**os.environ, **env}), compress=True)


def address(app: Flask, path: str) -> str:
    found: str = app.jinja_env.globals["asset"](path)  # type: ignore[operator]
    return found


def test_a_script_travels_compressed_and_is_kept_for_good(served: Flask) -> None:
    client, script = served.test_client(), address(served, "vendor/htmx.min.js")
    with (
        client.get(script) as plain,
        client.get(script, headers={"Accept-Encoding": "gzip"}) as small,
    ):
        assert gzip.decompress(small.data) == plain.data
        assert len(small.data) < len(plain.data) / 2
        assert "immutable" in small.headers["Cache-Control"]


def test_the_second_start_finds_them_ready(served: Flask, tmp_path: Path) -> None:
    ready = next((tmp_path / "assets").iterdir())
    made = ready.stat().st_mtime_ns
    settings = Settings.from_environment({"SECRET_KEY": "s" * 40, "DATA_DIR": str(tmp_path)})
    create_app(settings, compress=True)
    assert ready.stat().st_mtime_ns == made


def test_a_path_outside_the_folder_is_not_served(served: Flask) -> None:
    prefix = address(served, "")
    for path in ("../config.py", "..%2f..%2fconfig.py", "/etc/passwd"):
        assert served.test_client().get(prefix + path).status_code == 404
