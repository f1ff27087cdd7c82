"""Settings from the environment: sensible by themselves, and nonsense is refused by name."""

import subprocess
import sys
from pathlib import Path

import pytest

from config import AsyncMode, BadSetting, Settings

SECRET = "s" * 32
ROOT = Path(__file__).parents[2]


def settings(**env: str) -> Settings:
    return Settings.from_environment({"SECRET_KEY": SECRET, **env})


def test_a_secret_key_is_enough_to_start() -> None:
    plain = settings(DATA_DIR="/data")
    assert plain.database_url == "sqlite:////data/restaurant.db"
    assert (plain.host, plain.port, plain.base_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert plain.async_mode is AsyncMode.EVENTLET
    assert plain.redis_url is None


def test_an_empty_variable_counts_as_absent() -> None:
    assert settings(PORT="", REDIS_URL=" ", DATABASE_URL="") == settings()


def test_the_secret_key_kept_in_the_data_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("k" * 40 + "\n")
    assert Settings.from_environment({"DATA_DIR": str(tmp_path)}).secret_key == "k" * 40


def test_the_environments_secret_key_goes_before_the_kept_one(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("k" * 40)
    assert settings(DATA_DIR=str(tmp_path)).secret_key == SECRET


def test_a_kept_secret_key_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_bytes(b"\xff" * 40)
    with pytest.raises(BadSetting, match="SECRET_KEY: the kept one cannot be read"):
        Settings.from_environment({"DATA_DIR": str(tmp_path)})


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_spoken_through_psycopg_3(scheme: str) -> None:
    url = settings(DATABASE_URL=f"{scheme}://anna:pw@db:5432/house").database_url
    assert url == "postgresql+psycopg://anna:pw@db:5432/house"


def test_a_relative_sqlite_file_counts_from_the_working_folder() -> None:
    url = settings(DATABASE_URL="sqlite:///house.db").database_url
    assert url == f"sqlite:///{Path.cwd() / 'house.db'}"


@pytest.mark.parametrize(
    ("host", "base_url"),
    [
        ("192.168.1.7", "http://192.168.1.7:8000"),
        ("::1", "http://localhost:8000"),
        ("fd00::7", "http://[fd00::7]:8000"),
    ],
)
def test_printed_codes_point_at_the_address_that_is_listened_on(host: str, base_url: str) -> None:
    assert settings(HOST=host).base_url == base_url


def test_listening_everywhere_the_codes_point_at_the_machines_own_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("config._address_on_the_network", lambda: "192.168.1.7")
    assert settings(HOST="0.0.0.0", PORT="80").base_url == "http://192.168.1.7:80"


def test_cookies_never_travel_in_the_clear_where_guests_come_over_https() -> None:
    assert settings(BASE_URL="https://wok.example/").to_flask()["SESSION_COOKIE_SECURE"] is True
    assert settings(BASE_URL="http://wok.example").to_flask()["SESSION_COOKIE_SECURE"] is False


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("SECRET_KEY", "short"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eighty"),
        ("PORT", "8000.0"),
        ("PORT", "٨٠٨٠"),
        ("PORT", "9" * 5000),
        ("THREADS", "5"),
        ("TRUSTED_PROXIES", "-1"),
        ("PROXY_ADDRESSES", "proxy.example"),
        ("PROXY_ADDRESSES", "127.0.0.1,"),
        ("PROXY_ADDRESSES", "10.0.0.7/8"),
        ("ASYNC_MODE", "gevent"),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://db/house"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("REDIS_URL", "localhost:6379"),
        ("BASE_URL", "wok.example"),
        ("BASE_URL", "ftp://wok.example"),
        ("BASE_URL", "https://wok.example/menu"),
        ("BASE_URL", "https://me@wok.example"),
        ("BASE_URL", "http://[wok"),
    ],
)
def test_nonsense_is_refused_by_name(name: str, nonsense: str) -> None:
    with pytest.raises(BadSetting, match=f"^{name}: "):
        settings(**{name: nonsense})


def test_without_a_secret_key_it_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"^SECRET_KEY: missing; `make run`"):
        Settings.from_environment({"DATA_DIR": str(tmp_path)})


def test_no_secret_is_shown_where_settings_are_printed() -> None:
    printed = repr(settings(DATABASE_URL="postgresql://anna:geheim@db/house"))
    assert SECRET not in printed
    assert "geheim" not in printed


def test_a_command_without_a_secret_key_ends_in_one_sentence(tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(ROOT), "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "flask", "--app", "restaurant_order", "db", "upgrade"]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY: missing; ")
    assert done.stderr.count("\n") == 1
