"""Row numbers in addresses: `<int:table_id>`, stricter than Flask's own."""

from typing import Final

from flask import Flask
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST: Final = 2**31 - 1
"""What a database calls an integer; a larger number is no row and no reason for an error."""


class RowNumber(IntegerConverter):
    """Plain digits without leading zeros; Flask's takes full-width ones and forty of them."""

    regex = "[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST:
            raise ValidationError
        return number


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
