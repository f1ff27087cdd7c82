"""gunicorn's settings, with a master that never loses patience and a worker that says its beats."""

from typing import Any, Final

from restaurant_order import serving

globals().update({name: value for name, value in vars(serving).items() if name.islower()})

FOR_EVER: Final = 600


def when_ready(server: Any) -> None:
    """`--timeout` is for its clients alone, so that a slow start is none of its business."""
    server.timeout = FOR_EVER


def post_worker_init(worker: Any) -> None:
    serving.post_worker_init(worker)
    notify = worker.notify

    def notify_aloud() -> None:
        notify()
        worker.log.info("the worker beats")

    worker.notify = notify_aloud
