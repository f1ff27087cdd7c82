"""A server that knows only templates: the style guide and its kin, as browsers see them."""

import json
from contextlib import AbstractContextManager
from pathlib import Path

from flask import Flask, Response, flash, render_template, request
from flask_babel import Babel
from jinja2 import StrictUndefined

from restaurant_order.web.diner.labels import initial
from restaurant_order.web.theme import theme_css
from tests.servers.threaded import on_a_thread

ROOT = Path(__file__).parents[2]


def guide_app() -> Flask:
    app = Flask(__name__, template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.secret_key = "only flashes"
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["initial"] = initial
    app.jinja_env.globals["asset"] = lambda path: f"/static/{path}"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "restaurant_order" / "translations")
    Babel(app, locale_selector=lambda: request.args.get("language", "en").replace("-", "_"))
    app.context_processor(reader)
    app.add_url_rule("/guide", view_func=guide)
    app.add_url_rule("/trouble/<int:status>", view_func=trouble)
    app.add_url_rule("/dish", view_func=lambda: "<p>Mapo tofu</p>")
    app.add_url_rule("/added", view_func=added)
    app.add_url_rule("/refused", view_func=refused)
    app.add_url_rule("/theme.css", view_func=theme)
    app.after_request(strict)
    return app


def reader() -> dict[str, str]:
    accent = request.args.get("accent", "")
    return {
        "language": request.args.get("language", "en"),
        "direction": request.args.get("direction", "ltr"),
        "theme_url": f"/theme.css?accent={accent}" if accent else "",
    }


def guide() -> str:
    if "flash" in request.args:
        flash("Order 24 placed")
        flash("Somebody else was faster", "late")
    return render_template("style_guide.html")


def trouble(status: int) -> str:
    return render_template("errors/refusal.html", status=status, sentence="Sold out.")


def added() -> Response:
    news = {"close-sheet": "", "toast": {"message": "Added 麻婆豆腐", "tone": "good"}}
    return Response("", headers={"HX-Trigger": json.dumps(news)})


def refused() -> Response:
    status = int(request.args.get("status", 409))
    html = render_template("errors/_toast.html", status=status, sentence="Sold out.")
    return Response(html, status, {"HX-Reswap": "none"})


def theme() -> Response:
    return Response(theme_css(f"#{request.args['accent']}"), mimetype="text/css")


def strict(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response


def served_guide() -> AbstractContextManager[str]:
    return on_a_thread(guide_app())
