"""Addresses and logins with a NUL, which PostgreSQL cannot hold: refused, not an accident."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from restaurant_order.core.database import db

PATHS = ["/t/a%00b", "/T/%00", "/enrol/%00", "/photos/a%00-160.webp", "/live/%00", "/reach/%00"]


@pytest.mark.parametrize("path", PATHS)
def test_no_address_is_too_odd(each_app: Flask, path: str) -> None:
    each_app.testing = False
    assert each_app.test_client().get(path).status_code in (404, 410)


def test_nor_is_a_login(each_app: Flask) -> None:
    each_app.testing = False
    form = {"login": "guest\0s-word", "password": "x" * 12}
    assert each_app.test_client().post("/sign-in", data=form).status_code == 422
    assert each_app.test_client().post("/", data={"typed": "K7M2\0PQ4X"}).status_code == 422


def test_what_a_failing_statement_was_given_is_not_told(each_app: Flask) -> None:
    with each_app.app_context(), pytest.raises(DBAPIError) as failed:
        db.session.execute(text("SELECT :secret FROM nowhere"), {"secret": "a table's code"})
    assert "a table's code" not in str(failed.value)
