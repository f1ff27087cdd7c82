"""The one place that knows every part."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from config import BadSetting, Settings
from restaurant_order import cli, live, web
from restaurant_order.core import blocking
from restaurant_order.core.database import db, engine_options, teach_sqlite
from restaurant_order.core.languages import current_language, interface_locale
from restaurant_order.core.templates import Templates
from restaurant_order.proxies import believe_proxies

ROOT = Path(__file__).parent.parent

RunBlocking = Callable[..., Any]


def create_app(
    settings: Settings | None = None,
    *,
    run_blocking: RunBlocking | None = None,
    compress: bool = False,
) -> Flask:
    """The whole application.

    `run_blocking(function, *args)` runs work that must not hold up other guests (password hashing,
    pictures) somewhere else and returns its result; without it such work runs where it stands.
    `compress` keeps style and script compressed below DATA_DIR, as serving wants them.
    """
    import kitchen_display

    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping((settings or _settings()).to_flask())
    app.jinja_environment = Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[blocking.NAME] = run_blocking
    _open_database(app)
    Babel(
        app,
        locale_selector=lambda: interface_locale(current_language()),
        default_translation_directories=str(ROOT / "restaurant_order" / "translations"),
    )
    app.config["COMPRESS_ASSETS"] = compress
    web.init_app(app)
    kitchen_display.init_app(app)
    cli.init_app(app)
    live.init_app(app)
    believe_proxies(app)
    return app


def _settings() -> Settings:
    """The environment's. At the command line nonsense ends in the one sentence that names it."""
    try:
        return Settings.from_environment(os.environ)
    except BadSetting as error:
        if click.get_current_context(silent=True):
            sys.exit(str(error))
        raise


def _open_database(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        teach_sqlite(db.engine)
