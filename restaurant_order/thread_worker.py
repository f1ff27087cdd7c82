"""gunicorn's threaded worker, taught to let go of websockets when it stops."""

from types import FrameType

from gunicorn.workers.gthread import ThreadWorker

from restaurant_order.core.wsgi import Wsgi
from restaurant_order.open_sockets import OpenSockets


class RoomyThreadWorker(ThreadWorker):  # type: ignore[misc] # gunicorn is untyped
    """Every open websocket holds one thread for its whole life."""

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.open_sockets = OpenSockets(self.app.wsgi())
        self.wsgi: Wsgi = self.open_sockets

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not self.alive:
            self.open_sockets.hang_up()

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        self.open_sockets.hang_up()
        super().handle_quit(sig, frame)
