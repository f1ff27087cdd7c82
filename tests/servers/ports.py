"""Doors on loopback."""

import socket


def listening_socket(port: int = 0) -> socket.socket:
    """An open door, with a port of its own unless said otherwise. Whoever knocks waits until a
    server takes it over.
    """
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    door.listen(1024)
    return door


def free_port() -> int:
    """A port nobody listens on, for programs that insist on opening it themselves."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port
