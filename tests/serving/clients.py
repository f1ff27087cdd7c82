"""Clients of the tiny application: one on Socket.IO, and some that speak HTTP by hand."""

import socket
from urllib.parse import urlsplit

import socketio

from tests.servers.gunicorn import Served
from tests.servers.process import PATIENCE


class Phone(socketio.Client):  # type: ignore[misc] # python-socketio is untyped
    """A Socket.IO client, connected, that never comes back by itself."""

    def __init__(self, server: Served) -> None:
        super().__init__(reconnection=False, request_timeout=PATIENCE)
        self.connect(server.url, transports=["websocket"], wait_timeout=PATIENCE)

    def __enter__(self) -> "Phone":
        return self

    def __exit__(self, *_: object) -> None:
        self.disconnect()


def get(path: str, *, last: bool = False) -> str:
    closing = "Connection: close\r\n" if last else ""
    return f"GET {path} HTTP/1.1\r\nHost: tiny\r\n{closing}\r\n"


def speak(server: Served, words: str) -> socket.socket:
    where = urlsplit(server.url)
    connection = socket.create_connection((where.hostname, where.port), timeout=PATIENCE)
    connection.sendall(words.encode())
    return connection


def hears(connection: socket.socket, words: bytes) -> bool:
    """Whether `words` come before the other side closes."""
    so_far = b""
    while words not in so_far and (more := connection.recv(65536)):
        so_far += more
    return words in so_far


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    with connection, connection.makefile("rb") as stream:
        return stream.read()
