"""Work that would hold up everybody else (hashing, pictures, PDF): sent elsewhere."""

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from flask import current_app

P = ParamSpec("P")
R = TypeVar("R")

NAME: Final = "run_blocking"


def elsewhere(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `work` off the thread that serves everybody, wait for it, return its result.

    `work` gets plain values and must not touch the database or the request.
    """
    run = current_app.extensions.get(NAME)
    if run is None:
        return work(*args, **kwargs)
    result: R = run(work, *args, **kwargs)
    return result
