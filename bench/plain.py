"""The restaurant with one plain route beside it: what Flask itself costs on this machine."""

from wsgi import app


@app.get("/bench/plain")
def plain() -> str:
    return "ok"


__all__ = ["app"]
