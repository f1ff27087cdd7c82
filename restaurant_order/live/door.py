"""The door: who is nobody here gets no socket at all, not even an idle one."""

from typing import Any

from restaurant_order.live.sockets import Sockets
from restaurant_order.live.who import everybody_here


def keep(sockets: Sockets) -> None:
    """Ask for somebody's cookie before the handshake; each namespace asks again."""
    engine = sockets.io.server.eio
    let_in = engine.handlers["connect"]

    def ask(socket_id: str, environ: dict[str, Any]) -> Any:
        with sockets.app.request_context(environ):
            if not everybody_here():
                return False
        return let_in(socket_id, environ)

    engine.on("connect", ask)
