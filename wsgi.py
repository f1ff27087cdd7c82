"""What a server loads: `app`, in the async mode of the environment.

The standard library is patched before anything else is imported, or the parts imported earlier
would go on blocking everybody. Only this file and the green parts know eventlet.
"""

import os
from collections.abc import Callable
from typing import Any, Final

from config import AsyncMode, Settings

BLOCKING_AT_ONCE: Final = 4
"""Real threads for what would hold up the green ones: password hashing, pictures, PDF."""

settings: Final = Settings.from_environment(os.environ)
run_blocking: Callable[..., Any] | None = None

if settings.async_mode is AsyncMode.EVENTLET:
    import eventlet
    from eventlet import tpool

    eventlet.monkey_patch()
    if settings.database_url.startswith("postgresql"):
        from restaurant_order import green_postgres

        green_postgres.install()
    tpool.set_num_threads(BLOCKING_AT_ONCE)
    run_blocking = tpool.execute

from kitchen_display import start_patrol  # noqa: E402 - only now: see above
from restaurant_order import create_app  # noqa: E402 - only now: see above

app: Final = create_app(settings, run_blocking=run_blocking, compress=True)
start_patrol(app)
