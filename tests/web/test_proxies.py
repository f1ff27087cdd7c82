"""What a proxy says about a request is believed where the settings name one, and from it alone."""

from pathlib import Path

import pytest
from flask import Flask, request

from config import Settings
from restaurant_order import create_app

PROXY, PHONE = "127.0.0.1", "192.168.1.50"

SAID = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "order.example",
}


def house(data_dir: Path, **env: str) -> Flask:
    settings = {"SECRET_KEY": "s" * 40, "DATA_DIR": str(data_dir), **env}
    app = create_app(Settings.from_environment(settings))
    app.add_url_rule("/seen", view_func=lambda: f"{request.remote_addr} {request.host_url}")
    return app


def seen(app: Flask, *, peer: str, said: dict[str, str] = SAID) -> str:
    """What the house takes a request for that `peer` brings."""
    answer = app.test_client().get("/seen", headers=said, environ_base={"REMOTE_ADDR": peer})
    return answer.text


def test_without_a_setting_nobody_is_believed(tmp_path: Path) -> None:
    app = house(tmp_path)
    assert seen(app, peer=PROXY) == f"{PROXY} http://localhost/"
    assert seen(app, peer=PHONE) == f"{PHONE} http://localhost/"


@pytest.mark.parametrize("peer", [PROXY, "::1", "::ffff:127.0.0.1"])
def test_a_proxy_on_this_machine_is_believed_where_one_is_counted(
    tmp_path: Path, peer: str
) -> None:
    app = house(tmp_path, TRUSTED_PROXIES="1")
    assert seen(app, peer=peer) == "203.0.113.9 https://order.example/"


def test_the_house_hears_once_of_a_proxy_that_is_not_believed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = house(tmp_path, TRUSTED_PROXIES="1")
    for peer in (PROXY, PHONE, PHONE, "172.18.0.3"):
        seen(app, peer=peer)
    assert [one.getMessage().split()[0] for one in caplog.records] == [PHONE]


@pytest.mark.parametrize("peer", [PHONE, "2001:db8::7", "", "nonsense"])
def test_a_phone_that_reaches_the_port_itself_is_not_believed(tmp_path: Path, peer: str) -> None:
    app = house(tmp_path, TRUSTED_PROXIES="1")
    assert seen(app, peer=peer) == f"{peer} http://localhost/"


def test_a_proxy_elsewhere_is_believed_once_it_is_named(tmp_path: Path) -> None:
    app = house(tmp_path, TRUSTED_PROXIES="1", PROXY_ADDRESSES="172.18.0.0/16, 192.0.2.7")
    assert seen(app, peer="172.18.0.2").startswith("203.0.113.9 ")
    assert seen(app, peer="192.0.2.7").startswith("203.0.113.9 ")
    assert seen(app, peer=PROXY) == f"{PROXY} http://localhost/"


def test_what_a_guest_put_before_the_proxys_word_is_not_believed(tmp_path: Path) -> None:
    app = house(tmp_path, TRUSTED_PROXIES="1")
    said = {**SAID, "X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert seen(app, peer=PROXY, said=said).startswith("203.0.113.9 ")


def test_nobody_posts_from_another_site_by_naming_it(tmp_path: Path) -> None:
    said = {"X-Forwarded-Host": "evil.example", "Origin": "http://evil.example"}
    app = house(tmp_path, TRUSTED_PROXIES="1")
    answers = [
        app.test_client().post("/healthz", headers=said, environ_base={"REMOTE_ADDR": peer})
        for peer in (PROXY, PHONE)
    ]
    assert [answer.status_code for answer in answers] == [405, 403]
