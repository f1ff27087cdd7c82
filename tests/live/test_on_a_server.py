"""Live screens on real servers: both modes, and two processes with Redis between them."""

import os
import queue
import signal
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError

import pytest
import simple_websocket
import socketio
from flask import Flask
from redis import Redis
from websocket import (
    WebSocket,
    WebSocketBadStatusException,
    WebSocketException,
    create_connection,
)
from wsproto.events import CloseConnection
from wsproto.frame_protocol import CloseReason

from config import AsyncMode
from restaurant_order.live.door import SPARE
from restaurant_order.live.sockets import MESSAGE_LIMIT, sockets_of
from restaurant_order.live.watchers import SOCKETS_EACH
from tests.live.house import House, Screen, each_of
from tests.servers.gunicorn import Served, served
from tests.servers.process import PATIENCE
from tests.servers.redis import redis_server

Serve = Callable[..., Served]


@pytest.fixture
def house(shared_house: House) -> House:
    return shared_house


@pytest.fixture(scope="module")
def serve(shared_app: Flask, data_dir: Path) -> Iterator[Serve]:
    with ExitStack() as servers:

        def start(mode: AsyncMode = AsyncMode.EVENTLET, **env: str) -> Served:
            server: Served = servers.enter_context(
                served("tests.live.served:app", data_dir=data_dir, async_mode=mode, env=env)
            )
            server.get("/healthz")
            return server

        yield start


@pytest.fixture(scope="module", params=AsyncMode)
def server(request: pytest.FixtureRequest, serve: Serve) -> Served:
    return serve(request.param)


@pytest.fixture(scope="module")
def two_servers(serve: Serve, redis_url: str) -> tuple[Served, Served]:
    return serve(REDIS_URL=redis_url), serve(REDIS_URL=redis_url)


class Ear:
    """A screen's socket on a real server, and what it hears."""

    def __init__(self, screen: Screen, server: Served) -> None:
        screen.opens("/test/table")
        self.room = screen.room
        self.heard: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        self.is_gone: queue.Queue[bool] = queue.Queue()
        self.socket = socketio.Client(reconnection=False, request_timeout=PATIENCE)
        for event in ("patches", "proof"):
            self.socket.on(event, self._listener(event), namespace="/diner")
        self.socket.on("disconnect", lambda *_: self.is_gone.put(True), namespace="/diner")
        headers = {"Cookie": cookies(screen)}
        self.socket.connect(
            server.url,
            headers=headers,
            namespaces=["/diner"],
            transports=["websocket"],
            wait_timeout=PATIENCE,
        )
        assert self.socket.call("watch", [screen.token], namespace="/diner") == [screen.room]

    def hears(self, event: str) -> dict[str, Any]:
        """The next of its kind. Raises queue.Empty when none comes."""
        while True:
            kind, said = self.heard.get(timeout=PATIENCE)
            if kind == event:
                return said

    def hears_patch(self) -> dict[str, Any]:
        """The one in the next message."""
        (patch,) = each_of(self.hears("patches"))
        return patch

    def _listener(self, event: str) -> Callable[[dict[str, Any]], None]:
        return lambda said: self.heard.put((event, said))


def cookies(screen: Screen) -> str:
    return "; ".join(f"{name}={value}" for name, value in screen.cookies.items())


def order(screen: Screen, server: Served) -> str:
    headers = {"Cookie": cookies(screen)}
    asked = urllib.request.Request(f"{server.url}/test/order", headers=headers, data=b"")
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        return f"order-{answer.read().decode()}"


def speak(server: Served, *, cookie: str = "", origin: str | None = None) -> WebSocket:
    """A bare websocket."""
    return create_connection(
        server.url.replace("http:", "ws:") + "/socket.io/?EIO=4&transport=websocket",
        timeout=PATIENCE,
        cookie=cookie,
        origin=origin,
        suppress_origin=origin is None,
    )


def test_an_order_comes_over_a_real_socket_and_is_proved(house: House, server: Served) -> None:
    phone = house.phone("7")
    ear = Ear(phone, server)
    placed = order(phone, server)
    assert ear.hears_patch()["key"] == placed
    while (proof := ear.hears("proof"))["head"] < 4:
        pass
    phone.opens("/test/table")
    assert proof["digest"] == phone.digests()
    ear.socket.disconnect()


def test_other_sites_pages_get_no_socket(house: House, server: Served) -> None:
    cookie = cookies(house.phone("7"))
    speak(server, cookie=cookie, origin=server.url).close()
    with pytest.raises(WebSocketBadStatusException, match="400"):
        speak(server, cookie=cookie, origin="https://evil.example")


def test_strangers_get_no_socket_that_they_could_hold_open(server: Served) -> None:
    for cookie in ("", "guest=x; staff=y"):
        with pytest.raises(WebSocketBadStatusException, match="401"):
            speak(server, cookie=cookie)


def test_there_is_no_way_in_but_the_websocket(server: Served) -> None:
    with pytest.raises(HTTPError, match="400"):
        server.get("/socket.io/?EIO=4&transport=polling")


@pytest.mark.parametrize(
    "said",
    [
        ["40/diner," + "x" * MESSAGE_LIMIT],
        ["451-/diner,[{}]".replace("{}", '{"_placeholder":true,"num":0}')],
        ["\x00", "9", "4", "49", "42[", "40/diner,{{{"],
        ['42/diner,["watch",' + "[" * 5000],
    ],
    ids=["too long", "binary", "nonsense", "nested"],
)
def test_whatever_one_guest_says_others_are_served(
    house: House, server: Served, said: list[str]
) -> None:
    so_far = server.process.output
    phone = house.phone("7")
    ear = Ear(phone, server)
    rude = speak(server, cookie=cookies(phone))
    with suppress(OSError):  # it may be hung up on
        for words in said:
            rude.send(words)
    placed = order(phone, server)
    assert ear.hears_patch()["key"] == placed
    assert "Traceback" not in server.process.output.removeprefix(so_far)
    rude.close()
    ear.socket.disconnect()


def test_hanging_up_twice_at_once_writes_no_error(shared_app: Flask) -> None:
    """With threads the reader hangs up on a message too long while the writer says goodbye."""
    sockets = sockets_of(shared_app)
    assert sockets
    driver = sockets.io.server.eio._async["websocket"](None, sockets.io.server.eio)
    near, far = socket.socketpair()
    with near, far:
        driver.ws = simple_websocket.Server({**_KNOCK, "gunicorn.socket": near})
        driver.ws.ws.send(CloseConnection(CloseReason.MESSAGE_TOO_BIG))
        assert driver.ws.connected
        driver.close()
        far.close()
        driver.ws.thread.join(PATIENCE)


def test_a_message_that_never_ends_is_cut_off(house: House, server: Served) -> None:
    """The threaded driver would gather it in memory."""
    line = speak(server, cookie=cookies(house.phone("7"))).sock
    assert line
    assert is_hung_up_on(line, lambda: _talk_for_ever(line))


def test_a_message_in_endless_small_frames_is_cut_off(house: House, server: Served) -> None:
    """Each frame is short enough; eventlet would gather them all."""
    line = speak(server, cookie=cookies(house.phone("7"))).sock
    assert line
    assert is_hung_up_on(line, lambda: _talk_for_ever(line, size=8 * 1024))


@pytest.mark.parametrize(
    "frame",
    [
        b"\x81\x8b" + bytes(4) + b"40/kitchen,",
        b"\x81\x81" + bytes(4) + b"3",
        b"\x89\x81" + bytes(4) + b"x",
    ],
    ids=["namespaces", "pongs", "pings"],
)
def test_while_one_guest_floods_others_are_served(
    house: House, server: Served, frame: bytes
) -> None:
    """Frames as RFC 6455 has them, ready-made: faster than the server can read them.

    It has served others before it has read all of them, or has hung up on them.
    """
    line = speak(server, cookie=cookies(house.phone("7"))).sock
    assert line
    with talking(line, lambda: _again_and_again(lambda: line.sendall(frame * 4000), times=2000)):
        for _ in range(5):
            server.get("/healthz")


def test_whoever_sends_bytes_is_heard_no_more(house: House, server: Served) -> None:
    """Socket.IO would wait for all the attachments that were announced, and keep them."""
    rude = speak(server, cookie=cookies(house.phone("7")))
    rude.send("40/diner,")
    rude.send('459999999-/diner,["watch",{"_placeholder":true,"num":0}]')
    more = b"x" * 16_000
    assert rude.sock
    assert is_hung_up_on(
        rude.sock, lambda: _again_and_again(lambda: rude.send_binary(more), times=4000)
    )


def test_a_guest_who_joins_nothing_holds_no_more_sockets_either(
    house: House, server: Served
) -> None:
    cookie = cookies(house.phone("7"))
    held = [speak(server, cookie=cookie) for _ in range(SOCKETS_EACH + SPARE)]
    with pytest.raises(WebSocketBadStatusException, match="401"):
        speak(server, cookie=cookie)
    for each in held:
        each.close()


def test_two_processes_hear_each_other(house: House, two_servers: tuple[Served, Served]) -> None:
    here, there = two_servers
    phone = house.phone("7")
    ears = [Ear(phone, here), Ear(phone, there)]
    placed = order(phone, there)
    assert [ear.hears_patch()["key"] for ear in ears] == [placed, placed]
    for ear in ears:
        ear.socket.disconnect()


def test_who_is_shown_out_is_shown_out_everywhere(
    house: House, two_servers: tuple[Served, Served]
) -> None:
    here, there = two_servers
    phone = house.phone("7")
    ears = [Ear(phone, here), Ear(phone, there)]
    headers = {"Cookie": cookies(phone)}
    asked = urllib.request.Request(f"{here.url}/test/show-out", headers=headers, data=b"")
    urllib.request.urlopen(asked, timeout=PATIENCE).close()
    assert all(ear.is_gone.get(timeout=PATIENCE) for ear in ears)


@pytest.mark.parametrize("accident", [signal.SIGKILL, signal.SIGSTOP], ids=["dead", "frozen"])
def test_without_redis_orders_go_on_and_the_proof_finds_what_was_not_heard(
    house: House, serve: Serve, tmp_path: Path, accident: signal.Signals
) -> None:
    """Redis does not come back: whoever waited for it would wait for ever."""
    with redis_server(tmp_path) as redis_url:
        redis = Redis.from_url(redis_url).info("server")["process_id"]
        here, there = (serve(REDIS_URL=redis_url) for _ in range(2))
        phone = house.phone("7")
        near, far = Ear(phone, here), Ear(phone, there)
        os.kill(redis, accident)
        placed = order(phone, here)
        assert near.hears_patch()["key"] == placed
        phone.opens("/test/table")
        while far.hears("proof")["digest"] != phone.digests():
            pass
        assert all(kind == "proof" for kind, _ in list(far.heard.queue))
        near.socket.disconnect()
        far.socket.disconnect()
        with suppress(ProcessLookupError):
            os.kill(redis, signal.SIGKILL)


_KNOCK: Final = {
    "HTTP_HOST": "lupo.example",
    "HTTP_CONNECTION": "Upgrade",
    "HTTP_UPGRADE": "websocket",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
}
"""The handshake of RFC 6455, 1.3."""


@contextmanager
def talking(line: socket.socket, talk: Callable[[], None]) -> Iterator[None]:
    """Somebody talks on and on meanwhile; nobody may have heard them out by the end.

    What they say to a server that has hung up may be refused at once, or wait until the kernel
    gives up on the line.
    """
    heard_out = threading.Event()

    def talk_on() -> None:
        with suppress(OSError, WebSocketException):
            talk()
            heard_out.set()

    talker = threading.Thread(target=talk_on, daemon=True)
    talker.start()
    try:
        yield
        assert not heard_out.is_set()
    finally:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        talker.join()


def is_hung_up_on(line: socket.socket, talk: Callable[[], None]) -> bool:
    """Whether the server has enough of who talks on and on."""
    with talking(line, talk):
        try:
            while line.recv(65536):
                continue
        except OSError as error:
            return not isinstance(error, TimeoutError)
        return True


def _again_and_again(deed: Callable[[], object], *, times: int) -> None:
    for _ in range(times):
        deed()


def _talk_for_ever(line: socket.socket, *, size: int = 64 * 1024) -> None:
    """One text message in websocket frames that say more will follow (RFC 6455)."""
    for number in range(4000):
        opening = b"\x00" if number else b"\x01"
        line.sendall(opening + b"\xff" + size.to_bytes(8, "big") + bytes(4) + b"x" * size)
