"""An application served by a thread of the test itself: quickly there, quickly gone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Flask
from werkzeug.serving import make_server

LOOKS_UP: Final = 0.02
"""Seconds between two looks of the server at whether it shall stop."""


@contextmanager
def on_a_thread(app: Flask) -> Iterator[str]:
    """The address it is served at."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(LOOKS_UP,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
